"""The graph as a whole: counts, rankings and full-text search."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from papermesh.query.adoption import uses
from papermesh.query.incidence import incidence
from papermesh.query.lookup import read_type
from papermesh.query.papers import within
from papermesh.query.values import ENTITY_TYPES, RELATIONS, USE, Stats, TopRow, date_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from papermesh.store.base import GraphStore


def stats(store: GraphStore, *, top_limit: int = 10) -> Stats:
    """Count what a graph holds: nodes by label, edges by type, its time span, its top entities."""
    graph = store.graph()
    labels = Counter(label for _, labels in graph.nodes(data="labels") for label in labels)
    relations = Counter(type for _, _, type in graph.edges(keys=True))
    dated = [date_of(paper) for paper in store.nodes("Paper")]
    days = [day for day in dated if day is not None]
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
        undated=len(dated) - len(days),
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
    import numpy as np

    known = incidence(store, uses(relations, types))
    ever = since is None and until is None
    wanted = np.array(
        [
            (papers is None or id in papers) and (ever or within(_day(store, id), since, until))
            for id in known.papers
        ],
        dtype=bool,
    )
    users = np.bincount(
        known.entities_of(np.flatnonzero(wanted).astype(np.int32)), minlength=len(known.entities)
    )
    rows: list[TopRow] = []
    # Numbers of entities rise with their ids, so a stable order breaks ties by id.
    for at in np.argsort(-users, kind="stable"):
        if not users[at] or len(rows) == limit:
            break
        node = store.node(known.entities[at])
        if node is not None and node.label in types:
            rows.append(TopRow(node, int(users[at])))
    return rows


def _day(store: GraphStore, id: str) -> dt.date | None:
    paper = store.node(id)
    return None if paper is None else date_of(paper)
