"""The single demands that a question makes on papers: on their entities and on their makers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from papermesh.ask.entities import noun, third
from papermesh.ask.verbs import VERBS
from papermesh.query.connect import WORKING
from papermesh.query.values import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from papermesh.ask.answer import Named, Request

RELATIONS_OF = {verb.says: verb.relations for verb in VERBS}
"""What each verb means in the graph."""
_MEASURED = {"Dataset", "Benchmark", "Metric", "Task"}
"""Types of what papers evaluate on."""
_STUDIED = {"Entity", "Task", "Concept"}
"""Labels of what papers deal with, and do not use."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a paper must have to do with one of some entities, or must not.

    Attributes:
        says: The verb; empty where the question has none, so that any but a mention will do.
        names: The entities; without any it is all of a type.
        barred: Whether the paper must not.
        type: The type of entities, where no names are.
        loose: Whether a mention will do, whatever the verb, since no paper fits otherwise.
        near: Whether the name stands right behind another, and may be but a part of it.
    """

    says: str
    names: tuple[Named, ...]
    barred: bool = False
    type: str | None = None
    loose: bool = False
    near: bool = False

    @property
    def ids(self) -> list[str]:
        """Ids of the entities."""
        return [id for named in self.names for id in named.ids]

    @property
    def relations(self) -> Sequence[str]:
        """Relationship types that meet it."""
        # Concepts are only ever named.
        concepts = bool(self.names) and all(n.labels == {"Entity", "Concept"} for n in self.names)
        concepts |= not self.says and any("Concept" in named.labels for named in self.names)
        if self.loose or concepts:
            return RELATIONS
        # A model is not evaluated on but with.
        with_it = self.says == "evaluate on" and not any(n.labels & _MEASURED for n in self.names)
        return WORKING if with_it else RELATIONS_OF.get(self.says) or WORKING

    def __str__(self) -> str:
        """The condition in words, such as ``use LoRA (Method) or RL (Method)``."""
        whom = " or ".join(map(str, self.names))
        return f"{self.verb()} {whom or f'a {noun(self.type)}'}"

    def short(self, papers: int = 2) -> str:
        """The same without types, for so many papers."""
        return f"{self.verb(papers)} {self.named}"

    @property
    def named(self) -> str:
        """The names of the entities, or their type."""
        return " or ".join(named.name for named in self.names) or f"a {noun(self.type)}"

    def verb(self, papers: int = 2) -> str:
        """What so many papers do with the entities."""
        verb = self.says or "work with"
        studied = bool(self.names) and all(named.labels <= _STUDIED for named in self.names)
        if self.loose:
            verb = "have to do with"
        elif studied and verb in ("use", "work with"):
            verb = "deal with"
        if self.barred:
            verb = f"{'does' if papers == 1 else 'do'} not {verb}"
        elif papers == 1:
            verb = "has to do with" if self.loose else third(verb)
        return verb


def conditions(request: Request) -> list[Condition]:
    """Read the conditions of a question: each name is one by itself or an ``or`` to the last."""
    found: list[Condition] = []
    for slot, named in request.names.items():
        if slot[0] in "wo":
            continue
        join, says = (request.words.get(f"{word} {slot}", "") for word in ("join", "verb"))
        if join == "or" and found:
            last = found.pop()
            found.append(replace(last, says=last.says or says, names=(*last.names, named)))
        else:
            near = f"near {slot}" in request.words
            found.append(Condition(says, (named,), barred=join == "not", near=near))
    if type := request.words.get("of type"):
        found.append(Condition(request.words.get("verb of type", ""), (), type=type))
    return found


@dataclass(frozen=True, slots=True)
class Maker:
    """Who must have a part in a paper, or must not: one of some authors and organisations."""

    names: tuple[Named, ...]
    barred: bool = False

    @property
    def ids(self) -> list[str]:
        """Ids of the authors and organisations."""
        return [id for named in self.names for id in named.ids]

    def tell(self, names: Iterable[str]) -> str:
        """Name them, whose names are written somehow."""
        return f"{'not ' * self.barred}by {' or '.join(names)}"


def makers(request: Request) -> tuple[Maker, ...]:
    """Read the makers of a question: each is one by itself or an ``or`` to the last."""
    found: list[Maker] = []
    for slot, named in request.names.items():
        if slot.startswith("w"):
            join = request.words.get(f"join {slot}", "")
            if join == "or" and found:
                found[-1] = replace(found[-1], names=(*found[-1].names, named))
            else:
                found.append(Maker((named,), barred=join == "not"))
    return tuple(found)
