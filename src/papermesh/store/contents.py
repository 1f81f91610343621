"""A graph as Neo4j is given it: what each paper brings along, and what papers share.

Everything carries a digest, so that what is stored already is known without being read back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from papermesh.model import Paper, Record
from papermesh.papers import plain
from papermesh.store.properties import id_in, kind_of, node_in, properties_in

if TYPE_CHECKING:
    import networkx as nx

Row = dict[str, Any]


@dataclass(slots=True)
class Part:
    """What one paper brings along.

    Attributes:
        row: The paper's node: ``id`` and ``properties``, sources, record and digest among them.
        results: The rows of its results.
        edges: By type, the rows of its edges and its results': ``source``, ``target``,
            ``properties``.
        shared: Ids of the nodes that it shares with other papers.
    """

    row: Row
    results: list[Row] = field(default_factory=list)
    edges: dict[str, list[Row]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    @property
    def digest(self) -> str:
        """Digest of everything here."""
        return str(self.row["properties"]["digest"])

    def add(self, type: str, source: str, target: str, properties: Mapping[str, Any]) -> None:
        """Add an edge."""
        row = {
            "source": id_in(source),
            "target": id_in(target),
            "properties": properties_in(properties),
        }
        self.edges.setdefault(type, []).append(row)


@dataclass(slots=True)
class Contents:
    """A graph, ready to be compared with what is stored, and to be stored.

    Attributes:
        parts: By stored id, what each paper brings along.
        shared: By stored id, the label and the row of every other node that is no result.
        versions: The edges between entities.
    """

    parts: dict[str, Part]
    shared: dict[str, tuple[str, Row]]
    versions: set[tuple[str, str]]


def contents(
    graph: nx.MultiDiGraph,
    observations: Mapping[str, Iterable[Paper]],
    records: Mapping[str, tuple[str, Record]],
) -> Contents:
    """Part a graph.

    Args:
        graph: The whole graph.
        observations: By paper id, the paper as its sources tell it.
        records: By paper id, fingerprint and record.
    """
    found = Contents({}, {}, set())
    for id, data in graph.nodes(data=True):
        properties = {name: value for name, value in data.items() if name != "labels"}
        row: Row = {"id": id_in(id), "properties": node_in(id, properties)}
        if kind_of(id) == "Paper":
            row["properties"] |= _sources(observations[id], records.get(id))
            found.parts[row["id"]] = _part(graph, id, row)
        elif kind_of(id) != "Result":
            row["properties"]["digest"] = _digest(row)
            found.shared[row["id"]] = (data["labels"][-1], row)
            for other in [b for _, b, t in graph.out_edges(id, keys=True) if t == "VERSION_OF"]:
                found.versions.add((row["id"], id_in(other)))
    return found


def _sources(
    observations: Iterable[Paper], record: tuple[str, Record] | None
) -> dict[str, str | list[str]]:
    told = [
        json.dumps({**o.model_dump(mode="json", exclude={"extra"}), "extra": plain(o.extra)})
        for o in observations
    ]
    if record is None:
        return {"observations": told}
    mark, found = record
    text = json.dumps(plain(found.model_dump(mode="json")))
    return {"observations": told, "fingerprint": mark, "record": text}


def _part(graph: nx.MultiDiGraph, id: str, row: Row) -> Part:
    part = Part(row)
    for source, _, type, data in graph.in_edges(id, keys=True, data=True):
        part.add(type, source, id, data)
        part.shared.add(id_in(source))
    for _, target, type, data in graph.out_edges(id, keys=True, data=True):
        part.add(type, id, target, data)
        if type != "REPORTS":
            part.shared.add(id_in(target))
            continue
        figures = {n: v for n, v in graph.nodes[target].items() if n != "labels"}
        part.results.append({"id": id_in(target), "properties": node_in(target, figures)})
        for _, thing, role, told in graph.out_edges(target, keys=True, data=True):
            part.add(role, target, thing, told)
            part.shared.add(id_in(thing))
    row["properties"]["digest"] = _digest([row, part.results, sorted(part.edges.items())])
    return part


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:24]
