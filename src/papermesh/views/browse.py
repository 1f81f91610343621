"""Lists of everything: entities by type, papers by date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from papermesh.query.lookup import read_type
from papermesh.query.papers import newest_first
from papermesh.query.values import ENTITY_TYPES
from papermesh.views.entity import paged
from papermesh.views.refs import day_of, entity_form, number_of, paper_form
from papermesh.views.schema import EntityList, PaperList

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore, Node

Sort = Literal["papers", "name", "newest"]
Order = Literal["newest", "upvotes"]
PAGE = 60
"""Entities on one page of a list."""


def listed(
    store: GraphStore, *, type: str | None = None, sort: Sort = "papers", page: int = 1
) -> EntityList:
    """List entities.

    Args:
        store: The graph.
        type: Only those of this type.
        sort: By number of papers, by name, or those first seen lately first.
        page: Which page, from 1.

    Raises:
        NotFoundError: There is no such type.
    """
    known = None if type is None else read_type(type)
    nodes = store.derived(_sorted, known, sort)
    pages = max(1, -(-len(nodes) // PAGE))
    page = min(max(page, 1), pages)
    return EntityList(
        type=known, sort=sort, total=len(nodes), page=page, pages=pages,
        entities=[entity_form(node) for node in nodes[(page - 1) * PAGE : page * PAGE]],
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


def listed_papers(store: GraphStore, *, sort: Order = "newest", page: int = 1) -> PaperList:
    """List papers, the newest or those with most votes first."""
    return paged(store.derived(papers_in_order, sort), page, paper_form)


def papers_in_order(store: GraphStore, sort: Order) -> tuple[Node, ...]:
    """All papers, the newest or those with most votes first."""
    nodes = newest_first(store.nodes("Paper"))
    if sort == "upvotes":
        nodes.sort(key=lambda node: -(number_of(node, "upvotes") or 0))
    return tuple(nodes)
