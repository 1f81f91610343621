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
from papermesh.evaluate import Claims, calibration_error, claims, evaluate, intervals
from papermesh.evaluate import reliability as sorted_by_confidence


@click.command("eval")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False))
@source_options
@click.option(
    "--reliability",
    is_flag=True,
    help="Instead: of what is given a confidence, how much is right.",
)
@click.option(
    "--bootstrap",
    type=click.IntRange(min=20),
    metavar="N",
    help="Give the 95% interval of each F1 as well, from N draws of the papers.",
)
@format_option
def eval_command(
    gold: str,
    sources: tuple[str, ...],
    from_: str | None,
    workers: int,
    model: str | None,
    min_confidence: float,
    strict: bool,
    reliability: bool,
    bootstrap: int | None,
    format_: str,
) -> int:
    """Score what is extracted from SOURCE against the records of GOLD (JSON Lines).

    Prints precision, recall and F1 in per cent: core is all types but Concept, named is what is
    written like a name, +relation wants the relation right as well.
    """
    from papermesh.build import merged
    from papermesh.extract import extract

    if reliability and bootstrap:
        raise click.UsageError("--reliability and --bootstrap are different tables; give one")
    wanted = read_gold(Path(gold))
    problems = Problems()
    with progress() as tell:
        papers = merged(
            sources, format=from_, on_problem=None if strict else problems, on_progress=tell
        )
        found = []
        for record in extract(papers, model=model, workers=workers, min_confidence=min_confidence):
            found.append(record.model_dump(mode="json"))
            tell("extract", len(found), len(papers))
    if reliability:
        _say_absent(wanted, found)
        _write_reliability(claims(wanted, found), format_)
        return problems.status()
    scores = evaluate(wanted, found)
    ranges = intervals(wanted, found, samples=bootstrap) if bootstrap else {}
    columns = ("row", "precision", "recall", "f1", "gold", "found")
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
            | (dict(zip(("low", "high"), ranges[name], strict=True)) if bootstrap else {})
            for name, tally in sorted(scores.rows.items(), key=lambda item: item[0].startswith(" "))
        ),
        (*columns, "low", "high") if bootstrap else columns,
        format_,
    )
    _say_absent(wanted, found)
    return problems.status()


def _say_absent(wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    scores = evaluate(wanted, found)
    if scores.absent:
        say(f"{scores.absent} of {scores.papers} gold papers are not in the sources")


def _write_reliability(told: Claims, format_: str) -> None:
    rows = [
        {
            "what": what,
            "confidence": f"{each.low:.1f}-{each.high:.1f}",
            "count": each.count,
            "mean": round(each.confidence, 3),
            "right": round(each.right, 3),
        }
        for what, listed in told.items()
        for each in sorted_by_confidence(listed)
    ]
    write_rows(rows, ("what", "confidence", "count", "mean", "right"), format_)
    for what, listed in filter(lambda item: item[1], told.items()):
        say(f"expected calibration error of {what}: {calibration_error(listed):.3f}")


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read gold records from JSON Lines.

    Raises:
        IngestError: A line is no gold record.
    """
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
