"""Agreement with a corpus that others annotated, and that nothing here was trained on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from papermesh.extract import load

pytestmark = pytest.mark.bench

#: SciER (Zhang et al., EMNLP 2024) tells models from methods, and benchmarks from data sets, no more than this.
COARSE = {
    "Method": "Method",
    "Model": "Method",
    "Dataset": "Dataset",
    "Benchmark": "Dataset",
    "Task": "Task",
}


def squeezed(text: str) -> str:
    """The corpus puts blanks between digits and around punctuation."""
    return "".join(text.split())


def test_scier(shared: Path) -> None:
    """Exact spans with their type, sentence by sentence, on the development split."""
    nlp = load()
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    lines = (shared / "corpora" / "scier" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    sentences = [json.loads(line) for line in lines]
    for sentence, doc in zip(sentences, nlp.pipe([s["sentence"] for s in sentences]), strict=True):
        gold = Counter((squeezed(text), kind) for text, kind in sentence["ner"])
        found = Counter(
            (squeezed(span.text), COARSE[span.label_])
            for span in doc.spans["papermesh"]
            if span.label_ in COARSE
        )
        for counter, pairs in ((right, gold & found), (given, found), (wanted, gold)):
            for (_, kind), count in pairs.items():
                counter[kind] += count
    for kind in (*wanted, None):
        hit, out, all_ = (
            sum(c.values()) if kind is None else c[kind] for c in (right, given, wanted)
        )
        precision, recall = hit / out, hit / all_
        f1 = 2 * hit / (out + all_)
        print(f"\n{kind or 'all'}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} ({all_})", end="")
    assert sum(right.values()) > 0.3 * sum(wanted.values())
