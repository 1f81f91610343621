// Runs before the page is drawn, so that it never flashes in the wrong colours.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const kept = localStorage.getItem("theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch {
    // Storage may be forbidden; the page then follows the system.
  }
})();
