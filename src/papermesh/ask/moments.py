"""Years, quarters, months and days in words: ``May 2025``, ``early last year``, ``Q3 2024``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_SEASONS = {
    "winter": (0, 2),
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
}
"""First and last month of each; winter begins in the December before."""
_QUARTERS = {f"q{n}": (3 * n - 2, 3 * n) for n in range(1, 5)}
_FEW = {"three": 3, "3": 3, "six": 6, "6": 6}
_PARTS = {
    "first half": (1, 6),
    "second half": (7, 12),
    "last half": (7, 12),
    "h1": (1, 6),
    "h2": (7, 12),
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "fourth quarter": (10, 12),
    "last quarter": (10, 12),
    **{f"first {word} months": (1, n) for word, n in _FEW.items()},
    **{f"last {word} months": (13 - n, 12) for word, n in _FEW.items()},
    "last month": (12, 12),
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "beginning": (1, 3),
    "start": (1, 3),
    "middle": (5, 8),
    "end": (10, 12),
    **_QUARTERS,
    **_SEASONS,
}
"""Parts of a year, each with its first and its last month."""
NUMBERS = {
    **{
        word: n
        for n, word in enumerate(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1
        )
    },
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "a": 1,
    "an": 1,
    "couple": 2,
    "few": 3,
    "several": 3,
}
"""Numbers of days or months in words; a few are three."""
NUMBER = rf"(?:a )?(?:couple(?: of)?|few)|\d{{1,3}}|{'|'.join(NUMBERS)}"
UNIT = "decade|year|quarter|month|week|day|hour"
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7}
_LENGTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
"""How many months each has."""
Span = tuple[dt.date, dt.date]


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH, _SEASON, _PART = _any(_MONTHS), _any(_SEASONS), _any(_PARTS)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WHICH = "last|past|previous|this|current"
YEAR = r"(?:19|20)\d\d"
_ANY_YEAR = rf"(?:(?:the )?year )?{YEAR}|(?:the )?(?:{_WHICH}) year|the year"
PART = rf"(?:the )?(?:{_PART}|{_MONTH})\.?[ -](?:of )?(?:{_ANY_YEAR})"
"""A part of a year that is told: ``early 2024``, ``March of last year``."""
DATED = (
    rf"{YEAR}-\d{{1,2}}-\d{{1,2}}|{YEAR}[- ]?q[1-4]|{YEAR}-\d{{1,2}}|{_DAY} (?:{_MONTH})\.?,? {YEAR}"
    rf"|(?:{_MONTH})\.? {_DAY},? {YEAR}|(?:{_MONTH})\.?, {YEAR}|{PART}|(?:(?:the )?year )?{YEAR}"
)
"""What tells its year."""
NEAR = (
    rf"(?:the )?(?:{_WHICH}) (?:year|quarter|month|week|{_SEASON}|{_MONTH})|today|yesterday"
    rf"|(?:{NUMBER}) (?:{UNIT})s? ago"
    r"|(?:the )?(?:start|beginning) of (?:the|this|last) (?:quarter|month|week)"
)
"""What is told from today."""
MOMENT = (
    rf"{DATED}|{NEAR}|(?:{_MONTH})\.? {_DAY}|{_DAY} (?:{_MONTH})|(?:{_MONTH})(?!\w)|q[1-4](?!\w)"
)
SEASON = (
    rf"(?:the )?(?:{_SEASON})(?=$|[,;]| (?:to|and|until|on|about|in|that|which|with|by|using)\b)"
)
"""A season alone, where it begins or ends something; elsewhere it is the weather."""
_YEARLESS = re.compile(
    rf"(?:the )?(?:{_SEASON}|q[1-4]|(?:{_MONTH})\.?(?: {_DAY})?|{_DAY} (?:{_MONTH}))", re.I
)


def read_moments(texts: Sequence[str], today: dt.date) -> list[Span] | None:
    """Read one moment, or two of which either may lend the other its year; None if one is none."""
    last = read_moment(texts[-1], today)
    if last is None or len(texts) == 1:
        return None if last is None else [last]
    bare = [_YEARLESS.fullmatch(text) is not None for text in texts]
    first = read_moment(texts[0], last[1] if bare[0] else today)
    if first and bare[1] and re.search(rf"{YEAR}.|.{YEAR}", texts[0]):
        # The next one of its name: from October 2024 to March.
        last = read_moment(texts[1], first[1].replace(year=first[1].year + 1, day=1))
    return [first, last] if first and last else None


def read_moment(text: str, today: dt.date) -> Span | None:
    """Read a year, quarter, month or day; return its first and last day, None if it is no date.

    A month, quarter or season without a year is the latest one that has begun; ``last summer`` is
    the latest one that is over.
    """
    text = re.sub(r"\bthe (?!year\b)|\byear (?=\d)|[.,]|\bthe (?=year \d)", "", text.lower())
    text = re.sub(rf"\b({_WHICH}|the) year\b", lambda m: str(_year(m[1], today)), text)
    if text in ("today", "yesterday"):
        day = today - dt.timedelta(days=text == "yesterday")
        return day, day
    if match := re.fullmatch(rf"({NUMBER}) ({UNIT})s? ago", text):
        ago = back(match[1], match[2], today)
        return (ago, ago) if ago else None
    if match := re.fullmatch(r"(?:start|beginning) of (?:(this|last) )?([a-z]+)", text):
        return _near(match[1] or "this", match[2], today)
    if match := re.fullmatch(rf"({_WHICH}) (\w+)", text):
        return _near(match[1], match[2], today)
    if match := re.fullmatch(rf"({YEAR})[- ]?(q[1-4])", text):
        return _part(int(match[1]), match[2])
    if match := re.fullmatch(rf"({_PART})[ -](?:of )?({YEAR})", text):
        return _part(int(match[2]), match[1])
    if text in _SEASONS or text in _QUARTERS:
        year = _year_of(text, today)
        return _part(year - (_part(year, text)[0] > today), text)
    try:
        return _calendar(re.split(r" of |[ -]", text), today)
    except ValueError:
        return None


def back(number: str, unit: str, today: dt.date) -> dt.date | None:
    """Find the day that is so many units before today; None where it lies before all years."""
    word = re.sub(r"^a (?=couple|few)| of$", "", number.lower())
    n = NUMBERS.get(word) or int(word)
    unit = unit.lower()
    if unit in _DAYS:
        return today - dt.timedelta(days=ceil(n * _DAYS[unit]))
    months = n * _LENGTHS[unit]
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < 1:
        return None
    return dt.date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def around(day: dt.date, unit: str) -> Span:
    """The calendar year, quarter, month, week or day that a day lies in."""
    unit = unit.lower()
    if unit == "year":
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    if unit == "quarter":
        return _part(day.year, f"q{(day.month + 2) // 3}")
    if unit == "month":
        return _months(day.year, day.month, day.month)
    monday = day - dt.timedelta(days=day.weekday())
    return (monday, monday + dt.timedelta(days=6)) if unit == "week" else (day, day)


def _year(which: str, today: dt.date) -> int:
    return today.year - (which in ("last", "past", "previous"))


def _year_of(season: str, today: dt.date) -> int:
    return today.year + (season == "winter" and today.month == 12)


def _near(which: str, unit: str, today: dt.date) -> Span | None:
    """Read this or the last of something."""
    over = which in ("last", "past", "previous")
    if unit in ("quarter", "month", "week"):
        day = around(today, unit)[0] - dt.timedelta(days=over)
        return around(day, unit)
    if unit not in _SEASONS and unit not in _MONTHS:
        return None
    months, year = _SEASONS.get(unit) or (_MONTHS[unit],) * 2, _year_of(unit, today)
    return _months(year - (over and _months(year, *months)[1] >= today), *months)


def _part(year: int, name: str) -> Span:
    return _months(year, *_PARTS[name])


def _months(year: int, first: int, last: int) -> Span:
    """Give the days of some months of a year; month 0 is the December before."""
    begin = dt.date(year, first, 1) if first else dt.date(year - 1, 12, 1)
    return begin, dt.date(year, last, calendar.monthrange(year, last)[1])


def _calendar(parts: list[str], today: dt.date) -> Span:
    names = [part for part in parts if part in _MONTHS]
    years = [int(part) for part in parts if re.fullmatch(YEAR, part)]
    rest = [
        int(re.sub(r"\D", "", part))
        for part in parts
        if part not in names and not re.fullmatch(YEAR, part)
    ]
    numbers = ([_MONTHS[names[0]]] if names else []) + rest
    if not names and not years:
        raise ValueError(parts)
    year = years[0] if years else today.year
    if not years:
        begun = dt.date(year, numbers[0], *(rest[:1] or [1]))
        year -= begun > today
    if len(numbers) == 2:
        day = dt.date(year, *numbers)
        return day, day
    if numbers:
        return _months(year, numbers[0], numbers[0])
    return dt.date(year, 1, 1), dt.date(year, 12, 31)
