"""``trends``: what changes with time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from papermesh import query
from papermesh.cli.options import (
    Day,
    format_option,
    limit_option,
    opened,
    store_option,
    type_option,
)
from papermesh.cli.output import say, writable, write, write_rows
from papermesh.query import Adoption, Change, Trends
from papermesh.query.adoption import UNITS, Unit, timeline
from papermesh.query.trends import MIN_PAPERS, WINDOW
from papermesh.writing import replacing

_SHOWN = ("entity", "type", "papers", "share", "before", "share before", "ratio", "95%")
_PICTURES = (".png", ".svg")


@click.command("trends")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@type_option
@click.option(
    "--by", type=click.Choice(UNITS), show_default="month", help="Of a name: period of its curve."
)
@click.option(
    "--window",
    type=click.IntRange(min=1),
    default=WINDOW,
    show_default=True,
    metavar="DAYS",
    help="Without a name: how many days are recent.",
)
@click.option(
    "--min-papers",
    type=click.IntRange(min=1),
    default=MIN_PAPERS,
    show_default=True,
    help="Without a name: least papers of an entity.",
)
@click.option(
    "--all", "all_", is_flag=True, help="Without a name: also changes that may be mere chance."
)
@click.option("--since", type=Day(), metavar="DATE", help="Leave out what is older.")
@click.option(
    "--until", type=Day(last=True), metavar="DATE", help="Last day; that of the newest paper."
)
@click.option(
    "--measure",
    type=click.Choice(("share", "papers", "cumulative")),
    default="share",
    show_default=True,
    help="What a picture draws.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False), help="Draw the curves: FILE.png or FILE.svg."
)
@limit_option
@store_option
@format_option
def trends_command(
    names: tuple[str, ...], by: Unit | None, output: str | None, **options: Any
) -> int:
    """Show what rises and fades; or, of one or several names, how their use has grown.

    A share is the part of a time's papers that work with an entity. Rising and fading entities
    are ranked by the near end of the interval of 95% around the ratio of both shares, and left
    out where that interval holds no change: few papers make no trend.
    """
    if not names and (by or output):
        option = "-o draws" if output else "--by divides"
        raise click.UsageError(f"{option} the curves of names; write `papermesh trends NAME …`")
    if output and Path(output).suffix.lower() not in _PICTURES:
        raise click.UsageError(f"-o {output}: a picture ends in .png or .svg")
    if names:
        return _curves(names, writable(output) if output else None, by=by or "month", **options)
    return _movers(**options)


def _movers(
    *,
    type_: str | None,
    window: int,
    min_papers: int,
    all_: bool,
    since: dt.date | None,
    until: dt.date | None,
    limit: int,
    store: str,
    format_: str,
    **_: Any,
) -> int:
    with opened(store) as graph:
        found = query.trends(
            graph, type=type_, window=window, since=since, until=until,
            limit=limit, min_papers=min_papers, sure=not all_,
        )  # fmt: skip
        undated = graph.derived(timeline).undated
    if found is None:
        say("no paper of the graph has a date, so there are no trends")
    else:
        say(_compared(found))
    parts = (("rising", found.rising), ("fading", found.fading)) if found else ()
    rows = [row for trend, changes in parts for row in _change_rows(trend, changes)]
    if found and not rows and all_:
        say("no entity has enough papers; lower --min-papers or widen --window")
    elif found and not rows:
        papers = "1 paper has" if undated == 1 else f"{undated} papers have"
        say(f"no change is sure, and {papers} no date to count by; --all shows those unsure")
    if format_ == "table":
        for trend in ("rising", "fading"):
            if some := [_shown(row) for row in rows if row["trend"] == trend]:
                write(f"{trend}\n")
                write_rows(some, (*_SHOWN, "sure") if all_ else _SHOWN, "table")
                write("")
        return 0
    columns = ("trend", "entity", "type", "papers", "share", "before", "share_before", "ratio", "low", "high", "sure", "new", "id")  # fmt: skip
    write_rows(rows, columns, format_)
    return 0


def _compared(found: Trends) -> str:
    eve = found.since - dt.timedelta(days=1)
    start = f"from {found.start} to {eve}" if found.start else f"up to {eve}"
    return (
        f"{found.papers} papers from {found.since} to {found.until}, "
        f"compared to {found.papers_before} {start}"
    )


def _change_rows(trend: str, changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [
        {
            "trend": trend,
            "entity": change.entity.name,
            "type": change.entity.label,
            "papers": change.recent,
            "share": round(change.share, 5),
            "before": change.before,
            "share_before": round(change.share_before, 5),
            "ratio": round(change.ratio, 3),
            "low": round(change.low, 3),
            "high": round(change.high, 3),
            "sure": change.sure,
            "new": change.new,
            "id": change.entity.id,
        }
        for change in changes
    ]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "entity": f"{row['entity']} (new)" if row["new"] else row["entity"],
        "share": _percent(row["share"]),
        "share before": _percent(row["share_before"]),
        "ratio": round(row["ratio"], 2),
        "95%": f"{row['low']:.2f} to {row['high']:.2f}",
        "sure": "yes" if row["sure"] else "",
    }


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{100 * share:.1f}%"


def _curves(
    names: tuple[str, ...],
    output: Path | None,
    *,
    type_: str | None,
    by: Unit,
    since: dt.date | None,
    until: dt.date | None,
    measure: Any,
    store: str,
    format_: str,
    **_: Any,
) -> int:
    with opened(store) as graph:
        found = [
            query.adoption(graph, name, type=type_, by=by, since=since, until=until)
            for name in names
        ]
    if output:
        from papermesh.plot import plot

        picture = plot(found, "svg" if output.suffix.lower() == ".svg" else "png", measure=measure)
        with replacing(output) as file:
            file.write(picture)
        say(f"{output} written")
    for one in found:
        for line in _said(one):
            say(line)
    rows = [row for one in found for row in _point_rows(one)]
    columns: tuple[str, ...] = ("period", "papers", "share", "total", "cumulative")
    if format_ == "table":
        rows = [{**row, "period": row["period"] + ("*" if row["partial"] else ""), "share": _percent(row["share"])} for row in rows]  # fmt: skip
    else:
        columns = (*columns, "partial", "id")
    write_rows(
        rows, ("entity", *columns) if len(found) > 1 or format_ != "table" else columns, format_
    )
    if any(row["partial"] for row in rows):
        say(f"* the graph's papers end within the {by}")
    return 0


def _said(one: Adoption) -> list[str]:
    """Tell in words what a curve is of, when it begins and who says they began it."""
    of = ", ".join(f"{node.name} ({node.label})" for node in one.entities)
    undated = f", {one.undated} of them without a date" if one.undated else ""
    lines = [f"{of}: {one.papers} {'paper' if one.papers == 1 else 'papers'}{undated}"]
    if one.first:
        lines.append(f"  first used: {query.day_text(one.first.paper)}, {one.first.paper.name}")
    for row in one.introduced[:3]:
        sentences = [e.sentence for e in row.evidence if e.sentence != row.paper.name]
        quote = f": “{sentences[0]}”" if sentences else ""
        lines.append(
            f"  introduced: {query.day_text(row.paper) or 'no date'}, {row.paper.name}{quote}"
        )
    if len(one.introduced) > 3:
        lines.append(f"  and {len(one.introduced) - 3} more papers say they introduce it")
    return lines


def _point_rows(one: Adoption) -> list[dict[str, Any]]:
    return [
        {
            "entity": one.name,
            "period": point.label,
            "start": point.start.isoformat(),
            "end": point.end.isoformat(),
            "papers": point.papers,
            "total": point.total,
            "share": None if point.share is None else round(point.share, 5),
            "cumulative": point.cumulative,
            "partial": point.partial,
            "id": one.entities[0].id,
        }
        for point in one.points
    ]
