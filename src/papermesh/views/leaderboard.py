"""What abstracts state of a benchmark, metric by metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.query.leaderboard import leaderboard
from papermesh.query.values import date_of
from papermesh.views.refs import entity_form, ref, result_form
from papermesh.views.schema import Board, LeaderboardView, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from papermesh.query import ResultRow
    from papermesh.store.base import GraphStore, Node

NOTE = (
    "Claims of abstracts, as they were read: each paper chose what to report and under which"
    " conditions. This is no ranking of methods."
)


def leaderboard_view(store: GraphStore, node: Node, *, limit: int = 20) -> LeaderboardView:
    """Gather the figures on a benchmark or data set, or in a metric, best first.

    Args:
        store: The graph.
        node: The benchmark, data set or metric.
        limit: How many figures of each board at most.
    """
    boards = [
        Board(
            benchmark=ref(board.benchmark) if board.benchmark else None,
            metric=ref(board.metric) if board.metric else None,
            kind=board.kind,
            unit=board.unit,
            direction=board.direction,
            results=[result_form(store, row) for row in board.rows[:limit]],
            total=len(board.rows),
            marks=_marks(board.rows),
        )
        for board in leaderboard(store, node.id)
    ]
    return LeaderboardView(**entity_form(node).model_dump(), note=NOTE, boards=boards)


def _marks(rows: Iterable[ResultRow]) -> list[Mark]:
    marks = [
        Mark(
            date=day,
            number=row.number,
            value=row.value,
            method=row.method.name if row.method else None,
            paper=row.paper.name,
        )
        for row in rows
        if row.number is not None and (day := date_of(row.paper))
    ]
    return sorted(marks, key=lambda mark: (mark.date, mark.number, mark.paper))
