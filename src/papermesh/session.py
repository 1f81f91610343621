"""The package's front door: one object to grow a graph and to ask it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from papermesh import query
from papermesh.display import Page
from papermesh.model import Paper
from papermesh.query.boards import joined
from papermesh.query.shown import Rows
from papermesh.store import open_store
from papermesh.store.base import GraphStore, Table

if TYPE_CHECKING:
    import networkx as nx

    from papermesh.ask import Answer
    from papermesh.build import Progress, Report
    from papermesh.ingest import Problem


def open(store: str | os.PathLike[str] = "graph") -> Graph:
    """Open a graph.

    Args:
        store: Folder of the graph, which is made when something is first built; or address of a
            Neo4j server, such as ``neo4j://localhost:7687``.

    Examples:
        >>> with open("no-such-folder") as graph:
        ...     print(graph.url)
        no-such-folder
    """
    return Graph(open_store(store))


class Graph:
    """A graph of papers: what the command line does, as methods that return typed values.

    Methods that take a name raise `NotFoundError` with the closest names where it is unknown, and
    `StoreError` where the store cannot be read.

    Args:
        store: Where the graph is kept.
    """

    def __init__(self, store: GraphStore) -> None:
        self.store = store

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _repr_html_(self) -> str:
        from papermesh.display import heading
        from papermesh.query.looks import html

        return heading("papermesh graph", self.url) + html(self.store.derived(query.stats))

    def close(self) -> None:
        """Give back what the store holds."""
        self.store.close()

    @property
    def url(self) -> str:
        """Where the graph is kept, without any password."""
        return self.store.url

    @property
    def networkx(self) -> nx.MultiDiGraph:
        """The whole graph; copy it before you change it."""
        return self.store.graph()

    def build(
        self,
        *sources: str | os.PathLike[str] | Paper,
        format: str | None = None,
        model: str | None = None,
        workers: int = 1,
        min_confidence: float = 0.0,
        strict: bool = False,
        on_progress: Progress | None = None,
        on_problem: Callable[[Problem], None] | None = None,
    ) -> Report:
        """Add papers, or bring those that are known up to date; see `papermesh.build.build`."""
        from papermesh.build import build

        inputs: list[str | Paper] = [s if isinstance(s, Paper) else os.fspath(s) for s in sources]
        return build(
            self.store, inputs, format=format, model=model, workers=workers,
            min_confidence=min_confidence, strict=strict, on_progress=on_progress, on_problem=on_problem,
        )  # fmt: skip

    def ask(self, question: str, *, today: dt.date | None = None) -> Answer:
        """Answer a question in plain English.

        Args:
            question: Such as "which papers use MTEB".
            today: The day that "last year" counts from; the day of the call by default.

        Raises:
            QuestionError: The question is of no known kind.
        """
        from papermesh.ask import ask

        return ask(self.store, question, today=today)

    def papers(
        self,
        name: str,
        *,
        relations: Iterable[str] | None = None,
        type: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> Rows[query.PaperRow]:
        """Find the papers of an entity, strongest relation first."""
        return Rows(
            query.papers_of(
                self.store, name, relations=relations, type=type, since=since, until=until
            )
        )

    def show(self, name: str) -> query.NodeView:
        """Gather everything known of one node, with the evidence."""
        return query.show(self.store, name)

    def related(
        self, name: str, limit: int = 20, *, type: str | None = None, min_support: int = 2
    ) -> Rows[query.Related]:
        """Find what occurs in the same papers as an entity."""
        return Rows(query.related(self.store, name, limit, type=type, min_support=min_support))

    def path(self, a: str, b: str) -> query.Path | None:
        """Find how two papers or entities are connected."""
        return query.shortest_path(self.store, a, b)

    def results(self, benchmark: str) -> Rows[query.ResultRow]:
        """List the figures that abstracts report on a benchmark or data set."""
        return Rows(query.results_on(self.store, benchmark))

    def top(
        self,
        type: str | None = None,
        *,
        limit: int = 10,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> Rows[query.TopRow]:
        """Rank entities by the papers that work with them."""
        return Rows(query.top(self.store, type, limit=limit, since=since, until=until))

    def compare(self, a: str, b: str) -> query.Comparison:
        """Set two entities side by side."""
        return query.compare(self.store, a, b)

    def leaderboard(self, benchmark: str, metric: str | None = None) -> Rows[query.Board]:
        """Set the figures that abstracts state on a benchmark in order, as far as they compare."""
        return Rows(joined(query.leaderboard(self.store, benchmark, metric)))

    def adoption(
        self, name: str, *, by: Literal["month", "quarter", "year"] = "month"
    ) -> query.Adoption:
        """Tell how the use of an entity has grown, since when, and who introduced it."""
        return query.adoption(self.store, name, by=by)

    def trends(
        self,
        *,
        type: str | None = None,
        window: int = 180,
        until: dt.date | None = None,
        sure: bool = False,
    ) -> query.Trends | None:
        """Find what rises and what fades; None where no paper has a date.

        Args:
            type: Only entities of this type.
            window: How many days are recent.
            until: Last of them; the day of the newest paper by default.
            sure: Only changes whose interval leaves out no change.
        """
        return query.trends(self.store, type=type, window=window, until=until, sure=sure)

    def digest(
        self, since: dt.date, until: dt.date | None = None, *, limit: int = 20
    ) -> query.Digest:
        """Tell what is new; `papermesh.digest.render` writes it as Markdown, HTML or Atom."""
        return query.digest(self.store, since, until, limit=limit)

    def search(self, words: str, limit: int = 20) -> Rows[query.SearchHit]:
        """Search titles, names, aliases and abstracts; typing errors are forgiven."""
        return Rows(query.search(self.store, words, limit))

    def stats(self) -> query.Stats:
        """Count what the graph holds."""
        return query.stats(self.store)

    def cypher(
        self,
        query: str,
        *,
        write: bool = False,
        timeout: float = 30.0,
        limit: int = 1000,
        **parameters: Any,
    ) -> Table:
        """Run a Cypher query on a graph in Neo4j; see `papermesh.store.base.GraphStore.cypher`.

        Examples:
            >>> from papermesh.errors import StoreError
            >>> try:
            ...     open("graph").cypher("MATCH (p:Paper) RETURN count(p) AS n")
            ... except StoreError as error:
            ...     print(str(error)[:33])
            graph: a folder answers no Cypher
        """
        return self.store.cypher(query, parameters, write=write, timeout=timeout, limit=limit)

    def copy(self, store: str | os.PathLike[str]) -> int:
        """Make another store hold this graph, such as a Neo4j server; gives the number of papers."""
        from papermesh.store import copy

        target = open_store(store)
        try:
            return copy(self.store, target)
        finally:
            target.close()

    def page(self, *, around: str | None = None, depth: int = 2, limit: int = 300) -> Page:
        """Draw the graph, or what is near one node, as an HTML page that needs nothing else.

        Jupyter shows it in a frame; to keep it, write it to a file as UTF-8.
        """
        from papermesh.query.neighbourhood import named
        from papermesh.viz import render

        if around is None:
            return Page(render(self.store.graph(), limit=limit))
        part, middle = query.around(self.store, around, depth), named(self.store, around)
        html = render(part, title=f"papermesh: around {around}", limit=limit, middle=middle)
        return Page(html)

    def export(self, format: str, path: str | os.PathLike[str]) -> None:
        """Write the graph for other programs.

        Raises:
            ExportError: There is no such format, or the file cannot be written.
        """
        from papermesh.export import export

        export(self.store, format, Path(path))
