// ---- the panel -----------------------------------------------------------------------------------------

const head = (...content) => make("div", { class: "top" }, ...content,
  make("button", { class: "close", type: "button", "aria-label": "Close details", onclick: () => clear() }, "×"));

const growButtons = (id) => {
  const count = waiting(id).length;
  const brought = broughtBy(id).length;
  return [
    count ? button(`Expand ${plural(count, "neighbour")}`, () => expand(id), { "aria-keyshortcuts": "e", id: "grow" }) : null,
    brought ? button(`Put back ${brought}`, () => fold(id), { "aria-keyshortcuts": "e", id: "shrink" }) : null,
  ];
};
const actions = (list) => (list.some(Boolean)
  ? make("p", { class: "actions" }, ...list.filter(Boolean)) : null);

const elsewhere = (node) => {
  const missing = node.degree - incident[node.id].length;
  if (missing <= 0) return null;
  const text = `${plural(missing, "more link")} to nodes that this page does not hold.`;
  return make("p", { class: "note" }, text, data.site === null ? null : " ", data.site === null ? null
    : make("a", { href: `${data.site}graph?around=${encodeURIComponent(node.key)}#${encodeURIComponent(node.key)}` }, "Draw what is around it"));
};

const nodeView = (node) => {
  const links = node.links.filter(([, url]) => isWeb(url)).map(([label, url]) =>
    make("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, label));
  if (node.page) links.unshift(make("a", { href: node.page }, "Details"));
  const hidden = incident[node.id].filter((edge) => !passes(edge)).length;
  return [
    head(swatch(node.type), make("span", { class: "kind" }, node.type), node.date),
    make("h2", {}, node.name),
    node.aliases.length ? make("p", { class: "aka" }, `Also: ${node.aliases.join(", ")}`) : null,
    actions(growButtons(node.id)),
    actions(links),
    node.facts.length ? make("dl", { class: "facts" },
      ...node.facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])) : null,
    node.abstract ? make("details", {}, make("summary", {}, "Abstract"), make("p", {}, node.abstract)) : null,
    ...groupsOf(node).map((group) => section(verb(group.relation, group.forward), group.edges.length,
      ...someItems(group.edges, FIRST_ITEMS, (edge) => edgeItem(edge, node.id)))),
    node.degree ? null : make("p", { class: "note" }, "Nothing is linked to this."),
    hidden ? make("p", { class: "note" }, `${plural(hidden, "link")} hidden by the filters.`) : null,
    elsewhere(node),
    node.community ? make("p", { class: "note" }, "Community: ",
      make("button", { class: "link", type: "button", onclick: () => select({ node: node.community.id }, { move: true }) },
        node.community.name)) : null,
  ];
};

const edgeView = (edge) => [
  head(make("span", { class: "kind" }, "Link")),
  make("div", { class: "edge-view" },
    endButton(edge.from),
    make("p", { class: "verb" }, `↓ ${verb(edge.relation, true)}`),
    endButton(edge.to),
    edge.confidence === null ? null : make("dl", { class: "facts" },
      make("dt", {}, "Confidence"), make("dd", {}, percent(edge.confidence))),
    make("div", { class: "evidence" },
      make("h2", { class: "label" }, edge.passages.length ? "Evidence" : "No evidence recorded"),
      ...quoted(edge).map(quotation))),
];

const communityView = (community) => {
  const members = community.members.filter((id) => passing.has(id)).map((id) => nodes[id]);
  const index = communities.indexOf(community);
  const tied = data.ties.filter(([a, b]) => a === index || b === index)
    .map(([a, b, count]) => ({ other: communities[a === index ? b : a], count }))
    .sort((a, b) => b.count - a.count);
  const isOpen = open.has(community);
  return [
    head(swatch("Community"), make("span", { class: "kind" }, "Community"), plural(members.length, "node")),
    make("h2", {}, community.name),
    actions([isOpen
      ? button("Collapse", () => collapse(community), { "aria-keyshortcuts": "e", id: "shrink" })
      : button("Expand", () => expandCommunity(community), { "aria-keyshortcuts": "e", id: "grow" })]),
    members.length > MOST_MEMBERS
      ? make("p", { class: "note" }, `Expanded, it shows its ${MOST_MEMBERS} best-connected nodes; search finds the others.`) : null,
    make("dl", { class: "facts" }, ...countBy(members, "type", TYPES).flatMap(([type, count]) => [
      make("dt", {}, swatch(type), ` ${type}`), make("dd", {}, count.toLocaleString("en"))])),
    ...countBy(members, "type", TYPES).sort(([a], [b]) => (a === "Paper") - (b === "Paper"))
      .map(([type, count]) => section(type, count,
        ...someItems(members.filter((node) => node.type === type), 4,
          (node) => make("li", {}, endButton(node.id, number(node.degree)))))),
    tied.length ? section("Tied to", tied.length,
      ...tied.map(({ other, count }) => make("li", {}, endButton(other.id, number(count))))) : null,
  ];
};

const showPanel = () => {
  const panel = $("panel");
  const inside = panel.contains(document.activeElement);
  const item = selected && "node" in selected ? items[selected.node] : null;
  const content = !selected ? []
    : !item ? edgeView(edges[selected.edge])
    : isCommunity(item) ? communityView(item) : nodeView(item);
  panel.replaceChildren(...content.filter((child) => child !== null));
  panel.hidden = !selected;
  panel.scrollTop = 0;
  document.body.classList.toggle("with-panel", Boolean(selected));
  // Who was reading here goes on here, and who closed it goes on with the drawing.
  if (inside) (selected ? panel : stage).focus({ preventScroll: true });
};
