// ---- search ----------------------------------------------------------------------------------------------

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const squeeze = (text) => plain(text).replace(/[\s\-_]+/g, "");
const spellings = (node) => [node.name, ...node.aliases, ...(node.type === "Paper" ? [node.key] : [])];
let entries = null; // made when someone first searches
const makeEntries = () => nodes.flatMap((node) => spellings(node).map((text, index) => ({
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
  entries ||= makeEntries();
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
  $("panel").focus({ preventScroll: true });
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
