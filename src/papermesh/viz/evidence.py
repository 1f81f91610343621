"""Where an edge was read, without its sentences: they point into the texts of the paper.

A sentence is named by many edges, and a paper's text holds it anyway.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from papermesh.display import cut, printable
from papermesh.viz.content import clean, texts


class Passage(NamedTuple):
    """A sentence that names the far end of an edge.

    Attributes:
        field: Field of the paper that it stands in.
        start: Where the sentence begins in that field as the page holds it, in UTF-16 units as
            JavaScript counts; -1 where it is not found there.
        parts: The sentence in parts, of which every second one is a mention: their lengths in
            UTF-16 units, or the texts themselves where the sentence was not found.
        source: What found the mentions.
        score: The best score among them.
    """

    field: str
    start: int
    parts: list[int] | list[str]
    source: str
    score: float | None


def passages(evidence: object, source: Mapping[str, Any], held: Mapping[str, str]) -> list[Passage]:
    """Gather the mentions by sentence, so that no sentence is quoted twice for one edge.

    Args:
        evidence: Of an edge in the graph.
        source: Attributes of the node it starts from, whose text the evidence was found in.
        held: The texts of that node that the page holds, by field.
    """
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for item in evidence if isinstance(evidence, list | tuple) else ():
        if isinstance(item, Mapping):
            sentence = str(item.get("sentence") or item.get("text") or "")
            found.setdefault((clean(item.get("field")), sentence), []).append(item)
    return [
        _passage(field, sentence, items, source, held) for (field, sentence), items in found.items()
    ]


def _passage(
    field: str,
    sentence: str,
    items: list[Mapping[str, Any]],
    source: Mapping[str, Any],
    held: Mapping[str, str],
) -> Passage:
    parts = _parts(sentence, items, source)
    text = held.get(field, "")
    start = text.find("".join(parts)) if text else -1
    by = ", ".join(texts(item.get("source") for item in items))
    scores = [score for item in items if (score := number(item.get("score"))) is not None]
    return Passage(
        field,
        start if start < 0 else utf16(text[:start]),
        parts if start < 0 else [utf16(part) for part in parts],
        by,
        max(scores, default=None),
    )


def utf16(text: str) -> int:
    """Length of a text as JavaScript counts it.

    Examples:
        >>> utf16("wave"), utf16("🌊")
        (4, 2)
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _parts(sentence: str, items: list[Mapping[str, Any]], source: Mapping[str, Any]) -> list[str]:
    """Split a sentence around its mentions; every second part is one."""
    spans = (
        (start, start + len(str(item.get("text"))), None)
        for item in items
        if (start := _mention_at(item, sentence, source)) is not None
    )
    return [printable(part) for part, _ in cut(sentence, spans)]


def _mention_at(item: Mapping[str, Any], sentence: str, source: Mapping[str, Any]) -> int | None:
    """Find where in its sentence a mention stands; None where it does not."""
    start, text = item.get("start"), source.get(str(item.get("field")))
    mention = str(item.get("text") or "")
    if not mention:
        return None
    if isinstance(start, int) and isinstance(text, str) and len(sentence) <= len(text):
        # A sentence can name the thing twice: the offsets tell which of them is meant.
        at = text.rfind(sentence, 0, start + len(sentence))
        if 0 <= at <= start and sentence.startswith(mention, start - at):
            return start - at
    found = sentence.find(mention)
    return found if found >= 0 else None


def number(value: object) -> float | None:
    """Return a finite number rounded for reading, or None; JSON knows no NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return round(float(value), 3)
