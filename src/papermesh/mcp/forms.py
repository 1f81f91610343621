"""What the tools give: small JSON forms, in which all that says nothing is left out."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

_UNTOLD = {"title", "minLength", "maxLength", "minimum"}
"""What an assistant is told only where it is wrong."""


def lean(schema: dict[str, Any]) -> None:
    """Take out of a JSON schema what tells an assistant nothing, such as titles and nulls."""
    for told in ("title", "description", "additionalProperties"):  # the rest is told by errors
        schema.pop(told, None)
    for name, part in schema.get("properties", {}).items():
        kinds = [kind for kind in part.pop("anyOf", []) if kind.get("type") != "null"]
        kept = {key: value for key, value in part.items() if key not in _UNTOLD}
        if kept.get("default", 1) in (None, 0, [], {}):
            del kept["default"]
        alone = kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {}
        schema["properties"][name] = {**alone, **kept}


class Form(BaseModel):
    """Base of all: an immutable value."""

    model_config = ConfigDict(frozen=True, json_schema_extra=lean)


class Entity(Form):
    """A method, model, data set, benchmark, metric, task or concept."""

    id: str
    name: str
    papers: int | None = None


class Paper(Form):
    """A paper, and what it does with what was asked for."""

    id: str
    title: str
    date: str | None = None
    relations: list[str] = []
    confidence: float | None = None
    evidence: str | None = None


class Figure(Form):
    """A figure that an abstract states."""

    value: str
    kind: str | None = None
    method: str | None = None
    benchmark: str | None = None
    metric: str | None = None
    versus: str | None = None
    confidence: float | None = None
    paper: str | None = Field(default=None, description="Id of the paper.")
    date: str | None = None
    evidence: str | None = None


class Answer(Form):
    """The answer to a question."""

    answer: str
    understood: str
    columns: list[str] = []
    rows: list[list[str | int | float | None]] = []
    total: int
    cypher: str | None = None
    parameters: dict[str, Any] = {}


class Hit(Form):
    """Something that a search found."""

    id: str
    name: str
    papers: int | None = None
    date: str | None = None
    snippet: str | None = None


class Hits(Form):
    """What a search found, best first."""

    hits: list[Hit]
    more: bool = False


class Papers(Form):
    """Papers of an entity."""

    entities: list[Entity]
    total: int
    papers: list[Paper]


class Linked(Form):
    """An entity of a paper."""

    id: str
    name: str
    confidence: float
    evidence: str | None = None


class Neighbour(Form):
    """A paper that has to do with the same things."""

    id: str
    title: str
    shared: list[str]


class PaperAnswer(Form):
    """A paper."""

    id: str
    title: str
    date: str | None = None
    authors: list[str] = []
    n_authors: int | None = None
    organization: str | None = None
    abstract: str
    links: list[str] = []
    code: list[str] = []
    entities: dict[str, list[Linked]] = Field(description="By relation.")
    results: list[Figure] = []
    n_results: int = 0
    similar: list[Neighbour] = []


class Companion(Entity):
    """An entity that occurs in the same papers."""

    shared: int
    lift: float = Field(description="Times more often than by chance.")


class EntityAnswer(Entity):
    """An entity; of its lists the first."""

    first_seen: str | None = None
    aliases: list[str] = []
    others: list[str] = Field(default=[], description="Others of that name.")
    introduced_by: list[Paper] = []
    first_paper: Paper | None = None
    relations: dict[str, int]
    use: dict[str, int] = Field(default={}, description="Papers that work with it.")
    top_papers: list[Paper] = []
    used_with: list[Companion] = []
    earlier: list[str] = []
    later: list[str] = []
    variants: list[str] = []
    family: list[str] = Field(default=[], description="Names that begin with its name.")
    results: list[Figure] = []
    n_results: int = 0
    n_sure: int = Field(default=0, description="Likely read rightly; they come first.")


class Board(Form):
    """Figures that can be compared, best first."""

    metric: str | None = None
    kind: str
    unit: str | None = None
    direction: str = Field(description="Good figures: higher, lower, unknown.")
    total: int
    unsure: int = Field(default=0, description="Left out: likely misread.")
    results: list[Figure]


class Leaderboard(Form):
    """What abstracts state on a benchmark."""

    id: str
    name: str
    papers: int
    note: str
    total: int
    boards: list[Board]


class Curve(Form):
    """Papers by time."""

    id: str
    name: str
    together: list[str] = Field(default=[], description="Namesakes counted with it.")
    papers: int
    undated: int = 0
    use: dict[str, int]


class Change(Form):
    """An entity whose share of recent papers has changed."""

    id: str
    name: str
    recent: int
    before: int
    ratio: float = Field(description="Of the shares, recent by earlier.")
    low: float = Field(description="95% interval of it.")
    high: float


class Trends(Form):
    """How use changes."""

    since: str | None = None
    until: str | None = None
    recent_papers: int | None = None
    papers_before: int | None = None
    undated: int = 0
    rising: list[Change] = []
    fading: list[Change] = []
    curves: list[Curve] = []
    all_papers: dict[str, int] = Field(default={}, description="Of any kind.")
    partial: str | None = Field(default=None, description="Not over yet.")
    unknown: dict[str, list[str]] = Field(default={}, description="With the closest names.")


class NewPaper(Form):
    """A new paper."""

    id: str
    title: str
    date: str | None = None
    introduces: list[str] = []


class New(Form):
    """Something new, and its paper."""

    id: str
    name: str
    paper: str
    evidence: str | None = None


class Digest(Form):
    """What is new."""

    since: str | None
    until: str | None
    totals: dict[str, int] = Field(description="Rows of each part.")
    papers: list[NewPaper] = []
    introduced: list[New] = []
    results: list[Figure] = []
    used: list[Entity] = []
    rising: list[Change] = []
    code: list[New] = []


class Related(Form):
    """Entities that occur in the same papers."""

    entities: list[Entity]
    total: int
    related: list[Companion]


class Comparison(Form):
    """Two entities side by side."""

    a: list[Entity]
    b: list[Entity]
    papers_a: int
    papers_b: int
    both: int
    n_direct: int = Field(description="Propose one, compare to the other.")
    direct: list[Paper] = []
    together: list[Paper] = []
    n_results: int = Field(description="On one benchmark, or against each other.")
    results: list[Figure] = []
    shared: list[Entity] = Field(default=[], description="With papers of either.")


class Step(Form):
    """One step of a path."""

    start: str
    relation: str
    end: str
    forward: bool = Field(description="The relation goes from start to end.")
    evidence: str | None = None


class Path(Form):
    """How two things are connected."""

    sentence: str
    names: dict[str, str] = Field(description="Titles and names by id.")
    steps: list[Step]
