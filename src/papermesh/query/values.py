"""The typed rows that questions to a graph are answered with."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from papermesh.model import EntityType, RelationType
from papermesh.query.shown import Shown

if TYPE_CHECKING:
    from papermesh.store.base import Edge, Node

RELATIONS: tuple[str, ...] = tuple(relation.value for relation in RelationType)
"""What a paper can do with an entity, strongest first."""

USE: tuple[str, ...] = ("PROPOSES", "EVALUATES_ON", "MEASURES", "ADDRESSES", "USES")
"""The relations that mean that a paper works with an entity.

A rival (COMPARES_TO) and a thing named in passing (MENTIONS) are not used; the paper that
introduces a thing works with it too, and comes first.
"""

ENTITY_TYPES: tuple[str, ...] = tuple(type.value for type in EntityType)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a text says so.

    Attributes:
        paper: Id of the paper.
        sentence: The sentence, as it stands in the cleaned text.
        text: The words within it that name the thing.
        source: Who found it: ``lexicon``, ``model`` or ``rule:<name>``.
    """

    paper: str
    sentence: str
    text: str | None = None
    field: str | None = None
    start: int | None = None
    end: int | None = None
    source: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class PaperRow(Shown):
    """A paper, and what it does with the entities that were asked for.

    Attributes:
        relations: Relationship types, strongest first.
        confidence: The greatest of its edges.
        entities: Ids of the entities that it reaches.
    """

    paper: Node
    relations: tuple[str, ...]
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    entities: tuple[str, ...] = ()

    @property
    def date(self) -> dt.date | None:
        """Day of submission, else the day on a daily page; see `date_of`."""
        return date_of(self.paper)


@dataclass(frozen=True, slots=True)
class EntityRow(Shown):
    """An entity, and what a paper does with it."""

    entity: Node
    relation: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultRow(Shown):
    """A figure that a paper reports for its own work.

    Attributes:
        kind: ``absolute``, ``gain``, ``reduction``, ``speedup`` or ``ratio``.
        method: What the figure belongs to, where the text names it; the same for those below.
    """

    id: str
    paper: Node
    value: str
    number: float | None
    unit: str | None
    kind: str
    method: Node | None = None
    benchmark: Node | None = None
    metric: Node | None = None
    versus: Node | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Related(Shown):
    """An entity that occurs in the same papers.

    Attributes:
        shared: How many papers they share.
        lift: How many times more often than if papers chose their entities independently.
        papers: Ids of the shared papers.
    """

    entity: Node
    shared: int
    lift: float
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link(Shown):
    """Any other edge at a node: who wrote it, its code, what it is a version of."""

    type: str
    other: Node
    outgoing: bool


@dataclass(frozen=True, slots=True)
class NodeView(Shown):
    """Everything known of one node.

    Attributes:
        others: Further nodes that answer to the same name.
        papers: Of an entity: its papers, strongest relation first.
        entities: Of a paper: its entities, strongest relation first.
        results: Of a paper or an entity: the figures that concern it.
    """

    node: Node
    others: tuple[Node, ...] = ()
    papers: tuple[PaperRow, ...] = ()
    entities: tuple[EntityRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Step(Shown):
    """One edge of a path.

    Attributes:
        forward: Whether the edge points the way that the path goes.
    """

    start: Node
    relation: str
    end: Node
    forward: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Path(Shown):
    """How two nodes hang together; no steps where both are the same node."""

    start: Node
    end: Node
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Follower(Shown):
    """Something that a later paper proposed while using an entity or comparing to it."""

    entity: Node
    paper: Node
    relation: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Succession(Shown):
    """What came before and after an entity.

    Attributes:
        earlier: What in its family has a smaller version number, or none; nearest first.
        later: What in its family has a greater version number, nearest first.
        followers: What later papers built on it or set against it, oldest first.
        variants: What in its family has the same version number, such as GPT-4o beside GPT-4.
    """

    entities: tuple[Node, ...]
    earlier: tuple[Node, ...]
    later: tuple[Node, ...]
    followers: tuple[Follower, ...]
    variants: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class TopRow(Shown):
    """An entity and how many papers count for it."""

    entity: Node
    papers: int


@dataclass(frozen=True, slots=True)
class Stats(Shown):
    """What a graph holds.

    Attributes:
        labels: Nodes by label; an entity counts for ``Entity`` and for its type.
        relations: Edges by type.
        first: Date of the oldest paper; None where no paper has a date.
        undated: Papers without any date.
    """

    labels: Mapping[str, int] = field(default_factory=dict)
    relations: Mapping[str, int] = field(default_factory=dict)
    top: tuple[TopRow, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    undated: int = 0


@dataclass(frozen=True, slots=True)
class SearchHit(Shown):
    """A node that a full-text search found.

    Attributes:
        field: Where the words stand best: ``title``, ``name``, ``aliases`` or ``abstract``.
        snippet: The sentence or name that holds them.
    """

    node: Node
    score: float
    field: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Comparison(Shown):
    """Two entities side by side.

    Attributes:
        both: Papers that have to do with both.
        direct: Of these, the papers that propose one of them and compare it to the other.
        shared: Entities that papers of either have to do with, most common first.
        results: Figures that concern either on a benchmark where both have one, or that set one
            against the other.
    """

    a: tuple[Node, ...]
    b: tuple[Node, ...]
    papers_a: int
    papers_b: int
    both: tuple[PaperRow, ...]
    direct: tuple[PaperRow, ...]
    shared: tuple[TopRow, ...]
    results: tuple[ResultRow, ...]


YEARS = range(1900, 2101)
"""Years that papers can be of."""


def date_of(node: Node) -> dt.date | None:
    """Read the day of a paper: of submission, else of its daily page, else None.

    Of a paper whose arXiv id tells the month and no source the day, it is the first of that
    month, which counts as its day and is never shown as one; see `to_month`. A day of no century
    of papers is none: one of the year 9999 would stretch every curve.
    """
    return _days_of(node, "published", "featured", "month")


def to_month(node: Node) -> bool:
    """Tell whether the month is all that is known of a paper's day."""
    return _days_of(node, "month") is not None and _days_of(node, "published", "featured") is None


def day_text(node: Node) -> str | None:
    """Write the day of a paper for people: ``2025-02-18``, or ``2024-02`` where no more is known.

    Examples:
        >>> from papermesh.store.base import Node
        >>> day_text(Node("arxiv:2402.03300", ("Paper",), {"month": "2024-02-01"}))
        '2024-02'
    """
    found = date_of(node)
    return found.isoformat()[: 7 if to_month(node) else 10] if found else None


def _days_of(node: Node, *names: str) -> dt.date | None:
    days = (day(node.properties.get(name)) for name in names)
    return next((found for found in days if found and found.year in YEARS), None)


def day(value: object) -> dt.date | None:
    """Read a day, whether the store keeps it as one or as ISO text; None where it is none."""
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def rank(relation: str) -> int:
    """Order relations strongest first; what is no paper-entity relation comes last."""
    return RELATIONS.index(relation) if relation in RELATIONS else len(RELATIONS)


def confidence_of(edge: Edge) -> float:
    """How sure an edge is; one that says nothing was not guessed and is sure."""
    value = edge.properties.get("confidence")
    return float(value) if isinstance(value, int | float) else 1.0


def evidence_of(paper: str, properties: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Read the evidence of an edge, whether the store keeps it as maps or as JSON text."""
    return tuple(_read_evidence(paper, properties.get("evidence") or ()))


def _read_evidence(paper: str, items: Any) -> Iterator[Evidence]:
    known = ("text", "field", "start", "end", "source", "score")
    for item in [items] if isinstance(items, str | Mapping) else items:
        found = json.loads(item) if isinstance(item, str) else item
        for one in found if isinstance(found, list) else [found]:
            sentence = one.get("sentence") or one.get("text")
            if sentence:
                yield Evidence(paper, str(sentence), **{k: one.get(k) for k in known})


def distinct(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Keep the first of each sentence of a paper."""
    seen: dict[tuple[str, str], Evidence] = {}
    for item in evidence:
        seen.setdefault((item.paper, item.sentence), item)
    return tuple(seen.values())
