"""Boards of one measure, whatever abstracts call it; sure figures and relations before others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from starlette.testclient import TestClient

from papermesh import query, views
from papermesh.cli import run
from papermesh.query.boards import joined
from papermesh.query.papers import entity_rows, paper_rows
from papermesh.serve import create_app
from papermesh.store import open_store
from papermesh.store.base import Node
from papermesh.views.schema import ResultForm
from tests.fakes import FakeStore
from tests.make import entity, paper, record, result

# value, metric, unit, kind, confidence
FIGURES: list[tuple[float, str | None, str | None, str, float]] = [
    (70.0, "accuracy", "%", "absolute", 0.9),
    (99.0, "accuracy", "%", "absolute", 0.4),
    (60.0, "pass@1", "%", "absolute", 0.8),
    (75.0, "resolved rate", "%", "absolute", 0.7),
    (65.0, None, "%", "absolute", 0.6),
    (90.0, "pass@8", "%", "absolute", 0.9),
    (30.0, "latency", "%", "absolute", 0.9),
    (0.7, "accuracy", None, "absolute", 0.9),
    (5.0, "pass@1", "%", "gain", 0.9),
]


def graph_of(figures: list[tuple[float, str | None, str | None, str, float]]) -> FakeStore:
    """A paper a day for each figure on a benchmark."""
    graph = nx.MultiDiGraph()
    bench = "benchmark:bench"
    graph.add_node(bench, labels=("Entity", "Benchmark"), name="Bench", paperCount=len(figures))
    for at, (number, metric, unit, kind, sure) in enumerate(figures):
        id, row = f"title:p{at}", f"result:{at}"
        graph.add_node(id, labels=("Paper",), title=f"P{at}", published=f"2025-01-{at + 1:02}")
        facts = {"number": number, "unit": unit, "kind": kind, "confidence": sure}
        graph.add_node(row, labels=("Result",), value=f"{number:g}", **facts)
        graph.add_edge(id, bench, key="EVALUATES_ON", confidence=0.9)
        graph.add_edge(id, row, key="REPORTS", evidence=[])
        graph.add_edge(row, bench, key="ON")
        if metric:
            graph.add_node(f"metric:{metric}", labels=("Entity", "Metric"), name=metric)
            graph.add_edge(row, f"metric:{metric}", key="BY")
    return FakeStore(graph)


def bench(store: FakeStore) -> Node:
    return next(store.nodes("Benchmark"))


def values(rows: list[ResultForm]) -> list[str]:
    return [row.value for row in rows]


def test_one_board_has_all_that_was_solved_and_the_rest_stays_apart() -> None:
    store = graph_of(FIGURES)
    main, *others = views.leaderboard_view(store, bench(store)).boards
    assert values(main.results) == ["75", "70", "65", "60"]
    assert values(main.unsure) == ["99"]
    assert [row.metric and row.metric.name for row in main.results] == [
        "resolved rate", "accuracy", None, "pass@1",
    ]  # fmt: skip
    assert main.metric is not None
    assert main.metric.name == "accuracy"
    assert [metric.name for metric in main.metrics] == ["accuracy", "pass@1", "resolved rate"]
    assert (main.kind, main.unit, main.direction) == ("absolute", "%", "higher")
    told = [(board.metric and board.metric.name, board.unit, board.kind) for board in others]
    assert told[-1] == ("pass@1", "%", "gain")
    assert set(told[:-1]) == {
        ("pass@8", "%", "absolute"), ("latency", "%", "absolute"), ("accuracy", None, "absolute"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "figures",
    [
        [(2.0, "WER", "%", "absolute", 0.9)] * 4,  # less is better: a change would always win
        [(2.0, "accuracy", "%", "gain", 0.9)] * 4,
        [(2.0, "accuracy", None, "absolute", 0.9)] * 4,
        [(2.0, "novelty", "%", "absolute", 0.9)] * 4,  # who knows what that is
    ],
)
def test_what_is_not_named_joins_only_the_usual_that_is_better_higher(figures: Any) -> None:
    store = graph_of([*figures, (1.0, None, "%", "absolute", 0.9)])
    boards = joined(query.leaderboard(store, "Bench"))
    assert sorted(len(board.rows) for board in boards) == sorted([1, len(figures)])


def test_f1_takes_what_is_not_named_where_it_is_usual_and_nothing_named() -> None:
    f1 = [(at, "F1", "%", "absolute", 0.9) for at in (50.0, 55.0, 60.0)]
    others: Any = [(52.0, None, "%", "absolute", 0.9), (90.0, "accuracy", "%", "absolute", 0.9)]
    main, other = joined(query.leaderboard(graph_of([*f1, *others]), "Bench"))
    assert [row.value for row in main.rows] == ["60", "55", "52", "50"]
    assert [row.value for row in other.rows] == ["90"]


def test_joining_loses_no_figure_and_mixes_no_benchmark_kind_or_unit() -> None:
    store = open_store(Path(__file__).parents[1] / "graph")
    for node in store.nodes("Entity"):
        boards = query.leaderboard(store, node.id)
        after = joined(boards)
        assert sorted(row.id for board in boards for row in board.rows) == sorted(
            row.id for board in after for row in board.rows
        )
        for board in after:
            assert all(
                (row.benchmark, row.kind, row.unit) == (board.benchmark, board.kind, board.unit)
                for row in board.rows
            )
        assert [board.kind != "absolute" for board in after] == sorted(
            board.kind != "absolute" for board in after
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Some of the figures in a folder."""
    path = tmp_path_factory.mktemp("graph")
    papers, found = [], {}
    for at, (number, metric, unit, kind, sure) in enumerate(FIGURES[:5]):
        one = paper(f"arxiv:2401.0000{at}", f"Paper {at}", "On Bench by accuracy.")
        facts = {"number": number, "unit": unit, "kind": kind, "confidence": sure}
        told = result(f"{number:g}", dataset="Bench", metric=metric, **facts)
        metrics = [entity(metric, "Metric", "MEASURES")] if metric else []
        on = entity("Bench", "Benchmark", "EVALUATES_ON")
        papers.append(one)
        found[one.id] = ("print", record(one.id, on, *metrics, results=(told,)))
    open_store(path).update(papers, found)
    return str(path)


def test_the_command_ranks_what_is_sure_and_lists_the_rest_below(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["leaderboard", "Bench", "--store", folder]
    assert run([*command, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["rank"], row["value"], row["metric"]) for row in rows] == [
        (1, "75", "resolved rate"), (2, "70", "accuracy"), (3, "65", None), (4, "60", "pass@1"),
        (None, "99", "accuracy"),
    ]  # fmt: skip
    assert run([*command, "--limit", "4"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("share of tasks solved on Bench, in % (higher is better)")
    assert "resolved rate" in out
    assert "99" not in out
    assert run([*command, "--metric", "pass@1"]) == 0
    assert capsys.readouterr().out.startswith("pass@1 on Bench")


def test_figures_of_an_entity_come_sure_absolute_and_newest_first_page_by_page() -> None:
    # The newest is hardly sure, the second newest a gain.
    store = graph_of([(float(at), "accuracy", "%", "absolute", 0.9) for at in range(23)]
                     + [(50.0, "accuracy", "%", "gain", 0.9), (99.0, None, "%", "absolute", 0.4)])  # fmt: skip
    first = views.entity_view(store, bench(store))
    second = views.entity_view(store, bench(store), results_page=2)
    assert values(first.results) == [str(at) for at in range(22, 2, -1)]
    assert values(second.results) == ["2", "1", "0", "50", "99"]
    assert (first.n_results, first.n_sure) == (25, 24)
    assert (first.results_page, second.results_page, first.results_pages) == (1, 2, 2)
    assert views.entity_view(store, bench(store), results_page=9).results_page == 2


def test_the_page_of_an_entity_leads_to_all_its_figures() -> None:
    figures: Any = [(float(at), "accuracy", "%", "absolute", 0.9 - at / 50) for at in range(27)]
    app = create_app(graph_of(figures), watch=None)
    with TestClient(app, base_url="http://localhost") as client:
        first = client.get("/entity/benchmark:bench").text
        assert 'href="/entity/benchmark:bench?results_page=2#results"' in first
        last = client.get("/entity/benchmark:bench?results_page=2").text
        assert "6 less sure figures on this page, likely misread" in last
        told = client.get("/api/entity/benchmark:bench?results_page=2").json()
    assert (len(told["results"]), told["results_pages"], told["n_sure"]) == (7, 2, 21)


def doubtful_graph() -> nx.MultiDiGraph:
    """Papers that do something with a benchmark and, less surely, something stronger."""
    graph = nx.MultiDiGraph()
    graph.add_node("benchmark:b", labels=("Entity", "Benchmark"), name="B", paperCount=4)
    done = {
        "title:a": [("PROPOSES", 0.49)],
        "title:b": [("MENTIONS", 0.5)],
        "title:c": [("PROPOSES", 0.3), ("USES", 0.9)],
        "title:d": [("PROPOSES", 0.5)],
        "title:e": [("USES", 0.1)],
        "title:f": [("COMPARES_TO", 0.6)],
    }
    for id, edges in done.items():
        graph.add_node(id, labels=("Paper",), title=id, published="2025-01-01")
        for type, sure in edges:
            graph.add_edge(id, "benchmark:b", key=type, confidence=sure)
    return graph


def test_no_doubtful_relation_outranks_a_sure_one() -> None:
    store = FakeStore(doubtful_graph())
    rows = paper_rows(store, ["benchmark:b"])
    assert [row.paper.id.removeprefix("title:") for row in rows] == list("dfcbae")
    assert rows[2].relations == ("USES", "PROPOSES")
    assert rows[2].confidence == 0.9
    told = entity_rows(store, ["title:c"])
    assert [row.relation for row in told] == ["USES", "PROPOSES"]
    view = views.entity_view(store, bench(store))
    assert [one.id for one in view.listing.papers] == [row.paper.id for row in rows]
    linked = views.paper_view(store, next(node for node in store.nodes() if node.id == "title:c"))
    assert [link.relation for link in linked.entities] == ["USES", "PROPOSES"]


def test_the_view_tells_how_many_papers_the_curve_leaves_out() -> None:
    store = FakeStore(doubtful_graph())
    view = views.entity_view(store, bench(store))
    assert (view.curve.papers, view.uncounted, view.listing.total) == (4, 2, 6)
