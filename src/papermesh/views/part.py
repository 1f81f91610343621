"""A part of the graph that is worth looking at, as nodes and edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.errors import NotFoundError
from papermesh.query.neighbourhood import around, found_by
from papermesh.views.refs import ref
from papermesh.views.schema import EdgeForm, GraphView

if TYPE_CHECKING:
    import networkx as nx

    from papermesh.store.base import GraphStore


def part_of(
    store: GraphStore, *, name: str | None = None, words: str | None = None, depth: int = 1
) -> nx.MultiDiGraph:
    """The part of the graph around a node, or around what a search finds; else all of it.

    Raises:
        NotFoundError: Nothing has that name, or nothing is found.
    """
    if name:
        return around(store, name, depth)
    if words:
        found = found_by(store, words)
        if not found:
            raise NotFoundError(words)
        return found
    return store.graph()


def graph_view(
    store: GraphStore,
    *,
    name: str | None = None,
    words: str | None = None,
    depth: int = 1,
    limit: int = 1000,
) -> GraphView:
    """Give a part of the graph as nodes and edges, the best-connected nodes first."""
    part, whole = part_of(store, name=name, words=words, depth=depth), store.graph()
    order = sorted(part, key=lambda id: (-part.degree(id), id))[:limit]
    shown = set(order)
    return GraphView(
        nodes=[ref(node) for id in order if (node := store.node(id)) is not None],
        edges=[
            EdgeForm(source=a, target=b, type=type, confidence=data.get("confidence"))
            for a, b, type, data in sorted(
                part.edges(order, keys=True, data=True), key=lambda e: e[:3]
            )
            if b in shown
        ],
        total_nodes=len(whole),
        total_edges=whole.number_of_edges(),
    )
