"""The graph for assistants: a server of the Model Context Protocol with a handful of tools.

The tools only read. What they give is what the web application gives as JSON, cut to what an
assistant can take in at once; every statement keeps a sentence that it was read from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from papermesh import views
from papermesh.errors import PapermeshError
from papermesh.query.lookup import find_entities, find_papers
from papermesh.query.papers import papers_of
from papermesh.store.snapshot import Snapshot
from papermesh.views import schema
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

Name = Annotated[str, Field(description="Name, alias or id, whatever its case.", max_length=500)]
Limit = Annotated[int, Field(description="How many at most.", ge=1, le=100)]
Day = Annotated[dt.date | None, Field(description="Such as 2025-03-01.")]
Type = Annotated[
    str | None,
    Field(description="Only this type: Method, Model, Dataset, Benchmark, Metric, Task, Concept."),
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
        store: Where the graph is kept; it is read into memory when a tool is first called.
    """
    held: list[Snapshot] = []

    def graph() -> Snapshot:
        if not held or held[0].state() != store.state():
            store.close()
            held[:] = [Snapshot(store)]
        return held[0]

    server: MCPServer[Any] = MCPServer(
        "papermesh", instructions=_ABOUT, version=metadata.version("papermesh"), log_level="WARNING"
    )
    for tool in _tools(graph):
        server.tool(annotations=_READS)(tool)
    return server


def _tools(graph: Callable[[], GraphStore]) -> list[Callable[..., Any]]:
    def ask(
        question: Annotated[
            str, Field(description='Such as "which papers use MTEB".', max_length=500)
        ],
    ) -> schema.AnswerView:
        """Answer a question in plain English, with a table, the Cypher and the evidence.

        It knows questions on papers that use or introduce something, on figures, rankings,
        comparisons, versions, authors and paths; it says so where it does not understand.
        """
        with _told():
            return brief(views.answered(graph(), question))

    def search(
        words: Annotated[str, Field(description="What to look for.", max_length=500)],
        type: Type = None,
        limit: Limit = 15,
    ) -> schema.SearchView:
        """Search papers, entities, authors and organisations; typing errors are forgiven."""
        with _told():
            return views.found(graph(), words, type=type, limit=limit)

    def paper(name: Name) -> schema.PaperView:
        """Tell what is known of a paper: abstract, entities by relation, figures, similar papers.

        The name is an arXiv id, a URL, a title, or what the paper introduces.
        """
        with _told():
            store = graph()
            return brief(views.paper_view(store, find_papers(store, name)[0]))

    def entity(name: Name, type: Type = None) -> schema.EntityView:
        """Tell what is known of a method, model, data set, benchmark, metric, task or concept.

        Who introduced it, its use over time, its papers, what it is used together with, its
        versions and the figures stated for it.
        """
        with _told():
            store = graph()
            return brief(views.entity_view(store, find_entities(store, name, type)[0]))

    def papers(
        name: Name,
        relation: Annotated[
            str | None,
            Field(
                description="PROPOSES, EVALUATES_ON, MEASURES, ADDRESSES, COMPARES_TO, USES or MENTIONS."
            ),
        ] = None,
        since: Day = None,
        until: Day = None,
        limit: Limit = 30,
    ) -> Papers:
        """List the papers of an entity, such as all that evaluate on a benchmark."""
        with _told():
            store = graph()
            relations = None if relation is None else [relation]
            rows = papers_of(store, name, relations=relations, since=since, until=until)
            return brief(
                Papers(
                    entities=[views.ref(node) for node in find_entities(store, name)],
                    total=len(rows),
                    papers=[paper_form(row.paper, row) for row in rows[:limit]],
                )
            )

    def leaderboard(benchmark: Name) -> schema.LeaderboardView:
        """List the figures that abstracts state on a benchmark, by metric: claims, no ranking."""
        with _told():
            store = graph()
            return brief(views.leaderboard_view(store, find_entities(store, benchmark)[0]))

    def trends(
        names: Annotated[
            list[str], Field(description="Entities whose curves are wanted.", max_length=8)
        ] = [],  # noqa: B006 - read only, and told in the schema
        type: Type = None,
        limit: Limit = 15,
    ) -> schema.TrendsView:
        """Tell what gains and loses ground lately, and how the use of some entities has grown."""
        with _told():
            return brief(views.trends_view(graph(), names=names, type=type, limit=limit))

    def digest(since: Day = None, until: Day = None) -> schema.DigestView:
        """Tell what is new: papers, what they introduce and state; by default in the last week."""
        with _told():
            return brief(views.digest_view(graph(), since=since, until=until))

    return [ask, search, paper, entity, papers, leaderboard, trends, digest]


def brief(view: F) -> F:
    """Cut a view to what an assistant needs: one sentence of evidence, and no offsets of mentions."""
    return type(view).model_validate(_cut(view.model_dump()))


def _cut(value: Any) -> Any:
    if isinstance(value, list):
        return [_cut(item) for item in value]
    if not isinstance(value, dict):
        return value
    cut = {name: _cut(item) for name, item in value.items()}
    if "mentions" in cut:
        cut["mentions"] = []
    if cut.get("evidence"):
        cut["evidence"] = _first(cut["evidence"])
    return cut


def _first(evidence: list[Any]) -> list[Any]:
    """Keep one sentence; of an answer, which has a list for each row, one a row."""
    if any(isinstance(item, list) for item in evidence):
        return [item[:1] for item in evidence]
    return evidence[:1]


@contextmanager
def _told() -> Iterator[None]:
    """Tell an assistant what was wrong, in the words of the error."""
    try:
        yield
    except PapermeshError as error:
        raise ToolError(str(error)) from error
