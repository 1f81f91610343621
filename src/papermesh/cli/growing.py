"""``build`` and ``extract``: from sources to a graph, or to records only."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from papermesh.cli.options import opened, source_options, store_option
from papermesh.cli.output import say, write_data
from papermesh.ingest import Problem
from papermesh.model import Record
from papermesh.writing import replacing


class Problems:
    """Reports unusable pieces of input as they turn up, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, problem: Problem) -> None:
        """Report one piece."""
        self.count += 1
        say(f"papermesh: {problem}")

    def status(self) -> int:
        """Sum up, and give the exit status of what is otherwise done."""
        if self.count:
            say(f"{self.count} problem{'s' * (self.count != 1)} with the input, all else is done")
        return 3 if self.count else 0


@contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda phase, done, of: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description:8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, object] = {}

        def tell(phase: str, done: int, of: int | None) -> None:
            if phase not in tasks:
                tasks[phase] = bars.add_task(phase, total=of)
            bars.update(tasks[phase], completed=done, total=of)  # type: ignore[arg-type]

        yield tell


@click.command("build")
@source_options
@store_option
def build_command(
    sources: tuple[str, ...],
    from_: str | None,
    workers: int,
    model: str | None,
    min_confidence: float,
    strict: bool,
    store: str,
) -> int:
    """Read papers, extract what they say, link it into the graph and keep it.

    SOURCE is a file, a folder, a glob, a URL or - for standard input: text or HTML of Daily Papers
    pages, JSON of the daily_papers API, arXiv metadata as JSON Lines or XML, our own JSON Lines or
    CSV with title and abstract; each may be gzipped. Building again changes nothing; a paper that
    its source has corrected is replaced.
    """
    from papermesh.build import build

    begun = time.perf_counter()
    problems = Problems()
    with opened(store) as graph, progress() as tell:
        report = build(
            graph, sources, format=from_, model=model, workers=workers, strict=strict,
            min_confidence=min_confidence, on_progress=tell, on_problem=problems,
        )  # fmt: skip
        url = graph.url
    took = time.perf_counter() - begun
    say(
        f"{report.entries} entries read, {report.extracted} papers extracted anew; {url} holds {report.papers} papers"
        f" ({took:.1f} s)"
    )
    return problems.status()


@click.command("extract")
@source_options
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="File to write; standard output by default.",
)
def extract_command(
    sources: tuple[str, ...],
    from_: str | None,
    workers: int,
    model: str | None,
    min_confidence: float,
    strict: bool,
    output: str | None,
) -> int:
    """Write the records of papers as JSON Lines, without keeping a graph.

    A paper that several sources tell of has one record. See `papermesh build --help` for SOURCE.
    """
    from papermesh.build import merged
    from papermesh.extract import extract

    problems = Problems()
    with progress() as tell:
        papers = merged(
            sources, format=from_, on_problem=None if strict else problems, on_progress=tell
        )
        records = extract(papers, model=model, workers=workers, min_confidence=min_confidence)
        lines = _lines(records, len(papers), tell)
        if output in (None, "-"):
            for line in lines:
                write_data(line)
        else:
            with replacing(Path(str(output))) as file:
                file.writelines(f"{line}\n".encode() for line in lines)
    return problems.status()


def _lines(
    records: Iterator[Record], total: int, tell: Callable[[str, int, int | None], None]
) -> Iterator[str]:
    for done, record in enumerate(records, 1):
        yield json.dumps(record.model_dump(mode="json"), ensure_ascii=False, allow_nan=False)
        tell("extract", done, total)
