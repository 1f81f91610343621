"""How the answers of this package look in Jupyter."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from markupsafe import Markup

from papermesh.display import Span, badge, bar, facts, heading, link, marked, paragraph, table, text
from papermesh.query.adoption import Adoption
from papermesh.query.columns import COLUMNS, node_link, rows_table
from papermesh.query.digest import Digest
from papermesh.query.leaderboard import Board
from papermesh.query.links import web_links
from papermesh.query.shown import Rows
from papermesh.query.trends import Trends
from papermesh.query.values import Comparison, NodeView, Path, Stats, Succession, day_text

_ABOUT = ("organization", "categories", "keywords", "upvotes", "aliases", "paperCount", "firstSeen")


@singledispatch
def html(value: object) -> Markup:
    """Write a value as HTML: a row as a table of one row."""
    return text(repr(value))


def _row(row: object) -> Markup:
    return rows_table([row])


for _kind in COLUMNS:
    html.register(_kind, _row)


@html.register(Rows)
def _(rows: Rows[Any]) -> Markup:
    """One table; values that are tables themselves below each other."""
    if not rows:
        return paragraph("nothing")
    if type(rows[0]) in COLUMNS:
        return rows_table(rows)
    return Markup().join(map(html, rows))


@html.register
def _(view: NodeView) -> Markup:
    return Markup().join(_view(view))


def _view(view: NodeView) -> Iterable[Markup]:
    node = view.node
    yield heading(
        node_link(node), badge(node.label), day_text(node) if view.entities else "", node.id
    )
    if links := web_links(node):
        yield paragraph(Markup(" · ").join(link(name, url) for name, url in links))
    if isinstance(abstract := node.properties.get("abstract"), str) and abstract:
        yield paragraph(marked(abstract, _spans(view, abstract)))
    about = {name: value for name in _ABOUT if (value := node.properties.get(name))}
    if "firstSeen" in about:  # no more of it may be known than the month
        about["firstSeen"] = str(about["firstSeen"])[:7]
    yield facts(about)
    yield rows_table(view.papers, "Papers")
    yield rows_table(view.entities, "Entities")
    yield rows_table(view.results, "Figures")
    yield rows_table(view.links, "Links")
    if view.others:
        yield paragraph(Markup("Also: ") + Markup(", ").join(map(node_link, view.others)))


def _spans(view: NodeView, abstract: str) -> Iterable[Span]:
    """Tell where the entities and figures of a paper stand in its abstract."""
    found = [
        (item, row.entity.label, f"{row.entity.label} · {row.relation}")
        for row in view.entities
        for item in row.evidence
    ]
    found += [(item, "Result", f"Result · {r.kind}") for r in view.results for item in r.evidence]
    for item, kind, note in found:
        start, end = item.start, item.end
        if (
            item.field == "abstract"
            and start is not None
            and end is not None
            and abstract[start:end] == item.text
        ):
            yield Span(start, end, kind, note)


@html.register
def _(path: Path) -> Markup:
    title = heading(Markup("{} to {}").format(node_link(path.start), node_link(path.end)))
    return title + (rows_table(path.steps) or paragraph("They are the same."))


@html.register
def _(stats: Stats) -> Markup:
    said = f"{stats.first} to {stats.last}" if stats.first else ""
    counts = table(("nodes", "count"), stats.labels.items())
    edges = table(("edges", "count"), stats.relations.items())
    undated = f"{stats.undated:,} papers without a date" if stats.undated else ""
    return heading("What the graph holds", said, undated) + _beside(
        counts, edges, rows_table(stats.top)
    )


def _beside(*parts: Markup) -> Markup:
    cells = Markup().join(Markup("<div>{}</div>").format(part) for part in parts if part)
    return Markup(
        '<div style="display:flex;flex-wrap:wrap;gap:2em;align-items:flex-start">{}</div>'
    ).format(cells)


@html.register
def _(found: Comparison) -> Markup:
    counts = table(
        ("name", "type", "papers"),
        [
            (node_link(nodes[0]), badge(nodes[0].label), papers)
            for nodes, papers in ((found.a, found.papers_a), (found.b, found.papers_b))
            if nodes
        ],
    )
    return Markup().join(
        (
            heading("Side by side", f"papers that have to do with both: {len(found.both)}"),
            counts,
            rows_table(found.direct, "Papers that set one against the other"),
            rows_table(found.shared, "What papers of either have to do with"),
            rows_table(found.results, "Figures"),
        )
    )


@html.register
def _(found: Adoption) -> Markup:
    most = max((point.share or 0 for point in found.points), default=0) or 1
    rows = [
        (
            point.label + (" (not whole)" if point.partial else ""), point.papers, point.total,
            "" if point.share is None else f"{point.share:.1%}", bar((point.share or 0) / most),
        )
        for point in found.points[-36:]
    ]  # fmt: skip
    kinds = dict.fromkeys(node.label for node in found.entities)
    return Markup().join(
        (
            heading(found.name, *map(badge, kinds), f"{found.papers:,} papers"),
            rows_table(found.introduced[:3], "Introduced by"),
            table((found.by, "papers", "of", "share", ""), rows),
        )
    )


@html.register
def _(found: Trends) -> Markup:
    said = f"{found.papers:,} papers, compared to {found.papers_before:,} before"
    return Markup().join(
        (
            heading(f"{found.since} to {found.until}", said),
            rows_table(found.rising, "Rising"),
            rows_table(found.fading, "Fading"),
        )
    )


@html.register
def _(board: Board) -> Markup:
    better = {"higher": "higher is better", "lower": "lower is better"}.get(board.direction, "")
    name = board.metric.name if board.metric else "metric not named"
    where = board.benchmark.name if board.benchmark else ""
    return heading(name, where, board.kind, board.unit, better) + rows_table(board.rows)


@html.register
def _(found: Digest) -> Markup:
    return Markup().join(
        (
            heading(f"{found.since} to {found.until}", f"{found.total:,} papers"),
            rows_table(found.papers, "Papers"),
            rows_table(found.introduced, "Introduced"),
            rows_table(found.results, "Figures"),
            rows_table(found.used, "Most used"),
            rows_table(found.rising, "Rising"),
            rows_table(found.code, "Code"),
        )
    )


@html.register
def _(found: Succession) -> Markup:
    parts = [("Earlier", found.earlier), ("Later", found.later), ("Variants", found.variants)]
    lines = [
        paragraph(Markup("{}: {}").format(title, Markup(", ").join(map(node_link, nodes))))
        for title, nodes in parts
        if nodes
    ]
    name = found.entities[0].name if found.entities else ""
    return heading(name) + Markup().join(lines) + rows_table(found.followers, "What followed")
