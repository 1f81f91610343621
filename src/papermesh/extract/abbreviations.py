"""Pairs of a long form and its abbreviation, after Schwartz and Hearst (PSB 2003).

A short form in brackets is matched from its last letter backwards against the words before it;
the first letter must begin a word. ``SHORT (long form)`` is tried the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BRACKET = re.compile(r"\(([^()\n]{2,120})\)")
_SHORT = re.compile(r"[A-Za-z0-9αβγδλµπσ∞][\w\-/&+.^²³×@*∞]{0,14}(?: ?[A-Z0-9][\w\-]{0,5})?")
_WORD = re.compile(r"\S+")

_NO_NAMES = frozenset({"state-of-the-art", "state of the art", "end-to-end", "real-world"})
_SPOKEN = {"2": "t", "4": "f"}  # "to" and "for"


@dataclass(frozen=True, slots=True)
class Pair:
    """A long form and its short form, as offsets into one text."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int


def _is_short(text: str) -> bool:
    return (
        _SHORT.fullmatch(text) is not None
        and any(c.isupper() for c in text)
        and not text.replace(".", "").isdigit()
        and sum(c.isalpha() for c in text) >= 2
        and not (text.istitle() and len(text) > 6)
    )


def _long_start(words: str, short: str) -> int | None:
    """Where the long form of ``short`` starts that ends where ``words`` ends, or None."""
    place = len(words) - 1
    letters = [_SPOKEN.get(c, c.lower()) for c in short if c.isalnum()]
    for index in range(len(letters) - 1, -1, -1):
        while place >= 0 and (
            words[place].lower() != letters[index]
            or (index == 0 and place > 0 and words[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
        place -= 1
    start = words.rfind(" ", 0, place + 1) + 1
    while start < len(words) and words[start] in "([\"'“‘":
        start += 1
    return start


def _candidate_words(text: str, end: int, short: str) -> tuple[int, str]:
    """The at most min(n+5, 2n) words before ``end``, cut at the sentence's start."""
    limit = min(len(short) + 5, len(short) * 2)
    window = text[max(0, end - 200) : end]
    cut = max(
        window.rfind(". "),
        window.rfind("; "),
        window.rfind(": "),
        window.rfind("? "),
        window.rfind("\n"),
    )
    words = list(_WORD.finditer(window, cut + 1 if cut >= 0 else 0))[-limit:]
    if not words:
        return end, ""
    offset = end - len(window) + words[0].start()
    return offset, text[offset:end]


def _plausible(long: str, short: str) -> bool:
    words = long.split()
    content = [word for word in words if len(word) > 3]
    return (
        len(long) > len(short)
        and len(content) <= max(sum(c.isalnum() for c in short), 2)
        and len(words) <= min(len(short) + 5, len(short) * 2)
        and short.lower() not in (word.lower() for word in words)
        and long.count("(") == long.count(")")
        and "," not in long
        and long.lower() not in _NO_NAMES
    )


def find_pairs(text: str) -> Iterator[Pair]:
    """Yield the pairs in a text, in order.

    Examples:
        >>> text = "Massive Text Embedding Benchmark (MTEB)"
        >>> [(text[p.long_start:p.long_end], text[p.short_start:p.short_end]) for p in find_pairs(text)]
        [('Massive Text Embedding Benchmark', 'MTEB')]
    """
    for bracket in _BRACKET.finditer(text):
        inner = bracket[1]
        first = re.split(r"[,;:]", inner)[0].strip().strip("\"'“”‘’")
        if _is_short(first):
            short_start = text.index(first, bracket.start())
            end = len(text[: bracket.start()].rstrip(" \"'”’"))
            offset, words = _candidate_words(text, end, first)
            singular = first[:-1] if first.endswith("s") and first[:-1].isupper() else first
            for short in dict.fromkeys((singular, first)):
                start = _long_start(words, short)
                if start is not None and _plausible(words[start:], short):
                    yield Pair(offset + start, end, short_start, short_start + len(first))
                    break
            continue
        before = re.search(r"(\S+) $", text[max(0, bracket.start() - 30) : bracket.start()])
        if before and _is_short(before[1]) and len(inner.split()) > 1:
            start = _long_start(inner, before[1])
            if start == 0 and _plausible(inner, before[1]):
                end = bracket.start() - 1
                yield Pair(bracket.start() + 1, bracket.end() - 1, end - len(before[1]), end)
