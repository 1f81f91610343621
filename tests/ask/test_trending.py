"""What questions about time are answered: counted by hand, and the same by the Cypher shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

from papermesh.ask import trending
from papermesh.ask.answer import Answer, Named, Request
from papermesh.ask.dates import Period, read_period
from papermesh.store import open_store
from papermesh.store.base import GraphStore
from tests.fakes import FakeStore
from tests.server import Server

Handler = Callable[[Request], Answer]
TODAY = dt.date(2025, 6, 30)
ROOT = Path(__file__).resolve().parents[2]
EDGES = [
    ("USES", "method:dpo", 3, 12, 4),
    ("USES", "method:grpo", 0, 2, 20),
    ("MENTIONS", "method:grpo", 5, 5, 5),
    ("MENTIONS", "concept:robots", 1, 10, 30),
    ("ADDRESSES", "task:robots", 0, 1, 2),
    ("MENTIONS", "task:grasping", 9, 9, 9),
    ("ADDRESSES", "task:grasping", 0, 2, 2),
    ("PROPOSES", "benchmark:old", 1, 1, 0),
    ("PROPOSES", "benchmark:new", 0, 0, 2),
]
"""Which of the 40 papers of each of three half years have what: the first so many of them."""
NAMES = {
    "method:dpo": "DPO",
    "method:grpo": "GRPO",
    "concept:robots": "robots",
    "task:robots": "robots",
    "task:grasping": "grasping",
    "benchmark:old": "Old",
    "benchmark:new": "New",
    "benchmark:unborn": "Unborn",
}


@pytest.fixture(scope="module")
def store() -> FakeStore:
    """40 papers of each of June 2023, June 2024 and June 2025, and one without a date."""
    graph = nx.MultiDiGraph()
    for id, name in NAMES.items():
        label = id.split(":")[0].capitalize()
        graph.add_node(id, labels=("Entity", label), name=name, paperCount=1)
    graph.nodes["concept:robots"]["paperCount"] = 41
    for at, year in enumerate((2023, 2024, 2025)):
        for n in range(40):
            paper = f"title:p{year}x{n:02}"
            day = f"{year}-06-{n % 28 + 1:02}"
            graph.add_node(paper, labels=("Paper",), title=paper[6:], published=day)
            for relation, entity, *numbers in EDGES:
                if n < numbers[at]:
                    told = [{"sentence": f"{entity} in {paper}.", "text": entity}]
                    graph.add_edge(paper, entity, key=relation, confidence=0.9, evidence=told)
    graph.add_node("title:undated", labels=("Paper",), title="Undated")
    for entity, relation in (("method:dpo", "USES"), ("benchmark:unborn", "PROPOSES")):
        graph.add_edge("title:undated", entity, key=relation, confidence=0.9)
    return FakeStore(graph)


def asked(
    store: GraphStore, handle: Handler, when: str = "", by: str = "", t: str = "", **names: str
) -> Answer:
    named = {
        slot: Named(name, tuple(store.resolve(name, ["Entity"]))) for slot, name in names.items()
    }
    assert all(name.nodes for name in named.values())
    said = {slot: word for slot, word in (("by", by), ("t", t)) if word}
    period = read_period(when, TODAY)[1] if when else Period()
    return handle(Request(store, "a kind", named, said, period))


def test_growth_counts_only_what_is_used(store: FakeStore) -> None:
    answer = asked(store, trending.grown, x="GRPO")
    assert answer.rows == (("2024", 2, 40, 0.05), ("2025", 20, 40, 0.5))
    assert answer.sentence == (
        "22 papers use GRPO, the first of 2024-06-01;"
        " the most in 2025: 20; in the last year 20 of 40 papers, before 2 of 80: more often than before."
    )
    assert answer.evidence[1][0].sentence == "method:grpo in title:p2025x19."
    assert asked(store, trending.grown, x="DPO").sentence.startswith(
        "20 papers use DPO, the first of 2023-06-01; 1 without a date; the most in 2024: 12;"
    )


def test_a_name_of_a_concept_and_a_task_counts_what_each_can_do(store: FakeStore) -> None:
    """Concepts are only mentioned, so that a mention of one counts, and one of a task does not."""
    answer = asked(store, trending.grown, x="robots")
    assert [row[1] for row in answer.rows] == [1, 10, 30]
    assert answer.sentence.startswith("41 papers are about robots, the first")
    assert answer.understood.startswith("papers that are about robots (")
    answer = asked(store, trending.grown, x="grasping")
    assert [row[1] for row in answer.rows] == [2, 2]
    assert answer.sentence.startswith("4 papers address grasping, the first")


def test_one_paper_and_none(store: FakeStore) -> None:
    assert asked(store, trending.grown, "in 2023", x="robots").sentence.startswith(
        "1 paper is about robots, from 2023-01-01 to 2023-12-31; there is no other time"
    )
    answer = asked(store, trending.grown, "in 2023", x="grasping")
    assert answer.sentence == "No papers address grasping, from 2023-01-01 to 2023-12-31."
    assert answer.rows == (("2023-06", 0, 40, 0.0),)


def test_periods_are_as_long_as_asked_or_as_fits(store: FakeStore) -> None:
    labels = {
        by: [row[0] for row in asked(store, trending.grown, by=by, x="DPO").rows]
        for by in ("", "year", "quarterly", "month")
    }
    assert labels[""] == labels["year"] == ["2023", "2024", "2025"]
    assert labels["quarterly"] == ["2023-Q2", "2024-Q2", "2025-Q2"]
    assert labels["month"] == ["2023-06", "2024-06", "2025-06"]
    short = asked(store, trending.grown, "in the last year", x="DPO")
    assert short.rows == (("2025-06", 4, 40, 0.1),)
    assert "in this time 4 of 40 papers, before 15 of 80: no clear change" in short.sentence
    assert asked(store, trending.counted, by="quarter").rows[0] == ("2023-Q2", 40)


def test_several_stand_side_by_side(store: FakeStore) -> None:
    answer = asked(store, trending.several, l1="DPO", l2="GRPO")
    assert answer.columns == ("period", "DPO", "GRPO", "of all papers")
    assert answer.rows == (("2023", 3, 0, 40), ("2024", 12, 2, 40), ("2025", 4, 20, 40))
    assert answer.sentence == (
        "DPO: 20 papers, the first of 2023, in the last year about as often as before;"
        " GRPO: 22 papers, the first of 2024, in the last year more often than before."
    )
    since = asked(store, trending.several, "since 2024", l1="DPO", l2="GRPO", l3="robots")
    assert since.rows == (("2024", 12, 2, 10, 40), ("2025", 4, 20, 30, 40))
    assert since.sentence.startswith("Since 2024-01-01, DPO: 16 papers, in the last year about")


def test_the_same_thing_twice_is_one_column(store: FakeStore) -> None:
    answer = asked(store, trending.several, l1="DPO", l2="dpo")
    assert answer.columns == ("period", "DPO", "of all papers")
    # Two things of one name stay apart.
    names = {
        slot: Named("robots", tuple(store.resolve("robots", [label])))
        for slot, label in (("l1", "Concept"), ("l2", "Task"))
    }
    answer = trending.several(Request(store, "a kind", names))
    assert answer.columns == ("period", "robots", "robots (2)", "of all papers")
    assert answer.rows[-1] == ("2025", 30, 2, 40)


def test_what_is_new_counts_once_in_its_first_period(store: FakeStore) -> None:
    answer = asked(store, trending.introduced, t="benchmarks")
    assert answer.rows == (("2023", 1), ("2025", 1))
    assert answer.sentence == (
        "Papers introduced 2 benchmarks; the most in 2023: 1; 1 more in papers without a date."
    )
    assert answer.evidence[0][0].sentence == "benchmark:old in title:p2023x00."
    since = asked(store, trending.introduced, "since 2024", by="month", t="benchmarks")
    assert since.rows == (("2024-06", 1), ("2025-06", 1))
    about = asked(store, trending.introduced, t="benchmarks", x="grasping")
    assert about.rows == (("2024", 1), ("2025", 1))
    assert about.sentence.startswith("Papers about grasping introduced 2 benchmarks; ")
    none = asked(store, trending.introduced, "in 2022", t="datasets")
    assert none.sentence == "Papers introduced no datasets, from 2022-01-01 to 2022-12-31."
    assert not none.rows


def test_what_rises_among_papers_about_something(store: FakeStore) -> None:
    rising = trending.changed(rising=True)
    assert asked(store, rising, t="methods").rows[0][:4] == ("GRPO", "Method", 20, 2)
    answer = asked(store, rising, t="methods", x="robots")
    assert answer.rows[0][:4] == ("GRPO", "Method", 20, 2)
    assert answer.sentence == (
        "In a greater share of papers about robots since 2024-06-28 than before:"
        " GRPO (20 papers, 2 before); too few papers to be sure."
    )
    fading = asked(store, trending.changed(rising=False), t="methods", x="robots")
    assert [row[:4] for row in fading.rows] == [("DPO", "Method", 4, 11)]
    assert not fading.sentence.endswith("to be sure.")
    # The thing itself is in all of its papers.
    assert "robots" not in {row[0] for row in asked(store, rising, t="topics", x="robots").rows}


def test_nothing_to_compare_is_said(store: FakeStore) -> None:
    answer = asked(store, trending.changed(rising=True), "since 2020", x="robots")
    assert answer.sentence == (
        "No entities are in a greater share of papers about robots since 2020-01-01 than before,"
        " as there are no such papers before then."
    )
    lone = FakeStore(nx.MultiDiGraph())
    for handle in (trending.counted, trending.introduced, trending.changed(rising=False)):
        assert not handle(Request(lone, "a kind", {})).rows


@pytest.fixture(scope="module")
def copies(server: Server) -> Iterator[tuple[GraphStore, GraphStore]]:
    """The graph that is shown in the repository, in a folder and in Neo4j."""
    server.clear()
    folder, database = open_store(ROOT / "graph"), open_store(server.uri)
    database.update(folder.papers(), folder.records())
    database.close()
    yield folder, database
    folder.close()
    database.close()


@pytest.mark.parametrize("by", ["year", "quarter", "month"])
@pytest.mark.parametrize("when", ["", "since 2025-03", "in 2025", "until May 2025"])
def test_the_cypher_gives_the_same_rows(
    copies: tuple[GraphStore, GraphStore], when: str, by: str
) -> None:
    """Row by row, whatever the period."""
    folder, database = copies
    top, *_, other = (
        row.name for row in folder.nodes("Concept") if row.properties["paperCount"] > 4
    )
    task = max(folder.nodes("Task"), key=lambda node: node.properties["paperCount"]).name
    answers = [
        asked(folder, trending.grown, when, by, x=top),
        asked(folder, trending.several, when, by, l1=top, l2=task, l3=other),
        asked(folder, trending.introduced, when, by, t="methods"),
        asked(folder, trending.introduced, when, by, x=task),
    ]
    for answer in answers:
        found = database.cypher(answer.traversal, answer.parameters)
        assert [tuple(row.values()) for row in found.rows] == list(answer.rows)
    again = asked(database, trending.several, when, by, l1=top, l2=task, l3=other)
    assert replace(again, source=answers[1].source) == answers[1]
