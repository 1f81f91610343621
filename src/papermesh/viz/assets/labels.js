// ---- labels ----------------------------------------------------------------------------------------
// vis draws every label or none; here each frame sets as many as fit, the important ones first,
// at one readable size whatever the zoom.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
const LEADING = 14; // named even from afar
const LEADING_MEMBERS = 60; // the same where communities are open
let labelBoxes = [];
const widths = new Map();
const measure = (context, text, font) => {
  const key = `${font} ${text}`;
  if (!widths.has(key)) {
    context.font = font;
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
};
// Papers rank above what only one paper names, and below what several do.
const rankOf = (item) => (item.type === "Paper" ? 7.2 * (communities.length ? 1 : boost) : item.size);
const clash = (box, other) => box.left < other.right && box.right > other.left
  && box.top < other.bottom && box.bottom > other.top;

// What a label has to keep clear of, in pixels of the screen.
const obstacles = (scale, spots) => drawn.nodes
  .filter((item) => item.size * scale >= 3.5 && spots.has(item.id) && !isDim(item.id))
  .map((item) => {
    const radius = item.size * scale * (isCommunity(item) ? 0.7 : 1);
    const { x, y } = spots.get(item.id);
    return {
      id: item.id, rank: rankOf(item),
      left: x - radius, right: x + radius, top: y - radius, bottom: y + radius,
    };
  });

const nodeLabel = (context, node, { x, y }, scale) => {
  const radius = node.size * scale;
  const pixels = Math.round(Math.min(11 + Math.max(0, radius - 5) / 3.2, 15.5) * 2) / 2;
  const weight = node.type === "Paper" ? 400 : node.degree > 4 ? 650 : 500;
  const font = `${weight} ${pixels}px ${FONT}`;
  const wide = measure(context, node.label, font);
  const half = pixels * 0.64;
  return [
    [x, y + radius + half + 2],
    [x, y - radius - half - 2],
    [x + radius + 5 + wide / 2, y],
    [x - radius - 5 - wide / 2, y],
  ].map(([atX, atY]) => ({
    id: null, node: node.id, rank: Infinity, atX, atY, text: node.label, font, pixels, weight,
    colour: node.type === "Paper" && !(selected && selected.node === node.id) ? ink.muted : ink.ink,
    left: atX - wide / 2 - 3, right: atX + wide / 2 + 3, top: atY - half, bottom: atY + half,
  }));
};

// The names of a community stand inside its bubble, as many as fit: the first on up to two lines.
const wrap = (context, text, font, wide) => {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && measure(context, longer, font) > wide) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
};
const shorten = (context, text, font, wide) => {
  let short = text;
  while (short.length > 4 && measure(context, short, font) > wide) {
    short = `${[...short.replace(/…$/, "")].slice(0, -1).join("").trimEnd()}…`;
  }
  return short;
};
const bubbleLabels = (context, community, { x, y }, scale, least) => {
  const radius = community.size * scale;
  const pixels = Math.round(Math.min(Math.max(radius / 4.5, 10.5), 15) * 2) / 2;
  const high = pixels * 1.22;
  const wide = Math.max(1.9 * radius, least);
  const lines = [];
  for (const [at, name] of community.name.split(" · ").entries()) {
    const weight = at ? 400 : 650;
    const font = `${weight} ${pixels}px ${FONT}`;
    const texts = wrap(context, name, font, wide * 0.95).map((text) => shorten(context, text, font, wide));
    if (at && (lines.length + texts.length) * high > 1.6 * radius) break;
    lines.push(...texts.map((text) => ({ text, font, weight, colour: at ? ink.muted : ink.ink })));
  }
  return lines.map((line, at) => {
    const atY = y + (at - (lines.length - 1) / 2) * high;
    const half = measure(context, line.text, line.font) / 2 + 2;
    return {
      id: null, node: community.id, rank: Infinity, atX: x, atY, pixels, ...line, halo: ink.disc,
      left: x - half, right: x + half, top: atY - high / 2, bottom: atY + high / 2,
    };
  });
};
// An open community is named above its disc, where there is room.
const discLabel = (context, disc, { x, y }, scale) => {
  const font = `650 12.5px ${FONT}`;
  const text = shorten(context, disc.name.split(" · ").slice(0, 2).join(" · "), font, Math.max(2 * disc.r * scale, 150));
  const half = measure(context, text, font) / 2 + 3;
  const atY = y - disc.r * scale + 9;
  return {
    id: null, node: disc.id, rank: Infinity, atX: x, atY, text, font, pixels: 12.5, weight: 650,
    colour: ink.accent, halo: ink.disc,
    left: x - half, right: x + half, top: atY - 8, bottom: atY + 8,
  };
};

const paint = (context, box) => {
  context.font = box.font;
  context.globalAlpha = box.faint ? 0.45 : 1;
  context.strokeStyle = box.halo || ink.ground;
  context.lineWidth = 3.5;
  context.strokeText(box.text, box.atX, box.atY);
  context.fillStyle = box.colour;
  context.fillText(box.text, box.atX, box.atY);
};

const drawLabels = (context) => {
  const scale = network.getScale();
  const ratio = context.getTransform().a / scale;
  const { clientWidth: width, clientHeight: height } = stage;
  const spots = new Map();
  for (const item of [...drawn.nodes, ...drawn.discs]) {
    const spot = network.canvasToDOM({ x: item.x, y: item.y });
    const reach = 40 + (isCommunity(item) ? item.r * scale : 0);
    if (spot.x > -reach && spot.y > -reach && spot.x < width + reach && spot.y < height + reach) {
      spots.set(item.id, spot);
    }
  }
  const ranked = drawn.nodes.filter((item) => spots.has(item.id))
    .sort((a, b) => rankOf(b) - rankOf(a) || a.id - b.id);
  const leading = new Set(ranked.filter((item) => !isCommunity(item)).slice(0, drawn.discs.length ? LEADING_MEMBERS : LEADING));
  const must = (item) => item.id === hovered || (selected && selected.node === item.id);
  const queue = [...ranked.filter(must), ...ranked.filter((item) => !must(item) && !isDim(item.id))];
  const taken = obstacles(scale, spots);
  // The label of a hub may cover small nodes, no label covers another or a node of its rank.
  const free = (box, item, strict) => box.left > 0 && box.right < width && box.top > 0
    && box.bottom < height && !taken.some((other) => other.id !== item.id
      && (strict || other.rank >= rankOf(item) * 0.95) && clash(box, other));
  const covers = (box, item) =>
    taken.filter((other) => other.id !== item.id && clash(box, other)).length;

  labelBoxes = [];
  for (const community of ranked.filter(isCommunity)) {
    // Where bubbles are small, the names of the larger ones go first.
    const clear = (list) => !list.some((box) => labelBoxes.some((other) => clash(box, other)));
    const tries = [74, 30].map(
      (least) => bubbleLabels(context, community, spots.get(community.id), scale, least),
    );
    const boxes = tries.find(clear) || (must(community) ? tries[0] : []);
    for (const box of boxes) {
      box.faint = isDim(community.id) && !must(community);
      taken.push(box);
      labelBoxes.push(box);
    }
  }
  for (const disc of drawn.discs) {
    if (!spots.has(disc.id)) continue;
    const box = discLabel(context, disc, spots.get(disc.id), scale);
    box.faint = selected && selected.node !== disc.id;
    taken.push(box);
    labelBoxes.push(box);
  }
  for (const item of queue) {
    if (isCommunity(item)) continue;
    // Small nodes are named once one comes near.
    if (!must(item) && !near && rankOf(item) * scale < 4.3 && !leading.has(item)) continue;
    const boxes = nodeLabel(context, item, spots.get(item.id), scale);
    const box = boxes.find((one) => free(one, item, true))
      || boxes.filter((one) => free(one, item, false))
        .sort((a, b) => covers(a, item) - covers(b, item))[0]
      || (must(item) ? boxes[0] : null);
    if (!box) continue;
    taken.push(box);
    labelBoxes.push(box);
  }
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const box of labelBoxes) paint(context, box);
  context.restore();
};
network.on("afterDrawing", drawLabels);
