"""The answer to a question, with the nodes that it speaks of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from papermesh.ask import ask
from papermesh.views.paging import cut
from papermesh.views.refs import evidence_forms, ref
from papermesh.views.schema import AnswerView, Cell

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore


def answered(
    store: GraphStore,
    question: str,
    *,
    today: dt.date | None = None,
    page: int = 1,
    limit: int | None = None,
) -> AnswerView:
    """Answer a question in plain English.

    Args:
        store: The graph.
        question: Such as "which papers use MTEB".
        today: The day that "last year" counts from; the day of the call by default.
        page: Which page of the rows, from 1; the last where there are not so many.
        limit: Rows on one page; all by default.

    Raises:
        QuestionError: No kind of question fits.
        NotFoundError: A name in it is not known.
    """
    answer = ask(store, question, today=today)

    found = list(zip(answer.rows, answer.links, answer.evidence, strict=True))
    shown, page, pages = cut(found, page, limit or len(found) or 1)

    def cell(value: str | int | float | None, id: str | None) -> Cell:
        node = store.node(id) if id else None
        return Cell(value=value, node=None if node is None else ref(node))

    return AnswerView(
        question=question,
        understood=answer.understood,
        sentence=answer.sentence,
        columns=list(answer.columns),
        total=len(found),
        page=page,
        pages=pages,
        rows=[
            [cell(value, id) for value, id in zip(row, ids, strict=True)] for row, ids, _ in shown
        ],
        evidence=[evidence_forms(items) for _, _, items in shown],
        cypher=answer.traversal,
        parameters=dict(answer.parameters),
    )
