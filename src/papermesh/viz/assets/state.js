// ---- what is shown -----------------------------------------------------------------------------

const MOST_MEMBERS = 400; // drawn of one open community; the rest come by search and expansion
const MOST_DRAWN = 1500; // nodes of open communities
const MOST_GUESTS = 400; // nodes that were brought in

const off = { types: new Set(), relations: new Set() };
const years = { from: "", to: "" };
let atLeast = 0;
let selected = null; // {node: id}, which may be a community, or {edge: id}
let hovered = null;
const openAtFirst = () => (data.collapsed ? [] : communities);
const open = new Set(openAtFirst()); // communities whose members are drawn, by when they opened
const guests = new Map(); // nodes brought in from elsewhere, to the node that they were brought to
let passing = new Set(); // nodes that pass the filters, drawn or not
let drawn = { nodes: [], edges: [] };
let near = null; // ids to keep bright, or null for all

const inYears = (node) =>
  !node.year || ((!years.from || node.year >= years.from) && (!years.to || node.year <= years.to));
const passes = (edge) =>
  !off.relations.has(edge.relation)
  && (edge.confidence === null || edge.confidence >= atLeast)
  && inYears(nodes[edge.from]) && inYears(nodes[edge.to]);
const filtered = () =>
  Boolean(off.types.size || off.relations.size || atLeast || years.from || years.to);

// Whether the page counts a node: it was shown from the start, in a community or not, or came in.
const present = (node) => node.id < data.shown || guests.has(node.id);
// Whether it has a place in the drawing as it is.
const standing = (node) => guests.has(node.id) || (node.id < data.shown
  && (!node.community || (open.has(node.community) && node.rank < MOST_MEMBERS)));
const isCommunity = (item) => item.type === "Community" && item.members !== undefined;

const passesFilters = (node) => {
  if (selected && selected.node === node.id) return true; // one may go to what is filtered out
  if (off.types.has(node.type) || !inYears(node)) return false;
  const mine = incident[node.id];
  return !mine.length || mine.some(passes);
};

const filter = () => {
  passing = new Set(nodes.filter(passesFilters).map((node) => node.id));
  const visible = nodes.filter((node) => passing.has(node.id) && standing(node));
  const ids = new Set(visible.map((node) => node.id));
  const bubbles = communities.filter(
    (community) => !open.has(community) && community.members.some((id) => passing.has(id)),
  );
  drawn = {
    nodes: [...visible, ...bubbles],
    edges: visible.flatMap((node) => incident[node.id].filter(
      (edge) => edge.from === node.id && ids.has(edge.to) && passes(edge),
    )),
    discs: [...open],
    ties: data.ties.filter(([a, b]) => [a, b].every(
      (number) => open.has(communities[number]) || bubbles.includes(communities[number]),
    )),
  };
  near = brightened();
};

// What belongs to the selection: its neighbours, and the communities that they are in.
const brightened = () => {
  if (!selected) return null;
  if ("edge" in selected) return new Set([edges[selected.edge].from, edges[selected.edge].to]);
  const item = items[selected.node];
  if (isCommunity(item)) {
    const number = item.id - nodes.length;
    const tied = data.ties.filter((tie) => tie[0] === number || tie[1] === number);
    const ids = new Set([item.id, ...tied.flatMap(([a, b]) => [nodes.length + a, nodes.length + b])]);
    for (const community of open) {
      if (ids.has(community.id)) community.members.forEach((id) => ids.add(id));
    }
    return ids;
  }
  const ids = new Set([item.id]);
  for (const edge of incident[item.id]) {
    if (!passes(edge)) continue;
    const other = nodes[farEnd(edge, item.id)];
    if (standing(other)) ids.add(other.id);
    else if (other.community) ids.add(other.community.id);
  }
  return ids;
};

const openCommunity = (community) => {
  open.delete(community);
  open.add(community);
  for (const id of community.members) goHome(id);
  const size = (one) => Math.min(one.members.length, MOST_MEMBERS);
  const total = () => [...open].reduce((sum, one) => sum + size(one), 0);
  while (total() > MOST_DRAWN && open.size > 1) open.delete([...open][0]);
};
const closeCommunity = (community) => open.delete(community);

// ---- guests -------------------------------------------------------------------------------------

const AT_ONCE = 40; // neighbours drawn by one expansion
const waiting = (id) => neighbours(id).filter(
  (other) => passing.has(other) && !standing(nodes[other]),
).sort((a, b) => a - b);
const broughtBy = (id) => [...guests].filter(([, by]) => by === id).map(([guest]) => guest);

const goHome = (id) => {
  guests.delete(id);
  Object.assign(nodes[id], homes[id]);
};

// Places round a node where nothing stands yet, always the same ones.
const freePlaces = (node, count) => {
  const taken = drawn.nodes.map(({ x, y, size }) => ({ x, y, room: size + 16 }));
  const places = [];
  for (let turn = 1; places.length < count && turn < 6000; turn += 1) {
    const reach = node.size + 26 + 9 * Math.sqrt(turn);
    const x = node.x + reach * Math.cos(turn * 2.39996);
    const y = node.y + reach * Math.sin(turn * 2.39996);
    if (taken.every((other) => Math.hypot(other.x - x, other.y - y) > other.room)) {
      places.push({ x: Math.round(x), y: Math.round(y) });
      taken.push({ x, y, room: 34 });
    }
  }
  return places;
};
const invite = (id, others) => {
  const places = freePlaces(nodes[id], others.length);
  others.slice(0, places.length).forEach((other, at) => {
    Object.assign(nodes[other], places[at]);
    guests.set(other, id);
  });
  while (guests.size > MOST_GUESTS) goHome(guests.keys().next().value);
};

// Make sure that a node stands in the drawing: its community opens, or it comes to a neighbour.
const reach = (id) => {
  const node = items[id];
  if (isCommunity(node) || standing(node)) return;
  if (node.community) openCommunity(node.community);
  else {
    const host = Math.min(...neighbours(id)); // a page holds none but neighbours of what it shows
    reach(host);
    filter();
    invite(host, [id]);
  }
  if (!standing(node)) guests.set(id, null); // a lesser member of a large community, in its place
};
