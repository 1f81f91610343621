"""Which columns each kind of row has in Jupyter, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from papermesh.display import Span, badge, details, heading, link, marked, table, text
from papermesh.query.digest import Introduction, NewCode, NewPaper
from papermesh.query.links import web_page
from papermesh.query.trends import Change
from papermesh.query.values import (
    EntityRow,
    Evidence,
    Follower,
    Link,
    PaperRow,
    Related,
    ResultRow,
    SearchHit,
    Step,
    TopRow,
    day_text,
)

if TYPE_CHECKING:
    from papermesh.store.base import Node

_SENTENCES = 3

Cells = Callable[[Any], Sequence[object]]


def node_link(node: Node | None) -> Markup:
    """Name a node, linked to where it stands on the web, if it does."""
    return Markup() if node is None else link(node.name, web_page(node))


def quotes(evidence: Sequence[Evidence]) -> Markup:
    """Show the first sentences behind a click, the name in them highlighted."""
    shown = list(dict.fromkeys((e.sentence, e.text or "", e.source or "") for e in evidence))
    quoted = [
        Markup("“{}”{}").format(
            _quote(sentence, words), Markup(" · ") + text(source) if source else ""
        )
        for sentence, words, source in shown[:_SENTENCES]
    ]
    return details(f"{len(evidence)} in the text" if len(evidence) > 1 else "in the text", quoted)


def _quote(sentence: str, words: str) -> Markup:
    at = sentence.find(words) if words else -1
    return marked(sentence, [Span(at, at + len(words), "")] if at >= 0 else [])


def _paper(row: PaperRow) -> Sequence[object]:
    return (
        node_link(row.paper), day_text(row.paper), " ".join(row.relations),
        round(row.confidence, 2), quotes(row.evidence),
    )  # fmt: skip


def _result(row: ResultRow) -> Sequence[object]:
    return (
        row.value, row.kind, *map(node_link, (row.metric, row.benchmark, row.method, row.versus)),
        node_link(row.paper), day_text(row.paper),
    )  # fmt: skip


def _entity(row: EntityRow) -> Sequence[object]:
    return (
        node_link(row.entity), badge(row.entity.label), row.relation,
        round(row.confidence, 2), quotes(row.evidence),
    )  # fmt: skip


def _change(row: Change) -> Sequence[object]:
    return (
        node_link(row.entity), badge(row.entity.label), row.recent, row.before,
        f"{row.share:.1%}", f"{row.share_before:.1%}", round(row.ratio, 2),
        f"{row.low:.2f} to {row.high:.2f}",
    )  # fmt: skip


def _step(row: Step) -> Sequence[object]:
    arrow = f"—{row.relation}→" if row.forward else f"←{row.relation}—"
    return node_link(row.start), arrow, node_link(row.end), quotes(row.evidence)


_FIGURES = ("value", "kind", "metric", "on", "by", "against", "paper", "date")
COLUMNS: dict[type, tuple[Sequence[str], Cells]] = {
    PaperRow: (("paper", "date", "relations", "confidence", "evidence"), _paper),
    EntityRow: (("name", "type", "relation", "confidence", "evidence"), _entity),
    ResultRow: (_FIGURES, _result),
    Related: (
        ("name", "type", "shared papers", "lift"),
        lambda r: (node_link(r.entity), badge(r.entity.label), r.shared, r.lift),
    ),
    TopRow: (
        ("name", "type", "papers"),
        lambda r: (node_link(r.entity), badge(r.entity.label), r.papers),
    ),
    SearchHit: (
        ("found", "type", "in", "words"),
        lambda r: (node_link(r.node), badge(r.node.label), r.field, r.snippet),
    ),
    Change: (
        ("name", "type", "recent", "before", "share", "share before", "ratio", "95% interval"),
        _change,
    ),
    Step: (("from", "relation", "to", "evidence"), _step),
    Follower: (
        ("name", "paper", "date", "relation", "evidence"),
        lambda r: (
            node_link(r.entity), node_link(r.paper), day_text(r.paper), r.relation,
            quotes(r.evidence),
        ),
    ),
    Link: (
        ("relation", "to", "type"),
        lambda r: (
            f"{r.type}→" if r.outgoing else f"←{r.type}", node_link(r.other), badge(r.other.label)
        ),
    ),
    Introduction: (
        ("name", "type", "paper", "confidence", "evidence"),
        lambda r: (
            node_link(r.entity), badge(r.entity.label), node_link(r.paper), round(r.confidence, 2),
            quotes(r.evidence),
        ),
    ),
    NewPaper: (
        ("paper", "date", "introduces", "figures", "upvotes"),
        lambda r: (
            node_link(r.paper), day_text(r.paper), ", ".join(i.entity.name for i in r.introduces),
            len(r.results), r.upvotes,
        ),
    ),
    NewCode: (("code", "paper"), lambda r: (node_link(r.repository), node_link(r.paper))),
}  # fmt: skip


def rows_table(rows: Sequence[object], title: str = "") -> Markup:
    """Write rows of one kind as a table under a title; nothing where there are none."""
    if not rows:
        return Markup()
    columns, cells = COLUMNS[type(rows[0])]
    return (heading(title) if title else Markup()) + table(columns, map(cells, rows))
