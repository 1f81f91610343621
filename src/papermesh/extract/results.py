"""Numbers that an abstract reports: figures tied to a method, a data set, a metric and a rival."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papermesh.extract.relations import Context
from papermesh.model import EntityType, RelationType, ResultKind

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = (
    r"%\s?pt\b|%|percentage points?\b|percent\b|pp\b|(?:absolute )?points?\b|×|x(?![\w-])|times\b(?!\s+the\s+(?:size|number))|-?\s?fold\b"
    r"|FPS\b|fps\b|ms\b|seconds?\b|minutes?\b|tokens?/s\w*|GPU[- ](?:hours?|days?)\b|frames per second\b"
)
_FIGURE = re.compile(
    rf"(?<![\w.,$@/^_-])(?P<sign>[+−-](?=\d))?(?P<number>{_NUMBER})"
    rf"(?:\s?(?P<low_unit>%|x|×)?\s?(?:-|–|—|to|~)\s?(?P<high>{_NUMBER}))?"
    rf"(?:\s?(?P<unit>{_UNIT}))?(?![\w@]|\.\d|-bit|-shot|-step)",
)
_WORDS = re.compile(r"\b(?P<value>twice|twofold|two-fold|threefold|three-fold|fourfold|tenfold|ten-fold|doubl(?:es|ed|ing)|tripl(?:es|ed|ing)|halv(?:es|ed|ing)|half)\b")
_WORD_NUMBERS = {"tw": 2.0, "do": 2.0, "th": 3.0, "tr": 3.0, "fo": 4.0, "te": 10.0, "ha": 0.5}

_GAIN = re.compile(r"improv|gain|increas|boost|higher|better|outperform|surpass|exceed|enhanc|uplift|more accurate|rais(?:e|ing)|advantage|ahead|beat|lift|growth|margin", re.IGNORECASE)
_DROP = re.compile(r"reduc|decreas|drop|lower|fewer|\bless\b|smaller|sav(?:e|es|ing|ings)\b|\bcut|compress|shrink|declin|degrad|cheaper|shorter|loss of|fall", re.IGNORECASE)
_SPEED = re.compile(r"faster|speed-?\s?up|accelerat|quicker|\bspeed\b|throughput", re.IGNORECASE)
_RATIO = re.compile(r"^\s*(?:of\s+(?:the\s+|its\s+|their\s+)?(?:\w+\s+){0,2}(?:original|full|baseline|compute|computation|cost|parameters|data|tokens|memory|performance|accuracy|capabilit|budget|flops|time)|as\s+(?:much|many)|the\s+(?:size|cost|number))", re.IGNORECASE)
_COUNTED = re.compile(
    r"^\s*(?:[\w-]+\s+){0,2}?(?:samples?|images?|videos?|tokens?|parameters?|params|languages?|papers?|tasks?|datasets?|benchmarks?|models?|questions?|examples?|documents?|hours|days|years|people"
    r"|participants|annotators?|experts?|categories|classes|domains?|steps?|layers?|heads?|nodes?|GPUs?|pairs|instances|sentences|words|scenarios?|trajectories|episodes|scenes|objects|users|agents?"
    r"|environments?|instructions?|prompts?|conversations|dialogues|problems|bits?|experiments|ablation|turns|rounds|frames)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"achiev|outperform|improv|attain|reach|obtain|yield|surpass|exceed|reduc|accura|gain|boost|increas|score|result|faster|speed|higher|lower|better|perform|rate\b|deliver|decreas|drop|preserv|retain|recover|sav|solv|accelerat|correlat|degrad|enhanc|beat|lead|only|compar|match|\bcut|rais|lift|compress|shrink|halv|doubl|tripl|twice",
    re.IGNORECASE,
)
_AFTER_RIVAL = re.compile(r"\b(?:over|than|compared (?:to|with)|surpass\w*|outperform\w*|exceed\w*|beat\w*|versus|vs\.?|against|relative to|from)\s+(?:the\s+|its\s+)?(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_OWNERS = re.compile(r"^\W*(?:achiev|attain|reach|obtain|scor|yield|get|solv|perform|only|still|can|is|are|has|have|drop|outperform|surpass|improv|reduc|deliver|exhibit|show)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """An entity's mention, as results need it."""

    start: int
    end: int
    name: str
    type: EntityType
    relation: RelationType


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported number, its kind, and what it is tied to, by entity name."""

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
    score: float


def find_results(context: Context, places: Sequence[Place]) -> Iterator[Figure]:
    """Yield the results of a text in order.

    Args:
        context: The text and its sentences.
        places: All mentions of the paper's entities, in order.
    """
    main = _main_method(context, places)
    for start, end in context.sentences:
        if start < context.title_end or start < context.own_from and not _REPORT.search(context.text, start, end):
            continue
        here = [p for p in places if start <= p.start < end]
        spans = list(_figures(context.text, start, end, here))
        for index, span in enumerate(spans):
            neighbours = ([s for s in spans[:index]], [s for s in spans[index + 1 :]])
            yield from _tie(context.text, (start, end), span, neighbours, here, main)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    value: str
    number: float | None
    unit: str | None
    sign: str


def _figures(text: str, start: int, end: int, places: Sequence[Place]) -> Iterator[_Span]:
    inside = {i for p in places for i in range(p.start, p.end)}
    if not _REPORT.search(text, start, end):
        return
    found: list[_Span] = []
    for match in _FIGURE.finditer(text, start, end):
        if match.start("number") in inside or not _is_figure(text, match, end):
            continue
        if match["high"] and re.search(r"\bfrom\s+(?:\w+\s+)?$", text[start : match.start()]):
            found += _from_to(match)
            continue
        unit = _unit(match["unit"] or match["low_unit"])
        sign = match["sign"] or ""
        number = None if match["high"] else float(match["number"].replace(",", "")) * (-1 if sign in "−-" and sign else 1)
        found.append(_Span(match.start(), match.end(), match[0].strip(), number, unit, sign))
    for match in _WORDS.finditer(text, start, end):
        after = text[match.end() : match.end() + 40]
        if re.match(r"\s*(?:as|the|of|reduction|improvement|increase|speed|faster|acceleration|gain)", after) and match["value"] != "half" or re.match(r"\s+(?:the|of)\s+(?:\w+\s+)?(?:cost|compute|parameters|time|memory|data|tokens|size)", after):
            found.append(_Span(match.start(), match.end(), match[0], _WORD_NUMBERS[match[0][:2]], "x", ""))
    yield from sorted(found, key=lambda s: s.start)


def _from_to(match: re.Match[str]) -> list[_Span]:
    """"From X to Y" is two figures, not a range."""
    unit = _unit(match["unit"] or match["low_unit"])
    first_end = match.end("low_unit") if match["low_unit"] else match.end("number")
    ends = ((match.start("number"), first_end, match["number"]), (match.start("high"), match.end(), match["high"]))
    return [
        _Span(start, end, match.string[start:end].strip(), float(number.replace(",", "")), unit, "")
        for start, end, number in ends
    ]


def _unit(text: str | None) -> str | None:
    if text is None:
        return None
    text = text.strip().lower()
    if text.startswith("%") or text == "percent":
        return "%"
    if "point" in text or text == "pp":
        return "points"
    if text in {"x", "×", "times"} or text.endswith("fold"):
        return "x"
    return text


def _is_figure(text: str, match: re.Match[str], end: int) -> bool:
    number, unit, sign = match["number"], match["unit"], match["sign"]
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : min(end, match.end() + 60)]
    if match["unit"] in {"x", "×"} and re.match(r"\s?\d", after):
        return False
    if unit or match["low_unit"]:
        if unit == "times" and re.match(r"\s+(?:and|or|,)?\s*$", before):
            return False
        return not (_unit(unit) == "%" and re.match(r"\s+(?:confidence|sparsity-|labeled|label)\b", after))
    if sign and sign == "+":
        return True
    if "." not in number:
        return bool(re.search(r"\b(?:score|accuracy|BLEU|FID|F1|perplexity|Elo|rating|mAP|mIoU|PSNR|ROUGE\S*|correlation|rate)\s+(?:of|to|is|at|from)\s+(?:just |only |over |about |around |approximately )?$", before, re.IGNORECASE)) and not _COUNTED.match(after)
    if _COUNTED.match(after) or re.search(r"\b(?:version|v|section|table|figure|equation|python|cuda)\s*$", before, re.IGNORECASE):
        return False
    return not re.match(r"\s?(?:[BMKkTG]\b|billion|million|trillion|thousand|GB|MB|TB|Hz|V\b)", after) and not re.search(r"[=<>≤≥]\s*$|\b[a-zα-ω]\s*=\s*$", before)


def _kind(text: str, sentence: tuple[int, int], span: _Span) -> ResultKind:
    before = text[max(sentence[0], span.start - 70) : span.start]
    near = text[max(sentence[0], span.start - 35) : span.start]
    after = re.split(r"[,;]|\band\b|\bwhile\b", text[span.end : min(sentence[1], span.end + 45)])[0]
    if span.sign == "+":
        return ResultKind.GAIN
    if span.sign:
        return ResultKind.REDUCTION
    if re.search(r"\bfrom\s+\S*$|\bfrom [\d.,%x× ]+(?:\([^)]*\) )?to\s+(?:\w+\s)?$", near) or re.match(r"\s*(?:\([^)]*\)\s*)?to\s+\d", text[span.end :]):
        return ResultKind.ABSOLUTE
    if span.unit == "x":
        return _multiple(before, after)
    if _RATIO.match(text[span.end : span.end + 60]) and not re.search(r"\bby\s+\S*\s*$", near):
        return ResultKind.RATIO
    if not span.unit or span.unit in {"%", "points"}:
        return _change(before, near, after, span)
    return ResultKind.ABSOLUTE


def _multiple(before: str, after: str) -> ResultKind:
    for pattern, kind in ((_SPEED, ResultKind.SPEEDUP), (_DROP, ResultKind.REDUCTION), (_GAIN, ResultKind.GAIN)):
        if pattern.search(after[:32]):
            return kind
    last = [
        (m.start(), kind)
        for pattern, kind in ((_SPEED, ResultKind.SPEEDUP), (_DROP, ResultKind.REDUCTION), (_GAIN, ResultKind.GAIN))
        for m in pattern.finditer(before)
    ]
    return max(last)[1] if last else ResultKind.RATIO


def _change(before: str, near: str, after: str, span: _Span) -> ResultKind:
    change_after = re.match(r"\s*(?:\([^)]*\)\s*)?(?:absolute |relative |average |performance |accuracy |more |pt )?(?:[\w@-]+ ){0,2}?(improve\w*|gain\w*|increase\w*|boost\w*|higher|better|uplift|reduction\w*|decrease\w*|drop\w*|lower|fewer|less|smaller|faster|speed-?up|savings?|loss)\b", after, re.IGNORECASE)
    if change_after:
        word = change_after[1]
        return ResultKind.SPEEDUP if _SPEED.search(word) else ResultKind.REDUCTION if _DROP.search(word) or word == "loss" else ResultKind.GAIN
    by = re.search(r"\b(?:by|gains? of|improvements? of|increase of|boost of|margin of|reductions? of|drop of|decrease of|up to|an average of|and)\s+(?:(?:an|a|up|to|over|about|around|average|of|nearly|approximately|at|least|more|than|margin|absolute|relative|roughly|only|significant)\s+)*$", before, re.IGNORECASE)
    if by or span.unit == "points":
        last = [(m.start(), ResultKind.REDUCTION) for m in _DROP.finditer(before)]
        last += [(m.start(), ResultKind.GAIN) for m in _GAIN.finditer(before)]
        if last and (by is None or not by[0].startswith(("up to", "and", "an average")) or re.search(r"\bby\b|gain|improvement|reduction", before)):
            return max(last, key=lambda pair: pair[0])[1]
    return ResultKind.ABSOLUTE


def _main_method(context: Context, places: Sequence[Place]) -> str | None:
    proposed = [p for p in places if p.relation is RelationType.PROPOSES and p.type in (EntityType.METHOD, EntityType.MODEL)]
    if not proposed:
        return None
    counts: dict[str, int] = {}
    for place in proposed:
        counts[place.name] = counts.get(place.name, 0) + (4 if place.start < context.title_end else 1)
    return max(counts, key=lambda name: counts[name])


def _tie(
    text: str,
    sentence: tuple[int, int],
    span: _Span,
    neighbours: tuple[list[_Span], list[_Span]],
    places: Sequence[Place],
    main: str | None,
) -> Iterator[Figure]:
    kind = _kind(text, sentence, span)
    metric = _metric(text, span, neighbours, places)
    rivals = [p for p in places if p.type in (EntityType.METHOD, EntityType.MODEL) and p.relation is not RelationType.PROPOSES]
    versus = next((p for p in rivals if _AFTER_RIVAL.search(text[sentence[0] : p.start])), None)
    method = _method(text, sentence, span, places, versus, main)
    datasets = _datasets(text, span, neighbours, places)
    for dataset in datasets or [None]:
        yield Figure(
            start=span.start, end=span.end, value=span.value, number=span.number, unit=span.unit, kind=kind,
            method=method, dataset=dataset, metric=metric,
            versus=versus.name if versus and versus.name != method else None,
            score=0.3 + 0.15 * (metric is not None) + 0.15 * (dataset is not None) + 0.1 * (span.unit is not None),
        )  # fmt: skip


def _metric(text: str, span: _Span, neighbours: tuple[list[_Span], list[_Span]], places: Sequence[Place]) -> str | None:
    metrics = [p for p in places if p.type is EntityType.METRIC]
    previous = neighbours[0][-1].end if neighbours[0] else -1
    following = neighbours[1][0].start if neighbours[1] else len(text)
    for place in metrics:
        gap = text[span.end : place.start]
        if 0 <= place.start - span.end < 40 and place.start < following and re.fullmatch(r"\s*(?:\([^)]*\)\s*)?(?:(?:in|on|of|for)\s+)?(?:the\s+)?(?:(?:[\w@-]+)\s+){0,3}", gap):
            return place.name
    before = [p for p in metrics if p.end <= span.start]
    near = [p for p in before if p.start >= previous]
    if near:
        return near[-1].name
    if before and neighbours[0] and re.fullmatch(r"[^.;]{0,70}", text[neighbours[0][-1].end : span.start]):
        return before[-1].name
    after = [p for p in metrics if p.start >= span.end and not (neighbours[1] and p.start > following)]
    return after[0].name if after and after[0].start - span.end < 60 else before[-1].name if before else None


def _datasets(text: str, span: _Span, neighbours: tuple[list[_Span], list[_Span]], places: Sequence[Place]) -> list[str | None]:
    sets = [p for p in places if p.type in (EntityType.BENCHMARK, EntityType.DATASET)]
    if not sets:
        return []
    before = [p for p in sets if p.end <= span.start]
    after = [p for p in sets if p.start >= span.end]
    if before and re.fullmatch(r"\s*(?:benchmark|dataset|test set|test)?\s*[(:]\s*(?:from\s+)?", text[before[-1].end : span.start]):
        return [before[-1].name]
    following = neighbours[1][0].start if neighbours[1] else len(text)
    own = [p for p in after if p.start < following and p.start - span.end < 90]
    if own and re.search(r"\b(?:on|across|in|for|over)\b[^.;]*$", text[span.end : own[0].start]):
        return [p.name for p in _listed(text, own)]
    if not neighbours[1] and not neighbours[0] or not own:
        lists = _listed(text, after) if after and not before else _listed(text, before[::-1])[::-1] if before else []
        figures = [s for s in (*neighbours[0], span, *neighbours[1])]
        if len(lists) == len(figures) > 1:
            return [lists[figures.index(span)].name]
        if len(lists) == 1 or lists and len(figures) == 1:
            return [p.name for p in lists[:3]]
        return [before[-1].name] if before else []
    return [own[0].name] if own else [before[-1].name] if before else []


def _listed(text: str, places: Sequence[Place]) -> list[Place]:
    """The run of places that stand in one list ("A, B and C"), in either direction."""
    run = list(places[:1])
    for place in places[1:]:
        a, b = sorted((run[-1], place), key=lambda p: p.start)
        if not re.fullmatch(r"\s*(?:benchmarks?|datasets?)?\s*(?:,|and|,\s*and|/)\s*(?:the\s+)?", text[a.end : b.start]):
            break
        run.append(place)
    return run


def _method(
    text: str, sentence: tuple[int, int], span: _Span, places: Sequence[Place], versus: Place | None, main: str | None
) -> str | None:
    systems = [p for p in places if p.type in (EntityType.METHOD, EntityType.MODEL) and p.end <= span.start and p is not versus]
    owners = [p for p in systems if _OWNERS.match(text[p.end :])]
    named = [p for p in owners if p.relation is RelationType.PROPOSES] or owners
    if named and not re.search(r"\b(?:we|our (?:method|approach|model|framework)|it)\b", text[sentence[0] : named[-1].start], re.IGNORECASE):
        return named[-1].name
    if main is not None:
        return main
    return systems[-1].name if systems and systems[-1].type is EntityType.MODEL else None
