"""What abstracts state of a benchmark, measure by measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.query.boards import joined, metrics_of, parted
from papermesh.query.leaderboard import leaderboard
from papermesh.query.values import date_of, to_month
from papermesh.views.refs import entity_form, ref, result_form
from papermesh.views.schema import Board, LeaderboardView, Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papermesh import query
    from papermesh.query import ResultRow
    from papermesh.store.base import GraphStore, Node

NOTE = (
    "Claims of abstracts, as they were read: each paper chose what to report and under which"
    " conditions, and a figure may be misread, so look at its sentence. Metrics are as the"
    " abstracts word them. This is no ranking of methods."
)
MOST_BOARDS = 60
_CHARTED = 5


def leaderboard_view(
    store: GraphStore, node: Node, *, metric: str | None = None, limit: int = 20
) -> LeaderboardView:
    """Gather the figures on a benchmark or data set, or in a metric, best first.

    Those that are likely misread stand apart, and in no chart.

    Args:
        store: The graph.
        node: The benchmark, data set or metric.
        metric: Only figures in this metric.
        limit: How many figures of each board at most, and as many of the less sure ones.

    Raises:
        NotFoundError: The metric is not known.
    """
    boards = joined(leaderboard(store, node.id, metric))
    return LeaderboardView(
        **entity_form(node).model_dump(),
        note=NOTE,
        boards=[_board(store, board, limit) for board in boards[:MOST_BOARDS]],
        n_boards=len(boards),
    )


def _board(store: GraphStore, board: query.Board, limit: int) -> Board:
    sure, unsure = parted(store, board.rows)
    return Board(
        benchmark=ref(board.benchmark) if board.benchmark else None,
        metric=ref(board.metric) if board.metric else None,
        metrics=[ref(metric) for metric in metrics_of(board.rows)],
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
            to_month=to_month(row.paper),
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
