"""Every address, once: a page and its JSON form are two renderings of the same view."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import Query, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from papermesh import views
from papermesh.errors import NotFoundError, PapermeshError
from papermesh.query.lookup import find_entities, find_nodes, find_papers, found_or_raise
from papermesh.query.neighbourhood import hits, named
from papermesh.query.trends import WINDOW
from papermesh.serve.questions import ask, ask_page
from papermesh.serve.rendering import static
from papermesh.serve.routing import (
    Id,
    Limit,
    Page,
    PerPage,
    Since,
    Store,
    Type,
    Until,
    Words,
    api,
    both,
    html,
    one,
    pages,
)
from papermesh.store.base import GraphStore, Node
from papermesh.views import schema
from papermesh.views.browse import MakerSort, Order, Sort
from papermesh.views.digest import LIMIT
from papermesh.views.paging import PAGE
from papermesh.views.refs import address

__all__ = ["api", "ask", "ask_page", "pages"]


@both("/", "front")
def front(store: Store) -> schema.FrontView:
    """The graph at a glance: counts, newest papers, what rises, what is used most."""
    return views.front_view(store)


@both("/search", "search")
def search(
    store: Store, q: Words = "", type: Type = None, page: Page = 1, limit: PerPage = PAGE
) -> schema.SearchView:
    """Search papers, entities, authors and organisations; typing errors are forgiven.

    An arXiv id, a DOI or an address of a paper finds that paper.
    """
    return views.found(store, q, type=type, page=page, limit=limit)


@both("/paper/{id:path}", "paper")
def paper(store: Store, id: Id) -> schema.PaperView:
    """A paper: mentions, entities with evidence, stated figures, code, similar papers."""
    return views.paper_view(store, one(store, id, "Paper", find_papers))


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
    limit: PerPage = PAGE,
    results_page: Annotated[
        int, Query(description="Which page of its figures, from 1.", ge=1, le=1_000_000)
    ] = 1,
) -> schema.EntityView:
    """A method, model, data set, benchmark, metric, task or concept, and its papers."""
    node = one(store, id, "Entity", find_entities)
    return views.entity_view(
        store,
        node,
        relation=relation,
        sort=sort,
        page=page,
        limit=limit,
        results_page=results_page,
    )


@both("/benchmark/{id:path}", "benchmark")
def benchmark(
    store: Store,
    id: Id,
    limit: Annotated[int, Query(description="Figures of each metric at most.", ge=1, le=1000)] = 20,
) -> schema.LeaderboardView:
    """What abstracts state of a benchmark or data set, or in a metric: claims of their authors."""
    return views.leaderboard_view(store, one(store, id, "Entity", find_entities), limit=limit)


@both("/author/{id:path}", "maker")
def author(store: Store, id: Id, page: Page = 1, limit: PerPage = PAGE) -> schema.MakerView:
    """An author, with the papers."""
    node = one(store, id, "Author", _makers)
    return views.maker_view(store, node, page=page, limit=limit)


@both("/organization/{id:path}", "maker")
def organization(store: Store, id: Id, page: Page = 1, limit: PerPage = PAGE) -> schema.MakerView:
    """An organisation, with the papers."""
    node = one(store, id, "Organization", _makers)
    return views.maker_view(store, node, page=page, limit=limit)


def _makers(store: GraphStore, name: str) -> list[Node]:
    labels = ["Author", "Organization"]
    return found_or_raise(store, name, store.resolve(name, labels), labels)


@both("/papers", "papers")
def papers(
    store: Store,
    since: Since = None,
    until: Until = None,
    code: Annotated[bool, Query(description="Only those that name where their code is.")] = False,
    organization: Annotated[
        str | None,
        Query(description="Only those of this organisation: its id or its name.", max_length=500),
    ] = None,
    sort: Annotated[Order, Query(description="What comes first.")] = "newest",
    page: Page = 1,
    limit: PerPage = PAGE,
) -> schema.PapersView:
    """Papers, page by page: all of them, or those of some days, with code, of an organisation."""
    return views.listed_papers(
        store, since=since, until=until, code=code, organization=organization,
        sort=sort, page=page, limit=limit,
    )  # fmt: skip


@both("/entities", "entities")
def entities(
    store: Store,
    type: Type = None,
    sort: Annotated[Sort, Query(description="What comes first.")] = "papers",
    page: Page = 1,
    limit: PerPage = PAGE,
) -> schema.EntityList:
    """All entities, page by page."""
    return views.listed(store, type=type, sort=sort, page=page, limit=limit)


MakerOrder = Annotated[MakerSort, Query(description="What comes first.")]


@both("/authors", "makers")
def authors(
    store: Store, sort: MakerOrder = "papers", page: Page = 1, limit: PerPage = PAGE
) -> schema.EntityList:
    """All authors, page by page."""
    return views.listed_makers(store, "Author", sort=sort, page=page, limit=limit)


@both("/organizations", "makers")
def organizations(
    store: Store, sort: MakerOrder = "papers", page: Page = 1, limit: PerPage = PAGE
) -> schema.EntityList:
    """All organisations, page by page."""
    return views.listed_makers(store, "Organization", sort=sort, page=page, limit=limit)


@both("/trends", "trends")
def trends(
    store: Store,
    name: Annotated[
        list[str] | None, Query(description="Entities whose curves are wanted.", max_length=8)
    ] = None,
    type: Type = None,
    window: Annotated[int, Query(description="How many days are recent.", ge=1, le=3650)] = WINDOW,
    limit: Limit = 20,
) -> schema.TrendsView:
    """What gains and what loses ground, and how the use of some entities has grown.

    Names that are unknown are told beside the curves of the others.
    """
    names = [each for each in name or () if each.strip()]
    return views.trends_view(store, names=names, type=type, window=window, limit=limit)


@both("/digest", "digest")
def digest(
    store: Store, since: Since = None, until: Until = None, limit: Limit = LIMIT
) -> schema.DigestView:
    """What is new in some days; by default in the week that ends with the newest paper."""
    return views.digest_view(store, since=since, until=until, limit=limit)


@pages.get("/digest.atom")
def feed(request: Request, store: Store, since: Since = None, until: Until = None) -> Response:
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
    middle = named(store, around) if around else hits(store, q) if q else ()
    node = store.node(middle[0]) if around and middle else None
    title = f"around {node.name}" if node else q or "The graph"
    page = draw(part, title=title, limit=limit, middle=middle, site="/")
    policy = f"{content_policy()}; frame-ancestors 'none'"
    return HTMLResponse(page, headers={"content-security-policy": policy})


@api.get("/suggest", operation_id="suggest")
def suggest(store: Store, q: Words = "", type: Type = None, limit: Limit = 8) -> schema.SearchView:
    """What someone may be about to type: names, titles and aliases."""
    return views.suggested(store, q, type=type, limit=limit)


@pages.get("/go")
def go(store: Store, q: Words) -> Response:
    """Lead to the page of what a name means, else to a search for it."""
    try:
        found = [node for node in find_nodes(store, q) if address(node)]
    except PapermeshError:
        found = []
    return RedirectResponse(address(found[0]) if found else f"/search?q={quote(q)}", 307)


@pages.get("/favicon.ico")
def icon() -> Response:
    """Lead to the icon, which browsers and others look for here."""
    return RedirectResponse(static("icon.svg"), 308)


@pages.get("/robots.txt")
def robots() -> Response:
    """Ask robots to keep to the pages that are finite: lists and things, as they stand."""
    closed = ("/api/", "/ask", "/go", "/graph", "/search", "/*?")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return PlainTextResponse("\n".join(lines) + "\n")


@pages.get("/api")
@pages.get("/api/docs")
def reference(request: Request) -> Response:
    """The reference of the API, to be read by people."""
    return html(request, "api", None, openapi=request.app.openapi())
