"""Scoring records against gold records: precision, recall and F1, entity by entity.

An entity is found when one of the same paper has its type and shares a surface form with it, after
folding case, spaces, hyphens, punctuation and a plural ending; each gold entity is found once.
What gold lists as ``optional`` counts neither for nor against.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from papermesh.names import fold

Row = Mapping[str, Any]
Kind = Callable[[Row], Hashable]

_COARSE = {"Model": "Method", "Benchmark": "Dataset"}


@dataclass(slots=True)
class Tally:
    """Counts of one row of the table."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, right: int, gold: int, found: int) -> None:
        """Count a paper."""
        self.right += right
        self.gold += gold
        self.found += found

    @property
    def precision(self) -> float:
        """Share of what was found that is right, 0 to 1; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that was found, 0 to 1; 0 where gold is empty."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """The whole table.

    Attributes:
        rows: Tallies by name: ``core`` (all types but Concept), ``named`` (core, written like a
            name), ``+relation``, ``coarse`` (Model as Method, Benchmark as Dataset), ``untyped``,
            ``all types``, ``mentions``, ``results``, ``result values``, then one for each type.
        papers: Gold papers.
        absent: Gold papers that have no record.
    """

    rows: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    papers: int = 0
    absent: int = 0


def forms(surfaces: Iterable[str]) -> set[str]:
    """Fold surface forms as they are compared: a plural is its singular's equal."""
    folded = {fold(text) for text in surfaces} - {""}
    return folded | {form[:-1] for form in folded if len(form) > 4 and form.endswith("s")}


def _forms(entity: Row) -> set[str]:
    return forms((entity["name"], *_texts(entity)))


def _texts(entity: Row) -> list[str]:
    return [m if isinstance(m, str) else m["text"] for m in entity.get("mentions", ())]


def _is_named(entity: Row) -> bool:
    return any(
        any(c.isdigit() for c in text)
        or any(c.isupper() for word in text.split() for c in word[1:])
        for text in (entity["name"], *_texts(entity))
    )


def _pair(
    gold: Iterable[Row], found: Iterable[Row], kind: Kind
) -> tuple[list[tuple[Row, Row]], list[Row]]:
    left, pairs = list(found), []
    for entity in gold:
        forms = _forms(entity)
        fits = [other for other in left if kind(other) == kind(entity) and forms & _forms(other)]
        if fits:
            best = max(fits, key=lambda other: len(forms & _forms(other)))
            left.remove(best)
            pairs.append((entity, best))
    return pairs, left


def _is_core(entity: Row) -> bool:
    return bool(entity["type"] != "Concept")


def _type(entity: Row) -> Hashable:
    return str(entity["type"])


def evaluate(gold: Iterable[Row], found: Iterable[Row]) -> Scores:
    """Score records; they are joined on the folded title.

    Args:
        gold: Gold records, as dicts of their JSON.
        found: Records that `extract` gave, likewise.
    """
    by_title = {fold(record["title"]): record for record in found}
    scores = Scores()
    for record in gold:
        scores.papers += 1
        other = by_title.get(fold(record["title"]))
        scores.absent += other is None
        _entities(scores.rows, record, other or {"entities": [], "results": []})
        _results(scores.rows, record, other or {"entities": [], "results": []})
    return scores


def intervals(
    gold: Sequence[Row], found: Iterable[Row], *, samples: int = 1000, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Give the 95% bootstrap interval of each row's F1, in per cent: papers drawn with replacement.

    Args:
        gold: Gold records.
        found: Records that `extract` gave.
        samples: Draws.
        seed: Of the draws.
    """
    by_title = {fold(record["title"]): record for record in found}
    each = [
        evaluate([record], filter(None, [by_title.get(fold(record["title"]))])).rows
        for record in gold
    ]
    names = sorted({name for rows in each for name in rows})
    drawn = random.Random(seed)
    f1s: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(samples):
        sample = drawn.choices(each, k=len(each))
        for name in names:
            total = Tally()
            for rows in sample:
                if name in rows:
                    total.add(rows[name].right, rows[name].gold, rows[name].found)
            f1s[name].append(round(100 * total.f1, 1))
    return {name: _middle(values) for name, values in f1s.items()}


def _middle(values: Sequence[float]) -> tuple[float, float]:
    ranked = sorted(values)
    return ranked[int(0.025 * len(ranked))], ranked[min(int(0.975 * len(ranked)), len(ranked) - 1)]


#: What each given confidence is of, and whether that was right.
Claims = Mapping[str, Sequence[tuple[float, bool]]]


def claims(gold: Iterable[Row], found: Iterable[Row]) -> Claims:
    """Put every confidence that was given beside the truth.

    Returns:
        By what it is of: ``entity`` (this, of this type), ``relation`` (and in this relation),
        ``mention`` (this surface form of it) and ``result`` (the value, its kind, metric, data set
        and method), as `evaluate` counts them. What gold lists as optional is left out.
    """
    by_title = {fold(record["title"]): record for record in found}
    told: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for record in gold:
        other = by_title.get(fold(record["title"]), {"entities": [], "results": []})
        pairs, left = _pair(record["entities"], other["entities"], _type)
        left = _pair(record.get("optional", ()), left, lambda _: 0)[1]
        for wanted, given in [*pairs, *((None, entity) for entity in left)]:
            both = given["confidence"] * given.get("relation_confidence", 1.0)
            related = wanted is not None and given["relation"] in (
                wanted["relation"],
                wanted.get("relation_b"),
            )
            told["entity"].append((given["confidence"], wanted is not None))
            told["relation"].append((both, related))
            surfaces = {fold(text) for text in _texts(wanted)} if wanted else set()
            told["mention"].extend(
                (m["score"], fold(m["text"]) in surfaces) for m in given.get("mentions", ())
            )
        _claim_results(told["result"], record, other)
    return told


def _claim_results(told: list[tuple[float, bool]], gold: Row, found: Row) -> None:
    left = list(found.get("results", ()))
    right = []
    for wanted in gold.get("results", ()):
        hit = next((given for given in left if _is_result(gold, found, wanted, given)), None)
        if hit is not None:
            left.remove(hit)
            right.append(hit)
    _, left = _take(gold.get("optional_results", ()), left, lambda a, b: True)
    told.extend((given["confidence"], True) for given in right)
    told.extend((given["confidence"], False) for given in left)


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of like confidence.

    Attributes:
        low: Least confidence.
        high: Confidence that is too high for the bin, except 1.
        count: How many claims there are.
        confidence: Their mean confidence.
        right: Share of them that is right.
    """

    low: float
    high: float
    count: int
    confidence: float
    right: float


def reliability(told: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """Sort claims into bins of equal width; empty ones are left out."""
    sorted_in: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in told:
        sorted_in[min(int(confidence * bins), bins - 1)].append((confidence, right))
    return [
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            count=len(inside),
            confidence=sum(confidence for confidence, _ in inside) / len(inside),
            right=sum(right for _, right in inside) / len(inside),
        )
        for number, inside in sorted(sorted_in.items())
    ]


def calibration_error(told: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error (Naeini et al., 2015), 0 to 1: the mean distance of what is claimed from what is right."""
    off = (each.count * abs(each.confidence - each.right) for each in reliability(told, bins))
    return sum(off) / max(len(told), 1)


def _entities(rows: dict[str, Tally], gold: Row, found: Row) -> None:
    optional = gold.get("optional", ())

    def count(
        name: str, kind: Kind, keep: Callable[[Row], bool]
    ) -> tuple[list[tuple[Row, Row]], list[Row]]:
        wanted = [e for e in gold["entities"] if keep(e)]
        pairs, left = _pair(wanted, filter(keep, found["entities"]), kind)
        left = _pair(optional, left, lambda _: 0)[1]
        right = len(pairs)
        if name == "+relation":
            right = sum(b.get("relation") in (a["relation"], a.get("relation_b")) for a, b in pairs)
        rows[name].add(right, len(wanted), len(pairs) + len(left))
        return pairs, left

    pairs, left = count("core", _type, _is_core)
    hits = sum(_is_named(a) for a, _ in pairs)
    wanted = sum(_is_core(e) and _is_named(e) for e in gold["entities"])
    rows["named"].add(hits, wanted, hits + sum(map(_is_named, left)))
    count("+relation", _type, _is_core)
    count("coarse", lambda e: _COARSE.get(e["type"], e["type"]), _is_core)
    count("untyped", lambda _: 0, _is_core)
    count("all types", _type, lambda _: True)

    def surfaces(entity: Row) -> set[str]:
        return {fold(text) for text in _texts(entity)}

    rows["mentions"].add(
        sum(len(surfaces(a) & surfaces(b)) for a, b in pairs),
        sum(len(surfaces(e)) for e in gold["entities"] if _is_core(e)),
        sum(len(surfaces(b)) for _, b in pairs) + sum(len(surfaces(e)) for e in left),
    )
    for kind in sorted({str(e["type"]) for e in (*gold["entities"], *found["entities"])}):
        count(f"  {kind}", _type, lambda e, kind=kind: e["type"] == kind)  # type: ignore[misc]


def figure(value: object) -> str:
    """Fold the text of a figure as it is compared: ``2.3×`` is ``2.3x``, "5 percent" ``5%``."""
    text = str(value).replace("\\", "").casefold().replace("×", "x").replace("times", "x")
    text = text.replace(" ", "").replace("percent", "%")
    return re.sub("points?", "", text).rstrip(".")


def _named_by(record: Row, name: str | None) -> set[str] | None:
    if name is None:
        return None
    for entity in (*record["entities"], *record.get("optional", ())):
        if fold(name) in _forms(entity):
            return _forms(entity) | {fold(name)}
    return {fold(name)}


def _same(a: set[str] | None, b: set[str] | None) -> bool:
    return a is b if a is None or b is None else bool(a & b)


def _same_ties(gold: Row, found: Row, a: Row, b: Row) -> bool:
    return b.get("kind") == a["kind"] and all(
        _same(_named_by(gold, a.get(part)), _named_by(found, b.get(part)))
        for part in ("metric", "dataset", "method")
    )


def _is_result(gold: Row, found: Row, a: Row, b: Row) -> bool:
    return figure(a["value"]) == figure(b["value"]) and _same_ties(gold, found, a, b)


def _results(rows: dict[str, Tally], gold: Row, found: Row) -> None:
    wanted, given = gold.get("results", ()), found.get("results", ())

    right, left = _take(wanted, given, partial(_same_ties, gold, found))
    _, left = _take(gold.get("optional_results", ()), left, lambda a, b: True)
    rows["results"].add(right, len(wanted), right + len(left))
    right, _ = _take(wanted, given, lambda a, b: True)
    rows["result values"].add(right, len(wanted), len(given))


def _take(
    wanted: Sequence[Row], given: Sequence[Row], fits: Callable[[Row, Row], bool]
) -> tuple[int, list[Row]]:
    """Count the figures that are found, each once, and give back what is left over."""
    left = list(given)
    right = 0
    for a in wanted:
        hit = next(
            (b for b in left if figure(b["value"]) == figure(a["value"]) and fits(a, b)), None
        )
        if hit is not None:
            left.remove(hit)
            right += 1
    return right, left
