"""JSON Lines: one object a line, all nodes in order of id, then all edges."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from papermesh.store.base import Edge, GraphStore, Node

__all__ = ["edge_object", "node_object", "write_jsonl"]


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


def write_jsonl(store: GraphStore, file: IO[bytes]) -> None:
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
