"""Growing a graph: read, identify, extract, link, store."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from papermesh.errors import StoreBusyError
from papermesh.ingest import Problem, read
from papermesh.model import Paper, Record
from papermesh.papers import identify, merge, revise
from papermesh.store.base import GraphStore

_CHECKPOINT = 5000  # papers; what an interrupt or a power cut can cost is less than this
_TRIES = 20  # to store what is done while other processes keep writing
_PAUSE = 0.5  # seconds, at most, between two of them


@dataclass(slots=True)
class Report:
    """What a build did.

    Attributes:
        entries: Usable pieces of input.
        papers: Papers in the store afterwards.
        extracted: Papers whose text was read anew.
        problems: Unusable pieces of input, in order.
    """

    entries: int = 0
    papers: int = 0
    extracted: int = 0
    problems: list[Problem] = field(default_factory=list)


Progress = Callable[[str, int, int | None], None]
"""Called with a phase (``read``, ``extract``, ``store``), how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How texts are read."""

    model: str | None
    workers: int
    min_confidence: float


def merged(
    sources: Sequence[str],
    *,
    format: str | None = None,
    on_problem: Callable[[Problem], None] | None = None,
    on_progress: Progress | None = None,
) -> list[Paper]:
    """Read sources and unite what they say, one paper each, in order of their ids.

    Raises:
        IngestError: Without ``on_problem``, for the first unusable piece of input.
    """
    observations = []
    for paper in _papers(sources, format, on_problem):
        observations.append(paper)
        if on_progress is not None:
            on_progress("read", len(observations), None)
    return [merge(id, group) for id, group in identify(observations).items()]


def build(
    store: GraphStore,
    sources: Iterable[str | Paper],
    *,
    format: str | None = None,
    model: str | None = None,
    workers: int = 1,
    min_confidence: float = 0.0,
    strict: bool = False,
    on_progress: Progress | None = None,
    on_problem: Callable[[Problem], None] | None = None,
) -> Report:
    """Add papers to a store, and bring the papers that it knows up to date.

    What a source says of a paper replaces what the same source said before. A text that was read
    before is not read again. Work is stored in batches, so that an interrupted build goes on where
    it was. What another process stores meanwhile is kept and joined with.

    Args:
        store: Where the graph is.
        sources: Paths, globs, URLs, ``-``; or papers that are already read.
        format: Name of the input's format; found out from the content by default.
        model: Name or path of a spaCy pipeline, or folder of weights; the built-in one by default.
        workers: Processes that read texts; the graph is the same for any number.
        min_confidence: What is right with less than this probability is left out. A store that was
            built with another is read anew.
        strict: Make the first unusable piece of input an error.
        on_progress: Called as the work goes on.
        on_problem: Called for each unusable piece of input; they are in the report as well.

    Raises:
        IngestError: With ``strict``, for the first unusable piece.
        ModelError: The pipeline cannot be loaded.
        StoreBusyError: Other processes write to the store all the time.
        StoreError: The store cannot be read or written.
    """
    report = Report()

    def note(problem: Problem) -> None:
        report.problems.append(problem)
        if on_problem is not None:
            on_problem(problem)

    tell = on_progress or (lambda phase, done, of: None)
    fresh: list[Paper] = []
    for paper in _papers(sources, format, None if strict else note):
        fresh.append(paper)
        report.entries += 1
        tell("read", report.entries, None)
    if not fresh:
        report.papers = len(store.records())
        return report
    reading = _Reading(model, workers, min_confidence)
    _grow(store, fresh, report, reading, tell)
    return report


def _grow(
    store: GraphStore,
    fresh: Sequence[Paper],
    report: Report,
    reading: _Reading,
    tell: Progress,
) -> None:
    from papermesh.extract import fingerprint

    mark = f"{fingerprint(reading.model)}>{reading.min_confidence!r}"
    work = _Work(store, fresh, mark, tell)
    work.look()
    while True:  # another process may bring papers, or other texts of ours, while we extract
        _extract(work, reading, report)
        work.save()
        if not work.todo:
            break
    report.papers = len(work.papers)


def _papers(
    sources: Iterable[str | Paper],
    format: str | None,
    on_problem: Callable[[Problem], None] | None,
) -> Iterator[Paper]:
    for source in sources:
        if isinstance(source, Paper):
            yield source
        else:
            yield from read(source, format=format, on_problem=on_problem)


def _fingerprint(paper: Paper, extractor: str) -> str:
    text = "\0".join((extractor, paper.title, paper.abstract))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class _Work:
    """What a build adds to a store, joined with what the store holds.

    Records are known by the fingerprint of their text, so whatever else comes into the store
    meanwhile, no text is read twice.

    Attributes:
        tell: Called as the work goes on.
        papers: By id, the merged papers of the store and the build.
        todo: Those of them whose text is yet to be read.
        prints: By id, the fingerprint of a paper's text.
    """

    def __init__(
        self, store: GraphStore, fresh: Sequence[Paper], extractor: str, tell: Progress
    ) -> None:
        self._store, self._fresh, self._extractor, self.tell = store, fresh, extractor, tell
        self._found: dict[str, Record] = {}

    def look(self) -> None:
        """Read what the store holds now."""
        self._known, self._records = list(self._store.papers()), dict(self._store.records())
        self._groups = identify(revise(self._known, self._fresh))
        self.papers = {id: merge(id, observed) for id, observed in self._groups.items()}
        self.prints = {id: _fingerprint(p, self._extractor) for id, p in self.papers.items()}
        self._by_print = {**dict(self._records.values()), **self._found}
        self._count()

    def add(self, mark: str, record: Record) -> None:
        """Take a record that was extracted from the text of that fingerprint."""
        self._found[mark] = self._by_print[mark] = record

    def save(self) -> None:
        """Store what is done; what is not stays as the store has it.

        Raises:
            StoreBusyError: Other processes write all the time.
        """
        for left in reversed(range(_TRIES)):
            self.tell("store", 0, None)
            try:
                self._store.update(*self._content())
            except StoreBusyError:
                if not left:
                    raise
                self._store.close()
                time.sleep(random.uniform(0, _PAUSE))
                self.look()
            else:
                return

    def _content(self) -> tuple[list[Paper], dict[str, tuple[str, Record]]]:
        done = self._count()
        observations = [o for id in done for o in self._groups[id]]
        if not self.todo:
            return observations, done
        return revise(self._known, observations), {**self._records, **done}

    def _count(self) -> dict[str, tuple[str, Record]]:
        """Records of papers whose text and extractor are what they were; the others are to do."""
        done = {}
        self.todo = []
        for id, paper in self.papers.items():
            record = self._by_print.get(self.prints[id])
            if record is None:
                self.todo.append(paper)
            else:
                named = record.model_copy(update={"id": id, "title": paper.title})
                done[id] = (self.prints[id], named)
        return done


def _extract(work: _Work, reading: _Reading, report: Report) -> None:
    """Read the texts that are to do, saving now and then and when interrupted."""
    from papermesh.extract import extract

    todo, prints = work.todo, work.prints  # as they are now: saving may look again
    if not todo:
        return
    try:
        records = extract(
            todo,
            model=reading.model,
            workers=reading.workers,
            min_confidence=reading.min_confidence,
        )
        for number, record in enumerate(records, 1):
            work.add(prints[record.id], record)
            report.extracted += 1
            work.tell("extract", number, len(todo))
            if number % _CHECKPOINT == 0:
                work.save()
    except BaseException:
        work.save()
        raise
