// ---- the drawing -----------------------------------------------------------------------------------

readColours();
filter();
const drawnNodes = new vis.DataSet();
const drawnEdges = new vis.DataSet();
const network = new vis.Network(
  stage,
  { nodes: drawnNodes, edges: drawnEdges },
  {
    ...data.options,
    interaction: {
      ...data.options.interaction,
      hideEdgesOnDrag: edges.length > 1500,
      hideEdgesOnZoom: edges.length > 1500,
    },
  },
);

// Hand the viewer what is new or looks otherwise than before, and take away what is gone.
const sync = (set, wanted, looks) => {
  const ids = new Set(wanted.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !ids.has(id)));
  for (const id of looks.keys()) if (!ids.has(id)) looks.delete(id);
  set.update(wanted.filter((item) => {
    const look = JSON.stringify(item);
    if (looks.get(item.id) === look) return false;
    looks.set(item.id, look);
    return true;
  }));
};
const looks = { nodes: new Map(), edges: new Map() };
const refresh = () => {
  filter();
  const lines = drawn.edges.map(drawnEdge);
  const kept = new Set(lines.map((line) => line.id));
  drawnEdges.remove(drawnEdges.getIds().filter((id) => !kept.has(id)));
  sync(drawnNodes, drawn.nodes.map(drawnNode), looks.nodes);
  sync(drawnEdges, lines, looks.edges);
  $("nothing").hidden = drawn.nodes.length + open.size > 0;
  network.redraw();
};

// ---- communities -------------------------------------------------------------------------------------

const tieWidth = ([, , count]) => {
  const most = Math.max(...data.ties.map((tie) => tie[2]));
  return 0.8 + 4 * Math.sqrt(count / most);
};
const tieLook = (tie) => {
  const on = selected && tie.slice(0, 2).some((number) => communities[number].id === selected.node);
  return {
    colour: on ? ink.accent : ink.edge,
    opacity: on ? 0.8 : selected ? 0.12 : 0.45,
    width: tieWidth(tie), // in pixels of the screen
  };
};
// From a node to the communities that hold more of its neighbours.
const leads = () => {
  if (!selected || !("node" in selected) || isCommunity(items[selected.node])) return [];
  return drawn.nodes.filter((item) => isCommunity(item) && near.has(item.id))
    .map((item) => [nodes[selected.node], item]);
};
const shares = (community) => {
  const members = community.members.filter((id) => passing.has(id)).map((id) => nodes[id]);
  let done = 0;
  return countBy(members, "type", TYPES).map(([type, count]) => {
    const start = done;
    done += count / members.length;
    return { type, start, end: done };
  });
};
const line = (context, from, to) => {
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
};
network.on("beforeDrawing", (context) => {
  const pixel = 1 / network.getScale();
  context.save();
  context.lineCap = "round";
  for (const tie of drawn.ties) {
    const look = tieLook(tie);
    context.globalAlpha = look.opacity;
    context.strokeStyle = look.colour;
    context.lineWidth = look.width * pixel;
    line(context, communities[tie[0]], communities[tie[1]]);
  }
  context.globalAlpha = 1;
  for (const disc of drawn.discs) {
    context.beginPath();
    context.arc(disc.x, disc.y, disc.r, 0, 2 * Math.PI);
    context.fillStyle = ink.disc;
    context.fill();
    context.strokeStyle = selected && selected.node === disc.id ? ink.accent : ink["disc-line"];
    context.lineWidth = 1.5 * pixel;
    context.stroke();
  }
  context.strokeStyle = ink.accent;
  context.lineWidth = 1.5 * pixel;
  context.globalAlpha = 0.35;
  for (const [from, to] of leads()) line(context, from, to);
  context.restore();
});
// A ring tells what a community is made of.
const ringWidth = (community) => Math.min(community.size * 0.06, 5 / network.getScale());
network.on("afterDrawing", (context) => {
  context.save();
  for (const item of drawn.nodes) {
    if (!isCommunity(item)) continue;
    context.globalAlpha = isDim(item.id) ? 0.3 : 1;
    const thick = ringWidth(item);
    context.lineWidth = thick;
    for (const { type, start, end } of shares(item)) {
      context.strokeStyle = colourOf(type);
      context.beginPath();
      context.arc(item.x, item.y, item.size - thick / 2, (start - 0.25) * 2 * Math.PI, (end - 0.25) * 2 * Math.PI);
      context.stroke();
    }
  }
  context.restore();
});
