"""How the use of an entity grows: its papers by month, its first use and who introduced it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from papermesh.query.lookup import find_entities
from papermesh.query.papers import paper_row, paper_rows, ranked_papers
from papermesh.query.shown import Shown
from papermesh.query.values import RELATIONS, USE, PaperRow, date_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from papermesh.store.base import GraphStore, Node

Unit = Literal["month", "quarter", "year"]
"""How long a period of a curve is."""
UNITS: tuple[Unit, ...] = get_args(Unit)
MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days of all papers of a graph; `timeline` reads it.

    Attributes:
        days: Day of each paper that has one, by id.
        order: The same days, sorted.
        undated: Papers without any date.
    """

    days: Mapping[str, dt.date]
    order: Sequence[dt.date]
    undated: int

    @property
    def last(self) -> dt.date | None:
        """Day of the newest paper, None where no paper has a date."""
        return self.order[-1] if self.order else None

    def count(self, since: dt.date | None, until: dt.date) -> int:
        """Count the papers of a time, both ends included."""
        return _within(self.order, since or dt.date.min, until)

    def only(self, papers: Collection[str]) -> Timeline:
        """Keep the days of some papers, each named once."""
        days = {id: day for id in papers if (day := self.days.get(id))}
        return Timeline(days, tuple(sorted(days.values())), len(papers) - len(days))


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a curve.

    Attributes:
        start: Its first day.
        end: Its last day.
        papers: Papers of the period that work with the entity.
        total: All papers of the period in the graph.
        cumulative: Papers that work with the entity up to the end of the period.
        partial: Whether the graph's papers end before the period does.
    """

    start: dt.date
    end: dt.date
    label: str
    papers: int
    total: int
    cumulative: int
    partial: bool = False

    @property
    def share(self) -> float | None:
        """Part of the period's papers, from 0 to 1; None where there are no papers at all."""
        return self.papers / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Adoption(Shown):
    """How the use of some entities, taken as one, has grown.

    Attributes:
        points: Every period from the first use to the newest paper of the graph, none left out.
        papers: Papers that work with the entities, dated or not.
        undated: Of these, those without a date, which are in no period.
        first: The oldest dated paper that works with them.
        introduced: Papers that say they introduce them, oldest first, undated ones last.
    """

    entities: tuple[Node, ...]
    by: Unit
    points: tuple[Point, ...]
    papers: int
    undated: int
    first: PaperRow | None
    introduced: tuple[PaperRow, ...]

    @property
    def name(self) -> str:
        """What the best of the entities is called."""
        return self.entities[0].name


def timeline(store: GraphStore) -> Timeline:
    """Read the day of every paper: of submission, else of its daily page.

    Use ``store.derived(timeline)``, which reads the papers once.
    """
    dated = {node.id: date_of(node) for node in store.nodes("Paper")}
    days = {id: day for id, day in dated.items() if day is not None}
    return Timeline(days, tuple(sorted(days.values())), len(dated) - len(days))


def adoption(
    store: GraphStore,
    name: str,
    *,
    type: str | None = None,
    by: Unit = "month",
    relations: Collection[str] = USE,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Adoption:
    """Tell how the use of an entity has grown.

    A paper uses an entity that it proposes, evaluates on, measures, addresses or uses; neither a
    rival nor a thing named in passing counts, unless ``relations`` says so. Shares are of all
    papers of the same period, so that they do not grow merely because the graph does.

    Args:
        store: The graph.
        name: Name, alias or id of the entity.
        type: Only entities of this type.
        by: Length of a period: ``month``, ``quarter`` or ``year``.
        relations: What counts as use. Concepts are only ever proposed or mentioned, so a mention
            of one counts.
        since: Begin with the period that holds this day; otherwise with that of the first use.
        until: Leave out newer papers; otherwise none.

    Raises:
        NotFoundError: No entity has that name.
        ValueError: There is no such period.
    """
    nodes = find_entities(store, name, type)
    return curve(store, nodes, by=by, relations=relations, since=since, until=until)


def curve(
    store: GraphStore,
    entities: Sequence[Node],
    *,
    by: Unit = "month",
    relations: Collection[str] = USE,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Adoption:
    """Tell how the use of some entities, taken as one, has grown; see `adoption`."""
    if by not in UNITS:
        raise ValueError(f"{by!r} is no period; take one of {', '.join(UNITS)}")
    ids, known = [node.id for node in entities], store.derived(timeline)
    concepts = {node.id for node in entities if uses(relations, [node.label]) != relations}
    counted = RELATIONS if concepts else relations
    papers = {
        edge.source
        for edge in store.edges(ids, counted, "in")
        if edge.type in relations or edge.target in concepts
    }
    end = until or known.last or dt.date.min
    days = sorted(day for id in papers if (day := known.days.get(id)) and day <= end)
    undated = sum(id not in known.days for id in papers)
    oldest = {id for id in papers if days and known.days.get(id) == days[0]}
    first = next(iter(ranked_papers(store, ids, counted, papers=oldest)), None)
    introduced = paper_rows(store, ids, ["PROPOSES"], until=until)
    return Adoption(
        entities=tuple(entities),
        by=by,
        points=tuple(_points(days, known, by, since, end)),
        papers=len(days) + undated,
        undated=undated,
        first=paper_row(*first) if first else None,
        introduced=tuple(sorted(introduced, key=_oldest_first)),
    )


def uses(relations: Collection[str], types: Collection[str]) -> Collection[str]:
    """Tell which relations count as use of entities of some types.

    Concepts are only ever proposed or mentioned, so a mention of one counts.
    """
    return RELATIONS if set(types) == {"Concept"} and relations == USE else relations


def _points(
    days: list[dt.date], known: Timeline, by: Unit, since: dt.date | None, until: dt.date
) -> Iterator[Point]:
    begin = since or (days[0] if days else None)
    if begin is None or begin > until:
        return
    newest = min(known.last or until, until)
    for start, end in periods(begin, until, by):
        yield Point(
            start=start,
            end=end,
            label=label_of(start, by),
            papers=_within(days, start, end),
            total=_within(known.order, start, min(end, until)),
            cumulative=bisect_right(days, end),
            partial=newest < end,
        )


def periods(first: dt.date, last: dt.date, by: Unit = "month") -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the first and last day of every period from that of one day to that of another.

    Examples:
        >>> [f"{start} {end}" for start, end in periods(dt.date(2024, 2, 9), dt.date(2024, 7, 1), "quarter")]
        ['2024-01-01 2024-03-31', '2024-04-01 2024-06-30', '2024-07-01 2024-09-30']
    """
    length = MONTHS[by]
    start = dt.date(first.year, (first.month - 1) // length * length + 1, 1)
    while True:
        month = start.month + length - 1
        end = dt.date(start.year, month, monthrange(start.year, month)[1])
        yield start, end
        if end >= last:
            return
        start = end + dt.timedelta(days=1)


def label_of(day: dt.date, by: Unit) -> str:
    """Name the period that a day lies in: ``2024``, ``2024-Q3`` or ``2024-07``."""
    if by == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return f"{day.year:04}" if by == "year" else f"{day:%Y-%m}".rjust(7, "0")


def _within(days: Sequence[dt.date], since: dt.date, until: dt.date) -> int:
    return max(0, bisect_right(days, until) - bisect_left(days, since))


def _oldest_first(row: PaperRow) -> tuple[dt.date, float, str]:
    return row.date or dt.date.max, -row.confidence, row.paper.id
