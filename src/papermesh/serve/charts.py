"""Charts as geometry: where bars, lines and labels of an SVG stand.

Across, everything is in per cent of the width, so that a chart fits a phone without its letters
shrinking; down, it is in pixels. Templates draw it, and the style sheet colours it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from papermesh.serve.scales import (
    LEFT,
    RIGHT,
    Tick,
    axis_around,
    few,
    hundredths,
    place_of_day,
    scale_to,
    ticks_of_days,
)

if TYPE_CHECKING:
    from papermesh.views.schema import Board, Curve, Mark, Point, Trend

_SERIES = 6
_GREATEST = 1e15
"""What is greater is a misreading, and would leave all else at the foot of a chart."""
_FEWEST = 5
"""Figures that make a chart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One period of a curve: where it stands, and how high its papers and its share reach."""

    x: float
    width: float
    top: float
    height: float
    title: str
    partial: bool
    middle: float


@dataclass(frozen=True, slots=True)
class Bars:
    """The use of one entity: papers as bars, and below them their share of all papers."""

    bars: list[Bar]
    across: list[Tick]
    up: list[Tick]
    share: str
    share_up: list[Tick]
    summary: str


@dataclass(frozen=True, slots=True)
class Series:
    """One line among several, numbered for its colour."""

    number: int
    name: str
    address: str
    points: str
    end: float
    papers: int


@dataclass(frozen=True, slots=True)
class Overlay:
    """The shares of several entities over the same time."""

    series: list[Series]
    across: list[Tick]
    up: list[Tick]
    summary: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure on the day of its paper."""

    x: float
    y: float
    title: str
    best: bool


@dataclass(frozen=True, slots=True)
class Scatter:
    """Figures of one board by day, with the best so far as steps."""

    dots: list[Dot]
    steps: str
    across: list[Tick]
    up: list[Tick]
    logarithmic: bool
    summary: str


@dataclass(frozen=True, slots=True)
class Interval:
    """A ratio and its interval on a logarithmic scale, in per cent of the width."""

    low: float
    high: float
    at: float
    even: float


def bars(curve: Curve, height: float = 120, share_height: float = 44) -> Bars:
    """Draw how the use of an entity grew."""
    points = curve.points
    top, up = scale_to(max((point.papers for point in points), default=0), whole=True)
    share_top, share_up = scale_to(max((_share(point) for point in points), default=0) * 100)
    step = (RIGHT - LEFT) / max(len(points), 1)
    drawn = [
        Bar(
            x=hundredths(LEFT + at * step + step * 0.14), width=hundredths(step * 0.72),
            top=hundredths(height - height * point.papers / top), height=hundredths(height * point.papers / top),
            title=f"{point.label}: {point.papers} of {point.total} papers, {_share(point):.1%}"
            + (" (not over yet)" if point.partial else ""),
            partial=point.partial, middle=hundredths(LEFT + (at + 0.5) * step),
        )
        for at, point in enumerate(points)
    ]  # fmt: skip
    return Bars(
        bars=drawn,
        across=few([(bar.middle, point.label) for bar, point in zip(drawn, points, strict=True)]),
        up=[Tick(hundredths(height - height * value / top), f"{value:g}") for value in up],
        share=_path(
            (bar.middle * 10, share_height - share_height * _share(point) * 100 / share_top)
            for bar, point in zip(drawn, points, strict=True)
        ),
        share_up=[
            Tick(hundredths(share_height - share_height * value / share_top), f"{value:g}%")
            for value in (0, share_up[-1])
        ],
        summary=_told(curve),
    )  # fmt: skip


def overlay(curves: Sequence[Curve], height: float = 200) -> Overlay:
    """Draw the shares of several entities over one another."""
    labels = sorted({point.label for curve in curves for point in curve.points})
    place = {
        label: LEFT + (at + 0.5) * (RIGHT - 14 - LEFT) / len(labels)
        for at, label in enumerate(labels)
    }
    top, up = scale_to(max((_share(p) for curve in curves for p in curve.points), default=0) * 100)

    def y(point: Point) -> float:
        return hundredths(height - height * _share(point) * 100 / top)

    ends = _apart([y(curve.points[-1]) if curve.points else height for curve in curves], height)
    return Overlay(
        series=[
            Series(
                number=at % _SERIES + 1, name=curve.entity.name, address=curve.entity.address,
                points=_path((place[point.label] * 10, y(point)) for point in curve.points),
                end=end, papers=curve.papers,
            )
            for at, (curve, end) in enumerate(zip(curves, ends, strict=True))
        ],
        across=few([(hundredths(at), label) for label, at in place.items()], 4),
        up=[Tick(hundredths(height - height * value / top), f"{value:g}%") for value in up],
        summary="Share of all papers. " + " ".join(_told(curve) for curve in curves),
    )  # fmt: skip


def scatter(board: Board, height: float = 170) -> Scatter | None:
    """Draw the figures of a board by day; None where too few have a day and a number."""
    marks = [mark for mark in board.marks if abs(mark.number) < _GREATEST]
    if len(marks) < _FEWEST or marks[0].date == marks[-1].date:
        return None
    first, last = marks[0].date, marks[-1].date
    axis = axis_around([mark.number for mark in marks], logarithmic=board.unit != "%")
    dots: list[Dot] = []
    steps: list[tuple[float, float]] = []
    best: float | None = None
    for mark in marks:
        number = mark.number
        x, y = place_of_day(mark.date, first, last), height * (1 - axis.place(number))
        leads = best is None or (number < best if board.direction == "lower" else number > best)
        if leads and board.direction != "unknown":
            steps += [(x * 10, steps[-1][1] if steps else y), (x * 10, y)]
            best = number
        told = leads and board.direction != "unknown"
        dots.append(Dot(hundredths(x), hundredths(y), _figure(mark), told))
    if steps:
        steps.append((place_of_day(last, first, last) * 10, steps[-1][1]))
    name = board.metric.name if board.metric else "figures"
    return Scatter(
        dots=sorted(dots, key=lambda dot: dot.best),
        steps=_path(steps),
        across=ticks_of_days(first, last),
        up=[Tick(hundredths(height * (1 - axis.place(v))), f"{v:.6g}") for v in axis.ticks],
        logarithmic=axis.logarithmic,
        summary=f"{len(marks)} figures ({name}) from {first} to {last}, by day of the paper.",
    )


def interval(trend: Trend) -> Interval:
    """Place a ratio and its interval between a hundredth and a thousand times."""

    def place(ratio: float) -> float:
        return hundredths(100 * (math.log10(min(max(ratio, 0.01), 1000)) + 2) / 5)

    return Interval(place(trend.low), place(trend.high), place(trend.ratio), place(1))


def _share(point: Point) -> float:
    return point.papers / point.total if point.total else 0


def _told(curve: Curve) -> str:
    if not curve.points:
        return f"No dated paper works with {curve.entity.name}."
    most = max(curve.points, key=lambda point: point.papers)
    return (
        f"{curve.papers} papers work with {curve.entity.name} from {curve.points[0].label}"
        f" to {curve.points[-1].label}, most of them in {most.label} ({most.papers})."
    )


def _figure(mark: Mark) -> str:
    method = f"{mark.method[:80]}: " if mark.method else ""
    day = mark.date.isoformat()[: 7 if mark.to_month else 10]
    return f"{method}{mark.value} — {mark.title[:120]} ({day})"


def _apart(ends: Sequence[float], height: float, gap: float = 15) -> list[float]:
    """Move labels up or down until none covers another."""
    order = sorted(range(len(ends)), key=lambda at: ends[at])
    placed = list(ends)
    floor = -math.inf
    for at in order:
        floor = placed[at] = max(placed[at], floor + gap)
    ceiling = height + gap / 2
    for at in reversed(order):
        ceiling = placed[at] = min(placed[at], ceiling)
        ceiling -= gap
    return [hundredths(end) for end in placed]


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{hundredths(x):g},{hundredths(y):g}" for x, y in points)
