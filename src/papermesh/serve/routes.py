"""Every address, once: a page and its JSON form are two renderings of the same view."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from papermesh import views
from papermesh.errors import NotFoundError, PapermeshError, QuestionError
from papermesh.query.lookup import find_entities, find_nodes, find_papers, found_or_raise
from papermesh.query.neighbourhood import hits, named
from papermesh.serve.rendering import render
from papermesh.store.base import GraphStore, Node
from papermesh.store.snapshot import Snapshot
from papermesh.views import schema
from papermesh.views.browse import Sort
from papermesh.views.refs import address

api = APIRouter(
    prefix="/api", responses={404: {"model": schema.Problem}, 422: {"model": schema.Problem}}
)
pages = APIRouter(include_in_schema=False)


async def snapshot(request: Request) -> Snapshot:
    """The graph as it is while a request is answered."""
    current: Snapshot = request.app.state.library.current
    return current


class Elsewhere(Exception):  # noqa: N818 - it is an answer, no error
    """What was asked for by a name has its page at its id."""

    def __init__(self, node: Node) -> None:
        self.node = node


Store = Annotated[Snapshot, Depends(snapshot)]
Id = Annotated[str, Path(description="Id, or a name that leads on to it.", max_length=2000)]
Words = Annotated[str, Query(description="What to look for.", max_length=500)]
Page = Annotated[int, Query(description="Which page, from 1.", ge=1, le=1_000_000)]
Limit = Annotated[int, Query(description="How many at most.", ge=1, le=100)]
Type = Annotated[str | None, Query(description="Only this type, such as Benchmark.", max_length=40)]
V = TypeVar("V", bound=schema.Form)


def both(path: str, template: str) -> Callable[[Callable[..., V]], Callable[..., V]]:
    """Give a view a page at an address, and its JSON form at the same address under ``/api``."""

    def register(make: Callable[..., V]) -> Callable[..., V]:
        signature = inspect.signature(make, eval_str=True)
        request = inspect.Parameter(
            "request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request
        )

        def page(request: Request, **asked: Any) -> Response:
            try:
                view = make(**asked)
            except Elsewhere as found:
                return _lead_on(request, found.node)
            return _html(request, template, view)

        def form(request: Request, **asked: Any) -> Any:
            try:
                return make(**asked)
            except Elsewhere as found:
                return _lead_on(request, found.node)

        asked_for = signature.replace(
            parameters=[request, *signature.parameters.values()],
            return_annotation=inspect.Signature.empty,
        )
        for answer in (page, form):
            setattr(answer, "__signature__", asked_for)  # noqa: B010 - mypy knows no such attribute
            answer.__doc__ = make.__doc__
        name = make.__name__
        api.get(path, response_model=signature.return_annotation, name=name, operation_id=name)(
            form
        )
        pages.get(path, name=f"{name}_page")(page)
        return make

    return register


def _html(request: Request, template: str, view: schema.Form | None, **more: Any) -> HTMLResponse:
    return HTMLResponse(written(request, template, view, **more))


def written(request: Request, template: str, view: schema.Form | None, **more: Any) -> str:
    """Write a page, with what stands on every page."""
    counts = views.front_view(request.app.state.library.current).counts
    return render(
        template, view, path=request.url.path, query=request.query_params, counts=counts, **more
    )


def _lead_on(request: Request, node: Node) -> Response:
    prefix = "/api" if request.url.path.startswith("/api/") else ""
    page = request.url.path.removeprefix("/api").split("/")[1]
    target = address(node)
    if page == "benchmark":
        target = target.replace("/entity/", "/benchmark/", 1)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{prefix}{target}{query}", 307)


def _one(
    store: GraphStore, id: str, labels: set[str], find: Callable[[GraphStore, str], list[Node]]
) -> Node:
    """The node with an id; what is merely called so is elsewhere."""
    node = store.node(id)
    if node is not None and node.id == id and labels & set(node.labels):
        return node
    raise Elsewhere(find(store, id)[0])


@both("/", "front")
def front(store: Store) -> schema.FrontView:
    """The graph at a glance: counts, newest papers, what rises, what is used most."""
    return views.front_view(store)


@both("/search", "search")
def search(store: Store, q: Words = "", type: Type = None, limit: Limit = 30) -> schema.SearchView:
    """Full-text search over papers, entities, authors and organisations; typing errors are forgiven."""
    return views.found(store, q, type=type, limit=limit)


@both("/paper/{id:path}", "paper")
def paper(store: Store, id: Id) -> schema.PaperView:
    """A paper: mentions, entities with evidence, stated figures, code, similar papers."""
    return views.paper_view(store, _one(store, id, {"Paper"}, find_papers))


@both("/entity/{id:path}", "entity")
def entity(
    store: Store,
    id: Id,
    relation: Annotated[
        str | None,
        Query(description="Only papers with this relation, such as USES.", max_length=40),
    ] = None,
    sort: Annotated[
        Literal["relation", "newest"], Query(description="Order of its papers.")
    ] = "relation",
    page: Page = 1,
) -> schema.EntityView:
    """A method, model, data set, benchmark, metric, task or concept, and its papers."""
    node = _one(store, id, {"Entity"}, find_entities)
    return views.entity_view(store, node, relation=relation, sort=sort, page=page)


@both("/benchmark/{id:path}", "benchmark")
def benchmark(
    store: Store,
    id: Id,
    limit: Annotated[int, Query(description="Figures of each metric at most.", ge=1, le=1000)] = 20,
) -> schema.LeaderboardView:
    """What abstracts state of a benchmark or data set, or in a metric: claims of their authors."""
    return views.leaderboard_view(store, _one(store, id, {"Entity"}, find_entities), limit=limit)


@both("/author/{id:path}", "maker")
def author(store: Store, id: Id, page: Page = 1) -> schema.MakerView:
    """An author, with the papers."""
    return views.maker_view(store, _one(store, id, {"Author"}, _makers), page=page)


@both("/organization/{id:path}", "maker")
def organization(store: Store, id: Id, page: Page = 1) -> schema.MakerView:
    """An organisation, with the papers."""
    return views.maker_view(store, _one(store, id, {"Organization"}, _makers), page=page)


def _makers(store: GraphStore, name: str) -> list[Node]:
    labels = ["Author", "Organization"]
    return found_or_raise(store, name, store.resolve(name, labels), labels)


@both("/papers", "papers")
def papers(
    store: Store,
    sort: Annotated[
        Literal["newest", "upvotes"], Query(description="What comes first.")
    ] = "newest",
    page: Page = 1,
) -> schema.PaperList:
    """All papers, page by page."""
    return views.listed_papers(store, sort=sort, page=page)


@both("/entities", "entities")
def entities(
    store: Store,
    type: Type = None,
    sort: Annotated[Sort, Query(description="What comes first.")] = "papers",
    page: Page = 1,
) -> schema.EntityList:
    """All entities, page by page."""
    return views.listed(store, type=type, sort=sort, page=page)


@both("/trends", "trends")
def trends(
    store: Store,
    name: Annotated[
        list[str] | None, Query(description="Entities whose curves are wanted.", max_length=8)
    ] = None,
    type: Type = None,
    window: Annotated[int, Query(description="How many days are recent.", ge=1, le=3650)] = 180,
    limit: Limit = 20,
) -> schema.TrendsView:
    """What gains and what loses ground, and how the use of some entities has grown."""
    names = [one for one in name or () if one.strip()]
    return views.trends_view(store, names=names, type=type, window=window, limit=limit)


Day = Annotated[dt.date | None, Query(description="Such as 2025-03-01.")]


@both("/digest", "digest")
def digest(store: Store, since: Day = None, until: Day = None) -> schema.DigestView:
    """What is new in some days; by default in the week that ends with the newest paper."""
    return views.digest_view(store, since=since, until=until)


@pages.get("/digest.atom")
def feed(request: Request, store: Store, since: Day = None, until: Day = None) -> Response:
    """The digest as an Atom feed."""
    from papermesh.digest import render as write

    found = views.latest_digest(store, since, until)
    if found is None:
        raise NotFoundError("a paper with a date")
    text = write(found, "atom", url=str(request.base_url))
    return Response(text, media_type="application/atom+xml")


Around = Annotated[str | None, Query(description="Only what is near this node.", max_length=2000)]
Depth = Annotated[int, Query(description="Edges away from it.", ge=1, le=2)]
Nodes = Annotated[int, Query(description="Nodes at most.", ge=1, le=10_000)]


@api.get("/graph", operation_id="graph")
def graph(
    store: Store, around: Around = None, q: Words = "", depth: Depth = 1, limit: Nodes = 1000
) -> schema.GraphView:
    """A part of the graph as nodes and edges: around a node, of a search, or of the whole."""
    return views.graph_view(store, name=around, words=q, depth=depth, limit=limit)


@pages.get("/graph")
def graph_page(
    store: Store, around: Around = None, q: Words = "", depth: Depth = 1, limit: Nodes = 300
) -> Response:
    """The graph as a picture to explore."""
    from papermesh.viz import content_policy
    from papermesh.viz import render as draw

    part = views.part_of(store, name=around, words=q, depth=depth)
    title = f"around {around}" if around else q or "The graph"
    middle = named(store, around) if around else hits(store, q) if q else ()
    page = draw(part, title=title, limit=limit, middle=middle, site="/")
    policy = f"{content_policy()}; frame-ancestors 'none'"
    return HTMLResponse(page, headers={"content-security-policy": policy})


@api.get("/suggest", operation_id="suggest")
def suggest(store: Store, q: Words = "", type: Type = None, limit: Limit = 8) -> schema.SearchView:
    """What someone may be about to type: names, titles and aliases."""
    return views.suggested(store, q, type=type, limit=limit)


@api.get("/ask", operation_id="ask")
def ask(
    store: Store,
    q: Annotated[
        str, Query(description="A question in plain English.", min_length=1, max_length=500)
    ],
    today: Annotated[
        dt.date | None, Query(description='The day that "last year" counts from.')
    ] = None,
) -> schema.AnswerView:
    """Answer a question in plain English, with the query and the evidence."""
    return views.answered(store, q, today=today)


@pages.get("/ask")
def ask_page(request: Request, store: Store, q: Words = "") -> Response:
    """The question box, and the answer under it."""
    if not q.strip():
        return _html(request, "ask", None, question="", error=None, examples=_examples(store))
    try:
        view = views.answered(store, q)
    except (QuestionError, NotFoundError) as error:
        closest = list(error.close) if isinstance(error, NotFoundError) else []
        problem = schema.Problem(error=str(error), closest=closest)
        response = _html(request, "ask", None, question=q, error=problem)
        response.status_code = 404 if closest else 422
        return response
    return _html(request, "ask", view, question=q, error=None)


def _examples(store: Snapshot) -> list[str]:
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


@pages.get("/go")
def go(store: Store, q: Words) -> Response:
    """Lead to the page of what a name means, else to a search for it."""
    from urllib.parse import quote

    try:
        found = [node for node in find_nodes(store, q) if address(node)]
    except PapermeshError:
        found = []
    return RedirectResponse(address(found[0]) if found else f"/search?q={quote(q)}", 307)


@pages.get("/api")
@pages.get("/api/docs")
async def reference(request: Request) -> Response:
    """The reference of the API, to be read by people."""
    openapi = request.app.openapi()
    return await run_in_threadpool(_html, request, "api", None, openapi=openapi)
