"""Pages are drawn right whatever the numbers and texts are."""

from __future__ import annotations

import datetime as dt
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.serve.charts import bars, interval, overlay, scatter
from papermesh.serve.rendering import render, static
from papermesh.serve.scales import LEFT, RIGHT
from papermesh.views.schema import Board, Curve, PapersView, Point, Ref, Trend

NODE = Ref(id="method:m", type="Method", name="M", address="/entity/method:m")
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))


def board(figures: list[tuple[dt.date | None, float | None]], direction: str) -> Board:
    """A board of such figures."""
    marks = [
        {"date": day, "number": number, "value": str(number), "method": None, "title": "P"}
        for day, number in sorted((d, n) for d, n in figures if d and n is not None and n == n)
    ]
    facts = {"kind": "absolute", "unit": None, "direction": direction, "total": len(figures)}
    parts = {
        "benchmark": None,
        "metric": None,
        "results": [],
        "unsure": [],
        "n_unsure": 0,
        "marks": marks,
    }
    return Board.model_validate({**parts, **facts})


def curve(counts: list[tuple[int, int]]) -> Curve:
    """A curve of papers and all papers, year by year."""
    points = [
        Point(label=str(2000 + at), papers=papers, total=papers + more, cumulative=0)
        for at, (papers, more) in enumerate(counts)
    ]
    return Curve(entity=NODE, by="year", points=points, papers=0, undated=0)


@given(
    st.lists(st.tuples(st.none() | DAYS, st.none() | st.floats()), max_size=12),
    st.sampled_from(["higher", "lower", "unknown"]),
)
def test_figures_of_any_size_stand_within_the_chart(
    figures: list[tuple[dt.date | None, float | None]], direction: str
) -> None:
    drawn = scatter(board(figures, direction), height=100)
    if drawn is None:
        return
    assert len(drawn.dots) >= 5
    for dot in drawn.dots:
        assert LEFT <= dot.x <= RIGHT
        assert -0.01 <= dot.y <= 100.01
    assert all(-0.01 <= tick.at <= 100.01 for tick in drawn.up)
    assert bool(drawn.steps) == (direction != "unknown")


def test_the_line_follows_the_best_claim_so_far() -> None:
    days = [dt.date(2020 + at, 1, 1) for at in range(5)]
    figures = list(zip(days, [3.0, 2.0, 4.0, 1.0, 5.0], strict=True))
    lower, higher = scatter(board([*figures], "lower")), scatter(board([*figures], "higher"))
    assert lower is not None
    assert higher is not None
    assert sum(dot.best for dot in lower.dots) == 3
    assert sum(dot.best for dot in higher.dots) == 3
    heights = [float(point.split(",")[1]) for point in lower.steps.split()]
    assert heights == sorted(heights)  # down the page is lower


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=60))
def test_a_curve_fits_its_chart(counts: list[tuple[int, int]]) -> None:
    one = bars(curve(counts), height=100)
    assert all(-0.01 <= bar.top <= 100 and bar.top + bar.height <= 100.02 for bar in one.bars)
    assert all(bar.x >= LEFT and bar.x + bar.width <= RIGHT for bar in one.bars)
    both = overlay([curve(counts), curve(counts[:1])])
    assert len({series.end for series in both.series}) == 2
    assert len(one.across) <= 6


@given(st.floats(0, math.inf), st.floats(0, math.inf), st.floats(0, math.inf))
def test_an_interval_of_any_width_stays_in_its_cell(low: float, at: float, high: float) -> None:
    trend = Trend.model_construct(low=low, ratio=at, high=high)
    assert all(0 <= place <= 100 for place in (interval(trend).low, interval(trend).at))


def test_a_page_keeps_its_other_parameters_when_one_is_changed() -> None:
    papers = PapersView(
        total=60, page=2, pages=3, papers=[], since=None, until=None, code=False,
        organization=None, sort="upvotes", undated=0,
    )  # fmt: skip
    page = render("papers", papers, path="/papers", query={"sort": "upvotes", "page": "2"})
    assert 'href="/papers?sort=upvotes&amp;page=3"' in page
    assert 'rel="prev" href="/papers?sort=upvotes"' in page
    assert 'href="/api/papers?sort=upvotes&amp;page=2"' in page


@pytest.mark.parametrize("name", ["app.css", "app.js", "theme.js", "icon.svg"])
def test_a_static_file_is_named_with_its_content(name: str) -> None:
    assert re.fullmatch(rf"/static/{re.escape(name)}\?v=[0-9a-f]{{10}}", static(name))
