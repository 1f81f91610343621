"""Answers that are lists of entities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Request, count, sentence, some
from papermesh.ask.papers import LIMIT, Line, about_rows, node_line
from papermesh.ask.patterns import type_of
from papermesh.query.connect import WORKING, co_occurring
from papermesh.query.overview import top
from papermesh.query.papers import entity_rows, paper_rows, within
from papermesh.query.values import RELATIONS, USE, EntityRow, Evidence, TopRow, date_of, evidence_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from papermesh.ask.answer import Named
    from papermesh.store.base import GraphStore, Node

ENTITY_COLUMNS = ("name", "type", "relation", "confidence", "id")
COUNT_COLUMNS = ("name", "type", "papers", "id")


def asked_type(request: Request) -> str | None:
    """Read the entity type that a question limits itself to, if any."""
    return type_of(request.words["t"]) if request.words.get("t") else None


def noun(type: str | None) -> str:
    """Name one entity of a type."""
    return type.lower() if type else "entity"


def plural(type: str | None) -> str:
    """Name many entities of a type."""
    return type.lower() + "s" if type else "entities"


def paper_contents(says: str, relations: Sequence[str]) -> Callable[[Request], Answer]:
    """Make the handler for ``what does paper P <says>``."""

    def handle(request: Request) -> Answer:
        p, type = request.names["p"], asked_type(request)
        rows = entity_rows(request.store, p.ids, relations, [type] if type else None)
        what = plural(type) if type else "what"
        names = some((row.entity.name for row in rows), 5)
        told = f"“{p.name}” {third(says)} {names or 'nothing that the graph knows of'}"
        return request.answer(
            f"{what} the paper {p} {third(says)}",
            cypher.contents(relations, type),
            {"ids": p.ids},
            sentence(told),
            ENTITY_COLUMNS,
            map(_entity_line, rows),
            dated=False,
        )

    return handle


def third(says: str) -> str:
    """Put a verb into the third person: ``compare to`` becomes ``compares to``."""
    verb, *rest = says.split()
    return " ".join([verb + ("es" if verb.endswith(("s", "sh", "ch")) else "s"), *rest])


def whether(says: str, relations: Sequence[str]) -> Callable[[Request], Answer]:
    """Make the handler for ``does paper P <says> X``."""

    def handle(request: Request) -> Answer:
        p, x = request.names["p"], request.names["x"]
        rows = [
            row for row in entity_rows(request.store, p.ids, RELATIONS) if row.entity.id in x.ids
        ]
        said = [row.relation for row in rows if row.relation in relations]
        # Neither yes nor no: to compare to a rival is not yet to beat it.
        told = f"the abstract of “{p.name}” {'says' if said else 'does not say'}"
        told += f" that it {third(says)} {x.name}"
        if rows and not said:
            told += f"; it stands to {x.name} as {rows[0].relation}"
        return request.answer(
            f"whether the paper {p} {third(says)} {x}",
            cypher.contents(RELATIONS, None, "WHERE p.id IN $ids AND e.id IN $others"),
            {"ids": p.ids, "others": x.ids},
            sentence(told),
            ENTITY_COLUMNS,
            map(_entity_line, rows),
            dated=False,
        )

    return handle


def _entity_line(row: EntityRow) -> Line:
    node = row.entity
    return (node.name, node.label, row.relation, round(row.confidence, 3), node.id), row.evidence


def through(
    relations: Sequence[str], phrase: str, second: Sequence[str] | None = None
) -> Callable[[Request], Answer]:
    """Make the handler for ``which <type> are <phrase> X``: entities by way of shared papers.

    Args:
        relations: What the papers must have to do with X.
        phrase: How the two go together, such as ``used with``.
        second: What the papers must have to do with the entities that are asked for.
    """

    def handle(request: Request) -> Answer:
        x, type = request.names["x"], asked_type(request)
        kinds = second or (RELATIONS if type == "Concept" else WORKING)
        papers = _papers_through(request, relations)
        rows = _counts(request, papers, kinds)
        names = some((row.entity.name for row in rows), 5)
        where = f"in {count(len(papers), 'paper')}"
        told = (
            f"{phrase} {x.name} {where}: {names}"
            if rows
            else f"no {plural(type)} are {phrase} {x.name}"
        )
        understood = f"{plural(type)} that are {phrase} {x}"
        return _counted_answer(request, understood, told, (relations, kinds), papers, rows)

    return handle


def _counts(request: Request, papers: set[str], kinds: Sequence[str]) -> list[TopRow]:
    """Count over papers the entities that they have to do with, but for X itself."""
    type = asked_type(request)
    counts = top(request.store, type, relations=kinds, limit=10**6, papers=papers)
    return [row for row in counts if row.entity.id not in request.ids("x")]


def _counted_answer(
    request: Request,
    understood: str,
    told: str,
    relations: tuple[Sequence[str], Sequence[str]],
    papers: set[str],
    rows: Sequence[TopRow],
) -> Answer:
    return request.answer(
        understood,
        cypher.through(*relations, asked_type(request), request.period),
        {"ids": request.ids("x"), "limit": LIMIT},
        sentence(told),
        COUNT_COLUMNS,
        (
            (
                (row.entity.name, row.entity.label, row.papers, row.entity.id),
                _evidence(request, row.entity, papers),
            )
            for row in rows[:LIMIT]
        ),
    )


def is_in_more_than_its_paper(store: GraphStore, names: Mapping[str, Named]) -> bool:
    """Tell whether what a question calls ``x`` is an entity of several papers, and not a paper."""
    x = names["x"]
    if re.search(r"\bpaper\b", x.text, re.I):
        return False
    rows = paper_rows(store, x.ids, WORKING)
    own = [row for row in rows if row.relations[0] == "PROPOSES"]
    return len(rows) > 1 and len(rows) > len(own)


def beside(says: str, relations: Sequence[str]) -> Callable[[Request], Answer]:
    """Make the handler for ``what does X <says>`` over the papers that use the entity X."""

    def handle(request: Request) -> Answer:
        x, type = request.names["x"], asked_type(request)
        papers = _papers_through(request, USE)
        rows = _counts(request, papers, relations)
        what = plural(type) if type else "what"
        names = some((row.entity.name for row in rows), 5) or "nothing that the graph knows of"
        one = len(papers) == 1
        who = f"{count(len(papers), 'paper')} that {'uses' if one else 'use'} {x.name}"
        told = f"{who} {third(says) if one else says}: {names}"
        understood = f"{what} the papers that use {x} {says}"
        return _counted_answer(request, understood, told, (USE, relations), papers, rows)

    return handle


def _papers_through(request: Request, relations: Sequence[str]) -> set[str]:
    period = request.period
    rows = paper_rows(
        request.store, request.ids("x"), relations, since=period.since, until=period.until
    )
    return {row.paper.id for row in rows}


def _evidence(request: Request, entity: Node, papers: set[str]) -> list[Evidence]:
    rows = paper_rows(request.store, [entity.id])
    return [item for row in rows if row.paper.id in papers for item in row.evidence[:1]]


def related(request: Request) -> Answer:
    """Answer what occurs in the same papers as an entity."""
    x, type = request.names["x"], asked_type(request)
    types = [type] if type else None
    rows = co_occurring(request.store, x.ids, types=types, min_support=2)
    support = 2 if rows else 1
    rows = rows or co_occurring(request.store, x.ids, types=types, min_support=1)
    names = some((row.entity.name for row in rows), 5)
    told = (
        f"{x.name} shares papers with {names}" if rows else f"nothing shares a paper with {x.name}"
    )
    kinds = cypher.types(RELATIONS)
    return request.answer(
        f"{plural(type)} in the same papers as {x}, at least {count(support, 'paper')} together",
        f"MATCH (x:Entity)<-[:{kinds}]-(p:Paper) WHERE x.id IN $ids\n"
        "WITH collect(DISTINCT p) AS papers\nMATCH (q:Paper) WITH papers, count(q) AS total\n"
        f"UNWIND papers AS p MATCH (p)-[:{kinds}]->(e:{type or 'Entity'}) WHERE NOT e.id IN $ids\n"
        "WITH papers, total, e, count(DISTINCT p) AS shared WHERE shared >= $support\n"
        f"MATCH (e)<-[:{kinds}]-(q:Paper)\n"
        "WITH e, shared, 1.0 * shared * total / (size(papers) * count(DISTINCT q)) AS lift\n"
        "RETURN e.name AS name, last(labels(e)) AS type, shared, round(lift, 3) AS lift, e.id AS id\n"
        "ORDER BY shared * log(1 + lift) DESC, shared DESC, id LIMIT $limit",
        {"ids": x.ids, "support": support, "limit": LIMIT},
        sentence(told),
        ("name", "type", "shared", "lift", "id"),
        (
            (
                (r.entity.name, r.entity.label, r.shared, r.lift, r.entity.id),
                _evidence(request, r.entity, set(r.papers)),
            )
            for r in rows[:LIMIT]
        ),
        dated=False,
    )


def most_used(request: Request) -> Answer:
    """Answer which entities most papers work with, of all papers or of those about an entity."""
    type, x, period = asked_type(request), request.names.get("x"), request.period
    papers = {row.paper.id for row in about_rows(request, "x")} if x else None
    limit = int(request.words.get("n") or 10)
    rows = top(
        request.store, type, limit=limit, since=period.since, until=period.until, papers=papers
    )
    of = f" in papers about {x}" if x else ""
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
        sentence(f"most used {plural(type)}{of and f' about {x.name}' if x else ''}{leader}"),
        COUNT_COLUMNS,
        (((r.entity.name, r.entity.label, r.papers, r.entity.id), ()) for r in rows),
    )


def new_entities(request: Request) -> Answer:
    """Answer which entities papers have introduced, newest first, of all or about an entity."""
    type, period, x = asked_type(request), request.period, request.names.get("x")
    papers = {row.paper.id for row in about_rows(request, "x")} if x else None
    nodes = {node.id: node for node in request.store.nodes(type or "Entity")}
    found: list[tuple[str, Line]] = []
    for edge in request.store.edges(nodes, ["PROPOSES"], "in"):
        paper = request.store.node(edge.source)
        if paper is None or (papers is not None and paper.id not in papers):
            continue
        if within(date_of(paper), period.since, period.until):
            (title, day, _), _ = node_line(paper)
            node = nodes[edge.target]
            evidence = evidence_of(paper.id, edge.properties)
            found.append((str(day or ""), ((node.name, node.label, day, title, node.id), evidence)))
    found.sort(key=lambda item: (item[1][0][-1], item[1][0][3]))
    found.sort(key=lambda item: item[0], reverse=True)
    told = f"papers{f' about {x.name}' if x else ''} introduced {count(len(found), noun(type))}"
    told += f", the newest being {found[0][1][0][0]}" if found else ""
    about = f" AND {cypher.ABOUT_IDS}" if x else ""
    return request.answer(
        f"{plural(type)} that papers{f' about {x}' if x else ''} introduced, newest first",
        f"MATCH (p:Paper)-[:PROPOSES]->(e:{type or 'Entity'})\n"
        f"WHERE true{about}{cypher.dates(period)}\n"
        f"RETURN e.name AS name, last(labels(e)) AS type, {cypher.DATE} AS date,"
        " p.title AS paper, e.id AS id\nORDER BY date DESC, id",
        {"ids": x.ids} if x else {},
        sentence(told + period.words),
        ("name", "type", "date", "paper", "id"),
        (row for _, row in found),
    )


def every(request: Request) -> Answer:
    """Answer which and how many entities of a type there are."""
    type = asked_type(request)
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
        (((n.name, n.label, int(n.properties.get("paperCount") or 0), n.id), ()) for n in nodes),
        dated=False,
    )
