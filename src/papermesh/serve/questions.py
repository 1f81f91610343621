"""Questions in plain English: the page with their box, and their answers as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from papermesh import views
from papermesh.errors import NotFoundError, QuestionError
from papermesh.serve.routing import Page, Store, Words, api, at_page, html, pages
from papermesh.store.base import GraphStore
from papermesh.views import schema
from papermesh.views.paging import PAGE

Today = Annotated[
    dt.date | None,
    Query(
        description='The day that "last year" counts from.',
        ge=dt.date(1900, 1, 1),
        le=dt.date(2999, 12, 31),
    ),
]
Rows = Annotated[int, Query(description="Rows on a page.", ge=1, le=1000)]


@api.get("/ask", operation_id="ask")
def ask(
    store: Store,
    q: Annotated[
        str, Query(description="A question in plain English.", min_length=1, max_length=500)
    ],
    today: Today = None,
    page: Page = 1,
    limit: Rows = PAGE,
) -> schema.AnswerView:
    """Answer a question in plain English, with the query and the evidence, page by page."""
    return at_page(views.answered(store, q, today=today, page=page, limit=limit), page)


@pages.get("/ask")
def ask_page(
    request: Request,
    store: Store,
    q: Words = "",
    today: Today = None,
    page: Page = 1,
    limit: Rows = PAGE,
) -> Response:
    """The question box, and the answer under it."""
    if not q.strip():
        return html(request, "ask", None, question="", error=None, examples=_examples(store))
    try:
        view = at_page(views.answered(store, q, today=today, page=page, limit=limit), page)
    except (QuestionError, NotFoundError) as error:
        closest = list(error.close) if isinstance(error, NotFoundError) else []
        problem = schema.Problem(error=str(error), closest=closest)
        response = html(request, "ask", None, question=q, error=problem)
        response.status_code = 404 if isinstance(error, NotFoundError) else 422
        return response
    return html(request, "ask", view, question=q, error=None)


def _examples(store: GraphStore) -> list[str]:
    """Questions that this graph has an answer to."""
    most = {
        some.type: some.entities[0].name for some in views.front_view(store).top if some.entities
    }
    asked = {
        "which papers use {}": ("Benchmark", "Dataset"),
        "who introduced {}": ("Model", "Method"),
        "which benchmarks are used with {}": ("Method", "Model"),
        "results on {}": ("Benchmark", "Dataset"),
        "what is used together with {}": ("Model", "Method"),
        "newest papers on {}": ("Task",),
    }
    return [
        question.format(name)
        for question, types in asked.items()
        if (name := next((most[type] for type in types if type in most), None))
    ] + ["what is rising", "most used benchmarks"]
