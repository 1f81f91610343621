"""How an address is answered: by a page, and by the JSON form of what the page tells."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BeforeValidator, WithJsonSchema
from starlette.responses import HTMLResponse, RedirectResponse, Response

from papermesh import views
from papermesh.query.days import read_day
from papermesh.query.values import ENTITY_TYPES
from papermesh.serve.rendering import render
from papermesh.store.base import GraphStore, Node
from papermesh.store.snapshot import Snapshot
from papermesh.views import schema
from papermesh.views.refs import address

api = APIRouter(
    prefix="/api", responses={404: {"model": schema.Problem}, 422: {"model": schema.Problem}}
)
pages = APIRouter(include_in_schema=False)
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


def _first(value: Any) -> Any:
    return read_day(value) if isinstance(value, str) else value


def _last(value: Any) -> Any:
    return read_day(value, last=True) if isinstance(value, str) else value


_DAY = WithJsonSchema({"type": "string", "examples": ["2025-03-01", "2025-03", "2025"]})
Store = Annotated[Snapshot, Depends(snapshot)]
Id = Annotated[str, Path(description="Id, or a name that leads on to it.", max_length=2000)]
Words = Annotated[str, Query(description="What to look for.", max_length=500)]
Page = Annotated[int, Query(description="Which page, from 1.", ge=1, le=1_000_000)]
Limit = Annotated[int, Query(description="How many at most.", ge=1, le=100)]
Type = Annotated[str | None, Query(description="Only this type, such as Benchmark.", max_length=40)]
Since = Annotated[
    dt.date | None,
    BeforeValidator(_first),
    Query(description="First day; of a month or year its first."),
    _DAY,
]
Until = Annotated[
    dt.date | None,
    BeforeValidator(_last),
    Query(description="Last day; of a month or year its last."),
    _DAY,
]


def both(path: str, template: str) -> Callable[[Callable[..., V]], Callable[..., V]]:
    """Give a view a page at an address, and its JSON form at the same address under ``/api``."""

    def register(make: Callable[..., V]) -> Callable[..., V]:
        signature = inspect.signature(make, eval_str=True)
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        request = inspect.Parameter("request", kind, annotation=Request)

        def page(request: Request, **asked: Any) -> Response:
            return html(request, template, make(**asked))

        page.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[request, *signature.parameters.values()],
            return_annotation=inspect.Signature.empty,
        )
        name = make.__name__
        leads: dict[int | str, dict[str, Any]] = {}
        if "{id" in path:
            leads = {307: {"description": "A name; the form is at the address of its id."}}
        api.get(path, name=name, operation_id=name, responses=leads)(make)
        pages.get(path, name=f"{name}_page")(page)
        return make

    return register


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
        kind, _, name = id.partition(":")  # of an id that is slightly wrong, the name is asked for
        raise Elsewhere(find(store, name if kind.capitalize() in ENTITY_TYPES else id)[0])
    if node.id != id or (label not in node.labels and address(node)):
        raise Elsewhere(node)
    return node


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
    target = address(found.node) if isinstance(found, Elsewhere) else "/"
    if path.removeprefix("/api").startswith("/benchmark/"):
        target = target.replace("/entity/", "/benchmark/", 1)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{prefix}{target}{query}", 307)
