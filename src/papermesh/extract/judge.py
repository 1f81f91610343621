"""From a reading to entities: what is one, of what type, and what the paper does with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from papermesh.extract.abbreviations import find_pairs
from papermesh.extract.encoder import RELATIONS, TYPES, Floats, Reading
from papermesh.extract.entities import Group, canonical_name, group
from papermesh.extract.features import FINDERS, entity_features
from papermesh.extract.relations import Context
from papermesh.extract.scorer import Scorer
from papermesh.extract.spans import Candidate
from papermesh.model import EntityType, RelationType

#: The relations that an entity of each type can have, by the guidelines.
ALLOWED: Mapping[EntityType, frozenset[RelationType]] = {
    kind: frozenset({RelationType.PROPOSES, RelationType.MENTIONS} | more)
    for kind, more in {
        EntityType.METHOD: {RelationType.COMPARES_TO, RelationType.USES},
        EntityType.MODEL: {RelationType.COMPARES_TO, RelationType.USES},
        EntityType.DATASET: {RelationType.EVALUATES_ON, RelationType.USES},
        EntityType.BENCHMARK: {RelationType.EVALUATES_ON, RelationType.USES},
        EntityType.METRIC: {RelationType.MEASURES, RelationType.USES},
        EntityType.TASK: {RelationType.ADDRESSES, RelationType.USES},
        EntityType.CONCEPT: set[RelationType](),
    }.items()
}
#: Confidence below which nothing makes an entity of what may be one, not even a figure tied to it.
DOUBTFUL = 0.1
#: A word may be part of a mention if the encoder holds it for outside with less than this.
_OUTSIDE = 0.8
#: How much the word of other finders adds to the encoder's on where a mention begins and ends.
_TRUST = {"rule:title": 0.3, "rule:proposal": 0.1, "rule:abbreviation": 0.1}


@dataclass(frozen=True, slots=True)
class Judged:
    """An entity of a text.

    Attributes:
        name: Canonical name.
        type: Its type.
        relation: What the paper does with it.
        confidence: Probability that it is an entity of this type.
        relation_confidence: Probability that the relation is right, if it is.
        mentions: Where it stands, in order.
    """

    name: str
    type: EntityType
    relation: RelationType
    confidence: float
    relation_confidence: float
    mentions: tuple[Candidate, ...]


def draft(text: str, candidates: Iterable[Candidate], reading: Reading) -> list[Group]:
    """Bring what all finders found together into what may be entities."""
    found = [*candidates, *reading.candidates(text, _OUTSIDE)]
    return group(text, found, find_pairs(text), _rank(reading))


def _rank(reading: Reading) -> Callable[[Candidate], float]:
    def rank(candidate: Candidate) -> float:
        trust = _TRUST.get(candidate.source, 0.0)
        if candidate.source == "lexicon":
            trust = 0.3 if candidate.score >= 0.5 else 0.05
        elif candidate.source not in FINDERS:
            trust = 2 + candidate.score  # a finder of the user's own
        length = 0.004 * (candidate.end - candidate.start)
        return float(reading.span(candidate.start, candidate.end).sum()) + trust + length

    return rank


def judge(
    context: Context,
    drafts: Sequence[Group],
    reading: Reading,
    scorer: Scorer,
    least: float,
) -> list[Judged]:
    """Keep what is an entity.

    Args:
        context: The text and its sentences.
        drafts: What may be entities.
        reading: What the encoder says of the text.
        scorer: Knows the questions ``type`` (none, then each) and ``relation``.
        least: Confidence below which an entity is left out.
    """
    if not drafts:
        return []
    answers = scorer(entity_features(context, drafts, reading))
    judged = []
    for entry, types, relations in zip(drafts, answers["type"], answers["relation"], strict=True):
        kind = TYPES[int(types[1:].argmax())]
        confidence = float(types[1:].max())
        for mention in entry.mentions:
            own = mention.source not in FINDERS and mention.type is not None
            if own and mention.score > confidence:
                kind, confidence = mention.type or kind, mention.score
        if confidence >= least:
            told, share = allowed_relation(kind, relations)
            name = canonical_name(context.text, entry)
            judged.append(Judged(name, kind, told, confidence, share, tuple(entry.mentions)))
    return judged


def allowed_relation(kind: EntityType, shares: Floats) -> tuple[RelationType, float]:
    """Choose the likeliest relation that an entity of a type can have, and its probability."""
    fits = np.array([relation in ALLOWED[kind] for relation in RELATIONS])
    shares = np.where(fits, shares, 0)
    best = int(shares.argmax())
    return RELATIONS[best], float(shares[best] / shares.sum())
