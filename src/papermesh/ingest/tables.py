"""Papers in papermesh's own terms: JSON Lines, as it writes them itself, and CSV."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

from papermesh.identifiers import arxiv_id, doi
from papermesh.ingest.fields import Row, UnusableError, build, count, day, prose, text, words
from papermesh.model import Paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papermesh.ingest.sources import Input

_SPELT = frozenset(Paper.model_fields) | {"url", "doi"}  # whatever the case in a header
_DELIMITERS = ",;\t|"
_OWN_ID = re.compile(r"(?:arxiv|doi|title):.+", re.DOTALL)


def paper(source: Input, line: int | None, values: dict[str, Any], *, name: str = "jsonl") -> Paper:
    """Read one record that uses the field names of `Paper`, or common ones like them.

    Raises:
        UnusableError: It has no title.
    """
    extra = values.get("extra")
    if isinstance(extra, dict):
        values = {k: v for k, v in values.items() if k != "extra"} | {
            k: v for k, v in extra.items() if k not in values
        }
    row = Row(values, source.door, line)
    title, abstract = row.must("title"), row.take(prose, "abstract", "summary")
    links = _links(row, "urls", "url", "link")
    ident, arxiv, of_doi = _identity(row, links)
    known: dict[str, Any] = {
        "id": ident,
        "arxiv": arxiv,
        "doi": of_doi,
        "urls": links,
        "published": row.take(day, "published"),
        "featured": row.take(day, "featured"),
        "updated": row.take(day, "updated"),
        "authors": row.take(words, "authors", "author"),
        "n_authors": row.take(count, "n_authors"),
        "organization": row.take(text, "organization"),
        "upvotes": row.take(count, "upvotes"),
        "comments": row.take(count, "comments"),
        "categories": row.take(_categories, "categories"),
        "keywords": row.take(words, "keywords"),
        "code_urls": _links(row, "code_urls", "githubRepo", "code_url"),
        "aliases": row.take(words, "aliases") or (),
        "raw_title": row.take(prose, "raw_title"),
        "raw_abstract": row.take(prose, "raw_abstract"),
    }
    return build(row, title, abstract, source=row.take(words, "source") or (name,), **known)


def _links(row: Row, *keys: str) -> tuple[str, ...] | None:
    found = [link for key in keys for link in row.take(_addresses, key) or ()]
    return tuple(dict.fromkeys(found)) or None


def _addresses(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str) and not value.strip().startswith("["):
        return tuple(re.split(r"[\s;]+", value.strip())) if value.strip() else None
    return words(value)


def _categories(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str) and not value.strip().startswith("["):
        return tuple(re.split(r"[\s,;]+", value.strip())) if value.strip() else None
    return words(value)


def _identity(row: Row, links: tuple[str, ...] | None) -> tuple[str | None, str | None, str | None]:
    """Find the strongest identity: an id of our own is kept, others are read in any form."""
    said = row.rest.get("id")
    if isinstance(said, int) and not isinstance(said, bool):
        said = None
    given = said.strip() if isinstance(said, str) else ""
    arxiv, of_doi = arxiv_id(given), doi(given)
    ident = given if _OWN_ID.fullmatch(given) and not (arxiv or of_doi) else None
    if ident or arxiv or of_doi:
        del row.rest["id"]
    stated = row.take(text, "arxiv_id", "arxivId", "arxiv"), row.take(text, "doi", "DOI")
    arxiv = arxiv or arxiv_id(stated[0] or "") or (None if ident else _first(arxiv_id, links))
    of_doi = of_doi or doi(stated[1] or "") or (None if ident else _first(doi, links))
    return ident, arxiv, of_doi


def _first(find: Any, links: tuple[str, ...] | None) -> str | None:
    return next((found for link in links or () if (found := find(link))), None)


def csv_table(source: Input) -> Iterator[Paper]:
    """Read CSV with a header; lists within a cell are parted by semicolons."""
    numbered = source.lines()
    number, first = next((line for line in numbered if line[1].strip()), (1, ""))
    delimiter = max(_DELIMITERS, key=first.count)
    header = [_column(cell) for cell in next(csv.reader([first], delimiter=delimiter), [])]
    if "title" not in header:
        reason = "CSV needs a first line that names its columns, `title` among them"
        source.door.report(reason, number)
        return
    rows = csv.reader((line for _, line in numbered), delimiter=delimiter)
    while True:
        line = number + rows.line_num + 1
        try:
            cells = next(rows, None)
            if cells is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                wrong = f"row has {len(cells)} cells, the header {len(header)}; left out"
                raise UnusableError(wrong)
            values = {k: v for k, v in zip(header, cells, strict=True) if v.strip()}
            yield paper(source, line, values, name="csv")
        except UnusableError as error:
            source.door.report(str(error), line)
        except csv.Error as error:
            source.door.report(f"no valid CSV ({error}); row left out", line)


def _column(cell: str) -> str:
    return cell.strip().lower() if cell.strip().lower() in _SPELT else cell.strip()
