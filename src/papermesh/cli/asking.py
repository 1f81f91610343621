"""``ask``, ``papers``, ``search``: what the graph holds of a question, a name or some words."""

from __future__ import annotations

import datetime as dt
import json

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
from papermesh.cli.rows import PAPER_COLUMNS, columns, evidence_rows, paper_row
from papermesh.model import RelationType

_RELATIONS = click.Choice([str(kind) for kind in RelationType], case_sensitive=False)


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
            "evidence": [evidence_rows(found) for found in answer.evidence],
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
    write_rows(map(paper_row, rows), columns(PAPER_COLUMNS, format_), format_)
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
