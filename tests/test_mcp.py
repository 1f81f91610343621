"""Assistants can ask the graph: the real client of the protocol speaks to the real server."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from papermesh.mcp import create_server
from tests.fakes import FakeStore, small_graph

ROOT = Path(__file__).parents[1]
TOOLS = {"ask", "search", "paper", "entity", "papers", "leaderboard", "trends", "digest"}


def call(tool: str, **arguments: Any) -> Any:
    async def asked() -> Any:
        async with Client(create_server(FakeStore(small_graph()))) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(asked())


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


def test_every_statement_keeps_one_sentence() -> None:
    papers = call("papers", name="MTEB").structured_content["papers"]
    assert papers
    assert all(len(paper["evidence"]) == 1 for paper in papers)


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
