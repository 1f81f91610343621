"""What is said where there is no answer: what is not known, what can be asked, what to ask next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from papermesh.ask.answer import Request, count, sentence
from papermesh.ask.grammar import KINDS
from papermesh.ask.papers import about_rows
from papermesh.ask.patterns import Slot, Text, kind_of_slot, names_in
from papermesh.ask.recognise import LABELS, PASSES, Recogniser
from papermesh.errors import NotFoundError, QuestionError
from papermesh.query.lookup import closest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papermesh.ask.answer import Answer
    from papermesh.ask.kind import Reading
    from papermesh.store.base import GraphStore


def with_next_step(answer: Answer, request: Request) -> Answer:
    """Add to an answer without rows the question that comes closest and has some."""
    told = answer.sentence.rstrip(".")
    return replace(answer, sentence=sentence(f"{told}; {_next_step(request)}"))


def _next_step(request: Request) -> str:
    named = next(iter(request.names.values()), None)
    if named is None:
        return "ask “what is in the graph?”"
    if "Entity" in named.labels:
        papers = about_rows(Request(request.store, "papers about", {"x": named}), "x")
        if papers:
            return f"ask “papers about {named.name}” for {count(len(papers), 'paper')}"
    return (
        f"try “search {named.name}”" if request.kind == "what is" else f"ask “what is {named.name}”"
    )


def why_not(
    store: GraphStore, question: str, readings: Sequence[Reading], recogniser: Recogniser
) -> NotFoundError | QuestionError:
    """Make the error that names what is not known in the reading of which the most is known."""
    best: tuple[int, Text, Slot] | None = None
    for reading in readings:
        if reading.kind.bare:
            continue
        named = [
            (sort, text) for slot, text in reading.slots.items() if (sort := kind_of_slot(slot))
        ]
        missing = [
            (sort, text)
            for sort, text in named
            if all(recogniser.find(text, sort, how) is None for how in PASSES)
        ]
        known = len(named) - len(missing)
        if missing and (best is None or known > best[0]):
            best = (known, missing[0][1], missing[0][0])
    if best is not None:
        _, text, sort = best
        if _are_several(recogniser, text):
            reason = f"“{text.plain}” are several names in a place for one, or mix “and” with “or”"
            return QuestionError(question.strip()[:100], f"{reason}; ask for each by itself")
        return NotFoundError(text.plain, closest(store, text.plain, LABELS[sort]))
    return QuestionError(question.strip()[:100], known_kinds(question))


def _are_several(recogniser: Recogniser, text: Text) -> bool:
    """Tell whether an unknown name is made of several known ones."""
    parts = [] if text.quoted else names_in(text.plain)
    return len(parts) > 1 and all(
        recogniser.find(Text(part), "entity", "written") for part in parts
    )


def known_kinds(question: str) -> str:
    """Say what can be asked, with the examples that come closest to a question."""
    from rapidfuzz import fuzz, process

    asked = " ".join(question.split())
    examples = [kind.example for kind in KINDS if not kind.bare]
    near = process.extract(asked, examples, scorer=fuzz.token_set_ratio, limit=5)
    shown = "; ".join(f"“{example}”" for example, _, _ in near)
    return (
        f"{len(examples)} kinds are known: papers by what they do with an entity, contents of a"
        f" paper, reported figures, connections, versions, rankings, counts, such as {shown}"
    )
