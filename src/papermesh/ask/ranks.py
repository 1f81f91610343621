"""Answers that rank or list the entities of the whole graph, or of the papers about something."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from papermesh.ask import cypher, shelf
from papermesh.ask.answer import Answer, Request, count, sentence
from papermesh.ask.entities import COUNT_COLUMNS, asked_type, noun, plural
from papermesh.ask.papers import about_rows, node_line
from papermesh.query.overview import top
from papermesh.query.papers import within
from papermesh.query.values import RELATIONS, USE, Evidence, date_of, evidence_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papermesh.store.base import Node


def most_used(request: Request) -> Answer:
    """Answer which entities most papers work with, of all papers or of those about an entity."""
    type, x, period = asked_type(request), request.names.get("x"), request.period
    papers = {row.paper.id for row in about_rows(request, "x")} if x else None
    limit = int(request.words.get("n") or 10)
    rows = top(
        request.store, type, limit=limit, since=period.since, until=period.until, papers=papers
    )
    of = f" in papers about {x}" if x else ""
    apart = "; benchmarks are ranked apart" if x and type == "Dataset" else ""
    leader = f": {rows[0].entity.name}, in {count(rows[0].papers, 'paper')}" if rows else ": none"
    counted = RELATIONS if type == "Concept" else USE
    limited = f" AND {cypher.ABOUT_IDS}" if x else ""
    barred = "" if type else " AND NOT e:Concept"
    return request.answer(
        f"{plural(type)} that most papers work with{of}",
        f"MATCH (p:Paper)-[:{cypher.types(counted)}]->(e:{type or 'Entity'})\n"
        f"WHERE true{barred}{limited}{cypher.dates(period)}\n"
        "RETURN e.name AS name, last(labels(e)) AS type, count(DISTINCT p) AS papers, e.id AS id\n"
        "ORDER BY papers DESC, id LIMIT $limit",
        {**({"ids": x.ids} if x else {}), "limit": limit},
        sentence(
            f"most used {plural(type)}{f' for {x.name}' if x else ''}{period.words}{leader}{apart}"
        ),
        COUNT_COLUMNS,
        (((r.entity, r.entity.label, r.papers, r.entity.id), ()) for r in rows),
    )


def new_entities(request: Request) -> Answer:
    """Answer which entities papers have introduced, newest first, of all or about an entity."""
    type, period, x = asked_type(request), request.period, request.names.get("x")
    papers = {row.paper.id for row in about_rows(request, "x")} if x else None
    nodes = {node.id: node for node in request.store.nodes(type or "Entity")}
    found: list[tuple[Node, Node, Sequence[Evidence]]] = []
    for edge in request.store.edges(nodes, ["PROPOSES"], "in"):
        paper = request.store.node(edge.source)
        if paper is None or (papers is not None and paper.id not in papers):
            continue
        if within(date_of(paper), period.since, period.until):
            evidence = evidence_of(paper.id, edge.properties)
            found.append((nodes[edge.target], paper, evidence))
    found.sort(key=lambda item: (item[0].id, item[1].name))
    if oldest := bool(request.words.get("oldest")):
        found = [item for item in found if date_of(item[1])]
    found.sort(key=lambda item: date_of(item[1]) or dt.date.min, reverse=not oldest)
    order = "oldest" if oldest else "newest"
    number = len({node.id for node, _, _ in found})
    told = f"{count(number, noun(type))} {'was' if number == 1 else 'were'} introduced"
    told += f" by papers about {x.name}" if x else ""
    told += f"{period.words}, the {order} being {found[0][0].name}" if found else period.words
    about = f" AND {cypher.ABOUT_IDS}" if x else ""
    return request.answer(
        f"{plural(type)} that papers{f' about {x}' if x else ''} introduced, {order} first",
        f"MATCH (p:Paper)-[:PROPOSES]->(e:{type or 'Entity'})\n"
        f"WHERE true{about}{cypher.dates(period)}\n"
        f"RETURN e.name AS name, last(labels(e)) AS type, {cypher.DATE} AS date,"
        f" p.title AS paper, e.id AS id\nORDER BY date{'' if oldest else ' DESC'}, id",
        {"ids": x.ids} if x else {},
        sentence(told),
        ("name", "type", "date", "paper", "id"),
        (
            ((node, node.label, day, paper, node.id), evidence)
            for node, paper, evidence in found
            for (_, day, _), _ in [node_line(paper)]
        ),
    )


def _with_all(request: Request) -> Request:
    return replace(request, words={**request.words, "n": str(10**6)})


def every(request: Request) -> Answer:
    """Answer which and how many entities of a type there are."""
    type = asked_type(request)
    if request.period:
        dated = request.words["t"].lower().endswith(("thing", "things"))
        return shelf.every(request) if dated else most_used(_with_all(request))
    nodes = list(request.store.nodes(type or "Entity"))
    nodes.sort(key=lambda n: (-int(n.properties.get("paperCount") or 0), n.id))
    return request.answer(
        f"all {plural(type)}",
        f"MATCH (e:{type or 'Entity'})\nRETURN e.name AS name, last(labels(e)) AS type,"
        " e.paperCount AS papers, e.id AS id\nORDER BY papers DESC, id",
        {},
        sentence(
            f"{count(len(nodes), noun(type))} {'is' if len(nodes) == 1 else 'are'} in the graph"
        ),
        COUNT_COLUMNS,
        (((n, n.label, int(n.properties.get("paperCount") or 0), n.id), ()) for n in nodes),
        dated=False,
    )
