"""The graph that is shipped is the one that the seeds give."""

from __future__ import annotations

import json
from pathlib import Path

from papermesh.build import build
from papermesh.model import EntityType
from papermesh.store.folder import FolderStore

ROOT = Path(__file__).parents[1]


def test_the_shipped_graph_is_what_the_seeds_give(tmp_path: Path) -> None:
    """`papermesh build seeds/papers.jsonl` renews it.

    Papers are the same byte for byte. Of the nodes and edges one in a hundred may differ: another
    processor rounds otherwise, and a confidence just at the bound then falls on its other side.
    """
    report = build(FolderStore(tmp_path / "graph"), [str(ROOT / "seeds" / "papers.jsonl")])
    assert not report.problems
    names = sorted(path.name for path in (tmp_path / "graph").glob("*.json*"))
    assert names == ["edges.jsonl", "graph.json", "nodes.jsonl", "papers.jsonl", "records.jsonl"]
    made, shipped = tmp_path / "graph", ROOT / "graph"
    assert (made / "papers.jsonl").read_bytes() == (shipped / "papers.jsonl").read_bytes()
    for name, identity in (("nodes.jsonl", ["id"]), ("edges.jsonl", ["source", "target", "type"])):
        ours, theirs = (
            {
                tuple(json.loads(line)[key] for key in identity)
                for line in (folder / name).read_text(encoding="utf-8").splitlines()
            }
            for folder in (made, shipped)
        )
        assert len(ours ^ theirs) <= len(theirs) / 100, sorted(ours ^ theirs)[:5]


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
