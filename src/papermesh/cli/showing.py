"""``viz`` and ``export``: the graph as a page, or in a format of another program."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from papermesh.cli.options import opened, store_option
from papermesh.cli.output import say, writable
from papermesh.errors import ExportError
from papermesh.writing import replacing

_MANY = 1000  # nodes that take longer than a moment


@click.command("viz")
@click.option("--around", metavar="NAME", help="Only what is near this node.")
@click.option(
    "--depth",
    type=click.IntRange(min=1, max=6),
    default=2,
    show_default=True,
    help="Edges away from it.",
)
@click.option(
    "--query", "words", metavar="WORDS", help="Only what a search finds, and its neighbours."
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=300,
    show_default=True,
    help="Nodes to show at most; above 1,000 communities are drawn, which open on demand.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False), required=True, help="HTML file to write."
)
@store_option
def viz_command(
    around: str | None, depth: int, words: str | None, limit: int, output: str, store: str
) -> int:
    """Write an interactive page of the graph: one file that works offline."""
    from papermesh.query import neighbourhood
    from papermesh.viz import render

    if around and words:
        raise click.UsageError("--around and --query exclude each other")
    path = writable(output)
    with opened(store) as graph:
        part, title, middle = graph.graph(), "papermesh", list[str]()
        if around:
            part, title = neighbourhood.around(graph, around, depth), f"papermesh: around {around}"
            middle = neighbourhood.named(graph, around)
        elif words:
            part, title = neighbourhood.found_by(graph, words), f"papermesh: {words}"
            middle = neighbourhood.hits(graph, words)
            if not middle:
                raise ExportError(
                    f"the search for {words!r} found nothing; try fewer or other words"
                )
        if (shown := min(len(part), limit)) > _MANY:
            say(f"drawing {shown:,} of {len(part):,} nodes …")
        page = render(part, title=title, limit=limit, middle=middle)
    with replacing(path) as file:
        file.write(page.encode())
    say(f"open {path.resolve().as_uri()} in a browser ({len(page.encode()) / 1e6:.1f} MB)")
    return 0


@click.command("export")
@click.argument("format_", metavar="FORMAT")
@click.option(
    "-o",
    "--output",
    type=click.Path(allow_dash=True),
    required=True,
    help="File to write, - for standard output; of neo4j-csv, the folder.",
)
@store_option
def export_command(format_: str, output: str, store: str) -> int:
    """Write the graph for other programs: cypher, graphml, jsonl or neo4j-csv.

    neo4j-csv is a folder for Neo4j's bulk import; its import.sh holds the command. cypher is a
    script for an empty database of Neo4j: cypher-shell -f FILE.
    """
    from papermesh.export import FOLDERS, export

    if format_.lower() in FOLDERS and output == "-":
        raise click.UsageError(f"{format_} is a folder, not one file; name it with -o")
    if output != "-":
        writable(output)
    with opened(store) as graph, TemporaryDirectory() as scratch:
        path = Path(scratch, "graph") if output == "-" else Path(output)
        export(graph, format_, path)
        if output == "-":
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    click.echo(line, nl=False)
        else:
            say(f"{output} written")
    return 0
