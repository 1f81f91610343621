"""The graph that others ask: read whole, and read anew where the store has changed."""

from __future__ import annotations

import gc
import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from papermesh.errors import PapermeshError
from papermesh.query.lookup import names_of
from papermesh.query.search import LABELS
from papermesh.store.index import no_collection
from papermesh.store.snapshot import Snapshot
from papermesh.views.asking import answered
from papermesh.views.entity import entity_view
from papermesh.views.front import front_view
from papermesh.views.paper import paper_view
from papermesh.views.searching import found

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore

_LOG = logging.getLogger(__name__)


class Library:
    """Holds a snapshot of a store, and replaces it whole where the store has changed.

    A request keeps to the snapshot that it began with, so a page never mixes two states.

    Args:
        store: Where the graph is kept.
        freeze: Have the garbage collector leave alone what there is: for a process of its own.

    Raises:
        StoreError: There is no graph, or it cannot be read.
    """

    def __init__(self, store: GraphStore, *, freeze: bool = False) -> None:
        self._store = store
        self._freeze = freeze
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self.current = self._read()
        self._settle()

    def refresh(self) -> bool:
        """Read the graph anew if the store has changed; tells whether it has.

        Raises:
            StoreError: The store cannot be read; what was read before is kept.
        """
        with self._lock:  # who comes meanwhile waits for what is being read
            if self._store.state() == self.current.state():
                return False
            self._store.close()
            self.current = self._read()
            self._settle()
            return True

    def watch(self, seconds: float = 5.0) -> None:
        """Look for changes in the background until `stop`."""
        threading.Thread(target=self._watch, args=(seconds,), daemon=True).start()

    def stop(self) -> None:
        """Look no longer for changes."""
        self._stopped.set()

    def _watch(self, seconds: float) -> None:
        while not self._stopped.wait(seconds):
            try:
                if self.refresh():
                    _LOG.warning("the graph has changed, and was read anew")
            except PapermeshError as error:
                _LOG.warning("%s; what was read before is served on", error)
            except Exception:  # whatever it is, the next look may be better
                _LOG.exception("the store could not be read; what was read before is served on")

    def _read(self) -> Snapshot:
        with no_collection():
            snapshot = Snapshot(self._store)
            warm(snapshot)
        return snapshot

    def _settle(self) -> None:
        """Give back the graph before, and have the garbage collector leave this one alone.

        A graph of 20,000 papers is millions of objects that stay; walking them all would hold up
        every page for seconds, time and again.
        """
        if self._freeze:
            gc.unfreeze()
        gc.collect()  # a graph holds itself, so that nothing else gives it back
        if self._freeze:
            gc.freeze()


def warm(store: GraphStore) -> None:
    """Make what the first request of each kind would have to wait for."""
    front = front_view(store)
    found(store, "graph")
    store.resolve("graph")
    for labels in (("Entity",), ("Paper",), (*LABELS, "Repository")):
        names_of(store, labels)
    for name in (entity.name for ranked in front.top for entity in ranked.entities[:1]):
        for question in (f"which papers use {name}", f"is {name} still used by anybody"):
            with suppress(Exception):  # nobody has asked yet, so there is nobody to tell
                answered(store, question)
    for most in front.top[:1]:
        if most.entities and (node := store.node(most.entities[0].id)) is not None:
            entity_view(store, node)
    for paper in front.newest[:1]:
        if (node := store.node(paper.id)) is not None:
            paper_view(store, node)
