"""JSON objects out of arrays, lines or one document, one at a time, whatever the size."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from papermesh.ingest.fields import sane
from papermesh.ingest.sources import LINE_LIMIT, Input

if TYPE_CHECKING:
    from collections.abc import Iterator

# A string does not go over a line's end: one that seems to lost its quotation mark.
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*+(?:"|\n|)|[{}\[\]]')
_EMPTY = re.compile(rb"\s*\[\s*\]\s*")
_WRAPPERS = ("papers", "dailyPapers", "results", "items", "data", "records")


def objects(source: Input) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each object with the line on which it starts.

    Damaged ones are reported and passed over. Of equal keys in one object the last counts, and
    NaN is null, as most programs have it.
    """
    pieces = _by_line(source) if _is_lines(source.first) else _elements(source)
    for line, piece in pieces:
        value = parse(source, line, piece)
        if isinstance(value, dict):
            yield from ((line, v) for v in _unpacked(value))
        elif isinstance(value, list):
            yield from ((line, v) for v in value if isinstance(v, dict))
        elif value is not _BAD:
            source.door.report("holds JSON, but no object; left out", line)


_BAD: Any = object()


def parse(source: Input, line: int, piece: str) -> Any:
    """Parse one JSON value; report it where that fails."""
    try:
        value = json.loads(piece, strict=False, parse_constant=lambda _: None)
        return sane(value) if "\\u" in piece and re.search(r"\\u[dD][89a-fA-F]", piece) else value
    except json.JSONDecodeError as error:
        at, reason = line + error.lineno - 1, f"no valid JSON ({error.msg}); left out"
    except RecursionError:
        at, reason = line, "JSON is nested too deeply; left out"
    except ValueError:
        at, reason = line, "JSON holds a number with too many digits; left out"
    source.door.report(reason, at)
    return _BAD


def _is_lines(head: bytes) -> bool:
    """Tell one object a line from an array or from an object over many lines."""
    lines = [line.strip() for line in head.split(b"\n", 20) if line.strip()]
    if not lines or not lines[0].startswith(b"{"):
        return False
    return lines[0].endswith(b"}") or len(lines) == 1 or lines[1].startswith(b"{")


def _by_line(source: Input) -> Iterator[tuple[int, str]]:
    for number, line in source.lines():
        if stripped := line.strip().removesuffix(","):
            yield number, stripped


def _elements(source: Input) -> Iterator[tuple[int, str]]:
    """Cut text into its outermost objects by counting brackets, so that errors stay local."""
    held, line, counted, at, depth, base = "", 1, 0, 0, 0, 0
    begin: int | None = None
    found = False
    for chunk in source.chunks():
        held += chunk
        for token in _TOKEN.finditer(held, at):
            at, kind = token.end(), token[0]
            if kind[0] == '"' and token.end() == len(held) and not _whole(kind):
                at = token.start()  # the string goes on in the next chunk
                break
            if kind in "{[":
                if kind == "{" and begin is None:
                    begin, base = token.start(), depth
                depth += 1
            elif kind in "}]":
                depth -= 1
                if begin is not None and depth <= base:
                    found = True
                    line, counted = line + held.count("\n", counted, begin), begin
                    yield line, held[begin:at]
                    begin = None
        else:
            at = len(held)
        cut = at if begin is None else begin
        line, counted = line + held.count("\n", counted, cut), 0
        held, at, begin = held[cut:], at - cut, None if begin is None else 0
        if len(held) > LINE_LIMIT:
            source.door.report(f"object is larger than {LINE_LIMIT >> 20} MiB; reading ends", line)
            return
    if begin is not None or depth > 0 or held:
        source.door.report("JSON is cut short; what came before is used, fetch it again", line)
    elif not found and not _EMPTY.fullmatch(source.first):
        source.door.report("JSON holds no object; give a list of papers", line)


def _whole(string: str) -> bool:
    return len(string) > 1 and string[-1] in '"\n'


def _unpacked(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Reach into an object that only wraps a list of papers."""
    if "title" not in value and "paper" not in value:
        for key in _WRAPPERS:
            inner = value.get(key)
            if isinstance(inner, list) and any(isinstance(v, dict) for v in inner):
                return [v for v in inner if isinstance(v, dict)]
    return [value]
