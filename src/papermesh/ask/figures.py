"""Answers about reported figures, and about two things at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Request, count, sentence, some
from papermesh.ask.dates import Period
from papermesh.names import fold
from papermesh.query.connect import WORKING, comparison, path_between
from papermesh.query.papers import paper_rows, within
from papermesh.query.results import results
from papermesh.query.values import Comparison, ResultRow, date_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from papermesh.ask.answer import Named
    from papermesh.ask.papers import Line
    from papermesh.store.base import GraphStore

_MEASURED = {"Benchmark", "Dataset", "Metric"}


def is_measured_on(store: GraphStore, names: Mapping[str, Named]) -> bool:
    """Tell whether what a question calls ``x`` is what figures are reported on."""
    return bool(names["x"].labels & _MEASURED)


def can_score(store: GraphStore, names: Mapping[str, Named]) -> bool:
    """Tell whether what a question calls ``x`` can have figures, and is nothing they are given on."""
    return not names["x"].labels <= {"Entity", *_MEASURED}


def line(row: ResultRow) -> Line:
    """Write a figure as a row."""
    ends = (row.method, row.benchmark, row.metric)
    return (*ends, row.value, row.kind, row.versus, row.paper, row.paper.id), row.evidence


def line_with(row: ResultRow, sure: float | None) -> Line:
    """Write a figure as a row that tells how sure it is."""
    (*cells, id), evidence = line(row)
    return (*cells, sure, id), evidence


def place(named: Named) -> str:
    """Say how figures hang on a name: in a paper, on a benchmark, for a task, of a method."""
    if "Paper" in named.labels or named.nodes[0].label == "Metric":
        return "in"
    if named.labels & _MEASURED:
        return "on"
    return "for" if named.labels <= {"Entity", "Task", "Concept"} else "of"


def stated(request: Request, slot: str) -> tuple[str, list[ResultRow]]:
    """Find the figures on a benchmark, of a method or in a paper, whichever a slot names.

    Returns:
        The start of the Cypher that finds them, and the figures.
    """
    named, store = request.names[slot], request.store
    if "Paper" in named.labels:
        match = "MATCH (p:Paper)-[:REPORTS]->(result:Result) WHERE p.id IN $ids"
        rows = results(store, papers=named.ids)
    elif named.labels & _MEASURED:
        match = "MATCH (result:Result)-[:ON|BY]->(e:Entity) WHERE e.id IN $ids"
        rows = results(store, on=named.ids)
    elif named.labels <= {"Entity", "Task", "Concept"}:
        match = (
            f"MATCH (q:Paper)-[:{cypher.types(WORKING)}]->(e:Entity) WHERE e.id IN $ids\n"
            "MATCH (q)-[:REPORTS]->(result:Result)"
        )
        rows = results(store, papers={r.paper.id for r in paper_rows(store, named.ids, WORKING)})
    else:
        match = "MATCH (result:Result)-[:OF]->(e:Entity) WHERE e.id IN $ids"
        rows = results(store, of=named.ids)
    return match, _dated(request, rows)


def _dated(request: Request, rows: Sequence[ResultRow]) -> list[ResultRow]:
    period = request.period
    return [row for row in rows if within(date_of(row.paper), period.since, period.until)]


def results_for(request: Request) -> Answer:
    """Answer what is reported on a benchmark, of a method or in a paper."""
    a = request.names["a"]
    match, rows = stated(request, "a")
    word = place(a)
    papers = len({row.paper.id for row in rows})
    told = f"{count(len(rows), 'figure')} {word} {a.name} from {count(papers, 'abstract')}"
    told = (told if rows else f"no abstract states a figure {word} {a.name}") + request.period.words
    return request.answer(
        f"figures that abstracts report {word} {a}",
        cypher.results(match, request.period),
        {"ids": a.ids},
        sentence(told),
        cypher.RESULT_COLUMNS,
        map(line, rows),
    )


def achieved(request: Request) -> Answer:
    """Answer what figures a paper reports."""
    p = request.names["p"]
    rows = results(request.store, papers=p.ids)
    figures = say_all(rows)
    one = len(p.nodes) == 1
    told = f"{p.titled} {'reports' if one else 'report'} {figures}"
    if not rows:
        told = f"the {'abstract' if one else 'abstracts'} of {p.titled} state no figure"
        told = told.replace("state", "states") if one else told
    return request.answer(
        f"figures that the paper {p} reports",
        cypher.results("MATCH (q:Paper)-[:REPORTS]->(result:Result) WHERE q.id IN $ids", Period()),
        {"ids": p.ids},
        sentence(told),
        cypher.RESULT_COLUMNS,
        map(line, rows),
        dated=False,
    )


def say(row: ResultRow, *told: Named) -> str:
    """Write a figure in words, such as ``50.4% accuracy on CLEVRER``.

    Args:
        row: The figure.
        told: Names that the sentence has told already, and that are not told again.
    """
    known = {named.name for named in told}
    parts = [row.value]
    parts += [f"({row.kind})"] if row.kind != "absolute" else []
    parts += [row.metric.name] if row.metric and row.metric.name not in known else []
    parts += (
        [f"on {row.benchmark.name}"] if row.benchmark and row.benchmark.name not in known else []
    )
    return " ".join(parts)


def say_all(rows: Sequence[ResultRow], *told: Named) -> str:
    """Write the first of some figures in words; what several in a row measure is written once."""
    shown = [(row.value, say(row, *told).removeprefix(row.value)) for row in rows[:3]]
    ends = [*(what for _, what in shown[1:]), *[""] * bool(shown)]
    words = [
        value if what == next_ else value + what
        for (value, what), next_ in zip(shown, ends, strict=True)
    ]
    return some([*words, *("" for _ in rows[3:])])


def by(row: ResultRow, *told: Named) -> str:
    """Say whose a figure is, such as `` by SWE-RM``; nothing where the sentence has told it."""
    known = {id for named in told for id in named.ids}
    if row.paper.id in known or (row.method and row.method.id in known):
        return ""
    return f" by {row.method.name if row.method else f'“{row.paper.name}”'}"


def score(request: Request) -> Answer:
    """Answer what a method scores on a benchmark, in any metric or in one."""
    x, y, z = request.names["x"], request.names["y"], request.names.get("z")
    rows = _dated(request, results(request.store, on=y.ids, of=x.ids))
    if z:
        rows = [row for row in rows if row.metric and row.metric.id in z.ids]
    if not rows and not z:
        # Some metrics bear the name of their benchmark: the MTEB score.
        named = [n.id for n in request.store.nodes("Metric") if fold(y.name) in fold(n.name)]
        rows = _dated(request, results(request.store, on=named, of=x.ids))
        y = replace(y, nodes=(*y.nodes, *filter(None, map(request.store.node, named))))
    figures = say_all(rows, y)
    told = f"{x.name} {place(y)} {y.name}: {figures}"
    told = told if rows else f"no abstract reports a figure of {x.name} {place(y)} {y.name}"
    metric = " MATCH (result)-[:BY]->(m) WHERE m.id IN $metrics" if z else ""
    return request.answer(
        f"figures of {x} on {y}{f' in {z}' if z else ''}",
        cypher.results(
            "MATCH (x:Entity)<-[:OF]-(result:Result)-[:ON|BY]->(y:Entity)\n"
            f"WHERE x.id IN $ids AND y.id IN $others{metric}",
            request.period,
        ),
        {"ids": x.ids, "others": y.ids, **({"metrics": z.ids} if z else {})},
        sentence(told),
        cypher.RESULT_COLUMNS,
        map(line, rows),
    )


def path(request: Request) -> Answer:
    """Answer how two papers or entities are connected."""
    a, b = request.names["a"], request.names["b"]
    found = path_between(request.store, a.nodes, b.nodes)
    steps = found.steps if found else ()
    if found is None:
        told = f"nothing in the graph connects {a.name} and {b.name}"
    elif not steps:
        told = f"{a.name} and {b.name} are the same"
    else:
        via = some([step.end.name for step in steps[:-1]], 5)
        told = f"{a.name} and {b.name} are {count(len(steps), 'step')} apart"
        told += f", by way of {via}" if via else ""
    return request.answer(
        f"shortest connection between {a} and {b}",
        "MATCH (a), (b) WHERE a.id IN $ids AND b.id IN $others AND a <> b\n"
        "MATCH path = shortestPath((a)-[:PROPOSES|EVALUATES_ON|MEASURES|ADDRESSES|COMPARES_TO"
        "|USES|MENTIONS|VERSION_OF*]-(b))\n"
        "UNWIND relationships(path) AS r\n"
        "RETURN coalesce(startNode(r).title, startNode(r).name) AS `from`, type(r) AS relation,"
        " coalesce(endNode(r).title, endNode(r).name) AS `to`,"
        " startNode(r).id AS fromId, endNode(r).id AS toId",
        {"ids": a.ids, "others": b.ids},
        sentence(told),
        ("from", "relation", "to", "fromId", "toId"),
        (
            ((s, step.relation, t, s.id, t.id), step.evidence)
            for step in steps
            for s, t in [(step.start, step.end) if step.forward else (step.end, step.start)]
        ),
        dated=False,
    )


def compared(request: Request) -> Answer:
    """Answer how two entities stand beside one another."""
    x, y, z = request.names["x"], request.names["y"], request.names.get("z")
    found = comparison(request.store, x.nodes, y.nodes)
    if z:
        found = _limited(request, found, z.ids)
    rows: list[Line] = [
        (("papers", x.nodes[0], found.papers_a, None), ()),
        (("papers", y.nodes[0], found.papers_b, None), ()),
    ]
    direct = {row.paper.id for row in found.direct}
    for row in found.both:
        what = "set against each other in" if row.paper.id in direct else "both in"
        rows.append(((what, row.paper, ", ".join(row.relations), row.paper.id), row.evidence))
    rows += [(("figure", r.method, say(r), r.paper.id), r.evidence) for r in found.results]
    rows += [(("shared", r.entity, r.papers, r.entity.id), ()) for r in found.shared[:10]]
    told = f"{x.name} is in {count(found.papers_a, 'paper')}, {y.name} in {found.papers_b}"
    told += f", both in {len(found.both)}; {count(len(found.results), 'comparable figure')}"
    return request.answer(
        f"{x} beside {y}{f' on {z}' if z else ''}",
        "MATCH (p:Paper)-[r]->(e:Entity) WHERE e.id IN $ids + $others\n"
        "  AND EXISTS { MATCH (p)-->(x:Entity) WHERE x.id IN $ids }\n"
        "  AND EXISTS { MATCH (p)-->(y:Entity) WHERE y.id IN $others }\n"
        f"{'  AND EXISTS { MATCH (p)-->(z:Entity) WHERE z.id IN $on }' if z else ''}\n"
        "RETURN 'both in' AS what, p.title AS name, collect(DISTINCT type(r)) AS value, p.id AS id",
        {"ids": x.ids, "others": y.ids, **({"on": z.ids} if z else {})},
        sentence(f"{f'on {z.name}, ' if z else ''}{told}"),
        ("what", "name", "value", "id"),
        rows,
        dated=False,
    )


def _limited(request: Request, found: Comparison, on: Sequence[str]) -> Comparison:
    """Keep to what a comparison says about some benchmarks or metrics."""
    store = request.store
    about = {row.paper.id for row in paper_rows(store, on)}
    of_a, of_b = ({n.id for n in nodes} for nodes in (found.a, found.b))
    return replace(
        found,
        papers_a=len({row.paper.id for row in paper_rows(store, of_a)} & about),
        papers_b=len({row.paper.id for row in paper_rows(store, of_b)} & about),
        both=tuple(row for row in found.both if row.paper.id in about),
        direct=tuple(row for row in found.direct if row.paper.id in about),
        shared=(),
        results=tuple(results(store, on=on, of=of_a | of_b)),
    )
