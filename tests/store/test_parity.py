"""The folder and Neo4j hold the same graph and give the same answers, whatever happens to them."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from papermesh.ask import ask
from papermesh.cli import run
from papermesh.errors import PapermeshError, StoreError
from papermesh.model import Paper, Record
from papermesh.papers import identify, revise
from papermesh.store import open_store
from papermesh.store.folder import FolderStore
from papermesh.store.neo4j import Neo4jStore
from tests.make import LEXICON
from tests.test_laws import IDS, NAMES, entities, papers, record_of, results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papermesh.store.base import GraphStore
    from tests.server import Server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copies(server: Server) -> Iterator[tuple[GraphStore, GraphStore]]:
    """The graph that is shown in the repository, in a folder and in Neo4j."""
    server.clear()
    folder, database = open_store(ROOT / "graph"), open_store(server.uri)
    database.update(folder.papers(), folder.records())
    database.close()  # what it knows now is read from the server
    yield folder, database
    folder.close()
    database.close()


def seen(store: GraphStore) -> dict[str, Any]:
    """All that can be seen of a store."""
    nodes = list(store.nodes())
    return {
        "papers": list(store.papers()),
        "records": dict(store.records()),
        "nodes": nodes,
        "edges": list(store.edges([node.id for node in nodes])),
    }


def test_the_same_graph(copies: tuple[GraphStore, GraphStore]) -> None:
    """Nodes, edges, sources and records, property by property, in the same order."""
    folder, database = copies
    assert seen(folder) == seen(database)
    one, other = folder.graph(), database.graph()
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


def test_the_same_nodes_and_edges_one_by_one(copies: tuple[GraphStore, GraphStore]) -> None:
    """By id, by name in any spelling, by label, by direction."""
    folder, database = copies
    for node in list(folder.nodes())[::37]:
        assert database.node(node.id) == node
        for name in (node.name, node.name.upper(), node.name.replace("-", " ")):
            assert database.resolve(name) == folder.resolve(name)
        for direction in ("in", "out", "both"):
            ways: list[GraphStore] = [folder, database]
            found = [list(store.edges([node.id], None, direction)) for store in ways]
            assert found[0] == found[1]
    for label in ("Paper", "Entity", "Benchmark", "Result", "Author", "Nothing"):
        assert list(database.nodes(label)) == list(folder.nodes(label))


def test_questions_have_the_same_answers_and_a_query_that_runs(
    copies: tuple[GraphStore, GraphStore],
) -> None:
    """What an answer shows as its Cypher is Cypher, and gives rows where the answer has some."""
    folder, database = copies
    lines = (ROOT / "tests" / "ask" / "hundred.jsonl").read_text(encoding="utf-8").splitlines()
    today, asked = dt.date(2026, 11, 21), 0
    wrong: dict[str, str] = {}
    for question in (json.loads(line)["question"] for line in lines):
        try:
            answer = ask(folder, question, today=today)
        except PapermeshError as error:
            with pytest.raises(type(error)):
                ask(database, question, today=today)
            continue
        assert replace(ask(database, question, today=today), source=answer.source) == answer
        asked += 1
        try:
            found = database.cypher(answer.traversal, answer.parameters)
        except StoreError as error:
            wrong[answer.kind] = f"{answer.traversal}: {error}"
            continue
        if answer.rows and not found.rows and answer.kind != "compare":  # more than Cypher gives
            wrong[answer.kind] = f"{answer.traversal}: no rows"
    assert asked > 60
    assert not wrong, "\n\n".join(f"{kind}: {what}" for kind, what in wrong.items())


SEVERAL = [
    "which organisations work on GRPO",
    "papers by OpenMOSS that use GRPO",
    "which methods does OpenMOSS use",
    "papers on reinforcement learning with code",
    "newest papers on reinforcement learning with code",
    "papers on reasoning that don't use reinforcement learning",
    "which papers mention GRPO without using it",
    "what else besides SFT is used with reinforcement learning",
    "is GRPO still used for reasoning?",
    "how many papers use SFT and GRPO",
    "which organisation introduced the most methods",
    "surveys on diffusion language models",
    "survey papers since 2024",
    "which methods are used with SFT and reinforcement learning",
]


@pytest.mark.parametrize("question", SEVERAL)
def test_what_meets_several_demands_is_what_its_query_finds(
    copies: tuple[GraphStore, GraphStore], question: str
) -> None:
    folder, database = copies
    answer = ask(folder, question, today=dt.date(2026, 11, 21))
    found = database.cypher(answer.traversal, answer.parameters)
    assert answer.rows
    own = {tuple(str(cell) for cell in (row[0], row[-1])) for row in answer.rows}
    cells = (list(row.values()) for row in found.rows)
    ends = {tuple(str(cell) for cell in (row[0], row[-1])) for row in cells}
    assert own == ends


COMMANDS = [
    ["papers", "MTEB"],
    ["papers", "gpt-4", "--relation", "COMPARES_TO"],
    ["papers", "DPO", "--since", "2024-06"],
    ["show", "MTEB"],
    ["show", "no such thing at all"],
    ["related", "MMLU"],
    ["path", "DPO", "MMLU"],
    ["search", "embeding model"],
    ["search", "retrieval"],
    ["stats"],
    ["ask", "which papers use MTEB"],
    ["ask", "what methods are evaluated on MMLU"],
    ["ask", "results on GSM8K"],
    ["ask", "which benchmarks are used most"],
    ["ask", "who compares to GPT-4"],
    ["ask", "papers that use LoRA but not GPT-4"],
    ["ask", "what builds on DPO"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_same_answers(
    copies: tuple[GraphStore, GraphStore],
    capsysbinary: pytest.CaptureFixture[bytes],
    command: list[str],
) -> None:
    """Every command writes the same, to the byte, and ends with the same status."""
    told = []
    for store in copies:
        formats = ["--format", "json"]
        status = run([*command, *formats, "--store", store.url])
        told.append((status, *capsysbinary.readouterr()))
    assert told[0] == told[1]


@pytest.mark.parametrize("format_", ["jsonl", "graphml"])
def test_the_same_exports(
    copies: tuple[GraphStore, GraphStore], tmp_path: Path, format_: str
) -> None:
    """Byte for byte."""
    files = []
    for number, store in enumerate(copies):
        files.append(tmp_path / f"{number}.{format_}")
        assert run(["export", format_, "-o", str(files[-1]), "--store", store.url]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()


class Machine(RuleBasedStateMachine):
    """Builds, corrections and removals in any order, on both stores."""

    server: Server

    def __init__(self) -> None:
        super().__init__()
        self.server.clear()
        self.scratch = tempfile.TemporaryDirectory()
        folder = FolderStore(Path(self.scratch.name) / "graph", lexicon=LEXICON)
        self.stores: list[GraphStore] = [folder, Neo4jStore(self.server.uri, lexicon=LEXICON)]
        self.records: dict[str, tuple[str, Record]] = {}
        self.change([], {})

    def change(self, told: list[Paper], records: dict[str, tuple[str, Record]]) -> None:
        for store in self.stores:
            list(store.papers())
            store.update(told, records)

    @rule(
        fresh=st.lists(papers, min_size=1, max_size=3),
        found=st.lists(entities, max_size=4),
        figures=st.lists(results, max_size=2),
    )
    def build(self, fresh: list[Paper], found: list[Any], figures: list[Any]) -> None:
        """Papers come, or their sources have corrected them; the first is read anew."""
        told = revise(self.stores[0].papers(), fresh)
        ids = list(identify(told))
        self.records = {**self.stores[0].records()}
        self.records[ids[0]] = ("mark", record_of(ids[0], found, figures))
        self.change(told, self.records)

    @rule(number=st.integers(0, 5))
    def remove(self, number: int) -> None:
        """A paper is withdrawn."""
        told = list(self.stores[0].papers())
        groups = list(identify(told).values())
        if groups:
            gone = groups[number % len(groups)]
            self.change([o for o in told if o not in gone], dict(self.stores[0].records()))

    @rule()
    def open_anew(self) -> None:
        """What a store remembers counts for nothing."""
        for store in self.stores:
            store.close()

    @rule(name=st.sampled_from([*NAMES, *IDS]))
    def look_up(self, name: str) -> None:
        """Names answer alike."""
        folder, database = self.stores
        assert database.resolve(name) == folder.resolve(name)
        assert database.node(name) == folder.node(name)

    @invariant()
    def alike(self) -> None:
        """Everything that can be seen is the same."""
        folder, database = self.stores
        assert seen(database) == seen(folder)

    def teardown(self) -> None:
        """Close both."""
        for store in self.stores:
            store.close()
        self.scratch.cleanup()


def test_any_sequence_of_changes(server: Server) -> None:
    """Random sequences, each step compared."""
    machine = type("Machine", (Machine,), {"server": server})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
