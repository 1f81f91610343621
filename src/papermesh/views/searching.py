"""What a search finds, and what someone may be about to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.names import fold
from papermesh.query.lookup import read_type
from papermesh.query.search import LABELS, search, suggest
from papermesh.views.refs import ref
from papermesh.views.schema import Hit, SearchView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from papermesh.query import SearchHit
    from papermesh.store.base import GraphStore

_SNIPPET = 300


def found(store: GraphStore, words: str, *, type: str | None = None, limit: int = 30) -> SearchView:
    """Search papers, entities, authors and organisations.

    Args:
        store: The graph.
        words: What to look for; typing errors are forgiven.
        type: Only nodes of this kind, such as Paper, Entity or Benchmark.
        limit: How many at most.

    Raises:
        NotFoundError: There is no such type.
    """
    return SearchView(
        query=words, type=type, hits=_hits(search(store, words, limit, labels=_labels(type)))
    )


def suggested(
    store: GraphStore, words: str, *, type: str | None = None, limit: int = 8
) -> SearchView:
    """Find what someone may be about to type; see `found`."""
    return SearchView(
        query=words, type=type, hits=_hits(suggest(store, words, limit, labels=_labels(type)))
    )


def _labels(type: str | None) -> list[str] | None:
    if type is None:
        return None
    for kind in LABELS:
        if fold(type) in (fold(kind), fold(kind) + "s"):
            return [kind]
    return [read_type(type)]


def _hits(hits: Iterable[SearchHit]) -> list[Hit]:
    return [
        Hit(
            node=ref(hit.node),
            papers=int(hit.node.properties.get("paperCount") or 0),
            score=hit.score,
            field=hit.field,
            snippet=hit.snippet[:_SNIPPET],
        )
        for hit in hits
    ]
