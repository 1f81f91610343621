"""What Cypher gives, as JSON can say it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from neo4j.graph import Node, Path, Relationship

from papermesh.store.properties import id_out, properties_out, text_out

__all__ = ["plain_value"]


def plain_value(value: Any) -> Any:
    """Write a value that a query gives as JSON can say it; see `papermesh.store.base.Table`."""
    if isinstance(value, Node):
        properties = properties_out(value)
        own = id_out(value) if "id" in value else value.element_id
        return {"id": own, "labels": sorted(value.labels), "properties": properties}
    if isinstance(value, Relationship):
        ends = [node.get("id") or node.element_id if node else None for node in value.nodes]
        return {
            "type": value.type,
            "source": ends[0],
            "target": ends[1],
            "properties": properties_out(value),
        }
    if isinstance(value, Path):
        parts: list[Any] = [value.start_node]
        for relationship, node in zip(value.relationships, value.nodes[1:], strict=True):
            parts += [relationship, node]
        return [plain_value(part) for part in parts]
    if isinstance(value, Mapping):
        return {name: plain_value(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, str):
        return text_out(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int):
        return value
    return value.iso_format() if hasattr(value, "iso_format") else str(value)
