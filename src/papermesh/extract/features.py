"""What is known of an entity in the making, as numbers that a scorer weighs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from papermesh.extract.encoder import RELATIONS, TYPES, Floats, Reading
from papermesh.extract.entities import Group
from papermesh.extract.naming import is_name
from papermesh.extract.relations import (
    Context,
    follows_comparison,
    is_proposed,
    relation,
    settle_type,
)
from papermesh.model import EntityType

#: The finders whose word the scorer weighs; any other is a user's own, and taken at its word.
FINDERS = (
    "lexicon",
    "model",
    "rule:abbreviation",
    "rule:title",
    "rule:proposal",
    "rule:name",
    "rule:task-head",
    "rule:method-head",
    "rule:metric-head",
    "rule:measure",
    "rule:repeated",
)


def _log_odds(shares: Floats) -> Floats:
    clipped = np.clip(shares, 1e-4, 1 - 1e-4)
    odds: Floats = np.log(clipped / (1 - clipped)) / 4
    return odds


def entity_features(context: Context, entry: Group, reading: Reading) -> Floats:
    """Describe an entity: what the encoder, the finders and the cue rules hold it for, and where it stands.

    Returns:
        A vector whose length does not depend on the text.
    """
    text, mentions = context.text, entry.mentions
    spans = np.stack([reading.span(m.start, m.end) for m in mentions])
    types = np.stack([reading.types(m.start, m.end) for m in mentions])
    weights = types.sum(1) + 1e-3
    relations = np.stack([reading.relation(m.start, m.end) for m in mentions])
    related = (relations * weights[:, None]).sum(0) / weights.sum()
    tied = np.max([reading.tied[:, reading.words(m.start, m.end)].sum(1) for m in mentions], 0)
    whole = np.concatenate([1 - spans.sum(1, keepdims=True), spans], 1)
    return np.concatenate(
        [
            _log_odds(
                np.concatenate(
                    [
                        whole.max(0),
                        whole.mean(0),
                        types.max(0),
                        types.mean(0),
                        related,
                    ]
                )
            ),
            related,
            tied,
            _told_by_rules(context, entry),
            _surroundings(context, entry),
            _writing([text[m.start : m.end] for m in mentions]),
        ],
        dtype=np.float32,
    )


def _told_by_rules(context: Context, entry: Group) -> Sequence[float]:
    voted = entry.type or EntityType.METHOD
    proposed = is_proposed(context, entry, voted)
    kind = settle_type(context, entry, voted, proposed)
    told = relation(context, entry, kind, proposed)
    known = [m.score for m in entry.mentions if m.source == "lexicon"]
    return [
        *(float(finder in entry.finders) for finder in FINDERS),
        *(float(each is kind) for each in TYPES),
        float(entry.type is None),
        float(proposed),
        *(float(each is told) for each in RELATIONS),
        *(min(entry.votes.get(each, 0.0) / 3, 2.0) for each in TYPES),
        max(known, default=0.0),
        min(known, default=0.0),
    ]


def _surroundings(context: Context, entry: Group) -> Sequence[float]:
    text, mentions = context.text, entry.mentions
    own = [m.start >= context.own_from for m in mentions]
    return [
        float(any(m.start < context.title_end for m in mentions)),
        float(any(own)),
        float(all(own)),
        float(np.log(len(mentions))),
        mentions[0].start / len(text),
        mentions[-1].start / len(text),
        float(mentions[0].start == 0),
        float(entry.long_form is not None),
        float(any(follows_comparison(context, m.start) for m in mentions)),
    ]


def _writing(surfaces: Sequence[str]) -> Sequence[float]:
    first = surfaces[0]
    return [
        len(first.split()) / 4,
        len(first) / 20,
        float(any(is_name(word) for surface in surfaces for word in surface.split())),
        float(first.islower()),
        float(first[0].isupper()),
        float(first.isupper()),
        float(any(map(str.isdigit, first))),
        float(any(surface.endswith("s") for surface in surfaces)),
    ]
