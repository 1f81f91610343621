"""Scores and what confidence is worth, by the rules of the guidelines."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh.cli import run
from papermesh.evaluate import calibration_error, claims, evaluate, intervals, reliability


def entity(name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": "Method",
        "relation": "USES",
        "confidence": 0.8,
        "relation_confidence": 0.5,
        "mentions": [{"text": name, "score": 0.8}],
    } | more


def record(*entities: dict[str, Any], results: list[Any] | None = None) -> dict[str, Any]:
    return {"title": "T", "entities": list(entities), "results": results or []}


def gold(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "Method", "relation": "USES", "mentions": [name]} | more


def test_claims_are_told_right_from_wrong() -> None:
    told = claims(
        [record(gold("LoRA"), gold("Adam", relation="PROPOSES"))],
        [record(entity("LoRA"), entity("Adam"), entity("Foo"))],
    )
    assert told["entity"] == [(0.8, True), (0.8, True), (0.8, False)]
    assert told["relation"] == [(0.4, True), (0.4, False), (0.4, False)]
    assert told["mention"] == [(0.8, True), (0.8, True), (0.8, False)]


def test_what_readers_disagree_on_is_no_claim() -> None:
    told = claims([record() | {"optional": [gold("Foo")]}], [record(entity("Foo"))])
    assert told.get("entity", []) == []


def test_a_result_is_right_as_a_whole() -> None:
    result = {"value": "3%", "kind": "gain", "method": None, "dataset": None, "metric": None}
    wrong = result | {"kind": "reduction"}
    told = claims(
        [record(results=[result])],
        [record(results=[wrong | {"confidence": 0.3}, result | {"confidence": 0.9}])],
    )
    assert sorted(told["result"]) == [(0.3, False), (0.9, True)]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_bins_hold_every_claim_once(told: list[tuple[float, bool]]) -> None:
    bins = reliability(told)
    assert sum(each.count for each in bins) == len(told)
    assert all(each.low - 1e-9 <= each.confidence <= each.high + 1e-9 for each in bins)
    assert 0 <= calibration_error(told) <= 1


def test_honest_confidence_has_no_error() -> None:
    told = [(0.8, n % 5 != 0) for n in range(100)]
    assert calibration_error(told) == pytest.approx(0)
    assert calibration_error([(0.9, False)] * 10) == pytest.approx(0.9)


def test_nothing_claimed_is_no_error() -> None:
    assert calibration_error([]) == 0
    assert reliability([]) == []


def test_intervals_hold_the_score_and_shrink_with_papers() -> None:
    shuffled = random.Random(0)
    wanted = [record(gold("LoRA")) | {"title": f"T{n}"} for n in range(80)]
    found = [
        (record(entity("LoRA")) if shuffled.random() < 0.7 else record()) | {"title": f"T{n}"}
        for n in range(80)
    ]
    few, many = intervals(wanted[:10], found), intervals(wanted, found)
    assert intervals(wanted, found) == many
    f1 = 100 * evaluate(wanted, found).rows["core"].f1
    assert many["core"][0] < f1 < many["core"][1]
    assert many["core"][1] - many["core"][0] < few["core"][1] - few["core"][0]


def test_eval_prints_what_confidence_is_worth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers, wanted = tmp_path / "p.jsonl", tmp_path / "g.jsonl"
    abstract = "We evaluate BERT on MTEB and reach an accuracy of 81.2%."
    papers.write_text(json.dumps({"title": "T", "abstract": abstract}) + "\n", encoding="utf-8")
    named = gold("BERT", type="Model")
    wanted.write_text(json.dumps(record(named)) + "\n", encoding="utf-8")
    assert run(["eval", str(wanted), str(papers), "--reliability", "--format", "json"]) == 0
    printed = capsys.readouterr()
    assert {row["what"] for row in json.loads(printed.out)} >= {"entity", "relation", "mention"}
    assert "expected calibration error of entity" in printed.err
    assert run(["eval", str(wanted), str(papers), "--bootstrap", "50", "--format", "json"]) == 0
    rows = {row["row"].strip(): row for row in json.loads(capsys.readouterr().out)}
    assert rows["Model"]["low"] <= rows["Model"]["f1"] <= rows["Model"]["high"]
