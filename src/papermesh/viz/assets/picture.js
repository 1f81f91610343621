// ---- pictures --------------------------------------------------------------------------------------------
// What is in view, written as SVG; the PNG is that SVG painted at twice the size.

const SVG = "http://www.w3.org/2000/svg";
const shape = (name, properties, text = "") => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(properties)) {
    element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  }
  element.textContent = text;
  return element;
};
const points = (list) => list.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

// The outlines that vis-network draws.
const outline = ({ shape: kind }, x, y, r, look) => {
  const tall = r * 1.15 * Math.sqrt(3);
  const deep = (r * 1.15) / Math.sqrt(3);
  const wide = r * 1.15;
  const down = kind === "triangleDown" ? -1 : 1;
  const lift = 0.275 * r * 1.15 * down;
  if (kind === "square") return shape("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...look });
  if (kind === "diamond") return shape("polygon", { points: points([[x, y + r], [x + r, y], [x, y - r], [x - r, y]]), ...look });
  if (kind === "hexagon") {
    const corners = [0, 1, 2, 3, 4, 5].map((i) => [x + r * Math.cos((i * Math.PI) / 3), y + r * Math.sin((i * Math.PI) / 3)]);
    return shape("polygon", { points: points(corners), ...look });
  }
  if (kind.startsWith("triangle")) {
    const [top, base] = [y + lift - down * (tall - deep), y + lift + down * deep];
    return shape("polygon", { points: points([[x, top], [x + wide, base], [x - wide, base]]), ...look });
  }
  return shape("circle", { cx: x, cy: y, r, ...look });
};

const lineOf = (edge, spot, scale) => {
  const [from, to] = [spot(nodes[edge.from]), spot(nodes[edge.to])];
  const { width, color } = edgeLook(edge);
  const far = Math.hypot(to.x - from.x, to.y - from.y);
  if (!far) return [];
  let via = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  if (edge.bend) {
    const angle = Math.atan2(from.y - to.y, to.x - from.x) + (0.5 * edge.bend + 0.5) * Math.PI;
    const out = (0.5 * Math.abs(edge.bend) + 0.5) * far;
    via = { x: from.x + out * Math.sin(angle), y: from.y + out * Math.cos(angle) };
  }
  const length = Math.hypot(to.x - via.x, to.y - via.y) || 1;
  const [dx, dy] = [(to.x - via.x) / length, (to.y - via.y) / length];
  const gap = nodes[edge.to].size * scale;
  const tip = { x: to.x - dx * gap, y: to.y - dy * gap };
  const size = Math.max(5.2 * scale, 2);
  const back = { x: tip.x - dx * size, y: tip.y - dy * size };
  const paint = { opacity: color.opacity };
  return [
    shape("path", {
      d: `M${points([[from.x, from.y]])} Q${points([[via.x, via.y]])} ${points([[back.x, back.y]])}`,
      fill: "none", stroke: color.color, "stroke-width": width * scale, ...paint,
    }),
    shape("polygon", {
      points: points([[tip.x, tip.y], [back.x - dy * size * 0.4, back.y + dx * size * 0.4], [back.x + dy * size * 0.4, back.y - dx * size * 0.4]]),
      fill: color.color, ...paint,
    }),
  ];
};
const straight = (from, to, look) => shape("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, "stroke-linecap": "round", ...look });

const arcs = (community, { x, y }, r) => shares(community).map(({ type, start, end }) => {
  const at = (share) => [x + r * Math.cos((share - 0.25) * 2 * Math.PI), y + r * Math.sin((share - 0.25) * 2 * Math.PI)];
  const look = { fill: "none", stroke: colourOf(type), "stroke-width": ringWidth(community) * network.getScale(), opacity: isDim(community.id) ? 0.3 : 1 };
  if (end - start > 0.999) return shape("circle", { cx: x, cy: y, r, ...look });
  return shape("path", { d: `M${points([at(start)])} A${r.toFixed(1)},${r.toFixed(1)} 0 ${end - start > 0.5 ? 1 : 0} 1 ${points([at(end)])}`, ...look });
});

const draw = () => {
  const scale = network.getScale();
  const { clientWidth: width, clientHeight: height } = stage;
  const spot = (item) => network.canvasToDOM({ x: item.x, y: item.y });
  const picture = shape("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  picture.append(
    shape("title", {}, document.title),
    shape("rect", { width, height, fill: ink.ground }),
    ...drawn.ties.map((tie) => {
      const look = tieLook(tie);
      return straight(spot(communities[tie[0]]), spot(communities[tie[1]]), { stroke: look.colour, opacity: look.opacity, "stroke-width": look.width });
    }),
    ...drawn.discs.map((disc) => shape("circle", { cx: spot(disc).x, cy: spot(disc).y, r: disc.r * scale, fill: ink.disc, stroke: ink["disc-line"], "stroke-width": 1.5 })),
    ...leads().map(([from, to]) => straight(spot(from), spot(to), { stroke: ink.accent, opacity: 0.35, "stroke-width": 1.5 })),
    ...drawn.edges.flatMap((edge) => lineOf(edge, spot, scale)),
    ...drawn.nodes.flatMap((item) => {
      const { x, y } = spot(item);
      const { color, opacity, borderWidth } = isCommunity(item) ? bubbleLook(item) : nodeLook(item);
      const look = { fill: color.background, stroke: color.border, "stroke-width": borderWidth, opacity };
      const radius = item.size * scale;
      return [outline(item, x, y, radius, look),
        ...(isCommunity(item) ? arcs(item, { x, y }, radius - (ringWidth(item) * scale) / 2) : [])];
    }),
    ...labelBoxes.map((box) => shape("text", {
      x: box.atX, y: box.atY, "text-anchor": "middle", "dominant-baseline": "central",
      "font-family": FONT, "font-size": box.pixels, "font-weight": box.weight, fill: box.colour,
      stroke: box.halo || ink.ground, "stroke-width": 3.5, "stroke-linejoin": "round",
      "paint-order": "stroke", opacity: box.faint ? 0.45 : 1,
    }, box.text)),
  );
  return new XMLSerializer().serializeToString(picture);
};
const paintPicture = async () => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(draw())}`;
  await image.decode();
  const canvas = make("canvas", { width: image.width * 2, height: image.height * 2 });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
};
const save = (blob, name) => {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10000);
};
$("save-svg").addEventListener("click", () => {
  save(new Blob([draw()], { type: "image/svg+xml" }), "papermesh.svg");
  say("Saved as papermesh.svg");
});
$("save-png").addEventListener("click", async () => {
  save(await paintPicture(), "papermesh.png");
  say("Saved as papermesh.png");
});
