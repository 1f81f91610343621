"""The Cypher that answers show: text with parameters only, never with words of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.query.values import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Collection

    from papermesh.ask.dates import Period

DATE = "coalesce(p.published, p.featured, left(p.month, 7))"
"""The date of a paper ``p`` as answers show it."""
DAY = "coalesce(p.published, p.featured, p.month)"
"""The same as a day, to compare with days."""
CODE = "head([(p)-[:HAS_CODE]->(c:Repository) | coalesce(c.url, c.name)])"
PAPER_COLUMNS = ("title", "relation", "date", "confidence", "id")
NODE_COLUMNS = ("title", "date", "id")
RESULT_COLUMNS = ("method", "benchmark", "metric", "value", "kind", "versus", "paper", "id")
PAPER_RETURN = (
    "WITH p, collect(DISTINCT type(r)) AS relations, max(r.confidence) AS confidence\n"
    f"RETURN p.title AS title, relations AS relation, {DATE} AS date, confidence, p.id AS id"
)
NODE_RETURN = f"RETURN DISTINCT p.title AS title, {DATE} AS date, p.id AS id"


ABOUT_IDS = (
    f"EXISTS {{ MATCH (p)-[r:{'|'.join(RELATIONS)}]->(x:Entity)"
    " WHERE x.id IN $ids AND (type(r) <> 'MENTIONS' OR x:Concept) }"
)
"""A paper ``p`` is about the entities of ``$ids``."""


def types(relations: Collection[str]) -> str:
    """Write relationship types as Cypher alternatives, strongest first."""
    return "|".join(type for type in RELATIONS if type in relations)


def dates(period: Period) -> str:
    """Write the conditions that keep a paper ``p`` to a period."""
    since = f" AND {DAY} >= $since" if period.since else ""
    until = f" AND {DAY} <= $until" if period.until else ""
    return since + until


def papers(relations: Collection[str], period: Period, condition: str = "") -> str:
    """Match papers ``p`` that have one of some relations to the entities of ``$ids``."""
    return (
        f"MATCH (p:Paper)-[r:{types(relations)}]->(e:Entity)\n"
        f"WHERE e.id IN $ids{condition}{dates(period)}\n{PAPER_RETURN}"
    )


def papers_all(relations: Collection[str], period: Period) -> str:
    """Match papers that have an entity of each group of ``$groups``."""
    other = f"EXISTS {{ MATCH (p)-[:{types(relations)}]->(f:Entity) WHERE f.id IN group }}"
    return papers(relations, period, f" AND all(group IN $groups WHERE {other})")


def papers_but(relations: Collection[str], period: Period) -> str:
    """Match papers of the entities of ``$ids`` that lack those of ``$others``."""
    return papers(relations, period, f" AND NOT {_has_others(relations)}")


def papers_without(relations: Collection[str], period: Period) -> str:
    """Match papers that lack the entities of ``$others``."""
    lacking = f"WHERE NOT {_has_others(relations)}{dates(period)}"
    return f"MATCH (p:Paper)\n{lacking}\n{NODE_RETURN}\nORDER BY date DESC, id"


def counting(traversal: str) -> str:
    """Count the things that another pattern finds."""
    return f"CALL {{\n{traversal}\n}}\nRETURN count(DISTINCT id) AS count"


def _has_others(relations: Collection[str]) -> str:
    return f"EXISTS {{ MATCH (p)-[:{types(relations)}]->(f:Entity) WHERE f.id IN $others }}"


def contents(
    relations: Collection[str], type: str | None, where: str = "WHERE p.id IN $ids"
) -> str:
    """Match the entities of the papers of ``$ids``."""
    return (
        f"MATCH (p:Paper)-[r:{types(relations)}]->(e:{type or 'Entity'})\n{where}\n"
        "RETURN e.name AS name, last(labels(e)) AS type, type(r) AS relation,"
        " max(r.confidence) AS confidence, e.id AS id"
    )


def through(
    first: Collection[str], second: Collection[str], type: str | None, period: Period
) -> str:
    """Match the entities that papers of the entities of ``$ids`` also have, and count the papers."""
    return (
        f"MATCH (x:Entity)<-[:{types(first)}]-(p:Paper)-[:{types(second)}]->(e:{type or 'Entity'})\n"
        f"WHERE x.id IN $ids AND NOT e.id IN $ids{dates(period)}\n"
        "RETURN e.name AS name, last(labels(e)) AS type, count(DISTINCT p) AS papers, e.id AS id\n"
        "ORDER BY papers DESC, id LIMIT $limit"
    )


def results(start: str, period: Period, *, confidence: bool = False) -> str:
    """Match reported figures, and what they are of, on, by and against."""
    sure = " result.confidence AS confidence," if confidence else ""
    return (
        f"{_figures(start, period)}\n"
        "RETURN method.name AS method, benchmark.name AS benchmark, metric.name AS metric,"
        " result.value AS value, result.kind AS kind, versus.name AS versus,"
        f" p.title AS paper,{sure} p.id AS id"
    )


def figures_of_all(*, strict: bool) -> str:
    """Match the figures that have to do with an entity of each group of ``$groups``."""
    paper = f"EXISTS {{ MATCH (q)-[:{types(RELATIONS[:-1])}]->(e:Entity) WHERE e.id IN group }}"
    part = (
        "'metric:' + result.kind IN group"
        " OR EXISTS { MATCH (result)-[:OF|ON|BY|VERSUS]->(e:Entity) WHERE e.id IN group }"
        f" OR ({paper} AND NOT EXISTS {{ MATCH (e:Method|Model|Dataset|Benchmark|Metric)"
        " WHERE e.id IN group })"
    )
    return (
        "MATCH (q:Paper)-[:REPORTS]->(result:Result)\n"
        f"WHERE all(group IN $groups WHERE {part if strict else paper})"
    )


def _figures(start: str, period: Period) -> str:
    return (
        f"{start}\nMATCH (p:Paper)-[:REPORTS]->(result)\nWHERE true{dates(period)}\n"
        "OPTIONAL MATCH (result)-[:OF]->(method) OPTIONAL MATCH (result)-[:ON]->(benchmark)\n"
        "OPTIONAL MATCH (result)-[:BY]->(metric) OPTIONAL MATCH (result)-[:VERSUS]->(versus)"
    )


def followers(
    relations: Collection[str], period: Period, *, versions: bool, labels: Collection[str] = ()
) -> str:
    """Match what later papers propose that have to do with the entities of ``$ids``.

    Of the versions in the family, those with the greater number are for the reader to take.
    """
    typed = f"({' OR '.join(f'e:{type}' for type in labels)})" if labels else "true"
    kinds = types(relations)
    later = (
        "MATCH (e:Entity)-[:VERSION_OF*1..]-(x:Entity) WHERE x.id IN $ids AND NOT e.id IN $ids\n"
        "RETURN e.name AS name, last(labels(e)) AS type, 'VERSION_OF' AS relation,"
        " null AS paper, null AS date, e.id AS id\nUNION\n"
    )
    return (later if versions else "") + (
        "OPTIONAL MATCH (o:Paper)-[:PROPOSES]->(y:Entity) WHERE y.id IN $ids\n"
        "WITH min(coalesce(o.published, o.featured, o.month)) AS origin\n"
        f"MATCH (x:Entity)<-[r:{kinds}]-(p:Paper)-[:PROPOSES]->(e:Entity)\n"
        f"WHERE x.id IN $ids AND NOT e.id IN $ids AND {typed}{dates(period)}\n"
        f"  AND (origin IS NULL OR {DAY} IS NULL OR {DAY} >= origin)\n"
        "RETURN e.name AS name, last(labels(e)) AS type, type(r) AS relation,"
        f" p.title AS paper, {DATE} AS date, e.id AS id"
    )
