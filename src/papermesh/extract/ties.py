"""What a figure measures, of what, on what and against what: features of each choice, and the choice."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from papermesh.extract.encoder import KINDS, RELATIONS, ROLES, Floats, Ints, Reading
from papermesh.extract.figures import reports
from papermesh.extract.judge import Judged
from papermesh.extract.relations import Context
from papermesh.extract.results import Place, Sighting, sight
from papermesh.extract.scorer import Scorer
from papermesh.model import EntityType, ResultKind

#: The types of entity that a figure can be tied to in each role.
FITS: Mapping[str, frozenset[EntityType]] = {
    "metric": frozenset({EntityType.METRIC}),
    "dataset": frozenset({EntityType.DATASET, EntityType.BENCHMARK}),
    "method": frozenset({EntityType.METHOD, EntityType.MODEL}),
    "versus": frozenset({EntityType.METHOD, EntityType.MODEL}),
}
_UNITS = ("%", "points", "x", None)


@dataclass(frozen=True, slots=True)
class Reported:
    """A reported number, its kind, and what it is tied to, by entity name.

    Attributes:
        confidence: Probability that it is a result of this kind and that its metric, data set and method
            are right.
    """

    start: int
    end: int
    value: str
    number: float | None
    unit: str | None
    kind: ResultKind
    method: str | None
    dataset: str | None
    metric: str | None
    versus: str | None
    confidence: float


def figure_features(context: Context, sighting: Sighting, reading: Reading) -> Floats:
    """Describe a figure: is it a result, and which way does it point?"""
    figure = sighting.figure
    odds = np.log(np.clip(reading.kind(*_offsets(context, sighting)), 1e-4, 1)) / 4
    types = {place.type for place in sighting.places}
    told = [
        *(float(kind is sighting.kind) for kind in KINDS),
        *_unit(sighting),
        float(figure.sign == "+"),
        float(figure.sign in ("-", "−")),
        float(figure.number is None),
        float(figure.value[0].isalpha()),
        float("." in figure.value),
        float(figure.start >= context.own_from),
        float(reports(context.text, *sighting.sentence)),
        float(EntityType.METRIC in types),
        float(EntityType.BENCHMARK in types),
        min(sum(sighting.neighbours), 5) / 5,
        float(bool(sighting.told["metric"])),
        float(bool(sighting.told["dataset"])),
    ]
    return np.concatenate([odds, told], dtype=np.float32)


def _unit(sighting: Sighting) -> Iterator[float]:
    unit = sighting.figure.unit
    yield from (float(unit == each) for each in _UNITS)
    yield float(unit not in _UNITS)


def _offsets(context: Context, sighting: Sighting) -> tuple[int, int]:
    """Offsets of a figure without its sign."""
    start = sighting.figure.start
    while start + 1 < sighting.figure.end and not context.text[start].isalnum():
        start += 1
    return start, sighting.figure.end


@dataclass(frozen=True, slots=True)
class Choice:
    """An entity that a figure may be tied to in a role, or None, and what speaks for it."""

    name: str | None
    features: Floats


@dataclass(frozen=True)
class Offer:
    """The entities of a text that a figure can be tied to in one role.

    Attributes:
        names: Their names, in order of their first mention.
        places: Their mentions, (names,).
        owners: Which name each mention is of, (mentions,).
        starts: Index of each mention's first word, (mentions,).
        stops: Index after its last word, (mentions,).
    """

    names: Sequence[str]
    places: Sequence[Sequence[Place]]
    owners: Ints
    starts: Ints
    stops: Ints

    def weights(self, shares: Floats) -> Floats:
        """Share of a figure's attention that each name gets, (names,), from that of each word."""
        sums = np.concatenate([[0.0], np.cumsum(shares, dtype=np.float64)])
        sums = sums[self.stops] - sums[self.starts]
        return np.bincount(self.owners, sums, len(self.names)).astype(np.float32)


def offers(places: Sequence[Place], reading: Reading) -> dict[str, Offer]:
    """Gather what the figures of a text can be tied to, role by role."""
    found = {}
    for role, types in FITS.items():
        fitting = [place for place in places if place.type in types]
        names = list(dict.fromkeys(place.name for place in fitting))
        index = {name: number for number, name in enumerate(names)}
        mentions: list[list[Place]] = [[] for _ in names]
        for place in fitting:
            mentions[index[place.name]].append(place)
        words = [reading.words(place.start, place.end) for place in fitting]
        found[role] = Offer(
            names,
            mentions,
            np.array([index[place.name] for place in fitting], np.int64),
            np.array([each.start for each in words], np.int64),
            np.array([each.stop for each in words], np.int64),
        )
    return found


def choices(
    context: Context, sighting: Sighting, reading: Reading, offer: Offer, role: str
) -> list[Choice]:
    """Describe what a figure may be tied to in a role, "none" first.

    Args:
        context: The text and its sentences.
        sighting: The figure.
        reading: What the encoder says of the text.
        offer: What fits the role; of very many, those that get most of the figure's attention.
        role: One of `ROLES`.
    """
    place = _offsets(context, sighting)
    shares = reading.ties(*place)[ROLES.index(role)]
    none = max(float(shares[0]), _LEAST)
    weights = np.maximum(offer.weights(shares[1:]), 0.0)
    here = {p.name for p in sighting.places if p.type in FITS[role]}
    told = sighting.told[role]
    common = [
        _log(none),
        min(len(offer.names), 6) / 6,
        min(len(here), 4) / 4,
        float(bool(told)),
        *np.log(np.clip(reading.kind(*place), 1e-3, 1)) / 4,
        *_unit(sighting),
        *(float(kind is sighting.kind) for kind in KINDS),
        *_from_to(context, sighting),
        min(sighting.neighbours[0], 4) / 4,
        min(sighting.neighbours[1], 4) / 4,
    ]
    order = np.argsort(-weights, kind="stable")
    best, second = [*(float(weights[number]) for number in order[:2]), 0.0, 0.0][:2]
    most = max(none, best)
    found = [Choice(None, _vector([1.0, _log(none / most), *common, float(not told)]))]
    for number in sorted(order[:_MOST]):
        name, own, weight = offer.names[number], offer.places[number], float(weights[number])
        rival = max(none, second if number == order[0] else best)
        features = [
            0.0,
            _log(weight / most),
            *common,
            float(name in told),
            _log(weight),
            _log(weight) - _log(rival),
            *_position(context, sighting, own),
            *(float(own[0].relation is each) for each in RELATIONS),
            own[0].confidence,
            float(own[0].type in (EntityType.MODEL, EntityType.DATASET)),
            float(own[0].start < context.title_end),
            math.log(len(own)),
            float(len(told) > 1 and name in told),
        ]
        found.append(Choice(name, _vector(features)))
    return found


_LEAST = 1e-9  # share of attention
_ALSO = 0.35  # share of a further data set that a figure is reported on
_MOST = 40  # entities that a figure may be tied to in a role
_FROM = re.compile(r"\bfrom\s+(?:about |around |roughly |only |just )?$", re.IGNORECASE)
_TO = re.compile(
    r"\bfrom\b[^.;,]{0,40}\bto\s+(?:about |around |roughly |only |just )?$", re.IGNORECASE
)
_ARROW = re.compile(r"(?:→|->|\\?rightarrow)\s*\$?$")


def _from_to(context: Context, sighting: Sighting) -> Iterator[float]:
    """Whether a figure is the one that a change starts from, or the one that it ends at."""
    text, figure = context.text, sighting.figure
    before = text[max(sighting.sentence[0], figure.start - 60) : figure.start]
    after = text[figure.end : figure.end + 25].lstrip(" $)%")
    yield float(
        _FROM.search(before) is not None or after.startswith(("→", "->", "\\right", "right"))
    )
    yield float(_TO.search(before) is not None or _ARROW.search(before) is not None)
    yield float(before.rstrip().endswith("("))
    yield float(before.rstrip().endswith(("vs.", "vs", "versus", "than", "against", "compared to")))


_SIZE = 72


def _vector(values: Sequence[float]) -> Floats:
    filled = np.zeros(_SIZE, np.float32)
    filled[: len(values)] = values
    return filled


def _log(share: float) -> float:
    return math.log(max(share, 1e-4)) / 4


_HEDGE = r"(?:(?:by|of|to|from|at|is|are|up|over|about|around|nearly|roughly|only|just|an?|the|average|reaches|reaching|score|scores|as|high|much|than|more|improvement|gain|gains|reduction|increase)\s+)*"
_LEADS = re.compile(rf"(?:\s*\([^)]*\))?\s*[(:=]?\s*{_HEDGE}", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"\s*(?:(?:absolute|relative|average|higher|lower|better|improvement|improvements|gain|gains|reduction|increase|points?|in|of|on|the|for|across|over)\s+)*",
    re.IGNORECASE,
)


def _position(context: Context, sighting: Sighting, own: Sequence[Place]) -> Iterator[float]:
    """Where the nearest mention stands: in the sentence, before or after, how far, what between."""
    start, end = sighting.sentence
    figure = sighting.figure
    nearest = min(own, key=lambda p: max(figure.start - p.end, p.start - figure.end))
    before = nearest.end <= figure.start
    low, high = (nearest.end, figure.start) if before else (figure.end, nearest.start)
    between = context.text[low:high]
    here = start <= nearest.start < end
    others = [
        p for p in sighting.places
        if p.name != nearest.name and p.type is nearest.type and low <= p.start < high
    ]  # fmt: skip
    yield float(here)
    yield float(here and before)
    yield float(here and not before)
    yield math.log(1 + max(0, high - low)) / 6
    yield float(here and len(between) < 30)
    yield float(here and not others)
    yield float(here and any(map(str.isdigit, between)))
    yield float(here and (", " in between or "; " in between))
    yield float(
        here and between.strip().endswith((" on", " of", " in", " by", " than", " over", "to"))
    )
    yield float(
        here and between.strip().startswith(("on ", "of ", "in ", "over ", "for ", "across "))
    )
    yield float(any(p.start >= context.own_from for p in own))
    rivals = [p for p in sighting.places if p.name != nearest.name and p.type is nearest.type]
    ends = [p.end for p in rivals if p.end <= figure.start]
    starts = [p.start for p in rivals if p.start >= figure.end]
    yield float(here and before and nearest.end >= max(ends, default=0))
    yield float(here and not before and nearest.start <= min(starts, default=len(context.text)))
    yield float(here and before and _LEADS.fullmatch(between) is not None)
    yield float(here and not before and _FOLLOWS.fullmatch(between) is not None)
    clause = re.search(r"[,;:]|\b(?:and|while|but|with|whereas)\b", between)
    yield float(here and clause is None)
    yield float(0.0 if here else nearest.start / len(context.text))


def places_of(entities: Iterable[Judged]) -> list[Place]:
    """All mentions of entities, in order."""
    return sorted(
        (
            Place(m.start, m.end, entity.name, entity.type, entity.relation, entity.confidence)
            for entity in entities
            for m in entity.mentions
        ),
        key=lambda place: (place.start, place.end),
    )


def sightings(context: Context, places: Sequence[Place], reading: Reading) -> Iterator[Sighting]:
    """Yield the figures of a text that the rules or the encoder hold for results, in order."""
    return sight(context, places, lambda start, end: bool(reading.kind(start, end)[0] < 0.5))


def find_results(
    context: Context,
    entities: Iterable[Judged],
    reading: Reading,
    scorers: Mapping[str, Scorer],
) -> Iterator[Reported]:
    """Yield the results of a text in order; those of one figure differ in their data set.

    Args:
        context: The text and its sentences.
        entities: What the text names, or may name.
        reading: What the encoder says of it.
        scorers: ``figure`` and one for each of `ROLES`.
    """
    places = places_of(entities)
    offered = offers(places, reading)
    for sighting in sightings(context, places, reading):
        yield from _choose(context, sighting, reading, offered, scorers)


def settle(
    sure: Iterable[Judged], doubtful: Iterable[Judged], results: Iterable[Reported]
) -> list[Judged]:
    """Give back the entities of a text in order: the sure ones, and those that a result names."""
    sure = list(sure)
    named = {name for r in results for name in (r.method, r.dataset, r.metric, r.versus)}
    named -= {entity.name for entity in sure}
    kept = [*sure, *(entity for entity in doubtful if entity.name in named)]
    return sorted(kept, key=lambda entity: (entity.mentions[0].start, entity.mentions[0].end))


def _choose(
    context: Context,
    sighting: Sighting,
    reading: Reading,
    offered: Mapping[str, Offer],
    scorers: Mapping[str, Scorer],
) -> Iterator[Reported]:
    kinds = scorers["figure"](figure_features(context, sighting, reading)[None])["kind"][0]
    kind = int(kinds[1:].argmax())
    score = float(kinds[1 + kind])
    tied: dict[str, list[tuple[float, str | None]]] = {}
    for role in ROLES:
        found = choices(context, sighting, reading, offered[role], role)
        shares = scorers[role].choose(np.stack([c.features for c in found]))
        ranked = sorted(
            ((float(share), c.name) for share, c in zip(shares, found, strict=True)),
            key=lambda pair: (-pair[0], pair[1] or ""),
        )
        most = ranked[0]
        several = role == "dataset" and most[1] is not None
        tied[role] = [most] + [
            pair for pair in ranked[1:] if several and pair[1] is not None and pair[0] > _ALSO
        ]
    versus = tied["versus"][0][1]
    method = tied["method"][0][1]
    for share, dataset in tied["dataset"]:
        yield Reported(
            start=sighting.figure.start,
            end=sighting.figure.end,
            value=sighting.figure.value,
            number=sighting.figure.number,
            unit=sighting.figure.unit,
            kind=KINDS[kind],
            method=method,
            dataset=dataset,
            metric=tied["metric"][0][1],
            versus=versus if versus != method else None,
            confidence=score * share * tied["metric"][0][0] * tied["method"][0][0],
        )
