"""Boards that measure the same, whatever the abstracts call it, made one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from papermesh.query.leaderboard import Board, confidence, direction, solves
from papermesh.query.results import SURE
from papermesh.query.values import ResultRow, date_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from papermesh.store.base import GraphStore, Node

_SOLVED = "solved"
_SCALES = (None, "%")
"""Units that a figure without a metric may be in and still be in the usual one."""


def joined(boards: Sequence[Board]) -> list[Board]:
    """Join the boards of a benchmark whose absolute figures measure the same in one unit.

    The share of tasks that are solved goes by many names: accuracy, pass@1, resolved rate. A
    figure whose metric is not named is taken for the usual measure of its benchmark, where that
    is better if higher; where less is better, a misread change would always come first. All else
    stays apart: pass@8 of pass@1, F1 of accuracy, a share of a score out of a hundred.

    Args:
        boards: Those of `leaderboard`.

    Returns:
        The absolute figures first, and of these and of the others the fullest boards. The metric
        of a board of several is the one that most of its figures are in; rows name their own.
    """
    of_one: dict[str, list[Board]] = defaultdict(list)
    for board in boards:
        if board.benchmark:
            of_one[board.benchmark.id].append(board)
    usual = {id: _usual(own) for id, own in of_one.items()}
    groups: dict[tuple[str | None, ...], list[Board]] = defaultdict(list)
    for board in boards:
        on = board.benchmark.id if board.benchmark else None
        measure = board.metric.id if board.metric else None
        if on is not None and board.kind == "absolute":
            unsaid = usual[on] if board.unit in _SCALES else None
            measure = measure_of(board.metric) or unsaid
        groups[on, board.kind, board.unit, measure].append(board)
    return sorted(
        (_join(group) if measure else group[0] for (*_, measure), group in groups.items()),
        key=lambda board: (board.kind != "absolute", -len(board.rows), board.metric is None),
    )


def metrics_of(rows: Iterable[ResultRow]) -> list[Node]:
    """List the metrics of some figures, as abstracts word them, the commonest first."""
    metrics = [row.metric for row in rows if row.metric]
    counts, named = Counter(metric.id for metric in metrics), {one.id: one for one in metrics}
    return [named[id] for id in sorted(named, key=lambda id: (-counts[id], id))]


def parted(store: GraphStore, rows: Iterable[ResultRow]) -> tuple[list[ResultRow], list[ResultRow]]:
    """Part figures that are likely read rightly from those that are not, each in their order.

    A figure whose confidence the graph does not hold was not read, and is likely right.
    """
    parts: tuple[list[ResultRow], list[ResultRow]] = [], []
    for row in rows:
        known = confidence(store, row)
        parts[known is not None and known < SURE].append(row)
    return parts


def measure_of(metric: Node | None) -> str | None:
    """Name what a metric measures, alike for all wordings of the share of tasks solved."""
    if metric is None:
        return None
    return _SOLVED if solves(metric) else metric.id


def _usual(boards: Sequence[Board]) -> str | None:
    """Find what most named figures of a benchmark measure, of which it is known that more is better.

    Gains tell it where no figure stands for itself. Where less is better there is none: a small
    change, misread as a score, would always win.
    """
    known = [board for board in boards if direction(board.metric) != "unknown"]
    absolute = [board for board in known if board.kind == "absolute" and board.unit in _SCALES]
    figures: Counter[str | None] = Counter()
    for board in absolute or known:
        figures[measure_of(board.metric)] += len(board.rows)
    most = max(sorted(filter(None, figures)), key=figures.__getitem__, default=None)
    lower = {measure_of(board.metric) for board in known if direction(board.metric) == "lower"}
    return None if most in lower else most


def _join(group: Sequence[Board]) -> Board:
    """Make one board of several; one without a metric is of what is better if higher."""
    if len(group) == 1 and group[0].metric:
        return group[0]
    rows = sorted((row for board in group for row in board.rows), key=_best_first)
    metric = next(iter(metrics_of(rows)), None)
    return replace(group[0], metric=metric, direction="higher", rows=tuple(rows))


def _best_first(row: ResultRow) -> tuple[bool, float, str, str]:
    return row.number is None, -(row.number or 0.0), str(date_of(row.paper) or "unknown"), row.id
