"""Periods in plain words: ``since 2024``, ``in May 2025``, ``before 2025-02``, ``last year``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_PARTS = {
    "first half": (1, 6),
    "second half": (7, 12),
    "h1": (1, 6),
    "h2": (7, 12),
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "beginning": (1, 3),
    "start": (1, 3),
    "middle": (5, 8),
    "end": (10, 12),
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
}
"""Parts of a year, each with its first and its last month."""
_MOMENT = (
    rf"(?:the )?(?:{'|'.join(_PARTS)})[ -](?:of )?{_YEAR}|{_YEAR}-\d{{1,2}}-\d{{1,2}}|{_YEAR}-\d{{1,2}}|q[1-4] {_YEAR}|{_DAY} (?:{_MONTH})\.?,? {_YEAR}"
    rf"|(?:{_MONTH})\.? {_DAY},? {_YEAR}|(?:{_MONTH})\.?,? {_YEAR}|{_YEAR}"
    rf"|(?:the )?(?:last|this|past) (?:year|month|week)|today|yesterday|(?:{_MONTH})(?!\w)"
)
Span = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included; open where None."""

    since: dt.date | None = None
    until: dt.date | None = None
    turned: bool = field(default=False, compare=False, kw_only=True)
    """Whether the question named the later bound first."""

    def __bool__(self) -> bool:
        """Tell whether it limits anything."""
        return self.since is not None or self.until is not None

    def __and__(self, other: Period) -> Period:
        """Take the days that lie in both."""
        since = [day for day in (self.since, other.since) if day]
        until = [day for day in (self.until, other.until) if day]
        turned = self.turned or other.turned
        return Period(max(since, default=None), min(until, default=None), turned=turned)

    @property
    def words(self) -> str:
        """The period in words, to be put after a phrase; empty where it limits nothing."""
        if self.since and self.until:
            return f", from {self.since} to {self.until}"
        return (
            f", since {self.since}" if self.since else f", until {self.until}" if self.until else ""
        )

    @property
    def parameters(self) -> dict[str, str]:
        """The bounds as Cypher parameters."""
        bounds = {"since": self.since, "until": self.until}
        return {name: day.isoformat() for name, day in bounds.items() if day}


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], Callable[[list[Span]], Period]], ...]:
    one = dt.timedelta(days=1)
    m = rf"({_MOMENT})"
    table: tuple[tuple[str, Callable[[list[Span]], Period]], ...] = (
        (rf"between {m} and {m}", _between),
        (rf"from {m} (?:to|until|till|through|and) {m}", _between),
        (rf"(?:since|starting(?: in| from)?|as of) {m}", lambda s: Period(since=s[0][0])),
        (
            rf"from {m} on(?:wards?|(?=$|,| (?:that|which|with|using)\b))",
            lambda s: Period(since=s[0][0]),
        ),
        (rf"(?:later than|after) {m}", lambda s: Period(since=s[0][1] + one)),
        (rf"(?:earlier than|before|prior to) {m}", lambda s: Period(until=s[0][0] - one)),
        (rf"(?:until|till|up to|through|by(?: the end of)?) {m}", lambda s: Period(until=s[0][1])),
        (rf"(?:in|during|of|from|on|within|dated) {m}", lambda s: Period(*s[0])),
        # These are dates without a word before them too; a bare year may be part of a name.
        (
            rf"((?:{'|'.join(_PARTS)}|q[1-4]|{_MONTH})[ -](?:of )?{_YEAR})",
            lambda s: Period(*s[0]),
        ),
        (
            r"((?:the )?(?:last|this|past) (?:year|month|week)|today|yesterday)",
            lambda s: Period(*s[0]),
        ),
    )
    return tuple(
        (re.compile(rf"(?<!\S)(?:published |released |appeared )?{text}(?=$|[\s,;])", re.I), make)
        for text, make in table
    )


_ROLLING = re.compile(
    r"(?<!\S)(?:(?:in|during|over|within) )?(?:the )?(?:last|past|previous) (\d{1,3}|two|three|six) (day|week|month|year)s?(?=$|[\s,;])",
    re.I,
)


def _between(spans: list[Span]) -> Period:
    first, last = sorted(spans)
    return Period(first[0], last[1], turned=[first, last] != spans)


def read_period(text: str, today: dt.date) -> tuple[str, Period]:
    """Take every phrase about dates out of a text.

    Returns:
        The text without them, and the period that they describe together.

    Examples:
        >>> read_period("papers on QA since 2024", dt.date(2025, 6, 1))[0]
        'papers on QA'
    """
    period = Period()
    if match := _ROLLING.search(text):
        period &= _rolling(match[1], match[2].lower(), today)
        text = _cut(text, match)
    for pattern, make in _phrases():
        while match := pattern.search(text):
            spans = [read_moment(group, today) for group in match.groups()]
            known = [span for span in spans if span is not None]
            if len(known) < len(spans):
                break
            try:
                period &= make(known)
            except OverflowError:
                break
            text = _cut(text, match)
    return text, period


def _cut(text: str, match: re.Match[str]) -> str:
    return " ".join((text[: match.start()] + " " + text[match.end() :]).split()).strip(" ,;")


def _rolling(number: str, unit: str, today: dt.date) -> Period:
    n = {"two": 2, "three": 3, "six": 6}.get(number.lower()) or int(number)
    days = {"day": n, "week": 7 * n}.get(unit)
    if days is not None:
        return Period(today - dt.timedelta(days=days), today)
    months = n * (12 if unit == "year" else 1)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < 1:
        return Period(None, today)
    day = min(today.day, calendar.monthrange(year, month + 1)[1])
    return Period(dt.date(year, month + 1, day), today)


def read_moment(text: str, today: dt.date) -> Span | None:
    """Read a year, quarter, month or day; return its first and last day, None if it is no date.

    A month without a year is the latest one that has begun.
    """
    text = text.lower().removeprefix("the ").replace(".", "").replace(",", "")
    if text in ("today", "yesterday"):
        day = today - dt.timedelta(days=text == "yesterday")
        return day, day
    if " " in text and text.split()[0] in ("last", "this", "past"):
        return _relative(*text.split(), today=today)
    if match := re.fullmatch(rf"({'|'.join(_PARTS)})[ -](?:of )?({_YEAR})", text):
        first, last = _PARTS[match[1]]
        return dt.date(int(match[2]), first, 1), _month(int(match[2]), last)[1]
    if match := re.fullmatch(rf"q([1-4]) ({_YEAR})", text):
        year, quarter = int(match[2]), int(match[1])
        return dt.date(year, 3 * quarter - 2, 1), _month(year, 3 * quarter)[1]
    try:
        return _calendar(re.split(r"[ -]", text), today)
    except ValueError:
        return None


def _calendar(parts: list[str], today: dt.date) -> Span:
    names = [part for part in parts if part in _MONTHS]
    years = [int(part) for part in parts if re.fullmatch(_YEAR, part)]
    rest = [
        int(re.sub(r"\D", "", part))
        for part in parts
        if part not in names and not re.fullmatch(_YEAR, part)
    ]
    if names and not years:
        month = _MONTHS[names[0]]
        return _month(today.year - (month > today.month), month)
    numbers = ([_MONTHS[names[0]]] if names else []) + rest
    if len(numbers) == 2:
        day = dt.date(years[0], *numbers)
        return day, day
    if numbers:
        return _month(years[0], numbers[0])
    return dt.date(years[0], 1, 1), dt.date(years[0], 12, 31)


def _month(year: int, month: int) -> Span:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _relative(which: str, unit: str, *, today: dt.date) -> Span:
    back = 0 if which == "this" else 1
    if unit == "year":
        year = today.year - back
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if unit == "month":
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        return _month(year, month + 1)
    monday = today - dt.timedelta(days=today.weekday() + 7 * back)
    return monday, monday + dt.timedelta(days=6)
