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


def entity_features(context: Context, drafts: Sequence[Group], reading: Reading) -> Floats:
    """Describe entities: what the encoder, the finders and the cue rules hold them for, and where they stand.

    Args:
        context: The text and its sentences.
        drafts: What may be entities, at least one.
        reading: What the encoder says of the text.

    Returns:
        A vector for each, whose length does not depend on the text, (drafts, features).
    """
    counts = np.array([len(entry.mentions) for entry in drafts])
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    words = [reading.words(m.start, m.end) for entry in drafts for m in entry.mentions]
    starts, stops = np.array([w.start for w in words]), np.array([w.stop for w in words])
    spans, types = reading.spans(starts, stops), reading.means(reading.parts, starts, stops)
    weights = types.sum(1, keepdims=True) + 1e-3
    related = np.add.reduceat(reading.means(reading.relations, starts, stops) * weights, firsts)
    related /= np.add.reduceat(weights, firsts)
    whole = np.concatenate([1 - spans.sum(1, keepdims=True), spans], 1)
    most, sums = np.maximum.reduceat, np.add.reduceat
    means = [most(whole, firsts), sums(whole, firsts) / counts[:, None]]
    means += [most(types, firsts), sums(types, firsts) / counts[:, None], related]
    tied = most(reading.sums(reading.tied.T, starts, stops), firsts)
    told = [
        [
            *_told_by_rules(context, entry),
            *_surroundings(context, entry),
            *_writing([context.text[m.start : m.end] for m in entry.mentions]),
        ]
        for entry in drafts
    ]
    found: Floats = np.concatenate(
        [_log_odds(np.concatenate(means, 1)), related, tied, np.array(told)], 1, dtype=np.float32
    )
    return found


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
