"""Figures that abstracts state on a benchmark, set in order where they can be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from papermesh.names import key
from papermesh.query.lookup import find_entities
from papermesh.query.results import lower_is_better, results
from papermesh.query.shown import Shown
from papermesh.query.values import ResultRow, date_of

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore, Node

Direction = Literal["higher", "lower", "unknown"]
"""Which figures are good news."""
_HIGHER = frozenset(
    map(
        key,
        (
            *("precision", "recall", "AUC", "AUROC", "AUPRC", "AP", "mAP", "box AP", "mask AP"),
            *("average precision", "mean average precision", "mIoU", "IoU", "Dice", "MRR"),
            *("nDCG", "BLEU", "BLEU-4", "ROUGE", "ROUGE-L", "METEOR", "chrF", "COMET", "CIDEr"),
            *("PSNR", "SSIM", "CLIPScore", "Inception Score", "R2", "win rate", "hit rate"),
            *("length-controlled win rate", "throughput", "speedup", "reward"),
        ),
    )
)
_SOLVED = frozenset(
    map(
        key,
        (
            *("accuracy", "top-1 accuracy", "average accuracy", "exact match", "pass@1"),
            *("pass rate", "solve rate", "resolve rate", "resolved rate", "resolution rate"),
            *("success rate", "average success rate", "task success rate", "task completion rate"),
        ),
    )
)
_HIGHER_NAME = re.compile(
    r"(?!.*\b(?:attack|adversary)).*\b(?:accuracy|F1(?:[ -]score)?)"
    r"|(?:acc|hits?|mAP|nDCG|pass|precision|R|recall)@\S+",
    re.IGNORECASE,
)
"""Names that say it themselves: any accuracy but an attacker's, ``macro F1``, ``pass@8``."""
_CHANGES = frozenset({"gain", "reduction", "speedup"})  # the more of it, the better


@dataclass(frozen=True, slots=True)
class Board(Shown):
    """Figures that can be compared: of one benchmark, metric, kind and unit.

    Attributes:
        benchmark: None where the abstracts name none; the same for the metric.
        direction: Which figures are good news; where that is unknown, greater ones come first.
        rows: Best first; figures without a number come last.
    """

    benchmark: Node | None
    metric: Node | None
    kind: str
    unit: str | None
    direction: Direction
    rows: tuple[ResultRow, ...]


def leaderboard(
    store: GraphStore, benchmark: str, metric: str | None = None, *, min_confidence: float = 0.0
) -> list[Board]:
    """Set the figures that abstracts state on a benchmark in order.

    They are claims of abstracts: each paper chose what to report, and under which conditions.
    Figures of different metrics, kinds (a score, a gain) or units are never set against each other.

    Args:
        store: The graph.
        benchmark: Name of a benchmark or data set; or of a metric, for figures in it on anything.
        metric: Only figures in this metric.
        min_confidence: Leave out figures that are right with less than this probability.

    Returns:
        The groups of absolute figures first; of these, the ones with most figures.

    Raises:
        NotFoundError: One of the names is not known.
    """
    rows = results(store, on=[node.id for node in find_entities(store, benchmark)])
    if metric is not None:
        wanted = {node.id for node in find_entities(store, metric, "Metric")}
        rows = [row for row in rows if row.metric is not None and row.metric.id in wanted]
    if min_confidence:
        rows = [row for row in rows if (confidence(store, row) or 0.0) >= min_confidence]
    groups: dict[tuple[str, str, str, str], list[ResultRow]] = defaultdict(list)
    for row in rows:
        parts = (row.benchmark.id if row.benchmark else "", row.metric.id if row.metric else "")
        groups[(*parts, row.kind, row.unit or "")].append(row)
    return sorted(map(_board, groups.values()), key=_fullest_first)


def confidence(store: GraphStore, row: ResultRow) -> float | None:
    """Give the probability that a figure is right, None where the graph does not hold it."""
    node = store.node(row.id)
    known = node.properties.get("confidence") if node else None
    return None if known is None else float(known)


def direction(metric: Node | None, kind: str = "absolute") -> Direction:
    """Tell which figures of a metric are good news, as far as its name says so."""
    if kind in _CHANGES:
        return "higher"
    if kind != "absolute" or metric is None:
        return "unknown"
    if lower_is_better(metric):
        return "lower"
    named = key(metric.name) in _HIGHER or _HIGHER_NAME.fullmatch(metric.name)
    return "higher" if named or solves(metric) else "unknown"


def solves(metric: Node) -> bool:
    """Tell whether a metric is the share of tasks that were solved, which goes by many names."""
    return key(metric.name) in _SOLVED


def _board(rows: list[ResultRow]) -> Board:
    one = rows[0]
    way = direction(one.metric, one.kind)

    def order(row: ResultRow) -> tuple[bool, float, str, str]:
        number = row.number or 0.0
        return row.number is None, number if way == "lower" else -number, _day(row), row.id

    ordered = tuple(sorted(rows, key=order))
    return Board(one.benchmark, one.metric, one.kind, one.unit, way, ordered)


def _day(row: ResultRow) -> str:
    """Of equal figures the older comes first, as it was there before."""
    return str(date_of(row.paper) or "unknown")


def _fullest_first(board: Board) -> tuple[bool, int, bool, str, str, str, str]:
    return (
        board.kind != "absolute",
        -len(board.rows),
        board.metric is None,
        board.metric.id if board.metric else "",
        board.benchmark.id if board.benchmark else "",
        board.kind,
        board.unit or "",
    )
