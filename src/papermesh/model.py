"""The values that papermesh passes around: papers, records and the fixed vocabularies.

All values are immutable and validate what they are given. Types, relations and kinds carry the
names that the annotation guidelines and the graph use.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

FieldName = Literal["title", "abstract"]


class EntityType(StrEnum):
    """What kind of thing an entity is."""

    METHOD = "Method"
    MODEL = "Model"
    DATASET = "Dataset"
    BENCHMARK = "Benchmark"
    METRIC = "Metric"
    TASK = "Task"
    CONCEPT = "Concept"


class RelationType(StrEnum):
    """What a paper does with an entity, strongest first."""

    PROPOSES = "PROPOSES"
    EVALUATES_ON = "EVALUATES_ON"
    MEASURES = "MEASURES"
    ADDRESSES = "ADDRESSES"
    COMPARES_TO = "COMPARES_TO"
    USES = "USES"
    MENTIONS = "MENTIONS"


class ResultKind(StrEnum):
    """The direction of a reported number."""

    ABSOLUTE = "absolute"
    GAIN = "gain"
    REDUCTION = "reduction"
    SPEEDUP = "speedup"
    RATIO = "ratio"


class Value(BaseModel):
    """Base of all values: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Paper(Value):
    """A paper as one source tells it, or as all its sources together do.

    Every optional field is None where no source says anything; nothing is guessed.

    Attributes:
        id: ``arxiv:…`` without version, else ``doi:…``, else ``title:<folded title>``.
        title: Title, cleaned for reading.
        abstract: Abstract, cleaned for reading.
        raw_title: The title as the source has it, where cleaning changed it.
        raw_abstract: The abstract as the source has it, where cleaning changed it.
        published: Day of first submission.
        featured: Day on a daily page.
        updated: Day of the last change that the source knows of.
        authors: Names in order.
        n_authors: How many authors there are, where a source gives only the count.
        organization: Who published it, as the source names it.
        upvotes: Votes on the daily page.
        comments: Comments on the daily page.
        categories: arXiv categories, the primary one first.
        keywords: Keywords that the source gives.
        urls: Pages about the paper.
        code_urls: Code repositories.
        source: Names of the sources that told of it, sorted.
        aliases: Other ids of the same paper, sorted.
        extra: What a source has and papermesh does not know, by its own keys.
    """

    id: str = Field(min_length=1)
    title: str
    abstract: str = ""
    raw_title: str | None = None
    raw_abstract: str | None = None
    published: dt.date | None = None
    featured: dt.date | None = None
    updated: dt.date | None = None
    authors: tuple[str, ...] | None = None
    n_authors: int | None = Field(default=None, ge=0)
    organization: str | None = None
    upvotes: int | None = None
    comments: int | None = None
    categories: tuple[str, ...] | None = None
    keywords: tuple[str, ...] | None = None
    urls: tuple[str, ...] | None = None
    code_urls: tuple[str, ...] | None = None
    source: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    extra: dict[str, Any] = Field(default_factory=dict)

    def _repr_html_(self) -> str:
        from papermesh.display import facts, heading, link, paragraph

        title = link(self.title or self.id, self.urls[0] if self.urls else None)
        told = self.model_dump(exclude={"title", "abstract", "raw_title", "raw_abstract", "extra"})
        return (
            heading(title, self.published or self.featured) + paragraph(self.abstract) + facts(told)
        )


class Mention(Value):
    """One occurrence of an entity: ``text == paper.<field>[start:end]``, in code points.

    Attributes:
        source: Who found it: ``lexicon``, ``model`` or ``rule:<name>``.
        score: Probability that it is a mention of an entity of this type.
    """

    text: str
    field: FieldName
    start: int = Field(ge=0)
    end: int
    source: str
    score: float = Field(ge=0, le=1)


class Entity(Value):
    """What one paper says of one specific, nameable thing.

    Attributes:
        name: Canonical name, in the form the field uses.
        relation: The strongest relation that the paper has to it.
        confidence: Probability that this is an entity of this type.
        relation_confidence: Probability that the relation is right, if the entity is.
        mentions: All occurrences, in order of field and offset.
    """

    name: str
    type: EntityType
    relation: RelationType
    confidence: float = Field(ge=0, le=1)
    relation_confidence: float = Field(default=1.0, ge=0, le=1)
    mentions: tuple[Mention, ...]


class Result(Value):
    """A number that an abstract reports for the paper's own work.

    Attributes:
        method: Name of the entity the number belongs to, or None.
        dataset: Name of the data set or benchmark, or None.
        metric: Name of the metric, or None.
        value: Exact text of the figure, with its unit.
        versus: Name of the rival, or None.
        number: The figure as a number, None where it is not one (a range, "several-fold").
        unit: ``%``, ``x``, ``points``, a unit of measure, or None.
        field: Where the figure stands.
        start: Offset of the figure in the field.
        end: Its end, exclusive.
    """

    method: str | None
    dataset: str | None
    metric: str | None
    value: str
    kind: ResultKind
    versus: str | None
    number: float | None
    unit: str | None
    confidence: float = Field(ge=0, le=1)
    field: FieldName
    start: int = Field(ge=0)
    end: int


class Record(Value):
    """Everything that was read from one paper's title and abstract."""

    id: str
    title: str
    entities: tuple[Entity, ...] = ()
    results: tuple[Result, ...] = ()
    urls: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from papermesh.display import badge, heading, table

        entities = [
            (e.name, badge(e.type), e.relation, round(e.confidence, 2), len(e.mentions))
            for e in self.entities
        ]
        figures = [
            (r.value, r.kind, r.metric, r.dataset, r.method, r.versus, round(r.confidence, 2))
            for r in self.results
        ]
        named = table(("name", "type", "relation", "confidence", "mentions"), entities)
        stated = ("value", "kind", "metric", "on", "by", "against", "confidence")
        return heading(self.title or self.id) + named + (table(stated, figures) if figures else "")
