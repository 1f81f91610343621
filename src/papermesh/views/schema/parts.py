"""What pages are made of: nodes as others name them, evidence, figures, curves, hits."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Form(BaseModel):
    """Base of all JSON forms: immutable values."""

    model_config = ConfigDict(frozen=True)


class Ref(Form):
    """A node, as others name it."""

    id: str = Field(description="Stable id, such as benchmark:mteb or arxiv:2410.21155.")
    type: str = Field(description="Paper, Method, Model, Dataset, Benchmark, Metric, Task, …")
    name: str = Field(description="Title of a paper, name of an entity, figure of a result.")
    address: str = Field(description="Its page; with /api before it, its JSON form.")


class EvidenceForm(Form):
    """Where a text says so."""

    paper: str = Field(description="Id of the paper.")
    sentence: str
    text: str | None = Field(default=None, description="The words within it that name the thing.")
    field: str | None = Field(default=None, description="title or abstract")
    start: int | None = Field(
        default=None, description="Offset in the field, in Unicode code points."
    )
    end: int | None = Field(default=None, description="End of it, exclusive.")
    source: str | None = Field(
        default=None, description="Who found it: lexicon, model or rule:<name>."
    )
    score: float | None = None


class PaperForm(Ref):
    """A paper in a list, and what it does with what the list is about."""

    date: dt.date | None = Field(
        default=None, description="Day of submission, else of its daily page."
    )
    to_month: bool = Field(
        default=False,
        description="Only the month of the date is known, from the arXiv id; the day is its first.",
    )
    organization: str | None = None
    upvotes: int | None = None
    relations: list[str] = Field(default=[], description="What it does with it, strongest first.")
    confidence: float | None = None
    evidence: list[EvidenceForm] = []


class EntityForm(Ref):
    """An entity in a list."""

    papers: int = Field(description="Papers that have to do with it.")
    first_seen: dt.date | None = Field(
        default=None,
        description="Day of its oldest paper; the first of the month where no more is known.",
    )
    aliases: list[str] = []


class Linked(Form):
    """An entity of a paper, with what the paper does with it."""

    entity: Ref
    relation: str
    confidence: float
    evidence: list[EvidenceForm] = []


class Mention(Form):
    """One place in a title or abstract that names an entity."""

    field: Literal["title", "abstract"]
    start: int = Field(description="In Unicode code points.")
    end: int
    entity: Ref
    relation: str
    source: str | None = None
    score: float | None = None


class ResultForm(Form):
    """A figure that an abstract states for the paper's own work: a claim of its authors."""

    id: str
    value: str = Field(description="The figure as it is written.")
    number: float | None = None
    unit: str | None = None
    kind: str = Field(description="absolute, gain, reduction, speedup or ratio")
    method: Ref | None = None
    benchmark: Ref | None = None
    metric: Ref | None = None
    versus: Ref | None = None
    paper: PaperForm
    confidence: float | None = None
    evidence: list[EvidenceForm] = []


class Similar(Form):
    """A paper that has to do with the same things."""

    paper: PaperForm
    score: float = Field(
        description="Cosine of what both have to do with, rare things weighing more."
    )
    shared: list[Ref]


class Hyperlink(Form):
    """A page elsewhere."""

    label: str
    url: str


class Point(Form):
    """One month, quarter or year of a curve."""

    label: str = Field(description="Such as 2025-03, 2025-Q1 or 2025.")
    papers: int = Field(description="Papers of that time that work with it.")
    total: int = Field(description="All papers of that time.")
    cumulative: int = Field(description="Papers that work with it up to the end of that time.")
    partial: bool = Field(
        default=False, description="The papers of the graph end before that time does."
    )


class Curve(Form):
    """How the use of an entity has grown."""

    entity: Ref
    together: list[Ref] = Field(
        default=[], description="Others that answer to the name, whose papers are counted with it."
    )
    by: str = Field(description="month, quarter or year")
    points: list[Point]
    papers: int
    undated: int = Field(description="Papers without a date, which are in no point.")


class Companion(Form):
    """An entity that occurs in the same papers."""

    entity: EntityForm
    shared: int
    lift: float = Field(description="How many times more often than by chance.")


class FamilyForm(Form):
    """The entities of one kind whose names are that of another and more words."""

    root: EntityForm | None = Field(description="The one whose name the own name begins with.")
    members: list[EntityForm] = Field(
        description="Those whose names begin with the own name, but for its versions; of most papers first."
    )
    total: int = Field(description="How many these are, versions among them, given here or not.")
    papers: int = Field(description="Papers of the entity and of all these, each counted once.")


class Mark(Form):
    """A figure with a day, for a curve."""

    date: dt.date
    to_month: bool = Field(default=False, description="Only the month of the date is known.")
    number: float
    value: str
    method: str | None
    title: str = Field(description="Title of the paper.")


class Board(Form):
    """Figures that can be compared: of one benchmark, measure, kind and unit, best first."""

    benchmark: Ref | None
    metric: Ref | None = Field(description="The one that most of the figures are in.")
    metrics: list[Ref] = Field(
        default=[],
        description="All that they are in, as abstracts word them, the commonest first: accuracy, pass@1 and resolved rate all are the share of tasks that are solved.",
    )
    kind: str
    unit: str | None
    direction: Literal["higher", "lower", "unknown"] = Field(
        description="Which figures are good news; where that is unknown, greater ones come first."
    )
    results: list[ResultForm] = Field(description="Those that are likely to be read rightly.")
    total: int = Field(description="How many of these there are, shown here or not.")
    unsure: list[ResultForm] = Field(description="Those with a confidence below a half.")
    n_unsure: int = Field(description="How many of these there are, shown here or not.")
    marks: list[Mark] = Field(
        description="Of the likely ones, all with a number and a day, the oldest first; none where they are too few for a curve."
    )


class Hit(Form):
    """Something that a search found."""

    node: Ref
    papers: int = Field(
        description="Papers that have to do with an entity, or are by an author or organisation."
    )
    date: dt.date | None = Field(default=None, description="Of a paper; see PaperForm.")
    to_month: bool = Field(default=False, description="Only the month of the date is known.")
    score: float
    field: str = Field(description="Where the words stand best; id where they name the thing.")
    snippet: str


class Cell(Form):
    """A cell of an answer's table."""

    value: str | int | float | None
    node: Ref | None = None


class Trend(Form):
    """An entity whose share of recent papers differs from its share of earlier ones."""

    entity: EntityForm
    recent: int = Field(description="Recent papers that work with it.")
    before: int = Field(description="Earlier papers that work with it.")
    share: float = Field(description="Part of all recent papers.")
    share_before: float = Field(description="Part of all earlier papers.")
    ratio: float = Field(description="How many times greater the recent share is.")
    low: float = Field(description="Lower end of the 95% interval of the ratio.")
    high: float = Field(description="Upper end of it.")
    new: bool = Field(description="No earlier paper works with it.")
    sure: bool = Field(description="The interval leaves out 1, which is no change.")


class Introduction(Form):
    """A thing that no earlier paper of the graph knows."""

    entity: EntityForm
    paper: PaperForm
    confidence: float
    sentence: str | None = Field(default=None, description="What the paper says of it.")


class NewPaper(PaperForm):
    """A paper of a digest, and what it introduces."""

    introduces: list[Ref]


class Days(Form):
    """A time, both ends included."""

    since: dt.date
    until: dt.date


class NewCode(Form):
    """A repository that no earlier paper of the graph names."""

    repository: Hyperlink
    paper: PaperForm


class Ranked(Form):
    """The entities of one type that most papers work with."""

    type: str
    entities: list[EntityForm]


class Unknown(Form):
    """A name that nothing in the graph answers to."""

    name: str
    closest: list[str]


class EdgeForm(Form):
    """A relationship of the graph."""

    source: str
    target: str
    type: str
    confidence: float | None = None
