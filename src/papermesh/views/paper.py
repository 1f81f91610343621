"""All that is known of one paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papermesh.query.links import CODE, web_links
from papermesh.query.papers import rank_of_edge
from papermesh.query.results import results
from papermesh.query.similar import similar
from papermesh.query.values import RELATIONS, confidence_of, date_of, to_month
from papermesh.views.refs import (
    address,
    day_of,
    evidence_of_edge,
    number_of,
    paper_form,
    ref,
    result_form,
    text_of,
    texts_of,
)
from papermesh.views.schema import Hyperlink, Linked, Mention, PaperView, Ref, Similar

if TYPE_CHECKING:
    from papermesh.store.base import GraphStore, Node


def paper_view(store: GraphStore, node: Node) -> PaperView:
    """Gather what is known of a paper: entities with evidence, figures, code, similar papers."""
    makers: dict[str, list[Ref]] = {"WROTE": [], "PUBLISHED": []}
    for edge in store.edges([node.id], list(makers), "in"):
        if (maker := store.node(edge.source)) is not None:
            makers[edge.type].append(ref(maker))
    linked = _linked(store, node)
    links = web_links(node)
    named = texts_of(node, "authors")
    return PaperView(
        id=node.id, type="Paper", name=node.name, address=address(node),
        abstract=text_of(node, "abstract") or "",
        date=date_of(node), to_month=to_month(node),
        published=day_of(node, "published"), featured=day_of(node, "featured"),
        authors=sorted(makers["WROTE"], key=lambda author: _place(named, author.name)),
        n_authors=number_of(node, "nAuthors"),
        organization=next(iter(makers["PUBLISHED"]), None),
        categories=texts_of(node, "categories"), keywords=texts_of(node, "keywords"),
        upvotes=number_of(node, "upvotes"), comments=number_of(node, "comments"),
        links=[Hyperlink(label=label, url=url) for label, url in links if label != CODE],
        code=[Hyperlink(label=url.split("://", 1)[1], url=url) for label, url in links if label == CODE],
        sources=texts_of(node, "source"),
        entities=linked, mentions=_mentions(linked),
        results=[result_form(store, row) for row in results(store, papers=[node.id])],
        similar=_similar(store, node.id),
    )  # fmt: skip


def _place(named: list[str], name: str) -> tuple[int, str]:
    return (named.index(name) if name in named else len(named), name)


def _linked(store: GraphStore, node: Node) -> list[Linked]:
    edges = sorted(store.edges([node.id], RELATIONS, "out"), key=rank_of_edge)
    return [
        Linked(
            entity=ref(entity),
            relation=edge.type,
            confidence=round(confidence_of(edge), 4),
            evidence=evidence_of_edge(node.id, edge.properties),
        )
        for edge in edges
        if (entity := store.node(edge.target)) is not None
    ]


def _mentions(linked: list[Linked]) -> list[Mention]:
    """Every place that names an entity; of one place, the strongest relation."""
    found: dict[tuple[str, int, int, str], Mention] = {}
    for link in linked:
        for item in link.evidence:
            if item.start is None or item.end is None or item.field not in ("title", "abstract"):
                continue
            where = (item.field, item.start, item.end, link.entity.id)
            found.setdefault(
                where,
                Mention(
                    field="title" if item.field == "title" else "abstract",
                    start=item.start, end=item.end, entity=link.entity, relation=link.relation,
                    source=item.source, score=item.score,
                ),
            )  # fmt: skip
    return sorted(found.values(), key=lambda m: (m.field != "title", m.start, -m.end, m.entity.id))


def _similar(store: GraphStore, id: str) -> list[Similar]:
    return [
        Similar(
            paper=paper_form(row.paper),
            score=row.score,
            shared=[ref(end) for one in row.shared if (end := store.node(one)) is not None],
        )
        for row in similar(store, id)
    ]
