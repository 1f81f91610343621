"""Choosing between spans that overlap: plain functions on offsets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from papermesh.model import EntityType


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that a finder holds for a mention.

    Attributes:
        start: Offset of its first character in the whole text (title, blank line, abstract).
        end: Offset after its last character.
        type: The type that the finder believes in, None where it cannot say.
        name: Canonical name where the finder knows one, else the text of the span.
        source: The finder: ``lexicon``, ``model`` or ``rule:<name>``.
        score: How sure the finder is, 0 to 1.
    """

    start: int
    end: int
    type: EntityType | None
    name: str
    source: str
    score: float


class HasOffsets(Protocol):
    """Anything with a start and an end, end exclusive."""

    @property
    def start(self) -> int:
        """Offset of the first character."""
        ...

    @property
    def end(self) -> int:
        """Offset after the last."""
        ...


S = TypeVar("S", bound=HasOffsets)


def longest_first(spans: Iterable[S]) -> list[S]:
    """Keep the longest spans, earlier ones first among equals, so that no two overlap.

    Returns:
        The kept spans in order of their offsets.
    """
    return best_first(spans, lambda span: 0.0)


def best_first(spans: Iterable[S], rank: Callable[[S], float]) -> list[S]:
    """Keep the spans of highest rank, the longer, then the earlier among equals; no two overlap.

    Returns:
        The kept spans in order of their offsets.
    """
    taken: list[S] = []
    covered: set[int] = set()
    for span in sorted(spans, key=lambda s: (-rank(s), s.start - s.end, s.start)):
        places = range(span.start, span.end)
        if covered.isdisjoint(places):
            covered.update(places)
            taken.append(span)
    return sorted(taken, key=lambda s: s.start)
