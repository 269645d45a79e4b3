// One keystroke each: a key does what the button or link that bears it does.
"use strict";

(function keys() {
  let going = false;
  const bearer = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  document.addEventListener("submit", (event) => {
    // A key held down must not decide about what comes next.
    if (going) event.preventDefault();
    going = true;
  });
  window.addEventListener("pageshow", () => { going = false; });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, textarea, select");
    if (field) {
      if (event.key === "Escape") field.blur();
      const keep = field.form && field.form.querySelector("[data-note]");
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && keep) keep.click();
      return;
    }
    if (document.documentElement.dataset.keys !== "on") return;
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    const found = bearer(event.key.toLowerCase());
    if (!found || going) return;
    event.preventDefault();
    if (found.matches("textarea, input")) found.focus();
    else found.click();
  });
})();

// A long table begins at the cell that it is shown for.
(function marked() {
  const cell = document.querySelector(".original-table .marked-cell");
  const box = cell && cell.closest(".original-table");
  if (!box) return;
  const from = box.getBoundingClientRect();
  const to = cell.getBoundingClientRect();
  box.scrollTop += to.top - from.top - (box.clientHeight - to.height) / 2;
  box.scrollLeft += to.left - from.left - (box.clientWidth - to.width) / 2;
})();
