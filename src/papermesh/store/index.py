"""What can be asked of any graph in memory: its nodes, edges and names."""

from __future__ import annotations

import gc
from abc import abstractmethod
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate

from papermesh.identifiers import arxiv_id, doi
from papermesh.names import fold, key
from papermesh.store.base import Derived, Direction, Edge, GraphStore, Node, P, T

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    import networkx as nx

__all__ = ["GraphIndex", "Indexed", "no_collection"]


class GraphIndex:
    """The reading half of a `GraphStore`, over a graph that does not change."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        self.graph = graph
        self.derived = Derived()

    def node(self, id: str) -> Node | None:
        """The node with that id, or a paper with that alias."""
        if id not in self.graph:
            if id not in self._aliases:
                return None
            id = self._aliases[id]
        properties = dict(self.graph.nodes[id])
        return Node(id, tuple(properties.pop("labels")), properties)

    def nodes(self, label: str | None = None) -> Iterator[Node]:
        """All nodes, or those with a label, in order of their ids."""
        return map(self._node, self._order if label is None else self._labelled.get(label, ()))

    def edges(
        self, ids: Collection[str], types: Collection[str] | None, direction: Direction
    ) -> Iterator[Edge]:
        """Edges at any of the nodes, ordered by source, target and type."""
        found = {}
        for id in {id for id in ids if id in self.graph}:
            for ways, wanted in ((self.graph.out_edges, "out"), (self.graph.in_edges, "in")):
                if direction in (wanted, "both"):
                    for source, target, type, data in ways(id, keys=True, data=True):
                        if types is None or type in types:
                            found[source, target, type] = data
        for source, target, type in sorted(found):
            yield Edge(source, target, type, dict(found[source, target, type]))

    def resolve(self, name: str, labels: Collection[str] | None) -> list[Node]:
        """Nodes that answer to a name; see `GraphStore.resolve`."""
        name = name.strip()
        direct = [self.node(id) for id in self._as_ids(name)]
        found = {node.id: node for node in direct if node}
        named: dict[str, tuple[bool, bool]] = dict.fromkeys(found, (True, True))
        for form in dict.fromkeys((fold(name), key(name))):
            for id, spelling, is_name in self._forms.get(form, ()) if form else ():
                rank = (spelling == name, is_name)
                named[id] = max(named.get(id, (False, False)), rank)
                found.setdefault(id, self._node(id))

        def order(node: Node) -> tuple[bool, int, bool, str]:
            exact, is_name = named[node.id]
            return not exact, -int(node.properties.get("paperCount", 0)), not is_name, node.id

        wanted = found.values() if labels is None else _labelled(found.values(), labels)
        return sorted(wanted, key=order)

    def _node(self, id: str) -> Node:
        properties = dict(self.graph.nodes[id])
        return Node(id, tuple(properties.pop("labels")), properties)

    @staticmethod
    def _as_ids(name: str) -> Iterator[str]:
        yield name
        if arxiv := arxiv_id(name):
            yield f"arxiv:{arxiv}"
        if found := doi(name):
            yield f"doi:{found}"

    @cached_property
    def _order(self) -> list[str]:
        return sorted(self.graph)

    @cached_property
    def _labelled(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id in self._order:
            for label in self.graph.nodes[id]["labels"]:
                found.setdefault(label, []).append(id)
        return found

    @cached_property
    def _aliases(self) -> dict[str, str]:
        return {
            alias: id
            for id, data in self.graph.nodes(data=True)
            if data["labels"] == ("Paper",)
            for alias in data.get("aliases", ())
        }

    @cached_property
    def _forms(self) -> dict[str, list[tuple[str, str, bool]]]:
        """Folded form of a name to ids, the name as spelled, and whether it is the node's own."""
        with no_collection():
            return self._read_forms()

    def _read_forms(self) -> dict[str, list[tuple[str, str, bool]]]:
        forms: dict[str, list[tuple[str, str, bool]]] = {}
        for id, data in self.graph.nodes(data=True):
            own = data.get("title") or data.get("name")
            if own is None:
                continue
            others = data.get("aliases", ()) if "Entity" in data["labels"] else ()
            for spelling in (own, *others):
                for form in {fold(spelling), key(spelling)}:
                    forms.setdefault(form, []).append((id, spelling, spelling is own))
        return forms


class Indexed(GraphStore):
    """A `GraphStore` whose reading half is a `GraphIndex`."""

    @property
    @abstractmethod
    def _index(self) -> GraphIndex: ...

    def node(self, id: str) -> Node | None:
        """The node with that id, or a paper with that alias."""
        return self._index.node(id)

    def nodes(self, label: str | None = None) -> Iterator[Node]:
        """All nodes, or those with a label, in order of their ids."""
        return self._index.nodes(label)

    def edges(
        self,
        ids: Collection[str],
        types: Collection[str] | None = None,
        direction: Direction = "both",
    ) -> Iterator[Edge]:
        """Edges at any of the nodes, ordered by source, target and type."""
        return self._index.edges(ids, types, direction)

    def resolve(self, name: str, labels: Collection[str] | None = None) -> list[Node]:
        """Nodes that answer to an id, name, title or alias, whatever its case and hyphens.

        arXiv ids and DOIs may be given bare or as URLs. Best first: exact spelling, then most
        papers, then a node's own name before an alias, then id.
        """
        return self._index.resolve(name, labels)

    def graph(self) -> nx.MultiDiGraph:
        """The whole graph; copy it before changing it.

        Raises:
            StoreError: There is no graph yet, or it is damaged or cannot be read.
        """
        return self._index.graph

    def derived(
        self,
        make: Callable[Concatenate[GraphStore, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What a function makes of the whole graph, made once; see `GraphStore.derived`."""
        return self._index.derived.get(self, make, *args, **kwargs)


def _labelled(nodes: Collection[Node], labels: Collection[str]) -> list[Node]:
    return [node for node in nodes if not set(labels).isdisjoint(node.labels)]


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector off: it would walk all that is being made, over and over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
