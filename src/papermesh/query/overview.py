"""The graph as a whole: counts, rankings and full-text search."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from papermesh.query.lookup import read_type
from papermesh.query.papers import within
from papermesh.query.values import ENTITY_TYPES, RELATIONS, USE, Stats, TopRow, date_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from papermesh.store.base import GraphStore


def stats(store: GraphStore, *, top_limit: int = 10) -> Stats:
    """Count what a graph holds: nodes by label, edges by type, its time span, its top entities."""
    labels: Counter[str] = Counter()
    days: list[dt.date] = []
    ids: list[str] = []
    undated = 0
    for node in store.nodes():
        labels.update(node.labels)
        ids.append(node.id)
        if "Paper" in node.labels:
            day = date_of(node)
            undated += day is None
            days += [day] if day else []
    relations = Counter(edge.type for edge in store.edges(ids, None, "out"))
    order = ("Paper", "Entity", *ENTITY_TYPES, *sorted(labels))
    return Stats(
        labels={label: labels[label] for label in dict.fromkeys(order) if labels[label]},
        relations={
            type: relations[type]
            for type in dict.fromkeys((*RELATIONS, *sorted(relations)))
            if relations[type]
        },
        top=tuple(top(store, limit=top_limit)),
        first=min(days, default=None),
        last=max(days, default=None),
        undated=undated,
    )


def top(
    store: GraphStore,
    type: str | None = None,
    *,
    relations: Collection[str] = USE,
    limit: int = 10,
    since: dt.date | None = None,
    until: dt.date | None = None,
    papers: Collection[str] | None = None,
) -> list[TopRow]:
    """Rank entities by the papers that work with them.

    Args:
        store: The graph.
        type: Only entities of this type; otherwise of all but Concept, which is mostly mentioned.
        relations: What counts; a mention in passing does not unless it is named here. Concepts
            are only ever proposed or mentioned, so a mention of one counts when they are asked for.
        limit: How many at most.
        since: Only papers from this day on count.
        until: Only papers up to this day count.
        papers: Only these papers count; otherwise all.
    """
    types = [read_type(type)] if type else [t for t in ENTITY_TYPES if t != "Concept"]
    counted = RELATIONS if types == ["Concept"] and relations == USE else relations
    nodes = {node.id: node for kind in types for node in store.nodes(kind)}
    dated: dict[str, bool] = {}
    users: dict[str, set[str]] = defaultdict(set)
    for edge in store.edges(nodes, counted, "in"):
        if papers is not None and edge.source not in papers:
            continue
        if edge.source not in dated:
            paper = store.node(edge.source)
            dated[edge.source] = paper is not None and within(date_of(paper), since, until)
        if dated[edge.source]:
            users[edge.target].add(edge.source)
    rows = [TopRow(nodes[id], len(found)) for id, found in users.items()]
    return sorted(rows, key=lambda r: (-r.papers, r.entity.id))[:limit]
