"""Annotated texts as the encoder learns from them: one label a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from papermesh.extract.encoder import (
    KINDS,
    RELATIONS,
    ROLES,
    TYPES,
    Ints,
    Pieces,
    first_window,
    may_be_figure,
    pieces,
)
from papermesh.extract.spans import Candidate, longest_first
from papermesh.model import EntityType, RelationType, ResultKind

#: What a word has no label for.
NO_LABEL = -100


@dataclass(frozen=True)
class Annotated:
    """A text and what a reader found in it.

    Attributes:
        id: The paper's.
        title: Cleaned title.
        text: Title, blank line, abstract, cleaned.
        gold: The annotation, a record as `papermesh.evaluate` takes it.
        candidates: What the lexicon and the cue rules find in the text.
    """

    id: str
    title: str
    text: str
    gold: Mapping[str, Any]
    candidates: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Marked:
    """A gold mention: an occurrence of a surface form of the entity with this index."""

    start: int
    end: int
    entity: int


@dataclass(frozen=True)
class Example:
    """What the network is shown of one text, its pieces framed by the two special ones.

    Attributes:
        pieces: The text, as the encoder takes it.
        labels: 0 outside, odd where a mention begins, even where it goes on, (words,).
        relations: Of words in mentions, else `NO_LABEL`, (words,).
        kinds: Of words that may be figures 0 (no result) or 1 + kind, else `NO_LABEL`, (words,).
        ties: For each figure that is a result: its word, and for each role the words it is tied to
            (none: an empty tuple).
    """

    pieces: Pieces
    labels: Ints
    relations: Ints
    kinds: Ints
    ties: Sequence[tuple[int, Sequence[tuple[int, ...]]]]


def mentions(text: str, entities: Sequence[Mapping[str, Any]]) -> list[Marked]:
    """Find where the surface forms of gold entities stand, longest first."""
    found = [
        Marked(match.start(), match.end(), index)
        for index, entity in enumerate(entities)
        for surface in sorted({*entity["mentions"]} - {""})
        for match in re.finditer(rf"(?<![\w@]){re.escape(surface)}(?![\w@])", text)
    ]
    return longest_first(found)


def example(tokenizer: Tokenizer, annotated: Annotated) -> Example:
    """Label the words of an annotated text."""
    text, gold = annotated.text, annotated.gold
    cut = first_window(pieces(tokenizer, text, len(annotated.title), annotated.candidates))
    labels = np.zeros(len(cut.starts), np.int64)
    relations = np.full(len(cut.starts), NO_LABEL)
    owner = np.full(len(cut.starts), NO_LABEL)
    for marked in mentions(text, gold["entities"]):
        entity = gold["entities"][marked.entity]
        kind = TYPES.index(EntityType(entity["type"]))
        inside = (cut.starts >= marked.start) & (cut.starts < marked.end)
        labels[inside] = 2 * kind + 2
        labels[inside & (cut.starts == marked.start)] = 2 * kind + 1
        relations[inside] = RELATIONS.index(RelationType(entity["relation"]))
        owner[inside] = marked.entity
    kinds = np.array(
        [
            0 if may_be_figure(text[a:b]) else NO_LABEL
            for a, b in zip(cut.starts, cut.ends, strict=True)
        ],
        np.int64,
    )
    ties = []
    for offset, results in figures(text, gold):
        word = int(np.searchsorted(cut.ends, offset, "right"))
        if word == len(kinds):
            continue
        kinds[word] = 1 + KINDS.index(ResultKind(results[0]["kind"]))
        ties.append((word, [_tied(gold, owner, results, role) for role in ROLES]))
    return Example(cut, labels, relations, kinds, ties)


def _tied(
    gold: Mapping[str, Any], owner: Ints, results: Sequence[Mapping[str, Any]], role: str
) -> tuple[int, ...]:
    names = {result.get(role) for result in results} - {None}
    tied = [i for i, entity in enumerate(gold["entities"]) if entity["name"] in names]
    return tuple(int(word) for word in np.flatnonzero(np.isin(owner, tied)))


def figures(
    text: str, gold: Mapping[str, Any]
) -> Iterator[tuple[int, Sequence[Mapping[str, Any]]]]:
    """Yield the offset of the first letter or digit of each reported figure, and its results.

    A figure that stands in the text fewer times than gold reports it belongs to several results.
    """
    by_value: dict[str, list[Mapping[str, Any]]] = {}
    for result in gold["results"]:
        by_value.setdefault(str(result["value"]), []).append(result)
    for value, results in by_value.items():
        places = [m.start() for m in re.finditer(rf"(?<![\w.]){re.escape(value)}(?!\w|\.\d)", text)]
        places = places or [m.start() for m in re.finditer(re.escape(value), text)]
        shift = next((i for i, letter in enumerate(value) if letter.isalnum()), 0)
        if len(results) <= len(places):
            yield from ((p + shift, [r]) for p, r in zip(places, results, strict=False))
        elif places:
            yield places[0] + shift, results
