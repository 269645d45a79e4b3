// Everything here only makes quicker what works without it.
"use strict";

(function theme() {
  const button = document.querySelector("button.theme");
  const style = document.getElementById("dark-style");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const now = () => document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
  const label = () => {
    button.textContent = now() === "dark" ? button.dataset.light : button.dataset.dark;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = now() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    style.media = next === "dark" ? "screen" : "not all";
    try { localStorage.setItem("theme", next); } catch (error) { /* kept for this page only */ }
    label();
  });
  dark.addEventListener("change", label);
  label();
})();

// Single keys do something only while the reader wants them to: speech and a slip press keys as well.
(function keys() {
  const root = document.documentElement;
  const show = () => {
    const on = root.dataset.keys === "on";
    for (const line of document.querySelectorAll(".keys")) {
      const button = line.querySelector("button");
      button.textContent = on ? button.dataset.off : button.dataset.on;
      line.hidden = false;
    }
    for (const bearer of document.querySelectorAll("[data-key], #q")) {
      if (on) bearer.setAttribute("aria-keyshortcuts", bearer.dataset.key || "/");
      else bearer.removeAttribute("aria-keyshortcuts");
    }
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".keys button")) return;
    root.dataset.keys = root.dataset.keys === "on" ? "off" : "on";
    try { localStorage.setItem("keys", root.dataset.keys); } catch (error) { /* for this page only */ }
    show();
  });
  show();
})();

// "/" goes to the search box, as readers of catalogues expect.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const box = document.getElementById("q");
  const on = document.documentElement.dataset.keys === "on";
  if (event.key === "/" && on && !typing && box && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
  }
});

// A number's proof beside its report, instead of on a page of its own.
(function drawer() {
  const report = document.querySelector(".report");
  if (!report || typeof HTMLDialogElement !== "function") return;
  const dialog = document.createElement("dialog");
  dialog.className = "drawer";
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  const close = (words) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "close";
    button.textContent = words;
    button.addEventListener("click", () => dialog.close());
    return button;
  };
  report.addEventListener("click", async (event) => {
    const link = event.target.closest("td.figure > a:first-child, .cells a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const proof = page.getElementById("cell-proof");
      if (!answer.ok || !proof) throw new Error(String(answer.status));
      const words = document.documentElement.lang === "en" ? "Close" : "关闭";
      dialog.replaceChildren(close(words), proof);
      dialog.setAttribute("aria-label", proof.querySelector("h1").textContent);
      const alone = document.createElement("p");
      const open = document.createElement("a");
      open.href = link.href;
      open.textContent = document.documentElement.lang === "en" ? "Open as a page" : "作为单独一页打开";
      alone.append(open);
      proof.querySelector(".said").append(alone);
      dialog.showModal();
    } catch (error) {
      location.assign(link.href);
    }
  });
})();

// Names of agencies while one is typed; without script the box works as well.
(function suggestions() {
  const box = document.getElementById("q");
  const list = document.getElementById("suggestions");
  if (!box || !list || !list.dataset.from) return;
  let last = "";
  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = box.value.trim();
      if (typed.length < 2 || typed === last || typed.length > 40) return;
      last = typed;
      try {
        const answer = await fetch(`${list.dataset.from}?typed=${encodeURIComponent(typed)}`);
        if (!answer.ok) return;
        const names = await answer.json();
        list.replaceChildren(...names.map((name) => {
          const option = document.createElement("option");
          option.value = name;
          return option;
        }));
      } catch (error) { /* suggestions are a comfort, not a need */ }
    }, 150);
  });
})();
