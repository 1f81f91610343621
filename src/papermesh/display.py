"""Small pieces of HTML for Jupyter, safe whatever the data holds.

Every piece escapes what it is given, clips what is too long and keeps right-to-left text to
itself. Colours are those of the notebook, so light and dark themes both fit; nothing is loaded
from anywhere, and nothing runs outside the frame of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup

T = TypeVar("T")

LONGEST = 300
"""Characters of a value that are shown."""
LONGEST_TEXT = 5000
"""Characters of an abstract that are shown."""
MOST_ROWS = 50
"""Rows of a table that are shown."""

_GREATEST = 10**15  # Python refuses to write integers of thousands of digits
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_WEB = re.compile(r"https?://[^\x00-\x20\x7f-\xa0\\<>\"'`{}|^\ud800-\udfff]{1,2000}", re.I)
# The colours of the graph page, thin enough for the letters of either theme.
_TINTS = {
    "Method": "rgba(10,95,176,.22)",
    "Model": "rgba(213,94,0,.25)",
    "Dataset": "rgba(0,150,109,.25)",
    "Benchmark": "rgba(154,58,130,.25)",
    "Metric": "rgba(190,150,0,.28)",
    "Task": "rgba(47,150,216,.25)",
    "Concept": "rgba(132,141,156,.28)",
    "Result": "rgba(106,81,163,.28)",
}
_NO_TINT = "rgba(132,141,156,.18)"


class Span(NamedTuple):
    """A stretch of a text to highlight.

    Attributes:
        kind: Type of what it names, which gives the colour.
        note: Shown where the pointer rests on it.
    """

    start: int
    end: int
    kind: str
    note: str = ""


class Page(str):
    """An HTML page, which Jupyter shows in a frame of its own; a `str` in every other respect.

    Its scripts run in the frame, and reach neither the notebook nor anything else.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return Markup(
            '<iframe srcdoc="{}" sandbox="allow-scripts allow-downloads" title="Graph" '
            'style="width:100%;height:640px;border:1px solid rgba(128,128,128,.4)"></iframe>'
        ).format(self.encode("utf-8", "replace").decode())

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Say what it is instead of printing all of it beside the frame."""
        printer.text(f"<page of {len(self):,} characters>")


def printable(value: str) -> str:
    r"""Drop what HTML, XML or JSON cannot hold, and what would turn the text that follows.

    Examples:
        >>> printable(" a\x00b\ud800 \u202e")
        ' ab '
    """
    return _UNPRINTABLE.sub("", value)


def text(value: object, limit: int = LONGEST) -> Markup:
    r"""Write a value as text that means only itself; HTML from here is kept, None is empty.

    Examples:
        >>> text("<b>\x00")
        Markup('<bdi>&lt;b&gt;</bdi>')
        >>> text("abcdef", 4), text(None), text(1234)
        (Markup('<bdi>abc…</bdi>'), Markup(''), Markup('1,234'))
    """
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markup()
    if isinstance(value, int | float) and abs(value) < _GREATEST:
        return Markup(f"{value:,}" if isinstance(value, int) else f"{value:,.3g}")
    if isinstance(value, int):
        return Markup("…")
    if isinstance(value, date):
        return Markup('<span style="white-space:nowrap">{}</span>').format(value.isoformat())
    return Markup("<bdi>{}</bdi>").format(_clipped(str(value), limit))


def heading(title: object, *notes: object) -> Markup:
    """Write a heading, and beside it what else is to be said in a word."""
    said = Markup(" · ").join(text(note) for note in notes if note not in (None, ""))
    soft = Markup(' <span style="opacity:.75">{}</span>').format(said) if said else ""
    return Markup('<div style="margin:.4em 0"><strong>{}</strong>{}</div>').format(
        text(title), soft
    )


def paragraph(content: object) -> Markup:
    """Write running text."""
    return Markup('<div style="margin:.4em 0;max-width:60em">{}</div>').format(
        text(content, LONGEST_TEXT)
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """Write a table; numbers stand to the right, and what is over `MOST_ROWS` is only counted."""
    given = iter(rows)
    shown = list(islice(given, MOST_ROWS))
    more = sum(1 for _ in given)
    numeric = [any(isinstance(row[at], int | float) for row in shown) for at in range(len(columns))]
    head = Markup("<thead><tr>{}</tr></thead>").format(
        Markup().join(map(_cell, ["th"] * len(columns), columns, numeric))
    )
    body = Markup().join(
        Markup("<tr>{}</tr>").format(Markup().join(map(_cell, ["td"] * len(row), row, numeric)))
        for row in shown
    )
    rest = paragraph(f"and {more:,} more") if more else Markup()
    if not shown:
        return paragraph("nothing")
    return Markup("<table>{}<tbody>{}</tbody></table>{}").format(
        head if any(columns) else "", body, rest
    )


def link(label: object, url: object) -> Markup:
    """Link a label to an address by http or https; to any other, it stays a mere label.

    Examples:
        >>> link("here", "javascript:alert(1)")
        Markup('<bdi>here</bdi>')
    """
    if not isinstance(url, str) or not _WEB.fullmatch(url):
        return text(label)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        url, text(label)
    )


def badge(kind: str) -> Markup:
    """Write a type in its colour."""
    return Markup('<span style="{};white-space:nowrap">{}</span>').format(_style(kind), text(kind))


def bar(part: float) -> Markup:
    """Draw a part of the whole, from 0 to 1, as a bar."""
    width = round(160 * min(max(part, 0.0), 1.0))
    return Markup(
        f'<span style="display:inline-block;width:{width}px;height:.7em;'
        'background:currentcolor;opacity:.45"></span>'
    )


def details(summary: object, content: Iterable[object]) -> Markup:
    """Hide some paragraphs behind their summary; nothing where there are none."""
    body = Markup().join(map(paragraph, content))
    if not body:
        return Markup()
    return Markup("<details><summary>{}</summary>{}</details>").format(text(summary), body)


def marked(content: str, spans: Iterable[Span]) -> Markup:
    """Highlight stretches of a text; of those that overlap, the first and longest is kept.

    Examples:
        >>> marked("We use <b>.", [Span(7, 10, "Method")]).striptags()
        'We use <b>.'
    """
    within = ((span.start, span.end, span) for span in spans if span.end <= LONGEST_TEXT)
    *pieces, (rest, _) = cut(content, within)
    left = LONGEST_TEXT - (len(content) - len(rest))
    return Markup("<bdi>{}{}</bdi>").format(
        Markup().join(_mark(piece, span) if span else printable(piece) for piece, span in pieces),
        _clipped(rest, max(left, 1)),
    )


def cut(text: str, spans: Iterable[tuple[int, int, T]]) -> Iterator[tuple[str, T | None]]:
    """Cut a text around spans; of those that overlap, the first and longest stands.

    Args:
        text: What to cut.
        spans: Where each starts and ends, and what it stands for; those that are not within the
            text are left out.

    Yields:
        By turns the text before a span, which may be empty, and that of the span with what it
        stands for; the rest of the text comes last.

    Examples:
        >>> list(cut("We use BERT.", [(7, 11, "long"), (7, 9, "short")]))
        [('We use ', None), ('BERT', 'long'), ('.', None)]
    """
    done = 0
    for start, end, meaning in sorted(spans, key=lambda span: (span[0], -span[1])):
        if done <= start < end <= len(text):
            yield text[done:start], None
            yield text[start:end], meaning
            done = end
    yield text[done:], None


def facts(pairs: Mapping[str, object]) -> Markup:
    """Write names and values below each other, without those that say nothing."""
    told = [(name, _flat(value)) for name, value in pairs.items() if _says(value)]
    return table(("", ""), told) if told else Markup()


def _flat(value: object) -> object:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value[:20])) + (" …" if len(value) > 20 else "")
    return str(value) if isinstance(value, dict | int | float) else value


def _says(value: object) -> bool:
    return value is not None and value not in ("", [], (), {})


def _cell(tag: str, value: object, numeric: bool) -> Markup:
    side = "right" if numeric else "left"
    return Markup(f'<{tag} style="text-align:{side};vertical-align:top">{{}}</{tag}>').format(
        text(value)
    )


def _mark(content: str, span: Span) -> Markup:
    return Markup('<mark style="{}" title="{}">{}</mark>').format(
        _style(span.kind), _clipped(span.note or span.kind, LONGEST), printable(content)
    )


def _style(kind: str) -> str:
    tint = _TINTS.get(kind, _NO_TINT)
    return f"background:{tint};color:inherit;border-radius:3px;padding:0 .2em"


def _clipped(value: str, limit: int) -> str:
    # Clipped before it is searched, so that a text of any length costs the same.
    short = value if len(value) <= limit else value[: limit - 1].rstrip() + "…"
    return printable(short)
