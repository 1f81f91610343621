"""``train``: the model anew, from annotated abstracts."""

from __future__ import annotations

from pathlib import Path

import click

from papermesh.cli.growing import Problems, progress
from papermesh.cli.options import format_option
from papermesh.cli.output import say, write_rows
from papermesh.cli.scoring import read_gold
from papermesh.errors import IngestError, ModelError

_FEWEST = 20  # texts; with fewer there is nothing to learn some answers from


@click.command("train")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--gold",
    "golds",
    multiple=True,
    required=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Annotations, as JSON Lines; may be given several times.",
)
@click.option(
    "--output",
    "-o",
    default="model",
    show_default=True,
    type=click.Path(file_okay=False),
    help="Folder to write; --model takes it.",
)
@click.option("--seed", default=0, show_default=True, help="Of everything random.")
@click.option("--epochs", type=click.IntRange(min=1), help="Passes over the texts.")
@click.option(
    "--layers", type=click.IntRange(1, 6), help="Layers of the pretrained encoder to keep."
)
@format_option
def train_command(
    sources: tuple[str, ...],
    golds: tuple[str, ...],
    output: str,
    seed: int,
    epochs: int | None,
    layers: int | None,
    format_: str,
) -> int:
    """Train the model anew on annotated abstracts, whose texts are in SOURCE.

    Needs PyTorch: pip install 'papermesh[train]'. Prints F1 in per cent on texts that what is
    tried had not seen.
    """
    from papermesh.build import merged

    try:
        from papermesh import train as training
    except ImportError as error:
        raise ModelError(
            f"training needs what {error.name} is part of; install it with: pip install 'papermesh[train]'"
        ) from error
    default = training.Schedule()
    schedule = training.Schedule(
        epochs=epochs or default.epochs,
        layers=tuple(range(layers)) if layers else default.layers,
    )
    records = [record for gold in golds for record in read_gold(Path(gold))]
    problems = Problems()
    with progress() as tell:
        papers = merged(sources, on_problem=problems, on_progress=tell)
        texts = training.annotated(records, papers)
        if len(texts) < _FEWEST:
            raise IngestError(
                golds[0],
                None,
                f"only {len(texts)} of {len(records)} annotated papers are in the sources",
            )
        if len(texts) < len(records):
            say(
                f"{len(records) - len(texts)} of {len(records)} annotated papers are not in the sources"
            )
        scores = training.train(texts, Path(output), schedule=schedule, seed=seed, report=tell)
    write_rows(({"row": name, "f1": f1} for name, f1 in scores.items()), ("row", "f1"), format_)
    say(f"wrote {output}; use it with --model {output}")
    return problems.status()
