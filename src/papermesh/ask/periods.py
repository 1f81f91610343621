"""The papers that work with some entities, counted by year, quarter or month."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import EXPLAINED
from papermesh.query.adoption import UNITS, Unit, label_of, timeline
from papermesh.query.papers import paper_rows, within
from papermesh.query.values import RELATIONS, USE, Evidence, PaperRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papermesh.ask.answer import Named, Request

YEAR = 365
"""Days that count as recent where the question names no day."""
_PASSING = [relation for relation in RELATIONS if relation not in USE]
_WORKS = (
    f"EXISTS {{{{ MATCH (p)-[r:{cypher.types(RELATIONS)}]->(e:Entity)"
    f" WHERE e.id IN ${{}} AND (e:Concept OR NOT type(r) IN {_PASSING}) }}}}"
)
"""A paper ``p`` works with the entities of a parameter; concepts are only ever named."""
_YEAR_OF = f"left(toString({cypher.DAY}), 4)"
PERIODS: dict[Unit, str] = {
    "year": _YEAR_OF,
    "quarter": f"{_YEAR_OF} + '-Q'"
    f" + toString((toInteger(substring(toString({cypher.DAY}), 5, 2)) + 2) / 3)",
    "month": f"left(toString({cypher.DAY}), 7)",
}
"""The period that a paper ``p`` is of."""


def unit_of(request: Request) -> Unit:
    """The length of a period: what the question says, else months of up to a year, else years."""
    said, period = request.words.get("by", "").lower(), request.period
    if unit := next((unit for unit in UNITS if said.startswith(unit)), None):
        return unit
    until = period.until or request.store.derived(timeline).last
    short = period.since and until and (until - period.since).days <= YEAR + 1
    return "month" if short else "year"


def users(request: Request, x: Named) -> list[PaperRow]:
    """Find the papers of all time that work with an entity; naming a concept is enough."""
    concepts = {node.id for node in x.nodes if node.label == "Concept"}
    rows = paper_rows(request.store, x.ids, RELATIONS)
    return [r for r in rows if not concepts.isdisjoint(r.entities) or {*r.relations} & {*USE}]


def counts(
    request: Request, by: Unit, used: Sequence[Sequence[PaperRow]]
) -> list[tuple[str, list[int], int, list[Evidence]]]:
    """Count each list of papers by period, beside all papers, from the first use or day asked."""
    period, known = request.period, request.store.derived(timeline)
    dated = [(row.date, row) for rows in used for row in rows]
    asked = [(d, row) for d, row in dated if d and within(d, period.since, period.until)]
    begin = period.since or min((day for day, _ in asked), default=dt.date.max)
    since = label_of(begin, by)
    total = Counter(label_of(d, by) for d in known.order if within(d, period.since, period.until))
    numbers = [
        Counter(
            label_of(row.date, by)
            for row in rows
            if within(row.date, begin, period.until) and row.date
        )
        for rows in used
    ]
    told: dict[str, list[Evidence]] = {}
    for day, row in asked:
        told.setdefault(label_of(day, by), []).extend(row.evidence[:1])
    return [
        (label, [found[label] for found in numbers], total[label], told.get(label, [])[:EXPLAINED])
        for label in sorted(total)
        if label >= since
    ]


def curves(request: Request, by: Unit, slots: Sequence[str]) -> str:
    """Match, for each period from the first use on, the papers of the entities of some parameters."""
    period, label = request.period, PERIODS[by]
    works = [_WORKS.format(slot) for slot in slots]
    begin, later = "", ""
    if not period.since:
        begin = (
            f"MATCH (p:Paper)\nWHERE {cypher.DAY} IS NOT NULL{cypher.dates(period)}\n"
            f"  AND ({' OR '.join(works)})\nWITH min({label}) AS start\n"
        )
        later = f" AND {label} >= start"
    uses = "".join(f",\n  {work} AS works{at}" for at, work in enumerate(works, 1))
    sums = "".join(
        f"\n  sum(CASE WHEN works{at} THEN 1 ELSE 0 END) AS papers{at},"
        for at, _ in enumerate(works, 1)
    )
    return (
        f"{begin}MATCH (p:Paper)\nWHERE {cypher.DAY} IS NOT NULL{later}{cypher.dates(period)}\n"
        f"WITH {label} AS period{uses}\nWITH period,{sums} count(*) AS total\n"
    )
