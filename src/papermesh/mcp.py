"""The graph for assistants: a server of the Model Context Protocol with a handful of tools.

The tools only read. What they give is what the web application gives as JSON, cut to what an
assistant can take in at once; every statement keeps a sentence that it was read from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import metadata
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BeforeValidator, Field, WithJsonSchema

from papermesh import views
from papermesh.errors import PapermeshError
from papermesh.query.days import read_day
from papermesh.query.lookup import find_entities, find_papers
from papermesh.query.papers import papers_of
from papermesh.store.snapshot import Snapshot
from papermesh.views import schema
from papermesh.views.library import Library
from papermesh.views.refs import paper_form

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore

_ABOUT = (
    "A knowledge graph read from abstracts of AI papers: which papers use, propose, evaluate on or"
    " compare to which methods, models, data sets, benchmarks, metrics and tasks, and what figures"
    " they state. It knows abstracts alone, so that figures are claims of authors and what is not"
    " in an abstract is not in the graph; confidence is a probability. Cite papers by title and"
    " id, and quote the sentence in evidence where a statement matters. Begin with `ask` for a"
    " plain question or `search` for a name."
)
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def _day(last: bool) -> Callable[[Any], Any]:
    return lambda value: read_day(value, last=last) if isinstance(value, str) else value


_DAY = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "null"}]})
Name = Annotated[str, Field(description="Name, alias or id, whatever its case.", max_length=500)]
Names = Annotated[list[str], Field(description="Entities whose curves are wanted.", max_length=8)]
Question = Annotated[
    str, Field(description='Such as "which papers use MTEB".', min_length=1, max_length=500)
]
Words = Annotated[str, Field(description="What to look for.", min_length=1, max_length=500)]
Limit = Annotated[int, Field(description="How many at most, in each list.", ge=1, le=50)]
Since = Annotated[
    dt.date | None,
    BeforeValidator(_day(last=False)),
    Field(description="First day: 2025-03-01, 2025-03 or 2025."),
    _DAY,
]
Until = Annotated[
    dt.date | None,
    BeforeValidator(_day(last=True)),
    Field(description="Last day: 2025-03-01, 2025-03 or 2025."),
    _DAY,
]
Type = Annotated[
    str | None,
    Field(description="Only this type: Method, Model, Dataset, Benchmark, Metric, Task, Concept."),
]
Metric = Annotated[str | None, Field(description="Only figures in this metric.")]
Relation = Annotated[
    str | None,
    Field(
        description="PROPOSES, EVALUATES_ON, MEASURES, ADDRESSES, COMPARES_TO, USES or MENTIONS."
    ),
]
F = TypeVar("F", bound=schema.Form)


class Papers(schema.Form):
    """Papers of an entity."""

    entities: list[schema.Ref] = Field(description="What the name was taken for.")
    total: int
    papers: list[schema.PaperForm] = Field(description="Strongest relation first.")


def create_server(store: GraphStore) -> MCPServer[Any]:
    """Make the MCP server of a graph.

    Args:
        store: Where the graph is kept; the whole graph is read into memory, in the background.
    """
    server: MCPServer[Any] = MCPServer(
        "papermesh", instructions=_ABOUT, version=metadata.version("papermesh"), log_level="WARNING"
    )
    tools = Tools(store)
    for name in TOOLS:
        server.tool(annotations=_READS)(getattr(tools, name))
    return server


class Tools:
    """What an assistant can ask of a graph.

    Args:
        store: Where the graph is kept.
    """

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._reader = ThreadPoolExecutor(1)
        # An assistant waits for the first answer less gladly than for nothing.
        self._library = self._reader.submit(Library, store)

    @contextmanager
    def _graph(self) -> Iterator[Snapshot]:
        """The graph as it is now; what is wrong is told in the words of the error."""
        try:
            if self._library.done() and self._library.exception():  # there may be a graph by now
                self._library = self._reader.submit(Library, self._store)
            library = self._library.result()
            library.refresh()
            yield library.current
        except PapermeshError as error:
            raise ToolError(str(error)) from error

    def ask(self, question: Question, limit: Limit = 20) -> schema.AnswerView:
        """Answer a question in plain English, with a table, the Cypher and the evidence.

        It knows questions on papers that use or introduce something, on figures, rankings,
        comparisons, versions, trends, authors and paths; it says so where it does not understand.
        """
        with self._graph() as graph:
            view = views.answered(graph, question)
            shown = {"rows": view.rows[:limit], "evidence": view.evidence[:limit]}
            return brief(view.model_copy(update=shown))

    def search(self, words: Words, type: Type = None, limit: Limit = 15) -> schema.SearchView:
        """Search papers, entities, authors and organisations; typing errors are forgiven."""
        with self._graph() as graph:
            return views.found(graph, words, type=type, limit=limit)

    def paper(self, name: Name) -> schema.PaperView:
        """Tell what is known of a paper: abstract, entities by relation, figures, similar papers.

        The name is an arXiv id, a URL, a title, or what the paper introduces.
        """
        with self._graph() as graph:
            return brief(views.paper_view(graph, find_papers(graph, name)[0]))

    def entity(self, name: Name, type: Type = None, limit: Limit = 8) -> schema.EntityView:
        """Tell what is known of a method, model, data set, benchmark, metric, task or concept.

        Who introduced it, its use over time, its papers, what it is used together with, its
        versions and the figures stated for it; of each list the first.
        """
        with self._graph() as graph:
            view = views.entity_view(graph, find_entities(graph, name, type)[0])
            listing = view.listing.model_copy(update={"papers": view.listing.papers[:limit]})
            lists = ("used_with", "results", "earlier", "later", "variants", "others")
            cut = {some: getattr(view, some)[:limit] for some in lists}
            return brief(view.model_copy(update={**cut, "listing": listing}))

    def papers(
        self,
        name: Name,
        relation: Relation = None,
        since: Since = None,
        until: Until = None,
        limit: Limit = 20,
    ) -> Papers:
        """List the papers of an entity, such as all that evaluate on a benchmark."""
        with self._graph() as graph:
            wanted = None if relation is None else [relation]
            rows = papers_of(graph, name, relations=wanted, since=since, until=until)
            return brief(
                Papers(
                    entities=[views.ref(node) for node in find_entities(graph, name)],
                    total=len(rows),
                    papers=[paper_form(row.paper, row) for row in rows[:limit]],
                )
            )

    def leaderboard(
        self, benchmark: Name, metric: Metric = None, limit: Limit = 6
    ) -> schema.LeaderboardView:
        """List the figures that abstracts state on a benchmark, by metric: claims, no ranking.

        The metrics with most figures, and of each the best; those below a half of confidence,
        likely misread, are only counted.
        """
        with self._graph() as graph:
            node = find_entities(graph, benchmark)[0]
            view = views.leaderboard_view(graph, node, metric=metric, limit=limit)
            boards = [_lean(board) for board in view.boards[:limit]]
            return brief(view.model_copy(update={"boards": boards}))

    def trends(self, names: Names = [], type: Type = None, limit: Limit = 15) -> schema.TrendsView:  # noqa: B006 - only read, and told in the schema
        """Tell what surely gains or loses ground, and how the use of some entities has grown."""
        with self._graph() as graph:
            return brief(views.trends_view(graph, names=names, type=type, limit=limit))

    def digest(
        self, since: Since = None, until: Until = None, limit: Limit = 8
    ) -> schema.DigestView:
        """Tell what is new: papers, what they introduce and state; by default in the last week."""
        with self._graph() as graph:
            view = views.digest_view(graph, since=since, until=until)
            lists = ("papers", "introduced", "results", "used", "rising", "code")
            return brief(view.model_copy(update={x: getattr(view, x)[:limit] for x in lists}))


TOOLS = ("ask", "search", "paper", "entity", "papers", "leaderboard", "trends", "digest")


def _lean(board: schema.Board) -> schema.Board:
    """A board without what is likely misread, its rows without what the board says itself."""
    said = {"benchmark": None, "metric": None}
    rows = [row.model_copy(update=said) for row in board.results]
    return board.model_copy(update={"results": rows, "unsure": []})


def brief(view: F) -> F:
    """Cut a view to what an assistant needs: one sentence of evidence, and no offsets of mentions."""
    return type(view).model_validate(_cut(view.model_dump()))


def _cut(value: Any) -> Any:
    if isinstance(value, list):
        return [_cut(item) for item in value]
    if not isinstance(value, dict):
        return value
    cut = {name: _cut(item) for name, item in value.items()}
    for long in ("mentions", "marks"):  # for those who draw
        if long in cut:
            cut[long] = []
    if cut.get("evidence"):
        cut["evidence"] = _first(cut["evidence"])
    return cut


def _first(evidence: list[Any]) -> list[Any]:
    """Keep one sentence; of an answer, which has a list for each row, one a row."""
    if any(isinstance(item, list) for item in evidence):
        return [item[:1] for item in evidence]
    return evidence[:1]
