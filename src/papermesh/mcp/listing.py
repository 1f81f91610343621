"""The tools that list papers and figures, and tell what changes and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from papermesh import views
from papermesh.mcp import forms
from papermesh.mcp.brief import Brief, text_of, use
from papermesh.mcp.tools import Detailed, Listing, Name, Names, Relation, Since, Type, Until
from papermesh.query.lookup import find_entities, namesakes, read_relation
from papermesh.query.papers import newest_first, paper_rows
from papermesh.views.digest import latest_digest
from papermesh.views.refs import result_form
from papermesh.views.trends import trend_form

if TYPE_CHECKING:
    from papermesh import query
    from papermesh.store.base import GraphStore
    from papermesh.views import schema

_BOARDS = 3
_MOST_NEW = 1000


class Papers(Detailed, Listing):
    """List the papers of an entity, by relation and time, with the sentences that say so."""

    title = "Papers of an entity"
    gives = forms.Papers
    name: Name
    type: Type = None
    relation: Relation = None
    since: Since = None
    until: Until = None
    sort: Annotated[
        Literal["relation", "newest"], Field(description="relation: the strongest first.")
    ] = "relation"

    def answer(self, graph: GraphStore) -> forms.Papers:
        """List the papers."""
        nodes = namesakes(find_entities(graph, self.name, self.type), self.name)[0]
        wanted = None if self.relation is None else [read_relation(self.relation)]
        ids = [node.id for node in nodes]
        rows = paper_rows(graph, ids, wanted, since=self.since, until=self.until)
        if self.sort == "newest":
            place = {node.id: at for at, node in enumerate(newest_first(row.paper for row in rows))}
            rows.sort(key=lambda row: place[row.paper.id])
        brief = Brief(full=self.full)
        return forms.Papers(
            entities=[brief.entity(node) for node in nodes],
            total=len(rows),
            papers=[brief.row(row) for row in self.cut(rows)],
        )


class Leaderboard(Detailed):
    """List the figures that abstracts state on a benchmark or data set, best first.

    They are claims of authors under conditions of their own, no ranking of methods; read the
    evidence. Figures that are likely misread are only counted.
    """

    title = "Figures on a benchmark"
    gives = forms.Leaderboard
    name: Annotated[Name, Field(description="Benchmark, data set or metric.")]
    metric: Annotated[
        str | None, Field(description="Only figures in this metric.", max_length=500)
    ] = None
    limit: Annotated[int, Field(description="Figures of each board.", ge=1, le=50)] = 5
    page: Annotated[int, Field(description=f"{_BOARDS} boards on each.", ge=1)] = 1

    def answer(self, graph: GraphStore) -> forms.Leaderboard:
        """List the figures."""
        node = find_entities(graph, self.name)[0]
        view = views.leaderboard_view(graph, node, metric=self.metric, limit=self.limit)
        brief = Brief(full=self.full)
        shown = view.boards[(self.page - 1) * _BOARDS : self.page * _BOARDS]
        return forms.Leaderboard(
            id=view.id,
            name=view.name,
            papers=view.papers,
            note=view.note,
            total=view.n_boards,
            boards=[self._board(board, view.id, brief) for board in shown],
        )

    def _board(self, board: schema.Board, id: str, brief: Brief) -> forms.Board:
        said = ["kind"] if board.metrics else ["kind", "metric"]
        if board.benchmark is not None and board.benchmark.id == id:
            said.append("benchmark")
        return forms.Board(
            metric=board.metric.name if board.metric else None,
            kind=board.kind,
            unit=board.unit,
            direction=board.direction,
            total=board.total,
            unsure=board.n_unsure,
            results=[brief.figure(row, said=said) for row in board.results[: self.limit]],
        )


class Trends(Listing):
    """Tell what gains or loses ground among recent papers; or, with names, how their use has grown."""

    title = "Trends"
    gives = forms.Trends
    name: Names = Field(default_factory=list)
    type: Type = None

    def answer(self, graph: GraphStore) -> forms.Trends:
        """Tell how use changes."""
        most = self.page * self.limit
        view = views.trends_view(graph, names=self.name, type=self.type, limit=most)
        brief = Brief()
        if not self.name:
            return forms.Trends(
                since=text_of(view.since),
                until=text_of(view.until),
                recent_papers=view.papers,
                papers_before=view.papers_before,
                undated=view.undated,
                rising=[brief.change(change) for change in self.cut(view.rising)],
                fading=[brief.change(change) for change in self.cut(view.fading)],
            )
        longest = max((curve.points for curve in view.curves), key=len)
        return forms.Trends(
            curves=[
                forms.Curve(
                    id=curve.entity.id,
                    name=brief.title(curve.entity.name),
                    together=[other.id for other in curve.together],
                    papers=curve.papers,
                    undated=curve.undated,
                    use=use(curve.points),
                )
                for curve in view.curves
            ],
            unknown={name.name: name.closest for name in view.unknown},
            all_papers={point.label: point.total for point in longest},
            partial=next((point.label for point in longest if point.partial), None),
        )


class Digest(Listing):
    """Tell what is new between two days, by default in the newest week: papers, methods, figures.

    The first of each part; for more of one, name the part.
    """

    title = "What is new"
    gives = forms.Digest
    since: Since = None
    until: Until = None
    part: Literal["papers", "introduced", "results", "used", "rising", "code"] | None = None
    limit: Annotated[int, Field(description="Rows of each part.", ge=1, le=50)] = 4

    def answer(self, graph: GraphStore) -> forms.Digest:
        """Tell what is new."""
        found = latest_digest(graph, self.since, self.until, limit=_MOST_NEW)
        if found is None:
            return forms.Digest(since=None, until=None, totals={"papers": 0})
        totals = {part: len(getattr(found, part)) for part in _PARTS} | {"papers": found.total}
        parts: dict[str, Any] = {
            part: [write(graph, row) for row in self.cut(getattr(found, part))]
            for part, write in _PARTS.items()
            if self.part in (None, part)
        }
        return forms.Digest(
            since=text_of(found.since), until=text_of(found.until), totals=totals, **parts
        )


def _new_paper(graph: GraphStore, row: query.NewPaper) -> forms.NewPaper:
    paper = Brief().node(row.paper)
    return forms.NewPaper(
        id=paper.id,
        title=paper.title,
        date=paper.date,
        introduces=[one.entity.name for one in row.introduces],
    )


def _introduction(graph: GraphStore, row: query.Introduction) -> forms.New:
    return forms.New(
        id=row.entity.id,
        name=Brief().title(row.entity.name),
        paper=row.paper.id,
        evidence=Brief().evidence([e for e in row.evidence if e.sentence == row.sentence]),
    )


def _used(graph: GraphStore, row: query.TopRow) -> forms.Entity:
    return Brief().entity(row.entity).model_copy(update={"papers": row.papers})


def _code(graph: GraphStore, row: query.NewCode) -> forms.New:
    return forms.New(id=row.repository.id, name=row.repository.name, paper=row.paper.id)


_PARTS: dict[str, Any] = {
    "papers": _new_paper,
    "introduced": _introduction,
    "results": lambda graph, row: Brief().figure(result_form(graph, row)),
    "used": _used,
    "rising": lambda graph, row: Brief().change(trend_form(row)),
    "code": _code,
}
