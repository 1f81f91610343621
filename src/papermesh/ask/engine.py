"""From a question to its answer: match the table, find the names, call the handler."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from papermesh.ask.answer import Answer, Named, Request
from papermesh.ask.dates import Period, read_period
from papermesh.ask.free import Found, read
from papermesh.ask.grammar import KINDS
from papermesh.ask.kind import Reading
from papermesh.ask.papers import counted
from papermesh.ask.patterns import (
    NUMBERS,
    kind_of_slot,
    lists,
    matches,
    normalise,
    unquote,
)
from papermesh.ask.pieces import mended
from papermesh.ask.recognise import PASSES, Recogniser
from papermesh.ask.rules import choose
from papermesh.ask.thresholds import read_bound
from papermesh.ask.unanswered import known_kinds, why_not, with_next_step
from papermesh.ask.words import REFUSED
from papermesh.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from papermesh.store.base import GraphStore

LONGEST = 500
MOST_WORDS = 60
"""Characters of a question; longer ones are no questions."""
_KINDS = {kind.name: kind for kind in KINDS}
_SEARCHED = ("papers about", "newest papers", "oldest papers", "popular papers", "how many about")
"""Kinds for which a subject that is no name is searched for in the texts."""
_VAGUE = frozenset({"documents", "texts", "data", "applications", "domains", "settings", "issues"})
"""Words of a topic that its papers may well write otherwise."""
_CITING = re.compile(r"\bcit(?:e|es|ed|ing|ations?)\b", re.I)
_ASKING = re.compile(
    r"(?:how|why|when|who|where|which|what|is|are|was|does|do|did|can|will|has|have)\b", re.I
)


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
    asked = _Question(store, *normalise(question), today or dt.date.today())
    if answer := asked.by_table(PASSES[:-1]):
        return _noted(question, answer)
    if REFUSED.search(question):
        raise QuestionError(question.strip()[:100], known_kinds(question))
    if respelled := asked.respelled():
        asked = respelled
        if answer := asked.by_table(PASSES[:-1]):
            return _noted(question, answer)
    if answer := asked.freely() or asked.by_search() or asked.by_table(PASSES[-1:]):
        return _noted(question, answer)
    raise why_not(store, question, asked.readings, asked.recogniser)


def _noted(question: str, answer: Answer) -> Answer:
    """Say what a question takes the graph to hold that it does not."""
    if not _CITING.search(question) or "mention" not in answer.kind:
        return answer
    note = " (who cites whom is not in the graph, only what abstracts name)"
    return replace(answer, understood=answer.understood + note)


class _Question:
    """A question, and the ways to answer it: by the table, by its words, by search."""

    def __init__(
        self, store: GraphStore, text: str, quoted: list[str], today: dt.date, note: str = ""
    ) -> None:
        self.store = store
        self.today = today
        self.text, self.quoted, self.note = text, quoted, note
        self.recogniser = Recogniser(store)
        self.readings = list(_readings(self.text, self.quoted, today))
        improving = (r for r in self.readings if r.kind.name == "papers to improve")
        self.improving = next((reading.slots["x"].plain for reading in improving), "")
        self.likely = [reading.kind for reading in self.readings if not reading.kind.bare]

    def by_table(self, ways: Sequence[str]) -> Answer | None:
        """Answer by the first wording that fits, its names read in the surest of some ways."""
        for how in ways:
            for reading in self.readings:
                if reading.kind.bare and how == "part":
                    continue
                names = _names(self.recogniser, reading, how)
                if names is not None and reading.kind.fits(self.store, names):
                    answer = _answer(self.store, reading, names)
                    return replace(answer, understood=answer.understood + self.note)
        return None

    def respelled(self) -> _Question | None:
        """The same question with the typing errors in its plain words mended; None without any."""
        text = mended(self.store, self.text)
        if text == self.text:
            return None
        old, new = self.text.split(" "), text.split(" ")
        changed = (f"{a!r} as {b}" for a, b in zip(old, new, strict=True) if a != b)
        return _Question(self.store, text, self.quoted, self.today, f" (took {', '.join(changed)})")

    @cached_property
    def found(self) -> tuple[Found, Period]:
        """The names and the words in it, and its dates."""
        undated, period = read_period(self.text, self.today)
        unbound, bound = read_bound(undated)
        found = read(self.store, self.recogniser, unbound, self.quoted)
        found = replace(found, bound=bound)
        for year in found.years:
            period &= read_period(f"in {year}", self.today)[1]
        return replace(found, dated=bool(period)), period

    def freely(self) -> Answer | None:
        """Answer by the names and the words in it, whatever their order.

        Words that say nothing known are left out only where no wording of the table fits, so that
        a name that is not known is said to be so; and only verbs are.
        """
        if self.improving:
            return None  # Its verb asks for no figures.
        found, period = self.found
        if found.left and (self.likely or not _can_be_left(found) or not found.sorts):
            return None
        choice = choose(self.store, self.recogniser, found)
        if choice is None:
            return None
        request = Request(self.store, choice.kind, choice.names, choice.words, period)
        answer = _handled(request, count=choice.counted)
        bare = not (found.bound or found.sorts - {"filler", "and", "comma"})
        if bare and not answer.rows:
            # Bare words that go together nowhere in the graph may still do in a text.
            return self.by_search() or answer
        note = f"read by its words: {', '.join(found.read(choice.heeded))}"
        unheeded = [*found.left, *found.aside, *found.unheeded(choice.heeded)]
        if found.number and len(answer.rows) > found.number:
            unheeded.append(str(found.number))
        note += f"; not heeded: {', '.join(unheeded)}" if unheeded else ""
        return replace(answer, understood=f"{answer.understood} ({note})")

    def by_search(self) -> Answer | None:
        """Search the texts, where words say no more than what a paper should be about.

        Only papers that hold every word count, so that nothing is answered to what the graph knows
        nothing of.
        """
        found, period = self.found
        if self.improving:
            return self._searched(self.improving.split(), period)
        if any(kind.name not in _SEARCHED for kind in self.likely) or found.asks("when"):
            return None
        if not found.papers and (found.asks("define") or _ASKING.match(self.text)):
            return None
        if found.sorts & {"not", "number", "wish most", "wish least", "wish best"} or found.bound:
            return None
        if any(any(map(str.isdigit, word)) for word in found.left):
            return None
        topic = found.papers and any(kind.name == "papers about" for kind in self.likely)
        if len(found.subject) < 2 and " " in self.text and not topic:
            return None
        if not any(map(str.islower, found.subject)):
            return None
        return self._searched(found.subject, period)

    def _searched(self, subject: list[str], period: Period) -> Answer | None:
        note = "no such name in the graph; papers that hold all of the words"
        for some in (subject, [word for word in subject if word.lower() not in _VAGUE]):
            words = {"s": " ".join(some), "whole": "yes"}
            answer = _KINDS["search"].handle(Request(self.store, "search", {}, words, period))
            if answer.rows:
                return replace(answer, understood=f"{answer.understood} ({note})")
        return None


def _can_be_left(found: Found) -> bool:
    """Tell whether the words that say nothing known are verbs, by their looks or as the last word."""
    *words, last = found.left
    if any(p.text.lower() in ("do", "does", "did") for p in found.pieces):
        words += [] if last == found.pieces[-1].text and last.islower() else [last]
    else:
        words += [last]
    return len(words) < 3 and all(re.fullmatch(r"[a-z]+(?:ed|ing|ly|i[sz]es?)", w) for w in words)


def _answer(store: GraphStore, reading: Reading, names: dict[str, Named]) -> Answer:
    words = {slot: text.plain for slot, text in reading.slots.items() if not kind_of_slot(slot)}
    if number := words.get("n"):
        words["n"] = str(NUMBERS.get(number.lower(), number))
    return _handled(Request(store, reading.kind.name, names, words, reading.period))


def _handled(request: Request, *, count: bool = False) -> Answer:
    """Answer a request; where there is nothing to list, say what to ask instead."""
    handle = _KINDS[request.kind].handle
    answer = (counted(handle) if count else handle)(request)
    return answer if answer.rows else with_next_step(answer, request)


def _readings(text: str, quoted: list[str], today: dt.date) -> Iterator[Reading]:
    """Give every way to take a question, the likeliest first.

    Dates are taken out before matching. Where no kind fits then, they may be part of a name.
    """
    undated, period = read_period(text, today)
    takes = [(undated, period)] + ([(text, Period())] if period else [])
    for words, limits in takes:
        for kind in KINDS:
            for wording in kind.wordings:
                for pieces in _listed(matches(wording, words)):
                    slots = {slot: unquote(piece, quoted) for slot, piece in pieces.items()}
                    yield Reading(kind, slots, limits)


def _listed(readings: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Take every list of names apart."""
    for pieces in readings:
        if "l" not in pieces:
            yield pieces
            continue
        rest = {slot: piece for slot, piece in pieces.items() if slot != "l"}
        for members in lists(pieces["l"]):
            yield {**rest, **members}


def _names(recogniser: Recogniser, reading: Reading, how: str) -> dict[str, Named] | None:
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


def examples() -> tuple[str, ...]:
    """One example of every kind of question."""
    return tuple(kind.example for kind in KINDS)
