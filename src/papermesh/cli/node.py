"""``show``: everything known of one node."""

from __future__ import annotations

import json
from typing import Any

import click

from papermesh import query
from papermesh.cli.options import format_option, opened, store_option
from papermesh.cli.output import write, write_data, write_rows
from papermesh.cli.rows import PAPER_COLUMNS, columns, evidence_rows, first_sentence, paper_row
from papermesh.query import NodeView
from papermesh.store.base import Node

_ENTITY_COLUMNS = ("relation", "entity", "type", "confidence", "sentence")


@click.command("show")
@click.argument("name")
@store_option
@format_option
def show_command(name: str, store: str, format_: str) -> int:
    """Show everything known of one node, with the evidence."""
    with opened(store) as graph:
        view = query.show(graph, name)
    if format_ == "table":
        _show_table(view)
    else:
        _show_data(view, format_)
    return 0


def _entity_rows(view: NodeView) -> list[dict[str, Any]]:
    return [
        {
            "relation": row.relation,
            "entity": row.entity.name,
            "type": row.entity.label,
            "confidence": round(row.confidence, 2),
            "id": row.entity.id,
            "evidence": evidence_rows(row.evidence),
            "sentence": first_sentence(row.evidence),
        }
        for row in view.entities
    ]


def _result_rows(view: NodeView) -> list[dict[str, Any]]:
    def name(node: Node | None) -> str | None:
        return node.name if node else None

    return [
        {
            "value": row.value,
            "kind": row.kind,
            "metric": name(row.metric),
            "on": name(row.benchmark),
            "method": name(row.method),
            "versus": name(row.versus),
            "paper": row.paper.name,
            "id": row.id,
            "evidence": evidence_rows(row.evidence),
        }
        for row in view.results
    ]


def _link_rows(view: NodeView) -> list[dict[str, Any]]:
    return [
        {
            "link": row.type,
            "direction": "out" if row.outgoing else "in",
            "other": row.other.name,
            "id": row.other.id,
        }
        for row in view.links
    ]


def _show_table(view: NodeView) -> None:
    node = view.node
    write(f"{node.name}  [{node.label}]  {node.id}")
    for name, value in node.properties.items():
        if name not in {"name", "title", "rawTitle", "rawAbstract"}:
            write(f"  {name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    if view.others:
        write(
            f"  also called so: {', '.join(f'{other.name} ({other.id})' for other in view.others)}"
        )
    sections = (
        (_entity_rows(view), _ENTITY_COLUMNS),
        (list(map(paper_row, view.papers)), PAPER_COLUMNS),
        (_result_rows(view), ("value", "kind", "metric", "on", "method", "versus", "paper")),
        (_link_rows(view), ("link", "direction", "other", "id")),
    )
    for rows, names in sections:
        if rows:
            write("")
            write_rows(rows, names, "table")


def _show_data(view: NodeView, format_: str) -> None:
    whole = {
        "id": view.node.id,
        "labels": list(view.node.labels),
        "properties": dict(view.node.properties),
        "others": [other.id for other in view.others],
        "entities": _entity_rows(view),
        "papers": list(map(paper_row, view.papers)),
        "results": _result_rows(view),
        "links": _link_rows(view),
    }
    if format_ == "csv":
        rows = _entity_rows(view) or list(map(paper_row, view.papers))
        names = _ENTITY_COLUMNS if view.entities else PAPER_COLUMNS
        write_rows(rows, columns(names, "csv"), "csv")
    else:
        write_data(
            json.dumps(
                whole, ensure_ascii=False, indent=1 if format_ == "json" else None, default=str
            )
        )
