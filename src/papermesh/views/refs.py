"""Nodes, evidence and rows of queries in their JSON forms, with the addresses of their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from papermesh.query.values import date_of, day, evidence_of, to_month
from papermesh.views.schema import (
    EntityForm,
    EvidenceForm,
    PaperForm,
    Ref,
    ResultForm,
)

if TYPE_CHECKING:
    from papermesh.query import Evidence, PaperRow, ResultRow
    from papermesh.store.base import GraphStore, Node

_PAGES = {"Paper": "paper", "Author": "author", "Organization": "organization"}
_EVIDENCE = 3
"""How many sentences a row of a list carries; the page of the paper has all of them."""


def address(node: Node) -> str:
    """Where the page of a node is, from the root of the application.

    Examples:
        >>> from papermesh.store.base import Node
        >>> address(Node("benchmark:mteb", ("Entity", "Benchmark")))
        '/entity/benchmark:mteb'
    """
    page = _PAGES.get(node.labels[0], "entity")
    if node.label in {"Result", "Repository"}:
        return ""
    return f"/{page}/{quote(node.id, safe=':')}"


def ref(node: Node) -> Ref:
    """A node, as others name it."""
    return Ref(id=node.id, type=node.label, name=node.name, address=address(node))


def entity_form(node: Node) -> EntityForm:
    """An entity in a list."""
    return EntityForm(
        **ref(node).model_dump(),
        papers=int(node.properties.get("paperCount") or 0),
        first_seen=day(node.properties.get("firstSeen")),
        aliases=[str(alias) for alias in node.properties.get("aliases") or ()],
    )


def paper_form(node: Node, row: PaperRow | None = None) -> PaperForm:
    """A paper in a list, with what it does with what the list is about."""
    return PaperForm(
        **ref(node).model_dump(),
        date=date_of(node),
        to_month=to_month(node),
        organization=text_of(node, "organization"),
        upvotes=number_of(node, "upvotes"),
        relations=list(row.relations) if row else [],
        confidence=round(row.confidence, 4) if row else None,
        evidence=evidence_forms(row.evidence[:_EVIDENCE]) if row else [],
    )


def evidence_forms(evidence: Iterable[Evidence]) -> list[EvidenceForm]:
    """Evidence in its JSON form."""
    return [
        EvidenceForm(
            paper=item.paper, sentence=item.sentence, text=item.text, field=item.field,
            start=item.start, end=item.end, source=item.source, score=item.score,
        )
        for item in evidence
    ]  # fmt: skip


def result_form(store: GraphStore, row: ResultRow) -> ResultForm:
    """A stated figure in its JSON form."""
    node = store.node(row.id)
    confidence = node.properties.get("confidence") if node else None

    def part(end: Node | None) -> Ref | None:
        return None if end is None else ref(end)

    return ResultForm(
        id=row.id, value=row.value, number=row.number, unit=row.unit, kind=row.kind,
        method=part(row.method), benchmark=part(row.benchmark), metric=part(row.metric),
        versus=part(row.versus), paper=paper_form(row.paper),
        confidence=confidence, evidence=evidence_forms(row.evidence),
    )  # fmt: skip


def evidence_of_edge(paper: str, properties: Any) -> list[EvidenceForm]:
    """Evidence of an edge in its JSON form."""
    return evidence_forms(evidence_of(paper, properties))


def text_of(node: Node, name: str) -> str | None:
    """A property as text, None where the node has none."""
    value = node.properties.get(name)
    return None if value is None else str(value)


def texts_of(node: Node, name: str) -> list[str]:
    """A property that is a list of texts."""
    value = node.properties.get(name) or ()
    return [value] if isinstance(value, str) else [str(item) for item in value]


def number_of(node: Node, name: str) -> int | None:
    """A property that is a whole number, None where it is none."""
    value = node.properties.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def day_of(node: Node, name: str) -> dt.date | None:
    """A property that is a day, None where it is none."""
    return day(node.properties.get(name))
