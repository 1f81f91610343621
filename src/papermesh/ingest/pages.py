"""Daily Papers pages: their text as copied from a browser, and the page as saved."""

from __future__ import annotations

import datetime as dt
import html
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papermesh.ingest import hf
from papermesh.ingest.fields import Row, UnusableError, build
from papermesh.ingest.jsontext import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papermesh.ingest.sources import Input
    from papermesh.model import Paper

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(
    rf"((?:{'|'.join(_MONTHS)})[a-z]*\.?) (\d{{1,2}})(?:, (\d{{4}}))?(?: (\d{{1,9}}))?"
)  # the last number counts comments
_AUTHORS = re.compile(r"(?:•\s*)?(\d{1,6}) authors?")
_DOT = "·"
_FRAME = re.compile(
    r"new|subscribe|get trending papers.*|(?:daily|trending) papers|by\s?ak and the research community"
    r"|hugging face|papers|daily|weekly|monthly|previous|next|log in|sign up|submit|company|tos|privacy"
    r"|about|careers|website|models|datasets|spaces|pricing|docs|system theme|\d+",
    re.IGNORECASE,
)  # lines around the papers
_UNWRAPPED = 150  # a longer line is a paragraph
_TITLE = 250
_PROPS = re.compile(r"""data-props\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(slots=True)
class _Entry:
    line: int
    title: str
    abstract: list[str] = field(default_factory=list)
    date: re.Match[str] | None = None
    n_authors: int | None = None
    organization: str | None = None


def page_text(source: Input) -> Iterator[Paper]:
    """Read the text of a page: title, abstract, and often authors and a date, paper by paper."""
    pieces = _pieces(source)
    own = _strip_frame(pieces)
    entries: list[_Entry] = []
    held: list[tuple[int, str]] = []
    for at, (line, piece) in enumerate(pieces):
        after = pieces[at + 1][1] if at + 1 < len(pieces) else ""
        if not _is_meta(piece) and after != _DOT:
            held.append((line, piece))
            continue
        entries += _entries(source, held)
        held = []
        if entries:
            _note(entries[-1], piece)
    entries += _entries(source, held)
    page = _page_day(own, [e.date for e in entries if e.date], source.day)
    for entry in entries:
        try:
            yield _paper(source, entry, page)
        except UnusableError as error:
            source.door.report(str(error), entry.line)


def _pieces(source: Input) -> list[tuple[int, str]]:
    """Split a page into paragraphs and lines of details, joining lines that were wrapped."""
    lines = [(n, line.replace("\0", "").strip()) for n, line in source.lines()]
    spaced = any(not line for _, line in lines[:-1])
    pieces: list[tuple[int, str]] = []
    joins = False
    for number, line in lines:
        alone = not spaced or len(line) > _UNWRAPPED or _is_meta(line)
        if line and joins and not alone and len(pieces[-1][1].rpartition("\n")[2]) <= _UNWRAPPED:
            pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]}\n{line}")
        elif line:
            pieces.append((number, line))
        joins = bool(line) and not alone
    return pieces


def _is_meta(piece: str) -> bool:
    return piece == _DOT or bool(_DATE.fullmatch(piece) or _AUTHORS.fullmatch(piece))


def _strip_frame(pieces: list[tuple[int, str]]) -> re.Match[str] | None:
    """Take away what stands around the papers, and give the page's own date."""
    own: re.Match[str] | None = None
    while pieces:
        piece = pieces[0][1]
        date = _DATE.fullmatch(piece) if own is None else None
        if date is None and not all(_FRAME.fullmatch(part) for part in piece.split("\n")):
            break
        own = own or date
        del pieces[0]
    while pieces and _FRAME.fullmatch(pieces[-1][1]):
        del pieces[-1]
    return own


def _entries(source: Input, held: list[tuple[int, str]]) -> list[_Entry]:
    """Tell titles from abstracts among paragraphs between two lines of details."""
    sizes = [len(piece) for _, piece in held]
    pairs = list(zip(sizes[::2], sizes[1::2], strict=False))
    paired = len(held) % 2 == 0 and all(title < min(body, _TITLE) for title, body in pairs)
    entries: list[_Entry] = []
    for at, (line, piece) in enumerate(held):
        follows = at + 1 < len(held) and not _is_title(held[at + 1][1])
        starts = at % 2 == 0 if paired else _is_title(piece) and (follows or piece.istitle())
        if starts and (not entries or entries[-1].abstract):
            entries.append(_Entry(line, piece))
        elif entries:
            entries[-1].abstract.append(piece)
        elif len(piece) <= _TITLE:
            entries.append(_Entry(line, piece))
        else:
            source.door.report("abstract without a title; left out", line)
    return entries


def _is_title(piece: str) -> bool:
    ends = piece.endswith((".", ";", ",", ":")) and not piece.endswith("...")
    return len(piece) <= _TITLE and not ends and "://" not in piece


def _note(entry: _Entry, piece: str) -> None:
    if date := _DATE.fullmatch(piece):
        entry.date = date
    elif authors := _AUTHORS.fullmatch(piece):
        entry.n_authors = int(authors[1])
    elif piece != _DOT:
        entry.organization = piece


def _page_day(
    own: re.Match[str] | None, dates: list[re.Match[str]], named: str | None
) -> dt.date | None:
    """Find the page's own day with its year.

    The site leaves the year out of dates of the current year and prints all others. So where there
    are both kinds, the page is of the year after the latest one printed.
    """
    day = None
    with suppress(ValueError):
        day = dt.date.fromisoformat(named) if named else None
    if own is not None and own[3]:
        return _date(own, int(own[3]))
    if day is not None and (own is None or _date(own, day.year) == day):
        return day
    printed = [int(date[3]) for date in dates if date[3]]
    if own is None or not printed or len(printed) == len(dates):
        return None
    return _date(own, max(printed) + 1)


def _date(said: re.Match[str], year: int) -> dt.date | None:
    try:
        return dt.date(year, _MONTHS.index(said[1][:3]) + 1, int(said[2]))
    except ValueError:
        return None


def _published(said: re.Match[str], page: dt.date | None) -> dt.date | None:
    if said[3]:
        return _date(said, int(said[3]))
    if page is None:
        return None
    return next(
        (d for y in range(page.year, page.year - 8, -1) if (d := _date(said, y)) and d <= page),
        None,
    )


def _paper(source: Input, entry: _Entry, page: dt.date | None) -> Paper:
    row = Row({}, source.door, entry.line)
    known: dict[str, object] = {"n_authors": entry.n_authors, "featured": page}
    if (said := entry.date) is not None:
        known["published"] = published = _published(said, page)
        known["comments"] = int(said[4]) if said[4] else None
        printed = f"{said[1]} {said[2]}"
        if said[3] and published is None:
            row.report(f"there is no {printed}, {said[3]}; date left out")
        elif not said[3]:
            row.rest["undated" if published is None else "published_as_printed"] = printed
    if entry.organization:
        handle, _, name = entry.organization.partition(" ")
        known["organization"] = name or handle
        row.rest |= {"organization_handle": handle} if name else {}
    abstract = "\n\n".join(entry.abstract) or None
    return build(row, entry.title, abstract, source=(source.name,), **known)


def page_html(source: Input) -> Iterator[Paper]:
    """Read a saved page: it carries the API's objects within its attributes."""
    text = source.text()
    found = False
    for match in _PROPS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        said = match[1] if match[1] is not None else match[2]
        if "aper" not in said:
            continue
        props = parse(source, line, html.unescape(said))
        items = _items(props) if isinstance(props, dict) else []
        for item in items:
            found = True
            try:
                made = hf.paper(source, line, item)
                yield made.model_copy(update={"source": (source.name,)})
            except UnusableError as error:
                source.door.report(str(error), line)
    if not found:
        source.door.report("the page holds no list of papers; copy its text into a file instead")


def _items(props: dict[str, object]) -> list[dict[str, object]]:
    for key in ("dailyPapers", "papers"):
        items = props.get(key)
        if isinstance(items, list):
            return [item for item in items if isinstance(item, dict)]
    return [props] if isinstance(props.get("paper"), dict) else []
