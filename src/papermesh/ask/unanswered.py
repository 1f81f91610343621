"""What is said where there is no answer: what is not known, what can be asked, what to ask next."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from papermesh.ask.answer import Request, count, sentence, some
from papermesh.ask.dates import read_period
from papermesh.ask.grammar import KINDS
from papermesh.ask.papers import about_rows
from papermesh.ask.patterns import Slot, Text, kind_of_slot, names_in, normalise
from papermesh.ask.pieces import cut
from papermesh.ask.recognise import LABELS, PASSES, Recogniser, is_limit, is_stop
from papermesh.errors import NotFoundError, QuestionError
from papermesh.query.lookup import closest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from papermesh.ask.answer import Answer, Named
    from papermesh.ask.kind import Reading
    from papermesh.ask.pieces import Piece
    from papermesh.store.base import GraphStore

MOST = 3
"""How many names or questions are offered at most."""
_USED = ("papers that use {}", "what outperforms {}", "use of {} over time", "what is {}")
_BY = ("papers by {}", "how many papers did {} publish", "newest papers by {}")
_OF_ONE = {
    "Author": _BY,
    "Organization": _BY,
    "Benchmark": ("papers that evaluate on {}", "best results on {}", "use of {} over time"),
    "Dataset": ("papers that use {}", "papers that evaluate on {}", "use of {} over time"),
    "Metric": ("papers that report {}", "what is used together with {}", "use of {} over time"),
    "Task": (
        "papers about {}",
        "papers that address {}",
        "which methods address {}",
        "which datasets address {}",
    ),
    "Concept": ("papers about {}", "what is related to {}", "what is {}"),
    "Method": _USED,
    "Model": (*_USED, "versions of {}"),
    "Paper": ('what is "{}"', 'who wrote "{}"', 'papers similar to "{}"'),
}
"""What can be asked of a name, by its label."""
_TWO = ("papers about {} and {}",)
_ALIKE = ("papers that use {} and {}", "papers that use {} but not {}", "compare {} and {}")
"""What can be asked of two names, and of two things that papers use."""


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
    asked = question.strip()[:100]
    best = _missing(readings, recogniser)
    if best is None:
        told = _known_names(store, question, recogniser) or known_kinds(question)
        return QuestionError(asked, told)
    text, sort = best
    if _are_several(recogniser, text):
        reason = f"“{text.plain}” are several names in a place for one, or mix “and” with “or”"
        return QuestionError(asked, f"{reason}; ask for each by itself")
    unknown = _unknown_name(store, text, recogniser)
    if unknown is None and (told := _known_names(store, question, recogniser)):
        return QuestionError(asked, told)
    name = unknown or text.plain
    return NotFoundError(name, closest(store, name, LABELS[sort], limit=MOST))


def _missing(readings: Sequence[Reading], recogniser: Recogniser) -> tuple[Text, Slot] | None:
    """Find the first unknown name of the reading with the most known ones."""
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
    return best and best[1:]


def _unknown_name(store: GraphStore, text: Text, recogniser: Recogniser) -> str | None:
    """Give the name within a text for which nothing is known; None where only words are not.

    What holds no words of questions is a name as a whole, and so is what holds no known name. Else
    a name is what is written like one.
    """
    pieces = [] if text.quoted else cut(store, recogniser, text.plain, [])
    if all(_is_proper(piece) or not _asks(piece) for piece in pieces):
        return text.plain
    if not any(piece.named for piece in pieces) and not all(piece.known for piece in pieces):
        return text.plain
    for at, piece in enumerate(pieces):
        if piece.known or not _is_proper(piece):
            continue
        start, end = at, at + 1
        # A number belongs to the name before it: Llama 9.
        while start and (_is_proper(pieces[start - 1]) or pieces[start].text.isdigit()):
            start -= 1
        while end < len(pieces) and _is_proper(pieces[end]):
            end += 1
        return " ".join(piece.text for piece in pieces[start:end])
    return None


def _asks(piece: Piece) -> bool:
    """Tell whether a word in what should be a name belongs to the question: it joins or limits."""
    return bool(piece.sorts - {"filler"}) or is_limit(piece.text)


def _is_proper(piece: Piece) -> bool:
    return piece.named is None and any(c.isupper() or c.isdigit() for c in piece.text)


def _known_names(store: GraphStore, question: str, recogniser: Recogniser) -> str:
    """Say which names of a question are known, which words are not, and what to ask instead.

    Empty where no name is known.
    """
    text, quoted = normalise(question)
    pieces = cut(store, recogniser, read_period(text, dt.date.today())[0], quoted)
    found = (p.named for p in pieces if p.named and (p.quoted or not is_limit(p.text)))
    names = list({named.name: named for named in found}.values())
    if not names:
        return ""
    strange = [f"“{piece.text}”" for piece in pieces if not piece.known and not is_stop(piece.text)]
    known = f"{some(map(str, names), MOST)} {_are(names)} known, but"
    told = f"{some(strange, MOST)} {_are(strange)} not understood"
    told = told if strange else "no kind of question has these words together"
    return f"{known} {told}; ask {' or '.join(f'“{one}”' for one in _questions(text, names))}"


def _are(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"


def _questions(asked: str, names: Sequence[Named]) -> list[str]:
    """Give the questions about some names that come closest to one."""
    from rapidfuzz import fuzz, process

    found = []
    if len(names) > 1 and all("Entity" in named.labels for named in names[:2]):
        alike = all(named.labels & {"Method", "Model"} for named in names[:2])
        found += [ask.format(names[0].text, names[1].text) for ask in (_ALIKE if alike else _TWO)]
    for named in names:
        kind = next((label for label in _OF_ONE if label in named.labels), "")
        found += [ask.format(named.text) for ask in _OF_ONE.get(kind, ("what is {}",))]
    near = process.extract(asked, found, scorer=fuzz.token_set_ratio, limit=MOST)
    return [question for question, _, _ in near]


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
    near = process.extract(asked, examples, scorer=fuzz.token_set_ratio, limit=MOST)
    shown = "; ".join(f"“{example}”" for example, _, _ in near)
    return (
        f"{len(examples)} kinds are known: papers by what they do with an entity, contents of a"
        f" paper, reported figures, connections, versions, rankings, counts, such as {shown}"
    )
