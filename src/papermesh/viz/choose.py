"""Which nodes of a graph to show where not all fit."""

from __future__ import annotations

from collections import Counter
from heapq import heappop, heappush
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx

from papermesh.viz.content import node_type

if TYPE_CHECKING:
    from collections.abc import Iterable

Graph: TypeAlias = "nx.MultiDiGraph[Any]"

_ENTITIES = 0.5  # share of the entities in what is shown


def choose(graph: Graph, limit: int, middle: Iterable[Any] = ()) -> list[Any]:
    """Return the nodes to show, best-connected first, ties by id.

    With a middle, it comes first, then its neighbours, and so on outwards. Without:

    Where not all fit, half are entities, as many of each type as there are, those of the most
    papers first; then come the papers that connect them, and then what grows from all these along
    the links, the best-connected first: the most-linked nodes alone would be papers and come apart
    into islands.

    Args:
        graph: Only read, never changed.
        limit: Most nodes to return.
        middle: Nodes to show before all others.
    """
    degree = dict(graph.degree())
    order = sorted(graph, key=lambda node: (-degree[node], str(node)))
    if len(order) <= limit:
        return order
    rank = {node: index for index, node in enumerate(order)}
    if start := [node for node in dict.fromkeys(middle) if node in rank]:
        return sorted(_rings(graph, rank, start, limit), key=rank.__getitem__)
    linked = [node for node in order if degree[node]]
    entities = _fair(graph, linked)[: int(limit * _ENTITIES)]
    chosen = dict.fromkeys(_connect(graph, order, entities, limit))
    shown = _grow(graph, order, rank, [rank[node] for node in chosen], limit)
    return [order[index] for index in sorted(shown)]


def spare(graph: Graph, shown: Iterable[Any], count: int) -> list[Any]:
    """Return neighbours of the shown nodes to hold ready, those with most links to them first.

    Args:
        graph: Only read, never changed.
        shown: Nodes of the graph.
        count: Most neighbours to return.
    """
    chosen = set(shown)
    links = Counter(
        other for node in chosen for other in set(nx.all_neighbors(graph, node)) - chosen
    )
    degree = dict(graph.degree(links))
    order = sorted(links, key=lambda node: (-links[node], -degree[node], str(node)))
    return order[:count]


def _rings(graph: Graph, rank: dict[Any, int], start: list[Any], limit: int) -> list[Any]:
    """Go outwards from a start step by step, the best-connected of each step first."""
    chosen = dict.fromkeys(start)
    ring = start
    while ring and len(chosen) < limit:
        reached = {other for node in ring for other in nx.all_neighbors(graph, node)}
        ring = sorted(reached - chosen.keys(), key=rank.__getitem__)
        chosen.update(dict.fromkeys(ring))
    return list(chosen)[:limit]


def _fair(graph: Graph, order: list[Any]) -> list[Any]:
    """Return the entities of an order, one of each type in turn, of the most papers first."""
    kinds: dict[str, list[Any]] = {}
    for node in order:
        if "Entity" in (graph.nodes[node].get("labels") or ()):
            kinds.setdefault(node_type(graph.nodes[node]), []).append(node)
    for nodes in kinds.values():  # sorting keeps the order among equals
        nodes.sort(key=lambda node: -_papers(graph, node))
    turns = zip_longest(*(kinds[kind] for kind in sorted(kinds)))
    return [node for turn in turns for node in turn if node is not None]


def _papers(graph: Graph, node: Any) -> float:
    count = graph.nodes[node].get("paperCount")
    return count if isinstance(count, (int, float)) else 0


def _connect(graph: Graph, order: list[Any], entities: list[Any], limit: int) -> list[Any]:
    """Return entities with the papers that link most of them; none stays without a paper."""
    wanted = set(entities)
    links = {
        node: len(wanted.intersection(nx.all_neighbors(graph, node)))
        for node in order
        if "Paper" in (graph.nodes[node].get("labels") or ())
    }
    linked = sorted((node for node in links if links[node]), key=lambda node: -links[node])
    place = {node: index for index, node in enumerate(linked)}
    best = (
        min((p for p in nx.all_neighbors(graph, e) if p in place), key=place.__getitem__, default=e)
        for e in entities
    )
    papers = (node for node in linked if links[node] > 1)
    return list(dict.fromkeys([*entities, *best, *papers]))[:limit]


def _grow(
    graph: Graph, order: list[Any], rank: dict[Any, int], start: list[int], limit: int
) -> Iterable[int]:
    """Add to a choice its best-connected neighbour and so on, until there are enough."""
    chosen = set(start)
    border: list[int] = []
    reached = set(start)

    def reach(index: int) -> None:
        for other in {rank[node] for node in nx.all_neighbors(graph, order[index])} - reached:
            reached.add(other)
            heappush(border, other)

    if len(chosen) < limit:
        for index in sorted(chosen):
            reach(index)
    for index in range(len(order)):
        if index not in reached:
            reached.add(index)
            heappush(border, index)
        while border and len(chosen) < limit:
            found = heappop(border)
            chosen.add(found)
            reach(found)
        if len(chosen) >= limit:
            break
    return chosen
