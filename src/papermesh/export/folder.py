"""Writing a folder as a whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["replacing_folder"]


@contextmanager
def replacing_folder(goal: Path) -> Iterator[Path]:
    """Make a folder beside a goal that takes its place once its files are whole and on the disk.

    A folder that is there is moved aside first, and deleted in the end. Between the two renamings
    there is none; a crash just then leaves both beside the goal, under names that begin with a dot.

    Raises:
        OSError: It cannot be written; what was there is as it was.
    """
    goal = goal.resolve()  # a link stays one
    fresh = goal.with_name(f".{goal.name}.{secrets.token_hex(4)}")
    fresh.mkdir()
    try:
        yield fresh
        for path in fresh.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        if goal.exists():
            _swap(fresh, goal)
        else:
            fresh.rename(goal)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _swap(fresh: Path, goal: Path) -> None:
    old = fresh.with_name(f"{fresh.name}.old")
    goal.rename(old)
    try:
        fresh.rename(goal)
    except BaseException:
        old.rename(goal)
        raise
    shutil.rmtree(old, ignore_errors=True)
