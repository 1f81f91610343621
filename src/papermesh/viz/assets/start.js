// ---- keys ------------------------------------------------------------------------------------------------

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
stage.addEventListener("keydown", (event) => {
  if (!ARROWS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  pan(...ARROWS[event.key]);
});
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLSelectElement
    || (event.target instanceof HTMLInputElement && event.target.type === "text");
  if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) return;
  if (event.key === "/") {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape") {
    openFilters(false);
    clear();
  } else if (event.key === "e" && selected && "node" in selected) grow(selected.node);
  else if (event.key === "+" || event.key === "=") zoom(1.4);
  else if (event.key === "-") zoom(1 / 1.4);
  else if (event.key === "0") fit();
});

// ---- start -------------------------------------------------------------------------------------------------

$("fit").addEventListener("click", () => fit());
$("zoom-in").addEventListener("click", () => zoom(1.4));
$("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
$("start").addEventListener("click", () => {
  open.clear();
  openAtFirst().forEach((community) => open.add(community));
  for (const id of [...guests.keys()]) goHome(id);
  selected = null;
  apply();
  linkTo("");
  fit();
  stage.focus({ preventScroll: true });
});
DARK.addEventListener("change", () => {
  readColours();
  refresh();
});
// Keep the whole in view while a window takes its size, until someone chooses a view.
let untouched = true;
for (const name of ["pointerdown", "wheel", "keydown"]) {
  document.addEventListener(name, () => { untouched = false; }, { capture: true, passive: true });
}
network.on("resize", () => untouched && !selected && fit(false));
apply();
fit(false);
follow();

// For scripts and tests: the parts, by the names used above.
window.papermesh = {
  network, nodes, edges, communities, items, drawnNodes, drawnEdges, byKey, select, clear, fit,
  labels: () => labelBoxes.map((box) => box.text),
};
