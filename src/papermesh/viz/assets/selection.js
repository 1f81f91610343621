// ---- selection ---------------------------------------------------------------------------------------

const linkTo = (fragment) => {
  if (decodeHash() === fragment) return;
  if (fragment) window.location.hash = encodeURIComponent(fragment);
  else window.history.replaceState(null, "", window.location.href.split("#")[0]);
};
const decodeHash = () => {
  const raw = window.location.hash.slice(1);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
};
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function select(target, { move = false } = {}) {
  const next = target && "node" in target ? { node: target.node } : target;
  if (!same(next, selected)) {
    if (next && "node" in next) reach(next.node);
    selected = next;
    apply();
  }
  if (selected && "node" in selected) {
    linkTo(items[selected.node].key);
    reveal(items[selected.node], move);
  } else {
    linkTo("");
    if (selected) {
      const [a, b] = [nodes[edges[selected.edge].from], nodes[edges[selected.edge].to]];
      reveal({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, move);
    }
  }
}
function clear() {
  select(null);
}
const follow = () => {
  const id = byKey.get(decodeHash());
  if (id !== undefined) {
    if (!selected || selected.node !== id) select({ node: id }, { move: true });
  } else if (selected && "node" in selected) {
    clear();
  }
};
window.addEventListener("hashchange", follow);

// ---- expanding -----------------------------------------------------------------------------------------

const say = (text) => {
  $("said").textContent = text;
};
const expand = (id) => {
  const others = waiting(id).slice(0, AT_ONCE);
  if (!others.length) return;
  invite(id, others);
  apply();
  say(`${plural(broughtBy(id).length, "neighbour")} of ${nodes[id].label} drawn`);
};
const fold = (id) => {
  broughtBy(id).forEach(goHome);
  apply();
  say(`Neighbours of ${nodes[id].label} put back`);
};
const expandCommunity = (community) => {
  openCommunity(community);
  apply();
  fitTo([community], true);
  say(`Community ${community.name} expanded`);
};
const collapse = (community) => {
  closeCommunity(community);
  selected = { node: community.id };
  apply();
  say(`Community ${community.name} collapsed`);
};
// One key for all: open what is closed, draw who is missing, else put it back.
const grow = (id) => {
  const item = items[id];
  if (isCommunity(item)) (open.has(item) ? collapse : expandCommunity)(item);
  else if (waiting(id).length) expand(id);
  else fold(id);
};

// ---- the pointer -----------------------------------------------------------------------------------------

const labelAt = ({ x, y }) => {
  const box = labelBoxes.find((item) => x > item.left && x < item.right && y > item.top && y < item.bottom);
  return box ? box.node : null;
};
const discAt = ({ x, y }) =>
  drawn.discs.find((disc) => Math.hypot(disc.x - x, disc.y - y) < disc.r);
network.on("click", ({ nodes: [node], edges: [edge], pointer }) => {
  const label = labelAt(pointer.DOM);
  const disc = discAt(pointer.canvas);
  if (node !== undefined) select({ node });
  else if (label !== null) select({ node: label });
  else if (edge !== undefined) select({ edge });
  else if (disc && !selected) select({ node: disc.id });
  else clear();
});
network.on("doubleClick", ({ nodes: [node], pointer }) => {
  const id = node === undefined ? labelAt(pointer.DOM) : node;
  if (id === null) return;
  select({ node: id });
  if (isCommunity(items[id]) || waiting(id).length) grow(id);
});
const hover = (id) => {
  hovered = id;
  stage.classList.toggle("pointing", id !== null);
  network.redraw();
};
network.on("hoverNode", ({ node }) => hover(node));
network.on("blurNode", () => hover(null));
network.on("hoverEdge", () => stage.classList.add("pointing"));
network.on("blurEdge", () => stage.classList.remove("pointing"));
// Nodes may be dragged aside; labels and views then go by where they are.
network.on("dragging", ({ nodes: dragged }) => {
  const places = network.getPositions(dragged);
  for (const id of dragged) Object.assign(items[id], places[id]);
});
