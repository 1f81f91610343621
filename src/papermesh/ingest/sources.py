"""An opened input, and the one door that every problem with it goes through."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from papermesh.errors import IngestError

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator

LINE_LIMIT = 16 << 20
TEXT_LIMIT = 64 << 20
PEEK = 1 << 16
CHUNK = 1 << 20
_ISO_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Problem:
    """One piece of input that could not be used.

    Attributes:
        source: Where it came from: a path, a URL, or ``-`` for standard input.
        line: Line within the source, counted from 1, or None where lines mean nothing.
        reason: What is wrong and what to do about it.
    """

    source: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = self.source if self.line is None else f"{self.source}:{self.line}"
        return f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Door:
    """The one way out for problems: they are handed on, or the first one is raised."""

    source: str
    on_problem: Callable[[Problem], None] | None

    def report(
        self, reason: str, line: int | None = None, error: type[IngestError] = IngestError
    ) -> None:
        """Hand a problem on, or raise it where nobody takes problems."""
        if self.on_problem is None:
            raise error(self.source, line, reason)
        self.on_problem(Problem(self.source, line, reason))


class Input:
    """An opened input: UTF-8 bytes and a door for problems.

    Attributes:
        source: Its path or address.
        name: Its base name.
        stream: Its bytes, decompressed.
        first: Its first bytes, still in the stream.
    """

    def __init__(self, door: Door, stream: io.BufferedReader) -> None:
        self.door = door
        self.source = door.source
        base = re.sub(r"[?#].*", "", self.source).rstrip("/")
        self.name = "stdin" if self.source == "-" else re.split(r"[/\\]", base)[-1]
        self.stream = stream
        self.first = stream.peek(PEEK)[:PEEK]

    @property
    def day(self) -> str | None:
        """The ISO date in the last part of the path or address, if there is one."""
        found = _ISO_DAY.findall(re.split(r"[/\\]", self.source)[-1])
        return cast("str", found[-1]) if found else None

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield lines with their numbers; a line beyond the limit is reported and passed over."""
        number = 0
        while raw := self.stream.readline(LINE_LIMIT):
            number += 1
            if len(raw) == LINE_LIMIT and not raw.endswith(b"\n"):
                while raw and not raw.endswith(b"\n"):
                    raw = self.stream.readline(1 << 20)
                self.door.report(f"line is longer than {LINE_LIMIT >> 20} MiB; passed over", number)
                continue
            yield number, self._decode(raw, number)

    def text(self) -> str:
        """Read everything, up to a limit that no page reaches."""
        parts, size = [], 0
        for _, line in self.lines():
            size += len(line)
            if size > TEXT_LIMIT:
                self.door.report(
                    f"page is larger than {TEXT_LIMIT >> 20} MiB; the rest is left out"
                )
                break
            parts.append(line)
        return "".join(parts)

    def chunks(self) -> Iterator[str]:
        """Yield all text in large pieces, which may end in the middle of a line."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        flagged, line = False, 1
        while raw := self.stream.read(CHUNK):
            text = decoder.decode(raw)
            if not flagged and "\ufffd" in text and b"\xef\xbf\xbd" not in raw:
                flagged = True
                bad = line + text.count("\n", 0, text.index("\ufffd"))
                self.door.report("holds bytes that are not UTF-8; save it as UTF-8", bad)
            line += text.count("\n")
            yield text
        yield decoder.decode(b"", final=True)

    def _decode(self, raw: bytes, number: int) -> str:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            self.door.report("not UTF-8, read as Windows-1252; save the file as UTF-8", number)
            return raw.decode("cp1252", "replace")
