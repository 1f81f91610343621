"""The best figure that abstracts state on something, among all that they state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Request, count, sentence
from papermesh.ask.figures import line, place, say, stated
from papermesh.query.leaderboard import Board, confidence, leaderboard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from papermesh.ask.answer import Named
    from papermesh.ask.papers import Line
    from papermesh.query.values import ResultRow
    from papermesh.store.base import GraphStore

NOT_A_BOARD = "claims of abstracts, no leaderboard"
SURE = 0.5
"""The least confidence of a figure that is called the best."""
_Sureness = dict[str, float | None]


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
    boards = _boards(store, rows)
    boards.sort(key=lambda board: _headline_order(board, a, sureness))
    placed = {row.id: row for board in boards for row in board.rows}
    listed = placed | {row.id: row for row in rows if row.id not in placed}
    what = f"{z} {place(a)} {a}" if z else f"figure per metric {place(a)} {a}"
    unheeded = [request.words[word] for word in ("n", "s") if word in request.words]
    return request.answer(
        f"best absolute {what}" + (f" (not heeded: {', '.join(unheeded)})" if unheeded else ""),
        cypher.results(match, request.period, confidence=True),
        {"ids": a.ids, **({"metrics": z.ids} if z else {})},
        sentence(_told(request, boards, rows, sureness)),
        (*cypher.RESULT_COLUMNS[:-1], "confidence", "id"),
        (_line(row, sureness[row.id]) for row in listed.values()),
    )


def _told(
    request: Request, boards: Sequence[Board], rows: Sequence[ResultRow], sureness: _Sureness
) -> str:
    a, z = request.names["a"], request.names.get("z")
    where = f"{f'of {z.name} ' if z else ''}{place(a)} {a.name}"
    if not rows:
        return f"no abstract states a figure {where}"
    sure = _sure(boards[0], sureness) if boards and _may_lead(boards[0], a) else []
    if not sure:
        told = f"no absolute figure {where} is read surely enough to be called the best"
        return f"{told}; abstracts state {count(len(rows), 'figure')} ({NOT_A_BOARD})"
    first = sure[0]
    holder = first.method.name if first.method else f"“{first.paper.name}”"
    known = boards[0].direction != "unknown"
    told = f"{'best' if known else 'highest'} reported {place(a)} {a.name}: {say(first)}"
    told += f", by {holder} ({NOT_A_BOARD}{'' if known else '; it may be that less is better'})"
    changes = sum(row.kind != "absolute" for row in rows)
    return told + (
        f"; {count(changes, 'further figure')} of gains or reductions" if changes else ""
    )


def _boards(store: GraphStore, rows: Sequence[ResultRow]) -> list[Board]:
    """Set figures in order where they can be compared; those on and in nothing are left out."""
    kept = {row.id for row in rows}
    ends = {end.id for row in rows if (end := row.benchmark or row.metric)}
    found: dict[str, Board] = {}
    for board in (board for id in sorted(ends) for board in leaderboard(store, id)):
        if own := tuple(row for row in board.rows if row.id in kept):
            found.setdefault(own[0].id, replace(board, rows=own))
    return list(found.values())


def _headline_order(
    board: Board, a: Named, sureness: _Sureness
) -> tuple[bool, bool, bool, bool, int, int, str]:
    """Put the board first whose best figure says the most, then the fullest ones."""
    sure = len(_sure(board, sureness))
    may = _may_lead(board, a)
    unknown = board.direction == "unknown"
    return (not may, not sure, unknown, board.benchmark is None, -sure, -len(board.rows),
            board.rows[0].id)  # fmt: skip


def _may_lead(board: Board, a: Named) -> bool:
    """Tell whether it is known what the figures of a board are, and which of them are good."""
    if board.kind != "absolute" or board.metric is None:
        return False
    own = board.benchmark is not None and board.benchmark.id in a.ids
    return own or (
        board.direction != "unknown" and (board.benchmark is not None or "Metric" in a.labels)
    )


def _sure(board: Board, sureness: _Sureness) -> list[ResultRow]:
    """Keep the figures that are surely read, best first; one without a confidence was not read."""
    found = []
    for row in board.rows:
        known = sureness[row.id]
        # Under a percent of what should be high is mostly a change, misread as a score.
        change = board.direction == "higher" and row.unit == "%" and (row.number or 0) < 1
        if row.number is not None and not change and (known is None or known >= SURE):
            found.append(row)
    return found


def _line(row: ResultRow, sure: float | None) -> Line:
    (*cells, id), evidence = line(row)
    return (*cells, sure, id), evidence
