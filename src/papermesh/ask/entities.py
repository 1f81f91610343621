"""Answers that are lists of entities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import EXPLAINED, Answer, Request, count, sentence, some
from papermesh.ask.papers import LIMIT, Line
from papermesh.ask.patterns import type_of
from papermesh.query.connect import WORKING, co_occurring
from papermesh.query.overview import top
from papermesh.query.papers import entity_rows, paper_rows
from papermesh.query.values import (
    RELATIONS,
    USE,
    EntityRow,
    Evidence,
    TopRow,
    confidence_of,
    evidence_of,
    rank,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from papermesh.ask.answer import Named
    from papermesh.store.base import GraphStore, Node

ENTITY_COLUMNS = ("name", "type", "relation", "confidence", "id")
_MEASURED = ("Benchmark", "Dataset", "Metric")
COUNT_COLUMNS = ("name", "type", "papers", "id")


def asked_type(request: Request) -> str | None:
    """Read the entity type that a question limits itself to, if any."""
    return type_of(request.words["t"]) if request.words.get("t") else None


def asked_types(request: Request) -> list[str]:
    """Read all entity types that a question limits itself to, as in tasks and data sets."""
    type = asked_type(request)
    return list(filter(None, request.words.get("types", type or "").split(",")))


def noun(type: str | None) -> str:
    """Name one entity of a type."""
    return type.lower() if type else "entity"


def plural(type: str | None) -> str:
    """Name many entities of a type."""
    return type.lower() + "s" if type else "entities"


def _plurals(types: Sequence[str]) -> str:
    return " and ".join(map(plural, types))


def paper_contents(says: str, relations: Sequence[str]) -> Callable[[Request], Answer]:
    """Make the handler for ``what does paper P <says>``."""

    def handle(request: Request) -> Answer:
        p, types = request.names["p"], asked_types(request)
        # Nothing is evaluated on a model; who asks so means the models that a paper tries.
        tried = says == "evaluate on" and types and not set(types) & set(_MEASURED)
        # A paper's data sets are what it tests on as well, and that is mostly called a benchmark.
        types += ["Benchmark"] if "Dataset" in types and "Benchmark" not in types else []
        rows = entity_rows(request.store, p.ids, WORKING if tried else relations, types or None)
        what = _plurals(types) or "what"
        names = some((row.entity.name for row in rows), 5)
        verb = third(says) if len(p.nodes) == 1 else says
        told = f"{p.titled} {verb} {names or 'nothing that the graph knows of'}"
        return request.answer(
            f"{what} the paper {p} {third(says)}",
            cypher.contents(WORKING if tried else relations, "|".join(types) if types else None),
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
        told = f"the abstract of {p.titled} {'says' if said else 'does not say'}"
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
    return (node, node.label, row.relation, round(row.confidence, 3), node.id), row.evidence


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
        what = _plurals(asked_types(request)) or plural(type)
        # Concepts are only ever named.
        loose = "Concept" in x.labels and (relations == WORKING or len(x.labels) == 2)
        first = RELATIONS if loose else relations
        papers = _papers_through(request, first)
        rows = _counts(request, papers, kinds)
        names = some((row.entity.name for row in rows), 5)
        where = f"in {count(len(papers), 'paper')}"
        told = f"{phrase} {x.name} {where}: {names}" if rows else f"no {what} are {phrase} {x.name}"
        understood = f"{what} that are {phrase} {x}"
        return _counted_answer(request, understood, told, (first, kinds), papers, rows)

    return handle


def _counts(request: Request, papers: set[str], kinds: Sequence[str]) -> list[TopRow]:
    """Count over papers the entities that they have to do with, but for X itself."""
    types, own = asked_types(request), request.ids("x")
    one = types[0] if len(types) == 1 else None
    counts = top(request.store, one, relations=kinds, limit=10**6, papers=papers)
    rows = [row for row in counts if row.entity.id not in own]
    return [row for row in rows if not types or row.entity.label in types]


def _counted_answer(
    request: Request,
    understood: str,
    told: str,
    relations: tuple[Sequence[str], Sequence[str]],
    papers: set[str],
    rows: Sequence[TopRow],
) -> Answer:
    limit = int(request.words.get("n") or LIMIT)
    return request.answer(
        understood,
        cypher.through(*relations, "|".join(asked_types(request)) or None, request.period),
        {"ids": request.ids("x"), "limit": limit},
        sentence(told),
        COUNT_COLUMNS,
        (
            (
                (row.entity, row.entity.label, row.papers, row.entity.id),
                _evidence(request, row.entity, papers),
            )
            for row in rows[:limit]
        ),
    )


def is_no_maker(store: GraphStore, names: Mapping[str, Named]) -> bool:
    """Tell whether what a question asks of ``x`` is asked of an entity: OpenAI is mostly a maker."""
    x = names["x"]
    made = store.resolve(x.text, ("Author", "Organization"))
    return not made and is_in_more_than_its_paper(store, names)


def is_in_more_than_its_paper(store: GraphStore, names: Mapping[str, Named]) -> bool:
    """Tell whether what a question calls ``x`` is an entity of several papers, and not a paper."""
    x = names["x"]
    if not is_no_paper(store, names):
        return False
    # Concepts are only ever named.
    relations = RELATIONS if "Concept" in x.labels else WORKING
    rows = paper_rows(store, x.ids, relations)
    own = [row for row in rows if "PROPOSES" in row.relations]
    return len(rows) > 1 and len(rows) > len(own)


def is_no_paper(store: GraphStore, names: Mapping[str, Named]) -> bool:
    """Tell whether a question does not call ``x`` a paper."""
    return not re.search(r"\bpaper\b", names["x"].text, re.I)


def is_no_concept(store: GraphStore, names: Mapping[str, Named]) -> bool:
    """Tell whether papers can address what a question calls ``x``: concepts are only mentioned."""
    return names["x"].labels != {"Entity", "Concept"}


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
    edges = request.store.edges([entity.id], RELATIONS, "in")
    told = [edge for edge in edges if edge.source in papers]
    told.sort(key=lambda edge: (rank(edge.type), -confidence_of(edge), edge.source))
    return [
        item for edge in told[:EXPLAINED] for item in evidence_of(edge.source, edge.properties)[:1]
    ]


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
        "WITH e, shared, total, size(papers) AS mine, count(DISTINCT q) AS theirs\n"
        "WITH e, shared, 1.0 * shared * total / (mine * theirs) AS lift\n"
        "RETURN e.name AS name, last(labels(e)) AS type, shared, round(lift, 3) AS lift, e.id AS id\n"
        "ORDER BY shared * log(1 + lift) DESC, shared DESC, id LIMIT $limit",
        {"ids": x.ids, "support": support, "limit": LIMIT},
        sentence(told),
        ("name", "type", "shared", "lift", "id"),
        (
            (
                (r.entity, r.entity.label, r.shared, r.lift, r.entity.id),
                _evidence(request, r.entity, set(r.papers)),
            )
            for r in rows[:LIMIT]
        ),
        dated=False,
    )
