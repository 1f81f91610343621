"""``ask``, ``papers``, ``show``, ``related``, ``path``, ``stats``, ``search``: questions to the graph."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

import click

from papermesh import query
from papermesh.cli.options import (
    format_option,
    limit_option,
    min_confidence_option,
    opened,
    since_option,
    store_option,
    type_option,
    until_option,
)
from papermesh.cli.output import say, write, write_data, write_rows
from papermesh.model import RelationType
from papermesh.query import Evidence, NodeView, PaperRow
from papermesh.store.base import Node

_RELATIONS = click.Choice([str(kind) for kind in RelationType], case_sensitive=False)


_ENTITY_COLUMNS = ("relation", "entity", "type", "confidence", "sentence")
_PAPER_COLUMNS = ("paper", "date", "relations", "confidence", "sentence")


def _columns(names: Sequence[str], format_: str) -> tuple[str, ...]:
    """What a table shows; CSV, which programs read, has the id as well."""
    return (*names, "id") if format_ == "csv" else tuple(names)


def _sentence(evidence: Iterable[Evidence]) -> str | None:
    return next((item.sentence for item in evidence), None)


def _evidence(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [{name: getattr(item, name) for name in item.__slots__} for item in evidence]


def _paper_row(row: PaperRow) -> dict[str, Any]:
    return {
        "paper": row.paper.name,
        "date": row.date.isoformat() if row.date else None,
        "relations": list(row.relations),
        "confidence": round(row.confidence, 2),
        "id": row.paper.id,
        "evidence": _evidence(row.evidence),
        "sentence": _sentence(row.evidence),
    }


@click.command("ask")
@click.argument("question", nargs=-1, required=True)
@store_option
@format_option
def ask_command(question: tuple[str, ...], store: str, format_: str) -> int:
    """Answer a question in plain English, and show how it was understood.

    No language model takes part: a fixed grammar turns the question into a traversal of the graph.
    """
    from papermesh.ask import ask

    with opened(store) as graph:
        answer = ask(graph, " ".join(question))
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    if format_ == "json":
        whole = {
            "question": " ".join(question),
            "understood": answer.understood,
            "traversal": answer.traversal,
            "parameters": dict(answer.parameters),
            "answer": answer.sentence,
            "columns": list(answer.columns),
            "rows": rows,
            "evidence": [_evidence(found) for found in answer.evidence],
        }
        write_data(json.dumps(whole, ensure_ascii=False, indent=1, default=str))
        return 0
    say(f"understood as: {answer.understood}")
    say("\n".join(f"  {line}" for line in answer.traversal.splitlines()))
    say(f"  with {json.dumps(dict(answer.parameters), ensure_ascii=False, default=str)}")
    if format_ == "table":
        write(answer.sentence)
        if rows:
            write("")
    shown = (
        [name for name in answer.columns if name != "id"] if format_ == "table" else answer.columns
    )
    write_rows(rows, shown, format_)
    return 0


@click.command("papers")
@click.argument("name")
@click.option(
    "--relation", "relations", type=_RELATIONS, multiple=True, help="Only these; can be repeated."
)
@type_option
@since_option
@until_option
@min_confidence_option
@store_option
@format_option
def papers_command(
    name: str,
    relations: tuple[str, ...],
    type_: str | None,
    since: dt.date | None,
    until: dt.date | None,
    min_confidence: float,
    store: str,
    format_: str,
) -> int:
    """List the papers of an entity, strongest relation first."""
    with opened(store) as graph:
        rows = query.papers_of(
            graph, name, relations=relations or None, type=type_, since=since, until=until
        )
    rows = [row for row in rows if row.confidence >= min_confidence]
    if not rows:
        say("no paper fits; widen --relation, --type, --since, --until or --min-confidence")
    write_rows(map(_paper_row, rows), _columns(_PAPER_COLUMNS, format_), format_)
    return 0


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
            "evidence": _evidence(row.evidence),
            "sentence": _sentence(row.evidence),
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
            "evidence": _evidence(row.evidence),
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
        (list(map(_paper_row, view.papers)), _PAPER_COLUMNS),
        (_result_rows(view), ("value", "kind", "metric", "on", "method", "versus", "paper")),
        (_link_rows(view), ("link", "direction", "other", "id")),
    )
    for rows, columns in sections:
        if rows:
            write("")
            write_rows(rows, columns, "table")


def _show_data(view: NodeView, format_: str) -> None:
    whole = {
        "id": view.node.id,
        "labels": list(view.node.labels),
        "properties": dict(view.node.properties),
        "others": [other.id for other in view.others],
        "entities": _entity_rows(view),
        "papers": list(map(_paper_row, view.papers)),
        "results": _result_rows(view),
        "links": _link_rows(view),
    }
    if format_ == "csv":
        rows = _entity_rows(view) or list(map(_paper_row, view.papers))
        names = _ENTITY_COLUMNS if view.entities else _PAPER_COLUMNS
        write_rows(rows, _columns(names, "csv"), "csv")
    else:
        write_data(
            json.dumps(
                whole, ensure_ascii=False, indent=1 if format_ == "json" else None, default=str
            )
        )


@click.command("related")
@click.argument("name")
@type_option
@click.option(
    "--min-support",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Shared papers at least.",
)
@limit_option
@store_option
@format_option
def related_command(
    name: str, type_: str | None, min_support: int, limit: int, store: str, format_: str
) -> int:
    """List what occurs in the same papers as an entity, with count and lift."""
    with opened(store) as graph:
        rows = query.related(graph, name, limit, type=type_, min_support=min_support)
    if not rows:
        say("nothing shares so many papers with it; lower --min-support")
    write_rows(
        (
            {
                "entity": row.entity.name,
                "type": row.entity.label,
                "shared": row.shared,
                "lift": round(row.lift, 2),
                "id": row.entity.id,
                "papers": list(row.papers),
            }
            for row in rows
        ),
        ("entity", "type", "shared", "lift"),
        format_,
    )
    return 0


@click.command("path")
@click.argument("a")
@click.argument("b")
@store_option
@format_option
def path_command(a: str, b: str, store: str, format_: str) -> int:
    """Show how two papers or entities are connected."""
    with opened(store) as graph:
        found = query.shortest_path(graph, a, b)
    if found is None:
        say(f"nothing connects {a!r} and {b!r}")
    elif not found.steps:
        say(f"{a!r} and {b!r} are one node: {found.start.id}")
    steps = found.steps if found else ()
    write_rows(
        (
            {
                "from": step.start.name,
                "relation": f"{step.relation} →" if step.forward else f"← {step.relation}",
                "to": step.end.name,
                "from_id": step.start.id,
                "to_id": step.end.id,
                "evidence": _evidence(step.evidence),
                "sentence": _sentence(step.evidence),
            }
            for step in steps
        ),
        ("from", "relation", "to", "sentence"),
        format_,
    )
    return 0


@click.command("stats")
@store_option
@format_option
def stats_command(store: str, format_: str) -> int:
    """Count what the graph holds."""
    with opened(store) as graph:
        found = query.stats(graph)
    rows = [
        *({"what": "nodes", "of": name, "count": count} for name, count in found.labels.items()),
        *({"what": "edges", "of": name, "count": count} for name, count in found.relations.items()),
        *(
            {
                "what": "most papers",
                "of": f"{row.entity.name} ({row.entity.label})",
                "count": row.papers,
            }
            for row in found.top
        ),
    ]
    if format_ == "table" and found.first:
        write(f"papers from {found.first} to {found.last}, {found.undated} without a date\n")
    write_rows(rows, ("what", "of", "count"), format_)
    return 0


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@limit_option
@store_option
@format_option
def search_command(words: tuple[str, ...], limit: int, store: str, format_: str) -> int:
    """Search titles, names, aliases and abstracts; typing errors are forgiven."""
    if not " ".join(words).strip():
        raise click.UsageError("nothing to search for; write one word or more")
    with opened(store) as graph:
        hits = query.search(graph, " ".join(words), limit)
    if not hits:
        say("nothing found; try fewer or other words")
    write_rows(
        (
            {
                "name": hit.node.name,
                "type": hit.node.label,
                "score": round(hit.score, 1),
                "found in": hit.field,
                "snippet": hit.snippet,
                "id": hit.node.id,
            }
            for hit in hits
        ),
        ("name", "type", "found in", "snippet"),
        format_,
    )
    return 0
