"""Answers that are lists of papers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from papermesh.ask import cypher
from papermesh.ask.answer import EXPLAINED, Answer, Item, Request, count, sentence, some
from papermesh.query.connect import WORKING
from papermesh.query.papers import newest_first, origins, paper_rows, within
from papermesh.query.values import RELATIONS, USE, Evidence, PaperRow, date_of, day_text

if TYPE_CHECKING:
    from papermesh.store.base import Node

Handler = Callable[[Request], Answer]
Line = tuple[tuple[Item, ...], Sequence[Evidence]]
LIMIT = 20
"""How many rows an answer has that ranks everything."""

ABOUT = " AND (type(r) <> 'MENTIONS' OR e:Concept)"


def rows_of(request: Request, slot: str, relations: Collection[str]) -> list[PaperRow]:
    """Find the papers of what a slot names, within the period of the question."""
    period = request.period
    return paper_rows(
        request.store, request.ids(slot), relations, since=period.since, until=period.until
    )


def line(row: PaperRow) -> Line:
    """Write a paper and its relation as a row."""
    relations = ", ".join(row.relations)
    cells = (row.paper, relations, day_text(row.paper), round(row.confidence, 3), row.paper.id)
    return cells, row.evidence


def node_line(paper: Node) -> Line:
    """Write a paper alone as a row."""
    return (paper, day_text(paper), paper.id), ()


def first_day(rows: Iterable[PaperRow]) -> str | None:
    """Write the day of the oldest of some papers, or its month; see `day_text`."""
    dated = (row for row in rows if row.date)
    oldest = min(dated, key=lambda row: row.date or dt.date.max, default=None)
    return day_text(oldest.paper) if oldest else None


def all_papers(request: Request) -> list[Node]:
    """Find every paper within the period of the question."""
    period = request.period
    papers = request.store.nodes("Paper")
    return [p for p in papers if within(date_of(p), period.since, period.until)]


def _undated(request: Request, slot: str, relations: Collection[str]) -> str:
    """Say how many papers a period left out because nobody knows their date."""
    if not request.period:
        return ""
    rows = paper_rows(request.store, request.ids(slot), relations)
    unknown = sum(1 for row in rows if row.date is None)
    return f"; {count(unknown, 'paper')} without a date left out" if unknown else ""


def papers_that(says: str, relations: Sequence[str]) -> Handler:
    """Make the handler for ``which papers <says> X``.

    Args:
        says: The verb, for many papers, such as ``use``.
        relations: What the verb means.
    """
    asked = (says, relations)

    def handle(request: Request) -> Answer:
        x = request.names["x"]
        says, relations, why = _meant(request, *asked)
        rows = rows_of(request, "x", relations)
        told = f"{count(len(rows), 'paper')} {_verb(says, len(rows))} {x.name}"
        if len(rows) == 1:
            told += f": “{rows[0].paper.name}”"
        weaker = set(RELATIONS[:-1]) - set(relations)
        if says == "use" and (more := len(_only(request, "x", rows, weaker))):
            told += f"; {more} more only compare{'s' * (more == 1)} to it"
        return request.answer(
            f"papers that {says} {x}{why}",
            cypher.papers(relations, request.period),
            {"ids": x.ids},
            sentence(told + _undated(request, "x", relations)),
            cypher.PAPER_COLUMNS,
            map(line, rows),
        )

    return handle


def _meant(request: Request, says: str, relations: Sequence[str]) -> tuple[str, Sequence[str], str]:
    """Take a loose verb for any work with an entity that no paper does just that with.

    People study in-context learning or test Qwen; to an abstract these are what it uses.
    """
    ids = request.ids("x")
    if says not in _LOOSE or paper_rows(request.store, ids, relations):
        return says, relations, ""
    if not paper_rows(request.store, ids, WORKING):
        return says, relations, ""
    return "work with", WORKING, f" (none is said to {says} it)"


_LOOSE = ("address", "evaluate on")


def _only(
    request: Request, slot: str, rows: Sequence[PaperRow], relations: Collection[str]
) -> list[PaperRow]:
    had = {row.paper.id for row in rows}
    return [row for row in rows_of(request, slot, relations) if row.paper.id not in had]


def _verb(says: str, number: int) -> str:
    """Put a verb into the singular for one paper; ``compare to`` becomes ``compares to``."""
    verb, *rest = says.split()
    if number == 1:
        verb += "es" if verb.endswith(("s", "sh", "ch")) else "s"
    return " ".join([verb, *rest])


def papers_several(says: str, relations: Sequence[str]) -> Handler:
    """Make the handler for papers of all of some entities, or of any of them."""

    def handle(request: Request) -> Answer:
        named, any_of = list(request.names.values()), request.words.get("join") == "or"
        ids = list(dict.fromkeys(id for name in named for id in name.ids))
        period = request.period
        rows = paper_rows(request.store, ids, relations, since=period.since, until=period.until)
        if not any_of:
            rows = [row for row in rows if all(set(n.ids) & set(row.entities) for n in named)]
        verb = _verb(says, len(rows))
        match = cypher.papers if any_of else cypher.papers_all
        groups = {} if any_of else {"groups": [name.ids for name in named]}
        told = f"{count(len(rows), 'paper')} {verb} {_joined([n.name for n in named], any_of)}"
        return request.answer(
            f"papers that {says} {_joined(named, any_of)}",
            match(relations, period),
            {"ids": ids, **groups},
            sentence(told),
            cypher.PAPER_COLUMNS,
            map(line, rows),
        )

    return handle


def _joined(names: Sequence[object], any_of: bool) -> str:
    """Write names as a list: ``A or B``, ``both A and B``, ``all of A, B and C``."""
    first, last = ", ".join(map(str, names[:-1])), names[-1]
    if any_of:
        return f"{first} or {last}"
    return f"{'both' if len(names) == 2 else 'all of'} {first} and {last}"


def papers_but(says: str, relations: Sequence[str]) -> Handler:
    """Make the handler for papers of X but not Y."""

    def handle(request: Request) -> Answer:
        x, y = request.names["x"], request.names["y"]
        of_y = {row.paper.id for row in paper_rows(request.store, y.ids, relations)}
        rows = [r for r in rows_of(request, "x", relations) if r.paper.id not in of_y]
        told = f"{count(len(rows), 'paper')} {_verb(says, len(rows))} {x.name} but not {y.name}"
        return request.answer(
            f"papers that {says} {x} but not {y}",
            cypher.papers_but(relations, request.period),
            {"ids": x.ids, "others": y.ids},
            sentence(told),
            cypher.PAPER_COLUMNS,
            map(line, rows),
        )

    return handle


def papers_without(says: str, relations: Sequence[str]) -> Handler:
    """Make the handler for papers of which the abstract does not say that they use X or Y."""

    def handle(request: Request) -> Answer:
        names = list(request.names.values())
        ids = [id for named in names for id in named.ids]
        # Concepts are only ever named.
        concepts = any(named.labels == {"Entity", "Concept"} for named in names)
        meant = RELATIONS if concepts and says == "use" else relations
        having = {row.paper.id for row in paper_rows(request.store, ids, meant)}
        papers = [paper for paper in newest_first(all_papers(request)) if paper.id not in having]
        listed = some((named.name for named in names), 9).replace(" and ", " or ")
        told = f"{count(len(papers), 'paper')} {'does' if len(papers) == 1 else 'do'} not {says}"
        return request.answer(
            f"papers whose abstract does not say that they {says} {' or '.join(map(str, names))}",
            cypher.papers_without(meant, request.period),
            {"others": ids},
            sentence(f"{told} {listed}, as far as their abstracts say"),
            cypher.NODE_COLUMNS,
            map(node_line, papers),
        )

    return handle


def counted(handler: Handler) -> Handler:
    """Make the handler that says how many rows another one would list, by their ids."""

    def handle(request: Request) -> Answer:
        answer = handler(request)
        # Of figures each row is one; else a row ends with the id of what is counted.
        number = len({row if "value" in answer.columns else row[-1] for row in answer.rows})
        told = re.sub(r"^No\b", "0", answer.sentence)
        shown = tuple(item for found in answer.evidence for item in found)[:EXPLAINED]
        return replace(
            answer,
            understood=f"how many: {answer.understood}",
            traversal=cypher.counting(answer.traversal),
            sentence=told if told[0].isdigit() else f"{number}: {told}",
            columns=("count",),
            rows=((number,),),
            evidence=(shown,),
            links=((None,),),
        )

    return handle


def introduced(request: Request) -> Answer:
    """Answer who introduced an entity."""
    x, period = request.names["x"], request.period
    rows = origins(request.store, x.nodes, since=period.since, until=period.until)
    told = f"no paper in the graph introduces {x.name}"
    if rows:
        first = rows[0]
        authors = some(map(str, first.paper.properties.get("authors") or ()))
        day = ", ".join(filter(None, [authors, day_text(first.paper)]))
        paper = f"“{first.paper.name}”{f' ({day})' if day else ''}"
        told = f"{x.name} was introduced by {paper}"
        if rows[1:]:
            told = f"{len(rows)} papers say they introduce {x.name}; the likeliest is {paper}"
        since = first_day(paper_rows(request.store, x.ids, USE))
        if first.date and since and since < str(first.date)[: len(since)]:
            told += f", though {x.name} is used since {since}: its origin may not be in the graph"
    return request.answer(
        f"papers that introduce {x}, the likeliest first",
        cypher.papers(["PROPOSES"], period),
        {"ids": x.ids},
        sentence(told),
        cypher.PAPER_COLUMNS,
        map(line, rows),
    )


def about(request: Request) -> Answer:
    """Answer which papers are about an entity.

    A paper that names a method or a benchmark in passing is not about it; concepts are only ever
    named, so naming one counts.
    """
    x = request.names["x"]
    rows = about_rows(request, "x")
    told = f"{count(len(rows), 'paper')} {'is' if len(rows) == 1 else 'are'} about {x.name}"
    told += request.period.words
    more = len(_only(request, "x", rows, RELATIONS))
    told += f"; {more} more only mention{'s' * (more == 1)} it" if more else ""
    return request.answer(
        f"papers about {x}",
        cypher.papers(RELATIONS, request.period, ABOUT),
        {"ids": x.ids},
        sentence(told + _undated(request, "x", RELATIONS)),
        cypher.PAPER_COLUMNS,
        map(line, rows),
    )


def about_rows(request: Request, slot: str) -> list[PaperRow]:
    """Find the papers about what a slot names; see `about`."""
    concepts = {node.id for node in request.names[slot].nodes if "Concept" in node.labels}
    rows = rows_of(request, slot, RELATIONS)
    return [r for r in rows if set(r.relations) != {"MENTIONS"} or concepts & set(r.entities)]
