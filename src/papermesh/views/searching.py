"""What a search finds, and what someone may be about to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.names import fold
from papermesh.query.lookup import read_type
from papermesh.query.search import LABELS, search, suggest
from papermesh.query.values import SearchHit, date_of, to_month
from papermesh.views.identified import identified, is_identifier
from papermesh.views.paging import PAGE, cut
from papermesh.views.refs import number_of, ref
from papermesh.views.schema import Hit, SearchView

if TYPE_CHECKING:
    from collections.abc import Callable

    from papermesh.store.base import GraphStore, Node

_SNIPPET = 300
_MOST = 1000
"""Hits that can be reached, page by page; whoever wants more has better words."""


def found(
    store: GraphStore, words: str, *, type: str | None = None, page: int = 1, limit: int = PAGE
) -> SearchView:
    """Search papers, entities, authors and organisations.

    What an arXiv id, a DOI or an address names comes first; where the words are nothing else,
    it is all that is found.

    Args:
        store: The graph.
        words: What to look for; typing errors are forgiven.
        type: Only nodes of this kind, such as Paper, Entity or Benchmark.
        page: Which page, from 1; the last where there are not so many.
        limit: Hits on one page.

    Raises:
        NotFoundError: There is no such type.
    """
    # One more than is shown tells whether there are more.
    hits = _looked_up(store, search, words, type, min(page * limit + 1, _MOST))
    shown, page, pages = cut(hits, page, limit)
    return SearchView(
        query=words,
        type=type,
        page=page,
        more=page < pages,
        hits=[_form(store, hit) for hit in shown],
    )


def suggested(
    store: GraphStore, words: str, *, type: str | None = None, limit: int = 8
) -> SearchView:
    """Find what someone may be about to type; see `found`."""
    hits = _looked_up(store, suggest, words, type, limit)
    return SearchView(
        query=words, type=type, page=1, more=False, hits=[_form(store, hit) for hit in hits]
    )


def _looked_up(
    store: GraphStore,
    look: Callable[..., list[SearchHit]],
    words: str,
    type: str | None,
    limit: int,
) -> list[SearchHit]:
    labels = None if type is None else _labels(type)
    meant = [
        SearchHit(node, 0.0, "id", node.name)
        for node in identified(store, words)
        if labels is None or set(labels) & set(node.labels)
    ]
    if is_identifier(words):
        return meant
    known = {hit.node.id for hit in meant}
    others = look(store, words, limit, labels=labels)
    return (meant + [hit for hit in others if hit.node.id not in known])[:limit]


def _labels(type: str) -> list[str]:
    for kind in LABELS:
        if fold(type) in (fold(kind), fold(kind) + "s"):
            return [kind]
    return [read_type(type)]


def _form(store: GraphStore, hit: SearchHit) -> Hit:
    is_paper = "Paper" in hit.node.labels
    return Hit(
        node=ref(hit.node),
        papers=_papers(store, hit.node),
        date=date_of(hit.node) if is_paper else None,
        to_month=is_paper and to_month(hit.node),
        score=hit.score,
        field=hit.field,
        snippet=hit.snippet[:_SNIPPET],
    )


def _papers(store: GraphStore, node: Node) -> int:
    """Papers of an entity, an author or an organisation."""
    if {"Author", "Organization"} & set(node.labels):
        return len({e.target for e in store.edges([node.id], ["WROTE", "PUBLISHED"], "out")})
    return number_of(node, "paperCount") or 0
