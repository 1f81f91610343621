"""Texts and arguments that were made to hurt: they end soon, and harm nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import papermesh
from papermesh.cli import run
from papermesh.model import Paper

HOSTILE = {
    "dashes": "We study nets. We beat "
    + "-" * 40
    + " one two three four five six seven eight GPT-4 here.",
    "slashes": "We study nets. We beat " + "../" * 40 + " nine GPT-4 here.",
    "digits": "We use GPT " + "9" * 5000 + " and reach an accuracy of " + "9" * 400 + "%.",
    "version": "We propose AaA" + "-" * 1500 + "b, a framework.",
    "brackets": "We propose " + "(" * 3000 + "x" + ")" * 3000 + ".",
    "words": "We propose nets " * 1000,
    "controls": "We use \x00\x1b[31m BERT \u202e and \ufeff GLUE.",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_one_abstract_stops_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hostile abstract is read like any other, beside one that is well."""
    papers = [
        {"title": "GlimmerNet", "abstract": "We evaluate BERT on MTEB."},
        {"title": f"Hostile {name}", "abstract": HOSTILE[name]},
    ]
    source = tmp_path / "papers.jsonl"
    source.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    assert run(["build", str(source), "--store", str(tmp_path / "g")]) == 0
    assert "Traceback" not in capsys.readouterr().err
    assert run(["extract", str(source)]) == 0
    for line in capsys.readouterr().out.splitlines():
        json.loads(line, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


@pytest.mark.parametrize(
    "content",
    [b"x" + b"\n" * 65_000, b"x" + b"\t" * 65_000, b"<!--" * 100_000, b"1" * 5000 + b" authors\n"],
    ids=["newlines", "tabs", "comments", "authors"],
)
def test_the_format_is_found_out_soon(content: bytes, tmp_path: Path) -> None:
    source = tmp_path / "input"
    source.write_bytes(content)
    assert run(["build", str(source), "--store", str(tmp_path / "g")]) == 3


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["papers", "X", "--since", "99999999999"], 2),
        (["papers", "X", "--since", "2025-03-01-07"], 2),
        (["ask", "what does the paper " + "word " * 90 + "propose"], 1),
        (["build", "~nosuchuser/x"], 3),
    ],
    ids=["year", "parts", "words", "user"],
)
def test_odd_arguments_are_answered(
    command: list[str], status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "papers.jsonl"
    source.write_text('{"title": "GlimmerNet", "abstract": "We use BERT."}\n')
    store = ["--store", str(tmp_path / "g")]
    assert run(["build", str(source), *store]) == 0
    capsys.readouterr()
    assert run([*command, *store]) == status
    assert "unexpected" not in capsys.readouterr().err


@pytest.mark.parametrize("record", ['{"title": 5, "entities": 3}', "[1]", "[" * 100_000, "\udcff"])
def test_bad_gold_is_named_with_its_line(
    record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(record.encode("utf-8", "surrogateescape") + b"\n")
    assert run(["eval", str(gold), str(gold)]) == 1
    assert "gold.jsonl:1" in capsys.readouterr().err


def test_two_sessions_take_turns(tmp_path: Path) -> None:
    """A graph that another session has changed meanwhile can be built on."""
    first, second = papermesh.open(tmp_path / "g"), papermesh.open(tmp_path / "g")
    for n, graph in enumerate((first, second, first, second)):
        graph.build(Paper(id=f"title:p{n}", title=f"P{n}", abstract="We use BERT.", source=("x",)))
    assert papermesh.open(tmp_path / "g").stats().labels["Paper"] == 4


def test_a_sparse_source_erases_nothing(tmp_path: Path) -> None:
    """What comes later without an abstract leaves the abstract as it was."""
    graph = papermesh.open(tmp_path / "g")
    full = Paper(id="arxiv:2401.00001", title="On Nets", abstract="We use BERT.", source=("jsonl",))
    graph.build(full)
    graph.build(full.model_copy(update={"title": "on nets", "abstract": ""}))
    node = graph.store.node("arxiv:2401.00001")
    assert node is not None
    assert node.properties["abstract"] == "We use BERT."
