"""Reading of papers from whatever people have: pages, API answers, dumps, tables, addresses.

The format is found from the content, never from the name. Every record becomes one `Paper` that
says where it comes from; papers told of several times are joined later, when the graph is linked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pydantic import ValidationError

from papermesh.errors import UnknownFormatError
from papermesh.ingest import arxiv, hf, jsontext, pages, tables
from papermesh.ingest.fields import UnusableError
from papermesh.ingest.opening import expand, is_folder, opened
from papermesh.ingest.sources import Door, Input, Problem
from papermesh.model import Paper

__all__ = ["FORMATS", "Problem", "read"]

Reader = Callable[[Input], Iterator[Paper]]


def _json(kind: str) -> Reader:
    """Make a reader of JSON objects of one kind, or of the kind that each object's keys tell."""

    def reader(source: Input) -> Iterator[Paper]:
        for line, values in jsontext.objects(source):
            try:
                if kind == "hf" or (kind == "json" and hf.is_item(values)):
                    yield hf.paper(source, line, values)
                elif kind == "arxiv" or (kind == "json" and arxiv.is_record(values)):
                    yield arxiv.paper(source, line, values)
                else:
                    yield tables.paper(source, line, values)
            except UnusableError as error:
                source.door.report(str(error), line)
            except (ValidationError, RecursionError) as error:
                source.door.report(
                    f"record cannot be used ({type(error).__name__}); left out", line
                )

    return reader


FORMATS: dict[str, Reader] = {
    "arxiv": _json("arxiv"),
    "csv": tables.csv_table,
    "hf": _json("hf"),
    "html": pages.page_html,
    "json": _json("json"),
    "jsonl": _json("jsonl"),
    "page": pages.page_text,
    "xml": arxiv.xml,
}
"""Readers by the name of their format: ``hf`` is the daily papers API's JSON, ``arxiv`` the metadata
snapshot, ``jsonl`` papermesh's own terms, ``json`` any of these; ``page`` is the text of a Daily
Papers page, ``html`` the page as saved; ``xml`` is Atom or OAI-PMH."""

_BINARY = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"RIFF": "a media file",
    b"BM": "an image",
    b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data",
    b"\x28\xb5\x2f\xfd": "zstd data",
    b"PAR1": "Parquet",
    b"II*\0": "a TIFF image",
    b"MM\0*": "a TIFF image",
}
_REMEDY = "give a Daily Papers page, API JSON, arXiv metadata, JSON Lines or CSV"
_HTML = re.compile(rb"<!doctype html|<(?:html|head|body)[\s>]|data-props=", re.IGNORECASE)
_JSON = re.compile(rb"[\[{]\s*(?:[\[{\]}\"]|$)")
_CSV = re.compile(
    rb"^[^\n]{0,4000}?(?:^|[,;\t|\"]) {0,4}\"?title\"? {0,4}(?:[,;\t|\r\n]|$)", re.IGNORECASE
)
_DETAILS = re.compile(
    rb"^[ \t]{0,9}(?:\xe2\x80\xa2[ \t]{0,9})?\d{1,6} authors?[ \t\r]{0,9}$|^Daily Papers[ \t\r]{0,9}$",
    re.MULTILINE,
)
_PARAGRAPHS = re.compile(rb"(?:^|\n)[^\n]{8,250}\r?\n\s*\n[^\n]{300,}")


def read(
    source: str,
    *,
    format: str | None = None,
    on_problem: Callable[[Problem], None] | None = None,
) -> Iterator[Paper]:
    """Read papers from a file, a folder, a pattern, an address or ``-``, one by one.

    Args:
        source: Where to read. In a folder, files that are no text are passed over.
        format: A name from `FORMATS`; found from the content where it is None.
        on_problem: Takes each piece that cannot be used; all else is read. Without it the first
            such piece is an error.

    Yields:
        One paper for each record, in the order of the input.

    Raises:
        IngestError: A piece of the input cannot be used, and `on_problem` is None.
        UnknownFormatError: There is no such format, or no reader knows the input.
    """
    if format is not None and format not in FORMATS:
        reason = f"no format is called {format!r}; known: {', '.join(FORMATS)}"
        raise UnknownFormatError(source, None, reason)
    return _read(source, format, on_problem)


def _read(
    source: str, kind: str | None, on_problem: Callable[[Problem], None] | None
) -> Iterator[Paper]:
    door, in_folder = Door(source, on_problem), is_folder(source)
    n_read = n_passed = 0
    for path in expand(source, door):
        here = Door(path, on_problem)
        with opened(path, here) as given:
            if given is None:
                n_read += 1
                continue
            if in_folder and _binary(given.first):
                n_passed += 1
                continue
            n_read += 1
            name = kind or _found_format(given)
            if name is None:
                continue
            try:
                yield from FORMATS[name](given)
            except OSError as error:
                here.report(f"reading broke off: {error}")
    if in_folder and not n_read:
        what = f"none of its {n_passed} files is text" if n_passed else "it holds no files"
        door.report(f"nothing to read in this folder, {what}; {_REMEDY}")


def _found_format(source: Input) -> str | None:
    """Find the format from the first bytes; report an input that has none."""
    head = source.first.lstrip()
    if not head:
        source.door.report(f"is empty; {_REMEDY}")
    elif what := _binary(source.first):
        source.door.report(
            f"is {what}, which holds no text to read; {_REMEDY}", None, UnknownFormatError
        )
    elif head.startswith(b"<") or b"data-props=" in head:
        return "html" if _HTML.search(head) else "xml"
    elif _JSON.match(head):
        return "json"
    elif _CSV.match(head):
        return "csv"
    elif _DETAILS.search(head) or _PARAGRAPHS.search(head):
        return "page"
    else:
        reason = f"format not recognised; {_REMEDY}, or name the format ({', '.join(FORMATS)})"
        source.door.report(reason, None, UnknownFormatError)
    return None


def _binary(head: bytes) -> str | None:
    for magic, name in _BINARY.items():
        if head.startswith(magic) and (name == "a PDF" or b"\0" in head[:4096]):
            return name
    control = sum(c < 9 or 13 < c < 32 for c in head[:4096])
    return "binary data" if control > len(head[:4096]) / 10 else None
