"""The graph at a glance: what is new, what rises, what is used most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.query.overview import stats, top
from papermesh.query.values import ENTITY_TYPES
from papermesh.views.browse import papers_in_order
from papermesh.views.refs import entity_form, paper_form
from papermesh.views.schema import FrontView, Ranked
from papermesh.views.trends import rising

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore

_NEWEST = 12
_TOP = 8


def front_view(store: GraphStore) -> FrontView:
    """Gather the front page; it is made once for each state of the graph."""
    return store.derived(_front)


def _front(store: GraphStore) -> FrontView:
    counted = stats(store, top_limit=1)
    return FrontView(
        counts=dict(counted.labels),
        first=counted.first,
        last=counted.last,
        newest=[paper_form(node) for node in store.derived(papers_in_order, "newest")[:_NEWEST]],
        rising=rising(store),
        top=[
            Ranked(
                type=type,
                # Papers that work with it are what ranks it, and so what is shown beside it.
                entities=[
                    entity_form(row.entity).model_copy(update={"papers": row.papers})
                    for row in top(store, type, limit=_TOP)
                ],
            )
            for type in ENTITY_TYPES
        ],
    )
