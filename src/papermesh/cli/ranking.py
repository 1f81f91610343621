"""``top``, ``compare`` and ``leaderboard``: entities and figures side by side."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import click

from papermesh import query
from papermesh.cli.options import (
    Type,
    format_option,
    limit_option,
    min_confidence_option,
    opened,
    since_option,
    store_option,
    type_option,
    until_option,
)
from papermesh.cli.output import say, write, write_data, write_rows
from papermesh.cli.rows import first_sentence
from papermesh.query import Board, Comparison, PaperRow, ResultRow
from papermesh.query.boards import joined, metrics_of, parted
from papermesh.query.leaderboard import confidence
from papermesh.store.base import GraphStore, Node


@click.command("top")
@click.argument("kind", metavar="[TYPE]", required=False, type=Type())
@type_option
@since_option
@until_option
@limit_option
@store_option
@format_option
def top_command(
    kind: str | None,
    type_: str | None,
    since: dt.date | None,
    until: dt.date | None,
    limit: int,
    store: str,
    format_: str,
) -> int:
    """Rank entities by the papers that work with them: all, or those of one type.

    A rival and a thing named in passing are not worked with, and do not count.
    """
    if kind and type_ and kind != type_:
        raise click.UsageError(f"--type {type_} is not {kind}; name one type")
    with opened(store) as graph:
        rows = query.top(graph, kind or type_, limit=limit, since=since, until=until)
    if not rows:
        say("no paper fits; widen --since or --until")
    write_rows(
        (
            {
                "rank": place,
                "entity": row.entity.name,
                "type": row.entity.label,
                "papers": row.papers,
                "id": row.entity.id,
            }
            for place, row in enumerate(rows, 1)
        ),
        ("rank", "entity", "type", "papers", *(("id",) if format_ == "csv" else ())),
        format_,
    )
    return 0


@click.command("compare")
@click.argument("a")
@click.argument("b")
@limit_option
@store_option
@format_option
def compare_command(a: str, b: str, limit: int, store: str, format_: str) -> int:
    """Set two entities side by side: papers, what they share, figures where both have one."""
    with opened(store) as graph:
        found = query.compare(graph, a, b)
    name_a, name_b = found.a[0].name, found.b[0].name
    if found.a[0].id == found.b[0].id:
        say(f"{a!r} and {b!r} are one: {name_a} ({found.a[0].id}), so there is nothing to compare")
    elif format_ != "json":
        say(
            f"{name_a}: {found.papers_a} papers; {name_b}: {found.papers_b} papers; "
            f"both: {len(found.both)}, of which {len(found.direct)} propose one and compare it to the other"
        )
    sections = _compared(found, limit)
    if format_ == "json":
        whole = {
            "a": [_node(node) for node in found.a],
            "b": [_node(node) for node in found.b],
            "papers_a": found.papers_a,
            "papers_b": found.papers_b,
            **sections,
        }
        write_data(json.dumps(whole, ensure_ascii=False, indent=1, default=str))
        return 0
    if format_ != "table":
        rows = [{"part": part, **row} for part, rows in sections.items() for row in rows]
        names = ("part", "paper", "date", "relations", "entity", "type", "papers", "value", "metric", "on", "method", "versus", "id")  # fmt: skip
        write_rows(rows, names, format_)
        return 0
    columns: tuple[str, ...]
    for heading, part, columns in (
        ("papers with both", "both", ("paper", "date", "relations", "proposes one")),
        ("used with either", "shared", ("entity", "type", "papers")),
        ("figures, as abstracts state them", "results", ("value", "metric", "on", "method", "versus", "paper")),
    ):  # fmt: skip
        if sections[part]:
            write(f"{heading}\n")
            write_rows(sections[part], columns, "table")
            write("")
    return 0


def _compared(found: Comparison, limit: int) -> dict[str, list[dict[str, Any]]]:
    direct = {row.paper.id for row in found.direct}
    return {
        "both": [_paper(row, row.paper.id in direct) for row in found.both[:limit]],
        "shared": [
            {**_node(row.entity), "entity": row.entity.name, "papers": row.papers}
            for row in found.shared[:limit]
        ],
        "results": [_figure(row) for row in found.results[:limit]],
    }


def _paper(row: PaperRow, direct: bool) -> dict[str, Any]:
    return {
        "paper": row.paper.name,
        "date": query.day_text(row.paper),
        "relations": list(row.relations),
        "proposes one": "yes" if direct else "",
        "direct": direct,
        "id": row.paper.id,
    }


def _node(node: Node) -> dict[str, Any]:
    return {"name": node.name, "type": node.label, "id": node.id}


def _figure(row: ResultRow) -> dict[str, Any]:
    def name(node: Node | None) -> str | None:
        return node.name if node else None

    return {
        "value": row.value,
        "number": row.number,
        "unit": row.unit,
        "kind": row.kind,
        "metric": name(row.metric),
        "on": name(row.benchmark),
        "method": name(row.method),
        "versus": name(row.versus),
        "paper": row.paper.name,
        "date": query.day_text(row.paper),
        "sentence": first_sentence(row.evidence),
        "id": row.id,
    }


@click.command("leaderboard")
@click.argument("benchmark")
@click.option("--metric", metavar="NAME", help="Only figures in this metric.")
@min_confidence_option
@limit_option
@store_option
@format_option
def leaderboard_command(
    benchmark: str,
    metric: str | None,
    min_confidence: float,
    limit: int,
    store: str,
    format_: str,
) -> int:
    """List the figures that abstracts state on a benchmark, best first within each measure.

    They are claims: each paper chose what to report, and under which conditions. Accuracy, pass@1,
    resolved rate and the like are one measure, the share of tasks that are solved. The confidence
    of a figure is the probability that it is read as the abstract means it; figures below a half
    come last and have no rank. --limit is the most figures of each measure.
    """
    with opened(store) as graph:
        found = query.leaderboard(graph, benchmark, metric, min_confidence=min_confidence)
        boards = joined(found)
        listed = [(board, _figures(graph, board, limit)) for board in boards]
    if not boards:
        of = f" in {metric!r}" if metric else ""
        sure = f" with a confidence of {min_confidence:g}" if min_confidence else ""
        say(f"no abstract states a figure on {benchmark!r}{of}{sure}")
    else:
        say("claims of abstracts, each measured in its own way")
    if format_ != "table":
        names = ("metric", "kind", "unit", "direction", "rank", "value", "number", "on", "method", "versus", "paper", "date", "confidence", "sentence", "id")  # fmt: skip
        write_rows((row for _, rows in listed for row in rows), names, format_)
        return 0
    for board, rows in listed:
        write(f"{_heading(board)}\n")
        named = ("metric",) if len({row["metric"] for row in rows}) > 1 else ()
        columns = ("rank", "value", *named, "method", "versus", "paper", "date", "confidence")
        write_rows(rows, columns, "table")
        write("")
    return 0


def _figures(graph: GraphStore, board: Board, limit: int) -> list[dict[str, Any]]:
    sure, unsure = parted(graph, board.rows)
    return [
        {
            "rank": place if place <= len(sure) else None,
            **_figure(row),
            "confidence": confidence(graph, row),
            "direction": board.direction,
        }
        for place, row in enumerate([*sure, *unsure][:limit], 1)
    ]


def _heading(board: Board) -> str:
    metric = board.metric.name if board.metric else "metric not named"
    if len(metrics_of(board.rows)) > 1:
        metric = "share of tasks solved"
    kind = "" if board.kind == "absolute" else f"{board.kind} "
    unit = f"in {board.unit}" if board.unit else ""
    what = f", {kind}{unit}".rstrip(" ,")
    order = {
        "higher": "higher is better",
        "lower": "lower is better",
        "unknown": "not known which is better: greater first",
    }[board.direction]
    on = board.benchmark.name if board.benchmark else "no benchmark"
    return f"{metric} on {on}{what} ({order})"
