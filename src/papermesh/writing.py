"""Writing a file as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def replacing(goal: Path) -> Iterator[IO[bytes]]:
    """Open a file beside a goal that takes its place once it is whole and on the disk.

    What is there and is no regular file, such as a pipe, is written to as it is.

    Raises:
        OSError: It cannot be written; a regular file is as it was.
    """
    if goal.exists() and not goal.is_file():
        with goal.open("wb") as file:
            yield file
        return
    goal = goal.resolve()  # a link stays one
    handle, name = tempfile.mkstemp(prefix=f".{goal.name}.", dir=goal.parent)
    try:
        with os.fdopen(handle, "wb") as whole:
            yield whole
            whole.flush()
            os.fsync(whole.fileno())
        # A temporary file is private; the goal is as readable as any new file, or as it was.
        os.chmod(name, goal.stat().st_mode & 0o777 if goal.exists() else 0o666 & ~_umask())
        os.replace(name, goal)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
