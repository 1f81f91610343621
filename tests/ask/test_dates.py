"""Periods in plain words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.ask.dates import Period, read_period

TODAY = dt.date(2025, 6, 1)
WORDS = [
    "in",
    "since",
    "before",
    "after",
    "between",
    "and",
    "to",
    "or",
    "-",
    "the",
    "of",
    "last",
    "past",
    "this",
    "year",
    "quarter",
    "month",
    "week",
    "ago",
    "3",
    "a",
    "few",
    "2024",
    "2025",
    "2025-02",
    "May",
    "March",
    "Q2",
    "summer",
    "winter",
    "early",
    "start",
    "end",
    "first",
    "half",
    "recent",
    "now",
]


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("since 2024", "2024-01-01", None),
        ("in 2024", "2024-01-01", "2024-12-31"),
        ("from 2024", "2024-01-01", "2024-12-31"),
        ("from 2024 on", "2024-01-01", None),
        ("from 2023 to 2024", "2023-01-01", "2024-12-31"),
        ("between March 2024 and 2024-05-10", "2024-03-01", "2024-05-10"),
        ("between 2025 and 2023", "2023-01-01", "2025-12-31"),
        ("before May 2025", None, "2025-04-30"),
        ("after Feb. 2024", "2024-03-01", None),
        ("after 2024-02-28", "2024-02-29", None),
        ("until 2024-02", None, "2024-02-29"),
        ("by the end of 2023", None, "2023-12-31"),
        ("since 3 May 2025", "2025-05-03", None),
        ("since May 3rd, 2025", "2025-05-03", None),
        ("in Q2 2024", "2024-04-01", "2024-06-30"),
        ("in March", "2025-03-01", "2025-03-31"),
        ("in December", "2024-12-01", "2024-12-31"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("this year", "2025-01-01", "2025-12-31"),
        ("last month", "2025-05-01", "2025-05-31"),
        ("this month", "2025-06-01", "2025-06-30"),
        ("last week", "2025-05-19", "2025-05-25"),
        ("since last month", "2025-05-01", None),
        ("since yesterday", "2025-05-31", None),
        ("today", "2025-06-01", "2025-06-01"),
        ("in the last 30 days", "2025-05-02", "2025-06-01"),
        ("over the past two years", "2023-06-01", "2025-06-01"),
        ("since 2023 before 2025", "2023-01-01", "2024-12-31"),
        ("published in 2024", "2024-01-01", "2024-12-31"),
        ("in late 2024", "2024-09-01", "2024-12-31"),
        ("since mid-2024", "2024-05-01", None),
        ("from the second half of 2024", "2024-07-01", "2024-12-31"),
        ("before the end of 2024", None, "2024-09-30"),
        ("early 2024", "2024-01-01", "2024-04-30"),
        ("March 2024", "2024-03-01", "2024-03-31"),
    ],
)
def test_period_is_read(words: str, since: str | None, until: str | None) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (since, until)]
    assert read_period(f"papers on QA {words}", TODAY) == ("papers on QA", Period(*days))


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        # What has a name ends with the calendar; the past of some length ends today.
        ("last quarter", "2025-01-01", "2025-03-31"),
        ("this quarter", "2025-04-01", "2025-06-30"),
        ("in the current month", "2025-06-01", "2025-06-30"),
        ("in the previous year", "2024-01-01", "2024-12-31"),
        ("in last year", "2024-01-01", "2024-12-31"),
        ("in the past year", "2024-06-01", "2025-06-01"),
        ("over the last year", "2024-06-01", "2025-06-01"),
        ("the past month", "2025-05-01", "2025-06-01"),
        ("within the past week", "2025-05-25", "2025-06-01"),
        ("in the last quarter", "2025-03-01", "2025-06-01"),
        ("over the past 2 quarters", "2024-12-01", "2025-06-01"),
        ("since the past year", "2024-01-01", None),
        ("since the last 3 months", "2025-03-01", "2025-06-01"),
        ("the last couple of months", "2025-04-01", "2025-06-01"),
        ("in recent months", "2025-03-01", "2025-06-01"),
        ("in recent years", "2022-06-01", "2025-06-01"),
        ("over the last few weeks", "2025-05-11", "2025-06-01"),
        ("in the last decade", "2015-06-01", "2025-06-01"),
        ("in the last 36 hours", "2025-05-30", "2025-06-01"),
        ("year to date", "2025-01-01", "2025-06-01"),
        # Parts of years.
        ("in the first half of last year", "2024-01-01", "2024-06-30"),
        ("early this year", "2025-01-01", "2025-04-30"),
        ("since the start of the year", "2025-01-01", None),
        ("since the beginning of the month", "2025-06-01", None),
        ("in the last quarter of 2024", "2024-10-01", "2024-12-31"),
        ("the last quarter of last year", "2024-10-01", "2024-12-31"),
        ("in the last six months of 2024", "2024-07-01", "2024-12-31"),
        ("March of last year", "2024-03-01", "2024-03-31"),
        ("in 2024 Q3", "2024-07-01", "2024-09-30"),
        ("since Q2", "2025-04-01", None),
        ("since last summer", "2024-06-01", None),
        ("this spring", "2025-03-01", "2025-05-31"),
        ("since spring", "2025-03-01", None),
        ("last autumn", "2024-09-01", "2024-11-30"),
        ("last winter", "2024-12-01", "2025-02-28"),
        ("last May", "2025-05-01", "2025-05-31"),
        ("in the year 2024", "2024-01-01", "2024-12-31"),
        # So long ago.
        ("since 3 months ago", "2025-03-01", None),
        ("before two weeks ago", None, "2025-05-17"),
        ("from two years ago", "2023-01-01", "2023-12-31"),
        # Ranges; either end may lend the other its year.
        ("between January and March 2025", "2025-01-01", "2025-03-31"),
        ("March to June 2024", "2024-03-01", "2024-06-30"),
        ("from November to January 2025", "2024-11-01", "2025-01-31"),
        ("from October 2023 to March", "2023-10-01", "2024-03-31"),
        ("from September to March", "2024-09-01", "2025-03-31"),
        ("from Q1 to Q3 2024", "2024-01-01", "2024-09-30"),
        ("in 2023 and 2024", "2023-01-01", "2024-12-31"),
        ("in 2022, 2023 and 2024", "2022-01-01", "2024-12-31"),
        ("2022-2024", "2022-01-01", "2024-12-31"),
        ("2022 – 2024", "2022-01-01", "2024-12-31"),
        ("2022 to 2024", "2022-01-01", "2024-12-31"),
        ("from 2022 to now", "2022-01-01", None),
        # Bounds.
        ("pre-2024", None, "2023-12-31"),
        ("post-2023", "2024-01-01", None),
        ("2023 or later", "2023-01-01", None),
        ("2023 and earlier", None, "2023-12-31"),
        ("no later than March 2024", None, "2024-03-31"),
        ("not before 2023", "2023-01-01", None),
        ("newer than 2023", "2024-01-01", None),
    ],
)
def test_looser_words_are_read(words: str, since: str | None, until: str | None) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (since, until)]
    for said in (words, words.upper()):
        assert read_period(f"papers on QA {said}", TODAY) == ("papers on QA", Period(*days))


@pytest.mark.parametrize(
    ("today", "words", "since", "until"),
    [
        ("2026-11-21", "last summer", "2026-06-01", "2026-08-31"),
        ("2026-03-05", "last summer", "2025-06-01", "2025-08-31"),
        ("2026-07-05", "last summer", "2025-06-01", "2025-08-31"),
        ("2025-12-24", "this winter", "2025-12-01", "2026-02-28"),
        ("2026-01-24", "last winter", "2024-12-01", "2025-02-28"),
        ("2024-02-29", "in the past year", "2023-02-28", "2024-02-29"),
        ("2025-01-31", "last quarter", "2024-10-01", "2024-12-31"),
        ("2025-05-31", "in the last quarter", "2025-02-28", "2025-05-31"),
    ],
)
def test_the_day_of_the_question_counts(today: str, words: str, since: str, until: str) -> None:
    found = read_period(words, dt.date.fromisoformat(today))
    assert found == ("", Period(dt.date.fromisoformat(since), dt.date.fromisoformat(until)))


@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)), st.integers(1, 40))
def test_laws_of_time_up_to_today(today: dt.date, n: int) -> None:
    """More time begins earlier, one year is four quarters, and any of it ends today."""
    found = {}
    for unit in ("year", "quarter", "month", "week", "day"):
        left, found[unit] = read_period(f"in the last {n} {unit}s", today)
        assert (left, found[unit].until) == ("", today)
        shorter = read_period(f"in the last {n - 1} {unit}s", today)[1] if n > 1 else None
        start = found[unit].since
        assert start is not None
        assert start < (shorter.since if shorter and shorter.since else today)
    assert found["year"] == read_period(f"in the last {4 * n} quarters", today)[1]
    assert found["quarter"] == read_period(f"within the past {3 * n} months", today)[1]
    for unit in ("year", "quarter", "month", "week"):
        this, last = (read_period(f"{which} {unit}", today)[1] for which in ("this", "last"))
        assert this.since
        assert this.until
        assert last.until == this.since - dt.timedelta(days=1)
        assert this.since <= today <= this.until


def test_on_behind_a_date_may_begin_the_subject() -> None:
    left, period = read_period("papers from 2024 on QA", TODAY)
    assert left == "papers on QA"
    assert period == Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "papers on WMT 2014",
        "papers since BERT",
        "results in 2024-13",
        "papers in May-flies",
        "after 2025-02-30",
        "results on AIME 2024 and 2025",
        "papers that use Past",
        "papers on fall detection",
        "lane detection in winter",
        "papers since fall detection works",
        "outputs of GPT-4o 2024-05-13",
        "what this may mean",
        "paper of the year",
        "use over the years",
        "robots in the past",
    ],
)
def test_what_is_no_date_stays(text: str) -> None:
    assert read_period(text, TODAY) == (text, Period())


@given(
    st.text(max_size=80)
    | st.from_regex(r"(since|in|after|last|between) [0-9a-zA-Z ,.-]{1,30}")
    | st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
)
def test_any_text_can_be_read(text: str) -> None:
    left, period = read_period(text, TODAY)
    assert isinstance(left, str)
    assert bool(period) == bool(period.parameters)
