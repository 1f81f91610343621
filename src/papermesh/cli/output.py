"""Writing rows to standard output: as a table for people, as JSON, JSON Lines or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import click

from papermesh.errors import ExportError

FORMATS = ("table", "json", "jsonl", "csv")
Row = Mapping[str, Any]


def say(text: str) -> None:
    """Write words, not data, to standard error."""
    click.echo(text, err=True)


def writable(output: str) -> Path:
    """Make sure that a file can be written, before the work for it begins.

    Raises:
        ExportError: It cannot; says why, and what to do.
    """
    path = Path(output)
    try:
        goal = path.resolve()
        if not goal.parent.is_dir():
            raise ExportError(
                f"{output}: there is no folder {path.parent}; make it, or name another file with -o"
            )
        if goal.is_file() or not goal.exists():  # a pipe is written to as it is
            with NamedTemporaryFile(prefix=f".{goal.name}.", dir=goal.parent):
                pass
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(
            f"{output}: cannot be written: {reason}; name another file with -o"
        ) from error
    return path


def write(text: str) -> None:
    """Write for people to standard output, as far as its encoding can hold it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding))


def write_data(text: str) -> None:
    """Write for programs to standard output: UTF-8, whatever the terminal."""
    click.echo(text.encode("utf-8", "surrogatepass"))


def write_rows(rows: Iterable[Row], columns: Sequence[str], format_: str) -> None:
    """Write rows of named values.

    Args:
        rows: Values by column; a table and CSV show ``columns`` only, JSON shows everything.
        columns: Names, in the order of the table.
        format_: One of `FORMATS`.
    """
    rows = list(rows)
    if format_ == "json":
        write_data(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
    elif format_ == "jsonl":
        for row in rows:
            write_data(json.dumps(row, ensure_ascii=False, default=str))
    elif format_ == "csv":
        write_data(_csv(rows, columns))
    else:
        write_table(rows, columns)


def _csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_plain(row.get(column)) for column in columns] for row in rows)
    return buffer.getvalue().rstrip("\n")


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, float):
        return f"{value:g}"
    return " ".join(str(value).split())


def write_table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """Draw a table as wide as the terminal; long cells are wrapped, never cut."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        numeric = all(
            isinstance(row.get(column), int | float) or row.get(column) is None for row in rows
        )
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_plain(row.get(column))) for column in columns))
    console = Console(file=io.StringIO(), width=_width(), color_system=None)
    console.print(table)
    write("\n".join(line.rstrip() for line in console.file.getvalue().rstrip("\n").split("\n")))  # type: ignore[attr-defined]


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
