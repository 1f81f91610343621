"""Rows of named values, and the one way in which a row becomes a `Paper`."""

from __future__ import annotations

import ast
import datetime as dt
import email.utils
import json
import re
from typing import TYPE_CHECKING, Any, TypeVar

from papermesh.identifiers import arxiv_id, doi, paper_id
from papermesh.model import Paper
from papermesh.names import fold
from papermesh.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from papermesh.ingest.sources import Door

T = TypeVar("T")
_LARGEST = 2**53
_LONGEST = 20_000
_SURROGATE = re.compile("[\ud800-\udfff]")


class UnusableError(Exception):
    """A value is not what its key promises; the message completes "`key` …"."""


def text(value: object) -> str | None:
    """Take a text; blank ones say nothing."""
    if not isinstance(value, str):
        raise UnusableError(f"is {_kind(value)}, not text")
    return value.strip() or None


def prose(value: object) -> str | None:
    """Take a text exactly as it stands, blanks at its ends included."""
    return value if text(value) is not None and isinstance(value, str) else None


def count(value: object) -> int | None:
    """Take a whole number that is not negative."""
    if isinstance(value, str):
        value = value.strip().replace(",", "")
        if not value:
            return None
        if not re.fullmatch(r"\d{1,15}(?:\.0+)?", value):
            raise UnusableError("is no whole number")
        return int(float(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnusableError(f"is {_kind(value)}, not a number")
    if value != value or abs(value) > _LARGEST or value < 0 or value != int(value):
        raise UnusableError("is no sensible count")
    return int(value)


def day(value: object) -> dt.date | None:
    """Take a day: an ISO date or time, or a time as in e-mail."""
    said = text(value)
    if said is None:
        return None
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}(?:$|[T ])", said):
            return dt.date.fromisoformat(said[:10])
        return email.utils.parsedate_to_datetime(said).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        raise UnusableError(f"{said[:40]!r} is no date; write it as 2024-05-31") from None


def words(value: object) -> tuple[str, ...] | None:
    """Take a list of texts, of objects with a name, or one text that lists them."""
    if isinstance(value, str):
        value = _split(value)
    if not isinstance(value, list | tuple):
        raise UnusableError(f"is {_kind(value)}, not a list")
    names = (_name(v) for v in value)
    return tuple(dict.fromkeys(n for n in names if n)) or None


def _name(value: object) -> str | None:
    if isinstance(value, dict):
        value = next((value[k] for k in ("name", "fullname", "term") if value.get(k)), None)
        if value is None:
            raise UnusableError("holds an object without a name")
    said = text(value)
    return clean(said).text or None if said else None


def _split(value: str) -> list[Any]:
    value = value.strip()
    if value.startswith("["):
        for parse in (json.loads, ast.literal_eval):
            try:
                made = parse(value)
            except (ValueError, SyntaxError, RecursionError, MemoryError):
                continue
            if isinstance(made, list):
                return made
    return value.split(";") if ";" in value else re.split(r",\s+(?:and\s+)?|\s+and\s+", value)


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", bool: "true or false", str: "text"}
    return kinds.get(type(value), "a number")


def sane(value: Any) -> Any:
    """Replace halves of characters, which no encoding can write, throughout a JSON value."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [sane(v) for v in value]
    if isinstance(value, dict):
        return {sane(k): sane(v) for k, v in value.items()}
    return value


class Row:
    """Named values of one record, taken one by one; what nobody takes is extra.

    Attributes:
        rest: What was not taken yet.
    """

    def __init__(self, values: dict[str, Any], door: Door, line: int | None) -> None:
        self.rest = dict(values)
        self.door = door
        self.line = line

    def take(self, convert: Callable[[object], T | None], *keys: str) -> T | None:
        """Take the first value that says something.

        One that cannot be used is reported, and stays among the rest.
        """
        for key in keys:
            value = self.rest.get(key)
            if value is None or value != value:  # NaN is how tables say null
                self.rest.pop(key, None)
                continue
            try:
                made = convert(value)
            except UnusableError as error:
                self.report(f"`{key}` {error}; left out")
                continue
            del self.rest[key]
            if made is not None:
                return made
        return None

    def must(self, *keys: str) -> str:
        """Take a text without which the record cannot be used.

        Raises:
            UnusableError: There is none.
        """
        for key in keys:
            value = self.rest.pop(key, None)
            if value is None:
                continue
            try:
                said = prose(value)
            except UnusableError as error:
                raise UnusableError(f"`{key}` {error}; record left out") from None
            if said:
                return said
        raise UnusableError(f"record has no `{keys[0]}`; left out")

    def report(self, reason: str) -> None:
        """Report a problem of this record."""
        self.door.report(reason, self.line)


def build(
    row: Row, title: str, abstract: str | None, *, source: Iterable[str], **known: Any
) -> Paper:
    """Make a paper of what a source says of it.

    Raises:
        UnusableError: It has no title to speak of, or the values do not go together.
    """
    if len(title) > _LONGEST or len(abstract or "") > _LONGEST:
        raise UnusableError(f"text is longer than {_LONGEST:,} characters; record left out")
    clean_title, clean_abstract = clean(title), clean(abstract or "")
    if not fold(clean_title.text):
        raise UnusableError("`title` holds no letters; record left out")
    arxiv, of_doi = known.pop("arxiv", None), known.pop("doi", None)
    given = known.pop("id", None)
    ident = paper_id(arxiv=arxiv, doi=of_doi, title=clean_title.text)
    ident = ident if given is None or arxiv or of_doi else given
    others = {*known.pop("aliases", ()), given, f"doi:{of_doi}" if of_doi else None} - {ident, None}
    said = {"raw_title": title, "raw_abstract": abstract}
    for name, made in (("raw_title", clean_title), ("raw_abstract", clean_abstract)):
        if made.raw == made.text:
            said[name] = None
    return Paper(
        id=ident,
        title=clean_title.text,
        abstract=clean_abstract.text,
        source=tuple(sorted(set(source))),
        aliases=tuple(sorted(others)),
        extra=row.rest,
        **(said | {k: v for k, v in known.items() if v is not None}),
    )


def arxiv_or_none(value: object) -> str | None:
    """Take an arXiv id in any of its forms."""
    said = text(value)
    found = arxiv_id(said) if said else None
    if said and not found:
        raise UnusableError(f"{said[:60]!r} is no arXiv id")
    return found


def doi_or_none(value: object) -> str | None:
    """Take a DOI; several are parted by blanks, and the first counts."""
    said = text(value)
    return doi(said.split()[0]) if said else None
