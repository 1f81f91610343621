"""The JSON forms: every value that the web application, its API and the MCP server give."""

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
    organization: str | None = None
    upvotes: int | None = None
    relations: list[str] = Field(default=[], description="What it does with it, strongest first.")
    confidence: float | None = None
    evidence: list[EvidenceForm] = []


class EntityForm(Ref):
    """An entity in a list."""

    papers: int = Field(description="Papers that have to do with it.")
    first_seen: dt.date | None = None
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


class PaperView(Ref):
    """All that is known of one paper."""

    abstract: str
    date: dt.date | None
    published: dt.date | None
    featured: dt.date | None
    authors: list[Ref]
    n_authors: int | None
    organization: Ref | None
    categories: list[str]
    keywords: list[str]
    upvotes: int | None
    comments: int | None
    links: list[Hyperlink]
    code: list[Hyperlink]
    sources: list[str]
    entities: list[Linked] = Field(description="Strongest relation first.")
    mentions: list[Mention] = Field(description="In order of field and offset.")
    results: list[ResultForm]
    similar: list[Similar]


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
    by: str = Field(description="month, quarter or year")
    points: list[Point]
    papers: int
    undated: int = Field(description="Papers without a date, which are in no point.")


class Companion(Form):
    """An entity that occurs in the same papers."""

    entity: EntityForm
    shared: int
    lift: float = Field(description="How many times more often than by chance.")


class PaperList(Form):
    """One page of a list of papers."""

    total: int
    page: int = Field(description="Counted from 1.")
    pages: int
    papers: list[PaperForm]


class EntityView(EntityForm):
    """All that is known of one entity."""

    others: list[EntityForm] = Field(description="Others that answer to the same name.")
    introduced_by: list[PaperForm] = Field(description="Papers that say so, the likeliest first.")
    first_paper: PaperForm | None = Field(description="The oldest paper that works with it.")
    curve: Curve
    relations: dict[str, int] = Field(description="Papers by what they do with it.")
    listing: PaperList
    used_with: list[Companion]
    earlier: list[EntityForm]
    later: list[EntityForm]
    variants: list[EntityForm]
    results: list[ResultForm]
    n_results: int


class Mark(Form):
    """A figure with a day, for a curve."""

    date: dt.date
    number: float
    value: str
    method: str | None
    title: str = Field(description="Title of the paper.")


class Board(Form):
    """Figures that can be compared: of one benchmark, metric, kind and unit, best first."""

    benchmark: Ref | None
    metric: Ref | None
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


class LeaderboardView(EntityForm):
    """What abstracts state of a benchmark or data set; no leaderboard in the strict sense."""

    note: str = Field(description="What these figures are, and are not.")
    boards: list[Board] = Field(description="Those with most figures first.")
    n_boards: int = Field(description="How many there are, shown here or not.")


class MakerView(Ref):
    """An author or organisation, with the papers."""

    listing: PaperList
    top: list[EntityForm] = Field(description="What the papers work with most.")


class Hit(Form):
    """Something that a search found."""

    node: Ref
    papers: int
    score: float
    field: str = Field(description="Where the words stand best.")
    snippet: str


class SearchView(Form):
    """What a search found, best first."""

    query: str
    type: str | None
    hits: list[Hit]


class Cell(Form):
    """A cell of an answer's table."""

    value: str | int | float | None
    node: Ref | None = None


class AnswerView(Form):
    """The answer to a question in plain English."""

    question: str
    understood: str
    sentence: str
    columns: list[str]
    rows: list[list[Cell]]
    evidence: list[list[EvidenceForm]] = Field(description="For each row, what it was read from.")
    cypher: str = Field(description="Cypher that gives the same rows on a Neo4j store.")
    parameters: dict[str, object]


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


class NewCode(Form):
    """A repository that no earlier paper of the graph names."""

    repository: Hyperlink
    paper: PaperForm


class DigestView(Form):
    """What is new from one day to another, both included."""

    since: dt.date | None
    until: dt.date | None
    total: int = Field(description="Papers of the time.")
    undated: int = Field(description="Papers of the graph without a date, which no digest holds.")
    papers: list[NewPaper]
    introduced: list[Introduction]
    results: list[ResultForm]
    used: list[EntityForm] = Field(description="With the papers of the time that work with each.")
    rising: list[Trend]
    code: list[NewCode]


class Ranked(Form):
    """The entities of one type that most papers work with."""

    type: str
    entities: list[EntityForm]


class TrendsView(Form):
    """What gains and what loses ground, and how the use of some entities has grown."""

    since: dt.date | None = Field(description="First day of the recent time.")
    until: dt.date | None = Field(description="Last day of it.")
    papers: int = Field(description="Papers of the recent time.")
    papers_before: int = Field(description="Papers of the time before.")
    undated: int = Field(description="Papers without a date, which do not count.")
    type: str | None
    rising: list[Trend]
    fading: list[Trend]
    curves: list[Curve]


class FrontView(Form):
    """The graph at a glance."""

    counts: dict[str, int]
    first: dt.date | None
    last: dt.date | None
    newest: list[PaperForm]
    rising: list[Trend]
    top: list[Ranked]


class EntityList(Form):
    """One page of a list of entities."""

    type: str | None
    sort: str
    total: int
    page: int
    pages: int
    entities: list[EntityForm]


class Problem(Form):
    """Why a request was not answered."""

    error: str
    closest: list[str] = Field(
        default=[], description="Names that come closest to one that is unknown."
    )


class EdgeForm(Form):
    """A relationship of the graph."""

    source: str
    target: str
    type: str
    confidence: float | None = None


class GraphView(Form):
    """A part of the graph, as nodes and edges."""

    nodes: list[Ref]
    edges: list[EdgeForm]
    total_nodes: int = Field(description="Nodes of the whole graph.")
    total_edges: int
