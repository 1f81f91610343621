"""``cypher`` and ``copy``: what the stores are asked for as stores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from papermesh.cli.growing import progress
from papermesh.cli.options import format_option, opened, store_option
from papermesh.cli.output import say, write_rows
from papermesh.store import copy


class Parameter(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases
    """A name and a value; the value is JSON where it can be, else text."""

    name = "name=value"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Any]:
        """Part a name from its value."""
        if isinstance(value, tuple):
            return value
        name, given, text = str(value).partition("=")
        if not given or not name.isidentifier():
            self.fail(f"{value!r} is no parameter; write name=value", param, ctx)
        try:
            return name, json.loads(text)
        except ValueError:
            return name, text


@click.command("cypher")
@click.argument("query", required=False)
@click.option(
    "-f",
    "--file",
    "file",
    type=click.File(encoding="utf-8"),
    help="Read the query from a file, or from - for standard input.",
)
@click.option(
    "--param",
    "params",
    type=Parameter(),
    multiple=True,
    metavar="NAME=VALUE",
    help="Value of $NAME: JSON, or else text. May be repeated.",
)
@click.option("--write", is_flag=True, help="Let the query change the graph.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="End the query after so long.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help="At most so many rows.",
)
@format_option
@store_option
def cypher_command(
    query: str | None,
    file: Any,
    params: tuple[tuple[str, Any], ...],
    write: bool,
    timeout: float,
    limit: int,
    format_: str,
    store: str,
) -> int:
    """Run a Cypher QUERY on a graph in Neo4j.

    Nothing can be changed without --write. Queries to start from are in graph/queries.
    """
    if (query is None) == (file is None):
        raise click.UsageError("Give a query, or a file with --file.")
    text = file.read() if file is not None else str(query)
    with opened(store) as graph:
        table = graph.cypher(text, dict(params), write=write, timeout=timeout, limit=limit)
    write_rows(table.rows, table.columns, format_)
    if table.more:
        say(f"there are more than {limit} rows; see them with --limit")
    elif format_ == "table" and not table.rows:
        say("no rows")
    return 0


@click.command("copy")
@click.argument("source", metavar="FROM-STORE")
@click.argument("target", metavar="TO-STORE")
def copy_command(source: str, target: str) -> int:
    """Copy a graph from one store into another, such as from a folder into Neo4j.

    What TO-STORE holds is replaced; what is there already is not written again, so that a copy that
    was interrupted goes on where it was.
    """
    if "://" not in source and not Path(source).is_dir():
        raise click.UsageError(f"There is no store {source!r} to copy from.")
    with opened(source) as one, opened(target) as other, progress() as tell:
        tell("copy", 0, None)
        say(f"{other.url} holds {copy(one, other)} papers")
    return 0
