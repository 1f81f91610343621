"""Cleaning of titles and abstracts for reading, with every offset kept.

Markup is resolved by rules. Each rule makes a list of edits; the rules are run over and over until
none changes anything, which makes `clean` idempotent, and the edits are kept, which is all that is
needed to take a span of the clean text back to the raw one.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from papermesh.text import latex, markup
from papermesh.text.edits import Rule, rule, swap, unwrap

__all__ = ["Cleaned", "clean"]

_ROUNDS = 40  # markup nested deeper than this is an attack, and is left as it is
# For every edit: its start and end afterwards, and before.
_Step = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that was cleaned, and the way back.

    Attributes:
        text: The text to read.
        raw: The text as it came.
    """

    text: str
    raw: str
    _steps: tuple[_Step, ...] = field(default=(), repr=False)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        r"""Take a span of the clean text back to the raw text.

        Markup at the edges is left out and markup inside is included. Spans keep their order.

        Examples:
            >>> cleaned = clean(r"We use \textbf{LoRA}.")
            >>> cleaned.text[7:11], cleaned.raw[slice(*cleaned.raw_span(7, 11))]
            ('LoRA', 'LoRA')
        """
        empty = start == end
        for step in reversed(self._steps):
            start = _first(step, start)
            end = start if empty else _last(step, end)
        return start, end


def _first(step: _Step, at: int) -> int:
    i = bisect_right(step, at, key=lambda edit: edit[0]) - 1
    if i < 0:
        return at
    new_start, new_end, old_start, old_end = step[i]
    return old_start if new_start <= at < new_end else at - new_end + old_end


def _last(step: _Step, at: int) -> int:
    i = bisect_left(step, at, key=lambda edit: edit[0]) - 1
    if i < 0:
        return at
    _, new_end, _, old_end = step[i]
    return old_end if at <= new_end else at - new_end + old_end


def clean(raw: str) -> Cleaned:
    r"""Resolve markup and stray characters so that a text reads as its author meant it.

    LaTeX, HTML and Markdown are resolved, white space is collapsed, invisible characters go. What
    is only damaged in a known way (``2times`` for a lost multiplication sign) is repaired.
    Idempotent; ordinary text comes back as it is.

    Examples:
        >>> clean(r"a 15.5\% gain, 2times faster").text
        'a 15.5% gain, 2× faster'
    """
    steps: list[_Step] = []
    text = _tidy(raw, steps)
    settled, n_steps = text, len(steps)
    for _ in range(_ROUNDS):
        before = text
        for each in _RULES:
            text = _apply(each, text, steps)
        if text == before:
            return Cleaned(text, raw, tuple(steps))
        text = _tidy(text, steps)
    return Cleaned(settled, raw, tuple(steps[:n_steps]))


def _tidy(text: str, steps: list[_Step]) -> str:
    """Drop what is invisible and collapse white space."""
    if not (text.isascii() and text.isprintable()):
        for each in _CHARACTERS:
            text = _apply(each, text, steps)
    if "  " in text or not text.isprintable() or text[:1] == " " or text[-1:] == " ":
        text = _apply(_SPACES, text, steps)
    return text


def _apply(each: Rule, text: str, steps: list[_Step]) -> str:
    triggers, pattern, edit = each
    if triggers and not any(trigger in text for trigger in triggers):
        return text
    parts: list[str] = []
    step: list[tuple[int, int, int, int]] = []
    at = length = 0
    for match in pattern.finditer(text):
        for start, end, new in edit(match):
            if start < at:  # an edit that reaches back into the one before waits for the next round
                break
            length += start - at
            parts += text[at:start], new
            step.append((length, length + len(new), start, end))
            length += len(new)
            at = end
    if not step:
        return text
    parts.append(text[at:])
    steps.append(tuple(step))
    return "".join(parts)


_INVISIBLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]+"
)
# Joiners matter in other scripts and in emoji, never beside ASCII or white space.
_JOINERS = "(?<![^\x00-\xa0\\s])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\xa0\\s])"
_CHARACTERS: tuple[Rule, ...] = (
    rule(_INVISIBLE, unwrap()),
    rule(
        "[\ufb00-\ufb06\U0001d400-\U0001d7ff]", swap(lambda m: unicodedata.normalize("NFKC", m[0]))
    ),
    rule(_JOINERS, unwrap(), "\u200c", "\u200d"),
)
_SPACES = rule(
    r"[^\S ]\s*| \s+|^ | $",
    swap(lambda m: "" if m.start() == 0 or m.end() == len(m.string) else " "),
)
_RULES = latex.RULES + markup.RULES
