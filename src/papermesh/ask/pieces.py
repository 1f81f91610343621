"""A question cut into pieces: names, words of known sorts, and words that say nothing known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papermesh.ask.patterns import Text, unquote
from papermesh.ask.recognise import LABELS
from papermesh.ask.spelling import only_releases, otherwise, sizeless
from papermesh.ask.words import RESERVED, readings, sorts_of, vocabulary
from papermesh.names import fold, key
from papermesh.query.lookup import keys_of
from papermesh.query.search import make_index

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from papermesh.ask.answer import Named
    from papermesh.ask.patterns import Slot
    from papermesh.ask.recognise import Recogniser
    from papermesh.store.base import GraphStore

_WORD = re.compile(r",|[^\s,;()\[\]?!]*[^\s,;()\[\]?!.:]")
_OWNER = re.compile(r"(?:['’]s?)$")
_MOST_WORDS = 8
"""The longest name that is looked for, in words."""
_MOST_WINDOWS = 40
"""How many runs of words are tried as names with typing errors."""
_LONG = 6
"""Letters of a word in which another letter may be a typing error."""
_GOVERN = frozenset({"of", "on", "about", "with", "for", "in", "and", "or", "both", "either"})
"""Words after which a name stands, and no verb."""
MAKER_FOLLOWS = frozenset({"by", "from", "at"})
"""Words behind which authors and organisations stand."""
_JOINING = {"and", "or", "not", "comma", "wish compare"}
_SILENT = {"filler", "frame", "and", "or", "not", "it", "papers", "type", "graph", "wish define"}


def cut(store: GraphStore, recogniser: Recogniser, text: str, quoted: list[str]) -> list[Piece]:
    """Cut a question that was normalised, and its dates taken out, into pieces.

    Names go before other words and long ones before short ones; a name with typing errors is
    looked for only where a word stands that is nowhere in the graph.
    """
    pieces = [_piece(match[0], quoted) for match in _WORD.finditer(text)]
    pieces = _with_names(store, recogniser, pieces)
    _sort(pieces)
    return _with_slips(store, recogniser, pieces)


@dataclass(slots=True)
class Piece:
    """Some words of a question; a name, or of some sorts, or neither."""

    text: str
    quoted: bool = False
    raw: str = ""
    sorts: set[str] = field(default_factory=set)
    named: Named | None = None
    slot: Slot = "entity"
    size: int = 1

    @property
    def known(self) -> bool:
        """Whether it is a name or of any sort."""
        return bool(self.sorts) or self.named is not None

    def heeded(self, wishes: Collection[str]) -> bool:
        """Whether it is more than wishes that are none of some."""
        own = {sort[5:] for sort in self.sorts if sort.startswith("wish ")}
        return not own or len(own) < len(self.sorts) or bool(own & {"define", "still", *wishes})


def _piece(word: str, quoted: list[str]) -> Piece:
    if word == ",":
        return Piece(word)
    text = unquote(_OWNER.sub("", word) or word, quoted)
    return Piece(text.plain, text.quoted, word)


def _with_names(store: GraphStore, recogniser: Recogniser, pieces: list[Piece]) -> list[Piece]:
    """Put the names that are written as they are in the place of their words."""
    known, releases = store.derived(_known), store.derived(only_releases)
    done: list[Piece] = []
    at = 0
    while at < len(pieces):
        made = _says_who(done)
        for size in range(min(_MOST_WORDS, len(pieces) - at), 0, -1):
            run = pieces[at : at + size]
            text = Text(" ".join(piece.text for piece in run), run[0].quoted)
            how = _how_known(text, known, releases)
            owner = " ".join(piece.raw for piece in run)
            if size > 1 and not how and not text.quoted and key(owner) in known:
                text, how = Text(owner), "written"  # Humanity's Last Exam
            may = how and _may_name(pieces, at, size) and not (run[0].quoted and size > 1)
            if how and may:
                named = _name(recogniser, text, how, made=made)
                if named:
                    done.append(named)
                    break
        else:
            text, size = Text(pieces[at].text), 1
            maker = recogniser.house(text) if made else None
            done.append(Piece(text.plain, named=maker, slot="maker") if maker else pieces[at])
        at += size
    return done


_OF_MAKERS = MAKER_FOLLOWS | {"did", "does"}


def _how_known(text: Text, known: frozenset[str], releases: Mapping[str, str]) -> str | None:
    """Tell in which pass a name can be found, None where it cannot."""
    if key(text.plain) in known:
        return "written"
    if text.quoted:
        return None
    others = {sizeless(text.plain), *otherwise(releases, text.plain)} - {text.plain}
    return "typed" if any(key(other) in known for other in others) else None


def _known(store: GraphStore) -> frozenset[str]:
    """The keys of all names, and of what stands before the colon of a title."""
    forms = set[str]().union(*(keys_of(store, label) for label in LABELS["node"][:-1]))
    heads = (paper.name.partition(":") for paper in store.nodes("Paper"))
    return frozenset(forms | {key(head) for head, colon, _ in heads if colon}) - {""}


def _may_name(pieces: list[Piece], at: int, size: int) -> bool:
    """Tell whether words may be a name: no words of questions, unless written like a name."""
    run = pieces[at : at + size]
    if run[0].quoted:
        return True
    text = " ".join(piece.text for piece in run)
    if "," in text or any(RESERVED.fullmatch(piece.text) for piece in run):
        return False
    if size > 1:
        ends = sorts_of(run[0].text) | sorts_of(run[-1].text)
        if ends & _JOINING and run[0].text.islower():
            return False  # What joins two names is a part of neither.
        plain = [piece for piece in run if not piece.text.isdigit()]
        if len(plain) < size and text.islower() and all(sorts_of(piece.text) for piece in plain):
            return False  # The top 10 are no name.
        silent = all(sorts_of(piece.text) & _SILENT for piece in run)
        return not silent and not sorts_of(text)
    if _begins_phrase(pieces[at : at + 4]):
        return len(text) > 1 and text.isupper()
    if _is_plural(text) and at and any(map(_bars, sorts_of(pieces[at - 1].text))):
        return True  # That don't use LLMs: a name, and no type that is asked for.
    if sorts_of(text) and not _is_object(pieces, at):
        return len(text) > 1 and text.isupper() and text not in ("AI", "ML", "NLP")
    return True


def _is_object(pieces: list[Piece], at: int) -> bool:
    """Tell whether a word that can be a verb stands where only a name can: use fine-tuning, and."""
    before = pieces[at - 1].text if at else ""
    after = pieces[at + 1].text if at + 1 < len(pieces) else ","
    if not pieces[at].text.endswith("ing") or not any(map(_is_verb, sorts_of(pieces[at].text))):
        return False
    governed = any(map(_bars, sorts_of(before))) or before.lower() in _GOVERN
    return governed and bool(sorts_of(after) & {"comma", "and", "or", "not"})


def _is_plural(text: str) -> bool:
    """Tell whether a word is the plural of capitals, such as LLMs."""
    return text.endswith("s") and len(text) > 2 and text[:-1].isupper()


def _bars(sort: str) -> bool:
    return _is_verb(sort) or sort == "not"


def _is_verb(sort: str) -> bool:
    return sort.startswith("verb ")


def _begins_phrase(pieces: list[Piece]) -> bool:
    """Tell whether a word begins one of the phrases of questions: lost popularity."""
    text = " ".join(piece.text for piece in pieces)
    ends = (m.end() for pattern in readings().values() if (m := pattern.match(text)))
    return any(end > len(pieces[0].text) for end in ends)


def _says_who(before: list[Piece]) -> bool:
    """Tell whether the name of a maker comes next: by Google, at Google."""
    if len(before) > 1 and before[-1].text.lower() in ("or", "and", ","):
        return before[-2].named is not None and before[-2].slot == "maker"
    return bool(before) and before[-1].text.lower() in _OF_MAKERS


def _name(recogniser: Recogniser, text: Text, how: str, *, made: bool = False) -> Piece | None:
    slots: tuple[Slot, ...] = ("entity", "maker", "paper")
    slots = ("maker", "entity", "paper") if made else slots
    for slot in slots:
        named = recogniser.find(text, slot, how)
        if not named and made and slot == "maker":
            named = recogniser.house(text)
        if named:
            return Piece(
                text.plain, text.quoted, named=named, slot=slot, size=len(text.plain.split())
            )
    return None


def _sort(pieces: list[Piece]) -> None:
    """Tell the sorts of words that are no names, the longest phrase first."""
    at = 0
    while at < len(pieces):
        if pieces[at].named or pieces[at].quoted:
            at += 1
            continue
        end = at
        while end < len(pieces) and not pieces[end].named and not pieces[end].quoted:
            end += 1
        text = " ".join(piece.text for piece in pieces[at:end])
        matched = {name: len(m[0]) for name, p in readings().items() if (m := p.match(text))}
        longest = max(matched.values(), default=0)
        size = len(text[:longest].split()) or 1
        if longest and (longest == len(text) or text[longest] == " "):
            pieces[at].sorts = {name for name, length in matched.items() if length == longest}
            pieces[at].text = text[:longest]
            del pieces[at + 1 : at + size]
        at += 1


def _with_slips(store: GraphStore, recogniser: Recogniser, pieces: list[Piece]) -> list[Piece]:
    """Find names and words with typing errors around the words that are nowhere in the graph."""
    if all(piece.known or piece.quoted for piece in pieces):
        return pieces
    places = store.derived(make_index).places
    strange = [
        not piece.known and not piece.quoted and fold(piece.text) not in places for piece in pieces
    ]
    _mend(pieces, strange, 6)
    for _, start, end in sorted(_windows(pieces, strange))[:_MOST_WINDOWS]:
        run = pieces[start:end]
        if not any(strange[start:end]) or any(piece.size == 0 for piece in run):
            continue
        found = _name(recogniser, Text(" ".join(piece.text for piece in run)), "typed")
        beside = [p for p in pieces[max(0, start - 1) : end + 1] if p.size and p not in run]
        # A strange word beside a name is more likely the rest of a longer, unknown one.
        alone = end - start > 1 or not any(piece.named for piece in beside)
        if found and alone and not _loses_a_name(run, found):
            pieces[start] = found
            for at in range(start, end):
                strange[at] = False
            for piece in pieces[start + 1 : end]:
                piece.size = 0
    _mend(pieces, strange, 4)
    return [piece for piece in pieces if piece.size]


def mended(store: GraphStore, text: str) -> str:
    """Write the words of a question that have typing errors as they are meant."""
    words = text.split(" ")
    for at, word in enumerate(words):
        if len(word) < 6 or not word.isalpha() or not word[1:].islower() or sorts_of(word):
            continue
        meant = _meant(word.lower())
        # The index takes long to make in a large graph, and most questions need none.
        if meant and fold(word) not in store.derived(make_index).places:
            words[at] = meant
    return " ".join(words)


def _mend(pieces: list[Piece], strange: list[bool], least: int) -> None:
    """Read strange words of so many letters at least as the words of questions they come from."""
    for at, piece in enumerate(pieces):
        if strange[at] and piece.text[1:].islower() and len(piece.text) >= least:
            piece.text = _meant(piece.text.lower()) or piece.text
            piece.sorts = sorts_of(piece.text)
            strange[at] = not piece.sorts


def _windows(pieces: list[Piece], strange: list[bool]) -> Iterator[tuple[int, int, int]]:
    """Give the runs of words around strange ones, with what sorts the longest first."""
    for start in range(len(pieces)):
        for end in range(start + 1, min(len(pieces), start + _MOST_WORDS - 2) + 1):
            run = pieces[start:end]
            ends = (run[0], run[-1])
            barred = any("filler" in piece.sorts for piece in ends)
            # A noun for many of a type says what is asked for: ELECTA benchmarks.
            barred = barred or ("type" in run[-1].sorts and run[-1].text.endswith("s"))
            barred = barred or any("," in piece.text or piece.quoted for piece in run)
            if any(strange[start:end]) and not barred:
                yield start - end, start, end


def _loses_a_name(run: list[Piece], found: Piece) -> bool:
    """Tell whether a name with typing errors swallows another that is no part of it."""
    whole = fold(found.named.name) if found.named else ""
    return any(piece.named and fold(piece.text) not in whole for piece in run)


def _meant(word: str) -> str | None:
    """Find the word of a question that a strange one is a typing error of.

    In a short word only letters that are missing, doubled or swapped are one: dying is not doing.
    """
    from rapidfuzz.distance import OSA, Levenshtein

    for known in vocabulary():
        if known[0] == word[0] and OSA.distance(word, known, score_cutoff=1) == 1:
            swapped = Levenshtein.distance(word, known) == 2
            if len(word) >= _LONG or len(word) != len(known) or swapped:
                return known
    return None
