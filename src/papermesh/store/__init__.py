"""Where graphs are kept, and how to open one by its address."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from papermesh.errors import StoreError

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore

__all__ = ["open_store"]

_NEO4J = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(url: str | os.PathLike[str]) -> GraphStore:
    """Open the store at an address: a folder's path, or later a database's URL.

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
        raise StoreError(
            f"stores of the kind {scheme}:// are not built in yet; name a folder instead"
        )
    raise StoreError(f"no store is of the kind {scheme}://; name a folder")
