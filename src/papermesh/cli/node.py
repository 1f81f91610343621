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
from papermesh.query.families import Family, family_of
from papermesh.store.base import Node

_MONTHS = {"month", "firstSeen"}  # days of which no more may be known
_MEMBERS = 12
"""Names of a family that the table has; JSON has all."""
_ENTITY_COLUMNS = ("relation", "entity", "type", "confidence", "sentence")


@click.command("show")
@click.argument("name")
@store_option
@format_option
def show_command(name: str, store: str, format_: str) -> int:
    """Show everything known of one node, with the evidence."""
    with opened(store) as graph:
        view = query.show(graph, name)
        family = family_of(graph, view.node)
    if format_ == "table":
        _show_table(view, family)
    else:
        _show_data(view, family, format_)
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


def _node(node: Node) -> dict[str, Any]:
    papers = int(node.properties.get("paperCount") or 0)
    return {"name": node.name, "type": node.label, "papers": papers, "id": node.id}


def _family_lines(family: Family) -> list[str]:
    lines = []
    if family.root:
        lines.append(f"  of the family of {family.root.name} ({family.root.id})")
    if family.members:
        shown = [
            f"{row['name']} ({row['papers']})" for row in map(_node, family.members[:_MEMBERS])
        ]
        more = [f"{len(family.members) - _MEMBERS} more"] if len(family.members) > _MEMBERS else []
        lines.append(f"  family, {family.papers} papers together: {', '.join(shown + more)}")
    return lines


def _show_table(view: NodeView, family: Family) -> None:
    node = view.node
    write(f"{node.name}  [{node.label}]  {node.id}")
    for name, value in node.properties.items():
        if name not in {"name", "title", "rawTitle", "rawAbstract"}:
            said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            write(f"  {name}: {said[:7] if name in _MONTHS else said}")
    if view.others:
        write(
            f"  also called so: {', '.join(f'{other.name} ({other.id})' for other in view.others)}"
        )
    for line in _family_lines(family):
        write(line)
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


def _show_data(view: NodeView, family: Family, format_: str) -> None:
    whole = {
        "id": view.node.id,
        "labels": list(view.node.labels),
        "properties": dict(view.node.properties),
        "others": [other.id for other in view.others],
        "family": {
            "root": _node(family.root) if family.root else None,
            "members": list(map(_node, family.members)),
            "papers": family.papers,
        },
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
