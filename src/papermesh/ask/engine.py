"""From a question to its answer: match the table, find the names, call the handler."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from papermesh.ask.answer import Answer, Named, Request
from papermesh.ask.dates import Period, read_period
from papermesh.ask.free import Found, read
from papermesh.ask.grammar import KINDS
from papermesh.ask.kind import Kind
from papermesh.ask.papers import counted
from papermesh.ask.patterns import (
    NUMBERS,
    Slot,
    Text,
    kind_of_slot,
    lists,
    matches,
    names_in,
    normalise,
    unquote,
)
from papermesh.ask.pieces import mended
from papermesh.ask.recognise import LABELS, PASSES, Recogniser
from papermesh.ask.rules import choose
from papermesh.ask.words import REFUSED
from papermesh.errors import NotFoundError, QuestionError
from papermesh.query.lookup import closest

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
_ASKING = re.compile(
    r"(?:how|why|when|who|where|which|what|is|are|was|does|do|did|can|will|has|have)\b", re.I
)


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
    asked = _Question(store, *normalise(question), today or dt.date.today())
    if answer := asked.by_table(PASSES[:-1]):
        return answer
    if REFUSED.search(question):
        raise QuestionError(question.strip()[:100], _help(question))
    if respelled := asked.respelled():
        asked = respelled
        if answer := asked.by_table(PASSES[:-1]):
            return answer
    if answer := asked.freely() or asked.by_search() or asked.by_table(PASSES[-1:]):
        return answer
    raise _why_not(store, question, asked.readings, asked.recogniser)


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
        found = read(self.store, self.recogniser, undated, self.quoted)
        for year in found.years:
            period &= read_period(f"in {year}", self.today)[1]
        return replace(found, dated=bool(period)), period

    def freely(self) -> Answer | None:
        """Answer by the names and the words in it, whatever their order.

        Words that say nothing known are left out only where no wording of the table fits, so that
        a name that is not known is said to be so; and only verbs are.
        """
        found, period = self.found
        if found.left and (self.likely or not _can_be_left(found) or not found.sorts):
            return None
        choice = choose(self.store, self.recogniser, found)
        if choice is None:
            return None
        request = Request(self.store, choice.kind, choice.names, choice.words, period)
        handle = _KINDS[choice.kind].handle
        answer = (counted(handle) if choice.counted else handle)(request)
        if not answer.rows and not found.sorts - {"filler", "and", "comma"}:
            # Bare words that go together nowhere in the graph may still do in a text.
            return self.by_search() or answer
        note = f"read by its words: {', '.join(found.read)}"
        unheeded = [*found.left, *found.aside]
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
        if any(kind.name not in _SEARCHED for kind in self.likely) or found.asks("when"):
            return None
        if not found.papers and (found.asks("define") or _ASKING.match(self.text)):
            return None
        topic = found.papers and any(kind.name == "papers about" for kind in self.likely)
        if len(found.subject) < 2 and " " in self.text and not topic:
            return None
        if not any(map(str.islower, found.subject)):
            return None
        note = "no such name in the graph; papers that hold all of the words"
        for subject in (found.subject, [w for w in found.subject if w.lower() not in _VAGUE]):
            words = {"s": " ".join(subject), "whole": "yes"}
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


def _answer(store: GraphStore, reading: _Reading, names: dict[str, Named]) -> Answer:
    words = {slot: text.plain for slot, text in reading.slots.items() if not kind_of_slot(slot)}
    if number := words.get("n"):
        words["n"] = str(NUMBERS.get(number.lower(), number))
    return reading.kind.handle(Request(store, reading.kind.name, names, words, reading.period))


def _readings(text: str, quoted: list[str], today: dt.date) -> Iterator[_Reading]:
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
