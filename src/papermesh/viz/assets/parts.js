// ---- parts of the panel ------------------------------------------------------------------------------

const FIRST_ITEMS = 25;
const FIRST_PASSAGES = 1;

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
  const element = make("span", {
    class: `swatch ${data.shapes[type] || "ring"}`, "aria-hidden": "true",
  });
  element.style.setProperty("--swatch", `var(--type-${TYPES.includes(type) ? type : "Other"})`);
  return element;
};
const button = (label, onclick, properties = {}) =>
  make("button", { class: "button", type: "button", onclick, ...properties }, label);
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
const some = (list, first, build, label, frame = (child) => child) => {
  const shown = list.slice(0, first).map(build);
  const rest = list.slice(first);
  if (!rest.length) return shown;
  const last = frame(make("button", {
    class: "link", type: "button",
    onclick: () => {
      const built = rest.map(build);
      last.replaceWith(...built);
      const target = built[0].querySelector("button, a");
      if (target) target.focus();
    },
  }, label(rest.length)));
  return [...shown, last];
};
const endButton = (id, ...extra) => make("button", {
  class: "end", type: "button", title: clip(items[id].name, 300), onclick: () => select({ node: id }, { move: true }),
}, swatch(items[id].type), make("span", { class: "name" }, items[id].name), ...extra);
const score = (edge) => (edge.confidence === null
  ? null : make("span", { class: "score", title: "Confidence" }, percent(edge.confidence)));
const number = (count) => make("span", { class: "score" }, count.toLocaleString("en"));
const section = (title, count, ...children) => make("section", { class: "group" },
  make("h3", {}, title, make("span", { class: "number" }, count.toLocaleString("en"))),
  make("ul", {}, ...children));
const someItems = (list, first, build) => some(
  list, first, build, (count) => `Show ${count.toLocaleString("en")} more`,
  (child) => make("li", {}, child),
);

const edgeItem = (edge, id) => make("li", {},
  endButton(farEnd(edge, id), score(edge)),
  ...some(quoted(edge), FIRST_PASSAGES, quotation, (count) => `${plural(count, "more passage")}`));

const groupsOf = (node) => {
  const groups = new Map();
  for (const edge of incident[node.id].filter(passes)) {
    const forward = edge.from === node.id;
    const key = `${forward ? 0 : 1} ${edge.relation}`;
    if (!groups.has(key)) groups.set(key, { relation: edge.relation, forward, edges: [] });
    groups.get(key).edges.push(edge);
  }
  const newest = (edge) => nodes[farEnd(edge, node.id)].date;
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
