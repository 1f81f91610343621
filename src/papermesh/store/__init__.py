"""Where graphs are kept, and how to open one by its address."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from papermesh.errors import StoreError

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore

__all__ = ["copy", "open_store"]

_NEO4J = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(url: str | os.PathLike[str]) -> GraphStore:
    """Open the store at an address: a folder's path, or the URL of a Neo4j server.

    Nothing is read yet, and a folder need not exist: it is made by the first update.

    Raises:
        StoreError: No store is of that kind, or the path is no folder.
    """
    address = os.fspath(url)
    scheme, is_url, _ = address.partition("://")
    if not is_url:
        from papermesh.store.folder import FolderStore

        return FolderStore(address)
    if scheme in _NEO4J:
        from papermesh.store.neo4j import Neo4jStore

        return Neo4jStore(address)
    raise StoreError(
        f"no store is of the kind {scheme}://; name a folder, or a Neo4j server as neo4j://host:7687"
    )


def copy(source: GraphStore, target: GraphStore) -> int:
    """Make one store hold what another holds, and say how many papers that is.

    What is there already is not written again, so that a copy that was interrupted goes on.

    Raises:
        StoreError: One of them cannot be read, or the target not written.
    """
    papers, records = list(source.papers()), source.records()
    list(target.papers())  # what is there now is replaced, but nothing that is written meanwhile
    target.update(papers, records)
    return len(records)
