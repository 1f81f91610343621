"""What is new in a graph over a time: papers, what they introduce and state, what they use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from papermesh.query.adoption import timeline
from papermesh.query.overview import top
from papermesh.query.results import results
from papermesh.query.shown import Shown
from papermesh.query.trends import Change, changes
from papermesh.query.values import (
    RELATIONS,
    Evidence,
    ResultRow,
    TopRow,
    confidence_of,
    date_of,
    evidence_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from papermesh.store.base import Edge, GraphStore, Node

MIN_CONFIDENCE = 0.5
"""How likely a paper must introduce a thing at least."""
MIN_RECENT = 3
"""How many papers of the time what rises needs at least: two may be one author's."""
_BATCH = 100
_INTRODUCED = ("Method", "Model", "Dataset", "Benchmark")


@dataclass(frozen=True, slots=True)
class Introduction(Shown):
    """A thing that no earlier paper of the graph knows, and the paper that introduces it."""

    entity: Node
    paper: Node
    confidence: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def sentence(self) -> str | None:
        """What the paper says of it, apart from the title."""
        return next((e.sentence for e in self.evidence if e.sentence != self.paper.name), None)


@dataclass(frozen=True, slots=True)
class NewPaper(Shown):
    """A paper of the time.

    Attributes:
        introduces: What it introduces, the surest first.
        results: The figures that its abstract states.
        upvotes: None where no source tells them.
    """

    paper: Node
    introduces: tuple[Introduction, ...]
    results: tuple[ResultRow, ...]
    upvotes: int | None

    @property
    def date(self) -> dt.date | None:
        """Day of submission, else the day on a daily page; see `date_of`."""
        return date_of(self.paper)


@dataclass(frozen=True, slots=True)
class NewCode(Shown):
    """A repository that no earlier paper of the graph names."""

    repository: Node
    paper: Node


@dataclass(frozen=True, slots=True)
class Digest(Shown):
    """What is new from one day to another, both included.

    Attributes:
        total: Papers of the time.
        undated: Papers of the graph without a date, which no digest can hold.
        papers: Those with most upvotes first, then those that introduce most, then the newest.
        introduced: New methods, models, data sets and benchmarks, in the order of the papers.
        results: Figures stated for a named method or model on a named benchmark or data set.
        used: What most papers of the time work with.
        rising: What a share of papers works with that is greater than before by more than chance
            explains.
        code: New repositories, in the order of the papers.
    """

    since: dt.date
    until: dt.date
    total: int
    undated: int
    papers: tuple[NewPaper, ...]
    introduced: tuple[Introduction, ...]
    results: tuple[ResultRow, ...]
    used: tuple[TopRow, ...]
    rising: tuple[Change, ...]
    code: tuple[NewCode, ...]


def digest(
    store: GraphStore, since: dt.date, until: dt.date | None = None, *, limit: int = 20
) -> Digest:
    """Tell what is new in a graph; nothing in it depends on the day on which it is asked.

    Args:
        store: The graph.
        since: First day.
        until: Last day; that of the newest paper otherwise.
        limit: How many papers, things, figures and repositories at most, each.
    """
    known = store.derived(timeline)
    end = until or max(known.last or since, since)
    ids = {id for id, day in known.days.items() if since <= day <= end}
    edges = list(store.edges(ids, (*RELATIONS, "HAS_CODE"), "out"))
    introduced = _introduced(store, known.days, since, edges)
    papers = _ranked(store, ids, introduced)
    place = {new.paper.id: at for at, new in enumerate(papers)}
    rising = changes(store, since, end, limit=limit, sure=True).rising
    return Digest(
        since=since,
        until=end,
        total=len(ids),
        undated=known.undated,
        papers=tuple(_with_figures(store, papers[:limit])),
        introduced=tuple(
            sorted(introduced, key=lambda i: (place[i.paper.id], -i.confidence, i.entity.id))[
                :limit
            ]
        ),
        results=tuple(islice(_told(store, list(place)), limit)),
        used=tuple(top(store, papers=ids, limit=limit)),
        rising=tuple(c for c in rising if c.recent >= MIN_RECENT),
        code=tuple(_code(store, known.days, since, edges, place)[:limit]),
    )


def _earlier(
    store: GraphStore,
    days: Mapping[str, dt.date],
    since: dt.date,
    ids: Iterable[str],
    relations: tuple[str, ...],
) -> set[str]:
    """Tell which nodes a paper from before a day leads to."""
    edges = store.edges(set(ids), relations, "in")
    return {edge.target for edge in edges if days.get(edge.source, since) < since}


def _introduced(
    store: GraphStore, days: Mapping[str, dt.date], since: dt.date, edges: list[Edge]
) -> list[Introduction]:
    """Find what is introduced; of several papers that claim a thing, the surest, then the oldest."""
    claims = [e for e in edges if e.type == "PROPOSES" and confidence_of(e) >= MIN_CONFIDENCE]
    old = _earlier(store, days, since, (edge.target for edge in claims), RELATIONS)
    best: dict[str, Edge] = {}
    for edge in sorted(claims, key=lambda e: (-confidence_of(e), days[e.source], e.source)):
        if edge.target not in old:
            best.setdefault(edge.target, edge)
    found = []
    for id, edge in best.items():
        entity, paper = store.node(id), store.node(edge.source)
        if entity is not None and paper is not None and entity.label in _INTRODUCED:
            evidence = evidence_of(paper.id, edge.properties)
            found.append(Introduction(entity, paper, confidence_of(edge), evidence))
    return found


def _with_figures(store: GraphStore, papers: list[NewPaper]) -> Iterator[NewPaper]:
    figures: dict[str, list[ResultRow]] = {new.paper.id: [] for new in papers}
    for row in results(store, papers=list(figures)):
        figures[row.paper.id].append(row)
    for new in papers:
        yield replace(new, results=tuple(figures[new.paper.id]))


def _told(store: GraphStore, papers: list[str]) -> Iterator[ResultRow]:
    """Yield scores of something on something in the order of the papers, read as they are asked for."""
    place = {id: at for at, id in enumerate(papers)}
    for at in range(0, len(papers), _BATCH):
        rows = results(store, papers=papers[at : at + _BATCH])
        told = [row for row in rows if row.benchmark and row.method and row.kind == "absolute"]
        yield from sorted(told, key=lambda row: (place[row.paper.id], row.id))


def _ranked(store: GraphStore, ids: set[str], introduced: list[Introduction]) -> list[NewPaper]:
    things: dict[str, list[Introduction]] = {id: [] for id in ids}
    for one in introduced:  # they come surest first
        things[one.paper.id].append(one)
    papers = [
        NewPaper(node, tuple(things[id]), (), _upvotes(node))
        for id in ids
        if (node := store.node(id)) is not None
    ]

    def order(new: NewPaper) -> tuple[bool, int, int, int, str]:
        newest = -(new.date or dt.date.min).toordinal()
        missing = new.upvotes is None
        return missing, -(new.upvotes or 0), -len(new.introduces), newest, new.paper.id

    return sorted(papers, key=order)


def _upvotes(paper: Node) -> int | None:
    value = paper.properties.get("upvotes")
    return value if isinstance(value, int) else None


def _code(
    store: GraphStore,
    days: Mapping[str, dt.date],
    since: dt.date,
    edges: list[Edge],
    place: Mapping[str, int],
) -> list[NewCode]:
    named = [edge for edge in edges if edge.type == "HAS_CODE"]
    old = _earlier(store, days, since, (edge.target for edge in named), ("HAS_CODE",))
    first: dict[str, str] = {}
    for edge in sorted(named, key=lambda e: (place[e.source], e.target)):
        if edge.target not in old:
            first.setdefault(edge.target, edge.source)
    return [
        NewCode(repository, paper)
        for id, source in first.items()
        if (repository := store.node(id)) is not None and (paper := store.node(source)) is not None
    ]
