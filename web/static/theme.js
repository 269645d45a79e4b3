// Before anything is painted: what the reader chose, light or dark, and whether single keys do anything.
(function () {
  "use strict";
  var root = document.documentElement;
  function kept(name) {
    try { return localStorage.getItem(name); } catch (error) { return null; }
  }
  var theme = kept("theme");
  if (theme === "light" || theme === "dark") {
    root.dataset.theme = theme;
    document.getElementById("dark-style").media = theme === "dark" ? "screen" : "not all";
  }
  root.dataset.keys = kept("keys") === "off" ? "off" : "on";
})();
