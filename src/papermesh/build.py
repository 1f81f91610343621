"""Growing a graph: read, identify, extract, link, store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from papermesh.ingest import Problem, read
from papermesh.model import Paper, Record
from papermesh.papers import identify, merge, revise
from papermesh.store.base import GraphStore

_CHECKPOINT = 5000  # papers; what an interrupt or a power cut can cost is less than this


@dataclass(slots=True)
class Report:
    """What a build did.

    Attributes:
        entries: Usable pieces of input.
        papers: Papers in the store afterwards.
        extracted: Papers whose text was read anew.
        unchanged: Papers of the input whose text was known already.
        problems: Unusable pieces of input, in order.
    """

    entries: int = 0
    papers: int = 0
    extracted: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


Progress = Callable[[str, int, int | None], None]
"""Called with a phase (``read``, ``extract``, ``store``), how much is done, and of how much."""


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
    strict: bool = False,
    on_progress: Progress | None = None,
    on_problem: Callable[[Problem], None] | None = None,
) -> Report:
    """Add papers to a store, and bring the papers that it knows up to date.

    What a source says of a paper replaces what the same source said before. A text that was read
    before is not read again. Work is stored in batches, so that an interrupted build goes on where
    it was.

    Args:
        store: Where the graph is.
        sources: Paths, globs, URLs, ``-``; or papers that are already read.
        format: Name of the input's format; found out from the content by default.
        model: Name or path of a spaCy pipeline; the built-in one by default.
        workers: Processes that read texts; the graph is the same for any number.
        strict: Make the first unusable piece of input an error.
        on_progress: Called as the work goes on.
        on_problem: Called for each unusable piece of input; they are in the report as well.

    Raises:
        IngestError: With ``strict``, for the first unusable piece.
        ModelError: The pipeline cannot be loaded.
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
    known = list(store.papers())
    groups = identify(revise(known, fresh))
    papers = {id: merge(id, observations) for id, observations in groups.items()}
    records = dict(store.records())
    from papermesh.extract import fingerprint

    print_of = {id: _fingerprint(paper, fingerprint(model)) for id, paper in papers.items()}
    done = _carry_over(papers, print_of, records)
    todo = [paper for id, paper in papers.items() if id not in done]
    report.unchanged = len(papers) - len(todo)
    _extract(
        store, groups, todo, done, print_of, model=model, workers=workers, tell=tell, report=report
    )
    report.papers = len(papers)
    return report


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


def _carry_over(
    papers: Mapping[str, Paper],
    print_of: Mapping[str, str],
    records: Mapping[str, tuple[str, Record]],
) -> dict[str, tuple[str, Record]]:
    """Records that still hold: the text and the extractor are what they were."""
    by_print = dict(records.values())
    done = {}
    for id, paper in papers.items():
        record = by_print.get(print_of[id])
        if record is not None:
            done[id] = (print_of[id], record.model_copy(update={"id": id, "title": paper.title}))
    return done


def _extract(
    store: GraphStore,
    groups: Mapping[str, list[Paper]],
    todo: Sequence[Paper],
    done: dict[str, tuple[str, Record]],
    print_of: Mapping[str, str],
    *,
    model: str | None,
    workers: int,
    tell: Progress,
    report: Report,
) -> None:
    from papermesh.extract import extract

    known, records = list(store.papers()), dict(store.records())

    def save(*, whole: bool) -> None:
        """Store what is done; what is not stays as the store had it before."""
        tell("store", 0, None)
        observations = [o for id in done for o in groups[id]]
        if whole:
            store.update(observations, done)
        else:
            store.update(revise(known, observations), {**records, **done})

    found = extract(todo, model=model, workers=workers) if todo else ()
    try:
        for record in found:
            done[record.id] = (print_of[record.id], record)
            report.extracted += 1
            tell("extract", report.extracted, len(todo))
            if report.extracted % _CHECKPOINT == 0:
                save(whole=False)
    except KeyboardInterrupt:
        save(whole=False)
        raise
    save(whole=True)
