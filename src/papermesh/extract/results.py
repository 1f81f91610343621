"""Figures of an abstract, and what cue rules tie them to: a method, a data set, a metric, a rival.

This is one of the voices that `papermesh.extract.ties` hears.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from papermesh.extract.figures import Figure, find_figures, kind_of
from papermesh.extract.naming import is_name
from papermesh.extract.relations import Context
from papermesh.model import EntityType, RelationType, ResultKind

_AFTER_RIVAL = re.compile(
    r"\b(?:over|than|compared (?:to|with)|surpass\w*|outperform\w*|exceed\w*|beat\w*|versus|vs\.?|against|relative to|from)\s+(?:the\s+|its\s+)?(?:[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
_OWNERS = re.compile(
    r"^\W*(?:achiev|attain|reach|obtain|scor|yield|get|solv|perform|only|still|can|is|are|has|have|drop|outperform|surpass|improv|reduc|deliver|exhibit|show)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """An entity's mention, as results need it.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        name: The entity's.
        type: The entity's.
        relation: The entity's.
        confidence: How sure the entity is.
    """

    start: int
    end: int
    name: str
    type: EntityType
    relation: RelationType
    confidence: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """A figure in its sentence, and what the cue rules tie it to, by entity name.

    Attributes:
        figure: The figure.
        sentence: Offsets of its sentence.
        neighbours: How many figures stand before and after it in the sentence.
        kind: The way it points, by the rules.
        places: The mentions in its sentence, in order.
        told: For each of `ROLES`, the entities that the rules choose; none: an empty tuple.
    """

    figure: Figure
    sentence: tuple[int, int]
    neighbours: tuple[int, int]
    kind: ResultKind
    places: Sequence[Place]
    told: dict[str, tuple[str, ...]]


def sight(
    context: Context, places: Sequence[Place], is_result: Callable[[int, int], bool]
) -> Iterator[Sighting]:
    """Yield the figures of an abstract in order, tied by rules.

    Args:
        context: The text and its sentences.
        places: All mentions of the paper's entities, in order.
        is_result: Asked of a number's offsets where the rules doubt that it reports something.
    """
    main, only = _main_method(context, places), _only_benchmark(context, places)
    for start, end in context.sentences:
        if start < context.title_end:
            continue
        here = [p for p in places if start <= p.start < end]
        taken = {offset for p in here for offset in range(p.start, p.end)}
        spans = list(find_figures(context.text, start, end, taken, is_result))
        for index, span in enumerate(spans):
            neighbours = (spans[:index], spans[index + 1 :])
            yield Sighting(
                figure=span,
                sentence=(start, end),
                neighbours=(index, len(spans) - index - 1),
                kind=kind_of(context.text, (start, end), span),
                places=here,
                told=_told(context.text, (start, end), span, neighbours, here, main, only),
            )


def _main_method(context: Context, places: Sequence[Place]) -> str | None:
    proposed = [
        p
        for p in places
        if p.relation is RelationType.PROPOSES and p.type in (EntityType.METHOD, EntityType.MODEL)
    ]
    if not proposed:
        return None
    counts: dict[str, int] = {}
    for place in proposed:
        named = any(map(is_name, context.text[place.start : place.end].split()))
        weight = 8 * (place.start == 0) + 3 * (place.start < context.title_end) + 3 * named + 1
        counts[place.name] = counts.get(place.name, 0) + weight
    return max(counts, key=lambda name: counts[name])


def _only_benchmark(context: Context, places: Sequence[Place]) -> str | None:
    """The paper's one yardstick: a figure in a sentence that names none belongs to it."""
    names = {
        p.name
        for p in places
        if p.type is EntityType.BENCHMARK
        and p.relation in (RelationType.PROPOSES, RelationType.EVALUATES_ON)
    }
    return names.pop() if len(names) == 1 else None


def _told(
    text: str,
    sentence: tuple[int, int],
    span: Figure,
    neighbours: tuple[list[Figure], list[Figure]],
    places: Sequence[Place],
    main: str | None,
    only: str | None,
) -> dict[str, tuple[str, ...]]:
    rivals = [
        p
        for p in places
        if p.type in (EntityType.METHOD, EntityType.MODEL)
        and p.relation is not RelationType.PROPOSES
    ]
    versus = next((p for p in rivals if _AFTER_RIVAL.search(text[sentence[0] : p.start])), None)
    method = _method(text, sentence, span, places, versus, main)
    metric = _metric(text, span, neighbours, places)
    datasets = _datasets(text, span, neighbours, places) or [only]
    return {
        "metric": _present(metric),
        "dataset": _present(*datasets),
        "method": _present(method),
        "versus": _present(versus.name if versus and versus.name != method else None),
    }


def _present(*names: str | None) -> tuple[str, ...]:
    return tuple(name for name in names if name is not None)


def _metric(
    text: str, span: Figure, neighbours: tuple[list[Figure], list[Figure]], places: Sequence[Place]
) -> str | None:
    metrics = [p for p in places if p.type is EntityType.METRIC]
    previous = neighbours[0][-1].end if neighbours[0] else -1
    following = neighbours[1][0].start if neighbours[1] else len(text)
    for place in metrics:
        gap = text[span.end : place.start]
        if (
            0 <= place.start - span.end < 40
            and place.start < following
            and re.fullmatch(
                r"\s*(?:\([^)]*\)\s*)?(?:(?:in|on|of|for)\s+)?(?:the\s+)?(?:(?!and\b|while\b|but\b|with\b)(?:[\w@-]+)\s+){0,3}",
                gap,
            )
        ):
            return place.name
    before = [p for p in metrics if p.end <= span.start]
    near = [p for p in before if p.start >= previous]
    if near:
        return near[-1].name
    if (
        before
        and neighbours[0]
        and re.fullmatch(r"[^.;]{0,70}", text[neighbours[0][-1].end : span.start])
    ):
        return before[-1].name
    after = [
        p for p in metrics if p.start >= span.end and not (neighbours[1] and p.start > following)
    ]
    return (
        after[0].name
        if after and after[0].start - span.end < 60
        else before[-1].name
        if before
        else None
    )


def _datasets(
    text: str, span: Figure, neighbours: tuple[list[Figure], list[Figure]], places: Sequence[Place]
) -> list[str | None]:
    sets = [p for p in places if p.type in (EntityType.BENCHMARK, EntityType.DATASET)]
    if not sets:
        return []
    before = [p for p in sets if p.end <= span.start]
    after = [p for p in sets if p.start >= span.end]
    if before and re.fullmatch(
        r"\s*(?:benchmark|dataset|test set|test)?\s*[(:]\s*(?:from\s+)?",
        text[before[-1].end : span.start],
    ):
        return [before[-1].name]
    following = neighbours[1][0].start if neighbours[1] else len(text)
    own = [p for p in after if p.start < following and p.start - span.end < 90]
    if own and re.search(r"\b(?:on|across|in|for|over)\b[^.;]*$", text[span.end : own[0].start]):
        return [p.name for p in _listed(text, own)]
    if (not neighbours[1] and not neighbours[0]) or not own:
        lists = (
            _listed(text, after)
            if after and not before
            else _listed(text, before[::-1])[::-1]
            if before
            else []
        )
        figures = [*neighbours[0], span, *neighbours[1]]
        if len(lists) == len(figures) > 1:
            return [lists[figures.index(span)].name]
        if len(lists) == 1 or (lists and len(figures) == 1):
            return [p.name for p in lists[:3]]
        return [before[-1].name] if before else []
    return [own[0].name] if own else [before[-1].name] if before else []


def _listed(text: str, places: Sequence[Place]) -> list[Place]:
    """The run of places that stand in one list ("A, B and C"), in either direction."""
    run = list(places[:1])
    for place in places[1:]:
        a, b = sorted((run[-1], place), key=lambda p: p.start)
        if not re.fullmatch(
            r"\s*(?:benchmarks?|datasets?)?\s*(?:,|and|,\s*and|/)\s*(?:the\s+)?",
            text[a.end : b.start],
        ):
            break
        run.append(place)
    return run


def _method(
    text: str,
    sentence: tuple[int, int],
    span: Figure,
    places: Sequence[Place],
    versus: Place | None,
    main: str | None,
) -> str | None:
    systems = [
        p
        for p in places
        if p.type in (EntityType.METHOD, EntityType.MODEL)
        and p.end <= span.start
        and p is not versus
    ]
    owners = [p for p in systems if _OWNERS.match(text[p.end :])]
    named = [p for p in owners if p.relation is RelationType.PROPOSES] or owners
    if named and not re.search(
        r"\b(?:we|our (?:method|approach|model|framework)|it)\b",
        text[sentence[0] : named[-1].start],
        re.IGNORECASE,
    ):
        return named[-1].name
    if main is not None:
        return main
    return systems[-1].name if systems and systems[-1].type is EntityType.MODEL else None
