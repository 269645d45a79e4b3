// Before anything is painted: the reader's choice of light or dark, where one was made.
(function () {
  "use strict";
  var kept = null;
  try { kept = localStorage.getItem("theme"); } catch (error) { kept = null; }
  if (kept === "light" || kept === "dark") {
    document.documentElement.dataset.theme = kept;
    document.getElementById("dark-style").media = kept === "dark" ? "screen" : "not all";
  }
})();
