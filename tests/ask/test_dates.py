"""Periods in plain words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.ask.dates import Period, read_period

TODAY = dt.date(2025, 6, 1)


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
    ],
)
def test_what_is_no_date_stays(text: str) -> None:
    assert read_period(text, TODAY) == (text, Period())


@given(st.text(max_size=80) | st.from_regex(r"(since|in|after|last|between) [0-9a-zA-Z ,.-]{1,30}"))
def test_any_text_can_be_read(text: str) -> None:
    left, period = read_period(text, TODAY)
    assert isinstance(left, str)
    assert bool(period) == bool(period.parameters)
