"""Answers about several things at once: papers that meet every condition, figures of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from papermesh.ask import cypher, figures
from papermesh.ask.answer import Answer, Item, Named, Request, count, sentence, some
from papermesh.ask.entities import COUNT_COLUMNS, asked_type, plural
from papermesh.ask.papers import LIMIT, line
from papermesh.ask.verbs import VERBS
from papermesh.names import fold
from papermesh.query.connect import WORKING
from papermesh.query.overview import top
from papermesh.query.papers import paper_rows, within
from papermesh.query.results import results
from papermesh.query.values import RELATIONS, PaperRow, ResultRow, date_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from papermesh.store.base import GraphStore

_RELATIONS = {verb.says: verb.relations for verb in VERBS}
_PARTS = {"Method", "Model", "Dataset", "Benchmark", "Metric"}
"""Types of what a figure can hang on."""
_MEASURED = {"Dataset", "Benchmark", "Metric", "Task"}
"""Types of what papers evaluate on."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a paper must have to do with one of some entities, or must not.

    Attributes:
        says: The verb; empty where the question has none, so that any but a mention will do.
    """

    says: str
    names: tuple[Named, ...]
    barred: bool = False

    @property
    def ids(self) -> list[str]:
        """Ids of the entities."""
        return [id for named in self.names for id in named.ids]

    @property
    def relations(self) -> Sequence[str]:
        """Relationship types that meet it."""
        if all(named.labels == {"Entity", "Concept"} for named in self.names):
            return _RELATIONS.get(self.says) or RELATIONS
        # A model is not evaluated on but with.
        with_it = self.says == "evaluate on" and not any(n.labels & _MEASURED for n in self.names)
        return WORKING if with_it else _RELATIONS.get(self.says) or WORKING

    def __str__(self) -> str:
        """The condition in words, such as ``use LoRA (Method) or RL (Method)``."""
        return self._tell(map(str, self.names))

    @property
    def short(self) -> str:
        """The same without types."""
        return self._tell(named.name for named in self.names)

    def _tell(self, names: Iterable[str]) -> str:
        return f"{'do not ' if self.barred else ''}{self.says or 'work with'} {' or '.join(names)}"


def conditions(request: Request) -> list[Condition]:
    """Read the conditions of a question: each name is one by itself or an ``or`` to the last."""
    found: list[Condition] = []
    for slot, named in request.names.items():
        join, says = (request.words.get(f"{word} {slot}", "") for word in ("join", "verb"))
        if join == "or" and found:
            last = found.pop()
            found.append(Condition(last.says or says, (*last.names, named), last.barred))
        else:
            found.append(Condition(says, (named,), barred=join == "not"))
    return found


def papers_meeting(request: Request) -> Answer:
    """Answer which papers meet several conditions, with code where that is asked for."""
    found = conditions(request)
    rows = _meeting(request, found)
    code = _repositories(request, rows) if request.words.get("code") else None
    if code is not None:
        rows = [row for row in rows if row.paper.id in code]
    wanted = [*map(str, found), *(["have code"] if code is not None else [])]
    match, parameters = _match(request, found, code=code is not None)
    returned = cypher.PAPER_RETURN
    if code is not None:
        returned = returned.replace(", p.id", f", {cypher.CODE} AS code, p.id")
    cells = ((line(row), row.paper.id) for row in rows)
    told = f"{_meet(len(rows))}: {'; '.join(condition.short for condition in found)}"
    told += "" if code is None else "; have code"
    return request.answer(
        f"papers that {' and '.join(wanted)}",
        match + returned,
        parameters,
        sentence(told),
        (*cypher.PAPER_COLUMNS[:-1], *(["code"] if code is not None else []), "id"),
        (((*items[:-1], *_code(code, id), id), evidence) for (items, evidence), id in cells),
    )


def _meet(papers: int) -> str:
    return f"{count(papers, 'paper')} {'meets' if papers == 1 else 'meet'} all of this"


def _code(code: dict[str, str] | None, id: str) -> list[Item]:
    return [] if code is None else [code[id]]


def _repositories(request: Request, rows: Sequence[PaperRow]) -> dict[str, str]:
    """Find the address of the first repository of each paper that has one."""
    found: dict[str, str] = {}
    for edge in request.store.edges([row.paper.id for row in rows], ["HAS_CODE"], "out"):
        node = request.store.node(edge.target)
        if node is not None:
            found.setdefault(edge.source, str(node.properties.get("url") or node.name))
    return found


def _meeting(request: Request, found: Sequence[Condition]) -> list[PaperRow]:
    wanted = [condition for condition in found if not condition.barred]
    kept: set[str] | None = None
    for condition in wanted:
        ids = {row.paper.id for row in _rows(request, [condition])}
        kept = ids if kept is None else kept & ids
    for condition in found:
        if condition.barred and kept:
            kept -= {row.paper.id for row in _rows(request, [condition])}
    return [row for row in _rows(request, wanted) if row.paper.id in (kept or ())]


def _rows(request: Request, wanted: Sequence[Condition]) -> list[PaperRow]:
    """Find the papers that meet any of some conditions, within the period of the question."""
    ids = [id for condition in wanted for id in condition.ids]
    relations = {relation for condition in wanted for relation in condition.relations}
    period = request.period
    return paper_rows(request.store, ids, relations, since=period.since, until=period.until)


def _match(
    request: Request, found: Sequence[Condition], *, code: bool = False
) -> tuple[str, dict[str, list[str]]]:
    """Write the conditions as Cypher that matches ``p``, ``r`` and ``e``, with its parameters."""
    wanted = [condition for condition in found if not condition.barred]
    relations = {relation for condition in wanted for relation in condition.relations}
    parameters = {"ids": [id for condition in wanted for id in condition.ids]}
    tests = []
    for number, condition in enumerate(found, 1):
        parameters[f"ids{number}"] = condition.ids
        tests.append(
            f"\n  AND {'NOT ' if condition.barred else ''}EXISTS {{ MATCH"
            f" (p)-[:{cypher.types(condition.relations)}]->(f:Entity) WHERE f.id IN $ids{number} }}"
        )
    tests += ["\n  AND EXISTS { MATCH (p)-[:HAS_CODE]->(:Repository) }"] if code else []
    start = f"MATCH (p:Paper)-[r:{cypher.types(relations)}]->(e:Entity)\nWHERE e.id IN $ids"
    return start + "".join(tests) + cypher.dates(request.period) + "\n", parameters


def entities_meeting(request: Request) -> Answer:
    """Answer which entities of a type the papers work with that meet several conditions."""
    found, type = conditions(request), asked_type(request)
    papers = {row.paper.id for row in _meeting(request, found)}
    own = {id for condition in found for id in condition.ids}
    counted = RELATIONS if type == "Concept" else WORKING
    rows = top(request.store, type, relations=counted, limit=10**6, papers=papers)
    rows = [row for row in rows if row.entity.id not in own]
    match, parameters = _match(request, found)
    told = f"{_meet(len(papers))}: {'; '.join(condition.short for condition in found)}"
    told += f" – with {some((row.entity.name for row in rows), 5)}" if rows else ""
    return request.answer(
        f"{plural(type)} in papers that {' and '.join(map(str, found))}",
        f"{match}MATCH (p)-[:{cypher.types(counted)}]->(o:{type or 'Entity'})\nWHERE NOT o.id IN $ids\n"
        "RETURN o.name AS name, last(labels(o)) AS type, count(DISTINCT p) AS papers, o.id AS id\n"
        "ORDER BY papers DESC, id LIMIT $limit",
        {**parameters, "limit": LIMIT},
        sentence(told),
        COUNT_COLUMNS,
        (((r.entity, r.entity.label, r.papers, r.entity.id), ()) for r in rows[:LIMIT]),
    )


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
    if loose := not rows:
        papers = (_papers(store, group) for group in groups)
        rows = _dated(request, results(store, papers=set.intersection(*papers)))
        whose = "figures of papers that work with" if rows else whose
    listed = some((named.name for named in names), 9)
    told = f"{count(len(rows), 'figure')} of {listed}: {some(map(figures.say, rows))}"
    if loose:
        told = f"no abstract reports a figure of {listed}"
        told += f" together; papers that work with all report {count(len(rows), 'other figure')}"
    return request.answer(
        f"{whose} {'all of ' * (len(names) > 1)}{some(map(str, names), 9)}",
        cypher.results(cypher.figures_of_all(strict=not (loose and rows)), request.period),
        {"groups": groups},
        sentence(told),
        cypher.RESULT_COLUMNS,
        map(figures.line, rows),
    )


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
