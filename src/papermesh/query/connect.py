"""How entities hang together: in the same papers, by a chain, one after the other."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

from papermesh.query.lookup import find_entities, find_nodes, namesakes, read_type
from papermesh.query.papers import paper_rows
from papermesh.query.results import results
from papermesh.query.values import (
    RELATIONS,
    USE,
    Comparison,
    Follower,
    PaperRow,
    Path,
    Related,
    ResultRow,
    Step,
    Succession,
    TopRow,
    date_of,
    evidence_of,
    rank,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import networkx as nx

    from papermesh.store.base import GraphStore, Node

WORKING = tuple(relation for relation in RELATIONS if relation != "MENTIONS")
"""Every relation but a mention in passing."""
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,4})*")


def related(
    store: GraphStore,
    name: str,
    limit: int = 20,
    *,
    type: str | None = None,
    min_support: int = 2,
) -> list[Related]:
    """Find the entities that occur in the same papers as one.

    Ranked by shared papers times the logarithm of the lift, so that neither what is everywhere
    nor what is nearly nowhere comes first.

    Args:
        store: The graph.
        name: Name or alias of the entity.
        limit: How many at most.
        type: Only entities of this type.
        min_support: How many papers must be shared at least.

    Raises:
        NotFoundError: No entity has that name.
    """
    ids = [node.id for node in find_entities(store, name)]
    types = None if type is None else [read_type(type)]
    rows = co_occurring(store, ids, types=types, min_support=min_support)
    return rows[:limit]


def used_with(
    store: GraphStore, name: str, *, type: str | None = None, limit: int = 20
) -> list[Related]:
    """Find what papers that work with an entity work with as well, most shared papers first.

    Things that are only mentioned do not count on either side.

    Raises:
        NotFoundError: No entity has that name.
    """
    ids = [node.id for node in find_entities(store, name)]
    types = None if type is None else [read_type(type)]
    rows = co_occurring(store, ids, relations=WORKING, types=types, min_support=1)
    return sorted(rows, key=lambda r: (-r.shared, -r.lift, r.entity.id))[:limit]


def co_occurring(
    store: GraphStore,
    ids: Collection[str],
    *,
    relations: Collection[str] = RELATIONS,
    types: Collection[str] | None = None,
    min_support: int = 2,
) -> list[Related]:
    """Count the entities in the papers of some entities; see `related`."""
    papers = {edge.source for edge in store.edges(ids, relations, "in")}
    shared: dict[str, set[str]] = defaultdict(set)
    for edge in store.edges(papers, relations, "out"):
        if edge.target not in ids:
            shared[edge.target].add(edge.source)
    kept = {id: with_it for id, with_it in shared.items() if len(with_it) >= min_support}
    counts = _paper_counts(store, kept, relations)
    total = sum(1 for _ in store.nodes("Paper"))
    rows = [
        Related(
            entity=node,
            shared=len(with_it),
            lift=round(len(with_it) * total / (len(papers) * counts[id]), 3),
            papers=tuple(sorted(with_it)),
        )
        for id, with_it in kept.items()
        if (node := store.node(id)) is not None and (types is None or node.label in types)
    ]
    return sorted(rows, key=lambda r: (-r.shared * log2(1 + r.lift), -r.shared, r.entity.id))


def _paper_counts(
    store: GraphStore, ids: Collection[str], relations: Collection[str]
) -> Counter[str]:
    pairs = {(edge.target, edge.source) for edge in store.edges(ids, relations, "in")}
    return Counter(entity for entity, _ in pairs)


def shortest_path(store: GraphStore, a: str, b: str) -> Path | None:
    """Find how two papers or entities are connected, over papers and entities, either way.

    Of the paths with the fewest steps it is the one with the strongest relations, then the one
    through the rarest entities: what everything is connected by explains nothing.

    Returns:
        The path, or None where there is none.

    Raises:
        NotFoundError: One of the names is not known.
    """
    (start, _), (end, _) = namesakes(find_nodes(store, a), a), namesakes(find_nodes(store, b), b)
    return path_between(store, start, end)


def path_between(store: GraphStore, a: Collection[Node], b: Collection[Node]) -> Path | None:
    """Find the best path from any of some nodes to any of others; see `shortest_path`."""
    import networkx as nx

    plain = store.derived(_plain)
    starts = sorted({node.id for node in a} & set(plain))
    ends = {node.id for node in b} & set(plain)
    if not starts or not ends:
        return None
    lengths, paths = nx.multi_source_dijkstra(plain, starts)
    reached = sorted((lengths[id], id) for id in ends if id in lengths)
    if not reached:
        return None
    return _path(store, paths[reached[0][1]])


def _plain(store: GraphStore) -> nx.Graph:
    return _undirected(store.graph())


def _undirected(graph: nx.MultiDiGraph) -> nx.Graph:
    """Reduce the graph to papers and entities with one weighted edge between two of them."""
    import networkx as nx

    best: dict[tuple[str, str], int] = {}
    degree: Counter[str] = Counter()
    for source, target, type in graph.edges(keys=True):
        if type in RELATIONS or type == "VERSION_OF":
            pair = (source, target) if source < target else (target, source)
            best[pair] = min(best.get(pair, len(RELATIONS)), rank(type))
            degree.update((source, target))
    plain: nx.Graph = nx.Graph()
    for (one, other), strength in sorted(best.items()):
        # A step outweighs any strength, a strength any crowd: three digits each.
        crowd = min(max(degree[one], degree[other]), 999)
        plain.add_edge(one, other, weight=1_000_000_000 + strength * 1_000_000 + crowd)
    return plain


def _path(store: GraphStore, ids: list[str]) -> Path:
    nodes = [node for id in ids if (node := store.node(id)) is not None]
    steps = tuple(_step(store, one, other) for one, other in pairwise(nodes))
    return Path(nodes[0], nodes[-1], steps)


def _step(store: GraphStore, one: Node, other: Node) -> Step:
    between = [
        edge
        for edge in store.edges([one.id], (*RELATIONS, "VERSION_OF"))
        if {edge.source, edge.target} == {one.id, other.id}
    ]
    edge = min(between, key=lambda e: (rank(e.type), e.type, e.source))
    evidence = evidence_of(edge.source, edge.properties)
    return Step(one, edge.type, other, edge.source == one.id, evidence)


def successors(store: GraphStore, name: str) -> Succession:
    """Tell what came before and after an entity.

    A follower is proposed by a paper that uses the entity or compares to it, and that is no older
    than the first paper that introduces the entity (where that date is known).

    Raises:
        NotFoundError: No entity has that name.
    """
    return succession(store, find_entities(store, name))


def succession(
    store: GraphStore,
    entities: Collection[Node],
    relations: Collection[str] = ("COMPARES_TO", "USES"),
) -> Succession:
    """Tell what came before and after some entities; see `successors`.

    Args:
        store: The graph.
        entities: The entities, taken as one.
        relations: What a paper must have to do with the entities for its proposals to follow them.
    """
    ids = [node.id for node in entities]
    kin = family(store, ids)
    own = max(map(version, entities), default=())
    return Succession(
        entities=tuple(entities),
        earlier=tuple(node for node in reversed(kin) if version(node) < own),
        later=tuple(node for node in kin if version(node) > own),
        followers=tuple(_followers(store, ids, relations)),
        variants=tuple(node for node in kin if version(node) == own),
    )


def version(node: Node) -> tuple[int, ...]:
    """Read the number of a version from a name, empty where it has none."""
    match = _NUMBER.search(node.name)
    return tuple(map(int, match[0].split("."))) if match else ()


def family(store: GraphStore, ids: Collection[str]) -> list[Node]:
    """Find every other version in the family of some entities, by version number.

    The family is all that hangs together by ``VERSION_OF``, in whichever direction.
    """
    found = _kin(store, ids)
    return sorted(found, key=lambda node: (version(node), node.id))


def _kin(store: GraphStore, ids: Iterable[str]) -> tuple[Node, ...]:
    seen = dict.fromkeys(ids)
    found: dict[str, None] = {}
    border = list(seen)
    while border:
        edges = store.edges(border, ["VERSION_OF"])
        ends = sorted({end for edge in edges for end in (edge.source, edge.target)} - set(seen))
        seen.update(dict.fromkeys(ends))
        found.update(dict.fromkeys(ends))
        border = ends
    return tuple(node for id in found if (node := store.node(id)) is not None)


def _followers(
    store: GraphStore, ids: Collection[str], relations: Collection[str]
) -> list[Follower]:
    origins = [day for row in paper_rows(store, ids, ["PROPOSES"]) if (day := row.date)]
    origin = min(origins, default=dt.date.min)
    rows = {
        row.paper.id: row
        for row in paper_rows(store, ids, relations)
        if (row.date or dt.date.max) >= origin
    }
    followers = [
        Follower(
            node,
            rows[edge.source].paper,
            rows[edge.source].relations[0],
            rows[edge.source].evidence,
        )
        for edge in store.edges(list(rows), ["PROPOSES"], "out")
        if edge.target not in ids and (node := store.node(edge.target)) is not None
    ]
    return sorted(
        followers, key=lambda f: (date_of(f.paper) or dt.date.max, f.paper.id, f.entity.id)
    )


def compare(store: GraphStore, a: str, b: str) -> Comparison:
    """Set two entities side by side.

    Raises:
        NotFoundError: One of the names is not known.
    """
    return comparison(store, find_entities(store, a), find_entities(store, b))


def comparison(store: GraphStore, a: Collection[Node], b: Collection[Node]) -> Comparison:
    """Set some entities beside others; see `compare`."""
    a_ids, b_ids = {node.id for node in a}, {node.id for node in b}
    rows_a = {row.paper.id: row for row in paper_rows(store, a_ids)}
    rows_b = {row.paper.id: row for row in paper_rows(store, b_ids)}
    both = [r for r in paper_rows(store, a_ids | b_ids) if r.paper.id in rows_a.keys() & rows_b]
    direct = [row for row in both if {"PROPOSES", "COMPARES_TO"} <= set(row.relations)]
    return Comparison(
        a=tuple(a),
        b=tuple(b),
        papers_a=len(rows_a),
        papers_b=len(rows_b),
        both=tuple(both),
        direct=tuple(direct),
        shared=tuple(_shared(store, rows_a, rows_b, a_ids | b_ids)),
        results=tuple(_matching(results(store, about=a_ids | b_ids), a_ids, b_ids)),
    )


def _shared(
    store: GraphStore, a: dict[str, PaperRow], b: dict[str, PaperRow], own: set[str]
) -> list[TopRow]:
    of_a = {edge.target for edge in store.edges(list(a), USE, "out")}
    of_b = {edge.target for edge in store.edges(list(b), USE, "out")}
    counts: Counter[str] = Counter()
    pairs = {(e.source, e.target) for e in store.edges([*a, *(b.keys() - a)], USE, "out")}
    counts.update(target for _, target in pairs if target in (of_a & of_b) - own)
    rows = [TopRow(node, n) for id, n in counts.items() if (node := store.node(id)) is not None]
    return sorted(rows, key=lambda r: (-r.papers, r.entity.id))


def _matching(rows: list[ResultRow], a: set[str], b: set[str]) -> list[ResultRow]:
    """Keep figures on benchmarks where both sides have one, and figures of one against the other."""
    sides: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.method and row.benchmark:
            sides[row.benchmark.id] |= {"a"} & _side(row, a, "a") | {"b"} & _side(row, b, "b")
    return [
        row
        for row in rows
        if (
            row.benchmark
            and row.method
            and row.method.id in a | b
            and len(sides[row.benchmark.id]) == 2
        )
        or (
            row.method
            and row.versus
            and {row.method.id, row.versus.id} & a
            and {row.method.id, row.versus.id} & b
        )
    ]


def _side(row: ResultRow, ids: set[str], name: str) -> set[str]:
    return {name} if row.method and row.method.id in ids else set()
