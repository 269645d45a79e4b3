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

// "/" goes to the search box, as readers of catalogues expect.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const box = document.getElementById("q");
  if (event.key === "/" && !typing && box && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
  }
});
