"""Axes of charts: round ends, ticks that few words fit under, and where a value or a day stands."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT = 8.0, 99.0
"""Between which per cent of the width the drawing stands; labels of the axis are left of it."""
_CROWDED = 20
"""How many times the least figure the greatest must be for a logarithmic scale."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis, and where."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values, to be drawn from its low to its high end."""

    low: float
    high: float
    ticks: list[float]
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Part of the axis that lies below a value."""
        turn = math.log10 if self.logarithmic else float
        return (turn(value) - turn(self.low)) / (turn(self.high) - turn(self.low))


def scale_to(most: float, *, whole: bool = False) -> tuple[float, list[float]]:
    """Find a round end of an axis from nought, and its ticks."""
    step = _step(most / 3 if most else 1)
    if whole:
        step = max(1, step)
    count = max(1, math.ceil(most / step - 1e-9))
    return step * count, [hundredths(step * at) for at in range(count + 1)]


def axis_around(values: Sequence[float], *, logarithmic: bool) -> Axis:
    """Find an axis around values; if it may be, logarithmic where they would crowd at its foot."""
    low, high = min(values), max(values)
    if logarithmic and low > 0 and high / low > _CROWDED:
        tens = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        marks = [one * 10.0**ten for ten in tens for one in (1, 2, 5)]
        begin = max((mark for mark in marks if mark <= low), default=low)
        end = min((mark for mark in marks if mark >= high), default=high)
        ticks = [mark for mark in marks if begin <= mark <= end]
        return Axis(begin, end, ticks[:: max(1, len(ticks) // 4)], logarithmic=True)
    # Values that differ by less than floats can tell apart are drawn as equal.
    spread = high - low if high - low > 1e-9 * max(abs(low), abs(high)) else 0
    step = _step(spread / 3 or abs(high) / 3 or 1)
    first, last = math.floor(low / step), math.ceil(high / step)
    last = max(last, first + 1)
    return Axis(first * step, last * step, [step * at for at in range(first, last + 1)])


def place_of_day(date: dt.date, first: dt.date, last: dt.date) -> float:
    """Find where a day stands between two others, in per cent of the width."""
    return LEFT + 1 + (RIGHT - LEFT - 2) * (date - first).days / (last - first).days


def ticks_of_days(first: dt.date, last: dt.date) -> list[Tick]:
    """Mark the beginnings of years; where there are not two of them, the ends."""
    years = [dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    if len(years) > 1:
        return few([(hundredths(place_of_day(day, first, last)), str(day.year)) for day in years])
    return [
        Tick(hundredths(place_of_day(day, first, last)), f"{day:%Y-%m}") for day in (first, last)
    ]


def few(places: Sequence[tuple[float, str]], most: int = 6) -> list[Tick]:
    """Take evenly of the labels, the last among them, as many as fit."""
    every = max(1, math.ceil(len(places) / most))
    return [Tick(at, label) for at, label in places[::-every]][::-1]


def hundredths(value: float) -> float:
    """Cut digits that no eye sees, and that would only lengthen the page."""
    return round(value, 2)


def _step(wanted: float) -> float:
    size = 10.0 ** math.floor(math.log10(wanted))
    return float(next(size * one for one in (1, 2, 5, 10) if size * one >= wanted * 0.999))
