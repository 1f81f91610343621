"""arXiv metadata: the snapshot as JSON, the API's Atom, and OAI-PMH in three formats."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any, cast

from papermesh.ingest.fields import (
    Row,
    UnusableError,
    arxiv_or_none,
    build,
    day,
    doi_or_none,
    prose,
    text,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papermesh.ingest.sources import Input
    from papermesh.model import Paper

_SOURCE = ("arxiv",)
_PROLOG_LIMIT = 1 << 16
_ASIDE = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)


def is_record(values: dict[str, Any]) -> bool:
    """Tell a record of the snapshot from other JSON by its keys."""
    return "authors_parsed" in values or {"versions", "categories"} <= values.keys()


def paper(source: Input, line: int | None, values: dict[str, Any]) -> Paper:
    """Read one record of the snapshot, or one that was made alike from XML.

    Raises:
        UnusableError: It has no title.
    """
    row = Row(values, source.door, line)
    title, abstract = row.must("title"), row.take(prose, "abstract")
    arxiv = row.take(arxiv_or_none, "id")
    known = {
        "arxiv": arxiv,
        "doi": row.take(doi_or_none, "doi"),
        "published": _first_version(row),
        "updated": row.take(day, "update_date"),
        "authors": row.take(_parsed, "authors_parsed") or row.take(words, "authors"),
        "categories": row.take(_categories, "categories"),
        "urls": (f"https://arxiv.org/abs/{arxiv}",) if arxiv else None,
    }
    row.rest.pop("authors", None)
    row.rest = {k: v for k, v in row.rest.items() if v not in (None, "", [])}
    return build(row, title, abstract, source=_SOURCE, **known)


def _first_version(row: Row) -> Any:
    versions = row.rest.get("versions")
    if not isinstance(versions, list):
        return row.take(day, "created")
    first = versions[0] if versions else None
    row.rest["versions"] = len(versions)
    dated = Row(first if isinstance(first, dict) else {}, row.door, row.line)
    return dated.take(day, "created")


def _parsed(value: object) -> tuple[str, ...] | None:
    """Turn (last, first, suffix) into names as they are written."""
    if not isinstance(value, list):
        raise UnusableError("is no list of names")
    names = []
    for parts in value:
        if not isinstance(parts, list) or not all(isinstance(p, str) for p in parts):
            raise UnusableError("holds something other than lists of names")
        last, first, *suffix = [*parts, "", ""]
        names.append(" ".join(p.strip() for p in (first, last, *suffix[:1]) if p.strip()))
    return words([name for name in names if name])


def _categories(value: object) -> tuple[str, ...] | None:
    parts = value if isinstance(value, list) else (text(value) or "").split()
    return tuple(str(p) for p in parts) or None


def xml(source: Input) -> Iterator[Paper]:
    """Read Atom or OAI-PMH, entry by entry; documents that declare entities are refused."""
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("start", "end"))
    path: list[ET.Element] = []
    try:
        for chunk in _guarded(source.chunks()):
            parser.feed(chunk)
            yield from _drain(source, parser, path)
        parser.close()
        yield from _drain(source, parser, path)
    except ET.ParseError as error:
        line = error.position[0]
        source.door.report(f"no valid XML ({error}); entries before that are used", line)
    except UnusableError as error:
        source.door.report(str(error))


def _guarded(chunks: Iterator[str]) -> Iterator[str]:
    """Hold the text back until its first element, and refuse any document type before it."""
    held = ""
    for chunk in chunks:
        held += chunk
        bare = _ASIDE.sub("", held[:_PROLOG_LIMIT]) if held.count("<!--") < 100 else held
        if "<!DOCTYPE" in bare:
            raise UnusableError(
                "XML declares a document type, which could hide an attack; remove it"
            )
        if re.search(r"<[A-Za-z_]", bare.partition("<!--")[0].partition("<?")[0]):
            # the text is decoded already, whatever encoding its first line declares
            yield re.sub(
                r"^\s*<\?xml.*?\?>",
                lambda m: "\n" * m[0].count("\n"),
                held,
                count=1,
                flags=re.DOTALL,
            )
            yield from chunks
            return
        if len(held) > _PROLOG_LIMIT:
            break
    raise UnusableError("XML holds no element; give Atom or OAI-PMH")


def _drain(
    source: Input, parser: ET.XMLPullParser[ET.Element], path: list[ET.Element]
) -> Iterator[Paper]:
    """Yield the papers whose elements are complete, and let go of the elements."""
    for event, element in cast("Iterator[tuple[str, ET.Element]]", parser.read_events()):
        if event == "start":
            path.append(element)
            continue
        path.pop()
        name = _local(element)
        if name == "error" and element.get("code"):
            said = f"the archive answers {element.get('code')}: {element.text or ''}"
            source.door.report(said.strip(": "))
        if name not in {"entry", "record"}:
            continue
        try:
            values = _atom(element) if name == "entry" else _oai(element)
            if values:
                yield paper(source, None, values)
        except UnusableError as error:
            source.door.report(f"{_text(element, 'id', 'identifier') or 'an entry'}: {error}")
        if path:
            path[-1].remove(element)


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in element.iter() if _local(child) == name]


def _text(element: ET.Element, *names: str) -> str | None:
    found = (child.text for name in names for child in _all(element, name))
    return next((said.strip() for said in found if said and said.strip()), None)


def _atom(entry: ET.Element) -> dict[str, Any]:
    """Name the parts of an API entry as the snapshot does."""
    address = _text(entry, "id") or ""
    if "/api/errors" in address:
        raise UnusableError(f"the archive answers: {_text(entry, 'summary')}")
    terms = [c.get("term", "") for n in ("primary_category", "category") for c in _all(entry, n)]
    return {
        "id": address,
        "title": _text(entry, "title"),
        "abstract": _text(entry, "summary"),
        "created": _text(entry, "published"),
        "update_date": _text(entry, "updated"),
        "authors": [name for author in _all(entry, "author") if (name := _text(author, "name"))],
        "categories": list(dict.fromkeys(term for term in terms if term)),
        "doi": _text(entry, "doi"),
        "comments": _text(entry, "comment"),
        "journal-ref": _text(entry, "journal_ref"),
    }


def _oai(record: ET.Element) -> dict[str, Any] | None:
    """Name the parts of an OAI record as the snapshot does; deleted ones are nothing."""
    inner = next((child for held in _all(record, "metadata") for child in held), None)
    if inner is None:
        header = next(iter(_all(record, "header")), record)
        if header.get("status") == "deleted":
            return None
        raise UnusableError("record without metadata; left out")
    if _local(inner) == "dc":
        return _dublin_core(inner)
    values: dict[str, Any] = {_local(c): c.text for c in inner if not len(c) and c.text}
    values["update_date"] = values.pop("updated", None)
    people = [
        [_text(a, "keyname") or "", _text(a, "forenames") or "", _text(a, "suffix") or ""]
        for a in _all(inner, "author")
    ]
    versions = [{"created": _text(v, "date")} for v in _all(inner, "version")]
    return (
        values
        | ({"authors_parsed": people} if people else {})
        | ({"versions": versions} if versions else {})
    )


def _dublin_core(inner: ET.Element) -> dict[str, Any]:
    def said(name: str) -> list[str]:
        return [c.text.strip() for c in _all(inner, name) if c.text and c.text.strip()]

    descriptions, dates, links = said("description"), sorted(said("date")), said("identifier")
    people = [[part.strip() for part in who.split(",", 1)] for who in said("creator")]
    return {
        "id": next((link for link in links if "arxiv.org" in link.lower()), None),
        "doi": next((link for link in links if link.lower().startswith("doi:")), None),
        "title": _text(inner, "title"),
        "abstract": next((d for d in descriptions if not d.startswith("Comment:")), None),
        "comments": next((d[8:].strip() for d in descriptions if d.startswith("Comment:")), None),
        "created": dates[0] if dates else None,
        "update_date": dates[-1] if len(dates) > 1 else None,
        "authors_parsed": people,
        "subject": said("subject"),
    }
