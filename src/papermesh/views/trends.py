"""How the use of entities changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from papermesh.errors import NotFoundError
from papermesh.query.adoption import Adoption, Unit, curve, timeline
from papermesh.query.lookup import find_entities, read_type
from papermesh.query.trends import WINDOW, Change, Trends, trends
from papermesh.views.refs import entity_form, ref
from papermesh.views.schema import Curve, Point, Trend, TrendsView, Unknown

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore, Node

_MOST_POINTS = 40
_MOST = 100
"""Changes that are asked for at most, rising and fading each."""


def trends_view(
    store: GraphStore,
    *,
    names: Iterable[str] = (),
    type: str | None = None,
    window: int = WINDOW,
    limit: int = 20,
) -> TrendsView:
    """Gather what rises and fades, and the curves of some entities.

    Args:
        store: The graph.
        names: Names of entities whose curves are wanted.
        type: Only entities of this type.
        window: How many days are recent.
        limit: How many at most, rising and fading each.

    Raises:
        NotFoundError: None of the names is known, or the type is not.
    """
    known = None if type is None else read_type(type)
    if window == WINDOW:  # what most ask for, and of few types; the rest is not worth keeping
        found = store.derived(_usual, known)
    else:
        found = trends(store, type=known, window=window, limit=_MOST, sure=True)
    named, unknown = _named(store, names)
    firsts = [curve(store, nodes, by="year").first for nodes in named]
    since = min((row.date for row in firsts if row and row.date), default=None)
    return TrendsView(
        since=found.since if found else None,
        until=found.until if found else None,
        papers=found.papers if found else 0,
        papers_before=found.papers_before if found else 0,
        undated=store.derived(timeline).undated,
        type=known,
        rising=[trend_form(change) for change in found.rising[:limit]] if found else [],
        fading=[trend_form(change) for change in found.fading[:limit]] if found else [],
        curves=[drawn(curve(store, nodes, by=unit(store, since), since=since)) for nodes in named],
        unknown=unknown,
    )


def _named(store: GraphStore, names: Iterable[str]) -> tuple[list[list[Node]], list[Unknown]]:
    """Find what some names mean, and tell which mean nothing; that none means anything is an error."""
    named: list[list[Node]] = []
    errors: list[NotFoundError] = []
    for name in names:
        try:
            named.append(find_entities(store, name))
        except NotFoundError as error:
            errors.append(error)
    if errors and not named:
        raise errors[0]
    return named, [Unknown(name=error.name, closest=list(error.close)) for error in errors]


def rising(store: GraphStore, limit: int = 10) -> list[Trend]:
    """The entities that gain most ground."""
    found = store.derived(_usual, None)
    return [trend_form(change) for change in found.rising[:limit]] if found else []


def _usual(store: GraphStore, type: str | None) -> Trends | None:
    return trends(store, type=type, limit=_MOST, sure=True)


def trend_form(change: Change) -> Trend:
    """A change in its JSON form."""
    return Trend(
        entity=entity_form(change.entity), recent=change.recent, before=change.before,
        share=round(change.share, 6), share_before=round(change.share_before, 6),
        ratio=round(change.ratio, 3), low=round(change.low, 3), high=round(change.high, 3),
        new=change.new, sure=change.sure,
    )  # fmt: skip


def drawn(found: Adoption) -> Curve:
    """A curve in its JSON form."""
    return Curve(
        entity=ref(found.entities[0]),
        together=[ref(entity) for entity in found.entities[1:]],
        by=found.by,
        points=[
            Point(
                label=point.label, papers=point.papers, total=point.total,
                cumulative=point.cumulative, partial=point.partial,
            )
            for point in found.points
        ],
        papers=found.papers,
        undated=found.undated,
    )  # fmt: skip


def unit(store: GraphStore, since: dt.date | None) -> Unit:
    """The shortest time of which there are few enough from a day on to be shown side by side."""
    last = store.derived(timeline).last
    months = (last - since).days // 30 if last and since else 0
    return (
        "month" if months <= _MOST_POINTS else "quarter" if months <= 3 * _MOST_POINTS else "year"
    )
