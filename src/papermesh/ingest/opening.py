"""Opening of files, folders, patterns, standard input and addresses as UTF-8 bytes.

Compression and encodings are dealt with here, so that a reader sees plain text only.
"""

from __future__ import annotations

import codecs
import glob
import io
import os
import sys
import zlib
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from papermesh.ingest.sources import PEEK, Door, Input
from papermesh.ingest.web import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zlib import _Decompress as Decompress


_FETCH_AGAIN = "what came before is used, fetch it again"


class _Pieces(io.RawIOBase):
    """A byte stream made of pieces, so that the pieces can be made as they are asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        taken = self._left[: len(view)]
        view[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)


def _inflate(stream: IO[bytes], door: Door) -> Iterator[bytes]:
    engine, raw, ended = zlib.decompressobj(31), b"", True
    before = engine
    try:
        while raw or (raw := stream.read(PEEK)):
            before = engine.copy()
            yield engine.decompress(raw, PEEK)
            raw, ended = engine.unconsumed_tail, engine.eof
            if ended:  # a file may hold several members, and zeros behind the last
                raw, engine = engine.unused_data.lstrip(b"\0"), zlib.decompressobj(31)
        if not ended:
            door.report(f"gzip data ends too early; {_FETCH_AGAIN}")
    except zlib.error:
        yield from _before_damage(before, raw)
        door.report(f"gzip data is damaged; {_FETCH_AGAIN}")


def _before_damage(engine: Decompress, raw: bytes) -> Iterator[bytes]:
    """Go byte by byte through the last piece: an engine that fails gives back nothing of it."""
    with suppress(zlib.error):
        for at in range(len(raw)):
            yield engine.decompress(raw[at : at + 1])


def _recode(stream: IO[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while raw := stream.read(PEEK):
        yield decoder.decode(raw).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _read(raw: IO[bytes], door: Door) -> Iterator[bytes]:
    try:
        while piece := raw.read(PEEK):
            yield piece
        broken = bool(getattr(raw, "length", None))  # an answer that is shorter than announced
    except HTTPException:
        broken = True
    if broken:
        door.report(f"the connection broke off; {_FETCH_AGAIN}")


def _filled(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Join pieces at the start, so that there is enough to look at."""
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= PEEK:
            break
    yield head
    yield from pieces


def _buffered(pieces: Iterator[bytes]) -> io.BufferedReader:
    return io.BufferedReader(_Pieces(_filled(pieces)), PEEK)


def _plain(stream: io.BufferedReader, door: Door) -> io.BufferedReader:
    """Undo compression and any encoding that announces itself."""
    if stream.peek(2)[:2] == b"\x1f\x8b":
        stream = _buffered(_inflate(stream, door))
    head = stream.peek(4)[:4]
    if head.startswith(codecs.BOM_UTF8):
        stream.read(3)
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        stream = _buffered(_recode(stream, "utf-16"))
    elif len(head) == 4 and head[0] and head[2] and head[1] == head[3] == 0:
        stream = _buffered(_recode(stream, "utf-16-le"))
    return stream


@contextmanager
def opened(source: str, door: Door) -> Iterator[Input | None]:
    """Open a path, an address or ``-``; where that fails, report it and give None."""
    with ExitStack() as stack:
        try:
            raw: IO[bytes] = sys.stdin.buffer
            if is_address(source):
                raw = stack.enter_context(fetch(source))
            elif source != "-":
                raw = stack.enter_context(Path(source).open("rb"))
            stream = _plain(_buffered(_read(raw, door)), door)
        except (OSError, ValueError) as error:
            door.report(_why(error, source))
            yield None
            return
        yield Input(door, stream)


def is_address(source: str) -> bool:
    """Tell an address from a path."""
    return source.lower().startswith(("http://", "https://"))


def is_folder(source: str) -> bool:
    """Tell a folder from all else."""
    try:
        return (
            not is_address(source) and source != "-" and Path(os.path.expanduser(source)).is_dir()
        )
    except (OSError, ValueError):
        return False


def expand(source: str, door: Door) -> Iterator[str]:
    """Turn a folder or a pattern into the files behind it, sorted."""
    if source == "-" or is_address(source):
        yield source
        return
    path = Path(os.path.expanduser(source))  # unlike Path's own, it leaves an unknown user be
    if is_folder(source):
        yield from (str(file) for file in sorted(path.rglob("*")) if _is_wanted(file, path))
    elif not glob.has_magic(source) or path.exists():
        yield str(path)
    else:
        found = sorted(glob.glob(str(path), recursive=True))
        if not found:
            door.report("matches no file; check the pattern, and quote it")
        for name in found:
            yield from expand(name, door)


def _is_wanted(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.is_file()


def _why(error: OSError | ValueError, source: str) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the spelling"
    if isinstance(error, PermissionError):
        return "may not be read; check its permissions"
    if is_address(source):
        return f"cannot be fetched: {error}; save the page and give the file"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
