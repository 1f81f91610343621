"""What a kind of question is, and a question taken for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from papermesh.ask.answer import Answer, Named, Request
    from papermesh.ask.dates import Period
    from papermesh.ask.patterns import Text
    from papermesh.store.base import GraphStore


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question.

    Attributes:
        name: Short name, unique.
        example: A question of this kind.
        wordings: Patterns, each of which matches a whole question.
        handle: What answers it.
        bare: Whether it matches anything, so that an unknown name means that the question was
            not understood.
        fits: Whether the kind is meant by the names that were found.
    """

    name: str
    example: str
    wordings: tuple[str, ...]
    handle: Callable[[Request], Answer]
    bare: bool = False
    fits: Callable[[GraphStore, Mapping[str, Named]], bool] = lambda store, names: True


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a question: a kind, and the text of each slot."""

    kind: Kind
    slots: dict[str, Text]
    period: Period
