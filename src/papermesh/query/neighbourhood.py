"""Parts of a graph that are worth looking at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from papermesh.query.lookup import find_nodes
from papermesh.query.search import search
from papermesh.store.base import GraphStore

if TYPE_CHECKING:
    import networkx as nx


def around(store: GraphStore, name: str, depth: int = 2) -> nx.MultiDiGraph:
    """The nodes at most ``depth`` edges away from those that answer to a name.

    Raises:
        NotFoundError: Nothing has that name.
    """
    return _near(store.graph(), (node.id for node in find_nodes(store, name)), depth)


def found_by(store: GraphStore, words: str, *, limit: int = 20) -> nx.MultiDiGraph:
    """What a search finds, with the direct neighbours."""
    return _near(store.graph(), (hit.node.id for hit in search(store, words, limit)), 1)


def _near(graph: nx.MultiDiGraph, starts: Iterable[str], depth: int) -> nx.MultiDiGraph:
    near = frontier = {start for start in starts if start in graph}
    for _ in range(depth):
        frontier = {
            other for id in frontier for other in (*graph.successors(id), *graph.predecessors(id))
        } - near
        near = near | frontier
    return graph.subgraph(near)
