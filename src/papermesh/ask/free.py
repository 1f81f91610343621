"""A question read freely: the names in it, and what its other words ask for, in any order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from papermesh.ask.patterns import NUMBERS, type_of
from papermesh.ask.pieces import MAKER_FOLLOWS, cut

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from papermesh.ask.answer import Named
    from papermesh.ask.patterns import Slot
    from papermesh.ask.pieces import Piece
    from papermesh.ask.recognise import Recogniser
    from papermesh.store.base import GraphStore

_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(rf"\d{{1,3}}|{'|'.join(NUMBERS)}", re.I)
_JOINS = ("", "comma", "and", "or", "not")
"""What joins two names, the more telling last."""
_LISTED = {"papers", "type", "wish newest", "wish oldest", "wish most", "wish best"}
_TOGETHER = ("co", "collab")
_WHICH = frozenset({"which", "what", "top", "list", "leading"})
_PAPERS = re.compile(r"(?:papers?|articles?|publications?|preprints?|studies|abstracts?)", re.I)
_WITHIN = frozenset({"in", "for", "of", "within", "across", "inside"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question.

    Attributes:
        slot: What sort of name it is.
        verb: What papers are said to do with it, a name of `papermesh.ask.words.VERBS`; else empty.
        join: How it hangs on the name before: ``and``, ``or``, ``not``, or empty.
        before: The word before it.
        near: Whether that word is another name.
    """

    named: Named
    slot: Slot
    verb: str = ""
    join: str = ""
    before: str = ""
    near: bool = False

    @property
    def by(self) -> bool:
        """Whether it stands where a maker does."""
        return self.before in MAKER_FOLLOWS


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a question.

    Attributes:
        pieces: All of it, in order.
        names: Its names.
        sorts: The sorts of all its other words; see `papermesh.ask.words.READINGS`.
        types: The entity types that are asked for.
        papers: Whether papers are asked for, and no entities of theirs.
        aside: Types that only say where a name belongs, as in attention sinks in language models.
        dated: Whether the question limits itself to some time.
        bound: The number that figures are to lie above or below, as words of a request.
    """

    pieces: tuple[Piece, ...]
    names: tuple[Mention, ...]
    sorts: frozenset[str]
    types: tuple[str, ...]
    papers: bool
    aside: tuple[str, ...]
    dated: bool = False
    bound: Mapping[str, str] = field(default_factory=dict)

    def asks(self, *wishes: str) -> bool:
        """Tell whether one of some wishes of `papermesh.ask.words.WISHES` is there."""
        return any(f"wish {wish}" in self.sorts for wish in wishes)

    @property
    def asks_any(self) -> bool:
        """Whether anything is wished for but an explanation."""
        return any(name.startswith("wish ") for name in self.sorts - {"wish define"})

    @property
    def verbs(self) -> list[str]:
        """What papers are said to do."""
        return [name[5:] for name in sorted(self.sorts) if name.startswith("verb ")]

    @property
    def number(self) -> int | None:
        """How many are to be listed."""
        said = (piece.text.lower() for piece in self.pieces if "number" in piece.sorts)
        return next((NUMBERS.get(text) or int(text) for text in said), None)

    @property
    def lists(self) -> bool:
        """Whether papers are asked for by that word, and not by one for their authors."""
        return any(_PAPERS.fullmatch(piece.text) for piece in self.pieces)

    @property
    def makers(self) -> str:
        """The label of the authors or organisations that are asked for; empty where none are."""
        if any("organisations" in piece.sorts for piece in self.pieces):
            return "Organization"
        asked = any(
            "people" in piece.sorts and self._are_asked(at) for at, piece in enumerate(self.pieces)
        )
        return "Author" if asked else ""

    def _are_asked(self, at: int) -> bool:
        """Tell whether people are what a question is after, and not what its papers do."""
        word = self.pieces[at].text.lower()
        pairs = pairwise(self.pieces)
        most = any("wish most" in a.sorts and _PAPERS.fullmatch(b.text) for a, b in pairs)
        if word.startswith(_TOGETHER) or most or "people" in self.counts:
            return True
        if self.lists:
            return False
        makers = {label for m in self.names if m.slot == "maker" for label in m.named.labels}
        beside = any(m.slot == "maker" and m.verb == "use" and not m.by for m in self.names)
        which = at > 0 and self.pieces[at - 1].text.lower() in _WHICH
        return (
            (self.asks("most") and (which or not self.types or "introduce" in self.verbs))
            or "Organization" in makers
            or ("Author" in makers and beside)
            or (which and not word.startswith("who") and "introduce" not in self.verbs)
        )

    @property
    def counts(self) -> set[str]:
        """The sorts of the word behind ``how many``."""
        behind = (piece.sorts for piece in self.pieces if piece.sorts != {"filler"})
        any("wish count" in sorts for sorts in behind)
        return next(behind, set())

    @property
    def board(self) -> dict[str, Named]:
        """The benchmark and the metric, where the names are one of each."""
        if len(self.names) != 2 or any(mention.join in ("or", "not") for mention in self.names):
            return {}
        a, z = sorted((m.named for m in self.names), key=lambda named: "Metric" in named.labels)
        fits = a.labels & {"Benchmark", "Dataset", "Task"} and "Metric" in z.labels
        return {"a": a, "z": z} if fits else {}

    def without(self, wish: str) -> Found:
        """Leave a wish out."""
        return replace(self, sorts=self.sorts - {f"wish {wish}"})

    @property
    def years(self) -> list[str]:
        """Years that stand alone."""
        unknown = (piece.text for piece in self.pieces if not piece.known)
        return [word for word in unknown if _YEAR.fullmatch(word)]

    @property
    def left(self) -> list[str]:
        """Words that say nothing that is known."""
        unknown = (piece.text for piece in self.pieces if not piece.known)
        return [word for word in unknown if not _YEAR.fullmatch(word)]

    @property
    def subject(self) -> list[str]:
        """The words that are names or say nothing that is known."""
        words = (p.text for p in self.pieces if p.named or not p.known)
        return [word for word in words if not _YEAR.fullmatch(word)]

    @property
    def words(self) -> set[str]:
        """All words and phrases, in small letters."""
        return {piece.text.lower() for piece in self.pieces}

    def read(self, heeded: Collection[str]) -> list[str]:
        """What was read, for people, but for wishes that were not heeded."""
        said = (p for p in self.pieces if p.named or p.sorts - {"filler", "frame", "and", "comma"})
        kept = (piece for piece in said if piece.heeded(heeded))
        return [piece.named.name if piece.named else piece.text for piece in kept]

    def unheeded(self, heeded: Collection[str]) -> list[str]:
        """The words that only wish for what is not among some wishes."""
        return [piece.text for piece in self.pieces if not piece.heeded(heeded)]


def read(store: GraphStore, recogniser: Recogniser, text: str, quoted: list[str]) -> Found:
    """Read a question that was normalised, and its dates taken out."""
    pieces = cut(store, recogniser, text, quoted)
    _unframe(pieces)
    _count(pieces)
    sorts: set[str] = set()
    types: list[str] = []
    aside: list[str] = []
    papers = False
    for at, piece in enumerate(pieces):
        if "type" in piece.sorts and _is_within(pieces, at):
            aside.append(piece.text)
        elif "type" not in piece.sorts or not _is_apposition(pieces, at):
            sorts |= piece.sorts
            if "type" in piece.sorts and "wish results" not in piece.sorts:
                types += filter(None, [type_of(piece.text)])
            papers |= "papers" in piece.sorts and not types
    return Found(
        pieces=tuple(pieces),
        names=tuple(_mentions(pieces)),
        sorts=frozenset(sorts),
        types=tuple(dict.fromkeys(types)),
        papers=papers,
        aside=tuple(aside),
    )


def _unframe(pieces: list[Piece]) -> None:
    """After the first name, words that frame a question are no frame: attention is all you need."""
    named = False
    for piece in pieces:
        named |= piece.named is not None
        if named and piece.sorts == {"frame"}:
            piece.sorts = set()


def _count(pieces: list[Piece]) -> None:
    """A number beside what can be listed says how many of it: the top 3, five papers."""
    for at, piece in enumerate(pieces):
        beside = set[str]().union(*(p.sorts for p in pieces[max(0, at - 1) : at + 2]))
        named = at > 0 and pieces[at - 1].named  # A number behind a name is a part of it.
        if not piece.known and not named and _NUMBER.fullmatch(piece.text) and beside & _LISTED:
            piece.sorts = {"number"}


def _is_within(pieces: list[Piece], at: int) -> bool:
    """Tell whether a noun for a type says in what a name before it is."""
    named = any(piece.named for piece in pieces[:at])
    return named and pieces[at - 1].text.lower() in _WITHIN


def _is_apposition(pieces: list[Piece], at: int) -> bool:
    """Tell whether a noun for a type only says what a name is: the MTEB benchmark."""
    word = pieces[at].text
    beside = (p.named for p in pieces[max(0, at - 1) : at + 2] if p.named and p.slot == "entity")
    return not word.endswith("s") and any(type_of(word) in named.labels for named in beside)


def _mentions(pieces: list[Piece]) -> list[Mention]:
    """Tell of each name what is said to be done with it, and how it hangs on the one before."""
    found: list[Mention] = []
    verb, join, new = "", "", False
    for at, piece in enumerate(pieces):
        if found and join == "not" and "it" in piece.sorts:
            # Without addressing it: what it stands for is the name before.
            found.append(replace(found[-1], verb=verb, join="not", near=False))
            join, new = "", False
        if piece.named:
            before = pieces[at - 1] if at else None
            how = join if found or join == "not" else ""
            if how in ("and", "or") and not new and found[-1].join == "not":
                how = "not"  # Without A and B, or without A or B, is without either.
            word, near = (before.text.lower(), before.named is not None) if before else ("", False)
            # A verb before the word that bars a name is not said of it: use LoRA but not BERT.
            says = verb if how != "not" or new else ""
            found.append(Mention(piece.named, piece.slot, says, how, word, near))
            join, new = "", False
            continue
        verbs = [name[5:] for name in sorted(piece.sorts) if name.startswith("verb ")]
        verb, new = (verbs or [verb])[0], new or bool(verbs)
        for word in ("comma", "and", "or", "not"):
            if word in piece.sorts and _JOINS.index(word) > _JOINS.index(join):
                join = word
    return _listed(found)


def _listed(names: list[Mention]) -> list[Mention]:
    """Read each comma as the word that joins the last names of its list."""
    done: list[Mention] = []
    for name in reversed(names):
        after = done[-1].join if done else ""
        meant = after if after in ("and", "or") else "and"
        done.append(replace(name, join=meant) if name.join == "comma" else name)
    return done[::-1]
