"""What kind of question is chosen for one that is read freely."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papermesh.ask.answer import Named
    from papermesh.ask.free import Found

_COUNTABLE = ("what a paper ", "used with", "meet all", "results")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is meant by a question.

    Attributes:
        kind: Name of the kind of question.
        names: What fills its slots.
        words: What else is told to what answers it.
        counted: Whether only the count is asked for.
        heeded: The wishes that the answer fulfils.
    """

    kind: str
    names: Mapping[str, Named] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    counted: bool = False
    heeded: frozenset[str] = frozenset()


def words_of(found: Found) -> dict[str, str]:
    """Write what a question limits its answer to as words of a request: type, number, unit."""
    units = [u for u in ("month", "quarter", "year") if any(u in word for word in found.words)]
    unit = {"by": units[0]} if units else {}
    number = {"n": str(found.number)} if found.number else {}
    several = {"oldest": "yes"} if found.asks("oldest") else {}
    several |= {"types": ",".join(found.types)} if len(found.types) > 1 else {}
    return unit | number | several | ({"t": found.types[0]} if found.types else {})


def counted(choice: Choice | None) -> Choice | None:
    """Ask only how many there are, where that can be counted."""
    if choice is None or not choice.kind.startswith(_COUNTABLE):
        return None
    return replace(choice, words={**choice.words, "n": "1000", "strict": "yes"}, counted=True)
