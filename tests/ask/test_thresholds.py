"""Figures above or below a number."""

from __future__ import annotations

import pytest

from papermesh.ask.answer import Answer, Named, Request
from papermesh.ask.thresholds import beyond
from tests.fakes import FakeStore, small_graph

STORE = FakeStore(small_graph())


def _beyond(a: str, op: str, value: str, unit: str = "", **others: str) -> Answer:
    names = {slot: Named(name, tuple(STORE.resolve(name))) for slot, name in others.items()}
    names["a"] = Named(a, tuple(STORE.resolve(a)))
    return beyond(Request(STORE, "beyond", names, {"op": op, "value": value, "unit": unit}))


@pytest.mark.parametrize(
    ("op", "values"),
    [
        ("above", ["89%"]),
        ("at least", ["89%", "88.1%"]),
        ("below", []),
        ("at most", ["88.1%"]),
    ],
)
def test_figures_beyond_a_number(op: str, values: list[str]) -> None:
    answer = _beyond("GLUE", op, "88.1", "%")
    assert [row[3] for row in answer.rows] == values
    assert answer.parameters["value"] == 88.1
    assert "88.1" not in answer.traversal
    assert answer.columns[-2:] == ("confidence", "id")
    assert all(answer.evidence)


def test_the_sentence_tells_the_bound_and_the_best() -> None:
    told = _beyond("GLUE", "above", "80", "%").sentence
    assert told.startswith("2 figures on GLUE are above 80%: 89% accuracy by ")
    assert _beyond("GLUE", "at least", "99").sentence == (
        "No abstract states a figure on GLUE of at least 99."
    )


def test_where_less_is_better_the_least_comes_first() -> None:
    answer = _beyond("perplexity", "below", "1,000")
    assert [row[3] for row in answer.rows] == ["10.4", "12.1"]


def test_only_of_a_method_in_a_metric_and_a_unit() -> None:
    assert len(_beyond("GLUE", "above", "0", x="LoRA", z="accuracy").rows) == 1
    assert not _beyond("GLUE", "above", "0", z="perplexity").rows
    assert not _beyond("GLUE", "above", "0", unit="ms").rows
    answer = _beyond("LoRA", "above", "0", z="accuracy")
    assert answer.rows
    assert " by LoRA" not in answer.sentence
