"""What abstracts state of a benchmark, metric by metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.query.leaderboard import confidence, leaderboard
from papermesh.query.values import date_of
from papermesh.views.refs import entity_form, ref, result_form
from papermesh.views.schema import Board, LeaderboardView, Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papermesh import query
    from papermesh.query import ResultRow
    from papermesh.store.base import GraphStore, Node

NOTE = (
    "Claims of abstracts, as they were read: each paper chose what to report and under which"
    " conditions, and a figure may be misread, so look at its sentence. This is no ranking of"
    " methods."
)
SURE = 0.5
"""Figures that are less likely to be read rightly stand apart, and in no chart."""
MOST_BOARDS = 60
_CHARTED = 5


def leaderboard_view(
    store: GraphStore, node: Node, *, metric: str | None = None, limit: int = 20
) -> LeaderboardView:
    """Gather the figures on a benchmark or data set, or in a metric, best first.

    Args:
        store: The graph.
        node: The benchmark, data set or metric.
        metric: Only figures in this metric.
        limit: How many figures of each board at most, and as many of the less sure ones.

    Raises:
        NotFoundError: The metric is not known.
    """
    boards = leaderboard(store, node.id, metric)
    return LeaderboardView(
        **entity_form(node).model_dump(),
        note=NOTE,
        boards=[_board(store, board, limit) for board in boards[:MOST_BOARDS]],
        n_boards=len(boards),
    )


def _board(store: GraphStore, board: query.Board, limit: int) -> Board:
    sure: list[ResultRow] = []
    unsure: list[ResultRow] = []
    for row in board.rows:
        known = confidence(store, row)
        (sure if known is None or known >= SURE else unsure).append(row)
    return Board(
        benchmark=ref(board.benchmark) if board.benchmark else None,
        metric=ref(board.metric) if board.metric else None,
        kind=board.kind,
        unit=board.unit,
        direction=board.direction,
        results=[result_form(store, row) for row in sure[:limit]],
        total=len(sure),
        unsure=[result_form(store, row) for row in unsure[:limit]],
        n_unsure=len(unsure),
        marks=_marks(sure),
    )


def _marks(rows: Sequence[ResultRow]) -> list[Mark]:
    marks = [
        Mark(
            date=day,
            number=row.number,
            value=row.value,
            method=row.method.name if row.method else None,
            title=row.paper.name,
        )
        for row in rows
        if row.number is not None and (day := date_of(row.paper))
    ]
    if len(marks) < _CHARTED:
        return []
    return sorted(marks, key=lambda mark: (mark.date, mark.number, mark.title))
