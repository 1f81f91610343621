"""What gains and what loses ground: entities whose share of papers has changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from papermesh.query.adoption import Timeline, timeline, uses
from papermesh.query.lookup import read_type
from papermesh.query.shown import Shown
from papermesh.query.values import ENTITY_TYPES, USE

if TYPE_CHECKING:
    from collections.abc import Collection

    from papermesh.store.base import GraphStore, Node

WINDOW = 180
"""Days that count as recent."""
MIN_PAPERS = 5
"""Papers that an entity needs, recent and earlier ones together, to be ranked."""
PRIOR = 2.0
"""Papers that are imagined for each entity, spread over both times as all papers are."""
_Z = 1.959964  # of the normal distribution, for an interval of 95%


@dataclass(frozen=True, slots=True)
class Change(Shown):
    """How the use of an entity in recent papers compares to that in earlier ones.

    Attributes:
        recent: Recent papers that work with it.
        before: Earlier papers that work with it.
        share: Part of all recent papers, from 0 to 1.
        share_before: Part of all earlier papers.
        ratio: How many times greater the recent share is; small counts are pulled towards 1.
        low: Lower end of the interval of 95% around the ratio.
        high: Upper end.
        new: Whether no dated paper before the recent ones works with it.
    """

    entity: Node
    recent: int
    before: int
    share: float
    share_before: float
    ratio: float
    low: float
    high: float
    new: bool

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out 1, which is no change."""
        return self.low > 1 or self.high < 1


@dataclass(frozen=True, slots=True)
class Trends(Shown):
    """What gains and what loses ground in a graph.

    Attributes:
        since: First day of the recent time.
        until: Last day of it.
        start: First day of the earlier time, which ends where the recent time begins; None where
            it is all the time before.
        papers: Papers of the recent time.
        papers_before: Papers of the earlier time.
        rising: Entities with a greater share than before, the surest gain first.
        fading: Entities with a smaller share than before, the surest loss first.
    """

    since: dt.date
    until: dt.date
    start: dt.date | None
    papers: int
    papers_before: int
    rising: tuple[Change, ...]
    fading: tuple[Change, ...]


def trends(
    store: GraphStore,
    *,
    type: str | None = None,
    window: int = WINDOW,
    since: dt.date | None = None,
    until: dt.date | None = None,
    limit: int = 20,
    min_papers: int = MIN_PAPERS,
    sure: bool = False,
    relations: Collection[str] = USE,
) -> Trends | None:
    """Find the entities whose share of recent papers is greater or smaller than before.

    Ranked by how great the change is at least, the near end of its interval (see `rate_ratio`),
    never by the ratio alone: three papers after none are no trend. Each interval is right for its
    entity alone; among thousands of entities some lie beyond 1 by chance.

    Papers without a date do not count.

    Args:
        store: The graph.
        type: Only entities of this type; otherwise of all but Concept.
        window: How many days are recent.
        since: Leave out papers before this day; otherwise all that come before the recent ones
            are what these are compared to.
        until: Last recent day; that of the newest paper otherwise.
        limit: How many at most, rising and fading each.
        min_papers: Least papers of an entity, recent and earlier ones together.
        sure: Only those whose interval leaves out 1; see `Change.sure`.
        relations: What counts as use; see `papermesh.query.adoption`.

    Returns:
        None where no paper has a date.

    Raises:
        NotFoundError: There is no such type.
        ValueError: The window is shorter than a day.
    """
    if window < 1:
        raise ValueError(f"a window of {window} days holds no day")
    last = until or store.derived(timeline).last
    if last is None:
        return None
    first = dt.date.fromordinal(max(1, last.toordinal() - window + 1))
    return changes(
        store, first, last, start=since, type=type,
        limit=limit, min_papers=min_papers, sure=sure, relations=relations,
    )  # fmt: skip


def changes(
    store: GraphStore,
    since: dt.date,
    until: dt.date,
    *,
    start: dt.date | None = None,
    type: str | None = None,
    limit: int = 20,
    min_papers: int = MIN_PAPERS,
    sure: bool = False,
    relations: Collection[str] = USE,
    among: Collection[str] | None = None,
) -> Trends:
    """Compare the papers from ``since`` to ``until`` with those before; see `trends`.

    Args:
        store: The graph.
        since: First recent day.
        until: Last recent day.
        start: First earlier day; the beginning of time otherwise.
        type: Only entities of this type; otherwise of all but Concept.
        limit: How many at most, rising and fading each.
        min_papers: Least papers of an entity, recent and earlier ones together.
        sure: Only those whose interval leaves out 1.
        relations: What counts as use.
        among: Ids of the only papers that count; otherwise all do.
    """
    types = [read_type(type)] if type else [t for t in ENTITY_TYPES if t != "Concept"]
    known, eve = store.derived(timeline), since - dt.timedelta(days=since > dt.date.min)
    known = known if among is None else known.only(among)
    papers = known.count(since, until)
    papers_before = known.count(start, eve) if eve < since else 0
    found: list[Change] = []
    if papers and papers_before:
        recent, before, ever = _count(store, known, uses(relations, types), since, until, start)
        for id in sorted(recent.keys() | before.keys()):
            if recent[id] + before[id] >= min_papers:
                node = store.node(id)
                if node is not None and node.label in types:
                    ratio = rate_ratio(recent[id], before[id], papers, papers_before)
                    shares = recent[id] / papers, before[id] / papers_before
                    new = id not in ever
                    found.append(Change(node, recent[id], before[id], *shares, *ratio, new))
    found = [change for change in found if change.sure or not sure]
    rising = sorted((c for c in found if c.ratio > 1), key=lambda c: (-c.low, c.entity.id))
    fading = sorted((c for c in found if c.ratio < 1), key=lambda c: (c.high, c.entity.id))
    return Trends(
        since, until, start, papers, papers_before, tuple(rising[:limit]), tuple(fading[:limit])
    )


def _count(
    store: GraphStore,
    known: Timeline,
    relations: Collection[str],
    since: dt.date,
    until: dt.date,
    start: dt.date | None,
) -> tuple[Counter[str], Counter[str], set[str]]:
    """Count recent and earlier papers by entity; and tell what was used before ``since``."""
    recent: Counter[str] = Counter()
    before: Counter[str] = Counter()
    ever: set[str] = set()
    counted = frozenset(relations)
    for source, targets in store.graph().adjacency():
        day = known.days.get(source)
        if day is None or day > until:
            continue
        used = [target for target, kinds in targets.items() if not counted.isdisjoint(kinds)]
        if day >= since:
            recent.update(used)
        else:
            ever.update(used)
            if start is None or day >= start:
                before.update(used)
    return recent, before, ever


def rate_ratio(
    recent: int, before: int, papers: int, papers_before: int
) -> tuple[float, float, float]:
    """Compare two shares: their ratio, and the ends of its interval of 95%.

    Where nothing has changed, each paper of an entity falls into the recent time with the part
    that the recent papers are of all papers. So the recent papers of an entity are a binomial
    draw from all of its papers (the conditional test of two Poisson rates by Przyborowski and
    Wilenski, 1940), whose part has Wilson's score interval (1927) with the correction for
    continuity; the odds of the part, over the odds of no change, are the ratio. `PRIOR` papers of
    no change are added first: they keep the ratio finite where a count is nought and pull small
    counts towards 1. Where nothing changes, at most about one interval in 25 ends above 1, and
    one in 50 below, however short the recent time. Where nearly every paper works with the
    entity, the interval is wider than it need be.

    Args:
        recent: Recent papers that work with the entity.
        before: Earlier papers that do.
        papers: All recent papers, at least 1.
        papers_before: All earlier papers, at least 1.

    Examples:
        >>> [round(number, 2) for number in rate_ratio(30, 30, 1000, 2000)]
        [1.96, 1.16, 3.31]
        >>> [round(number, 2) for number in rate_ratio(3, 0, 1000, 2000)]
        [5.5, 0.68, 73.97]
    """
    even = papers / (papers + papers_before)
    late, early = recent + PRIOR * even, before + PRIOR * (1 - even)
    scale = papers_before / papers
    least, least_early = _least_part(late, early), _least_part(early, late)
    most = (1 - least_early) / least_early * scale
    return late / early * scale, least / (1 - least) * scale, most


def _least_part(some: float, others: float) -> float:
    """Give the lower end of Wilson's interval of the part that some counts are of all."""
    n = some + others
    part = (some - min(0.5, some / 2)) / n
    half = _Z * _Z / (2 * n)
    spread = _Z * sqrt(part * (1 - part) / n + _Z * _Z / (4 * n * n))
    # A quotient, as the usual difference loses every digit of a part near nought.
    return part * part / (part + half + spread)
