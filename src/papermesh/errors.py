"""Every error papermesh raises.

PapermeshError
├─ IngestError            an input cannot be read: source, line, reason
│  └─ UnknownFormatError  no reader knows the input
├─ ModelError             a spaCy pipeline cannot be loaded
├─ StoreError             a store cannot be opened, read or written
│  ├─ StoreBusyError      another process is writing to it
│  └─ NotFoundError       no node has that name; carries the closest ones
│     └─ UnknownTypeError there is no such type or relation
├─ QuestionError          a question was not understood
├─ PeriodError            days that are no period
└─ ExportError            a graph cannot be written in a format

The command line prints each as one line and exits with status 1.
"""

from __future__ import annotations

from collections.abc import Sequence


class PapermeshError(Exception):
    """Base of all errors that papermesh raises on purpose."""


class IngestError(PapermeshError):
    """An input, or one piece of it, cannot be used.

    Attributes:
        source: Where it came from: a path, a URL, or ``-`` for standard input.
        line: Line within the source, counted from 1, or None where lines mean nothing.
        reason: What is wrong and what to do about it.
    """

    def __init__(self, source: str, line: int | None, reason: str) -> None:
        self.source = source
        self.line = line
        self.reason = reason
        where = source if line is None else f"{source}:{line}"
        super().__init__(f"{where}: {reason}")


class UnknownFormatError(IngestError):
    """No reader recognises the input."""


class ModelError(PapermeshError):
    """A spaCy pipeline cannot be loaded, or lacks what papermesh needs of it."""


class StoreError(PapermeshError):
    """A store cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """Another process holds the store's write lock."""


class NotFoundError(StoreError):
    """No node answers to a name.

    Attributes:
        name: What was asked for.
        close: Names in the graph that come closest, best first.
    """

    def __init__(self, name: str, close: Sequence[str] = ()) -> None:
        self.name = name
        self.close = tuple(close)
        hint = f"; closest: {', '.join(self.close)}" if self.close else "; see `papermesh search`"
        super().__init__(f"nothing in the graph is called {name!r}{hint}")


class UnknownTypeError(NotFoundError):
    """There is no type or relation of that name; ``close`` holds those that there are."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name, known)
        self.args = (f"there is no type or relation {name!r}; take one of {', '.join(known)}",)


class PeriodError(PapermeshError):
    """Days that are no period: the last comes before the first."""


class QuestionError(PapermeshError):
    """A question was not understood.

    Attributes:
        question: The question as asked.
    """

    def __init__(self, question: str, reason: str) -> None:
        self.question = question
        super().__init__(f"question not understood: {question!r}; {reason}")


class ExportError(PapermeshError):
    """A graph cannot be written in the asked format."""
