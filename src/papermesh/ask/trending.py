"""Answers about time: how the use of something has grown, and what is rising."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Request, count, sentence, some
from papermesh.ask.entities import asked_type, plural
from papermesh.ask.papers import LIMIT
from papermesh.query.adoption import Adoption, Unit, curve, periods, timeline
from papermesh.query.papers import paper_rows, within
from papermesh.query.trends import MIN_PAPERS, Change, changes, rate_ratio
from papermesh.query.values import RELATIONS, USE

if TYPE_CHECKING:
    from collections.abc import Callable

YEAR = 365
"""Days that count as recent where the question names no day."""
_UNITS: tuple[Unit, ...] = ("month", "year")
_LENGTH = {"month": 7, "year": 4}
"""How many letters of a date name its period."""


def grown(request: Request) -> Answer:
    """Answer how many papers have used an entity in each year or month."""
    x, period = request.names["x"], request.period
    by: Unit = "month" if request.words.get("by", "").startswith("month") else "year"
    found = curve(request.store, x.nodes, by=by, since=period.since, until=period.until)
    relations = RELATIONS if x.labels == {"Entity", "Concept"} else USE
    rows = paper_rows(request.store, x.ids, relations)
    return request.answer(
        f"papers that use {x}, by {by}",
        f"MATCH (p:Paper)-[:{cypher.types(relations)}]->(e:Entity)\n"
        f"WHERE e.id IN $ids AND {cypher.DATE} IS NOT NULL{cypher.dates(period)}\n"
        f"RETURN left(toString({cypher.DATE}), $length) AS period, count(DISTINCT p) AS papers\n"
        "ORDER BY period",
        {"ids": x.ids, "length": _LENGTH[by]},
        sentence(_tell(request, found)),
        ("period", "papers", "of all papers", "share"),
        (
            (
                (p.label, p.papers, p.total, None if p.share is None else round(p.share, 3)),
                [
                    row.evidence[0]
                    for row in rows
                    if row.evidence and row.date and p.start <= row.date <= p.end
                ],
            )
            for p in found.points
        ),
    )


def counted(request: Request) -> Answer:
    """Answer how many papers there are of each year or month."""
    known, period = request.store.derived(timeline), request.period
    by: Unit = "month" if request.words.get("by", "").startswith("month") else "year"
    days = [day for day in known.order if within(day, period.since, period.until)]
    spans = list(periods(days[0], days[-1], by)) if days else []
    numbers = [(start, sum(start <= day <= end for day in days)) for start, end in spans]
    most = max(numbers, key=lambda pair: pair[1], default=None)
    told = f"{count(len(days), 'dated paper')}, {known.undated} without a date"
    told += f"; the most in {most[0].isoformat()[: _LENGTH[by]]}: {most[1]}" if most else ""
    return request.answer(
        f"papers by {by}",
        f"MATCH (p:Paper)\nWHERE {cypher.DATE} IS NOT NULL{cypher.dates(period)}\n"
        f"RETURN left(toString({cypher.DATE}), $length) AS period, count(*) AS papers\n"
        "ORDER BY period",
        {"length": _LENGTH[by]},
        sentence(told),
        ("period", "papers"),
        (((start.isoformat()[: _LENGTH[by]], number), ()) for start, number in numbers),
    )


def _tell(request: Request, found: Adoption) -> str:
    name = request.names["x"].name
    told = f"{count(found.papers, 'paper')} {'uses' if found.papers == 1 else 'use'} {name}"
    if not found.points or found.first is None:
        return told + ", none with a date"
    told += f", the first of {found.first.date}"
    told += f"; {found.undated} without a date" if found.undated else ""
    return f"{told}; {_direction(request, found)}"


def _direction(request: Request, found: Adoption) -> str:
    """Say whether the share of the last year's papers is greater than before."""
    known = request.store.derived(timeline)
    last = request.period.until or known.last or dt.date.max
    since = last - dt.timedelta(days=YEAR)
    one = dt.timedelta(days=1)
    monthly = curve(request.store, found.entities, by="month", until=last)
    recent = sum(p.papers for p in monthly.points if p.start > since)
    before = sum(p.papers for p in monthly.points) - recent
    papers, earlier = known.count(since + one, last), known.count(None, since)
    if not papers or not earlier:
        return "all papers are of one year, so that no change can be seen"
    _, low, high = rate_ratio(recent, before, papers, earlier)
    way = "more often than before" if low > 1 else "less often" if high < 1 else "no clear change"
    return f"in the last year {recent} of {papers} papers, before {before} of {earlier}: {way}"


def changed(*, rising: bool) -> Callable[[Request], Answer]:
    """Make the handler for what is used by a greater, or smaller, share of papers than before."""

    def handle(request: Request) -> Answer:
        type, period = asked_type(request), request.period
        until = period.until or request.store.derived(timeline).last or dt.date.max
        since = min(period.since or until - dt.timedelta(days=YEAR), until)
        # A small graph has no five papers of anything new.
        for least in (MIN_PAPERS, 2):
            found = changes(request.store, since, until, type=type, min_papers=least)
            rows = found.rising if rising else found.fading
            if rows:
                break
        what = "greater" if rising else "smaller"
        told = f"no {plural(type)} are in a {what} share of papers since {since}"
        if rows:
            told = f"in a {what} share of papers since {since} than before: {some(map(_say, rows))}"
            told += "" if any(change.sure for change in rows) else "; too few papers to be sure"
        barred = "" if type else " AND NOT e:Concept"
        counted = RELATIONS if type == "Concept" else USE
        return request.answer(
            f"{plural(type)} in a {what} share of papers since {since} than before",
            f"MATCH (p:Paper)-[:{cypher.types(counted)}]->(e:{type or 'Entity'})\n"
            f"WHERE {cypher.DATE} <= $until{barred}\n"
            f"WITH e, p, {cypher.DATE} >= $since AS isRecent\n"
            "RETURN e.name AS name, last(labels(e)) AS type,\n"
            "  count(DISTINCT CASE WHEN isRecent THEN p END) AS recent,\n"
            "  count(DISTINCT CASE WHEN NOT isRecent THEN p END) AS before, e.id AS id",
            {"since": since.isoformat(), "until": until.isoformat()},
            sentence(told),
            ("name", "type", "recent", "before", "ratio", "id"),
            (
                ((c.entity, c.entity.label, c.recent, c.before, round(c.ratio, 2), c.entity.id), ())
                for c in rows[:LIMIT]
            ),
        )

    return handle


def _say(change: Change) -> str:
    return f"{change.entity.name} ({count(change.recent, 'paper')}, {change.before} before)"
