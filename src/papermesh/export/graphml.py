"""GraphML, which NetworkX, Gephi and yEd read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

from papermesh.store.base import GraphStore

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["write_graphml"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, escaped or not."""


def write_graphml(store: GraphStore, file: IO[bytes]) -> None:
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
