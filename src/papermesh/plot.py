"""Curves of adoption as pictures, PNG or SVG."""

from __future__ import annotations

import io
from functools import cache
from itertools import cycle
from math import nan
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, get_args

import matplotlib
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.ticker import MaxNLocator, PercentFormatter

from papermesh.query.adoption import MONTHS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from papermesh.query.adoption import Adoption, Point

Picture = Literal["png", "svg"]
Measure = Literal["share", "papers", "cumulative"]
PICTURES: tuple[Picture, ...] = get_args(Picture)
MEASURES: tuple[Measure, ...] = get_args(Measure)

# Told apart by colour-blind people too (Okabe and Ito, 2008); yellow is too pale for a line.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
_MARKS = "os^DvPX"
_INK, _SOFT, _LINE = "#1b1f24", "#57606a", "#e1e4e8"
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that a picture is the same anywhere
    "font.size": 10,
    "svg.hashsalt": "papermesh",
    "text.parse_math": False,  # a dollar in a name is a dollar
    "text.usetex": False,
    "lines.linewidth": 1.8,
    "path.simplify": False,
}
_TOLD = {
    "share": "share of the {by}'s papers",
    "papers": "papers in the {by}",
    "cumulative": "papers up to the end of the {by}",
}
_LONGEST = 28
_TICKS = 10
_MARKED = 60  # marks of more periods would hide the line
_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)
# matplotlib keeps its settings for the whole process, and several threads may draw.
_drawing = Lock()


def plot(
    curves: Sequence[Adoption],
    format: Picture = "svg",
    *,
    measure: Measure = "share",
    title: str | None = None,
) -> bytes:
    """Draw one or several curves; the same curves give the same bytes.

    The last part of a line is dashed, its mark hollow, where the graph's papers end before the
    period does.

    Args:
        curves: All by the same period.
        format: ``png`` or ``svg``.
        measure: What is drawn: ``share``, ``papers`` or ``cumulative``.
        title: Heading; the names by default.

    Raises:
        ValueError: There is no such format or measure, no curve, or the periods differ.
    """
    if format not in PICTURES or measure not in MEASURES:
        raise ValueError(f"{format} or {measure} is none of {', '.join((*PICTURES, *MEASURES))}")
    if len({curve.by for curve in curves}) != 1:
        raise ValueError("draw at least one curve, and all by the same period")
    with _drawing, matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(9, 4.8), dpi=150)
        names = [_text(curve.name, _LONGEST) for curve in curves]
        width = 0.89 - 0.0105 * max(map(len, names))
        _draw(figure.add_axes((0.085, 0.15, width, 0.7)), curves, names, measure)
        heading = _text(title or f"Papers that use {', '.join(dict.fromkeys(names))}", 80)
        figure.text(0.085, 0.92, heading, size=13, weight="bold", color=_INK)
        figure.text(0.085, 0.03, _note(curves), size=8.5, color=_SOFT)
        buffer = io.BytesIO()
        unsaid = {"Software": None} if format == "png" else {"Date": None, "Creator": None}
        figure.savefig(buffer, format=format, metadata=unsaid)
    return buffer.getvalue()


def _draw(axes: Axes, curves: Sequence[Adoption], names: Sequence[str], measure: Measure) -> None:
    months = MONTHS[curves[0].by]
    lines: list[tuple[float, str, str]] = []
    most = 0.0
    for curve, name, colour, mark in zip(
        curves, names, cycle(_COLOURS), cycle(_MARKS), strict=False
    ):
        at = [_place(point.start, months) for point in curve.points]
        values = [_value(point, measure) for point in curve.points]
        most = max([most, *(value for value in values if value == value)])
        whole = len(at) - sum(point.partial for point in curve.points)
        look: dict[str, Any] = {
            "color": colour,
            "marker": mark,
            "markersize": 4.5,
            "clip_on": False,
        }
        every = 1 if whole <= _MARKED else max(whole, 1)
        axes.plot(at[:whole], values[:whole], **look, markevery=every)
        unsure = slice(max(whole - 1, 0), None)
        if whole < len(at):
            axes.plot(at[unsure], values[unsure], color=colour, linestyle=(0, (2, 2)))
            axes.plot(
                at[whole:], values[whole:], **look | {"linestyle": "", "markerfacecolor": "white"}
            )
        lines.append((next((v for v in reversed(values) if v == v), 0.0), colour, name))
    places = [_place(point.start, months) for curve in curves for point in curve.points]
    _scale(axes, min(places, default=0), max(places, default=0), months)
    axes.set_ylim(0, 1.08 * most or 1)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=measure != "share"))
    if measure == "share":
        axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_ylabel(_TOLD[measure].format(by=curves[0].by), color=_SOFT)
    axes.grid(axis="y", color=_LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(_SOFT)
    axes.tick_params(colors=_SOFT, length=0)
    axes.tick_params(axis="x", length=3)
    _name(axes, lines)


def _value(point: Point, measure: Measure) -> float:
    """Give what is drawn; a share of no papers is a gap in the line."""
    if measure == "share":
        return nan if point.share is None else point.share
    return float(point.papers if measure == "papers" else point.cumulative)


def _place(day: dt.date, months: int) -> int:
    return (12 * day.year + day.month - 1) // months


def _scale(axes: Axes, first: int, last: int, months: int) -> None:
    """Mark at most so many periods as can be read, at beginnings of quarters or years."""
    axes.set_xlim(first - 0.5, last + 0.5)
    steps = (step for step in _STEPS if step % months == 0)
    step = next(s for s in steps if (last - first) * months / s < _TICKS) // months
    ticks = [at for at in range(first, last + 1) if at % step == 0]
    axes.set_xticks(ticks, [_label(at * months, step * months, months) for at in ticks])


def _label(month: int, step: int, length: int) -> str:
    year, part = divmod(month, 12)
    if step % 12 == 0:
        return f"{year}"
    return f"{year}-Q{part // 3 + 1}" if length == 3 else f"{year}-{part + 1:02}"


def _name(axes: Axes, lines: list[tuple[float, str, str]]) -> None:
    """Write each name beside the end of its line, as near as the others leave room."""
    top = axes.get_ylim()[1]
    room = min(0.065, 1 / max(len(lines), 1))
    least = 0.0
    heights = []
    for value, colour, name in sorted(lines):
        least = max(value / top, least)
        heights.append((least, colour, name))
        least += room
    over = max(0.0, least - room - 1)
    for height, colour, name in heights:
        axes.text(
            1.015, max(0.0, height - over), name, transform=axes.transAxes,
            color=colour, weight="bold", va="center", size=10,
        )  # fmt: skip


def _note(curves: Sequence[Adoption]) -> str:
    said = []
    partial = [point for curve in curves for point in curve.points if point.partial]
    if partial:
        said.append(f"Hollow: {partial[-1].label} is not whole, as the papers end within it.")
    if undated := sum(curve.undated for curve in curves):
        said.append(f"{undated} papers without a date are in no {curves[0].by}.")
    return " ".join(said)


def _text(text: str, longest: int) -> str:
    """Cut a text, and put a box where the font has no sign for a character."""
    flat = " ".join(text.split())
    cut = flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
    return "".join(char if ord(char) in _signs() else "□" for char in cut)


@cache
def _signs() -> frozenset[int]:
    return frozenset(
        FT2Font(findfont(FontProperties(family="DejaVu Sans", weight="bold"))).get_charmap()
    )
