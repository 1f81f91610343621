"""Assistants can ask the graph: the real client of the protocol speaks to the real server."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, MCPError, StdioServerParameters

import papermesh
from papermesh.mcp import TOOLS, create_server
from papermesh.store import open_store
from papermesh.store.base import GraphStore
from tests.fakes import FakeStore, small_graph
from tests.make import paper

ROOT = Path(__file__).parents[1]
GRAPH = ROOT / "graph"
MOST_TOLD = 8_000
"""Bytes of an answer that nobody asked to be longer."""


def call(tool: str, store: GraphStore | None = None, **arguments: Any) -> Any:
    async def asked() -> Any:
        async with Client(create_server(store or FakeStore(small_graph()))) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(asked())


def told(tool: str, store: GraphStore | None = None, **arguments: Any) -> Any:
    """What a tool gives, which is no error, and the same as text."""
    answer = call(tool, store, **arguments)
    assert not answer.is_error, answer.content[0].text
    assert json.loads(answer.content[0].text) == answer.structured_content
    return answer.structured_content


def why_not(tool: str, store: GraphStore | None = None, **arguments: Any) -> str:
    """What a tool says is wrong."""
    answer = call(tool, store, **arguments)
    assert answer.is_error
    return str(answer.content[0].text)


def listed() -> Any:
    async def asked() -> Any:
        async with Client(create_server(FakeStore(small_graph()))) as client:
            assert "abstract" in (client.instructions or "")
            return await client.list_tools()

    return asyncio.run(asked())


def test_the_tools_tell_what_they_take_and_give() -> None:
    tools = {tool.name: tool for tool in listed().tools}
    assert tools.keys() == TOOLS.keys()
    for tool in tools.values():
        assert tool.title
        assert tool.description
        assert tool.output_schema["type"] == tool.input_schema["type"] == "object"
        assert tool.annotations.read_only_hint
        assert tool.annotations.idempotent_hint
        assert tool.annotations.open_world_hint is False


def test_the_list_of_tools_is_short() -> None:
    assert len(listed().model_dump_json(by_alias=True, exclude_unset=True)) < 20_000


CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {"q": "which papers use MTEB"}, "rows"),
    ("search", {"q": "MTBE", "type": "Benchmark"}, "hits"),
    ("paper", {"name": "arxiv:2403.00003"}, "entities"),
    ("entity", {"name": "llama-2"}, "top_papers"),
    ("papers", {"name": "MTEB", "relation": "evaluates on"}, "papers"),
    ("leaderboard", {"name": "mteb"}, "boards"),
    ("trends", {"name": ["MTEB"]}, "curves"),
    ("digest", {"since": "2024-01-01"}, "papers"),
    ("compare", {"a": "MTEB", "b": "GLUE"}, "together"),
    ("related", {"name": "MTEB"}, "related"),
    ("path", {"a": "Pebble", "b": "GLUE"}, "steps"),
]


@pytest.mark.parametrize(("tool", "arguments", "expected"), CALLS)
def test_a_tool_gives_what_it_says_it_gives(tool: str, arguments: Any, expected: str) -> None:
    assert told(tool, **arguments)[expected]


def test_every_tool_is_tried() -> None:
    assert {tool for tool, _, _ in CALLS} == TOOLS.keys()


def test_what_says_nothing_is_left_out() -> None:
    def parts(value: Any) -> Iterator[Any]:
        yield value
        inner = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict | list):
            for one in inner:
                yield from parts(one)

    given = [part for tool, arguments, _ in CALLS[1:] for part in parts(told(tool, **arguments))]
    assert len(given) > 200
    assert not [part for part in given if part is None or part == []]


def test_a_row_of_an_answer_has_plain_cells() -> None:
    view = told("ask", q="which papers use MTEB")
    assert view["total"] == len(view["rows"])
    for row in view["rows"]:
        by_name = dict(zip(view["columns"], row, strict=True))
        assert by_name["title"]
        assert by_name["id"].startswith(("arxiv:", "title:"))
        assert by_name["evidence"]


def test_an_answer_without_ids_tells_those_of_what_it_names() -> None:
    view = told("ask", q="which benchmarks are most used")
    (row,) = [row for row in view["rows"] if "MTEB" in row]
    assert "benchmark:mteb" in row


def test_the_cypher_is_told_to_those_who_want_it() -> None:
    assert "cypher" not in told("ask", q="which papers use MTEB")
    assert "MATCH" in told("ask", q="which papers use MTEB", detail="full")["cypher"]


def test_a_board_is_of_the_benchmark_that_was_named() -> None:
    assert told("leaderboard", name="mteb")["id"] == "benchmark:mteb"
    boards = told("leaderboard", name="GLUE")["boards"]
    assert [row["value"] for row in boards[0]["results"]] == ["89%", "88.1%"]
    (board,) = told("leaderboard", name="MTEB", metric="accuracy", limit=2)["boards"]
    assert ([row["value"] for row in board["results"]], board["total"]) == (["64.0", "61.5"], 3)


def test_papers_are_chosen_by_relation_and_day() -> None:
    view = told("papers", name="MTEB", relation="evaluates on", until="2024")
    assert [node["id"] for node in view["entities"]] == ["benchmark:mteb"]
    assert [one["id"] for one in view["papers"]] == ["arxiv:2405.00004", "arxiv:2403.00003"]
    assert view["papers"][0]["evidence"] == "We run MTEB and GLUE."


def test_papers_come_newest_first_where_that_is_wanted() -> None:
    dates = [one.get("date", "") for one in told("papers", name="MTEB", sort="newest")["papers"]]
    assert dates == sorted(dates, reverse=True) != []


@pytest.mark.parametrize(
    ("tool", "arguments", "rows"),
    [
        ("ask", {"q": "which papers use MTEB"}, "rows"),
        ("search", {"q": "embedding"}, "hits"),
        ("papers", {"name": "MTEB"}, "papers"),
        ("related", {"name": "MTEB"}, "related"),
    ],
)
def test_the_pages_of_a_list_are_the_list(tool: str, arguments: Any, rows: str) -> None:
    whole = told(tool, **arguments, limit=50)[rows]
    pages = [
        told(tool, **arguments, limit=2, page=page).get(rows, []) for page in range(1, len(whole))
    ]
    assert len(whole) > 2
    assert [row for page in pages for row in page] == whole
    assert told(tool, **arguments, limit=2).get("total", len(whole)) == len(whole)


def test_a_part_of_a_digest_can_be_listed_alone() -> None:
    first = told("digest", since="2023", limit=1)
    assert len(first["introduced"]) == 1 < first["totals"]["introduced"]
    part = told("digest", since="2023", part="introduced", limit=50)
    assert len(part["introduced"]) == first["totals"]["introduced"]
    assert "papers" not in part


def test_trends_with_names_tell_of_these_alone() -> None:
    view = told("trends", name=["MTEB", "LoRA"])
    assert [curve["id"] for curve in view["curves"]] == ["benchmark:mteb", "method:lora"]
    assert view.keys().isdisjoint({"rising", "fading", "since"})
    assert sum(view["curves"][0]["use"].values()) == view["curves"][0]["papers"] - 1  # one undated


def test_a_list_may_come_as_text_or_as_its_only_item() -> None:
    for name in ('["MTEB"]', "MTEB"):
        assert [curve["name"] for curve in told("trends", name=name)["curves"]] == ["MTEB"]


def test_two_entities_are_set_side_by_side() -> None:
    view = told("compare", a="FoldAdapt", b="LoRA")
    assert ([one["id"] for one in view["a"]], view["papers_a"]) == (["method:foldadapt"], 1)
    assert [one["id"] for one in view["direct"]] == ["arxiv:2405.00004"]
    assert view["n_results"] == len(view["results"]) > 0


def test_a_path_goes_step_by_step() -> None:
    view = told("path", a="Pebble", b="BERT")
    assert view["steps"][0]["start"] == "model:pebble"
    assert view["steps"][-1]["end"] == "model:bert"
    for one, other in zip(view["steps"], view["steps"][1:], strict=False):
        assert one["end"] == other["start"]
    assert {step["end"] for step in view["steps"]} < view["names"].keys()
    assert view["steps"][0]["evidence"]


def long_worded() -> GraphStore:
    """A graph with long sentences, and several for each statement."""
    graph = small_graph()
    for _, _, data in graph.edges(data=True):
        if "evidence" in data:
            first = data["evidence"][0]
            wordy = "Thus it is said, " * 40 + first["sentence"]
            data["evidence"] = [{**first, "sentence": wordy}, {**first, "sentence": "Again."}]
    return FakeStore(graph)


@pytest.mark.parametrize("tool", ["papers", "entity", "paper", "leaderboard", "ask", "digest"])
def test_sentences_are_short_unless_all_is_wanted(tool: str) -> None:
    arguments: dict[str, dict[str, Any]] = {
        "ask": {"q": "which papers use MTEB"},
        "paper": {"name": "arxiv:2403.00003"},
        "digest": {"since": "2023"},
    }
    store, asked = long_worded(), arguments.get(tool, {"name": "MTEB"})
    short = json.dumps(told(tool, store, **asked), ensure_ascii=False)
    assert "Again." not in short
    assert "Thus it is said, " * 20 not in short
    if tool != "digest":
        full = json.dumps(told(tool, store, **asked, detail="full"), ensure_ascii=False)
        assert "Again." in full
        assert "Thus it is said, " * 40 in full


def test_a_cut_sentence_holds_what_it_is_quoted_for() -> None:
    row = told("papers", long_worded(), name="MTEB", limit=1)["papers"][0]
    assert "MTEB" in row["evidence"]
    assert len(row["evidence"]) <= 200


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
    assert after.structured_content["title"] == "Harbour: a set"


def test_without_a_graph_a_tool_tells_how_to_make_one(tmp_path: Path) -> None:
    assert "papermesh build" in why_not("search", open_store(tmp_path / "none"), q="x")


def test_a_graph_that_comes_later_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "graph"

    async def asked() -> list[Any]:
        async with Client(create_server(open_store(folder))) as client:
            name = {"name": "arxiv:2501.00001"}
            before = await client.call_tool("paper", name)
            with papermesh.open(folder) as graph:
                graph.build(paper("arxiv:2501.00001", "Lantern: light", "We propose Lantern."))
            return [before, await client.call_tool("paper", name)]

    before, after = asyncio.run(asked())
    assert before.is_error
    assert not after.is_error


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("entity", {"name": "MTBE"}, "closest: MTEB"),
        ("entity", {"name": "zzqqxxyy"}, "search"),
        ("ask", {"q": "will it rain?"}, "not understood"),
        ("papers", {"name": "MTEB", "relation": "LOVES"}, "EVALUATES_ON"),
        ("search", {"q": "x", "limit": 0}, "limit"),
        ("search", {"q": "x", "type": "Fruit"}, "Benchmark"),
        ("search", {"words": "x"}, "words: there is no such argument; search takes"),
        ("path", {"a": "MTEB"}, "b: is missing"),
        ("digest", {"since": "yesterday"}, "since: 'yesterday' is no date"),
        ("digest", {"since": "2025", "until": "2024"}, "first"),
        ("paper", {"name": "x" * 10_000}, "name"),
        ("entity", {"name": "MTEB\0<script>"}, "MTEB"),
        ("dance", {}, "leaderboard"),
    ],
)
def test_a_mistake_is_told(tool: str, arguments: Any, words: str) -> None:
    told = why_not(tool, **arguments)
    assert words in told
    assert len(told) < 1_000
    for inner in ("Traceback", "pydantic", "papermesh ", "Error executing"):
        assert inner not in told


def test_a_paper_and_an_entity_are_resources() -> None:
    async def asked() -> Any:
        async with Client(create_server(FakeStore(small_graph()))) as client:
            templates = (await client.list_resource_templates()).resource_templates
            assert {one.uri_template for one in templates} == {
                "papermesh://paper/{+id}",
                "papermesh://entity/{+id}",
            }
            found = [
                (await client.read_resource(uri)).contents[0]
                for uri in ("papermesh://paper/arxiv:2403.00003", "papermesh://entity/model%3Abert")
            ]
            with pytest.raises(MCPError, match="closest"):
                await client.read_resource("papermesh://entity/MTBE")
            with pytest.raises(MCPError, match="papermesh://paper/ID"):
                await client.read_resource("papermesh://fruit/apple")
            return [json.loads(one.model_dump()["text"])["id"] for one in found]

    assert asyncio.run(asked()) == ["arxiv:2403.00003", "model:bert"]


def test_who_waits_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papermesh.mcp.reading._PATIENCE", 0.0)
    seen: list[tuple[float, str | None]] = []

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, message))

    async def asked() -> Any:
        async with Client(create_server(open_store(GRAPH))) as client:
            return await client.call_tool("search", {"q": "x"}, progress_callback=heard)

    assert not asyncio.run(asked()).is_error
    assert seen[0][1] == "reading the graph"
    assert [at for at, _ in seen] == sorted(at for at, _ in seen)


def test_the_command_speaks_the_protocol_on_its_standard_streams() -> None:
    async def asked() -> Any:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "papermesh", "mcp", "--store", str(GRAPH)],
        )
        async with Client(server) as client:
            return await client.call_tool("ask", {"q": "which papers use GSM8K"})

    answer = asyncio.run(asked())
    assert not answer.is_error
    assert "GSM8K" in answer.structured_content["answer"]


def test_the_command_ends_with_its_input() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "papermesh", "mcp", "--store", str(GRAPH)],
        input=b"",
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert ended.stdout == b""


def test_an_answer_is_light_unless_more_is_wanted() -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("search", {"q": "retrieval"}),
        ("ask", {"q": "which papers use GSM8K"}),
        ("entity", {"name": "GRPO"}),
        ("paper", {"name": "title:reinforcingvideoreasoningwithfocusedthinking"}),
        ("papers", {"name": "large language models"}),
        ("leaderboard", {"name": "GSM8K"}),
        ("trends", {"name": ["GRPO", "accuracy"]}),
        ("digest", {"since": "2000"}),
        ("compare", {"a": "accuracy", "b": "reinforcement learning"}),
        ("related", {"name": "large language models"}),
        ("path", {"a": "GRPO", "b": "MTEB"}),
    ]

    async def asked() -> list[Any]:
        async with Client(create_server(open_store(GRAPH))) as client:
            return [await client.call_tool(tool, arguments) for tool, arguments in calls]

    for (tool, _), answer in zip(calls, asyncio.run(asked()), strict=True):
        assert not answer.is_error, answer.content[0].text
        size = len(answer.content[0].text.encode())
        assert 100 < size < MOST_TOLD, tool
