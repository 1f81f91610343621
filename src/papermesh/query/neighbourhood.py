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
    return _near(store.graph(), named(store, name), depth)


def found_by(store: GraphStore, words: str, *, limit: int = 20) -> nx.MultiDiGraph:
    """What a search finds, with the direct neighbours."""
    return _near(store.graph(), hits(store, words, limit=limit), 1)


def named(store: GraphStore, name: str) -> list[str]:
    """The ids of the nodes that answer to a name, best first: the middle of `around`.

    Raises:
        NotFoundError: Nothing has that name.
    """
    return [node.id for node in find_nodes(store, name)]


def hits(store: GraphStore, words: str, *, limit: int = 20) -> list[str]:
    """The ids of the nodes that a search finds, best first: the middle of `found_by`."""
    return [hit.node.id for hit in search(store, words, limit)]


def _near(graph: nx.MultiDiGraph, starts: Iterable[str], depth: int) -> nx.MultiDiGraph:
    near = frontier = {start for start in starts if start in graph}
    for _ in range(depth):
        frontier = {
            other for id in frontier for other in (*graph.successors(id), *graph.predecessors(id))
        } - near
        near = near | frontier
    # A view asks of every edge whether it is in it, which for large parts takes longest of all.
    return graph.subgraph(near).copy()
