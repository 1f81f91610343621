"""How an address is answered: by a page, and by the JSON form of what the page tells."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BeforeValidator, WithJsonSchema
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from papermesh import views
from papermesh.errors import NotFoundError
from papermesh.query.days import read_day
from papermesh.query.lookup import closest
from papermesh.query.values import ENTITY_TYPES
from papermesh.serve.rendering import render
from papermesh.store.base import GraphStore, Node
from papermesh.store.snapshot import Snapshot
from papermesh.views import schema
from papermesh.views.refs import address


async def known_only(request: Request) -> None:
    """Refuse a parameter that the address does not have: it may be misspelt, and would be missed."""
    known = [field.alias for field in request.scope["route"].dependant.query_params]
    for name in request.query_params:
        if name not in known:
            told = f"take one of {', '.join(known)}" if known else "it takes none"
            shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
            raise HTTPException(422, f"this address has no parameter {shown!r}; {told}")


api = APIRouter(
    prefix="/api",
    responses={404: {"model": schema.Problem}, 422: {"model": schema.Problem}},
    dependencies=[Depends(known_only)],
)
pages = APIRouter(include_in_schema=False, dependencies=[Depends(known_only)])
_CLOSE = 5
_LONGEST = 60
"""Characters of a wrong name that are told back."""
V = TypeVar("V", bound=schema.Form)


class Elsewhere(Exception):  # noqa: N818 - it is an answer, no error
    """What was asked for by a name has its page at its id."""

    def __init__(self, node: Node) -> None:
        self.node = node


async def snapshot(request: Request) -> Snapshot:
    """The graph, the same for all of a request."""
    if not hasattr(request.state, "graph"):
        request.state.graph = request.app.state.library.current
    current: Snapshot = request.state.graph
    return current


def _day(*, last: bool) -> BeforeValidator:
    """Read a day; a form sends its empty fields as well."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return read_day(value, last=last) if value.strip() else None

    return BeforeValidator(read)


_DAY = WithJsonSchema({"type": "string", "examples": ["2025-03-01", "2025-03", "2025"]})
Store = Annotated[Snapshot, Depends(snapshot)]
Id = Annotated[str, Path(description="Id, or a name that leads on to it.", max_length=2000)]
Words = Annotated[str, Query(description="What to look for.", max_length=500)]
Page = Annotated[int, Query(description="Which page, from 1.", ge=1, le=1_000_000)]
Limit = Annotated[int, Query(description="How many at most.", ge=1, le=100)]
PerPage = Annotated[int, Query(description="How many on a page.", ge=1, le=100)]
Type = Annotated[str | None, Query(description="Only this type, such as Benchmark.", max_length=40)]
Since = Annotated[
    dt.date | None,
    _day(last=False),
    Query(description="First day; of a month or year its first."),
    _DAY,
]
Until = Annotated[
    dt.date | None,
    _day(last=True),
    Query(description="Last day; of a month or year its last."),
    _DAY,
]


def both(path: str, template: str) -> Callable[[Callable[..., V]], Callable[..., V]]:
    """Give a view a page at an address, and its JSON form at the same address under ``/api``."""

    def register(make: Callable[..., V]) -> Callable[..., V]:
        signature = inspect.signature(make, eval_str=True)

        @functools.wraps(make)
        def answer(**asked: Any) -> V:
            return at_page(make(**asked), asked.get("page", 1), asked.get("results_page", 1))

        answer.__signature__ = signature  # type: ignore[attr-defined]
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        request = inspect.Parameter("request", kind, annotation=Request)

        def page(request: Request, **asked: Any) -> Response:
            return html(request, template, answer(**asked))

        page.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[request, *signature.parameters.values()],
            return_annotation=inspect.Signature.empty,
        )
        name = make.__name__
        leads: dict[int | str, dict[str, Any]] = {}
        if "{id" in path:
            leads = {307: {"description": "A name; the form is at the address of its id."}}
        api.get(path, name=name, operation_id=name, responses=leads)(answer)
        pages.get(path, name=f"{name}_page")(page)
        return make

    return register


def at_page(view: V, page: int, results_page: int = 1) -> V:
    """Pass on a view that is of the pages that were asked for, which the last ones may not be.

    Raises:
        HTTPException: There is no such page.
    """
    last = getattr(getattr(view, "listing", view), "page", page)
    last_results = getattr(view, "results_page", results_page)
    for asked, given in ((page, last), (results_page, last_results)):
        if asked != given:
            raise HTTPException(404, f"there is no page {asked}; the last one is {given}")
    return view


def one(
    store: GraphStore, id: str, label: str, find: Callable[[GraphStore, str], list[Node]]
) -> Node:
    """The node with an id.

    Raises:
        Elsewhere: It is merely called so, or is of another kind.
        NotFoundError: Nothing is called so.
    """
    node = store.node(id)
    if node is None:
        raise Elsewhere(_meant(store, id, find))
    if node.id != id or (label not in node.labels and address(node)):
        raise Elsewhere(node)
    return node


def _meant(store: GraphStore, id: str, find: Callable[[GraphStore, str], list[Node]]) -> Node:
    """What a name means; where a type stands before it, as in an id, only of that type."""
    kind, _, name = id.partition(":")
    type = kind.capitalize()
    if type not in ENTITY_TYPES:
        return find(store, id)[0]
    for node in store.resolve(name, [type]):
        return node
    # Its own type may know nothing like it, though others do.
    close = [*closest(store, name, [type]), *closest(store, name)]
    raise NotFoundError(id, list(dict.fromkeys(close))[:_CLOSE])


def html(request: Request, template: str, view: schema.Form | None, **more: Any) -> HTMLResponse:
    """Answer with a page."""
    return HTMLResponse(written(request, template, view, **more))


def written(request: Request, template: str, view: schema.Form | None, **more: Any) -> str:
    """Write a page, with what stands on every page."""
    graph = getattr(request.state, "graph", request.app.state.library.current)
    return render(
        template, view, path=request.scope["path"], query=request.query_params,
        counts=views.front_view(graph).counts, **more,
    )  # fmt: skip


async def lead_on(request: Request, found: Exception) -> Response:
    """Lead to where something has its page."""
    path = request.url.path
    prefix = "/api" if path.startswith("/api/") else ""
    kind = path.removeprefix("/api").split("/")[1]
    target = address(found.node) if isinstance(found, Elsewhere) else "/"
    if kind == "benchmark":
        target = target.replace("/entity/", "/benchmark/", 1)
    # A page of another kind has other parameters.
    kept = request.url.query and target.startswith(f"/{kind}/")
    query = f"?{request.url.query}" if kept else ""
    return RedirectResponse(f"{prefix}{target}{query}", 307)
