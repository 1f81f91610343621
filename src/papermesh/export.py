"""Write a graph to a file that other programs read: a table of formats, each a writer.

Every file is written beside its goal and renamed when it is whole, so that a goal is never half
a graph, and what was there stays if anything goes wrong.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from papermesh.errors import ExportError
from papermesh.store.base import Edge, GraphStore, Node
from papermesh.writing import replacing

if TYPE_CHECKING:
    import networkx as nx

Writer = Callable[[GraphStore, IO[bytes]], None]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, escaped or not."""


def export(store: GraphStore, format: str, path: str | os.PathLike[str]) -> None:
    """Write the whole graph to a file, all of it or nothing.

    Raises:
        ExportError: The format is not known, or the file cannot be written.
    """
    writer = FORMATS.get(format.lower())
    if writer is None:
        raise ExportError(f"unknown format {format!r}; known: {', '.join(sorted(FORMATS))}")
    goal = Path(path)
    try:
        with replacing(goal) as file:
            writer(store, file)
    except OSError as error:
        raise ExportError(f"{goal}: cannot be written: {error.strerror or error}") from error


def node_object(node: Node) -> dict[str, Any]:
    """Write a node as the object that stands for it in JSON."""
    return {
        "kind": "node",
        "id": node.id,
        "labels": list(node.labels),
        "properties": dict(node.properties),
    }


def edge_object(edge: Edge) -> dict[str, Any]:
    """Write an edge as the object that stands for it in JSON."""
    return {
        "kind": "edge",
        "source": edge.source,
        "type": edge.type,
        "target": edge.target,
        "properties": dict(edge.properties),
    }


def _write_jsonl(store: GraphStore, file: IO[bytes]) -> None:
    """Write one object a line: all nodes in order of id, then all edges."""
    ids: list[str] = []
    for node in store.nodes():
        ids.append(node.id)
        file.write(_line(node_object(node)))
    for edge in store.edges(ids, None, "out"):
        file.write(_line(edge_object(edge)))


def _line(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, default=str)
    try:
        return (text + "\n").encode()
    except UnicodeEncodeError:  # Half of a surrogate pair: only an escape can hold it.
        return (json.dumps(value, default=str) + "\n").encode()


def _write_graphml(store: GraphStore, file: IO[bytes]) -> None:
    """Write GraphML that `networkx.read_graphml`, Gephi and yEd read.

    Lists and maps become JSON text, since GraphML knows scalars only; what is null is left out;
    and a property is of one type all over the file, text where nodes disagree.
    """
    import networkx as nx

    nodes = list(store.nodes())
    edges = list(store.edges([node.id for node in nodes], None, "out"))
    node_data = [{"labels": ":".join(n.labels), **n.properties} for n in nodes]
    edge_data = [{"type": e.type, **e.properties} for e in edges]
    node_texts, edge_texts = _mixed(node_data), _mixed(edge_data)
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    for node, data in zip(nodes, node_data, strict=True):
        graph.add_node(_xml(node.id), **_scalars(data, node_texts))
    for edge, data in zip(edges, edge_data, strict=True):
        # Edge ids of GraphML are unique in the file, so the type alone cannot be one.
        key = _xml(f"{edge.source} {edge.type} {edge.target}")
        graph.add_edge(_xml(edge.source), _xml(edge.target), key=key, **_scalars(data, edge_texts))
    nx.write_graphml_xml(graph, file, encoding="utf-8", prettyprint=True)


def _mixed(rows: list[dict[str, Any]]) -> set[str]:
    """Find the properties that are not of one plain type in all rows."""
    types: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            if value is not None:
                types.setdefault(name, set()).add(type(value))
    return {name for name, found in types.items() if len(found) > 1 and found != {int, float}}


def _scalars(data: Mapping[str, Any], texts: set[str]) -> dict[str, Any]:
    return {
        _xml(name): _scalar(value, name in texts)
        for name, value in data.items()
        if value is not None
    }


def _scalar(value: Any, as_text: bool) -> str | int | float | bool:
    if isinstance(value, str):
        return _xml(value)
    if isinstance(value, bool | int | float) and not as_text:
        return value
    return _xml(json.dumps(value, ensure_ascii=False, default=str))


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)


FORMATS: dict[str, Writer] = {"graphml": _write_graphml, "jsonl": _write_jsonl}
"""Writers by name of the format; to add a format, add its writer."""
