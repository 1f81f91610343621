// ---- how it looks --------------------------------------------------------------------------------

const DARK = window.matchMedia("(prefers-color-scheme: dark)");
const stage = $("graph");

let ink = {};
const readColours = () => {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue(name).trim();
  ink = { type: new Map() };
  for (const name of [
    "ground", "surface", "ink", "muted", "accent", "edge", "edge-strong", "disc", "disc-line",
  ]) ink[name] = named(`--${name}`);
  ink.other = named("--type-Other");
  for (const type of TYPES) ink.type.set(type, named(`--type-${type}`));
};
const colourOf = (type) => ink.type.get(type) || ink.other;

// Drawings come wider than high: a screen that is higher than wide gets them on their side.
// And where the whole has to be small, nodes and lines are drawn larger, so that they still show.
const placed = [...nodes.slice(0, data.shown), ...communities];
if (stage.clientHeight > stage.clientWidth * 1.15) {
  for (const item of placed) [item.x, item.y] = [item.y, -item.x];
}
const homes = nodes.map(({ x, y }) => ({ x, y }));
const reachOf = (item) => (isCommunity(item) ? item.r : item.size);
const bounds = (list) => {
  const edge = (pick, sign) => sign * list.reduce(
    (most, item) => Math.max(most, sign * item[pick] + reachOf(item)), -Infinity,
  );
  return { left: edge("x", -1), right: edge("x", 1), top: edge("y", -1), bottom: edge("y", 1) };
};
const whole = () => {
  const { left, right, top, bottom } = bounds(placed);
  return Math.min(stage.clientWidth / (right - left + 1), stage.clientHeight / (bottom - top + 1));
};
const boost = communities.length ? 1.4 : Math.min(Math.max(0.7 / whole(), 1), 1.8);
for (const node of nodes) {
  if (node.type === "Paper" && communities.length) continue; // there they are most, and last
  node.size *= 1 + (boost - 1) * Math.min(1, 8 / node.size);
}

const isBright = (edge) => {
  if (!selected) return false;
  return "edge" in selected
    ? selected.edge === edge.id
    : edge.from === selected.node || edge.to === selected.node;
};
const isDim = (id) => near !== null && !near.has(id);

const nodeLook = (node) => {
  const chosen = selected && selected.node === node.id;
  return {
    opacity: isDim(node.id) ? 0.14 : 1,
    borderWidth: chosen ? 3.5 * boost : 1.5,
    color: { background: colourOf(node.type), border: chosen ? ink.accent : ink.ground },
  };
};
const bubbleLook = (community) => {
  const chosen = selected && selected.node === community.id;
  return {
    opacity: isDim(community.id) ? 0.3 : 1,
    borderWidth: chosen ? 3 : 1,
    color: { background: ink.disc, border: chosen ? ink.accent : ink["disc-line"] },
  };
};

const edgeLook = (edge) => {
  const on = isBright(edge);
  const major = edge.relation === "PROPOSES";
  let colour = major ? ink["edge-strong"] : ink.edge;
  let opacity = edge.relation === "MENTIONS" ? 0.5 : major ? 0.85 : 0.8;
  if (nodes[edge.from].community !== nodes[edge.to].community) opacity *= 0.4;
  opacity *= Math.min(1, Math.max(0.4, 1000 / drawn.edges.length)); // many would veil the rest
  if (on) {
    colour = colourOf(nodes[selected.node === edge.to ? edge.from : edge.to].type);
    opacity = 0.85;
  } else if (selected) {
    opacity = near.has(edge.from) && near.has(edge.to) ? 0.25 : 0.07;
  }
  return {
    width: ((on ? 0.4 : 0) + (major ? 2 : 1.3)) * boost,
    color: { color: colour, opacity, inherit: false },
  };
};

const tip = (...lines) => lines.filter(Boolean).map((line) => clip(line, 220)).join("\n");
const drawnNode = (node) => ({
  id: node.id,
  x: node.x,
  y: node.y,
  size: node.size,
  shape: node.shape,
  ...(isCommunity(node)
    ? { title: tip(node.name, plural(node.members.length, "node")), ...bubbleLook(node) }
    : {
      title: tip(node.name, [node.type, node.date, plural(node.degree, "link")].filter(Boolean).join(" · ")),
      ...nodeLook(node),
    }),
});
const drawnEdge = (edge) => ({
  id: edge.id,
  from: edge.from,
  to: edge.to,
  ...(edge.bend ? {
    smooth: {
      enabled: true, type: edge.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(edge.bend),
    },
  } : {}),
  title: tip(
    `${clip(nodes[edge.from].label, 60)} → ${clip(nodes[edge.to].label, 60)}`,
    verb(edge.relation, true) + (edge.confidence === null ? "" : ` · ${percent(edge.confidence)}`),
  ),
  ...edgeLook(edge),
});
