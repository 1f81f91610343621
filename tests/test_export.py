"""Exports hold the whole graph, or nothing is written."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papermesh.errors import ExportError
from papermesh.export import FORMATS, export
from tests.fakes import FakeStore, small_graph

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store() -> FakeStore:
    return FakeStore(small_graph())


def _read_back(path: Path) -> nx.MultiDiGraph:
    """Rebuild a graph from JSON Lines."""
    graph = nx.MultiDiGraph()
    for line in path.read_text("utf-8").splitlines():
        value = json.loads(line)
        if value["kind"] == "node":
            graph.add_node(value["id"], labels=tuple(value["labels"]), **value["properties"])
        else:
            graph.add_edge(
                value["source"], value["target"], key=value["type"], **value["properties"]
            )
    return graph


def test_jsonl_gives_the_graph_back(store: FakeStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.jsonl"
    export(store, "jsonl", path)
    back, graph = _read_back(path), store.graph()
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert {e[:3]: e[3] for e in back.edges(keys=True, data=True)} == {
        e[:3]: e[3] for e in graph.edges(keys=True, data=True)
    }
    kinds = [json.loads(line)["kind"] for line in path.read_text("utf-8").splitlines()]
    assert kinds == sorted(kinds, reverse=True)
    first = json.loads(path.read_text("utf-8").splitlines()[0])
    assert list(first) == ["kind", "id", "labels", "properties"]


def test_graphml_gives_nodes_edges_and_properties_back(store: FakeStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    export(store, "GraphML", path)
    back, graph = nx.read_graphml(path, force_multigraph=True), store.graph()
    assert set(back) == set(graph)
    assert sorted((s, t, d["type"]) for s, t, d in back.edges(data=True)) == sorted(
        graph.edges(keys=True)
    )
    assert back.nodes["benchmark:mteb"]["labels"] == "Entity:Benchmark"
    assert json.loads(back.nodes["benchmark:mteb"]["aliases"]) == [
        "Massive Text Embedding Benchmark"
    ]
    edge = next(
        d for s, t, d in back.edges(data=True) if (s, t) == ("arxiv:2405.00004", "benchmark:mteb")
    )
    assert edge["confidence"] == 0.9
    assert json.loads(edge["evidence"])[0]["sentence"] == "We run MTEB and GLUE."


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_an_export_is_the_same_bytes_again(store: FakeStore, tmp_path: Path, format: str) -> None:
    for name in ("one", "two"):
        export(store, format, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False)
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.lists(_VALUES, min_size=1, max_size=4), name=st.text(min_size=1, max_size=8))
def test_any_property_can_be_exported(tmp_path: Path, values: list[Any], name: str) -> None:
    graph = nx.MultiDiGraph()
    for at, value in enumerate(values):
        graph.add_node(f"n{at}", labels=("Entity", "Method"), name=name, odd=value)
        graph.add_edge("n0", f"n{at}", key="USES", odd=value, confidence=at)
    store = FakeStore(graph)
    for format in FORMATS:
        export(store, format, tmp_path / format)
    assert set(nx.read_graphml(tmp_path / "graphml", force_multigraph=True)) == set(graph)
    odd = [
        json.loads(line)["properties"]["odd"]
        for line in (tmp_path / "jsonl").read_bytes().splitlines()
    ]
    assert odd[: len(values)] == values


def test_characters_that_xml_lacks_are_left_out(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("n", labels=("Paper",), title="a\x00b\x1f\ufffe<&>\ud800c")
    export(FakeStore(graph), "graphml", tmp_path / "g")
    assert nx.read_graphml(tmp_path / "g").nodes["n"]["title"] == "ab<&>c"
    export(FakeStore(graph), "jsonl", tmp_path / "j")
    assert (
        json.loads((tmp_path / "j").read_bytes())["properties"]["title"]
        == "a\x00b\x1f\ufffe<&>\ud800c"
    )


def test_an_unknown_format_lists_the_known(store: FakeStore, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="known: graphml, jsonl"):
        export(store, "docx", tmp_path / "x")
    assert os.listdir(tmp_path) == []


def test_a_failed_export_leaves_what_was_there(
    store: FakeStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = tmp_path / "graph.jsonl"
    goal.write_text("before")

    def fail(store: object, file: object) -> None:
        file.write(b"half")  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(FORMATS, "jsonl", fail)
    with pytest.raises(ExportError, match="No space left"):
        export(store, "jsonl", goal)
    assert goal.read_text() == "before"
    assert os.listdir(tmp_path) == ["graph.jsonl"]


def test_a_missing_folder_is_told(store: FakeStore, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        export(store, "jsonl", tmp_path / "no" / "graph.jsonl")


def test_the_file_is_as_readable_as_any(store: FakeStore, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    export(store, "jsonl", tmp_path / "g")
    assert (tmp_path / "g").stat().st_mode == (tmp_path / "plain").stat().st_mode
