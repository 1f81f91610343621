"""The main job on real input: four pages, seven days of the API, gold records.

These read what lies beside the project and are skipped where it is absent.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from papermesh.build import build, merged
from papermesh.cli import run
from papermesh.evaluate import evaluate
from papermesh.extract import extract
from papermesh.model import Paper, Record
from papermesh.query import papers_of
from papermesh.store.folder import FolderStore
from papermesh.text import clean

MTEB_PAPERS = {
    "Improving General Text Embedding Model: Tackling Task Conflict and Data Imbalance through Model Merging",
    "Towards Improved Sentence Representations using Token Graphs",
}


@pytest.fixture(scope="session")
def pages(shared: Path) -> list[str]:
    return sorted(map(str, (shared / "seeds").glob("*.txt")))


@pytest.fixture(scope="session")
def papers(pages: list[str]) -> list[Paper]:
    return merged(pages)


@pytest.fixture(scope="session")
def records(papers: list[Paper]) -> list[Record]:
    return list(extract(papers, workers=2))


def test_the_pages_hold_203_papers(papers: list[Paper], pages: list[str]) -> None:
    assert len(pages) == 4
    assert len(papers) == 203


def test_every_mention_can_be_taken_back_to_the_page(
    papers: list[Paper], records: list[Record]
) -> None:
    """A mention's words stand in the text as the page has it, where the cleaning says."""
    exact = 0
    for paper, record in zip(papers, records, strict=True):
        for mention in (m for e in record.entities for m in e.mentions):
            raw = getattr(paper, f"raw_{mention.field}") or getattr(paper, mention.field)
            start, end = clean(raw).raw_span(mention.start, mention.end)
            assert 0 <= start < end <= len(raw)
            exact += raw[start:end] == mention.text
    assert exact > 0.95 * sum(len(e.mentions) for r in records for e in r.entities)


def test_who_uses_mteb(
    pages: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "graph")
    assert run(["build", *pages, "--store", store]) == 0
    capsys.readouterr()
    assert (
        run(["papers", "MTEB", "--relation", "EVALUATES_ON", "--format", "json", "--store", store])
        == 0
    )
    assert {row["paper"] for row in json.loads(capsys.readouterr().out)} == MTEB_PAPERS


def test_pages_in_any_order_and_in_batches_give_the_same_bytes(
    pages: list[str], tmp_path: Path
) -> None:
    """Once and twice, forwards, backwards and one page at a time, with one worker and with two."""
    folders = {
        name: FolderStore(tmp_path / name) for name in ("whole", "twice", "backwards", "single")
    }
    build(folders["whole"], pages)
    for _ in range(2):
        build(folders["twice"], pages, workers=2)
    build(folders["backwards"], pages[::-1])
    for page in (pages[2], pages[0], pages[3], pages[1]):
        build(folders["single"], [page])
    wanted = _bytes(tmp_path / "whole")
    assert len(wanted) == 5
    for name in folders:
        assert _bytes(tmp_path / name) == wanted, name


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.json*")}


def test_seven_days_of_the_api_lose_nothing(shared: Path, tmp_path: Path) -> None:
    days = sorted((shared / "hf_api").glob("*.json"))
    assert len(days) == 7
    entries = [item for day in days for item in json.loads(day.read_text(encoding="utf-8"))]
    store = FolderStore(tmp_path / "graph")
    report = build(store, list(map(str, days)))
    assert not report.problems
    assert report.entries == len(entries)
    assert report.papers == len({item["paper"]["id"] for item in entries})
    for item in entries:
        node = store.node(f"arxiv:{item['paper']['id']}")
        assert node is not None
        assert node.properties["published"] == item["paper"]["publishedAt"][:10]
        assert len(node.properties["authors"]) == len(item["paper"]["authors"])


@pytest.fixture(scope="session")
def gold(shared: Path) -> Path:
    return shared / "gold" / "dev.jsonl"


def test_quality_does_not_fall(gold: Path, records: list[Record]) -> None:
    """Floors a little below what was measured; the README tells the figures themselves."""
    wanted = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    rows = evaluate(wanted, [record.model_dump(mode="json") for record in records]).rows
    floors = {
        "core": 0.63,
        "named": 0.74,
        "+relation": 0.53,
        "results": 0.28,
        "result values": 0.82,
    }
    for name, floor in floors.items():
        assert rows[name].f1 >= floor, f"{name} {rows[name].f1:.3f}"


def test_the_scores_are_those_of_the_yardstick(
    shared: Path, gold: Path, records: list[Record], tmp_path: Path
) -> None:
    """`papermesh eval` and the project's yardstick agree on every row."""
    found = [record.model_dump(mode="json") for record in records]
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in found), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(shared / "tools" / "score.py"), str(gold), str(path), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    theirs = json.loads(done.stdout)
    wanted = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    for name, ours in evaluate(wanted, found).rows.items():
        other = theirs["by type"][name.strip()] if name.startswith(" ") else theirs[name]
        assert round(100 * ours.f1, 1) == other["f1"], name
        assert (ours.gold, ours.found) == (other["gold"], other["found"]), name


def test_a_corrected_paper_replaces_its_own_edges_only(pages: list[str], tmp_path: Path) -> None:
    """One title's abstract is changed in one page: all other papers keep their edges."""
    store = FolderStore(tmp_path / "graph")
    page = tmp_path / "page.txt"
    text = Path(pages[1]).read_text(encoding="utf-8")
    page.write_text(text, encoding="utf-8")
    build(store, [str(page)])
    before = {row.paper.id: row.relations for row in papers_of(store, "accuracy")}
    lines = text.split("\n")
    title = next(i for i, line in enumerate(lines) if line.startswith("A2SF"))
    lines[title + 2] = (
        "We propose Zorbly, a framework for merging text embeddings, and show that Zorbly beats BERT on MTEB."
    )
    page.write_text("\n".join(lines), encoding="utf-8")
    build(store, [str(page)])
    after = {row.paper.id: row.relations for row in papers_of(store, "accuracy")}
    changed = next(
        node.id for node in store.nodes("Paper") if str(node.properties["title"]).startswith("A2SF")
    )
    assert changed in before
    assert changed not in after
    assert {id: r for id, r in before.items() if id != changed} == after
    assert store.resolve("Zorbly")
