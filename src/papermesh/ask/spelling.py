"""How else a name may be written: with typing errors, cut short, with a size or without a version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from papermesh.names import fold, key, releases_before
from papermesh.query.lookup import keys_of, names_of, nodes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papermesh.store.base import GraphStore

LONG_FORMS = {
    "asr": ("automatic speech recognition", "speech recognition"),
    "cl": ("continual learning",),
    "cot": ("chain-of-thought",),
    "cv": ("computer vision",),
    "gan": ("generative adversarial network",),
    "icl": ("in-context learning",),
    "ir": ("information retrieval",),
    "kd": ("knowledge distillation",),
    "kg": ("knowledge graph",),
    "mt": ("machine translation",),
    "ner": ("named entity recognition",),
    "nli": ("natural language inference",),
    "nlp": ("natural language processing",),
    "nmt": ("neural machine translation",),
    "ocr": ("optical character recognition",),
    "qa": ("question answering",),
    "rag": ("retrieval-augmented generation",),
    "rl": ("reinforcement learning",),
    "ssl": ("self-supervised learning",),
    "t2i": ("text-to-image generation",),
    "tts": ("text-to-speech", "speech synthesis"),
    "vqa": ("visual question answering",),
    "wsd": ("word sense disambiguation",),
}
"""Short forms that the whole field knows, for graphs whose papers write only the long ones."""
_SIZED = re.compile(
    r"(?P<model>.+?)(?:[\s_-]+(?:base|large|small|xl|xxl|uncased|cased|instruct|chat|\d+(?:\.\d+)?[bm]))+",
    re.I,
)
_LETTERS = re.compile(r"[a-z+]*")
LONG = 10
"""Letters of a name that may have two typing errors."""
_LONGER = 16
"""Letters of a name of several words that may have three."""


def sizeless(name: str) -> str:
    """Write the name of a model without its size and its training: ``bert base`` is BERT."""
    found = _SIZED.fullmatch(name)
    return found["model"] if found else name


def otherwise(releases: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Give the names that one which the graph lacks may stand for.

    They are the long forms of what the whole field knows, and the one release of a thing that is
    asked for without its version: AIME is AIME 2024 where there is no other.

    Args:
        releases: What `only_releases` tells.
        name: As it is written.
    """
    release = releases.get(key(name))
    return (*LONG_FORMS.get(fold(name), ()), *([release] if release else []))


def only_releases(store: GraphStore) -> Mapping[str, str]:
    """Give the only release of each thing that is itself not in the graph, by the thing's key."""
    releases: dict[str, set[str]] = {}
    for node in nodes_of(store, "Entity"):
        if any(map(str.isdigit, node.name[-2:])):  # No version ends otherwise.
            for stem in releases_before(node.name):
                if stem != stem.lower():
                    releases.setdefault(key(stem), set()).add(node.name)
    known = keys_of(store, "Entity")
    return {
        stem: next(iter(names))
        for stem, names in releases.items()
        if len(names) == 1 and stem not in known
    }


@dataclass(frozen=True, slots=True)
class Spellings:
    """Names, by what must be right in them and by their length.

    Attributes:
        folded: The folded names that share their digits, what follows these, and their length.
        forms: How each folded name is written.
    """

    folded: dict[tuple[str, tuple[str, ...], int], list[str]]
    forms: dict[str, str]

    def near(self, written: str) -> list[tuple[int, str]]:
        """Find every name that is a few typing errors from a written one, with their number."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = []
        wanted = fold(written)
        most = _allowed(len(wanted))
        for length in range(len(wanted) - most, len(wanted) + most + 1):
            names = self.folded.get((*_fixed(wanted), length), ())
            for name, _, _ in process.extract(
                wanted, names, scorer=OSA.distance, score_cutoff=most, limit=None
            ):
                errors = typing_errors(wanted, name)
                if errors and (errors < 3 or _in_each_word(written, self.forms[name])):
                    found.append((errors, self.forms[name]))
        return found


def near_names(store: GraphStore, labels: tuple[str, ...], written: str) -> list[tuple[int, str]]:
    """Find the names of nodes with some labels that are a few typing errors from a written one."""
    found = [one for label in labels for one in store.derived(_spellings, label).near(written)]
    return list({fold(name): (errors, name) for errors, name in found}.values())


def _spellings(store: GraphStore, label: str) -> Spellings:
    """Sort the names of all nodes with a label."""
    names = names_of(store, (label,))
    forms = dict(zip(names.folded, names.forms, strict=True))
    if label == "Paper":
        # People call a paper by what stands before the colon of its title.
        heads = (node.name.partition(":") for node in names.nodes)
        forms |= {fold(head): head for head, colon, _ in heads if colon and len(head) > 3}
    folded: dict[tuple[str, tuple[str, ...], int], list[str]] = {}
    for name in forms:
        folded.setdefault((*_fixed(name), len(name)), []).append(name)
    return Spellings(folded, forms)


def typing_errors(one: str, other: str) -> int | None:
    """Count the typing errors between two folded names, None where they are just two names.

    Digits are never typing errors (GPT-3 is not GPT-4), nor are a few letters after one (GPT-4 is
    not GPT-4o). In a short name only two swapped letters are, and one that is missing within:
    BART is not BERT, but ``Lama 2`` is Llama 2.
    """
    from rapidfuzz.distance import OSA, Levenshtein

    length = min(len(one), len(other))
    allowed = _allowed(length)
    if length < 4 or abs(len(one) - len(other)) > allowed or _fixed(one) != _fixed(other):
        return None
    errors = OSA.distance(one, other, score_cutoff=allowed)
    if errors > allowed or errors == 0:
        return None
    swapped = errors == 1 and Levenshtein.distance(one, other) == 2
    missing = length >= 5 and len(other) == len(one) + 1
    within = missing and (one[0], one[-1]) == (other[0], other[-1])
    return errors if swapped or within or length >= 6 else None


def _allowed(letters: int) -> int:
    return 1 if letters < LONG else 2 if letters < _LONGER else 3


def _in_each_word(written: str, name: str) -> bool:
    """Tell whether the errors are spread over the words: none is another word with the same ends."""
    from rapidfuzz.distance import OSA

    ours, theirs = (re.findall(r"\w+", text.lower()) for text in (written, name))
    return len(ours) == len(theirs) > 1 and all(
        one[0] == other[0] and OSA.distance(one, other) <= 1 + (len(other) >= LONG)
        for one, other in zip(ours, theirs, strict=True)
    )


def _fixed(folded: str) -> tuple[str, tuple[str, ...]]:
    """Cut out the digits, and the few letters that follow them and so tell a version: gpt4o."""
    if _LETTERS.fullmatch(folded):  # as most names are
        return "", ()
    endings = (piece for piece in re.findall(r"(?<=\d)[^\d]+", folded) if len(piece) < 4)
    return "".join(filter(str.isdigit, folded)), tuple(endings)
