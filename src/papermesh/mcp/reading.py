"""The graph of a server that has to answer before it has read the graph."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import time
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Any, TypeVar

from papermesh.store.index import no_collection
from papermesh.store.snapshot import Snapshot
from papermesh.views.library import warm

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from papermesh.store.base import GraphStore

_LOG = logging.getLogger(__name__)
_PATIENCE = 2.0
"""Seconds after which who waits is told so, time and again."""
T = TypeVar("T")


class Reading:
    """Reads a graph in the background, and again where the store has changed.

    What is asked waits for the graph and for what itself needs of it, and for nothing else: the
    indexes that are not there yet are made meanwhile.

    Args:
        store: Where the graph is kept.
        alone: The process does nothing else: the garbage collector leaves the graph alone.
    """

    def __init__(self, store: GraphStore, *, alone: bool = False) -> None:
        self._store = store
        self._alone = alone
        self._lock = threading.Lock()
        self._asked: set[Future[Any]] = set()
        self._graph = begin(self._read)
        if alone:
            begin(self._stay)

    async def ask(
        self, make: Callable[[Snapshot], T], tell: Callable[[float, str], Awaitable[None]]
    ) -> T:
        """Make something of the graph as it is now.

        Args:
            make: What is made of it, in a thread.
            tell: What is told now and then while that takes long: seconds, and words.

        Raises:
            StoreError: There is no graph, or it cannot be read.
        """
        start = time.monotonic()
        call = begin(lambda: make(self.current()))
        self._asked.add(call)
        call.add_done_callback(self._asked.discard)
        found = asyncio.wrap_future(call)
        while not (await asyncio.wait([found], timeout=_PATIENCE))[0]:
            doing = "making the answer" if self._graph.done() else "reading the graph"
            await tell(round(time.monotonic() - start, 1), doing)
        return found.result()

    def current(self) -> Snapshot:
        """The graph as it is now, once it has been read.

        Raises:
            StoreError: There is no graph, or it cannot be read.
        """
        with self._lock:
            if self._graph.done() and self._is_old():
                self._graph = begin(self._read_again)
        return self._graph.result()

    def _is_old(self) -> bool:
        """Tell whether there is another graph by now, or one at all."""
        if self._graph.exception() is not None:
            return True
        return self._store.state() != self._graph.result().state()

    def _read_again(self) -> Snapshot:
        self._store.close()
        graph = self._read()
        if self._alone:
            gc.unfreeze()
            gc.collect()  # the graph before holds itself, so that nothing else gives it back
            gc.freeze()
        return graph

    def _read(self) -> Snapshot:
        with no_collection():
            graph = Snapshot(self._store)
        if self._alone:
            gc.freeze()  # walking millions of objects that stay would hold up every answer
        threading.Thread(target=self._warm, args=(graph,), daemon=True).start()
        return graph

    def _warm(self, graph: Snapshot) -> None:
        wait(tuple(self._asked))  # who waits already comes first
        try:
            with no_collection():
                warm(graph)
        except Exception:  # who asks for it is told
            _LOG.exception("an index could not be made")
        if self._alone:
            gc.freeze()

    def _stay(self) -> None:
        """Hold the graph until the process ends, which then need not give it back piece by piece."""
        threading.Event().wait()


def begin(make: Callable[[], T]) -> Future[T]:
    """Make something in a thread that does not hold up the end of the process."""
    found: Future[T] = Future()
    found.set_running_or_notify_cancel()

    def run() -> None:
        try:
            found.set_result(make())
        except BaseException as error:
            found.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return found
