// ---- the view --------------------------------------------------------------------------------------

const NARROW = window.matchMedia("(max-width: 760px)");
const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");

// The panel covers part of the drawing: what is left is what one sees.
const covered = () => {
  if ($("panel").hidden) return { x: 0, y: 0 };
  const box = $("panel").getBoundingClientRect();
  return NARROW.matches ? { x: 0, y: box.height } : { x: box.width, y: 0 };
};
const look = (position, scale, animate) => {
  const cover = covered();
  network.moveTo({
    position,
    scale,
    offset: { x: -cover.x / 2, y: -cover.y / 2 },
    animation: animate && !STILL.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false,
  });
};
const fitTo = (list, animate) => {
  const { left, right, top, bottom } = bounds(list);
  const cover = covered();
  const roomX = Math.max(stage.clientWidth - cover.x - 2 * Math.min(88, stage.clientWidth * 0.07), 80);
  const roomY = Math.max(stage.clientHeight - cover.y - 72, 80);
  const scale = Math.min(roomX / (right - left), roomY / (bottom - top), 1.6);
  look({ x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animate);
};
const fit = (animate = true) => {
  const seen = [...drawn.nodes, ...drawn.discs];
  if (seen.length) fitTo(seen, animate);
};
const middle = () => network.DOMtoCanvas({
  x: (stage.clientWidth - covered().x) / 2,
  y: (stage.clientHeight - covered().y) / 2,
});
const zoom = (factor) =>
  look(middle(), Math.min(Math.max(network.getScale() * factor, 0.005), 8), true);
const pan = (x, y) => {
  const from = middle();
  const step = 80 / network.getScale();
  look({ x: from.x + x * step, y: from.y + y * step }, network.getScale(), false);
};

// Bring a node into what the panel leaves free, moving no more than needed.
const reveal = (item, move) => {
  if (isCommunity(item)) {
    if (move && open.has(item)) fitTo([item], true);
    else if (move) look(item, network.getScale(), true);
    return;
  }
  if (move) {
    look(item, Math.max(network.getScale(), Math.max(0.6, 0.9 / boost)), true);
    return;
  }
  const spot = network.canvasToDOM({ x: item.x, y: item.y });
  const cover = covered();
  if (spot.x > stage.clientWidth - cover.x - 40 || spot.y > stage.clientHeight - cover.y - 40) {
    look(item, network.getScale(), true);
  }
};
