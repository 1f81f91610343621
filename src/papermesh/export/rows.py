"""The graph as rows for Neo4j: all that its store would write, what the store keeps for itself included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from papermesh.errors import ExportError
from papermesh.papers import identify
from papermesh.store.base import GraphStore
from papermesh.store.contents import Row, contents
from papermesh.store.properties import KINDS, TYPES, WAYS, id_in, properties_in

__all__ = ["Row", "Rows", "read_rows"]


@dataclass(frozen=True, slots=True)
class Rows:
    """A graph, ready for Neo4j.

    Attributes:
        nodes: By most specific label, rows of ``id`` and ``properties``, in order of id.
        edges: By type, rows of ``source``, ``target`` and ``properties``, in order of the ends.
    """

    nodes: dict[str, list[Row]]
    edges: dict[str, list[Row]]


def read_rows(store: GraphStore) -> Rows:
    """Read a whole store.

    Raises:
        ExportError: A paper of the graph is not among the store's papers.
        StoreError: The store cannot be read.
    """
    graph, told = store.graph(), identify(store.papers())
    for id, data in graph.nodes(data=True):
        if "Paper" in data["labels"] and id not in told:
            raise ExportError(
                f"{store.url}: the graph was changed while it was read, no source tells of {id} any more; run the command again"
            )
    found = contents(graph, told, store.records())
    nodes: dict[str, list[Row]] = {label: [] for label in (*KINDS, *TYPES) if label != "Entity"}
    nodes["Paper"] += [part.row for part in found.parts.values()]
    nodes["Result"] += [row for part in found.parts.values() for row in part.results]
    for label, row in found.shared.values():
        nodes[label].append(row)
    edges: dict[str, list[Row]] = {type: [] for type in WAYS}
    for source, target, type, data in graph.edges(keys=True, data=True):
        ends = {"source": id_in(source), "target": id_in(target)}
        edges[type].append({**ends, "properties": properties_in(data)})
    for rows in nodes.values():
        rows.sort(key=_id)
    for rows in edges.values():
        rows.sort(key=_ends)
    return Rows(nodes, edges)


def _id(row: Row) -> Any:
    return row["id"]


def _ends(row: Row) -> Any:
    return row["source"], row["target"]
