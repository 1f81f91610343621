"""Answers about time: how the use of things has grown, what was new when, and what is rising."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Request, count, sentence, some
from papermesh.ask.dates import Period
from papermesh.ask.entities import asked_type, noun, plural, third
from papermesh.ask.papers import LIMIT, about_rows, first_day
from papermesh.ask.periods import PERIODS, YEAR, counts, curves, unit_of, users
from papermesh.query.adoption import label_of, periods, timeline
from papermesh.query.papers import within
from papermesh.query.trends import MIN_PAPERS, Change, Trends, changes, rate_ratio
from papermesh.query.values import RELATIONS, USE, PaperRow, evidence_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from papermesh.ask.answer import Named
    from papermesh.store.base import Edge

_VERBS = {"Task": "address", "Concept": "are about"}
"""What papers do with a thing, unless they use it."""


def grown(request: Request) -> Answer:
    """Answer how many papers have worked with an entity in each year, quarter or month."""
    x, by = request.names["x"], unit_of(request)
    rows = users(request, x)
    does = _VERBS.get(_main_type(x), "use")
    return request.answer(
        f"papers that {does} {x}, by {by}",
        curves(request, by, ["ids"]) + "RETURN period, papers1 AS papers, total AS `of all papers`,"
        " round(1.0 * papers1 / total, 3) AS share\nORDER BY period",
        {"ids": x.ids},
        sentence(_tell(request, x, rows)),
        ("period", "papers", "of all papers", "share"),
        (
            ((period, papers, total, round(papers / total, 3)), told)
            for period, (papers,), total, told in counts(request, by, [rows])
        ),
    )


def several(request: Request) -> Answer:
    """Answer how many papers have worked with each of some entities, side by side."""
    named = list({tuple(n.ids): n for n in request.names.values()}.values())
    found, by = [users(request, x) for x in named], unit_of(request)
    slots = [f"ids{at}" for at, _ in enumerate(named, 1)]
    returned = "".join(f", papers{at}" for at, _ in enumerate(named, 1))
    told = "; ".join(_tell_one(request, x, rows) for x, rows in zip(named, found, strict=True))
    return request.answer(
        f"papers that work with each of {some(map(str, named), len(named))}, by {by}",
        curves(request, by, slots) + f"RETURN period{returned}, total\nORDER BY period",
        {slot: x.ids for slot, x in zip(slots, named, strict=True)},
        sentence(f"{request.period.words[2:]}, {told}" if request.period else told),
        ("period", *_unlike([x.name for x in named]), "of all papers"),
        (
            ((period, *papers, total), told)
            for period, papers, total, told in counts(request, by, found)
        ),
    )


def introduced(request: Request) -> Answer:
    """Answer how many entities were new in each year, quarter or month, of all or about one."""
    type, x, by = asked_type(request), request.names.get("x"), unit_of(request)
    first, undated = _introductions(request)
    when: dict[str, list[Edge]] = {}
    for day, edge in first:
        when.setdefault(label_of(day, by), []).append(edge)
    told = f"papers{f' about {x.name}' if x else ''} introduced {count(len(first), noun(type))}"
    told += request.period.words
    if when:
        most = max(when, key=lambda label: len(when[label]))
        told += f"; the most in {most}: {len(when[most])}"
    told += f"; {undated} more in papers without a date" if undated else ""
    return request.answer(
        f"{plural(type)} by the {by} of the first paper{f' about {x}' if x else ''}"
        " that introduced them",
        f"MATCH (p:Paper)-[:PROPOSES]->(e:{type or 'Entity'})\nWHERE {cypher.DATE} IS NOT NULL"
        f"{f' AND {cypher.ABOUT_IDS}' if x else ''}{cypher.dates(request.period)}\n"
        f"WITH e, min({PERIODS[by]}) AS period\n"
        "RETURN period, count(e) AS count\nORDER BY period",
        {"ids": x.ids} if x else {},
        sentence(told),
        ("period", "count"),
        (
            (
                (label, len(edges)),
                [e for edge in edges for e in evidence_of(edge.source, edge.properties)[:1]],
            )
            for label, edges in when.items()
        ),
    )


def counted(request: Request) -> Answer:
    """Answer how many papers there are of each year, quarter or month."""
    known, period, by = request.store.derived(timeline), request.period, unit_of(request)
    days = [day for day in known.order if within(day, period.since, period.until)]
    spans = list(periods(days[0], days[-1], by)) if days else []
    numbers = [
        (label_of(start, by), sum(start <= day <= end for day in days)) for start, end in spans
    ]
    most = max(numbers, key=lambda pair: pair[1], default=None)
    told = f"{count(len(days), 'dated paper')}, {known.undated} without a date"
    told += f"; the most in {most[0]}: {most[1]}" if most else ""
    return request.answer(
        f"papers by {by}",
        f"MATCH (p:Paper)\nWHERE {cypher.DATE} IS NOT NULL{cypher.dates(period)}\n"
        f"RETURN {PERIODS[by]} AS period, count(*) AS papers\nORDER BY period",
        {},
        sentence(told),
        ("period", "papers"),
        ((row, ()) for row in numbers if row[1]),
    )


def _introductions(request: Request) -> tuple[list[tuple[dt.date, Edge]], int]:
    """Find when each entity was first introduced, oldest first, and count those without a date."""
    period, days = request.period, request.store.derived(timeline).days
    about = {row.paper.id for row in about_rows(request, "x")} if "x" in request.names else None
    ids = [node.id for node in request.store.nodes(asked_type(request) or "Entity")]
    found = [
        (days.get(edge.source), edge)
        for edge in request.store.edges(ids, ["PROPOSES"], "in")
        if about is None or edge.source in about
    ]
    dated = [(d, edge) for d, edge in found if d and within(d, period.since, period.until)]
    dated.sort(key=lambda item: (item[0], item[1].source, item[1].target))
    first: dict[str, tuple[dt.date, Edge]] = {}
    for day, edge in dated:
        first.setdefault(edge.target, (day, edge))
    undated = {edge.target for day, edge in found if day is None} if not period else set()
    return list(first.values()), len(undated - first.keys())


def _tell(request: Request, x: Named, rows: Sequence[PaperRow]) -> str:
    """Say how many papers work with an entity, since when, and where it goes."""
    period = request.period
    used = [row for row in rows if within(row.date, period.since, period.until)]
    verb, *rest = _VERBS.get(_main_type(x), "use").split()
    verb = (third(verb) if verb != "are" else "is") if len(used) == 1 else verb
    told = f"{count(len(used), 'paper')} {' '.join([verb, *rest])} {x.name}{period.words}"
    days = sorted(row.date for row in used if row.date)
    if not days:
        return told + (", none with a date" if used else "")
    told += f", the first of {first_day(used)}" if not period else ""
    told += f"; {len(used) - len(days)} without a date" if len(days) < len(used) else ""
    years = Counter(day.year for day in days)
    if len(years) > 1:
        most = max(years, key=lambda year: (years[year], year))
        told += f"; the most in {most}: {years[most]}"
    return f"{told}; {_direction(request, rows)}"


def _tell_one(request: Request, x: Named, rows: Sequence[PaperRow]) -> str:
    """Say the same in few words, beside others."""
    period = request.period
    used = [row for row in rows if within(row.date, period.since, period.until)]
    days = sorted(row.date for row in used if row.date)
    told = f"{x.name}: {count(len(used), 'paper')}"
    if not days:
        return told
    told += f", the first of {days[0].year}" if not period else ""
    return f"{told}, {_direction(request, rows, short=True)}"


def _direction(request: Request, rows: Sequence[PaperRow], *, short: bool = False) -> str:
    """Say whether the share of the last year's papers is greater than before.

    A period that is shorter is compared to all the time before it.
    """
    known, period = request.store.derived(timeline), request.period
    last = min(filter(None, [period.until, known.last]), default=dt.date.max)
    since, begin = last - dt.timedelta(days=YEAR - 1), period.since
    if begin and begin >= since:
        since, begin = begin, None
    eve = since - dt.timedelta(days=1)
    recent = sum(within(row.date, since, last) for row in rows)
    before = sum(within(row.date, begin, eve) for row in rows)
    papers, earlier = known.count(since, last), known.count(begin, eve)
    if not papers or not earlier:
        return "nothing to compare with" if short else "there is no other time to compare with"
    _, low, high = rate_ratio(recent, before, papers, earlier)
    way = "more often" if low > 1 else "less often" if high < 1 else ""
    when = "in this time" if since == period.since else "in the last year"
    if short:
        return f"{when} {way} than before" if way else f"{when} about as often as before"
    told = f"{when} {recent} of {papers} papers, before {before} of {earlier}"
    return f"{told}: {f'{way} than before' if way else 'no clear change'}"


def _main_type(x: Named) -> str:
    """The type of the node with the most papers."""
    return max(x.nodes, key=lambda node: int(node.properties.get("paperCount") or 0)).label


def _unlike(names: Sequence[str]) -> list[str]:
    """Make names unlike each other, and unlike the other columns."""
    taken = ["period", "of all papers"]
    for name in names:
        same = (f"{name} ({at})" for at in range(2, len(names) + 3))
        taken.append(name if name not in taken else next(n for n in same if n not in taken))
    return taken[2:]


def changed(*, rising: bool) -> Callable[[Request], Answer]:
    """Make the handler for what is in a greater, or smaller, share of papers than before.

    Of all papers, or of those about an entity.
    """

    def handle(request: Request) -> Answer:
        type, x = asked_type(request), request.names.get("x")
        found = _changes(request, type, rising=rising)
        rows = found.rising if rising else found.fading
        rows = tuple(row for row in rows if not x or row.entity.id not in x.ids)
        what = f"in a {'greater' if rising else 'smaller'} share of"
        what += f" papers{f' about {x.name}' if x else ''} since {found.since}"
        told = f"no {plural(type)} are {what} than before"
        if not found.papers or not found.papers_before:
            such = "such papers" if x else "papers with a date"
            told += f", as there are no {such} {'since' if found.papers_before else 'before'} then"
        if rows:
            told = f"{what} than before: {some(map(_say, rows))}"
            told += "" if any(change.sure for change in rows) else "; too few papers to be sure"
        barred = "" if type else " AND NOT e:Concept"
        barred += f" AND NOT e.id IN $ids AND {cypher.ABOUT_IDS}" if x else ""
        counted = RELATIONS if type == "Concept" else USE
        return replace(request, period=Period()).answer(
            f"{plural(type)} {what.replace(x.name, str(x)) if x else what} than before",
            f"MATCH (p:Paper)-[:{cypher.types(counted)}]->(e:{type or 'Entity'})\n"
            f"WHERE {cypher.DAY} <= $until{barred}\n"
            f"WITH e, p, {cypher.DAY} >= $since AS isRecent\n"
            "RETURN e.name AS name, last(labels(e)) AS type,\n"
            "  count(DISTINCT CASE WHEN isRecent THEN p END) AS recent,\n"
            "  count(DISTINCT CASE WHEN NOT isRecent THEN p END) AS before, e.id AS id",
            {
                "since": found.since.isoformat(),
                "until": found.until.isoformat(),
                **({"ids": x.ids} if x else {}),
            },
            sentence(told),
            ("name", "type", "recent", "before", "ratio", "id"),
            (
                ((c.entity, c.entity.label, c.recent, c.before, round(c.ratio, 2), c.entity.id), ())
                for c in rows[:LIMIT]
            ),
        )

    return handle


def _changes(request: Request, type: str | None, *, rising: bool) -> Trends:
    """Compare the period of the question, or the last year, with the time before."""
    period, among = request.period, None
    if "x" in request.names:
        ever = replace(request, period=Period())
        among = {row.paper.id for row in about_rows(ever, "x")}
    until = period.until or request.store.derived(timeline).last or dt.date.max
    since = min(period.since or until - dt.timedelta(days=YEAR), until)
    # A small graph, or field, has no five papers of anything new.
    for least in (MIN_PAPERS, 2):
        found = changes(request.store, since, until, type=type, min_papers=least, among=among)
        if found.rising if rising else found.fading:
            break
    return found


def _say(change: Change) -> str:
    return f"{change.entity.name} ({count(change.recent, 'paper')}, {change.before} before)"
