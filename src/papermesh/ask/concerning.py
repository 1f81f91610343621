"""Answers that are the figures which have to do with each of several things."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papermesh.ask import cypher, figures
from papermesh.ask.answer import Answer, Named, Request, count, sentence, some
from papermesh.names import fold
from papermesh.query.connect import WORKING
from papermesh.query.papers import paper_rows, within
from papermesh.query.results import results
from papermesh.query.values import ResultRow, date_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papermesh.store.base import GraphStore

_PARTS = {"Method", "Model", "Dataset", "Benchmark", "Metric"}
"""Types of what a figure can hang on."""


def figures_of_all(request: Request) -> Answer:
    """Answer which figures have to do with each of some things.

    A method, a benchmark or a metric must be a part of the figure; anything else, such as a task,
    must be what the paper works with. Where no figure is so, a metric may also be one whose name
    holds the asked one, and then figures of papers that work with all are given; the answer says so.
    """
    names, store = list(request.names.values()), request.store
    groups = [named.ids for named in names]
    rows, whose = _concerning(request, groups), "figures that concern"
    if not rows:
        groups = [_kin(store, named) for named in names]
        rows = _concerning(request, groups)
    if not rows and (rest := _without_metrics(names)):
        others = replace(request, names={str(at): named for at, named in enumerate(rest)})
        found = figures_of_all(others)
        if found.rows and found.sentence[0].isdigit():
            missing = some((n.name for n in names if n not in rest), 9)
            note = f"no figure is stated in {missing}, but "
            return replace(found, sentence=sentence(note + found.sentence))
    if loose := not rows:
        papers = (_papers(store, group) for group in groups)
        rows = _dated(request, results(store, papers=set.intersection(*papers)))
        whose = "figures of papers that work with" if rows else whose
    listed = some((named.name for named in names), 9)
    told = f"{count(len(rows), 'figure')} of {listed}"
    told += f": {figures.say_all(rows, *names)}" if rows else ""
    if loose:
        told = f"no abstract reports a figure of {listed} together"
        told += (
            f"; papers that work with all report {count(len(rows), 'other figure')}" if rows else ""
        )
    return request.answer(
        f"{whose} {'all of ' * (len(names) > 1)}{some(map(str, names), 9)}",
        cypher.results(cypher.figures_of_all(strict=not (loose and rows)), request.period),
        {"groups": groups},
        sentence(told),
        cypher.RESULT_COLUMNS,
        map(figures.line, rows),
    )


def _without_metrics(names: Sequence[Named]) -> list[Named]:
    """Leave out what is only a metric; nothing is left where nothing else or no metric is."""
    rest = [named for named in names if named.labels != {"Entity", "Metric"}]
    return rest if len(rest) < len(names) else []


def _kin(store: GraphStore, named: Named) -> list[str]:
    """Add the metrics whose name holds that of a metric, as compute reduction does compute."""
    if "Metric" not in named.labels:
        return named.ids
    wanted = fold(named.name)
    kin = (node.id for node in store.nodes("Metric") if wanted in fold(node.name))
    return list(dict.fromkeys([*named.ids, *kin]))


def _papers(store: GraphStore, ids: Sequence[str]) -> set[str]:
    return {row.paper.id for row in paper_rows(store, ids, WORKING)}


def _concerning(request: Request, groups: Sequence[Sequence[str]]) -> list[ResultRow]:
    """Find the figures that have to do with a member of each group."""
    parts = [_is_part(request.store, group) for group in groups]
    papers = [
        set() if part else _papers(request.store, g) for g, part in zip(groups, parts, strict=True)
    ]
    if subjects := [of for of, part in zip(papers, parts, strict=True) if not part]:
        rows = results(request.store, papers=set.intersection(*subjects))
    else:
        rows = results(request.store, about=[id for group in groups for id in group])
    kept = []
    for row in rows:
        ends = {end.id for end in (row.method, row.benchmark, row.metric, row.versus) if end}
        ends.add(f"metric:{row.kind}")  # A speedup is one, whatever it is measured in.
        if all(ends & set(g) or row.paper.id in of for g, of in zip(groups, papers, strict=True)):
            kept.append(row)
    return _dated(request, kept)


def _is_part(store: GraphStore, ids: Sequence[str]) -> bool:
    """Tell whether entities can be a part of a figure."""
    nodes = map(store.node, ids)
    return any(node is not None and _PARTS & set(node.labels) for node in nodes)


def _dated(request: Request, rows: Sequence[ResultRow]) -> list[ResultRow]:
    period = request.period
    return [row for row in rows if within(date_of(row.paper), period.since, period.until)]
