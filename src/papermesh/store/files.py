"""A handful of files in one folder that all change in one step, or not at all.

What is new is written whole to ``.next``. Renaming that to ``.commit`` is the step. Then the files
move into place; whoever writes next finishes that, should it have been cut off. A reader takes each
file from ``.commit`` as long as it is there and checks it against the sums in ``graph.json``, so it
sees the files before or after a step and nothing between.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from papermesh.errors import StoreBusyError, StoreError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

__all__ = ["MANIFEST", "FileSet"]

MANIFEST = "graph.json"
FORMAT = 1
_NEXT, _COMMIT, _LOCK = ".next", ".commit", ".lock"
_TRIES = 50
_RESTORE = "restore the folder from a copy, or delete it and run `papermesh build` again"
_REMAKE = "run `papermesh build` with any source to remake it"


class FileSet:
    """The files of a folder, with a manifest of their lengths and sums.

    Args:
        path: The folder; it need not exist.
        names: The files in it.
        made: Those of them that the next `replace` makes anew from the others.
        patience: Seconds to wait for another writer.
    """

    def __init__(
        self,
        path: Path,
        names: tuple[str, ...],
        *,
        made: Collection[str] = (),
        patience: float = 5.0,
    ) -> None:
        self.path = path
        self.names = names
        self.made = made
        self.patience = patience

    def state(self) -> bytes:
        """What tells one state of the files from another; empty where there are none yet.

        Where only the manifest is lost, it is worked out from the files.

        Raises:
            StoreError: The folder cannot be read.
        """
        with self._told("read"):
            if self.path.is_file():
                raise StoreError(f"{self.path} is a file, not a folder; name another place")
            return self._bytes(MANIFEST) or self._lost_manifest()

    def read(self, *names: str) -> dict[str, list[bytes]]:
        """The lines of some of the files, all from one state.

        Raises:
            StoreError: There is nothing yet, or a file is damaged.
        """
        for attempt in range(_TRIES):
            state = self.state()
            sums = self._manifest(state)["files"]
            with self._told("read"):
                found = {name: self._bytes(name) for name in names}
            wrong = [name for name in names if _sum(found[name]) != sums[name]["sha256"]]
            if not wrong:
                return {name: _lines(data or b"") for name, data in found.items()}
            if attempt and self.state() == state:
                self._complain(wrong[0], found[wrong[0]], sums[wrong[0]]["lines"])
            time.sleep(0.01)
        raise StoreBusyError(f"{self.path} is being written all the time; try again later")

    def replace(self, files: Mapping[str, bytes], *, basis: bytes | None = None) -> bytes:
        """Put new content into all files in one step.

        Args:
            files: Content of each file.
            basis: The state that the new content was made from; None replaces any.

        Returns:
            The new state.

        Raises:
            StoreBusyError: Another process is writing, or has written since ``basis``.
            StoreError: The folder cannot be written; it is as it was.
        """
        state = _manifest_of(files)
        with self._told("write"):
            self._check_ours()
            self.path.mkdir(parents=True, exist_ok=True)
            with self._locked():
                self._finish()
                if basis is not None and basis != self.state():
                    raise StoreBusyError(
                        f"{self.path} was changed by another process meanwhile; run this again"
                    )
                self._stage({**files, MANIFEST: state})
                (self.path / _NEXT).rename(self.path / _COMMIT)
                try:
                    _sync_folder(self.path)
                    self._finish()
                except OSError:
                    pass  # the step is taken: readers see the new state, the next writer tidies up
        return state

    def complain(self, name: str, line: int, reason: str) -> StoreError:
        """The error that a line of a file makes no sense."""
        return StoreError(f"{self.path / name}:{line}: {reason}; {self._remedy(name)}")

    def _remedy(self, name: str) -> str:
        if name == MANIFEST:
            return f"delete this file and {_REMAKE}"
        return _REMAKE if name in self.made else _RESTORE

    def _bytes(self, name: str) -> bytes | None:
        for place in (self.path / _COMMIT / name, self.path / name):
            try:
                return place.read_bytes()
            except FileNotFoundError:
                continue
        return None

    def _lost_manifest(self) -> bytes:
        found = {name: self._bytes(name) for name in self.names if (self.path / name).exists()}
        files = {name: data for name, data in found.items() if data is not None}
        if len(files) < len(self.names) or (self.path / _COMMIT).exists():
            return self._bytes(MANIFEST) or b""
        return _manifest_of(files)

    def _manifest(self, state: bytes) -> dict[str, Any]:
        if not state:
            make = f"papermesh build SOURCE --store {self.path}"
            raise StoreError(f"no graph in {self.path}; make one with `{make}`")
        try:
            manifest = json.loads(state)
            if manifest["format"] > FORMAT:
                raise StoreError(f"{self.path} was made by a newer papermesh; upgrade papermesh")
            if all({"sha256", "lines"} <= set(manifest["files"][name]) for name in self.names):
                return dict(manifest)
        except (ValueError, KeyError, TypeError) as error:
            raise self.complain(MANIFEST, getattr(error, "lineno", 1), "damaged") from error
        raise self.complain(MANIFEST, 1, "damaged")

    def _complain(self, name: str, data: bytes | None, lines: int) -> None:
        if data is None:
            raise StoreError(f"{self.path / name} is missing; {self._remedy(name)}")
        found = _lines(data)
        for number, line in enumerate(found, 1):
            try:
                json.loads(line)
            except ValueError as error:
                raise self.complain(name, number, "not JSON") from error
        if len(found) != lines:
            raise self.complain(name, len(found), f"has {len(found)} lines instead of {lines}")
        raise StoreError(f"{self.path / name} was changed by something else; {self._remedy(name)}")

    def _check_ours(self) -> None:
        state = self.state()
        foreign = [name for name in self.names if (self.path / name).exists()]
        if foreign and not state:
            raise StoreError(
                f"{self.path} holds a {foreign[0]} that is no part of a graph; name another folder"
            )

    def _stage(self, files: Mapping[str, bytes]) -> None:
        folder = self.path / _NEXT
        try:
            folder.mkdir()
            for name, data in files.items():
                with (folder / name).open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            _sync_folder(folder)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _finish(self) -> None:
        """Do what an earlier writer left undone."""
        commit = self.path / _COMMIT
        for name in (*self.names, MANIFEST):  # the manifest last: it says that there is a commit
            if (commit / name).exists():
                (commit / name).replace(self.path / name)
        for left in (commit, self.path / _NEXT):
            if left.exists():
                shutil.rmtree(left)
        _sync_folder(self.path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with FileLock(self.path / _LOCK, timeout=self.patience):
                yield
        except Timeout as error:
            raise StoreBusyError(
                f"{self.path} is being written by another process; try again when it is done"
            ) from error

    @contextmanager
    def _told(self, doing: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            where = error.filename or self.path
            raise StoreError(f"cannot {doing} {where}: {reason}; nothing was changed") from error


def _lines(data: bytes) -> list[bytes]:
    return data.removesuffix(b"\n").split(b"\n") if data else []


def _sum(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _manifest_of(files: Mapping[str, bytes]) -> bytes:
    about = {
        name: {"lines": len(_lines(data)), "sha256": _sum(data)} for name, data in files.items()
    }
    return json.dumps({"format": FORMAT, "files": about}, indent=2).encode() + b"\n"


def _sync_folder(path: Path) -> None:
    if os.name == "nt":  # pragma: no cover - Windows has no such thing
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
