"""The graph that is shipped is the one that the seeds give."""

from __future__ import annotations

import json
from pathlib import Path

from papermesh.build import build
from papermesh.model import EntityType
from papermesh.store.folder import FolderStore

ROOT = Path(__file__).parents[1]


def test_the_shipped_graph_is_what_the_seeds_give(tmp_path: Path) -> None:
    """Byte for byte; `papermesh build seeds/papers.jsonl` renews it."""
    report = build(FolderStore(tmp_path / "graph"), [str(ROOT / "seeds" / "papers.jsonl")])
    assert not report.problems
    names = sorted(path.name for path in (tmp_path / "graph").glob("*.json*"))
    assert names == ["edges.jsonl", "graph.json", "nodes.jsonl", "papers.jsonl", "records.jsonl"]
    for name in names:
        assert (tmp_path / "graph" / name).read_bytes() == (ROOT / "graph" / name).read_bytes(), (
            name
        )


def test_the_lexicon_is_sound() -> None:
    """Sorted, without repetition, of known types only."""
    lines = (ROOT / "seeds" / "lexicon.jsonl").read_text(encoding="utf-8").splitlines()
    terms = [json.loads(line) for line in lines]
    order = [(t["name"].casefold(), t["name"], t["type"]) for t in terms]
    assert order == sorted(set(order))
    assert {t["type"] for t in terms} <= set(EntityType)
    for term in terms:
        surfaces = {term["name"], *term.get("aliases", ())}
        assert set(term.get("exact", ())) <= surfaces
        assert set(term) <= {"name", "type", "aliases", "exact", "other_types", "weak"}
