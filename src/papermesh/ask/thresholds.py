"""Figures above or below a number."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import Answer, Request, count, sentence, some
from papermesh.ask.figures import by, line_with, place, say, stated
from papermesh.query.leaderboard import confidence
from papermesh.query.results import SURE, lower_is_better

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from papermesh.ask.answer import Named
    from papermesh.query.values import ResultRow

OPS: Mapping[str, tuple[str, Callable[[float, float], bool]]] = {
    "above": (">", operator.gt),
    "at least": (">=", operator.ge),
    "below": ("<", operator.lt),
    "at most": ("<=", operator.le),
}
"""The words that set a bound: as Cypher writes each, and what it tests."""
_WORDS = {
    "above": r"above|over|(?:more|greater|higher|better|larger) than|exceed(?:s|ing)?|beyond|>",
    "at least": r"at least|no (?:less|lower) than|not (?:below|under)|≥|>=",
    "below": r"below|under|(?:less|lower|smaller|worse) than|<",
    "at most": r"at most|no (?:more|higher) than|not (?:above|over)|up to|≤|<=",
}
_BOUND = re.compile(
    rf"(?<!\S)(?:{'|'.join(f'(?P<o{at}>{words})' for at, words in enumerate(_WORDS.values()))})"
    r" ?(?P<value>\d[\d,]*(?:\.\d+)?) ?(?P<unit>%|percent(?: points)?|points?)?"
    r"(?!\d)(?! ?(?:papers?|times|data ?sets?|benchmarks?|methods?|models?|years?|months?|weeks?|days?"
    r"|tasks?|metrics?|authors?|citations?|parameters?)\b)",
    re.I,
)
_Sureness = dict[str, float | None]


def read_bound(text: str) -> tuple[str, dict[str, str]]:
    """Take the bound that a question sets out of its text, as the words that `beyond` reads.

    Examples:
        >>> read_bound("results on GLUE of at least 70%")
        ('results on GLUE of', {'op': 'at least', 'value': '70', 'unit': '%'})
        >>> read_bound("papers with more than 3 benchmarks")
        ('papers with more than 3 benchmarks', {})
    """
    found = _BOUND.search(text)
    if found is None:
        return text, {}
    op = next(op for at, op in enumerate(_WORDS) if found[f"o{at}"])
    share = (found["unit"] or "").lower() in ("%", "percent")
    rest = " ".join((text[: found.start()] + text[found.end() :]).split())
    return rest, {"op": op, "value": found["value"], "unit": "%" if share else ""}


def beyond(request: Request) -> Answer:
    """Answer which absolute figures lie above or below a number: the surely read first, best first.

    Its words are ``op`` (one of ``OPS``), ``value`` and ``unit`` (any unit where it is empty); its
    names ``a``, what the figures are on, in or of, and perhaps a metric ``z`` and a method ``x``.
    """
    a, x, z = (request.names.get(slot) for slot in "axz")
    assert a is not None
    bound, unit = float(request.words["value"].replace(",", "")), request.words.get("unit", "")
    sign, _ = OPS[request.words["op"]]
    match, rows = stated(request, "a")
    match += (
        "\nWITH DISTINCT result WHERE coalesce(result.kind, 'absolute') = 'absolute'"
        f" AND result.number {sign} $value AND ($unit = '' OR coalesce(result.unit, $unit) = $unit)"
    )
    match += " AND EXISTS { MATCH (result)-[:OF]->(x) WHERE x.id IN $methods }" if x else ""
    match += " AND EXISTS { MATCH (result)-[:BY]->(z) WHERE z.id IN $metrics }" if z else ""
    sureness = {row.id: confidence(request.store, row) for row in rows}
    kept = [row for row in rows if _meets(row, request, bound, unit)]
    kept.sort(key=lambda row: (_unsure(sureness[row.id]), *_best_first(row)))
    return request.answer(
        f"absolute figures{_where(request, str)} {_bound(request)}",
        cypher.results(match, request.period, confidence=True),
        {"ids": a.ids, "value": bound, "unit": unit}
        | ({"methods": x.ids} if x else {})
        | ({"metrics": z.ids} if z else {}),
        sentence(_told(request, kept, sureness)),
        (*cypher.RESULT_COLUMNS[:-1], "confidence", "id"),
        (line_with(row, sureness[row.id]) for row in kept),
    )


def _meets(row: ResultRow, request: Request, bound: float, unit: str) -> bool:
    x, z = (request.names.get(slot) for slot in "xz")
    _, test = OPS[request.words["op"]]
    return (
        row.kind == "absolute"
        and row.number is not None
        and test(row.number, bound)
        # Half of all abstracts write a share without its sign.
        and unit in ("", row.unit or unit)
        and (x is None or (row.method is not None and row.method.id in x.ids))
        and (z is None or (row.metric is not None and row.metric.id in z.ids))
    )


def _unsure(sure: float | None) -> bool:
    return sure is not None and sure < SURE


def _best_first(row: ResultRow) -> tuple[bool, float, str]:
    lower, number = lower_is_better(row.metric), row.number or 0.0
    return lower, number if lower else -number, row.id


def _bound(request: Request) -> str:
    return " ".join([request.words["op"], request.words["value"] + request.words.get("unit", "")])


def _where(request: Request, write: Callable[[Named], str]) -> str:
    a, x, z = (request.names.get(slot) for slot in "axz")
    parts = (("of", x), ("in", z), (place(a) if a else "", a))
    return "".join(f" {how} {write(named)}" for how, named in parts if named)


def _told(request: Request, rows: Sequence[ResultRow], sureness: _Sureness) -> str:
    where, bound = _where(request, lambda named: named.name), _bound(request)
    bound += request.period.words
    if not rows:
        return f"no abstract states a figure{where}{' of' * bound.startswith('at ')} {bound}"
    unsure = sum(_unsure(sureness[row.id]) for row in rows)
    doubt = f"{unsure} of them not read surely" if unsure < len(rows) else "not read surely"
    told = f"{count(len(rows), 'figure')}{where} {'is' if len(rows) == 1 else 'are'} {bound}"
    told += f" ({doubt})" if unsure else ""
    names = request.names.values()
    figures = (say(row, *names) + by(row, *names) for row in rows)
    return f"{told}: {some(figures, min(3, len(rows) - unsure) or 3)}"
