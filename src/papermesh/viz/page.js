// Text reaches the page as text nodes or canvas text only: nothing in the data is ever parsed.
(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const NARROW = window.matchMedia("(max-width: 760px)");
  const DARK = window.matchMedia("(prefers-color-scheme: dark)");
  const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
  const TYPES = [
    "Paper", "Method", "Model", "Dataset", "Benchmark", "Metric", "Task", "Concept",
    "Result", "Author", "Organization", "Repository",
  ];
  // How a relation reads from its start and from its end.
  const RELATIONS = new Map(Object.entries({
    PROPOSES: ["Proposes", "Proposed in"],
    USES: ["Uses", "Used in"],
    EVALUATES_ON: ["Evaluates on", "Evaluated in"],
    COMPARES_TO: ["Compares to", "Compared in"],
    MEASURES: ["Measures", "Measured in"],
    ADDRESSES: ["Addresses", "Addressed in"],
    MENTIONS: ["Mentions", "Mentioned in"],
    REPORTS: ["Reports", "Reported in"],
    OF: ["Result of", "Has result"],
    ON: ["Result on", "Has result"],
    BY: ["Measured by", "Measures result"],
    VERSUS: ["Versus", "Compared in result"],
    VERSION_OF: ["Version of", "Has version"],
    WROTE: ["Wrote", "Written by"],
    PUBLISHED: ["Published", "Published by"],
    HAS_CODE: ["Code", "Code of"],
  }));
  const RELATION_ORDER = [...RELATIONS.keys()];
  const FIRST_ITEMS = 25;
  const FIRST_PASSAGES = 1;
  const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
  const percent = (value) => `${Math.round(value * 100)} %`;

  // ---- the graph -------------------------------------------------------------------------------

  const nodes = data.nodes.map((item) => ({ ...item.record, ...item, type: item.record.type }));
  const edges = data.edges.map((item, id) => ({ ...item.record, ...item, id }));
  const byKey = new Map(nodes.map((node) => [node.key, node.id]));
  const incident = nodes.map(() => []);
  for (const edge of edges) {
    incident[edge.from].push(edge);
    if (edge.to !== edge.from) incident[edge.to].push(edge);
  }
  const farEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);

  const verb = (relation, forward) => {
    const known = RELATIONS.get(relation);
    if (known) return known[forward ? 0 : 1];
    const words = relation.toLowerCase().replace(/_/g, " ");
    return forward ? words : `${words} (from)`;
  };

  const orderOf = (list, value) => (list.indexOf(value) < 0 ? list.length : list.indexOf(value));
  const countBy = (items, key, order) => {
    const counts = new Map();
    for (const item of items) counts.set(item[key], (counts.get(item[key]) || 0) + 1);
    return [...counts].sort(
      ([a], [b]) => orderOf(order, a) - orderOf(order, b) || (a < b ? -1 : 1),
    );
  };

  // ---- what is shown and how ---------------------------------------------------------------------

  const off = { types: new Set(), relations: new Set() };
  const dates = [...new Set(nodes.map((node) => node.date).filter(Boolean))].sort();
  let atLeast = 0;
  let since = "";
  let selected = null; // {node: id} or {edge: id}
  let hovered = null;
  let nodeOn = [];
  let edgeOn = [];
  let near = null; // nodes to keep bright, or null for all

  const passes = (edge) =>
    !off.relations.has(edge.relation)
    && (edge.confidence === null || edge.confidence >= atLeast)
    && [edge.from, edge.to].every((id) => !since || !nodes[id].date || nodes[id].date >= since);

  const filter = () => {
    const passing = edges.map(passes);
    nodeOn = nodes.map((node) => {
      if (selected && selected.node === node.id) return true; // one may go to what is filtered out
      if (off.types.has(node.type)) return false;
      if (since && node.date && node.date < since) return false;
      const mine = incident[node.id];
      return !mine.length || mine.some((edge) => passing[edge.id]);
    });
    edgeOn = edges.map((edge) => passing[edge.id] && nodeOn[edge.from] && nodeOn[edge.to]);
    near = null;
    if (selected && "node" in selected) {
      near = new Set([selected.node]);
      for (const edge of incident[selected.node]) {
        if (edgeOn[edge.id]) near.add(farEnd(edge, selected.node));
      }
    } else if (selected) {
      near = new Set([edges[selected.edge].from, edges[selected.edge].to]);
    }
  };

  let ink = {};
  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    const named = (name) => style.getPropertyValue(name).trim();
    ink = { type: new Map() };
    for (const name of ["ground", "surface", "ink", "muted", "accent", "edge", "edge-strong"]) {
      ink[name] = named(`--${name}`);
    }
    ink.other = named("--type-Other");
    for (const type of TYPES) ink.type.set(type, named(`--type-${type}`));
  };
  const colourOf = (type) => ink.type.get(type) || ink.other;

  const bright = (edge) => {
    if (!selected) return false;
    return "edge" in selected
      ? selected.edge === edge.id
      : edge.from === selected.node || edge.to === selected.node;
  };

  const nodeLook = (node) => {
    const chosen = selected && selected.node === node.id;
    const dim = near !== null && !near.has(node.id);
    return {
      id: node.id,
      hidden: !nodeOn[node.id],
      opacity: dim ? 0.14 : 1,
      borderWidth: chosen ? 3.5 * boost : 1.5,
      color: { background: colourOf(node.type), border: chosen ? ink.accent : ink.ground },
    };
  };

  const edgeLook = (edge) => {
    const on = bright(edge);
    const major = edge.relation === "PROPOSES";
    let colour = major ? ink["edge-strong"] : ink.edge;
    let opacity = edge.relation === "MENTIONS" ? 0.5 : major ? 0.85 : 0.8;
    opacity *= Math.min(1, Math.max(0.4, 1000 / edges.length)); // many lines would veil the rest
    if (on) {
      const other = selected.node === edge.to ? edge.from : edge.to;
      colour = colourOf(nodes[other].type);
      opacity = 0.95;
    } else if (selected) {
      opacity = 0.07;
    }
    return {
      id: edge.id,
      hidden: !edgeOn[edge.id],
      width: ((on ? 0.8 : 0) + (major ? 2 : 1.3)) * boost,
      color: { color: colour, opacity, inherit: false },
    };
  };

  const tip = (...lines) => lines.filter(Boolean).map((line) => clip(line, 220)).join("\n");
  const clip = (text, length) =>
    text.length > length ? `${[...text.slice(0, length)].slice(0, -1).join("")}…` : text;

  const drawnNode = (node) => ({
    id: node.id,
    x: node.x,
    y: node.y,
    size: node.size,
    shape: node.shape,
    title: tip(node.name, [node.type, node.date, plural(node.degree, "link")].filter(Boolean).join(" · ")),
    ...nodeLook(node),
  });
  const drawnEdge = (edge) => ({
    id: edge.id,
    from: edge.from,
    to: edge.to,
    ...(edge.smooth ? { smooth: edge.smooth } : {}),
    title: tip(
      `${clip(nodes[edge.from].label, 60)} → ${clip(nodes[edge.to].label, 60)}`,
      verb(edge.relation, true) + (edge.confidence === null ? "" : ` · ${percent(edge.confidence)}`),
    ),
    ...edgeLook(edge),
  });

  // Drawings come wider than high: a screen that is higher than wide gets them on their side.
  // And where the whole has to be small, nodes and lines are drawn larger, so that they still show.
  const stage = $("graph");
  if (stage.clientHeight > stage.clientWidth * 1.15) {
    for (const node of nodes) [node.x, node.y] = [node.y, -node.x];
  }
  const extent = (pick) => Math.max(...nodes.map(pick)) - Math.min(...nodes.map(pick)) + 1;
  const whole = Math.min(
    stage.clientWidth / extent((node) => node.x),
    stage.clientHeight / extent((node) => node.y),
  );
  const boost = Math.min(Math.max(0.7 / whole, 1), 1.8);
  for (const node of nodes) node.size *= 1 + (boost - 1) * Math.min(1, 8 / node.size);

  readColours();
  filter();
  const drawnNodes = new vis.DataSet(nodes.map(drawnNode));
  const drawnEdges = new vis.DataSet(edges.map(drawnEdge));
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

  const looks = { nodes: new Map(), edges: new Map() };
  const changed = (kind, items) =>
    items.filter((item) => {
      const look = JSON.stringify(item);
      if (looks[kind].get(item.id) === look) return false;
      looks[kind].set(item.id, look);
      return true;
    });
  const refresh = () => {
    filter();
    drawnNodes.update(changed("nodes", nodes.map(nodeLook)));
    drawnEdges.update(changed("edges", edges.map(edgeLook)));
    const shownNodes = nodeOn.filter(Boolean).length;
    const filtered = off.types.size || off.relations.size || atLeast || since;
    $("status").textContent = filtered
      ? `${plural(shownNodes, "node")} and ${plural(edgeOn.filter(Boolean).length, "link")} pass`
      : "";
    $("reset").hidden = !filtered;
    $("nothing").hidden = shownNodes > 0;
    network.redraw();
  };

  // ---- labels --------------------------------------------------------------------------------------
  // vis draws every label or none; here each frame sets as many as fit, the important ones first,
  // at one readable size whatever the zoom.

  let labelBoxes = [];
  const widths = new Map();
  // Papers rank above what only one paper names, and below what several do.
  const labelRank = (node) => (node.type === "Paper" ? 7.2 * boost : node.size);
  const labelOrder = nodes.map((node) => node.id)
    .sort((a, b) => labelRank(nodes[b]) - labelRank(nodes[a]) || a - b);

  const drawLabels = (context) => {
    const scale = network.getScale();
    const ratio = context.getTransform().a / scale;
    const { clientWidth: width, clientHeight: height } = stage;
    const spots = nodes.map((node) => network.canvasToDOM({ x: node.x, y: node.y }));
    const inside = (id) => {
      const { x, y } = spots[id];
      return x > -40 && y > -20 && x < width + 40 && y < height + 20;
    };
    const first = new Set();
    if (selected) near.forEach((id) => id === selected.node && first.add(id));
    if (hovered !== null) first.add(hovered);
    const queue = [...first];
    if (near) labelOrder.forEach((id) => near.has(id) && !first.has(id) && queue.push(id));
    else labelOrder.forEach((id) => !first.has(id) && queue.push(id));
    const taken = nodes
      .filter((node) => nodeOn[node.id] && node.size * scale >= 3.5 && inside(node.id)
        && (!near || near.has(node.id)))
      .map((node) => {
        const radius = node.size * scale;
        const { x, y } = spots[node.id];
        return {
          id: node.id, rank: labelRank(node),
          left: x - radius, right: x + radius, top: y - radius, bottom: y + radius,
        };
      });
    // Small nodes are named once one comes near; the first ones even from afar.
    const leading = new Set(labelOrder.filter((id) => nodeOn[id]).slice(0, 14));
    labelBoxes = [];
    const clash = (box, other) => box.left < other.right && box.right > other.left
      && box.top < other.bottom && box.bottom > other.top;
    // The label of a hub may cover small nodes, no label covers another or a node of its rank.
    const free = (box, id, strict) => box.left > 0 && box.right < width && box.top > 0
      && box.bottom < height && !taken.some((other) => other.id !== id
        && (strict || other.rank >= labelRank(nodes[id]) * 0.95) && clash(box, other));
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const id of queue) {
      const node = nodes[id];
      if (!nodeOn[id] || !inside(id)) continue;
      const must = first.has(id);
      const radius = node.size * scale;
      const close = labelRank(node) * scale >= 4.3;
      if (!must && !near && !close && !leading.has(id)) continue;
      const paper = node.type === "Paper";
      const pixels = Math.round(Math.min(11 + Math.max(0, radius - 5) / 3.2, 15.5) * 2) / 2;
      const weight = paper ? 400 : node.degree > 4 ? 650 : 500;
      context.font = `${weight} ${pixels}px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif`;
      const key = `${id} ${weight} ${pixels}`;
      if (!widths.has(key)) widths.set(key, context.measureText(node.label).width);
      const wide = widths.get(key);
      const { x, y } = spots[id];
      const half = pixels * 0.64;
      const places = [
        [x, y + radius + half + 2],
        [x, y - radius - half - 2],
        [x + radius + 5 + wide / 2, y],
        [x - radius - 5 - wide / 2, y],
      ];
      const boxes = places.map(([atX, atY]) => ({
        id: null, node: id, rank: Infinity, atX, atY,
        left: atX - wide / 2 - 3, right: atX + wide / 2 + 3, top: atY - half, bottom: atY + half,
      }));
      const covers = (one) => taken.filter((other) => other.id !== id && clash(one, other)).length;
      const box = boxes.find((one) => free(one, id, true))
        || boxes.filter((one) => free(one, id, false)).sort((a, b) => covers(a) - covers(b))[0]
        || (must ? boxes[0] : null);
      if (!box) continue;
      taken.push(box);
      labelBoxes.push(box);
      context.strokeStyle = ink.ground;
      context.lineWidth = 3.5;
      context.strokeText(node.label, box.atX, box.atY);
      context.fillStyle = paper && !must ? ink.muted : ink.ink;
      context.fillText(node.label, box.atX, box.atY);
    }
    context.restore();
  };
  network.on("afterDrawing", drawLabels);

  // ---- the view --------------------------------------------------------------------------------------

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
  const fit = (animate = true) => {
    const seen = nodes.filter((node) => nodeOn[node.id]);
    if (!seen.length) return;
    const bounds = (pick, sign) =>
      sign * Math.max(...seen.map((node) => sign * (node[pick] + sign * node.size)));
    const [left, right, top, bottom] = [bounds("x", -1), bounds("x", 1), bounds("y", -1), bounds("y", 1)];
    const cover = covered();
    const roomX = Math.max(stage.clientWidth - cover.x - 2 * Math.min(88, stage.clientWidth * 0.07), 80);
    const roomY = Math.max(stage.clientHeight - cover.y - 72, 80);
    const scale = Math.min(roomX / (right - left), roomY / (bottom - top), 1.6);
    look({ x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animate);
  };
  const zoom = (factor) => look(
    network.DOMtoCanvas({
      x: (stage.clientWidth - covered().x) / 2,
      y: (stage.clientHeight - covered().y) / 2,
    }),
    Math.min(Math.max(network.getScale() * factor, 0.02), 8),
    true,
  );

  // ---- details ---------------------------------------------------------------------------------------

  const make = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "class") element.className = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  };
  const swatch = (type) => {
    const shape = (nodes.find((node) => node.type === type) || { shape: "dot" }).shape;
    const element = make("span", { class: `swatch ${shape}`, "aria-hidden": "true" });
    element.style.setProperty("--swatch", `var(--type-${TYPES.includes(type) ? type : "Other"})`);
    return element;
  };
  const isWeb = (url) => {
    try {
      return ["http:", "https:"].includes(new URL(url).protocol);
    } catch {
      return false;
    }
  };

  const quotation = (passage) => {
    const origin = [passage.field, passage.source, passage.score === null ? "" : percent(passage.score)];
    return make("blockquote", {},
      // Every second part is a mention.
      make("q", {}, ...passage.parts.map((part, index) => (index % 2 ? make("mark", {}, part) : part))),
      make("cite", {}, origin.filter(Boolean).join(" · ")));
  };
  // Show the first few and a button for the rest.
  const some = (items, first, build, label) => {
    const shown = items.slice(0, first).map(build);
    const rest = items.slice(first);
    if (!rest.length) return shown;
    const more = make("button", { class: "link", type: "button", onclick: () => more.replaceWith(...rest.map(build)) },
      label(rest.length));
    return [...shown, more];
  };
  const endButton = (id, ...extra) => make("button", {
    class: "end", type: "button", title: clip(nodes[id].name, 300), onclick: () => select({ node: id }, { move: true }),
  }, swatch(nodes[id].type), make("span", { class: "name" }, nodes[id].name), ...extra);
  const score = (edge) => (edge.confidence === null
    ? null : make("span", { class: "score", title: "Confidence" }, percent(edge.confidence)));

  const edgeItem = (edge, id) => make("li", {},
    endButton(farEnd(edge, id), score(edge)),
    ...some(edge.evidence, FIRST_PASSAGES, quotation, (count) => `${plural(count, "more passage")}`));

  const groupsOf = (node) => {
    const mine = incident[node.id].filter(passes);
    const groups = new Map();
    for (const edge of mine) {
      const forward = edge.from === node.id;
      const key = `${forward ? 0 : 1} ${edge.relation}`;
      if (!groups.has(key)) groups.set(key, { relation: edge.relation, forward, edges: [] });
      groups.get(key).edges.push(edge);
    }
    const newest = (edge) => nodes[farEnd(edge, node.id)].date || "";
    const name = (edge) => nodes[farEnd(edge, node.id)].name;
    return [...groups.values()]
      .sort((a, b) => orderOf(RELATION_ORDER, a.relation) - orderOf(RELATION_ORDER, b.relation)
        || (a.relation < b.relation ? -1 : 1))
      .map((group) => ({
        ...group,
        edges: group.edges.sort((a, b) => newest(b).localeCompare(newest(a))
          || (b.confidence || 0) - (a.confidence || 0) || name(a).localeCompare(name(b), "en")),
      }));
  };

  const top = (...content) => make("div", { class: "top" }, ...content,
    make("button", { class: "close", type: "button", "aria-label": "Close details", onclick: clear }, "×"));

  const nodeView = (node) => {
    const links = node.links.filter(([, url]) => isWeb(url)).map(([label, url]) =>
      make("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, label));
    const missing = node.degree - incident[node.id].length;
    const filtered = incident[node.id].filter((edge) => !passes(edge)).length;
    return [
      top(swatch(node.type), make("span", { class: "kind" }, node.type), node.date),
      make("h2", {}, node.name),
      node.aliases.length ? make("p", { class: "aka" }, `Also: ${node.aliases.join(", ")}`) : null,
      links.length ? make("p", { class: "actions" }, ...links) : null,
      node.facts.length ? make("dl", { class: "facts" },
        ...node.facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])) : null,
      node.abstract ? make("details", {}, make("summary", {}, "Abstract"), make("p", {}, node.abstract)) : null,
      ...groupsOf(node).map((group) => make("section", { class: "group" },
        make("h3", {}, verb(group.relation, group.forward),
          make("span", { class: "number" }, String(group.edges.length))),
        make("ul", {}, ...some(group.edges, FIRST_ITEMS, (edge) => edgeItem(edge, node.id),
          (count) => `Show ${count.toLocaleString("en")} more`)))),
      node.degree ? null : make("p", { class: "note" }, "Nothing is linked to this."),
      filtered ? make("p", { class: "note" }, `${plural(filtered, "link")} hidden by the filters.`) : null,
      missing > 0 ? make("p", { class: "note" }, `${plural(missing, "more link")} to nodes that this page does not show.`) : null,
    ];
  };

  const edgeView = (edge) => [
    top(make("span", { class: "kind" }, "Link")),
    make("div", { class: "edge-view" },
      endButton(edge.from),
      make("p", { class: "verb" }, `↓ ${verb(edge.relation, true)}`),
      endButton(edge.to),
      edge.confidence === null ? null : make("dl", { class: "facts" },
        make("dt", {}, "Confidence"), make("dd", {}, percent(edge.confidence))),
      make("div", { class: "evidence" },
        make("h3", { class: "label" }, edge.evidence.length ? "Evidence" : "No evidence recorded"),
        ...edge.evidence.map(quotation))),
  ];

  const showPanel = () => {
    const panel = $("panel");
    const content = !selected ? []
      : "node" in selected ? nodeView(nodes[selected.node]) : edgeView(edges[selected.edge]);
    panel.replaceChildren(...content.filter((child) => child !== null));
    panel.hidden = !selected;
    panel.scrollTop = 0;
    document.body.classList.toggle("with-panel", Boolean(selected));
  };

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

  // Bring a node into what the panel leaves free, moving no more than needed.
  const reveal = ({ x, y }, move) => {
    if (move) {
      look({ x, y }, Math.max(network.getScale(), Math.max(0.6, 0.9 / boost)), true);
      return;
    }
    const spot = network.canvasToDOM({ x, y });
    const cover = covered();
    if (spot.x > stage.clientWidth - cover.x - 40 || spot.y > stage.clientHeight - cover.y - 40) {
      look({ x, y }, network.getScale(), true);
    }
  };

  function select(target, { move = false } = {}) {
    const next = target && "node" in target ? { node: target.node } : target;
    if (!same(next, selected)) {
      selected = next;
      showPanel();
      refresh();
    }
    if (selected && "node" in selected) {
      linkTo(nodes[selected.node].key);
      reveal(nodes[selected.node], move);
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

  const labelAt = ({ x, y }) => {
    const box = labelBoxes.find((item) => x > item.left && x < item.right && y > item.top && y < item.bottom);
    return box ? box.node : null;
  };
  network.on("click", ({ nodes: [node], edges: [edge], pointer }) => {
    const label = labelAt(pointer.DOM);
    if (node !== undefined) select({ node });
    else if (label !== null) select({ node: label });
    else if (edge !== undefined) select({ edge });
    else clear();
  });
  network.on("doubleClick", ({ nodes: [node] }) => node !== undefined && select({ node }, { move: true }));
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
    for (const id of dragged) Object.assign(nodes[id], places[id]);
  });

  // ---- legend and filters --------------------------------------------------------------------------------

  const rows = [];
  const row = (set, value, count, name, mark) => {
    const box = make("input", { type: "checkbox", checked: true, value });
    const item = make("li", {},
      make("label", {}, box, mark, make("span", { title: clip(name, 200) }, clip(name, 60)),
        make("span", { class: "number" }, count.toLocaleString("en"))),
      make("button", { class: "only", type: "button", "aria-label": `Only ${clip(name, 60)}` }, "only"));
    const sync = () => {
      box.checked = !off[set].has(value);
      item.classList.toggle("off", !box.checked);
    };
    box.addEventListener("change", () => {
      off[set][box.checked ? "delete" : "add"](value);
      apply();
    });
    item.lastChild.addEventListener("click", () => {
      for (const other of rows) if (other.set === set) off[set].add(other.value);
      off[set].delete(value);
      apply();
    });
    rows.push({ set, value, sync });
    return item;
  };
  const apply = () => {
    for (const { sync } of rows) sync();
    $("confidence-value").textContent = atLeast ? `at least ${percent(atLeast)}` : "any";
    $("since-value").textContent = since || "any date";
    showPanel();
    refresh();
  };
  $("types").append(...countBy(nodes, "type", TYPES)
    .map(([type, count]) => row("types", type, count, type, swatch(type))));
  $("relations").append(...countBy(edges, "relation", RELATION_ORDER)
    .map(([relation, count]) => row("relations", relation, count, verb(relation, true), "")));
  $("relations").parentElement.hidden = !edges.length;
  $("confidence-row").hidden = edges.every((edge) => edge.confidence === null);
  $("confidence").addEventListener("input", (event) => {
    atLeast = Number(event.target.value) / 100;
    apply();
  });
  $("since-row").hidden = dates.length < 2;
  $("since").max = Math.max(dates.length - 1, 1);
  $("since").addEventListener("input", (event) => {
    since = Number(event.target.value) ? dates[Number(event.target.value)] : "";
    apply();
  });
  const reset = () => {
    off.types.clear();
    off.relations.clear();
    atLeast = 0;
    since = "";
    $("confidence").value = 0;
    $("since").value = 0;
    apply();
  };
  $("reset").addEventListener("click", reset);
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  const openFilters = (open) => {
    $("filters").classList.toggle("open", open);
    $("toggle-filters").setAttribute("aria-expanded", String(open));
  };
  $("toggle-filters").addEventListener("click", () => openFilters(!$("filters").classList.contains("open")));

  // ---- search ----------------------------------------------------------------------------------------------

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const squeeze = (text) => plain(text).replace(/[\s\-_]+/g, "");
  const spellings = (node) => [node.name, ...node.aliases, ...(node.type === "Paper" ? [node.key] : [])];
  const entries = nodes.flatMap((node) => spellings(node).map((text, index) => ({
    id: node.id,
    also: index ? text : "",
    squeezed: squeeze(text.slice(0, 600)),
    words: ` ${plain(text.slice(0, 600))}`,
  })));
  const fits = (entry, squeezed, words) => {
    if (entry.squeezed === squeezed) return 0;
    if (entry.squeezed.startsWith(squeezed)) return 1;
    if (words.length && words.every((word) => entry.words.includes(` ${word}`))) return 2;
    if (entry.squeezed.includes(squeezed)) return 3;
    return words.every((word) => entry.words.includes(word)) ? 4 : 9;
  };
  const find = (query) => {
    const squeezed = squeeze(query);
    const words = plain(query).split(/\s+/).filter(Boolean);
    if (!squeezed) return [];
    const best = new Map();
    for (const entry of entries) {
      const rank = fits(entry, squeezed, words);
      const known = best.get(entry.id);
      if (rank < 9 && (!known || rank < known.rank)) best.set(entry.id, { ...entry, rank });
    }
    return [...best.values()].sort((a, b) => a.rank - b.rank || a.id - b.id).slice(0, 12);
  };

  const search = $("search");
  const matches = $("matches");
  let found = [];
  let active = -1;
  const mark = (index) => {
    active = index;
    [...matches.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    const item = found.length ? matches.children[index] : null;
    if (item) {
      item.scrollIntoView({ block: "nearest" });
      search.setAttribute("aria-activedescendant", item.id);
    } else {
      search.removeAttribute("aria-activedescendant");
    }
  };
  const closeMatches = () => {
    matches.hidden = true;
    search.setAttribute("aria-expanded", "false");
    search.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => {
    if (!found[index]) return;
    closeMatches();
    search.value = "";
    search.blur();
    openFilters(false);
    select({ node: found[index].id }, { move: true });
  };
  const suggest = () => {
    found = find(search.value);
    matches.replaceChildren(...found.map(({ id, also }, index) => make("li", {
      role: "option", id: `match-${index}`,
      onmousedown: (event) => event.preventDefault(),
      onclick: () => choose(index),
    },
    swatch(nodes[id].type),
    make("bdi", { class: "name" }, clip(nodes[id].name, 160)),
    make("span", { class: "kind" }, nodes[id].type),
    also ? make("bdi", { class: "also" }, `also ${clip(also, 120)}`) : null)));
    if (!found.length) {
      matches.append(make("li", { class: "none", role: "option", "aria-disabled": "true" }, "Nothing matches."));
    }
    matches.hidden = !search.value.trim();
    search.setAttribute("aria-expanded", String(!matches.hidden));
    mark(found.length ? 0 : -1);
  };
  search.addEventListener("input", suggest);
  search.addEventListener("focus", () => search.value && suggest());
  search.addEventListener("blur", closeMatches);
  search.addEventListener("keydown", (event) => {
    const count = found.length;
    if (event.key === "ArrowDown" && count) mark((active + 1) % count);
    else if (event.key === "ArrowUp" && count) mark((active + count - 1) % count);
    else if (event.key === "Enter" && !matches.hidden) choose(active);
    else if (event.key === "Escape") {
      search.value = "";
      closeMatches();
      search.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape") {
      openFilters(false);
      clear();
    }
  });

  // ---- start -------------------------------------------------------------------------------------------------

  $("fit").addEventListener("click", () => fit());
  $("zoom-in").addEventListener("click", () => zoom(1.4));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
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
  window.papermesh = { network, nodes, edges, drawnNodes, drawnEdges, byKey, select, clear, fit };
})();
