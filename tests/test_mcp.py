"""Assistants can ask the graph: the real client of the protocol speaks to the real server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

import papermesh
from papermesh.mcp import create_server
from papermesh.store import open_store
from papermesh.store.base import GraphStore
from tests.fakes import FakeStore, small_graph
from tests.make import paper

ROOT = Path(__file__).parents[1]
TOOLS = {"ask", "search", "paper", "entity", "papers", "leaderboard", "trends", "digest"}


def call(tool: str, store: GraphStore | None = None, **arguments: Any) -> Any:
    async def asked() -> Any:
        async with Client(create_server(store or FakeStore(small_graph()))) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(asked())


def told(tool: str, store: GraphStore | None = None, **arguments: Any) -> Any:
    """What a tool gives, which is no error."""
    answer = call(tool, store, **arguments)
    assert not answer.is_error, answer.content[0].text
    return answer.structured_content


def test_the_tools_tell_what_they_take_and_give() -> None:
    async def listed() -> Any:
        async with Client(create_server(FakeStore(small_graph()))) as client:
            assert "abstract" in (client.instructions or "")
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(listed())}
    assert tools.keys() == TOOLS
    for tool in tools.values():
        assert tool.description
        assert tool.output_schema
        assert tool.annotations.read_only_hint


@pytest.mark.parametrize(
    ("tool", "arguments", "expected"),
    [
        ("ask", {"question": "which papers use MTEB"}, "rows"),
        ("search", {"words": "MTBE", "type": "Benchmark"}, "hits"),
        ("paper", {"name": "arxiv:2403.00003"}, "entities"),
        ("entity", {"name": "llama-2"}, "listing"),
        ("papers", {"name": "MTEB", "relation": "evaluates on"}, "papers"),
        ("leaderboard", {"benchmark": "mteb"}, "boards"),
        ("trends", {"names": ["MTEB"]}, "curves"),
        ("digest", {"since": "2024-01-01"}, "papers"),
    ],
)
def test_a_tool_gives_structured_content(tool: str, arguments: Any, expected: str) -> None:
    answer = call(tool, **arguments)
    assert not answer.is_error
    assert answer.structured_content[expected]


def test_a_board_is_of_the_benchmark_that_was_named() -> None:
    for name, id, values in (
        ("mteb", "benchmark:mteb", [["64.0", "61.5", "59.0"], ["2.5 points"]]),
        ("GLUE", "benchmark:glue", [["89%", "88.1%"]]),
    ):
        view = told("leaderboard", benchmark=name)
        assert view["id"] == id
        assert [[row["value"] for row in board["results"]] for board in view["boards"]] == values
    (board,) = told("leaderboard", benchmark="MTEB", metric="accuracy", limit=2)["boards"]
    assert ([row["value"] for row in board["results"]], board["total"]) == (["64.0", "61.5"], 3)


def test_papers_are_chosen_by_relation_and_day() -> None:
    view = told("papers", name="MTEB", relation="evaluates on", until="2024")
    assert [node["id"] for node in view["entities"]] == ["benchmark:mteb"]
    assert [one["id"] for one in view["papers"]] == ["arxiv:2405.00004", "arxiv:2403.00003"]
    assert view["papers"][0]["evidence"][0]["sentence"] == "We run MTEB and GLUE."
    cut = told("papers", name="MTEB", limit=1)
    assert (cut["total"], [one["id"] for one in cut["papers"]]) == (4, ["arxiv:2301.00001"])


@pytest.mark.parametrize(
    ("tool", "arguments", "lists"),
    [
        ("ask", {"question": "which papers use MTEB"}, ["rows", "evidence"]),
        ("search", {"words": "embedding"}, ["hits"]),
        ("entity", {"name": "MTEB"}, ["used_with", "results"]),
        ("papers", {"name": "MTEB"}, ["papers"]),
        ("leaderboard", {"benchmark": "MTEB"}, ["boards"]),
        ("digest", {"since": "2023"}, ["papers", "introduced", "results", "used"]),
    ],
)
def test_answers_are_as_long_as_is_wanted(tool: str, arguments: Any, lists: list[str]) -> None:
    whole, cut = told(tool, **arguments, limit=50), told(tool, **arguments, limit=1)
    assert all(len(whole[name]) > 1 for name in lists)
    assert [len(cut[name]) for name in lists] == [1 for _ in lists]


def test_every_statement_keeps_one_sentence_and_no_place() -> None:
    graph = small_graph()
    for _, _, data in graph.edges(data=True):
        if "evidence" in data:
            data["evidence"] = [*data["evidence"], {**data["evidence"][0], "sentence": "Again."}]
    store, counted = FakeStore(graph), 0
    for tool, arguments in (
        ("ask", {"question": "which papers use MTEB"}),
        ("paper", {"name": "arxiv:2403.00003"}),
        ("entity", {"name": "MTEB"}),
        ("papers", {"name": "MTEB"}),
        ("leaderboard", {"benchmark": "MTEB"}),
        ("digest", {"since": "2023"}),
    ):
        given = told(tool, store, **arguments)
        for sentences in evidence_of(given):
            assert len(sentences) == 1
            assert sentences[0]["sentence"] != "Again."
            counted += 1
        assert not given.get("mentions")
    assert counted > 30


def evidence_of(value: Any) -> Iterator[list[Any]]:
    """All evidence that something holds, but for what has none."""
    if isinstance(value, dict):
        given = value.get("evidence") or []
        yield from given if given and isinstance(given[0], list) else [given] * bool(given)
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from evidence_of(item)


def test_what_a_build_adds_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    with papermesh.open(folder) as graph:
        graph.build(paper("arxiv:2501.00001", "Lantern: a model of light", "We propose Lantern."))

    async def asked() -> list[Any]:
        async with Client(create_server(open_store(folder))) as client:
            name = {"name": "arxiv:2501.00002"}
            before = await client.call_tool("paper", name)
            with papermesh.open(folder) as graph:
                graph.build(paper("arxiv:2501.00002", "Harbour: a set", "We introduce Harbour."))
            return [before, await client.call_tool("paper", name)]

    before, after = asyncio.run(asked())
    assert before.is_error
    assert not after.is_error
    assert after.structured_content["name"] == "Harbour: a set"


def test_without_a_graph_a_tool_tells_how_to_make_one(tmp_path: Path) -> None:
    answer = call("search", open_store(tmp_path / "none"), words="x")
    assert answer.is_error
    assert "papermesh build" in answer.content[0].text


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("entity", {"name": "MTBE"}, "MTEB"),
        ("ask", {"question": "will it rain?"}, "not understood"),
        ("papers", {"name": "MTEB", "relation": "LOVES"}, "LOVES"),
        ("search", {"words": "x", "limit": 0}, "limit"),
        ("digest", {"since": "yesterday"}, "since"),
    ],
)
def test_a_mistake_is_told(tool: str, arguments: Any, words: str) -> None:
    answer = call(tool, **arguments)
    assert answer.is_error
    assert words in answer.content[0].text
    assert "Traceback" not in answer.content[0].text


def test_the_command_speaks_the_protocol_on_its_standard_streams() -> None:
    async def asked() -> Any:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "papermesh", "mcp", "--store", str(ROOT / "graph")],
        )
        async with Client(server) as client:
            return await client.call_tool("ask", {"question": "which papers use GSM8K"})

    answer = asyncio.run(asked())
    assert not answer.is_error
    assert "GSM8K" in answer.structured_content["sentence"]
