// ---- the graph -------------------------------------------------------------------------------
// Text reaches the page as text nodes or canvas text only: nothing in the data is ever parsed.

const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
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

const plural = (count, word) =>
  `${count.toLocaleString("en")} ${count === 1 ? word : word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`}`;
const percent = (value) => `${Math.round(value * 100)} %`;
const clip = (text, length) =>
  text.length > length ? `${[...text.slice(0, length)].slice(0, -1).join("")}…` : text;

const nodes = data.nodes.map((record, id) => ({
  id, label: record.name, date: "", abstract: "", aliases: [], facts: [], links: [], ...record,
  year: (record.date || "").slice(0, 4), shape: data.shapes[record.type], community: null, rank: 0,
}));
// Several edges between two nodes bend aside, so that each can be seen.
const pairs = new Map();
const edges = data.edges.map(([from, to, relation, confidence, passages], id) => {
  const pair = `${Math.min(from, to)} ${Math.max(from, to)}`;
  const before = pairs.get(pair) || 0;
  pairs.set(pair, before + 1);
  const side = (before % 2 === 1) === from < to ? 1 : -1;
  const bend = side * 0.12 * Math.ceil(before / 2);
  return { id, from, to, relation: data.words[relation], confidence, passages, bend };
});
const communities = data.communities.map((record, number) => ({
  ...record, id: nodes.length + number, key: `community:${number + 1}`, type: "Community",
  label: record.name, shape: "dot", size: record.r * 0.92,
}));
for (const community of communities) {
  community.members.forEach((id, rank) => Object.assign(nodes[id], { community, rank }));
}
const items = [...nodes, ...communities]; // all that can be drawn and selected, by id
const byKey = new Map([...communities, ...nodes].map((item) => [item.key, item.id]));

const incident = nodes.map(() => []);
for (const edge of edges) {
  incident[edge.from].push(edge);
  if (edge.to !== edge.from) incident[edge.to].push(edge);
}
const farEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);
const neighbours = (id) => [...new Set(incident[id].map((edge) => farEnd(edge, id)))];

const verb = (relation, forward) => {
  const known = RELATIONS.get(relation);
  if (known) return known[forward ? 0 : 1];
  const words = relation.toLowerCase().replace(/_/g, " ");
  return forward ? words : `${words} (from)`;
};

const orderOf = (list, value) => (list.indexOf(value) < 0 ? list.length : list.indexOf(value));
const countBy = (list, key, order) => {
  const counts = new Map();
  for (const item of list) counts.set(item[key], (counts.get(item[key]) || 0) + 1);
  return [...counts].sort(
    ([a], [b]) => orderOf(order, a) - orderOf(order, b) || (a < b ? -1 : 1),
  );
};

// A passage points into the texts of the paper that the edge starts from.
const quoted = (edge) => edge.passages.map(([field, start, parts, source, score]) => {
  const from = nodes[edge.from];
  const text = data.words[field] === "title" ? from.name : from.abstract;
  let at = start;
  return {
    parts: start < 0 ? parts : parts.map((length) => text.slice(at, at += length)),
    field: data.words[field], source: data.words[source], score,
  };
});
