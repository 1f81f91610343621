"""``related``, ``path``, ``stats``: how the nodes of a graph hang together."""

from __future__ import annotations

import click

from papermesh import query
from papermesh.cli.options import format_option, limit_option, opened, store_option, type_option
from papermesh.cli.output import say, write, write_rows
from papermesh.cli.rows import evidence_rows, first_sentence


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
                "evidence": evidence_rows(step.evidence),
                "sentence": first_sentence(step.evidence),
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
