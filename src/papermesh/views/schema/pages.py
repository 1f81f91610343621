"""The form of each page."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from papermesh.views.schema.parts import (
    Board,
    Cell,
    Companion,
    Curve,
    Days,
    EdgeForm,
    EntityForm,
    EvidenceForm,
    FamilyForm,
    Form,
    Hit,
    Hyperlink,
    Introduction,
    Linked,
    Mention,
    NewCode,
    NewPaper,
    PaperForm,
    Ranked,
    Ref,
    ResultForm,
    Similar,
    Trend,
    Unknown,
)


class PaperView(Ref):
    """All that is known of one paper."""

    abstract: str
    date: dt.date | None
    to_month: bool = Field(description="Only the month of the date is known.")
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


class PaperList(Form):
    """One page of a list of papers."""

    total: int
    page: int = Field(description="Counted from 1.")
    pages: int
    papers: list[PaperForm]


class PapersView(PaperList):
    """Papers of the graph, and what they were chosen by."""

    since: dt.date | None
    until: dt.date | None
    code: bool = Field(description="Only those that name where their code is.")
    organization: Ref | None
    sort: str
    undated: int = Field(description="Papers left out as they have no date.")


class EntityView(EntityForm):
    """All that is known of one entity."""

    others: list[EntityForm] = Field(description="Others that answer to the same name.")
    introduced_by: list[PaperForm] = Field(description="Papers that say so, the likeliest first.")
    first_paper: PaperForm | None = Field(
        description="The oldest paper that works with it; an older one may name it."
    )
    curve: Curve = Field(description="Of the papers that work with it.")
    uncounted: int = Field(
        description="Papers that only compare to it or mention it, which are in no curve."
    )
    relations: dict[str, int] = Field(description="Papers by what they do with it.")
    listing: PaperList
    used_with: list[Companion]
    earlier: list[EntityForm]
    later: list[EntityForm]
    variants: list[EntityForm]
    family: FamilyForm | None = Field(description="None where no other name tells of one.")
    results: list[ResultForm] = Field(
        description="A page of the figures: those of a confidence of a half or more first, of them the absolute ones, the newest first."
    )
    n_results: int = Field(description="How many there are on all pages.")
    n_sure: int = Field(description="Of these, those of a confidence of a half or more.")
    results_page: int = Field(description="Counted from 1.")
    results_pages: int


class LeaderboardView(EntityForm):
    """What abstracts state of a benchmark or data set; no leaderboard in the strict sense."""

    note: str = Field(description="What these figures are, and are not.")
    boards: list[Board] = Field(
        description="First the main one, of the absolute figures in the usual measure and unit; then the other absolute ones; then gains, reductions and ratios; the fullest first."
    )
    n_boards: int = Field(description="How many there are, shown here or not.")


class MakerView(Ref):
    """An author or organisation, with the papers."""

    listing: PaperList
    top: list[EntityForm] = Field(description="What the papers work with most.")


class SearchView(Form):
    """What a search found, best first."""

    query: str
    type: str | None
    page: int = Field(description="Counted from 1.")
    more: bool = Field(description="Whether a page follows.")
    hits: list[Hit]


class AnswerView(Form):
    """The answer to a question in plain English."""

    question: str
    understood: str
    sentence: str
    columns: list[str]
    total: int = Field(description="Rows of the whole answer, shown here or not.")
    page: int = Field(description="Counted from 1.")
    pages: int
    rows: list[list[Cell]]
    evidence: list[list[EvidenceForm]] = Field(description="For each row, what it was read from.")
    cypher: str = Field(description="Cypher that gives the same rows on a Neo4j store.")
    parameters: dict[str, object]


class DigestView(Form):
    """What is new from one day to another, both included."""

    since: dt.date | None
    until: dt.date | None
    total: int = Field(description="Papers of the time.")
    undated: int = Field(description="Papers of the graph without a date, which no digest holds.")
    earlier: Days | None = Field(description="The time before that holds papers, as long as this.")
    later: Days | None = Field(description="The time after that holds papers, as long as this.")
    papers: list[NewPaper]
    introduced: list[Introduction]
    results: list[ResultForm]
    used: list[EntityForm] = Field(description="With the papers of the time that work with each.")
    rising: list[Trend]
    code: list[NewCode]


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
    unknown: list[Unknown] = Field(description="Names that have no curve as nothing is called so.")


class FrontView(Form):
    """The graph at a glance."""

    counts: dict[str, int]
    first: dt.date | None
    last: dt.date | None
    newest: list[PaperForm]
    rising: list[Trend]
    top: list[Ranked]


class EntityList(Form):
    """One page of a list of entities, authors or organisations."""

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


class GraphView(Form):
    """A part of the graph, as nodes and edges."""

    nodes: list[Ref]
    edges: list[EdgeForm]
    total_nodes: int = Field(description="Nodes of the whole graph.")
    total_edges: int
