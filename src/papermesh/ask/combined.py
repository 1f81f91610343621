"""Answers about papers that meet several demands at once: they, and what and who is in them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Request, count, sentence, some
from papermesh.ask.conditions import RELATIONS_OF
from papermesh.ask.entities import COUNT_COLUMNS, asked_type, plural
from papermesh.ask.papers import LIMIT, line, node_line
from papermesh.ask.patterns import makers_of
from papermesh.ask.selection import selection
from papermesh.query.connect import WORKING
from papermesh.query.overview import top
from papermesh.query.values import RELATIONS, PaperRow, day_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAKERS = {"Author": "WROTE", "Organization": "PUBLISHED"}


def papers_meeting(request: Request) -> Answer:
    """Answer which papers meet all that is demanded, with their code where that is asked for."""
    found = selection(request)
    rows, order = _ordered(request, found.rows)
    code = found.repositories(row.paper.id for row in rows) if found.code else {}
    match, parameters = found.match()
    returned: str = cypher.NODE_RETURN
    columns: tuple[str, ...] = cypher.NODE_COLUMNS
    if found.wanted:
        returned, columns = cypher.PAPER_RETURN, cypher.PAPER_COLUMNS
    if found.code:
        returned = returned.replace(", p.id", f", {cypher.CODE} AS code, p.id")
        columns = (*columns[:-1], "code", "id")
    lines = [line(row) if found.wanted else node_line(row.paper) for row in rows]
    limited = {"limit": int(request.words["n"])} if "n" in request.words else {}
    number = len(found.rows)
    return request.answer(
        f"papers {found}{order.words}",
        match + returned + order.cypher + ("\nLIMIT $limit" if limited and order.cypher else ""),
        parameters | (limited if order.cypher else {}),
        sentence(f"{count(number, 'paper')} {found.told(number)}{_first(order, rows)}"),
        columns,
        (
            ((*cells[:-1], *([code[str(cells[-1])]] if found.code else []), cells[-1]), evidence)
            for cells, evidence in lines
        ),
    )


class _Order(NamedTuple):
    """How papers are put in order."""

    words: str = ""
    cypher: str = ""


def _ordered(request: Request, rows: list[PaperRow]) -> tuple[list[PaperRow], _Order]:
    """Put papers in the order that a question asks for, and keep as many as it wants."""
    way, limit = request.words.get("order", ""), int(request.words.get("n") or 0) or None
    order = _Order()
    if way:
        newest = way == "newest"
        order = _Order(f", {way} first", f"\nORDER BY date IS NULL, date{' DESC' * newest}, id")
        dated = [row for row in rows if row.date is not None]
        undated = [row for row in rows if row.date is None]
        dated.sort(key=lambda row: row.paper.id)
        dated.sort(key=lambda row: row.date or dt.date.min, reverse=newest)
        rows = [*dated, *undated]
    return rows[:limit], order


def _first(order: _Order, rows: Sequence[PaperRow]) -> str:
    if not order.words or len(rows) < 2:
        return ""
    first = rows[0]
    return f"; the {order.words[2:-6]} is “{first.paper.name}” ({day_text(first.paper) or 'without a date'})"


def entities_meeting(request: Request) -> Answer:
    """Answer which entities of a type the papers work with that meet all that is demanded."""
    found, type = selection(request), asked_type(request)
    own = {id for condition in found.conditions for id in condition.ids}
    options = [id for slot, named in request.names.items() if slot[0] == "o" for id in named.ids]
    says = request.words.get("how", "")
    counted = RELATIONS if type == "Concept" else RELATIONS_OF.get(says) or WORKING
    ranked = top(request.store, type, relations=counted, limit=10**6, papers=found.papers)
    rows = [
        row
        for row in ranked
        if row.entity.id not in own and (not options or row.entity.id in options)
    ]
    limit = int(request.words.get("n") or LIMIT)
    match, parameters = found.match()
    number, what = len(found.papers), plural(type)
    told = f"{count(number, 'paper')} {found.told(number)}"
    if rows:
        shown = some((f"{row.entity.name} ({row.papers})" for row in rows), 5)
        told = f"{what} in the {count(number, 'paper')} that {found.told(number)}: {shown}"
    barred = "" if type else " AND NOT o:Concept"
    return request.answer(
        f"{what} in papers {found}",
        f"{match}MATCH (p)-[:{cypher.types(counted)}]->(o:{type or 'Entity'})\n"
        f"WHERE NOT o.id IN $own{barred}{' AND o.id IN $options' if options else ''}\n"
        "RETURN o.name AS name, last(labels(o)) AS type, count(DISTINCT p) AS papers, o.id AS id\n"
        "ORDER BY papers DESC, id LIMIT $limit",
        {
            **parameters,
            "own": sorted(own),
            "limit": limit,
            **({"options": options} if options else {}),
        },
        sentence(told),
        COUNT_COLUMNS,
        (((r.entity, r.entity.label, r.papers, r.entity.id), ()) for r in rows[:limit]),
    )


def makers_meeting(request: Request) -> Answer:
    """Answer which authors or organisations have the most papers that meet all that is demanded."""
    found, label = selection(request), makers_of(request.words["m"])
    store, type = request.store, _MAKERS[label]
    own = {id for maker in found.makers for id in maker.ids}
    papers: Counter[str] = Counter(
        edge.source for edge in store.edges(found.papers, [type], "in") if edge.source not in own
    )
    first = sorted(papers, key=lambda id: (-papers[id], id))
    limit = int(request.words.get("n") or LIMIT)
    makers = [node for id in first if (node := store.node(id)) is not None and label in node.labels]
    match, parameters = found.match()
    number, noun = len(found.papers), "author" if label == "Author" else "organisation"
    told = f"{count(number, 'paper')} {found.told(number)}"
    if makers:
        shown = some((f"{node.name} ({papers[node.id]})" for node in makers), 5)
        named = len({e.target for e in store.edges(found.papers, [type], "in")})
        some_of = "" if named == number else f", of which {named} name{'s' * (named == 1)} theirs"
        told = (
            f"{noun}s of the {count(number, 'paper')} that {found.told(number)}{some_of}: {shown}"
        )
    elif number:
        told += f"; the graph does not know the {noun}s"
    return request.answer(
        f"{noun}s of papers {found}, by their number of papers",
        f"{match}MATCH (o:{label})-[:{type}]->(p)\nWHERE NOT o.id IN $own\n"
        "RETURN o.name AS name, count(DISTINCT p) AS papers, o.id AS id\n"
        "ORDER BY papers DESC, id LIMIT $limit",
        {**parameters, "own": sorted(own), "limit": limit},
        sentence(told),
        ("name", "papers", "id"),
        (((node, papers[node.id], node.id), ()) for node in makers[:limit]),
    )


def meeting_over_time(request: Request) -> Answer:
    """Answer how many papers of each year, or month, meet all that is demanded."""
    found = selection(request)
    by = "month" if request.words.get("by", "").startswith("month") else "year"
    length = {"month": 7, "year": 4}[by]
    papers: Counter[str] = Counter(
        row.date.isoformat()[:length] for row in found.rows if row.date is not None
    )
    match, parameters = found.match()
    number = len(found.rows)
    told = f"{count(number, 'paper')} {found.told(number)}"
    told += f"; the most in {max(papers, key=lambda p: (papers[p], p))}" if papers else ""
    return request.answer(
        f"papers {found}, by {by}",
        f"{match}WITH DISTINCT p WHERE {cypher.DATE} IS NOT NULL\n"
        f"RETURN left(toString({cypher.DATE}), $length) AS period, count(p) AS papers\n"
        "ORDER BY period",
        {**parameters, "length": length},
        sentence(told),
        ("period", "papers"),
        ((item, ()) for item in sorted(papers.items())),
    )
