// ---- legend and filters --------------------------------------------------------------------------------

const rows = [];
const row = (set, value, name, mark) => {
  const box = make("input", { type: "checkbox", checked: true, value });
  const count = make("span", { class: "number" });
  const item = make("li", {},
    make("label", {}, box, mark, make("span", { title: clip(name, 200) }, clip(name, 60)), count),
    make("button", { class: "only", type: "button", "aria-label": `Only ${clip(name, 60)}` }, "only"));
  box.addEventListener("change", () => {
    off[set][box.checked ? "delete" : "add"](value);
    apply();
  });
  item.lastChild.addEventListener("click", () => {
    for (const other of rows) if (other.set === set) off[set].add(other.value);
    off[set].delete(value);
    apply();
  });
  const update = (counts) => {
    item.hidden = !counts.has(value) && !off[set].has(value);
    box.checked = !off[set].has(value);
    item.classList.toggle("off", !box.checked);
    count.textContent = (counts.get(value) || 0).toLocaleString("en");
  };
  rows.push({ set, value, update });
  return item;
};
const counted = () => {
  const list = nodes.filter(present);
  const links = edges.filter((edge) => present(nodes[edge.from]) && present(nodes[edge.to]));
  return {
    types: new Map(countBy(list, "type", TYPES)),
    relations: new Map(countBy(links, "relation", RELATION_ORDER)),
    links,
  };
};
const apply = () => {
  const counts = counted();
  for (const { set, update } of rows) update(counts[set]);
  $("confidence-value").textContent = atLeast ? `at least ${percent(atLeast)}` : "any";
  $("from").value = years.from;
  $("to").value = years.to;
  refresh();
  showPanel();
  const links = counts.links.filter(
    (edge) => passes(edge) && passing.has(edge.from) && passing.has(edge.to),
  );
  const count = nodes.filter((node) => present(node) && passing.has(node.id)).length;
  $("status").textContent = filtered()
    ? `${plural(count, "node")} and ${plural(links.length, "link")} pass` : "";
  $("reset").hidden = !filtered();
  $("start").hidden = !guests.size
    && open.size === openAtFirst().length && openAtFirst().every((one) => open.has(one));
};

$("types").append(...countBy(nodes, "type", TYPES).map(([type]) => row("types", type, type, swatch(type))));
$("relations").append(...countBy(edges, "relation", RELATION_ORDER)
  .map(([relation]) => row("relations", relation, verb(relation, true), "")));
$("relations").parentElement.hidden = !edges.length;
$("confidence-row").hidden = edges.every((edge) => edge.confidence === null);
$("confidence").addEventListener("input", (event) => {
  atLeast = Number(event.target.value) / 100;
  apply();
});

const yearCounts = countBy(nodes.filter((node) => present(node) && node.year), "year", []);
$("years").hidden = yearCounts.length < 2;
for (const [id, any] of [["from", "first"], ["to", "last"]]) {
  $(id).append(make("option", { value: "" }, any), ...yearCounts.map(([year, count]) =>
    make("option", { value: year }, `${year} (${count.toLocaleString("en")})`)));
  $(id).addEventListener("change", () => {
    years[id] = $(id).value;
    // A range that ends before it begins would show nothing: the other end comes along.
    if (years.from && years.to && years.from > years.to) {
      years[id === "from" ? "to" : "from"] = years[id];
    }
    apply();
  });
}
const reset = () => {
  off.types.clear();
  off.relations.clear();
  atLeast = 0;
  years.from = "";
  years.to = "";
  $("confidence").value = 0;
  apply();
};
$("reset").addEventListener("click", () => {
  reset();
  $("filters").querySelector("input").focus();
});
$("filters").addEventListener("submit", (event) => event.preventDefault());
const openFilters = (wide) => {
  $("filters").classList.toggle("open", wide);
  $("toggle-filters").setAttribute("aria-expanded", String(wide));
};
$("toggle-filters").addEventListener("click", () => openFilters(!$("filters").classList.contains("open")));

$("community-count").textContent = communities.length.toLocaleString("en");
$("communities").hidden = !communities.length;
$("communities").append(make("ul", {}, ...communities.map((community) => make("li", {},
  make("button", {
    class: "end", type: "button", title: community.name,
    onclick: () => {
      openFilters(false);
      select({ node: community.id }, { move: true });
      $("panel").focus();
    },
  }, make("span", { class: "name" }, community.name), number(community.members.length))))));
