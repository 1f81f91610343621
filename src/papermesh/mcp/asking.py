"""The tools that answer a question, search, and tell of one paper or entity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from papermesh import views
from papermesh.mcp import forms
from papermesh.mcp.brief import SENTENCE, Brief, day_of, shorten, text_of, use
from papermesh.mcp.tools import Detailed, Listing, Name, Type, Words
from papermesh.query.lookup import find_entities, find_papers

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore
    from papermesh.views import schema

_TIMES = 8
_ALIASES = 5
_AUTHORS = 6
_SHARED = 4
_BARE: dict[str, object] = {"evidence": [], "relations": [], "confidence": None}


class Ask(Detailed, Listing):
    """Answer a plain English question with a table: try this first.

    It knows who uses, introduces or compares what, best figures, rankings, counts, versions,
    trends and authors, and says what it does not understand. detail=full adds the Cypher.
    """

    title = "Ask a question"
    gives = forms.Answer
    q: Annotated[Words, Field(description='Such as "which papers use MTEB".')]

    def answer(self, graph: GraphStore) -> forms.Answer:
        """Answer the question."""
        view = views.answered(graph, self.q)
        table = list(zip(view.rows, view.evidence, strict=True))
        ids = [] if "id" in view.columns else _naming(view)
        quoted = any(view.evidence)
        columns = [*view.columns, *(f"{view.columns[at]} id" for at in ids)]
        return forms.Answer(
            answer=view.sentence,
            understood=view.understood,
            columns=[*columns, *(["evidence"] if quoted else [])],
            rows=[
                [
                    *(_cell(cell.value, full=self.full) for cell in cells),
                    *(node.id if (node := cells[at].node) else None for at in ids),
                    *([Brief(full=self.full).evidence(told)] if quoted else []),
                ]
                for cells, told in self.cut(table)
            ],
            total=len(table),
            cypher=view.cypher if self.full else None,
            parameters=view.parameters if self.full else {},
        )


def _cell(value: str | int | float | None, *, full: bool) -> str | int | float | None:
    return shorten(value) if isinstance(value, str) and not full else value


def _naming(view: schema.AnswerView) -> list[int]:
    """The places of the columns that name nodes."""
    return sorted({at for cells in view.rows for at, cell in enumerate(cells) if cell.node})


class Search(Listing):
    """Find papers, entities, authors and organisations by words, an arXiv id or a URL.

    Use it when the exact name is not known; typing errors are forgiven.
    """

    title = "Search"
    gives = forms.Hits
    q: Annotated[Words, Field(description="Words, a name, an arXiv id, a URL.")]
    type: Annotated[
        str | None, Field(description="Paper, Author, Organization, Method, …", max_length=40)
    ] = None

    def answer(self, graph: GraphStore) -> forms.Hits:
        """Search."""
        view = views.found(graph, self.q, type=self.type, page=self.page, limit=self.limit)
        shown = view.hits if view.page == self.page else []
        return forms.Hits(hits=[_hit(hit) for hit in shown], more=view.more)


def _hit(hit: schema.Hit) -> forms.Hit:
    told = hit.snippet if hit.snippet != hit.node.name else None
    return forms.Hit(
        id=hit.node.id,
        name=shorten(hit.node.name),
        papers=None if hit.node.type == "Paper" else hit.papers,
        date=text_of(hit.date),
        snippet=told and shorten(told),
    )


class Paper(Detailed):
    """Tell what is known of one paper: abstract, entities by relation, stated figures, code."""

    title = "A paper"
    gives = forms.PaperAnswer
    name: Annotated[Name, Field(description="arXiv id, URL, title, or what it introduces.")]

    def answer(self, graph: GraphStore) -> forms.PaperAnswer:
        """Tell of the paper."""
        view = views.paper_view(graph, find_papers(graph, self.name)[0])
        brief, most = Brief(full=self.full), None if self.full else 5
        return forms.PaperAnswer(
            id=view.id,
            title=brief.title(view.name),
            date=day_of(view),
            authors=[author.name for author in view.authors[: None if self.full else _AUTHORS]],
            n_authors=view.n_authors or len(view.authors) or None,
            organization=view.organization.name if view.organization else None,
            abstract=view.abstract if self.full else shorten(view.abstract, 10 * SENTENCE),
            links=[link.url for link in view.links],
            code=[link.url for link in view.code],
            entities=_by_relation(view, brief),
            results=[brief.figure(row, said=["paper"]) for row in view.results[:most]],
            n_results=len(view.results),
            similar=[
                forms.Neighbour(
                    id=row.paper.id,
                    title=brief.title(row.paper.name),
                    shared=[ref.name for ref in row.shared[: None if self.full else _SHARED]],
                )
                for row in view.similar[:most]
            ],
        )


def _by_relation(view: schema.PaperView, brief: Brief) -> dict[str, list[forms.Linked]]:
    """The entities of a paper; its abstract says why, unless all is wanted."""
    found: dict[str, list[forms.Linked]] = {}
    for link in view.entities:
        found.setdefault(link.relation, []).append(
            forms.Linked(
                id=link.entity.id,
                name=brief.title(link.entity.name),
                confidence=round(link.confidence, 2),
                evidence=brief.evidence(link.evidence) if brief.full else None,
            )
        )
    return found


class Entity(Detailed):
    """Tell what is known of one method, model, data set, benchmark, metric, task or concept.

    Who introduced it, its use over time, main papers, companions, versions, figures; of each list
    the first. For whole lists use papers, related and leaderboard.
    """

    title = "An entity"
    gives = forms.EntityAnswer
    name: Name
    type: Type = None
    results_page: Annotated[int, Field(description="Of its figures, with detail=full.", ge=1)] = 1

    def answer(self, graph: GraphStore) -> forms.EntityAnswer:
        """Tell of the entity."""
        node = find_entities(graph, self.name, self.type)[0]
        view = views.entity_view(graph, node, results_page=self.results_page)
        brief, most = Brief(full=self.full), 20 if self.full else 4
        first, makers = view.first_paper, view.introduced_by[:most]
        figures = view.results if view.results_page == self.results_page else []
        papers = [paper for paper in view.listing.papers if paper not in makers][:most]
        return forms.EntityAnswer(
            id=view.id,
            name=brief.title(view.name),
            papers=view.papers,
            first_seen=text_of(view.first_seen),
            aliases=[
                brief.title(alias) for alias in view.aliases[: None if self.full else _ALIASES]
            ],
            others=[other.id for other in view.others],
            introduced_by=[brief.paper(paper) for paper in makers],
            first_paper=brief.paper(first.model_copy(update=_BARE)) if first else None,
            relations=view.relations,
            use=use(view.curve.points, None if self.full else _TIMES),
            top_papers=[brief.paper(paper) for paper in papers],
            family=[other.name for other in view.family.members[: 2 * most]] if view.family else [],
            used_with=[
                forms.Companion(
                    id=row.entity.id,
                    name=brief.title(row.entity.name),
                    papers=row.entity.papers,
                    shared=row.shared,
                    lift=round(row.lift, 1),
                )
                for row in view.used_with[: 2 * most]
            ],
            earlier=[other.name for other in view.earlier[: 2 * most]],
            later=[other.name for other in view.later[: 2 * most]],
            variants=[other.name for other in view.variants[: 2 * most]],
            results=[brief.figure(row) for row in figures[:most]],
            n_results=view.n_results,
            n_sure=view.n_sure,
        )
