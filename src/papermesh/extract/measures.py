"""Finding what a figure measures: "reduces token waste by 2%", "a solve rate of 75%"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from papermesh.extract.phrases import phrase
from papermesh.extract.spans import Candidate
from papermesh.extract.vocabulary import (
    FUNCTION_WORDS,
    METRIC_ALONE,
    METRIC_HEADS,
    is_verb,
    singular,
)
from papermesh.model import EntityType

_FIGURE = r"(?:(?:up to|over|about|around|nearly|more than|at least|approximately|an average of|as much as|only|just|~|roughly|by|merely|an? |impressive|absolute|average)\s*)*[+\-]?\d[\d.,]*\s*(?:%|×|x\b|percent|points?|fold|-fold|\b)"
_CHANGED = re.compile(
    rf"\b(?:improv|reduc|increas|boost|decreas|lower|rais|cut|enhanc|lift|compress|accelerat|sav)\w*\s+(?:the\s+|its\s+|both\s+|average\s+|overall\s+)*(?P<name>(?:[\w@/-]+\s+){{1,4}}?)(?:by|from|to)\s+{_FIGURE}",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"\b(?:an?|the|and|with|average|overall|impressive)\s+(?P<name>(?:[\w@/-]+\s+){{1,4}}?)(?:of|is|reaches)\s+{_FIGURE}",
    re.IGNORECASE,
)
_NO_MEASURE = frozenset(
    [
        "improvement",
        "gain",
        "increase",
        "reduction",
        "decrease",
        "drop",
        "boost",
        "speedup",
        "total",
        "set",
        "range",
        "average",
        "margin",
        "number",
        "collection",
        "series",
        "performance",
        "result",
        "quality",
        "efficiency",
        "robustness",
        "effectiveness",
        "dataset",
        "benchmark",
        "corpus",
        "scale",
        "size",
        "model",
        "method",
        "accuracy-gain",
        "up",
        "maximum",
        "minimum",
        "combination",
        "level",
        "factor",
    ]
)


def find_measures(doc: Doc, text: str) -> Iterator[Candidate]:
    """Yield what a figure measures: "reduces token waste by 2%", "a solve rate of 75%".

    Args:
        doc: The text in tokens.
        text: The same text, which spaCy puts together anew each time it is asked.
    """
    for pattern in (_CHANGED, _OF):
        for match in pattern.finditer(text):
            span = doc.char_span(
                match.start("name"), match.end("name") - 1, alignment_mode="expand"
            )
            trimmed = phrase(doc, span.start, span.end) if span is not None else None
            if trimmed is None or any(
                t.lower_ in FUNCTION_WORDS
                or is_verb(t.text)
                or (not t.text[0].isalnum() and t.text != "-")
                for t in doc[trimmed[0] : trimmed[1]]
            ):
                continue
            last = singular(doc[trimmed[1] - 1].text)
            alone = trimmed[1] - trimmed[0] == 1
            if last in _NO_MEASURE or last not in (
                METRIC_ALONE if alone else METRIC_HEADS | METRIC_ALONE
            ):
                continue
            first, end = doc[trimmed[0]].idx, doc[trimmed[1] - 1].idx + len(doc[trimmed[1] - 1])
            yield Candidate(first, end, EntityType.METRIC, text[first:end], "rule:measure", 0.6)
