"""Figures that abstracts report: what is measured, on what, for whom and against whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from papermesh.names import key
from papermesh.query.lookup import find_entities
from papermesh.query.values import ResultRow, date_of, evidence_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from papermesh.store.base import Edge, GraphStore, Node

PARTS = ("OF", "ON", "BY", "VERSUS")
SURE = 0.5
"""The least confidence of a relation or figure that is likely to be read rightly."""
_LOWER = frozenset(
    map(
        key,
        (
            *("perplexity", "bits per character", "KL divergence", "loss", "MAE", "MSE", "RMSE"),
            *("error", "error rate", "WER", "word error rate", "CER", "character error rate"),
            *("EER", "TER", "FID", "FVD", "hallucination rate", "attack success rate"),
            *("latency", "time", "training time", "inference time", "memory", "cost", "FLOPs"),
        ),
    )
)


def results_on(store: GraphStore, benchmark: str) -> list[ResultRow]:
    """Tabulate what abstracts report on a benchmark, a data set or in a metric.

    Best first within a metric. It is no leaderboard: abstracts report what their authors chose.

    Raises:
        NotFoundError: No entity has that name.
    """
    return results(store, on=[node.id for node in find_entities(store, benchmark)])


def results(
    store: GraphStore,
    *,
    papers: Collection[str] | None = None,
    on: Collection[str] | None = None,
    of: Collection[str] | None = None,
    about: Collection[str] = (),
) -> list[ResultRow]:
    """Find reported figures.

    Args:
        store: The graph.
        papers: Figures that these papers report.
        on: Figures on these benchmarks or data sets, or in these metrics.
        of: Only figures of these methods or models.
        about: Figures with any part in these entities; used where ``papers`` and ``on`` are None.
    """
    if papers is not None:
        ids = {edge.target for edge in store.edges(papers, ["REPORTS"], "out")}
    elif on is not None:
        ids = {edge.source for edge in store.edges(on, ["ON", "BY"], "in")}
    else:
        ids = {edge.source for edge in store.edges(of or about, PARTS, "in")}
    if of is not None:
        ids &= {edge.source for edge in store.edges(of, ["OF"], "in")}
    return _rows(store, sorted(ids))


def _rows(store: GraphStore, ids: Collection[str]) -> list[ResultRow]:
    around: dict[str, dict[str, Edge]] = defaultdict(dict)
    for edge in store.edges(ids, (*PARTS, "REPORTS")):
        around[edge.target if edge.type == "REPORTS" else edge.source][edge.type] = edge
    rows = [row for id in ids if (row := _row(store, id, around[id])) is not None]
    return sorted(rows, key=_order)


def _row(store: GraphStore, id: str, edges: dict[str, Edge]) -> ResultRow | None:
    node, reports = store.node(id), edges.get("REPORTS")
    paper = store.node(reports.source) if reports else None
    if node is None or paper is None or reports is None:
        return None

    def end(type: str) -> Node | None:
        return store.node(edges[type].target) if type in edges else None

    number = node.properties.get("number")
    unit = node.properties.get("unit")
    return ResultRow(
        id=id,
        paper=paper,
        value=str(node.properties.get("value", "")),
        number=None if number is None else float(number),
        unit=None if unit is None else str(unit),
        kind=str(node.properties.get("kind", "absolute")),
        method=end("OF"),
        benchmark=end("ON"),
        metric=end("BY"),
        versus=end("VERSUS"),
        evidence=evidence_of(paper.id, reports.properties),
    )


def _order(row: ResultRow) -> tuple[str, str, bool, str, bool, float, int, str]:
    number = row.number or 0.0
    return (
        row.benchmark.name if row.benchmark else "\uffff",
        row.metric.name if row.metric else "\uffff",
        row.kind != "absolute",
        row.kind,
        row.number is None,
        number if lower_is_better(row.metric) else -number,
        -(date_of(row.paper) or dt.date.min).toordinal(),
        row.id,
    )


def lower_is_better(metric: Node | None) -> bool:
    """Tell whether a small figure of a metric is good news."""
    return metric is not None and key(metric.name) in _LOWER
