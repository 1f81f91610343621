from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from papermesh.extract import load
from papermesh.extract.pipeline import record
from papermesh.model import Paper, Record

Reader = Callable[[str, str], Record]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load()


@pytest.fixture
def read_one(nlp: Language) -> Reader:
    """A function that gives the record of a title and an abstract."""

    def reader(title: str, abstract: str) -> Record:
        paper = Paper(id="title:x", title=title, abstract=abstract)
        return record(paper, nlp(f"{title}\n\n{abstract}"))

    return reader
