"""Growing a store that other processes grow as well."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from papermesh import build as building
from papermesh.build import build
from papermesh.errors import StoreBusyError
from papermesh.store.folder import FolderStore
from tests.make import paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papermesh.model import Paper

OURS = paper("arxiv:1", "GlimmerNet: lean nets", "We propose GlimmerNet. It beats BERT on MTEB.")
SHARED = paper("arxiv:2", "PebbleBench", "We release PebbleBench, a benchmark of queries.")
CORRECTED = SHARED.model_copy(update={"abstract": "We release PebbleBench and test GPT-4 on it."})
THEIRS = paper("arxiv:3", "MossNet: wet nets", "We propose MossNet. It beats GlimmerNet on MTEB.")

# Builds, but waits in the midst of the work until a file is there; reports what it read.
SLOW = """
import sys, time
from pathlib import Path
from papermesh.build import build
from papermesh.store.folder import FolderStore
from tests.test_build import OURS, SHARED

folder, ready, go = map(Path, sys.argv[1:])

def wait(phase, done, of):
    if phase == "extract":
        ready.touch()
        while not go.exists():
            time.sleep(0.01)

print(build(FolderStore(folder), [OURS, SHARED], on_progress=wait).extracted)
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has read its papers and is yet to store them."""
    arguments = [str(tmp_path / name) for name in ("graph", "ready", "go")]
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, *arguments],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        end = time.monotonic() + 60
        while not (tmp_path / "ready").exists() and process.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.01)
        yield process
        process.kill()


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.json*")}


@pytest.mark.parametrize("theirs", [[THEIRS], [CORRECTED, THEIRS]], ids=["new", "same"])
def test_two_builds_at_once_lose_nothing(
    tmp_path: Path, other: subprocess.Popen[str], theirs: list[Paper]
) -> None:
    """The one that stores last joins with the other and reads none of its texts again."""
    build(FolderStore(tmp_path / "graph"), theirs)
    (tmp_path / "go").touch()
    out, err = other.communicate(timeout=60)
    assert (other.returncode, out.strip()) == (0, "2"), err
    build(FolderStore(tmp_path / "one"), [OURS, SHARED, THEIRS])
    assert content(tmp_path / "graph") == content(tmp_path / "one")


def test_a_text_that_changed_meanwhile_is_read(tmp_path: Path) -> None:
    """Where another source's word gives a paper a new text, that text is read before the end."""
    more = CORRECTED.model_copy(update={"source": ("zoo",), "abstract": CORRECTED.abstract * 2})
    store = FolderStore(tmp_path / "graph")

    def meddle(phase: str, done: int, of: int | None) -> None:
        if phase == "store" and not (tmp_path / "graph").exists():
            FolderStore(tmp_path / "graph").update([more], {})

    report = build(store, [SHARED], on_progress=meddle)
    assert report.extracted == 2
    build(FolderStore(tmp_path / "one"), [more, SHARED])
    assert content(tmp_path / "graph") == content(tmp_path / "one")


def test_a_store_that_never_rests_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some tries the build says so."""
    monkeypatch.setattr(building, "_TRIES", 2)
    monkeypatch.setattr(building, "_PAUSE", 0.0)

    def meddle(phase: str, done: int, of: int | None) -> None:
        if phase == "store":
            meddler = FolderStore(tmp_path / "graph")
            seen = list(meddler.papers())
            title = f"Net {len(seen)}"
            meddler.update([*seen, paper(f"arxiv:9{len(seen)}", title)], {})

    with pytest.raises(StoreBusyError):
        build(FolderStore(tmp_path / "graph"), [OURS], on_progress=meddle)
