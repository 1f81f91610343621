"""The best figure that abstracts state on something, among all that they state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from statistics import median
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Request, count, sentence
from papermesh.ask.figures import by, line_with, place, say, stated
from papermesh.names import key
from papermesh.query.boards import joined, measure_of
from papermesh.query.leaderboard import Board, confidence, leaderboard, solves
from papermesh.query.results import SURE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from papermesh.ask.answer import Named
    from papermesh.query.values import ResultRow
    from papermesh.store.base import GraphStore

NOT_A_BOARD = "claims of abstracts, no leaderboard"
_BESIDES = frozenset(
    map(
        key,
        (
            *("latency", "time", "training time", "inference time", "memory", "cost", "FLOPs"),
            *("throughput", "speedup", "attack success rate"),
        ),
    )
)
_Sureness = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Figures that can be compared, and those of them that are surely read; both best first."""

    board: Board
    sure: tuple[ResultRow, ...]
    may_lead: bool


def is_in_a_metric(store: GraphStore, names: Mapping[str, Named]) -> bool:
    """Tell whether what a question calls ``z``, if anything, is a metric."""
    return "z" not in names or "Metric" in names["z"].labels


def best_on(request: Request) -> Answer:
    """Answer which absolute figure is the best on a benchmark, and list all figures on it."""
    a, z, store = request.names["a"], request.names.get("z"), request.store
    match, rows = stated(request, "a")
    if z:
        match += " MATCH (result)-[:BY]->(m) WHERE m.id IN $metrics"
        rows = [row for row in rows if row.metric and row.metric.id in z.ids]
    sureness = {row.id: confidence(store, row) for row in rows}
    ranked = [
        _Ranked(board, tuple(_sure(board, sureness)), _may_lead(board, request))
        for board in joined(_boards(store, rows))
    ]
    ranked.sort(key=_headline_order)
    what = f"{z} {place(a)} {a}" if z else f"figure per metric {place(a)} {a}"
    unheeded = [request.words[word] for word in ("n", "s") if word in request.words]
    return request.answer(
        f"best absolute {what}" + (f" (not heeded: {', '.join(unheeded)})" if unheeded else ""),
        cypher.results(match, request.period, confidence=True),
        {"ids": a.ids, **({"metrics": z.ids} if z else {})},
        sentence(_told(request, ranked, rows)),
        (*cypher.RESULT_COLUMNS[:-1], "confidence", "id"),
        (line_with(row, sureness[row.id]) for row in _listed(ranked, rows)),
    )


def _listed(ranked: Sequence[_Ranked], rows: Sequence[ResultRow]) -> list[ResultRow]:
    """List what may be called the best before what is less sure, and changes last."""
    listed: dict[str, ResultRow] = {}
    for one in ranked:
        listed |= {row.id: row for row in (*one.sure, *one.board.rows)}
    listed |= {row.id: row for row in rows}
    return sorted(listed.values(), key=lambda row: row.kind != "absolute")


def _told(request: Request, ranked: Sequence[_Ranked], rows: Sequence[ResultRow]) -> str:
    a, z = request.names["a"], request.names.get("z")
    when, on = request.period.words, f"{place(a)} {a.name}"
    where = f"in {z.name} {on}" if z else on
    if not rows:
        return f"no abstract states a figure {where}{when}"
    first = ranked[0] if ranked else None
    if not first or not first.sure or not first.may_lead:
        told = (
            f"{_without_best(where, first, request)}; abstracts state {count(len(rows), 'figure')}"
        )
        return f"{told} ({NOT_A_BOARD})"
    known = first.board.direction != "unknown"
    told = f"{'best' if known else 'highest'} reported {on}{when}: "
    told += f"{_claim(first.sure[0], a)} ({NOT_A_BOARD}"
    told += ")" if known else "; it may be that less is better)"
    told += _beside(first, ranked, a)
    changes = sum(row.kind != "absolute" for row in rows)
    return told + (
        f"; {count(changes, 'further figure')} of gains or reductions" if changes else ""
    )


def _without_best(where: str, first: _Ranked | None, request: Request) -> str:
    a, when = request.names["a"], request.period.words
    if not first or not first.sure or first.board.kind != "absolute":
        return f"no absolute figure {where} is read surely enough to be called the best{when}"
    told = f"it is not known which figure {where} is the best{when}"
    own = first.board.benchmark and first.board.benchmark.id in a.ids
    return f"{told}; one is {_claim(first.sure[0], a)}" if own else told


def _beside(first: _Ranked, ranked: Sequence[_Ranked], a: Named) -> str:
    """Tell what stands beside the best: its rival in a stated metric, or accuracy beside FID."""
    others = [
        other.sure[0]
        for other in ranked
        if other.may_lead and other.board.direction != "unknown"
        if len({row.paper.id for row in other.sure}) > 1
        if measure_of(other.board.metric) != measure_of(first.board.metric)
    ]
    if first.sure[0].metric:
        row, how = next((row for row in others if row.metric), None), "in another metric"
    else:
        row = next((row for row in (*first.sure, *others) if row.metric), None)
        how = "in a metric that is stated"
    return f"; {how}, {_claim(row, a)}" if row else ""


def _claim(row: ResultRow, a: Named) -> str:
    whose = by(row, a)
    unstated = "" if row.metric else " (metric not stated)"
    return f"{say(row, a)}{unstated}{',' * bool(whose)}{whose}"


def _boards(store: GraphStore, rows: Sequence[ResultRow]) -> list[Board]:
    """Set figures in order where they can be compared; those on and in nothing are left out."""
    kept = {row.id for row in rows}
    ends = {end.id for row in rows if (end := row.benchmark or row.metric)}
    found: dict[str, Board] = {}
    for board in (board for id in sorted(ends) for board in leaderboard(store, id)):
        if own := tuple(row for row in board.rows if row.id in kept):
            found.setdefault(own[0].id, replace(board, rows=own))
    return list(found.values())


def _headline_order(one: _Ranked) -> tuple[bool, bool, bool, bool, bool, int, int, str]:
    """Put the board first whose best figure says the most, then the fullest ones."""
    board = one.board
    unknown = board.direction == "unknown"
    return (board.kind != "absolute", not one.may_lead, not one.sure, unknown,
            board.benchmark is None, -len(one.sure), -len(board.rows), board.rows[0].id)  # fmt: skip


def _may_lead(board: Board, request: Request) -> bool:
    """Tell whether it is known what the figures of a board are, and which of them are good.

    Where that is not known, more than one paper must give figures in the metric: one's own
    measure, such as the number of prompts, says nothing of who is best on a benchmark. Nor does
    what is spent or who is attacked, unless it is asked for.
    """
    a, asked = request.names["a"], "z" in request.names or "Metric" in request.names["a"].labels
    known = board.direction != "unknown"
    if board.kind != "absolute":
        return False
    if board.metric and not asked and key(board.metric.name) in _BESIDES:
        return False
    if board.benchmark is not None and board.benchmark.id in a.ids:
        return known or len({row.paper.id for row in board.rows}) > 1
    return known and (board.benchmark is not None or "Metric" in a.labels)


def _sure(board: Board, sureness: _Sureness) -> list[ResultRow]:
    """Keep the figures that are surely read, best first; one without a confidence was not read."""
    numbers = [row.number for row in board.rows if row.number is not None]
    # Far from all others is mostly a change, misread as a score; and no share is above 100%.
    share = board.direction == "higher" and board.unit == "%"
    least = median(numbers) / 10 if board.direction == "lower" and numbers else float(share)
    most = 100.0 if share and board.metric and solves(board.metric) else inf
    found = []
    for row in board.rows:
        known = sureness[row.id]
        if (
            row.number is not None
            and least <= row.number <= most
            and (known is None or known >= SURE)
        ):
            found.append(row)
    return found
