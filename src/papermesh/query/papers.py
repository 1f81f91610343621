"""Papers of entities, entities of papers, and all that is known of a node."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from papermesh.query.lookup import (
    find_entities,
    find_nodes,
    find_papers,
    found_or_raise,
    read_relation,
    read_type,
)
from papermesh.query.results import SURE, results
from papermesh.query.values import (
    RELATIONS,
    EntityRow,
    Link,
    NodeView,
    PaperRow,
    confidence_of,
    date_of,
    distinct,
    evidence_of,
    rank,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from papermesh.store.base import Edge, GraphStore, Node


def papers_of(
    store: GraphStore,
    name: str,
    *,
    relations: Iterable[str] | None = None,
    type: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[PaperRow]:
    """Find the papers of every entity that answers to a name, strongest relation first.

    A relation that is hardly sure comes after all sure ones, whatever it is.

    Args:
        store: The graph.
        name: Name or alias of the entity.
        relations: Only these; otherwise all.
        type: Only entities of this type.
        since: Only papers from this day on; papers without a date are left out then.
        until: Only papers up to and including this day.

    Raises:
        NotFoundError: No entity has that name.
    """
    wanted = None if relations is None else [read_relation(r) for r in relations]
    nodes = find_entities(store, name, type)
    return paper_rows(store, [node.id for node in nodes], wanted, since=since, until=until)


def paper_rows(
    store: GraphStore,
    ids: Collection[str],
    relations: Collection[str] | None = None,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[PaperRow]:
    """Find the papers of some entities, one row each: strongest, surest, newest first."""
    ranked = ranked_papers(store, ids, relations, since=since, until=until)
    return [paper_row(paper, edges) for paper, edges in ranked]


def ranked_papers(
    store: GraphStore,
    ids: Collection[str],
    relations: Collection[str] | None = None,
    *,
    papers: Collection[str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[tuple[Node, list[Edge]]]:
    """Find the papers of some entities in the order of `paper_rows`, with the edges of each.

    It is for who shows a few of many: a row costs more than all that puts it in its place.

    Args:
        store: The graph.
        ids: Ids of entities.
        relations: Only these; otherwise all.
        papers: Only papers with one of these ids; otherwise all.
        since: Only papers from this day on; papers without a date are left out then.
        until: Only papers up to and including this day.
    """
    grouped: dict[str, list[Edge]] = defaultdict(list)
    for edge in store.edges(ids, RELATIONS if relations is None else relations, "in"):
        if papers is None or edge.source in papers:
            grouped[edge.source].append(edge)
    found = [
        (paper, sorted(edges, key=rank_of_edge))
        for id, edges in grouped.items()
        if (paper := store.node(id)) is not None and within(date_of(paper), since, until)
    ]
    return sorted(found, key=_strongest_first)


def paper_row(paper: Node, edges: Collection[Edge]) -> PaperRow:
    """Make a row of a paper and its edges, the strongest first."""
    return PaperRow(
        paper=paper,
        relations=tuple(dict.fromkeys(edge.type for edge in edges)),
        confidence=max(map(confidence_of, edges)),
        evidence=distinct(e for edge in edges for e in evidence_of(paper.id, edge.properties)),
        entities=tuple(dict.fromkeys(edge.target for edge in edges)),
    )


def rank_of_edge(edge: Edge) -> tuple[bool, int, float, str]:
    """Order edges to entities: those that are sure first, of them the strongest, then the surest."""
    sure = confidence_of(edge)
    return sure < SURE, rank(edge.type), -sure, edge.target


def _strongest_first(found: tuple[Node, list[Edge]]) -> tuple[bool, int, float, int, str]:
    paper, edges = found
    day = date_of(paper)
    surest = max(map(confidence_of, edges))
    age = -day.toordinal() if day else 0
    return confidence_of(edges[0]) < SURE, rank(edges[0].type), -surest, age, paper.id


def within(day: dt.date | None, since: dt.date | None, until: dt.date | None) -> bool:
    """Tell whether a day lies in a period; an unknown day lies only in the unbounded one."""
    if since is None and until is None:
        return True
    return day is not None and (since is None or since <= day) and (until is None or day <= until)


def entities_of(
    store: GraphStore,
    paper: str,
    *,
    relations: Iterable[str] | None = None,
    type: str | None = None,
) -> list[EntityRow]:
    """Find what a paper has to do with, strongest relation first.

    Args:
        store: The graph.
        paper: Id, URL, title, or the name of what the paper introduces.
        relations: Only these; otherwise all.
        type: Only entities of this type.

    Raises:
        NotFoundError: No paper is meant by that.
    """
    wanted = None if relations is None else [read_relation(r) for r in relations]
    types = None if type is None else [read_type(type)]
    ids = [node.id for node in find_papers(store, paper)]
    return entity_rows(store, ids, wanted, types)


def entity_rows(
    store: GraphStore,
    papers: Collection[str],
    relations: Collection[str] | None = None,
    types: Collection[str] | None = None,
) -> list[EntityRow]:
    """Find the entities of some papers, one row for each entity and relation, strongest first."""
    grouped: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in store.edges(papers, RELATIONS if relations is None else relations, "out"):
        grouped[edge.target, edge.type].append(edge)
    rows = [
        EntityRow(
            entity=node,
            relation=relation,
            confidence=max(map(confidence_of, edges)),
            evidence=distinct(
                e for edge in edges for e in evidence_of(edge.source, edge.properties)
            ),
        )
        for (id, relation), edges in grouped.items()
        if (node := store.node(id)) is not None and (types is None or node.label in types)
    ]
    return sorted(
        rows, key=lambda r: (r.confidence < SURE, rank(r.relation), -r.confidence, r.entity.id)
    )


def introduced_by(store: GraphStore, name: str, *, type: str | None = None) -> list[PaperRow]:
    """Find the papers that say they introduce an entity, the likeliest first; see `origins`.

    Raises:
        NotFoundError: No entity has that name.
    """
    return origins(store, find_entities(store, name, type))


def origins(
    store: GraphStore,
    entities: Collection[Node],
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[PaperRow]:
    """Find the papers that say they introduce some entities, the likeliest origin first.

    That is the one whose title begins with the name, then one whose title holds it; then the
    surest, then the oldest.
    """
    rows = paper_rows(store, [node.id for node in entities], ["PROPOSES"], since=since, until=until)
    forms = {form for node in entities for form in (node.name, *node.properties.get("aliases", ()))}
    any_form = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{any_form})(?![\w-])", re.I)

    def order(row: PaperRow) -> tuple[int, float, dt.date, str]:
        head, colon, _ = row.paper.name.partition(":")
        named = (
            0 if colon and pattern.fullmatch(head) else 1 if pattern.search(row.paper.name) else 2
        )
        return named, -row.confidence, row.date or dt.date.max, row.paper.id

    return sorted(rows, key=order)


def papers_by(store: GraphStore, name: str) -> list[Node]:
    """Find the papers that an author wrote or an organisation published, newest first.

    Raises:
        NotFoundError: No author or organisation has that name.
    """
    labels = ["Author", "Organization"]
    makers = found_or_raise(store, name, store.resolve(name, labels), labels)
    return papers_from(store, [maker.id for maker in makers])


def papers_from(store: GraphStore, makers: Collection[str]) -> list[Node]:
    """Find the papers of some authors and organisations, newest first."""
    ids = {edge.target for edge in store.edges(makers, ["WROTE", "PUBLISHED"], "out")}
    return newest_first(node for id in ids if (node := store.node(id)) is not None)


def newest_first(papers: Iterable[Node]) -> list[Node]:
    """Sort papers by date, those without one last."""
    return sorted(papers, key=lambda p: (-(date_of(p) or dt.date.min).toordinal(), p.id))


def show(store: GraphStore, name: str) -> NodeView:
    """Tell everything known of the node that best answers to an id, name or title.

    Raises:
        NotFoundError: Nothing answers to it.
    """
    node, *others = find_nodes(store, name)
    return view(store, node, tuple(others))


def view(store: GraphStore, node: Node, others: tuple[Node, ...] = ()) -> NodeView:
    """Tell everything known of a node."""
    is_paper, is_entity = "Paper" in node.labels, "Entity" in node.labels
    return NodeView(
        node=node,
        others=others,
        papers=tuple(paper_rows(store, [node.id])) if is_entity else (),
        entities=tuple(entity_rows(store, [node.id])) if is_paper else (),
        results=tuple(results(store, papers=[node.id] if is_paper else None, about=[node.id]))
        if is_paper or is_entity
        else (),
        links=tuple(_links(store, node)),
    )


def _links(store: GraphStore, node: Node) -> list[Link]:
    kept = [e for e in store.edges([node.id]) if e.type not in RELATIONS]
    ends = [(e, e.target if e.source == node.id else e.source) for e in kept]
    links = [
        Link(edge.type, other, edge.source == node.id)
        for edge, id in ends
        if (other := store.node(id)) is not None and "Result" not in (*other.labels, *node.labels)
    ]
    return sorted(links, key=lambda k: (k.type, not k.outgoing, k.other.id))
