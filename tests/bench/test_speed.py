"""Speed as ratios against a bound that is measured in the same run; `pytest -m bench`.

Machines differ and are noisy, so nothing here is a number of seconds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy

from papermesh.build import build
from papermesh.extract import load
from papermesh.store.folder import FolderStore

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.bench


def best_of(runs: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    lines = (ROOT / "seeds" / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    papers = [json.loads(line) for line in lines]
    return [f"{paper['title']}\n\n{paper['abstract']}" for paper in papers]


def test_reading_against_a_plain_tagger(texts: list[str]) -> None:
    """The pipeline costs less than ten times what spaCy's own `tok2vec` and `ner` cost."""
    plain = spacy.blank("en")
    plain.add_pipe("tok2vec")
    ner = plain.add_pipe(
        "ner",
        config={"model": {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}}},
    )
    ner.add_label("Method")  # type: ignore[attr-defined]
    plain.initialize()
    ours = load()
    bound = best_of(3, lambda: list(plain.pipe(texts)))
    took = best_of(3, lambda: list(ours.pipe(texts)))
    print(
        f"\n{len(texts) / took:.0f} texts/s, plain {len(texts) / bound:.0f}, ratio {took / bound:.2f}"
    )
    assert took < 10 * bound


def test_asking_against_starting_python(tmp_path: Path) -> None:
    """A question as a whole process costs little more than starting Python with its imports."""
    imports = "import click, networkx, pydantic, rapidfuzz, rich.table, json"
    build(FolderStore(tmp_path / "g"), [str(ROOT / "seeds" / "papers.jsonl")])

    def run(*command: str) -> None:
        subprocess.run([sys.executable, *command], capture_output=True, check=True)

    bound = best_of(3, lambda: run("-c", imports))
    took = best_of(
        3,
        lambda: run(
            "-m", "papermesh", "ask", "which papers use MTEB", "--store", str(tmp_path / "g")
        ),
    )
    print(f"\nask {took:.2f} s, imports alone {bound:.2f} s, ratio {took / bound:.2f}")
    assert took < 3 * bound


def test_building_again_against_building(tmp_path: Path) -> None:
    """What is known is not read again: the second build costs less than half the first."""
    source = [str(ROOT / "seeds" / "papers.jsonl")]
    store = FolderStore(tmp_path / "g")
    first = best_of(1, lambda: build(store, source))
    again = best_of(1, lambda: build(store, source))
    print(f"\nfirst {first:.2f} s, again {again:.2f} s")
    assert again < first / 2
