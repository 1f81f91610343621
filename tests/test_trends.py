"""Curves, rising and fading: known graphs counted by hand, and laws that hold for any graph."""

from __future__ import annotations

import datetime as dt
import json
import random
from math import comb
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papermesh
from papermesh import query
from papermesh.cli import run
from papermesh.errors import NotFoundError
from papermesh.query.adoption import UNITS, Unit, periods
from papermesh.query.days import read_day
from papermesh.query.leaderboard import direction
from papermesh.query.trends import rate_ratio
from tests.fakes import FakeStore, small_graph
from tests.make import paper

DAYS = st.one_of(st.none(), st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31)))
PAPERS = st.lists(st.tuples(DAYS, st.sets(st.sampled_from(["lora", "dpo", "moe"]))), max_size=25)


def graph_of(papers: list[tuple[dt.date | None, set[str]]], seed: int = 0) -> FakeStore:
    """Papers of some days that use some methods, put in in some order."""
    graph = nx.MultiDiGraph()
    for name in ("lora", "dpo", "moe"):
        graph.add_node(f"method:{name}", labels=("Entity", "Method"), name=name)
    numbered = list(enumerate(papers))
    random.Random(seed).shuffle(numbered)
    for at, (day, used) in numbered:
        dated = {"published": day.isoformat()} if day else {}
        graph.add_node(f"title:p{at}", labels=("Paper",), title=f"P{at}", **dated)
        for name in sorted(used):
            graph.add_edge(f"title:p{at}", f"method:{name}", key="USES", confidence=0.9)
            graph.add_edge(f"title:p{at}", f"method:{name}", key="COMPARES_TO", confidence=0.9)
    return FakeStore(graph)


@pytest.fixture(scope="module")
def store() -> FakeStore:
    return FakeStore(small_graph())


def test_a_curve_counted_by_hand(store: FakeStore) -> None:
    """MTEB: introduced in January 2023, evaluated on in March and May 2024, once undated."""
    found = query.adoption(store, "massive text embedding benchmark", by="quarter")
    assert found.name == "MTEB"
    assert (found.papers, found.undated) == (4, 1)
    used = [(p.label, p.papers, p.total, p.cumulative) for p in found.points if p.papers]
    assert used == [("2023-Q1", 1, 2, 1), ("2024-Q1", 1, 1, 2), ("2024-Q2", 1, 1, 3)]
    assert [p.label for p in found.points][:3] == ["2023-Q1", "2023-Q2", "2023-Q3"]
    assert found.points[-1].label == "2025-Q2"
    assert found.points[-1].partial
    assert found.points[1].share is None  # no paper at all
    assert found.first is not None
    assert found.first.paper.id == "arxiv:2301.00001"
    assert [row.paper.id for row in found.introduced] == ["arxiv:2301.00001"]
    assert found.introduced[0].evidence[0].sentence == "We put forward MTEB."


def test_a_curve_ends_and_begins_where_it_is_told(store: FakeStore) -> None:
    found = query.adoption(
        store, "MTEB", by="year", since=dt.date(2022, 6, 1), until=dt.date(2024, 3, 31)
    )
    told = [(p.label, p.papers, p.cumulative, p.partial) for p in found.points]
    assert told == [("2022", 0, 0, False), ("2023", 1, 1, False), ("2024", 1, 2, True)]


def test_a_mention_counts_for_concepts_only(store: FakeStore) -> None:
    assert query.adoption(store, "LLMs").papers > 0
    assert query.adoption(store, "Llama 2", relations=["MENTIONS"]).papers == 0


def test_a_concept_and_a_task_of_one_name_count_as_each_can() -> None:
    """A mention counts for the concept, and not for the task beside it."""
    graph = nx.MultiDiGraph()
    for label in ("Concept", "Task"):
        graph.add_node(f"{label.lower()}:robots", labels=("Entity", label), name="robots")
    for at, (relation, type) in enumerate(
        [("MENTIONS", "concept"), ("MENTIONS", "task"), ("ADDRESSES", "task")]
    ):
        graph.add_node(
            f"title:p{at}", labels=("Paper",), title=f"P{at}", published=f"2024-0{at + 1}-01"
        )
        graph.add_edge(f"title:p{at}", f"{type}:robots", key=relation, confidence=0.9)
    found = query.adoption(FakeStore(graph), "robots")
    assert [(p.label, p.papers) for p in found.points] == [
        ("2024-01", 1), ("2024-02", 0), ("2024-03", 1)
    ]  # fmt: skip


def test_changes_among_some_papers_only() -> None:
    papers: list[tuple[dt.date | None, set[str]]] = [
        (dt.date(year, 1, 1), {"dpo"} if (year == 2025) == (at < 10) else {"moe"})
        for year in (2024, 2025)
        for at in range(20)
    ]
    # The first ten of 2024 use MoE and those of 2025 DPO; of the other ten it is the other way.
    store, days = graph_of(papers), (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert query.changes(store, *days).rising == ()
    halves = [
        [f"title:p{at}" for at in range(40) if (at % 20 < 10) == first] for first in (True, False)
    ]
    for half, names in zip(halves, (["dpo", "moe"], ["moe", "dpo"]), strict=True):
        found = query.changes(store, *days, among=half)
        assert (found.papers, found.papers_before) == (10, 10)
        assert [c.entity.name for c in (*found.rising, *found.fading)] == names
    assert query.changes(store, *days, among=[]).papers == 0


def test_unknown_names_and_periods(store: FakeStore) -> None:
    with pytest.raises(NotFoundError, match="MTEB"):
        query.adoption(store, "MTEBB")
    with pytest.raises(ValueError, match="month, quarter, year"):
        query.adoption(store, "MTEB", by="week")  # type: ignore[arg-type]


@settings(deadline=None, max_examples=60)
@given(PAPERS, st.sampled_from(UNITS))
def test_laws_of_a_curve(papers: list[tuple[dt.date | None, set[str]]], by: Unit) -> None:
    found = query.adoption(graph_of(papers), "lora", by=by)
    assert found.papers == sum("lora" in used for _, used in papers)
    assert sum(p.papers for p in found.points) + found.undated == found.papers
    assert all(p.share is None or 0 <= p.share <= 1 for p in found.points)
    assert [p.cumulative for p in found.points] == sorted(p.cumulative for p in found.points)
    for one, other in zip(found.points, found.points[1:], strict=False):
        assert other.start - one.end == dt.timedelta(days=1)
    assert sum(p.partial for p in found.points) <= 1
    assert query.adoption(graph_of(papers, seed=1), "lora", by=by) == found


@settings(deadline=None, max_examples=60)
@given(PAPERS, st.integers(1, 2000))
def test_laws_of_trends(papers: list[tuple[dt.date | None, set[str]]], window: int) -> None:
    found = query.trends(graph_of(papers), window=window, min_papers=1)
    days = sorted(day for day, _ in papers if day)
    if found is None:
        assert not days
        return
    assert found.until == days[-1]
    assert found.papers + found.papers_before == len(days)
    rows = {row.entity.id: row for row in (*found.rising, *found.fading)}
    for row in rows.values():
        used = [d for d, names in papers if d and row.entity.name in names]
        assert row.recent == sum(day >= found.since for day in used)
        assert row.recent + row.before == len(used)
        assert row.new == (row.before == 0)
        assert 0 <= row.low <= row.ratio <= row.high
        assert 0 <= row.share <= 1
        assert 0 <= row.share_before <= 1
    assert not {r.entity.id for r in found.rising} & {r.entity.id for r in found.fading}
    assert [r.low for r in found.rising] == sorted((r.low for r in found.rising), reverse=True)
    assert [r.high for r in found.fading] == sorted(r.high for r in found.fading)
    assert query.trends(graph_of(papers, seed=1), window=window, min_papers=1) == found
    sure = query.trends(graph_of(papers), window=window, min_papers=1, sure=True)
    assert sure is not None
    assert sure.rising == tuple(row for row in found.rising if row.sure)
    assert sure.fading == tuple(row for row in found.fading if row.sure)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 9000), st.integers(1, 9000))
def test_laws_of_the_ratio(a: int, b: int, n: int, m: int) -> None:
    ratio, low, high = rate_ratio(a, b, n, m)
    assert 0 < low < ratio < high < float("inf")
    # Turning time around turns the ratio around.
    turned, least, most = rate_ratio(b, a, m, n)
    assert turned * ratio == pytest.approx(1)
    assert least * high == pytest.approx(1)
    assert most * low == pytest.approx(1)


@pytest.mark.parametrize("part", [0.005, 0.02, 0.1, 0.5])
@pytest.mark.parametrize("papers", [5, 10, 50, 200])
def test_chance_alone_is_seldom_sure(part: float, papers: int) -> None:
    """The exact odds that an interval leaves out 1 though nothing has changed."""
    n = 10_000
    above = below = 0.0
    for a in range(papers + 1):
        odds = comb(papers, a) * part**a * (1 - part) ** (papers - a)
        _, low, high = rate_ratio(a, papers - a, round(n * part), round(n * (1 - part)))
        above += odds * (low > 1)
        below += odds * (high < 1)
    assert above < 0.03
    assert below < 0.026


def test_few_papers_make_no_trend() -> None:
    """Three papers after none rank below forty after twenty, whatever the raw ratio."""
    old, new = dt.date(2023, 1, 1), dt.date(2025, 1, 1)
    papers: list[tuple[dt.date | None, set[str]]] = []
    papers += [(old, {"dpo"} if at < 20 else set()) for at in range(200)]
    papers += [(new, {"dpo"} if at < 60 else {"moe"} if at < 63 else set()) for at in range(100)]
    found = query.trends(graph_of(papers), window=30, min_papers=3)
    assert found is not None
    assert [row.entity.name for row in found.rising] == ["dpo", "moe"]
    assert [row.sure for row in found.rising] == [True, False]
    assert [row.new for row in found.rising] == [False, True]
    assert (found.rising[0].recent, found.rising[0].before) == (60, 20)
    sure = query.trends(graph_of(papers), window=30, min_papers=3, limit=1, sure=True)
    assert sure is not None
    assert (sure.rising, sure.fading) == (found.rising[:1], ())
    late = query.trends(graph_of(papers), window=30, since=dt.date(2024, 1, 1))
    assert late is not None
    assert (late.papers_before, late.rising, late.fading) == (0, (), ())


@pytest.mark.parametrize("papers", [[], [(None, {"lora"})], [(dt.date(1, 1, 1), {"lora"})]])
def test_graphs_too_small_for_trends(papers: list[tuple[dt.date | None, set[str]]]) -> None:
    found = query.trends(graph_of(papers))
    assert found is None or (found.rising, found.fading) == ((), ())
    assert query.adoption(graph_of(papers), "lora").papers == len(papers)


def test_periods_reach_the_last_year() -> None:
    assert list(periods(dt.date.max, dt.date.max)) == [(dt.date(9999, 12, 1), dt.date.max)]


def test_a_leaderboard_sets_only_like_against_like(store: FakeStore) -> None:
    boards = query.leaderboard(store, "GLUE")
    assert [(b.direction, [r.value for r in b.rows]) for b in boards if b.kind == "absolute"] == [
        ("higher", ["89%", "88.1%"])
    ]
    assert all(len({(r.kind, r.unit) for r in board.rows}) == 1 for board in boards)
    low = query.leaderboard(store, "perplexity")
    assert [(b.direction, [r.value for r in b.rows]) for b in low] == [("lower", ["10.4", "12.1"])]
    assert query.leaderboard(store, "GLUE", "F1") == []
    with pytest.raises(NotFoundError, match="accuracy"):
        query.leaderboard(store, "GLUE", "acuracy")
    assert direction(None) == "unknown"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("graph")
    texts = ("We evaluate BERT on MTEB.", "We use BERT on GLUE and reach an accuracy of 81.5%.")
    with papermesh.open(path) as graph:
        graph.build(
            *(
                paper(f"arxiv:240{month}.0000{n}", f"Paper {month} {n}", texts[n % 2],
                      published=dt.date(2024, month, 1 + n))
                for month in range(1, 8) for n in range(4)
            ),
            paper("title:undated", "Undated", texts[0]),
        )  # fmt: skip
    return str(path)


@pytest.mark.parametrize(
    "command",
    [
        ["trends", "--window", "60", "--all"],
        ["trends", "MTEB"],
        ["trends", "MTEB", "BERT", "--by", "quarter", "--since", "2024-02"],
        ["top"],
        ["top", "--type", "benchmark"],
        ["top", "benchmarks", "--since", "2024-03", "--until", "2024"],
        ["compare", "MTEB", "GLUE"],
        ["leaderboard", "GLUE"],
        ["leaderboard", "GLUE", "--metric", "accuracy"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv"])
def test_every_command_prints_every_format(
    folder: str, command: list[str], format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--store", folder, "--format", format_]) == 0
    out, err = capsys.readouterr()
    assert out.strip()
    assert "NaN" not in out
    assert "unexpected" not in err
    if format_ == "json":
        assert json.loads(out)
    if format_ == "jsonl":
        assert all(json.loads(line) for line in out.splitlines())


def test_a_curve_on_the_command_line(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trends", "MTEB", "--store", folder, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    rows = json.loads(out)
    assert [row["period"] for row in rows] == [f"2024-0{month}" for month in range(1, 8)]
    assert [(row["papers"], row["total"], row["share"]) for row in rows] == [(2, 4, 0.5)] * 7
    assert [row["partial"] for row in rows] == [False] * 6 + [True]
    assert "15 papers, 1 of them without a date" in err
    assert "first used: 2024-01-01, Paper 1 0" in err


@pytest.mark.parametrize(
    ("command", "status", "message"),
    [
        (["trends", "MTEBB"], 1, "MTEB"),
        (["compare", "MTEB", "GLUEE"], 1, "GLUE"),
        (["leaderboard", "GLU"], 1, "GLUE"),
        (["leaderboard", "GLUE", "--metric", "acuracy"], 1, "accuracy"),
        (["trends", "--since", "yesterday"], 2, "is no date"),
        (["trends", "--window", "0"], 2, "--window"),
        (["trends", "MTEB", "-o", "x.gif"], 2, ".svg"),
        (["trends", "-o", "x.svg"], 2, "curves of names"),
        (["trends", "--by", "year"], 2, "curves of names"),
        (["trends", "--type", "planet"], 2, "Benchmark"),
        (["top", "models", "--type", "Benchmark"], 2, "name one type"),
        (["top", "planet"], 2, "Benchmark"),
        (["top", "--until", "2024-13"], 2, "is no date"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else None,
)
def test_what_is_wrong_is_said(
    folder: str,
    command: list[str],
    status: int,
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*command, "--store", folder]) == status
    out, err = capsys.readouterr()
    assert message in err
    assert not out


def test_only_sure_changes_are_shown_unless_all_are_wanted(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["trends", "--window", "60", "--store", folder, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert "no change is sure, and 1 paper has no date to count by; --all" in err
    turned = str(tmp_path / "turned")
    with papermesh.open(turned) as graph:
        graph.build(
            *(
                paper(f"arxiv:24{month:02}.000{n:02}", f"Paper {month} {n}",
                      "We evaluate BERT on MTEB." if month > 1 else "We evaluate BERT on GLUE.",
                      published=dt.date(2024, month, 1))
                for month in (1, 6) for n in range(12)
            )
        )  # fmt: skip
    shown = {}
    for more in ((), ("--all",)):
        command = ["trends", "--window", "9", "--store", turned, "--format", "csv"]
        assert run([*command, *more]) == 0
        lines = [line.split(",") for line in capsys.readouterr().out.splitlines()[1:]]
        shown[more] = [(line[0], line[1], line[10]) for line in lines]
    assert shown[()] == [("rising", "MTEB", "True"), ("fading", "GLUE", "True")]
    assert shown[("--all",)][0] == shown[()][0]


def test_what_is_compared_to_itself_is_said(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for format_ in ("table", "json"):
        assert run(["compare", "MTEB", "m-teb", "--store", folder, "--format", format_]) == 0
        assert "'MTEB' and 'm-teb' are one: MTEB (benchmark:mteb)" in capsys.readouterr().err


def test_figures_have_their_confidence_and_sentence(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["leaderboard", "GLUE", "--store", folder]
    assert run([*command, "--format", "jsonl", "--limit", "1"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert 0 < row["confidence"] < 1
    assert row["sentence"] == "We use BERT on GLUE and reach an accuracy of 81.5%."
    assert run([*command, "--format", "csv", "--limit", "1"]) == 0
    head, line = capsys.readouterr().out.splitlines()
    assert head.endswith("date,confidence,sentence,id")
    assert f",{row['confidence']:g},{row['sentence']}," in line
    assert run(command) == 0
    assert f"{row['confidence']:g}" in capsys.readouterr().out
    least = ["--min-confidence", str(row["confidence"])]
    assert run([*command, *least]) == 0
    assert "81.5%" in capsys.readouterr().out
    assert run([*command, "--min-confidence", "1", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert "with a confidence of 1" in err


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-03-01", (2025, 3, 1), (2025, 3, 1)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        (" 2025 ", (2025, 1, 1), (2025, 12, 31)),
        ("9999", (9999, 1, 1), (9999, 12, 31)),
    ],
)
def test_days_are_read(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert read_day(text) == dt.date(*first)
    assert read_day(text, last=True) == dt.date(*last)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2025-13", "2025-02-30", "0000", "25", "2025-", "2025-1-1-1", "٢٠٢٥", "x" * 9000],
)
def test_what_is_no_day_is_said_shortly(text: str) -> None:
    for last in (False, True):
        with pytest.raises(ValueError, match="is no date; write 2025-03-01, 2025-03 or 2025") as e:
            read_day(text, last=last)
        assert len(str(e.value)) < 100


def test_a_graph_without_dates_has_no_trends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with papermesh.open(tmp_path / "g") as graph:
        graph.build(paper("title:a", "A", "We use BERT."))
    assert run(["trends", "--store", str(tmp_path / "g"), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert "no paper of the graph has a date" in err


def test_the_graph_answers_as_the_command_line_does(folder: str) -> None:
    with papermesh.open(folder) as graph:
        assert graph.adoption("MTEB", by="year").papers == 15
        assert graph.top("benchmarks", limit=1)[0].papers == 15
        assert graph.compare("MTEB", "GLUE").both == ()
        assert graph.leaderboard("GLUE")[0].direction == "higher"
        found = graph.trends(window=60)
        assert found is not None
        assert found.until == dt.date(2024, 7, 4)
