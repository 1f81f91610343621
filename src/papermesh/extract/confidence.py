"""How sure the pipeline is of an entity.

The figures are shares of right entities among those that a finder gave for 300 annotated
abstracts of 2024 to 2026 that are not part of any test, by finder and type, rounded.
"""

from __future__ import annotations

from collections.abc import Mapping

from papermesh.extract.entities import Group
from papermesh.extract.relations import Context
from papermesh.model import EntityType

_BASE: Mapping[tuple[str, EntityType], float] = {
    ("lexicon", EntityType.METHOD): 0.77,
    ("lexicon", EntityType.MODEL): 0.84,
    ("lexicon", EntityType.DATASET): 0.75,
    ("lexicon", EntityType.BENCHMARK): 0.89,
    ("lexicon", EntityType.METRIC): 0.69,
    ("lexicon", EntityType.TASK): 0.74,
    ("lexicon", EntityType.CONCEPT): 0.86,
    ("rule:title", EntityType.METHOD): 0.87,
    ("rule:title", EntityType.MODEL): 0.6,
    ("rule:title", EntityType.BENCHMARK): 0.9,
    ("rule:proposal", EntityType.METHOD): 0.58,
    ("rule:proposal", EntityType.BENCHMARK): 0.7,
    ("rule:proposal", EntityType.DATASET): 0.7,
    ("rule:proposal", EntityType.MODEL): 0.6,
    ("rule:abbreviation", EntityType.METHOD): 0.73,
    ("rule:abbreviation", EntityType.TASK): 0.6,
    ("rule:abbreviation", EntityType.METRIC): 0.8,
    ("rule:abbreviation", EntityType.CONCEPT): 0.45,
    ("rule:name", EntityType.BENCHMARK): 0.7,
    ("rule:name", EntityType.MODEL): 0.7,
    ("rule:name", EntityType.DATASET): 0.65,
    ("rule:name", EntityType.METHOD): 0.4,
    ("rule:measure", EntityType.METRIC): 0.45,
    ("rule:task-head", EntityType.TASK): 0.37,
    ("rule:method-head", EntityType.METHOD): 0.35,
    ("rule:metric-head", EntityType.METRIC): 0.3,
}
_ORDER = (
    "rule:title",
    "lexicon",
    "model",
    "rule:abbreviation",
    "rule:proposal",
    "rule:name",
    "rule:measure",
    "rule:task-head",
    "rule:method-head",
    "rule:metric-head",
)
_TERMS = frozenset({"rule:task-head", "rule:method-head", "rule:metric-head", "rule:repeated"})


def confidence(context: Context, entry: Group, kind: EntityType, proposed: bool) -> float:
    """Estimate the probability that an entity and its type are right, 0 to 1."""
    sources = entry.sources
    finder = next((source for source in _ORDER if source in sources), "rule:name")
    score = _BASE.get((finder, kind), 0.5)
    in_title = any(m.start < context.title_end for m in entry.mentions)
    own = any(m.start >= context.own_from for m in entry.mentions)
    repeated = len(entry.mentions) > 1
    weak = (
        finder == "lexicon" and max(m.score for m in entry.mentions if m.source == "lexicon") < 0.5
    )
    if weak and not proposed:
        score *= (
            0.75
            if own and (repeated or kind is EntityType.METRIC or kind is EntityType.METHOD)
            else 0.45
        )
    if sources <= _TERMS and not in_title and not own and kind is not EntityType.TASK:
        score *= 0.4
    if repeated:
        score += (1 - score) * 0.3
    if in_title and sources <= _TERMS:
        score += 0.1
    return round(min(score, 0.97), 2)


def kept(score: float) -> bool:
    """Whether an entity is worth keeping: at less than one in four it costs more than it brings."""
    return score >= 0.25
