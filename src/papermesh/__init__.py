"""A knowledge graph of AI papers, read from their abstracts.

>>> import papermesh
>>> sorted(papermesh.__all__)[:3]
['EntityType', 'Graph', 'Paper']

Importing the package loads neither spaCy nor NetworkX nor the Neo4j driver until they are needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from papermesh.errors import PapermeshError
    from papermesh.extract import load
    from papermesh.ingest import read
    from papermesh.model import EntityType, Paper, Record, RelationType
    from papermesh.session import Graph, open

_PLACES = {
    "EntityType": "model",
    "Graph": "session",
    "Paper": "model",
    "PapermeshError": "errors",
    "Record": "model",
    "RelationType": "model",
    "load": "extract",
    "open": "session",
    "read": "ingest",
}

__all__ = [
    "EntityType",
    "Graph",
    "Paper",
    "PapermeshError",
    "Record",
    "RelationType",
    "load",
    "open",
    "read",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'papermesh' has no attribute {name!r}")
    return getattr(import_module(f"papermesh.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
