"""Periods in plain words: ``since 2024``, ``in May 2025``, ``last year``, ``the past two quarters``.

A year alone may be part of a name, as in AIME 2024: it is a date only after a word that says so, or
as an end of a range.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from papermesh.ask.moments import (
    DATED,
    MOMENT,
    NEAR,
    NUMBER,
    PART,
    SEASON,
    UNIT,
    YEAR,
    Span,
    around,
    back,
    read_moments,
)


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


_Reader = Callable[[re.Match[str], dt.date], Period | None]
"""Makes the period of a phrase; None where it is none."""


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """Every phrase about time with what it means, in the order in which they are taken out."""
    within = "in|during|of|from|on|within|dated|at|around|towards?|throughout"
    table: tuple[tuple[str, _Reader], ...] = (
        *_rolling(),
        *_ranges(),
        *_bounds(),
        # A year so far back is a year: papers from two years ago.
        (rf"(?:(?:in|from|of) )?({NUMBER}) ({UNIT})s? ago", _ago),
        # Some are dates without a word before them too.
        (rf"(?:(?:{within}) )?({PART}|{YEAR}[- ]?q[1-4])", _of(_whole)),
        (rf"(?:{within}) ({MOMENT})", _of(_whole)),
        (rf"((?!(?-i:this may\b))(?:{NEAR}))", _of(_whole)),
    )
    return tuple(
        (
            re.compile(rf"(?<!\S)(?:published |released |appeared )?(?:{text})(?=$|[\s,;])", re.I),
            make,
        )
        for text, make in table
    )


def _rolling() -> tuple[tuple[str, _Reader], ...]:
    """The phrases for so much time up to today, and for the year so far."""
    within = "(?:in|during|over|within|for|from|of|across|throughout)"
    # After these, the last year is the one before this.
    apart = "".join(rf"(?<!\b{w} )" for w in ("since", "before", "after", "until", "till", "by"))
    part = rf"(?: or so)?(?! of (?:the |this |last )*(?:{YEAR}|year\b))"
    return (
        (
            r"(?:in |for )?(?:the )?(?:year[- ]to[- ]date|ytd)",
            lambda match, today: Period(dt.date(today.year, 1, 1), today),
        ),
        (
            rf"(?:{within} |since )?(?:the )?(?:last|past|previous) ({NUMBER}) ({UNIT})s?{part}",
            lambda match, today: Period(back(match[1], match[2], today), today),
        ),
        (
            rf"(?:{within} |since )?(?:the )?(?:last|past|(?:more |most )?recent) ({UNIT})s{part}",
            lambda match, today: Period(back("few", match[1], today), today),
        ),
        (
            rf"(?:{within} (?:(?:the )?past|the last)|{apart}the (?:last|past)|{apart}(?<!the )past)"
            rf" ({UNIT}){part}",
            lambda match, today: Period(back("a", match[1], today), today),
        ),
        (
            rf"(?:{within} )?(?:the )?(?:last|past) half[- ](?:a )?year",
            lambda match, today: Period(back("six", "month", today), today),
        ),
    )


def _ranges() -> tuple[tuple[str, _Reader], ...]:
    """The phrases with two ends."""
    m, end = f"({MOMENT}|{SEASON})", f"({DATED}|(?:{MOMENT})(?=$|,))"
    to = r"(?: (?:to|until|till|through) | ?[-–—] ?)"
    between, since = _of(_between), _of(lambda s: Period(s[0][0]))
    return (
        (f"between {m}(?: and |{to}){m}", between),
        (f"from {m}{to}{m}", between),
        (f"(?:(?:in|during|since|for|of) )?{m}{to}({DATED})", between),
        (f"(?:(?:from|since) )?{m}{to}(?:now|the present|present|date)", since),
        # In 2024 and may use: a month without its year must come last.
        (f"(?:in|during|for|of|from) {m}(?:, ?{YEAR})*(?:,? (?:and|or) |, ?){end}", _beside),
    )


def _bounds() -> tuple[tuple[str, _Reader], ...]:
    """The phrases with one end; what is said no to comes before what it is said of."""
    one = dt.timedelta(days=1)
    m, on = f"({MOMENT}|{SEASON})", r"on(?:wards?|(?=$|,| (?:that|which|with|using)\b))"
    since, until = _of(lambda s: Period(s[0][0])), _of(lambda s: Period(None, s[0][1]))
    later, earlier = "later|newer|beyond|after(?=$|,)", "earlier|older|before(?=$|,)"
    return (
        (f"(?:(?:from|since|in) )?({DATED}) (?:onwards?|(?:and|or) (?:{later}))", since),
        (f"(?:(?:from|in) )?({DATED}) (?:and|or) (?:{earlier})", until),
        (f"from {m} {on}", since),
        (f"(?:since|starting(?: in| from)?|not before|no earlier than) {m}", since),
        (
            f"(?:until|till|as of|up to|through|by(?: the end of)?|not after|no later than) {m}",
            until,
        ),
        (
            f"(?:later than|newer than|more recent than|after) {m}|post[- ]({YEAR})",
            _of(lambda s: Period(s[0][1] + one)),
        ),
        (
            f"(?:earlier than|older than|before|prior to) {m}|pre[- ]({YEAR})",
            _of(lambda s: Period(None, s[0][0] - one)),
        ),
    )


def _of(make: Callable[[list[Span]], Period]) -> _Reader:
    """Make a reader from what makes a period of moments."""

    def read(match: re.Match[str], today: dt.date) -> Period | None:
        spans = read_moments([text for text in match.groups() if text], today)
        return make(spans) if spans else None

    return read


def _beside(match: re.Match[str], today: dt.date) -> Period | None:
    """Read times that follow one another: in 2024 and 2025, but not in 2023 or 2026."""
    spans = read_moments([text for text in match.groups() if text], today)
    if not spans:
        return None
    listed = len(re.findall(rf"\b{YEAR}\b", match[0]))
    first, last = sorted(spans)
    years = last[1].year - first[0].year + 1
    if last[0] - first[1] > dt.timedelta(days=1) and listed < max(years, 3):
        return None
    return _between(spans)


def _between(spans: list[Span]) -> Period:
    first, last = sorted(spans)
    return Period(first[0], last[1], turned=[first, last] != spans)


def _whole(spans: list[Span]) -> Period:
    return Period(*spans[0])


def _ago(match: re.Match[str], today: dt.date) -> Period | None:
    day = back(match[1], match[2], today)
    return Period(*around(day, match[2])) if day else None


def read_period(text: str, today: dt.date) -> tuple[str, Period]:
    """Take every phrase about dates out of a text.

    Returns:
        The text without them, and the period that they describe together.

    Examples:
        >>> read_period("papers on QA since 2024", dt.date(2025, 6, 1))[0]
        'papers on QA'
    """
    period = Period()
    for pattern, make in _phrases():
        while match := pattern.search(text):
            try:
                found = make(match, today)
            except OverflowError:
                break
            if found is None:
                break
            period &= found
            text = _cut(text, match)
    return text, period


def _cut(text: str, match: re.Match[str]) -> str:
    return " ".join((text[: match.start()] + " " + text[match.end() :]).split()).strip(" ,;")
