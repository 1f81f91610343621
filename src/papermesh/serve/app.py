"""The application: what is asked, by whom it is answered, and how it says no."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib import metadata, resources
from typing import TYPE_CHECKING, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from papermesh.errors import (
    NotFoundError,
    PapermeshError,
    PeriodError,
    QuestionError,
    UnknownTypeError,
)
from papermesh.serve.cache import Cache
from papermesh.serve.routes import api, pages
from papermesh.serve.routing import Elsewhere, lead_on, written
from papermesh.serve.security import LOCAL, Security, Shared
from papermesh.views.library import Library
from papermesh.views.schema import Problem

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore

_ABOUT = (
    "What abstracts of AI papers say of methods, models, data sets, benchmarks, metrics, tasks and"
    " results. Read-only: GET alone, and nothing to sign in to. A name in place of an id leads on"
    " to the id. Each form is that of the page with the same address without /api."
)


def create_app(
    store: GraphStore,
    *,
    hosts: Sequence[str] = LOCAL,
    origins: Sequence[str] = (),
    watch: float | None = 5.0,
    freeze: bool = False,
) -> FastAPI:
    """Make the ASGI application of a graph.

    Args:
        store: Where the graph is kept; the whole graph is read into memory.
        hosts: Names that the server is called by; empty for any.
        origins: Origins, such as ``http://localhost:3000``, whose pages may read the API; none by
            default, and never any.
        watch: Seconds between two looks for changes of the store; None for no look.
        freeze: Have the garbage collector leave the graph alone, which would else hold up pages
            for seconds where it is large: for a process that does nothing else.

    Raises:
        StoreError: There is no graph, or it cannot be read.
        ValueError: ``origins`` holds ``*``.
    """
    if "*" in origins:
        raise ValueError("name each origin whose pages may read the API")
    library = Library(store, freeze=freeze)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if watch is not None:
            library.watch(watch)
        yield
        library.stop()

    app = FastAPI(
        title="papermesh",
        version=metadata.version("papermesh"),
        description=_ABOUT,
        openapi_url="/api/openapi.json",
        servers=[{"url": "/"}],
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(Security, hosts=hosts),
            Middleware(Shared, origins=origins),
            Middleware(Cache, state=lambda: library.current.state()),
            Middleware(GZipMiddleware, compresslevel=5),
        ],
        exception_handlers={
            PapermeshError: _fail,
            RequestValidationError: _misasked,
            HTTPException: _http,
            Elsewhere: lead_on,
        },
    )
    app.state.library = library
    app.include_router(api)
    app.include_router(pages)
    static = resources.files("papermesh.serve") / "static"
    app.mount("/static", _Static(directory=str(static)), name="static")
    return app


class _Static(StaticFiles):
    """Files whose address changes with their content, so that a browser may keep them."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


async def _fail(request: Request, error: Exception) -> Response:
    if isinstance(error, UnknownTypeError):
        return _say(request, 422, Problem(error=str(error), closest=list(error.close)))
    if isinstance(error, NotFoundError):
        problem = Problem(
            error=f"nothing in the graph is called {error.name!r}", closest=list(error.close)
        )
        return _say(request, 404, problem)
    return _say(
        request,
        422 if isinstance(error, QuestionError | PeriodError) else 503,
        Problem(error=str(error)),
    )


async def _misasked(request: Request, error: Exception) -> Response:
    asked = cast(RequestValidationError, error)
    wrong = [f"{item['loc'][-1]}: {str(item['msg']).lower()}" for item in asked.errors()]
    return _say(request, 422, Problem(error="; ".join(wrong)))


async def _http(request: Request, error: Exception) -> Response:
    told = cast(HTTPException, error)
    words = {
        "Not Found": "there is no such page",
        "Method Not Allowed": "this can only be read; use GET",
    }
    problem = Problem(error=words.get(told.detail, told.detail))
    return _say(request, told.status_code, problem, told.headers)


def _say(request: Request, status: int, problem: Problem, headers: object = None) -> Response:
    more = dict(headers) if isinstance(headers, dict) else {}
    path = request.url.path
    if path == "/api" or path.startswith("/api/"):
        return JSONResponse(problem.model_dump(), status, more)
    return HTMLResponse(written(request, "error", problem, status=status), status, more)
