"""The folder store: its files, its errors, and what a crash leaves."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from filelock import FileLock

from papermesh.errors import StoreBusyError, StoreError
from papermesh.store import files, open_store
from papermesh.store.folder import FolderStore
from tests.make import FIRST, LEXICON, RECORDS, SECOND

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ["edges.jsonl", "graph.json", "nodes.jsonl", "papers.jsonl", "records.jsonl"]


class Killed(BaseException):
    """Stands for a process that ends here and now."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one paper's graph."""
    path = tmp_path / "graph"
    open_at(path).update([FIRST], RECORDS)
    return path


def open_at(path: Path) -> FolderStore:
    return FolderStore(path, lexicon=LEXICON, patience=0.2)


def content(path: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(path.iterdir()) if p.name[0] != "."}


def seen(path: Path) -> tuple[list[str], list[str], list[str]]:
    """What a reader sees: ids of papers and records, and of papers in the graph."""
    store = open_at(path)
    graph = [node.id for node in store.nodes("Paper")]
    return [p.id for p in store.papers()], list(store.records()), graph


BEFORE = ([FIRST.id],) * 3
AFTER = ([FIRST.id, SECOND.id],) * 3


def test_the_files(folder: Path) -> None:
    """Sorted JSON Lines, readable by any other program."""
    assert sorted(content(folder)) == NAMES
    for name in NAMES:
        assert (folder / name).read_bytes().endswith(b"\n")
    lines = (folder / "nodes.jsonl").read_text(encoding="utf-8").splitlines()
    ids = [json.loads(line)["id"] for line in lines]
    assert ids == sorted(ids)
    manifest = json.loads((folder / "graph.json").read_text())
    assert manifest["files"]["nodes.jsonl"]["lines"] == len(ids)


def test_the_bytes_tell_nothing_of_where_or_when(folder: Path, tmp_path: Path) -> None:
    """The same content gives the same bytes, elsewhere and a second time."""
    before = content(folder)
    open_at(folder).update([FIRST], RECORDS)
    open_at(tmp_path / "b").update([FIRST], RECORDS)
    assert content(folder) == content(tmp_path / "b") == before


def test_what_is_read_is_what_was_made(folder: Path) -> None:
    """The graph in memory after an update is the one that is read from the files."""
    store = open_at(folder)
    store.update([FIRST, SECOND], RECORDS)
    fresh = open_at(folder).graph()
    assert nx.utils.graphs_equal(store.graph(), fresh)
    assert list(store.graph().edges(keys=True)) == list(fresh.edges(keys=True))


def test_threads_that_come_first_share_one_graph(folder: Path) -> None:
    store, start = open_at(folder), threading.Barrier(8)

    def ask(_: int) -> nx.MultiDiGraph[str]:
        start.wait()
        return store.graph()

    with ThreadPoolExecutor(8) as pool:
        graphs = list(pool.map(ask, range(8)))
    assert all(graph is graphs[0] for graph in graphs)


def test_a_folder_without_a_graph(tmp_path: Path) -> None:
    """Reading says what to do; a build can start."""
    store = open_at(tmp_path / "none")
    with pytest.raises(StoreError, match=r"no graph in .*papermesh build"):
        store.graph()
    assert list(store.papers()) == []
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data[:-9], r"nodes\.jsonl:\d+: not JSON"),
        (lambda data: data[: data.index(b"\n") + 1], r"nodes\.jsonl:1: has 1 lines instead of"),
        (lambda data: data.replace(b"TinyFormer", b"TinyFarmer"), r"nodes\.jsonl was changed by"),
        (lambda data: b"", r"nodes\.jsonl:0: has 0 lines"),
        (None, r"nodes\.jsonl is missing"),
    ],
    ids=["cut", "lines", "edited", "empty", "missing"],
)
def test_damage_is_told(
    folder: Path, damage: Callable[[bytes], bytes] | None, message: str
) -> None:
    """A damaged file is named, with the line and a remedy."""
    path = folder / "nodes.jsonl"
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(StoreError, match=message) as error:
        open_at(folder).graph()
    assert "run `papermesh build` with any source to remake it" in str(error.value)
    store = open_at(folder)
    store.update(list(store.papers()), store.records())  # as a build does
    assert seen(folder) == BEFORE


@pytest.mark.parametrize("name", ["papers.jsonl", "records.jsonl"])
def test_damaged_sources_are_to_be_restored(folder: Path, name: str) -> None:
    """What the graph is made from cannot be made from anything."""
    (folder / name).unlink()
    with pytest.raises(StoreError, match=f"{name} is missing; restore"):
        _ = [*open_at(folder).papers(), *open_at(folder).records()]


def test_a_lost_manifest_is_worked_out(folder: Path) -> None:
    """The other files say all that it does, and the next update writes it again."""
    manifest = (folder / "graph.json").read_bytes()
    (folder / "graph.json").unlink()
    assert seen(folder) == BEFORE
    store = open_at(folder)
    store.update([*store.papers(), SECOND], RECORDS)
    assert seen(folder) == AFTER
    store.update([FIRST], RECORDS)
    assert (folder / "graph.json").read_bytes() == manifest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", r"graph\.json:1: damaged"),
        ('{"format": 1, "files": {}}', r"graph\.json:1: damaged"),
        ('{"format": 99}', "newer papermesh"),
        ("[]", r"graph\.json:1: damaged"),
    ],
)
def test_a_damaged_manifest_is_told(folder: Path, text: str, message: str) -> None:
    """So is a damaged manifest, or one from the future."""
    (folder / "graph.json").write_text(text)
    with pytest.raises(StoreError, match=message) as error:
        open_at(folder).graph()
    assert ("delete this file and run `papermesh build`" in str(error.value)) is (
        "damaged" in message
    )


def test_lines_that_are_json_and_nonsense_are_told(folder: Path) -> None:
    """A line that passes all sums and is no paper is named."""
    data = {name: (folder / name).read_bytes() for name in NAMES if name != "graph.json"}
    fileset = files.FileSet(folder, tuple(data))
    fileset.replace({**data, "papers.jsonl": b'{"id": 7}\n', "records.jsonl": b"[]\n"})
    with pytest.raises(StoreError, match=r"papers\.jsonl:1: not what papermesh writes"):
        list(open_at(folder).papers())
    with pytest.raises(StoreError, match=r"records\.jsonl:1"):
        open_at(folder).records()


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    """A folder whose files are not ours is not written to."""
    (tmp_path / "papers.jsonl").write_text("mine")
    with pytest.raises(StoreError, match="name another folder"):
        open_at(tmp_path).update([FIRST], RECORDS)
    assert (tmp_path / "papers.jsonl").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """A store at a file's path is refused, for reading and writing."""
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(StoreError, match="is a file, not a folder"):
        open_at(path).update([FIRST], RECORDS)
    with pytest.raises(StoreError, match="is a file, not a folder"):
        open_at(path).graph()


def test_another_writer_is_waited_for_and_told(folder: Path) -> None:
    """While another process writes, an update waits, then says so."""
    with FileLock(folder / ".lock"), pytest.raises(StoreBusyError, match="another process"):
        open_at(folder).update([SECOND], RECORDS)
    assert seen(folder) == BEFORE


def test_a_lost_update_is_refused(folder: Path) -> None:
    """What another process wrote after this store was read is not undone."""
    slow, quick = open_at(folder), open_at(folder)
    papers = list(slow.papers())
    quick.update([*quick.papers(), SECOND], RECORDS)
    with pytest.raises(StoreBusyError, match="run this again"):
        slow.update(papers, RECORDS)
    assert seen(folder) == AFTER
    quick.update([FIRST], RECORDS)
    assert seen(folder) == BEFORE


STEPS = [(Path, "mkdir"), (os, "fsync"), (Path, "rename"), (Path, "replace"), (shutil, "rmtree")]


def count_steps(monkeypatch: pytest.MonkeyPatch, on_step: Callable[[int], None]) -> None:
    """Call ``on_step`` before each change to the disk."""
    taken = [0]

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            taken[0] += 1
            on_step(taken[0])
            return function(*args, **options)

        return step

    for owner, name in STEPS:
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))


@pytest.mark.parametrize("first", [True, False], ids=["first", "second"])
@pytest.mark.parametrize(
    "error", [Killed(), OSError(28, "No space left on device")], ids=["kill", "full"]
)
def test_a_crash_leaves_before_or_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, *, first: bool
) -> None:
    """Whatever step an update is cut off at, it is seen whole or not at all."""
    outcomes = []
    for last in range(1, 100):
        path = tmp_path / str(last)
        if not first:
            open_at(path).update([FIRST], RECORDS)

        def stop(step: int, last: int = last) -> None:
            if step >= last:
                raise error

        with monkeypatch.context() as patch:
            count_steps(patch, stop)
            try:
                open_at(path).update([FIRST, SECOND], RECORDS)
                whole = True
            except (Killed, StoreError):
                whole = False
        outcome = (
            seen(path) if (path / "graph.json").exists() or (path / ".commit").exists() else None
        )
        assert outcome in (AFTER, None if first else BEFORE)
        assert not whole or outcome == AFTER
        outcomes.append(outcome == AFTER)
        open_at(path).update([SECOND], RECORDS)
        assert seen(path) == ([SECOND.id],) * 3
        assert sorted(content(path)) == NAMES
        assert not (path / ".next").exists()
        assert not (path / ".commit").exists()
        if isinstance(error, Killed) and whole:
            break
        if isinstance(error, OSError) and last > 30:
            break
    assert outcomes == sorted(outcomes)
    assert len(set(outcomes)) == 2
    assert len(outcomes) > 10


def test_a_full_disk_leaves_no_litter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update that fails says why in one line and cleans up."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match=r"cannot write .*: No space left on device"):
            open_at(folder).update([FIRST, SECOND], RECORDS)
    assert not (folder / ".next").exists()
    assert seen(folder) == BEFORE


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_killed_process_leaves_before_or_after(folder: Path) -> None:
    """A process that is really killed while files move into place has done its update."""
    code = (
        "import os, sys, pathlib\n"
        "from tests.store.test_folder import *\n"
        "pathlib.Path.replace = lambda *_: os.kill(os.getpid(), 9)\n"
        "open_at(pathlib.Path(sys.argv[1])).update([FIRST, SECOND], RECORDS)\n"
    )
    paths = os.pathsep.join(dict.fromkeys(p for p in (os.getcwd(), *sys.path) if p))
    ended = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert (folder / ".commit").is_dir()
    assert seen(folder) == AFTER
    open_at(folder).update([FIRST], RECORDS)
    assert seen(folder) == BEFORE


def test_readers_never_see_a_mixture(folder: Path) -> None:
    """While a writer goes back and forth, each read is of one state."""
    done = threading.Event()
    mixed: list[object] = []

    def watch() -> None:
        while not done.is_set():
            store = open_at(folder)
            nodes = {n.id for n in store.nodes()}
            ends = {end for e in store.edges(nodes) for end in (e.source, e.target)}
            if (SECOND.id in nodes) != ("method:widenet" in nodes) or not ends <= nodes:
                mixed.append(nodes)

    reader = threading.Thread(target=watch)
    reader.start()
    try:
        writer = open_at(folder)
        for turn in range(30):
            writer.update([FIRST, SECOND] if turn % 2 else [FIRST], RECORDS)
    finally:
        done.set()
        reader.join()
    assert mixed == []


def test_addresses(tmp_path: Path) -> None:
    """A path opens a folder, a URL a server, not called yet; other kinds are told."""
    store = open_store(tmp_path / "g")
    assert store.url == str(tmp_path / "g")
    for url in ("neo4j://host", "bolt+s://host:7687/papers"):
        assert open_store(url).url == url
    with pytest.raises(StoreError, match="ftp://"):
        open_store("ftp://host")


def test_a_name_in_a_url_is_not_told(tmp_path: Path) -> None:
    """An error never repeats the password of an address."""
    with pytest.raises(StoreError) as error:
        open_store("neo4j://user:secret@host")
    assert "secret" not in str(error.value)
