"""``eval``: how well what is extracted agrees with gold records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from papermesh.cli.growing import Problems, progress
from papermesh.cli.options import format_option, source_options
from papermesh.cli.output import say, write_rows
from papermesh.errors import IngestError
from papermesh.evaluate import evaluate


@click.command("eval")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False))
@source_options
@format_option
def eval_command(
    gold: str,
    sources: tuple[str, ...],
    from_: str | None,
    workers: int,
    model: str | None,
    strict: bool,
    format_: str,
) -> int:
    """Score what is extracted from SOURCE against the records of GOLD (JSON Lines).

    Prints precision, recall and F1 in per cent: core is all types but Concept, named is what is
    written like a name, +relation wants the relation right as well.
    """
    from papermesh.build import merged
    from papermesh.extract import extract

    wanted = _read_gold(Path(gold))
    problems = Problems()
    with progress() as tell:
        papers = merged(
            sources, format=from_, on_problem=None if strict else problems, on_progress=tell
        )
        found = []
        for record in extract(papers, model=model, workers=workers):
            found.append(record.model_dump(mode="json"))
            tell("extract", len(found), len(papers))
    scores = evaluate(wanted, found)
    write_rows(
        (
            {
                "row": name,
                "precision": round(100 * tally.precision, 1),
                "recall": round(100 * tally.recall, 1),
                "f1": round(100 * tally.f1, 1),
                "gold": tally.gold,
                "found": tally.found,
            }
            for name, tally in sorted(scores.rows.items(), key=lambda item: item[0].startswith(" "))
        ),
        ("row", "precision", "recall", "f1", "gold", "found"),
        format_,
    )
    if scores.absent:
        say(f"{scores.absent} of {scores.papers} gold papers are not in the sources")
    return problems.status()


def _read_gold(path: Path) -> list[dict[str, Any]]:
    records = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            evaluate([record], [record])
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise IngestError(
                str(path), number, f"not a gold record ({error}); it needs title and entities"
            ) from error
        records.append(record)
    return records
