"""All that is known of one entity, and of one author or organisation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from papermesh.query.adoption import curve
from papermesh.query.connect import family, version
from papermesh.query.families import family_of
from papermesh.query.leaderboard import confidence
from papermesh.query.lookup import read_relation
from papermesh.query.overview import top
from papermesh.query.papers import origins, paper_row, papers_from, ranked_papers
from papermesh.query.results import SURE, results
from papermesh.query.similar import companions
from papermesh.query.values import RELATIONS, date_of
from papermesh.views.paging import PAGE, cut, paged
from papermesh.views.refs import day_of, entity_form, paper_form, ref, result_form
from papermesh.views.schema import Companion, EntityForm, EntityView, FamilyForm, MakerView
from papermesh.views.trends import drawn, unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from papermesh.query import PaperRow, ResultRow
    from papermesh.store.base import GraphStore, Node

RESULTS = 20
"""Figures on one page of those of an entity."""
_MONTHS = 120
"""Days after the first introduction; who says so later builds upon it."""
_KIN = 30
_MEMBERS = 24


def entity_view(
    store: GraphStore,
    node: Node,
    *,
    relation: str | None = None,
    sort: str = "relation",
    page: int = 1,
    limit: int = PAGE,
    results_page: int = 1,
) -> EntityView:
    """Gather what is known of an entity.

    Args:
        store: The graph.
        node: The entity.
        relation: List only the papers with this relation to it.
        sort: ``relation`` for the strongest first, ``newest`` for the newest.
        page: Which page of its papers to list, from 1.
        limit: How many papers a page holds.
        results_page: Which page of the figures that concern it, from 1.

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
    figures, n_sure = _figures(store, node)
    shown, results_page, pages = cut(figures, results_page, RESULTS)
    return EntityView(
        **entity_form(node).model_dump(),
        others=_forms(
            other for other in store.resolve(node.name, ["Entity"]) if other.id != node.id
        ),
        introduced_by=[paper_form(row.paper, row) for row in _introducers(store, node)],
        first_paper=paper_form(use.first.paper, use.first) if use.first else None,
        curve=drawn(use),
        uncounted=len(ranked) - use.papers,
        relations={kind: counts[kind] for kind in RELATIONS if counts[kind]},
        listing=paged(rows, page, lambda row: paper_form(row[0], paper_row(*row)), limit),
        used_with=[
            Companion(entity=entity_form(row.entity), shared=row.shared, lift=row.lift)
            for row in companions(store, node.id)
        ],
        earlier=_forms(other for other in reversed(kin) if version(other) < own),
        later=_forms(other for other in kin if version(other) > own),
        variants=_forms(other for other in kin if version(other) == own),
        family=_family(store, node, {other.id for other in kin}),
        results=[result_form(store, row) for row in shown],
        n_results=len(figures),
        n_sure=n_sure,
        results_page=results_page,
        results_pages=pages,
    )


def maker_view(store: GraphStore, node: Node, *, page: int = 1, limit: int = PAGE) -> MakerView:
    """Gather the papers of an author or organisation, and what they work with most."""
    papers = papers_from(store, [node.id])
    most = top(store, limit=12, papers={paper.id for paper in papers})
    return MakerView(
        **ref(node).model_dump(),
        listing=paged(papers, page, paper_form, limit),
        # Papers of the maker are what ranks it, and so what is shown beside it.
        top=[entity_form(row.entity).model_copy(update={"papers": row.papers}) for row in most],
    )


def _introducers(store: GraphStore, node: Node) -> list[PaperRow]:
    """The papers that surely say they introduce an entity: the oldest, and those of its time."""
    rows = [row for row in origins(store, [node]) if row.confidence >= SURE]
    first = min((row.date for row in rows if row.date), default=None)
    return [r for r in rows if not (r.date and first) or (r.date - first).days <= _MONTHS][:3]


def _figures(store: GraphStore, node: Node) -> tuple[list[ResultRow], int]:
    """The figures that concern an entity, those likely misread last, and how many are not."""
    rows = results(store, about=[node.id])
    sureness = {row.id: confidence(store, row) for row in rows}
    unsure = {id for id, known in sureness.items() if known is not None and known < SURE}

    def order(row: ResultRow) -> tuple[bool, bool, int, str]:
        return row.id in unsure, row.kind != "absolute", -_day(row.paper), row.id

    return sorted(rows, key=order), len(rows) - len(unsure)


def _family(store: GraphStore, node: Node, versions: Collection[str]) -> FamilyForm | None:
    found = family_of(store, node)
    if found.root is None and not found.members:
        return None
    others = [member for member in found.members if member.id not in versions]
    return FamilyForm(
        root=entity_form(found.root) if found.root else None,
        members=_forms(others[:_MEMBERS]),
        total=len(found.members),
        papers=found.papers,
    )


def _day(paper: Node) -> int:
    day = date_of(paper)
    return day.toordinal() if day else 0


def _forms(nodes: Iterable[Node]) -> list[EntityForm]:
    return [entity_form(node) for node in nodes]
