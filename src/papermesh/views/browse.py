"""Lists of everything: entities by type, papers by date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from papermesh.errors import PeriodError
from papermesh.query.adoption import timeline
from papermesh.query.lookup import found_or_raise, read_type
from papermesh.query.papers import newest_first, papers_from
from papermesh.query.values import ENTITY_TYPES
from papermesh.views.paging import PAGE, cut, paged
from papermesh.views.refs import day_of, entity_form, number_of, paper_form, ref
from papermesh.views.schema import EntityList, PapersView

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore, Node

Sort = Literal["papers", "name", "newest"]
Order = Literal["newest", "upvotes"]
Maker = Literal["Author", "Organization"]
MakerSort = Literal["papers", "name"]


def listed(
    store: GraphStore,
    *,
    type: str | None = None,
    sort: Sort = "papers",
    page: int = 1,
    limit: int = PAGE,
) -> EntityList:
    """List entities.

    Args:
        store: The graph.
        type: Only those of this type.
        sort: By number of papers, by name, or those first seen lately first.
        page: Which page, from 1; the last where there are not so many.
        limit: Entities on one page.

    Raises:
        NotFoundError: There is no such type.
    """
    known = None if type is None else read_type(type)
    nodes = store.derived(_sorted, known, sort)
    shown, page, pages = cut(nodes, page, limit)
    return EntityList(
        type=known, sort=sort, total=len(nodes), page=page, pages=pages,
        entities=[entity_form(node) for node in shown],
    )  # fmt: skip


def _sorted(store: GraphStore, type: str | None, sort: Sort) -> tuple[Node, ...]:
    def papers(node: Node) -> int:
        return -(number_of(node, "paperCount") or 0)

    def newest(node: Node) -> int:
        return -(day_of(node, "firstSeen") or dt.date.min).toordinal()

    nodes = [node for kind in ([type] if type else ENTITY_TYPES) for node in store.nodes(kind)]
    if sort == "name":
        return tuple(sorted(nodes, key=lambda node: (node.name.casefold(), node.id)))
    if sort == "newest":
        return tuple(sorted(nodes, key=lambda node: (newest(node), papers(node), node.id)))
    return tuple(sorted(nodes, key=lambda node: (papers(node), node.id)))


def listed_makers(
    store: GraphStore, type: Maker, *, sort: MakerSort = "papers", page: int = 1, limit: int = PAGE
) -> EntityList:
    """List authors or organisations, with the number of their papers.

    Args:
        store: The graph.
        type: Which of the two.
        sort: By number of papers, or by name.
        page: Which page, from 1; the last where there are not so many.
        limit: How many on one page.
    """
    rows = store.derived(_makers, type, sort)
    shown, page, pages = cut(rows, page, limit)
    return EntityList(
        type=type, sort=sort, total=len(rows), page=page, pages=pages,
        entities=[
            entity_form(node).model_copy(update={"papers": papers}) for node, papers in shown
        ],
    )  # fmt: skip


def _makers(store: GraphStore, type: str, sort: MakerSort) -> tuple[tuple[Node, int], ...]:
    graph = store.graph()  # all that leads from a maker is papers
    rows = [(node, len(set(graph.successors(node.id)))) for node in store.nodes(type)]
    if sort == "name":
        return tuple(sorted(rows, key=lambda row: (row[0].name.casefold(), row[0].id)))
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0].id)))


def listed_papers(
    store: GraphStore,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    code: bool = False,
    organization: str | None = None,
    sort: Order = "newest",
    page: int = 1,
    limit: int = PAGE,
) -> PapersView:
    """List papers.

    Args:
        store: The graph.
        since: Only papers from this day on; those without a date are left out then.
        until: Only papers up to and including this day.
        code: Only papers of whose code a repository is known.
        organization: Only papers of this organisation: its id or its name.
        sort: The newest first, or those with most votes.
        page: Which page, from 1; the last where there are not so many.
        limit: Papers on one page.

    Raises:
        PeriodError: The last day comes before the first.
        NotFoundError: There is no such organisation.
    """
    if since and until and until < since:
        raise PeriodError(f"{until} comes before {since}; name the first day first")
    papers = store.derived(papers_in_order, sort)
    makers = _organizations(store, organization) if organization else []
    if makers:
        own = {paper.id for paper in papers_from(store, [maker.id for maker in makers])}
        papers = tuple(paper for paper in papers if paper.id in own)
    if code:
        coded = store.derived(_coded)
        papers = tuple(paper for paper in papers if paper.id in coded)
    undated = 0
    if since or until:
        days, found = store.derived(timeline).days, papers
        first, last = since or dt.date.min, until or dt.date.max
        papers = tuple(p for p in found if p.id in days and first <= days[p.id] <= last)
        undated = sum(paper.id not in days for paper in found)
    return PapersView(
        since=since, until=until, code=code, sort=sort, undated=undated,
        organization=ref(makers[0]) if makers else None,
        **dict(paged(papers, page, paper_form, limit)),
    )  # fmt: skip


def _organizations(store: GraphStore, name: str) -> list[Node]:
    labels = ["Organization"]
    return found_or_raise(store, name, store.resolve(name, labels), labels)


def _coded(store: GraphStore) -> frozenset[str]:
    """The ids of papers whose source or abstract says where their code is."""
    repositories = [node.id for node in store.nodes("Repository")]
    return frozenset(edge.source for edge in store.edges(repositories, ["HAS_CODE"], "in"))


def papers_in_order(store: GraphStore, sort: Order) -> tuple[Node, ...]:
    """All papers, the newest or those with most votes first."""
    nodes = newest_first(store.nodes("Paper"))
    if sort == "upvotes":
        nodes.sort(key=lambda node: -(number_of(node, "upvotes") or 0))
    return tuple(nodes)
