"""From a question to its answer: match the table, find the names, call the handler."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from papermesh.ask.answer import Answer, Named, Request
from papermesh.ask.dates import Period, read_period
from papermesh.ask.grammar import KINDS, Kind
from papermesh.ask.patterns import (
    Slot,
    Text,
    kind_of_slot,
    lists,
    matches,
    names_in,
    normalise,
    unquote,
)
from papermesh.ask.recognise import LABELS, PASSES, Recogniser
from papermesh.errors import NotFoundError, QuestionError
from papermesh.query.lookup import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from papermesh.store.base import GraphStore

LONGEST = 500
MOST_WORDS = 60
"""Characters of a question; longer ones are no questions."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to take a question: a kind, and the text of each slot."""

    kind: Kind
    slots: dict[str, Text]
    period: Period


def ask(store: GraphStore, question: str, *, today: dt.date | None = None) -> Answer:
    """Answer a question in plain English, without any language model.

    Args:
        store: The graph.
        question: Such as ``which papers use MTEB?``. A name in quotation marks is taken literally;
            others may have small typing errors, and the answer says what they were taken for.
        today: What ``last year`` is counted from.

    Raises:
        QuestionError: No kind of question fits; it says what kinds there are.
        NotFoundError: The question is understood but a name in it is not known.
    """
    if len(question.split()) > MOST_WORDS:
        raise QuestionError(
            question[:60] + "…",
            f"it has over {MOST_WORDS} words; put the name of a paper in quotes or ask shorter",
        )
    if len(question) > LONGEST:
        raise QuestionError(
            question[:60] + "…", f"it has {len(question)} characters, at most {LONGEST} are read"
        )
    readings = list(_readings(question, today or dt.date.today()))
    recogniser = Recogniser(store)
    for how in PASSES:
        for reading in readings:
            if reading.kind.bare and how == "part":
                continue
            names = _names(recogniser, reading, how)
            if names is not None and reading.kind.fits(store, names):
                return _answer(store, reading, names)
    raise _why_not(store, question, readings, recogniser)


def _answer(store: GraphStore, reading: _Reading, names: dict[str, Named]) -> Answer:
    words = {slot: text.plain for slot, text in reading.slots.items() if not kind_of_slot(slot)}
    return reading.kind.handle(Request(store, reading.kind.name, names, words, reading.period))


def _readings(question: str, today: dt.date) -> Iterator[_Reading]:
    """Give every way to take a question, the likeliest first.

    Dates are taken out before matching. Where no kind fits then, they may be part of a name.
    """
    text, quoted = normalise(question)
    undated, period = read_period(text, today)
    takes = [(undated, period)] + ([(text, Period())] if period else [])
    for words, limits in takes:
        for kind in KINDS:
            for wording in kind.wordings:
                for pieces in _listed(matches(wording, words)):
                    slots = {slot: unquote(piece, quoted) for slot, piece in pieces.items()}
                    yield _Reading(kind, slots, limits)


def _listed(readings: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Take every list of names apart."""
    for pieces in readings:
        if "l" not in pieces:
            yield pieces
            continue
        rest = {slot: piece for slot, piece in pieces.items() if slot != "l"}
        for members in lists(pieces["l"]):
            yield {**rest, **members}


def _names(recogniser: Recogniser, reading: _Reading, how: str) -> dict[str, Named] | None:
    names: dict[str, Named] = {}
    for slot, text in reading.slots.items():
        if sort := kind_of_slot(slot):
            # Each name is read in the surest way that finds it, up to the one of this pass.
            ways = PASSES[: PASSES.index(how) + 1]
            found = (recogniser.find(text, sort, way) for way in ways)
            named = next(filter(None, found), None)
            if named is None:
                return None
            names[slot] = named
    return names


def _why_not(
    store: GraphStore, question: str, readings: list[_Reading], recogniser: Recogniser
) -> NotFoundError | QuestionError:
    """Name what is not known in the reading of which the most is known."""
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
    return QuestionError(question.strip()[:100], _help(question))


def _are_several(recogniser: Recogniser, text: Text) -> bool:
    """Tell whether an unknown name is made of several known ones."""
    parts = [] if text.quoted else names_in(text.plain)
    return len(parts) > 1 and all(
        recogniser.find(Text(part), "entity", "written") for part in parts
    )


def _help(question: str) -> str:
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


def examples() -> tuple[str, ...]:
    """One example of every kind of question."""
    return tuple(kind.example for kind in KINDS)
