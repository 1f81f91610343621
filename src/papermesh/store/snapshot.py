"""A store as it is at one moment, held in memory: for who asks much and often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from papermesh.store.index import GraphIndex, Indexed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from papermesh.model import Paper, Record
    from papermesh.store.base import GraphStore, Table

__all__ = ["Snapshot"]


class Snapshot(Indexed):
    """A `GraphStore` that has read the whole graph of another, and does not change.

    Whatever is written to the other, all that is asked of this one fits together. It may be
    asked by several threads at once.

    Args:
        store: What to read; it is asked for papers, records and Cypher, which are as they are now.

    Raises:
        StoreError: There is no graph yet, or it cannot be read.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._state = store.state()
        self._read = GraphIndex(store.graph())

    @property
    def _index(self) -> GraphIndex:
        return self._read

    @property
    def url(self) -> str:
        """Where the store is, without any password."""
        return self._store.url

    def papers(self) -> Iterator[Paper]:
        """Every paper as each single source tells it, now."""
        return self._store.papers()

    def records(self) -> Mapping[str, tuple[str, Record]]:
        """By id of the merged paper: fingerprint and record, now."""
        return self._store.records()

    def update(self, papers: Iterable[Paper], records: Mapping[str, tuple[str, Record]]) -> None:
        """Refuse: what is read here does not change."""
        raise NotImplementedError("a snapshot does not change; update its store")

    def state(self) -> str:
        """The state that was read, from before reading: what is newer shows as a difference."""
        return self._state

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float = 30.0,
        limit: int = 1000,
    ) -> Table:
        """Run a Cypher query on the store, as it is now."""
        return self._store.cypher(query, parameters, write=write, timeout=timeout, limit=limit)

    def close(self) -> None:
        """Give back what the store holds."""
        self._store.close()
