"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from papermesh.cli.output import FORMATS
from papermesh.errors import NotFoundError
from papermesh.model import EntityType
from papermesh.query.days import read_day
from papermesh.query.lookup import read_type
from papermesh.store import open_store
from papermesh.store.base import GraphStore
from papermesh.store.index import no_collection

Command = Callable[..., Any]
_KINDS = ", ".join(EntityType)

store_option = click.option(
    "--store",
    envvar="PAPERMESH_STORE",
    default="graph",
    show_default=True,
    metavar="URL",
    help="Folder of the graph, or Neo4j server: neo4j://host:7687/database.",
)
format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="Form of the output.",
)
limit_option = click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="At most so many rows.",
)

min_confidence_option = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="P",
    help="Leave out what is right with less than this probability.",
)


def source_options(command: Command) -> Command:
    """Give a command its sources and the options that say how to read them."""
    for option in (
        click.option(
            "--strict", is_flag=True, help="Make the first unusable piece of input an error."
        ),
        click.option(
            "--model",
            metavar="NAME",
            help="spaCy pipeline by name or path, or folder of weights; built in by default.",
        ),
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            default=0.0,
            metavar="P",
            help="Leave out results, and entities with their relation, that are right with less than this probability.",
        ),
        click.option(
            "--workers",
            type=click.IntRange(min=1),
            default=1,
            show_default=True,
            help="Processes; the result is the same for any number.",
        ),
        click.option(
            "--from", "from_", metavar="FORMAT", help="Format of the input; found out by default."
        ),
        click.argument("sources", nargs=-1, required=True, metavar="SOURCE..."),
    ):
        command = option(command)
    return command


class Type(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases
    """A type of entity, in any case, one or many: ``benchmark``, ``Benchmarks``."""

    name = "type"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the name of a type."""
        try:
            return read_type(str(value))
        except NotFoundError:
            self.fail(f"{value!r} is no type of entity; take one of {_KINDS}", param, ctx)


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases
    """A day, month or year: ``2025-03-01``, ``2025-03``, ``2025``."""

    name = "date"

    def __init__(self, *, last: bool = False) -> None:
        self.last = last

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read a date; an incomplete one means its first day, or its last."""
        if isinstance(value, dt.date):
            return value
        try:
            return read_day(str(value), last=self.last)
        except ValueError as error:
            self.fail(str(error), param, ctx)


since_option = click.option(
    "--since", type=Day(), metavar="DATE", help="Not before: 2025-03-01, 2025-03 or 2025."
)
until_option = click.option(
    "--until", type=Day(last=True), metavar="DATE", help="Not after; a month or year is whole."
)
type_option = click.option(
    "--type", "type_", type=Type(), metavar="TYPE", help=f"Only entities of this type: {_KINDS}."
)


@contextmanager
def opened(url: str) -> Iterator[GraphStore]:
    """Open a store for the time of a command.

    A graph is millions of objects that stay until its end; nobody looks for garbage among them.
    """
    store = open_store(url)
    try:
        with no_collection():
            yield store
    finally:
        store.close()
