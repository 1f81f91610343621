"""Write a graph to files that other programs read: a table of formats, each a writer.

Everything is written beside its goal and renamed when it is whole, so that a goal is never half a
graph, and what was there stays if anything goes wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from papermesh.errors import ExportError
from papermesh.export.cypher import write_cypher
from papermesh.export.graphml import write_graphml
from papermesh.export.jsonl import edge_object, node_object, write_jsonl
from papermesh.export.neo4j_csv import write_neo4j_csv
from papermesh.store.base import GraphStore
from papermesh.writing import replacing

__all__ = ["FOLDERS", "FORMATS", "edge_object", "export", "node_object"]

Writer = Callable[[GraphStore, IO[bytes]], None]
FolderWriter = Callable[[GraphStore, Path], None]

FORMATS: dict[str, Writer] = {
    "cypher": write_cypher,
    "graphml": write_graphml,
    "jsonl": write_jsonl,
}
"""Writers of one file, by name of the format; to add a format, add its writer."""

FOLDERS: dict[str, FolderWriter] = {"neo4j-csv": write_neo4j_csv}
"""Writers of a whole folder, by name of the format; each puts its folder in place itself."""


def export(store: GraphStore, format: str, path: str | os.PathLike[str]) -> None:
    """Write the whole graph to a file, or to a folder (`FOLDERS`), all of it or nothing.

    Raises:
        ExportError: The format is not known, or the file or folder cannot be written.
    """
    name, goal = format.lower(), Path(path)
    if name not in FORMATS and name not in FOLDERS:
        known = ", ".join(sorted([*FORMATS, *FOLDERS]))
        raise ExportError(f"unknown format {format!r}; known: {known}")
    try:
        if name in FOLDERS:
            FOLDERS[name](store, goal)
            return
        with replacing(goal) as file:
            FORMATS[name](store, file)
    except OSError as error:
        raise ExportError(f"{goal}: cannot be written: {error.strerror or error}") from error
