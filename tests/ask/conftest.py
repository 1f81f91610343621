from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from papermesh.ask import Answer, ask
from tests.fakes import FakeStore, small_graph

Asker = Callable[[str], Answer]
TODAY = dt.date(2025, 6, 1)


@pytest.fixture(scope="session")
def store() -> FakeStore:
    return FakeStore(small_graph())


@pytest.fixture(scope="session")
def asked(store: FakeStore) -> Asker:
    """A function that asks the small graph, on a fixed day."""
    return lambda question: ask(store, question, today=TODAY)
