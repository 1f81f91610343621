"""Families that names tell: who belongs to whom, and who merely begins alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papermesh import views
from papermesh.cli import run
from papermesh.query.families import Family, family_of
from papermesh.store import open_store
from papermesh.store.base import Node
from papermesh.store.snapshot import Snapshot
from tests.fakes import FakeStore
from tests.make import paper, read

NAMES = {
    "SWE-bench": ("Benchmark", 20),
    "SWE-bench Verified": ("Benchmark", 30),
    "SWE-Bench Lite": ("Dataset", 4),
    "SWE-bench Verified Mini": ("Benchmark", 2),
    "SWE-bench-java": ("Benchmark", 3),
    "SWE-benchmarks": ("Benchmark", 3),
    "SWE-bench Agent": ("Method", 3),
    "SWE": ("Dataset", 1),
    "HumanEval": ("Benchmark", 9),
    "HumanEval+": ("Benchmark", 5),
    "Llama": ("Model", 8),
    "LLaMA-Adapter": ("Method", 3),
    "Code Llama": ("Model", 3),
    "Llama-based planner": ("Method", 3),
    "Qwen2": ("Model", 8),
    "Qwen2.5 Coder": ("Model", 8),
    "DIRECT": ("Method", 9),
    "Direct Answer": ("Method", 3),
    "Sparse": ("Method", 9),
    "Sparse Transformer": ("Method", 3),
    "CLIP": ("Model", 9),
    "CLIP embeddings": ("Method", 3),
    "CLIP-ViT": ("Model", 3),
    "3DGS": ("Method", 2),
    "3DGS Everything": ("Method", 11),
    "reasoning": ("Benchmark", 9),
    "reasoning Gym": ("Benchmark", 3),
    "AI": ("Model", 9),
    "AI Feedback": ("Method", 3),
}


def graph_of(names: Mapping[str, tuple[str, int]]) -> nx.MultiDiGraph:
    """As many papers for each name as it is to have; no paper has two names but the first."""
    graph = nx.MultiDiGraph()
    for at, (name, (type, papers)) in enumerate(names.items()):
        id = f"{type.casefold()}:{at}"
        graph.add_node(id, labels=("Entity", type), name=name, paperCount=papers)
        for number in range(papers):
            paper = f"title:p{at}-{number}" if number else "title:all"
            graph.add_node(paper, labels=("Paper",), title=paper)
            graph.add_edge(paper, id, key="USES", confidence=0.9)
    return graph


@pytest.fixture(scope="module")
def store() -> Snapshot:
    return Snapshot(FakeStore(graph_of(NAMES)))


def named(store: Snapshot, name: str) -> Node:
    return next(node for node in store.nodes("Entity") if node.name == name)


def of(store: Snapshot, name: str) -> Family:
    return family_of(store, named(store, name))


def members(store: Snapshot, name: str) -> list[str]:
    return [node.name for node in of(store, name).members]


def test_a_family_is_all_names_that_begin_so_most_used_first(store: Snapshot) -> None:
    assert members(store, "SWE-bench") == [
        "SWE-bench Verified", "SWE-Bench Lite", "SWE-bench-java", "SWE-bench Verified Mini",
    ]  # fmt: skip
    # Each has a paper in common with all others.
    assert of(store, "SWE-bench").papers == 20 + 29 + 3 + 2 + 1
    assert members(store, "HumanEval") == ["HumanEval+"]


def test_the_root_is_the_nearest_that_is_one(store: Snapshot) -> None:
    roots = {name: of(store, name).root for name in NAMES}
    assert {name: root.name for name, root in roots.items() if root} == {
        "SWE-bench Verified": "SWE-bench",
        "SWE-Bench Lite": "SWE-bench",
        "SWE-bench-java": "SWE-bench",
        "SWE-bench Verified Mini": "SWE-bench Verified",
        "HumanEval+": "HumanEval",
        "LLaMA-Adapter": "Llama",
        "CLIP-ViT": "CLIP",
    }


@pytest.mark.parametrize(
    "name", ["SWE", "Qwen2", "DIRECT", "Sparse", "3DGS", "reasoning", "AI", "Code Llama"]
)
def test_what_merely_begins_so_is_no_family(store: Snapshot, name: str) -> None:
    assert of(store, name) == Family(None, (), NAMES[name][1])


def test_roots_and_members_are_each_others(store: Snapshot) -> None:
    for node in store.nodes("Entity"):
        root = family_of(store, node).root
        assert root is None or node in family_of(store, root).members


def test_the_view_leaves_out_versions_and_counts_them() -> None:
    graph = graph_of({"Llama": ("Model", 4), "Llama 2": ("Model", 3), "Llama Guard": ("Model", 2)})
    graph.add_edge("model:1", "model:0", key="VERSION_OF")
    store = FakeStore(graph)
    view = views.entity_view(store, next(store.nodes("Model")))
    assert [later.name for later in view.later] == ["Llama 2"]
    assert view.family is not None
    assert [member.name for member in view.family.members] == ["Llama Guard"]
    assert (view.family.total, view.family.papers, view.family.root) == (2, 7, None)


def test_an_entity_of_no_family_has_none() -> None:
    store = FakeStore(graph_of({"GLUE": ("Benchmark", 4)}))
    assert views.entity_view(store, next(store.nodes("Benchmark"))).family is None


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=30))
def test_any_names_have_families(names: list[str], head: str) -> None:
    given_names = dict.fromkeys([head, *(f"{head} {name}" for name in names)], ("Model", 3))
    store = FakeStore(graph_of(given_names))
    for node in store.nodes("Entity"):
        assert node not in family_of(store, node).members


def test_show_tells_the_family(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = ["SWE-bench is hard.", "SWE-bench Verified is less so.", "SWE-bench and all."]
    papers = [paper(f"arxiv:2401.0000{at}", abstract=text) for at, text in enumerate(texts)]
    names = [("SWE-bench", "Benchmark", "USES"), ("SWE-bench Verified", "Benchmark", "USES")]
    found = {one.id: read(one, names[one is papers[1]]) for one in papers}
    open_store(tmp_path).update(papers, found)
    assert run(["show", "SWE-bench", "--store", str(tmp_path)]) == 0
    assert "family, 3 papers together: SWE-bench Verified (1)" in capsys.readouterr().out
    assert run(["show", "SWE-bench Verified", "--store", str(tmp_path)]) == 0
    assert "of the family of SWE-bench (benchmark:swe-bench)" in capsys.readouterr().out
    assert run(["show", "SWE-bench", "--store", str(tmp_path), "--format", "json"]) == 0
    family = json.loads(capsys.readouterr().out)["family"]
    assert (family["root"], family["papers"]) == (None, 3)
    assert [member["name"] for member in family["members"]] == ["SWE-bench Verified"]
