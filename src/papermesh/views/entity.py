"""All that is known of one entity, and of one author or organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from papermesh.query.adoption import curve
from papermesh.query.connect import family, version
from papermesh.query.lookup import read_relation
from papermesh.query.overview import top
from papermesh.query.papers import origins, paper_row, papers_from, ranked_papers
from papermesh.query.results import results
from papermesh.query.similar import companions
from papermesh.query.values import RELATIONS, date_of
from papermesh.views.refs import day_of, entity_form, paper_form, ref, result_form
from papermesh.views.schema import (
    Companion,
    EntityForm,
    EntityView,
    MakerView,
    PaperForm,
    PaperList,
)
from papermesh.views.trends import drawn, unit

if TYPE_CHECKING:
    from papermesh.query import PaperRow
    from papermesh.store.base import GraphStore, Node

PAGE = 25
"""Papers on one page of a list."""
_RESULTS = 20
_INTRODUCED = 0.5
"""How likely a paper must introduce an entity at least, to be named as who did."""
_MONTHS = 120
"""Days after the first introduction; who says so later builds upon it."""
T = TypeVar("T")
_KIN = 30


def entity_view(
    store: GraphStore,
    node: Node,
    *,
    relation: str | None = None,
    sort: str = "relation",
    page: int = 1,
) -> EntityView:
    """Gather what is known of an entity.

    Args:
        store: The graph.
        node: The entity.
        relation: List only the papers with this relation to it.
        sort: ``relation`` for the strongest first, ``newest`` for the newest.
        page: Which page of its papers to list, from 1.

    Raises:
        NotFoundError: There is no such relation.
    """
    ranked = ranked_papers(store, [node.id])
    counts = Counter(kind for _, edges in ranked for kind in {edge.type for edge in edges})
    wanted = None if relation is None else read_relation(relation)
    rows = [row for row in ranked if wanted is None or any(e.type == wanted for e in row[1])]
    if sort == "newest":
        rows.sort(key=lambda row: (-_day(row[0]), row[0].id))
    use = curve(store, [node], by=unit(store, day_of(node, "firstSeen")))
    kin = family(store, [node.id])[:_KIN]
    own = version(node)
    figures = results(store, about=[node.id])
    return EntityView(
        **entity_form(node).model_dump(),
        others=_forms(
            other for other in store.resolve(node.name, ["Entity"]) if other.id != node.id
        ),
        introduced_by=[paper_form(row.paper, row) for row in _introducers(store, node)],
        first_paper=paper_form(use.first.paper, use.first) if use.first else None,
        curve=drawn(use),
        relations={kind: counts[kind] for kind in RELATIONS if counts[kind]},
        listing=paged(rows, page, lambda row: paper_form(row[0], paper_row(*row))),
        used_with=[
            Companion(entity=entity_form(row.entity), shared=row.shared, lift=row.lift)
            for row in companions(store, node.id)
        ],
        earlier=_forms(other for other in reversed(kin) if version(other) < own),
        later=_forms(other for other in kin if version(other) > own),
        variants=_forms(other for other in kin if version(other) == own),
        results=[result_form(store, row) for row in figures[:_RESULTS]],
        n_results=len(figures),
    )


def maker_view(store: GraphStore, node: Node, *, page: int = 1) -> MakerView:
    """Gather the papers of an author or organisation, and what they work with most."""
    papers = papers_from(store, [node.id])
    most = top(store, limit=12, papers={paper.id for paper in papers})
    return MakerView(
        **ref(node).model_dump(),
        listing=paged(papers, page, paper_form),
        # Papers of the maker are what ranks it, and so what is shown beside it.
        top=[entity_form(row.entity).model_copy(update={"papers": row.papers}) for row in most],
    )


def paged(rows: Sequence[T], page: int, form: Callable[[T], PaperForm]) -> PaperList:
    """One page of a list of papers; the last where there are not so many."""
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return PaperList(total=len(rows), page=page, pages=pages, papers=[form(row) for row in shown])


def _introducers(store: GraphStore, node: Node) -> list[PaperRow]:
    """The papers that surely say they introduce an entity: the oldest, and those of its time."""
    rows = [row for row in origins(store, [node]) if row.confidence >= _INTRODUCED and row.date]
    first = min((row.date for row in rows if row.date), default=None)
    return [r for r in rows if r.date and first and (r.date - first).days <= _MONTHS][:3]


def _day(paper: Node) -> int:
    day = date_of(paper)
    return day.toordinal() if day else 0


def _forms(nodes: Iterable[Node]) -> list[EntityForm]:
    return [entity_form(node) for node in nodes]
