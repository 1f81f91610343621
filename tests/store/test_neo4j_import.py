"""What is exported for Neo4j is loaded by Neo4j's own tools, and papermesh can go on with it."""

from __future__ import annotations

import os
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papermesh.export import export
from papermesh.export.cypher import literal
from papermesh.store.folder import FolderStore
from papermesh.store.neo4j import Neo4jStore
from tests.make import LEXICON
from tests.server import Server
from tests.store.test_parity import ROOT, seen
from tests.test_export import TEXTS, hostile

if TYPE_CHECKING:
    from collections.abc import Iterator

    import neo4j


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    """The graph that is shown in the repository, and hostile papers in it."""
    shown = FolderStore(ROOT / "graph", lexicon=LEXICON)
    store = FolderStore(tmp_path_factory.mktemp("whole") / "graph", lexicon=LEXICON)
    papers, records = hostile()
    store.update([*shown.papers(), *papers], {**shown.records(), **records})
    return store


def _import(server: Server, folder: Path, scratch: Path) -> None:
    """Run the script of an export as a user would, in a home where nothing was started yet."""
    (server.home / "conf").mkdir(parents=True)
    (scratch / "bin").mkdir()
    program = scratch / "bin" / "neo4j-admin"
    words = server.java("org.neo4j.server.startup.Neo4jAdminCommand")
    quoted = " ".join(f"'{word}'" for word in words)
    program.write_text(f'#!/bin/sh\nexec {quoted} "$@"\n')
    program.chmod(0o755)
    done = subprocess.run(
        ["sh", str(folder / "import.sh")],
        env={
            **os.environ,
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "NEO4J_HOME": str(server.home),
            "NEO4J_CONF": str(server.home / "conf"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    report = folder / "import.report"
    assert not report.exists() or report.read_text() == ""


def _run(driver: neo4j.Driver, script: Path) -> None:
    """Run a script, a statement a line, each in a transaction of its own."""
    for statement in script.read_text("utf-8").splitlines():
        driver.execute_query(statement.removesuffix(";"), database_="neo4j")


@pytest.fixture(scope="module")
def imported(
    server: Server, folder: FolderStore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A second server, with a database that the bulk import has made."""
    scratch = tmp_path_factory.mktemp("import")
    export(folder, "neo4j-csv", scratch / "a folder")
    other = Server(scratch / "home", password=server.password)
    _import(other, scratch / "a folder", scratch)
    other.start()
    with other.driver() as driver:
        _run(driver, scratch / "a folder" / "constraints.cypher")
    yield other
    other.stop()


def _raw(server: Server) -> tuple[list[Any], list[Any]]:
    """All nodes and relationships as they are in the database, the store's own properties too."""
    nodes = server.run("MATCH (n) RETURN labels(n) AS labels, properties(n) AS told")
    edges = server.run(
        "MATCH (a)-[r]->(b)"
        " RETURN a.id AS source, type(r) AS type, b.id AS target, properties(r) AS told"
    )
    for row in nodes:
        row["labels"].sort()
        if row["told"].get("lookup") == []:  # no names to be found by, or none is told
            del row["told"]["lookup"]
    return (
        sorted(nodes, key=lambda n: (n["labels"], n["told"]["id"])),
        sorted(edges, key=lambda e: (e["source"], e["type"], e["target"])),
    )


@pytest.fixture(scope="module")
def written(server: Server, folder: FolderStore) -> tuple[list[Any], list[Any]]:
    """What the store itself writes."""
    server.clear(schema=True)
    with closing(Neo4jStore(server.uri, lexicon=LEXICON)) as store:
        store.update(folder.papers(), folder.records())
    return _raw(server)


def _can_go_on(server: Server, folder: FolderStore, patch: pytest.MonkeyPatch) -> None:
    """The store sees the same, finds names, and has nothing to write for the same papers."""
    with closing(Neo4jStore(server.uri, lexicon=LEXICON)) as store:
        assert seen(store) == seen(folder)
        for name in [*TEXTS, "MTEB", "ada vos", "2409.00001", "title:'"]:
            assert store.resolve(name) == folder.resolve(name)
        patch.setattr(store, "_write", lambda *_: pytest.fail("something is written"))
        store.update(store.papers(), store.records())
        store.update(folder.papers(), folder.records())


def test_the_bulk_import_makes_what_the_store_would_write(
    imported: Server,
    written: tuple[list[Any], list[Any]],
    folder: FolderStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every property of every node and relationship, whatever texts hold."""
    nodes, edges = _raw(imported)
    assert nodes == written[0]
    assert edges == written[1]
    _can_go_on(imported, folder, monkeypatch)


def test_the_script_makes_what_the_store_would_write(
    server: Server,
    written: tuple[list[Any], list[Any]],
    folder: FolderStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Statement by statement into an empty database; run again, it doubles nothing."""
    export(folder, "cypher", tmp_path / "g.cypher")
    server.clear(schema=True)
    with server.driver() as driver:
        for _ in range(2):
            _run(driver, tmp_path / "g.cypher")
            nodes, edges = _raw(server)
            assert nodes == written[0]
            assert edges == written[1]
    _can_go_on(server, folder, monkeypatch)


def test_an_import_can_be_built_on(imported: Server, folder: FolderStore, tmp_path: Path) -> None:
    """A paper that goes, and comes back, leaves the same graph as ever."""
    other = FolderStore(tmp_path / "graph", lexicon=LEXICON)
    papers, records = list(folder.papers()), folder.records()
    with closing(Neo4jStore(imported.uri, lexicon=LEXICON)) as store:
        for some in (papers[3:], papers):
            list(store.papers())
            store.update(some, records)
            other.update(some, records)
            assert seen(store) == seen(other)


def test_a_graph_of_nothing_can_be_imported(server: Server, tmp_path: Path) -> None:
    """The files are there, with nothing but their headers."""
    store = FolderStore(tmp_path / "graph", lexicon=LEXICON)
    store.update([], {})
    export(store, "neo4j-csv", tmp_path / "csv")
    _import(Server(tmp_path / "home"), tmp_path / "csv", tmp_path)


_NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False)
_TEXT = st.text() | st.lists(
    st.sampled_from([*"\\u'\"\n\r\0;`$/*", "0027", "005C"]), max_size=9
).map("".join)
_VALUES = _TEXT | _NUMBERS | st.booleans() | st.none() | st.lists(_TEXT | _NUMBERS, max_size=3)


def test_cypher_says_what_is_meant(server: Server) -> None:
    """Every value comes back from the server as it was, with every single character."""
    with server.driver(notifications_min_severity="OFF") as driver:

        def back(value: Any) -> Any:
            rows, _, _ = driver.execute_query(f"RETURN {literal(value)} AS v", database_="neo4j")
            return rows[0]["v"]

        letters = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x11000), 0x10FFFF)]
        assert back(letters) == letters
        assert back("".join(letters)) == "".join(letters)
        texts = [text for text in TEXTS if "\ud800" not in text]
        assert back({"texts": texts}) == {"texts": texts}

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(_VALUES, min_size=20, max_size=60))
        def all_come_back(values: list[Any]) -> None:
            assert back(values) == values

        all_come_back()
