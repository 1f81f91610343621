"""Figures in a sentence: which numbers report something, and which way they point."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from papermesh.model import ResultKind

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = (
    r"%\s?pt\b|%|percentage points?\b|percent\b|pp\b|(?:absolute )?points?\b|×|x(?![\w-])|times\b(?!\s+the\s+(?:size|number))|-?\s?fold\b"
    r"|FPS\b|fps\b|ms\b|seconds?\b|minutes?\b|tokens?/s\w*|GPU[- ](?:hours?|days?)\b|frames per second\b|-points?\b"
)
#: Units in which settings are told as often as results.
_MEASURE = r"(?:[A-Z]\d{2,3} )?hours?\b|days?\b|h\b|s\b|milliseconds?\b|microseconds?\b|[µμ]s\b|dB\b|[cmnkµμ]?m\b|[GMK]i?B\b|m?[WJ]\b|k?Hz\b|degrees?\b|°"
_FIGURE = re.compile(
    rf"(?<![\w.,$@/^_-])(?P<sign>[+−-](?=\d))?(?P<number>{_NUMBER})"
    rf"(?:\s?(?P<low_unit>%|x|×)?\s?(?:-|–|—|to|~)\s?(?P<high>{_NUMBER}))?"
    rf"(?:\s?(?:(?P<unit>{_UNIT})|(?P<measure>{_MEASURE})))?(?![\w@]|\.\d|-bit|-shot|-step)",
)
_WORDS = re.compile(
    r"\b(?P<value>twice|doubl(?:es|ed|ing)|tripl(?:es|ed|ing)|halv(?:es|ed|ing)|half|(?:two|three|four|five|six|seven|eight|nine|ten)(?:-?\s?fold|\s+times))\b",
    re.IGNORECASE,
)
_WORD_NUMBERS = {
    "twi": 2.0, "two": 2.0, "dou": 2.0, "thr": 3.0, "tri": 3.0, "fou": 4.0, "fiv": 5.0, "six": 6.0,
    "sev": 7.0, "eig": 8.0, "nin": 9.0, "ten": 10.0, "hal": 0.5,
}  # fmt: skip

_GAIN = re.compile(
    r"improv|gain|increas|boost|higher|better|outperform|surpass|exceed|enhanc|uplift|more accurate|rais(?:e|ing)|advantage|ahead|beat|lift|growth|margin",
    re.IGNORECASE,
)
_DROP = re.compile(
    r"reduc|decreas|drop|lower|fewer|\bless\b|smaller|sav(?:e|es|ing|ings)\b|\bcut|compress|shrink|declin|degrad|cheaper|shorter|loss of|fall",
    re.IGNORECASE,
)
_SPEED = re.compile(r"faster|speed-?\s?up|accelerat|quicker|\bspeed\b|throughput", re.IGNORECASE)
_RATIO = re.compile(
    r"^\s*(?:of\s+(?:the\s+|its\s+|their\s+)?(?:\w+\s+){0,2}(?:original|full|baseline|compute|computation|cost|parameters|data|tokens|memory|performance|accuracy|capabilit|budget|flops|time)|as\s+(?:much|many)|the\s+(?:size|cost|number))",
    re.IGNORECASE,
)
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
_CHANGES = re.compile(
    r"\s*(?:as|the|of|reduction|improvement|increase|speed|faster|slower|smaller|larger|higher|lower|greater|more|less|fewer|better|acceleration|gain)"
)
_STARTS = re.compile(r"(?<!ranging )(?<!ranges )\bfrom\s+(?:\w+\s+){0,4}\Z")
_OF_COST = re.compile(
    r"\s+(?:the|of)\s+(?:\w+\s+)?(?:cost|compute|parameters|time|memory|data|tokens|size)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text that reports something.

    Attributes:
        start: Offset of its first character, the sign included.
        end: Offset after its unit.
        value: Its exact text.
        number: The number, None for a range.
        unit: ``%``, ``points``, ``x`` or a unit of measure; None where there is none.
        sign: ``+``, ``-``, ``−`` or nothing.
    """

    start: int
    end: int
    value: str
    number: float | None
    unit: str | None
    sign: str


def reports(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence speaks of achieving, changing or measuring something."""
    return _REPORT.search(text, start, end) is not None


def find_figures(
    text: str,
    start: int,
    end: int,
    taken: Collection[int],
    is_result: Callable[[int, int], bool],
) -> Iterator[Figure]:
    """Yield the figures of a sentence that may report something, in order.

    Counts, settings, sizes, years and versions are none, unless ``is_result`` holds them for one.

    Args:
        text: The whole text.
        start: Where the sentence begins.
        end: Where it ends.
        taken: Offsets that belong to names ("Llama 2").
        is_result: Asked of a number's offsets where the rules doubt it.
    """
    yield from sorted(
        [*_numbers(text, start, end, taken, is_result), *_words(text, start, end)],
        key=lambda f: f.start,
    )


def _numbers(
    text: str,
    start: int,
    end: int,
    taken: Collection[int],
    is_result: Callable[[int, int], bool],
) -> list[Figure]:
    found: list[Figure] = []
    for match in _FIGURE.finditer(text, start, end):
        if match.start("number") in taken or not (
            _is_figure(text, match, end) or is_result(match.start("number"), match.end("number"))
        ):
            continue
        if match["high"] and _STARTS.search(text, start, match.start()):
            found += _from_to(match)
            continue
        unit = _unit(match["unit"] or match["low_unit"] or match["measure"])
        sign = match["sign"] or ""
        number = (
            None if match["high"] else _value(("-" if sign in {"−", "-"} else "") + match["number"])
        )
        found.append(Figure(match.start(), match.end(), match[0].strip(), number, unit, sign))
    return found


def _words(text: str, start: int, end: int) -> Iterator[Figure]:
    """Figures in words: "twice", "tenfold", "halves the cost"."""
    for match in _WORDS.finditer(text, start, end):
        after = text[match.end() : match.end() + 40]
        changes = match["value"].lower() != "half" and _CHANGES.match(after)
        if changes or _OF_COST.match(after):
            yield Figure(
                match.start(), match.end(), match[0], _WORD_NUMBERS[match[0][:3].lower()], "x", ""
            )


def _from_to(match: re.Match[str]) -> list[Figure]:
    """Give the two figures of "from X to Y", which is no range."""
    unit = _unit(match["unit"] or match["low_unit"])
    first_end = match.end("low_unit") if match["low_unit"] else match.end("number")
    ends = (
        (match.start("number"), first_end, match["number"]),
        (match.start("high"), match.end(), match["high"]),
    )
    return [
        Figure(start, end, match.string[start:end].strip(), _value(number), unit, "")
        for start, end, number in ends
    ]


def _value(number: str) -> float | None:
    value = float(number.replace(",", ""))
    return value if math.isfinite(value) else None


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
    before, after = (
        text[max(0, match.start() - 40) : match.start()],
        text[match.end() : min(end, match.end() + 60)],
    )
    if match["unit"] in {"x", "×"} and re.match(r"\s?\d", after):
        return False
    if unit or match["low_unit"]:
        if unit == "times" and re.match(r"\s+(?:and|or|,)?\s*$", before):
            return False
        return not (
            _unit(unit) == "%" and re.match(r"\s+(?:confidence|sparsity-|labeled|label)\b", after)
        )
    if sign and sign == "+":
        return True
    if "." not in number:
        return bool(
            re.search(
                r"\b(?:score|accuracy|BLEU|FID|F1|perplexity|Elo|rating|mAP|mIoU|PSNR|ROUGE\S*|correlation|rate)\s+(?:of|to|is|at|from)\s+(?:just |only |over |about |around |approximately )?$",
                before,
                re.IGNORECASE,
            )
        ) and not _COUNTED.match(after)
    if _COUNTED.match(after) or re.search(
        r"\b(?:version|v|section|table|figure|equation|python|cuda)\s*$", before, re.IGNORECASE
    ):
        return False
    return not re.match(
        r"\s?(?:[BMKkTG]\b|billion|million|trillion|thousand|GB|MB|TB|Hz|V\b)", after
    ) and not re.search(r"[=<>≤≥]\s*$|\b[a-zα-ω]\s*=\s*$", before)


def kind_of(text: str, sentence: tuple[int, int], span: Figure) -> ResultKind:
    """Tell which way a figure points, by its sign, its unit and the words around it."""
    before = text[max(sentence[0], span.start - 70) : span.start]
    near = text[max(sentence[0], span.start - 35) : span.start]
    after = re.split(r"[,;]|\band\b|\bwhile\b", text[span.end : min(sentence[1], span.end + 45)])[0]
    if span.sign == "+":
        return ResultKind.GAIN
    if span.sign:
        return ResultKind.REDUCTION
    if re.search(
        r"\bfrom\s+\S*$|\bfrom [\d.,%x× ]+(?:\([^)]*\) )?to\s+(?:\w+\s)?$", near
    ) or re.match(r"\s*(?:\([^)]*\)\s*)?to\s+\d", text[span.end :]):
        return ResultKind.ABSOLUTE
    if span.unit == "x":
        return _multiple(before, after)
    if _RATIO.match(text[span.end : span.end + 60]) and not re.search(r"\bby\s+\S*\s*$", near):
        return ResultKind.RATIO
    if not span.unit or span.unit in {"%", "points"}:
        return _change(before, near, after, span)
    return ResultKind.ABSOLUTE


def _multiple(before: str, after: str) -> ResultKind:
    for pattern, kind in (
        (_SPEED, ResultKind.SPEEDUP),
        (_DROP, ResultKind.REDUCTION),
        (_GAIN, ResultKind.GAIN),
    ):
        if pattern.search(after[:32]):
            return kind
    last = [
        (m.start(), kind)
        for pattern, kind in (
            (_SPEED, ResultKind.SPEEDUP),
            (_DROP, ResultKind.REDUCTION),
            (_GAIN, ResultKind.GAIN),
        )
        for m in pattern.finditer(before)
    ]
    return max(last)[1] if last else ResultKind.RATIO


def _change(before: str, near: str, after: str, span: Figure) -> ResultKind:
    change_after = re.match(
        r"\s*(?:\([^)]*\)\s*)?(?:absolute |relative |average |performance |accuracy |more |pt )?(?:[\w@-]+ ){0,2}?(improve\w*|gain\w*|increase\w*|boost\w*|higher|better|uplift|reduction\w*|decrease\w*|drop\w*|lower|fewer|less|smaller|faster|speed-?up|savings?|loss)\b",
        after,
        re.IGNORECASE,
    )
    if change_after:
        word = change_after[1]
        return (
            ResultKind.SPEEDUP
            if _SPEED.search(word)
            else ResultKind.REDUCTION
            if _DROP.search(word) or word == "loss"
            else ResultKind.GAIN
        )
    by = re.search(
        r"\b(?:by|gains? of|improvements? of|increase of|boost of|margin of|reductions? of|drop of|decrease of|up to|an average of|and)\s+(?:(?:an|a|up|to|over|about|around|average|of|nearly|approximately|at|least|more|than|margin|absolute|relative|roughly|only|significant)\s+)*$",
        before,
        re.IGNORECASE,
    )
    if by or span.unit == "points":
        last = [(m.start(), ResultKind.REDUCTION) for m in _DROP.finditer(before)]
        last += [(m.start(), ResultKind.GAIN) for m in _GAIN.finditer(before)]
        if last and (
            by is None
            or not by[0].startswith(("up to", "and", "an average"))
            or re.search(r"\bby\b|gain|improvement|reduction", before)
        ):
            return max(last, key=lambda pair: pair[0])[1]
    return ResultKind.ABSOLUTE
