"""Training anew what reads the abstracts, from annotated ones. Needs ``papermesh[train]`` (PyTorch).

The scorers learn from one half of the annotated texts as an encoder reads them that was trained on
the other half, so that they learn how far an encoder can be trusted on texts it has never seen. The
encoder that is written down is trained on all of them.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from papermesh.errors import IngestError
from papermesh.evaluate import evaluate
from papermesh.extract.components import context_of, read_candidates, title_end
from papermesh.extract.encoder import ROLES, Encoder, read_tokenizer
from papermesh.extract.judge import DOUBTFUL, Judged
from papermesh.extract.pipeline import TRAINED, load
from papermesh.extract.scorer import Scorer
from papermesh.extract.ties import Reported, find_results, settle
from papermesh.model import EntityType, Paper, RelationType, ResultKind
from papermesh.names import fold
from papermesh.text import clean
from papermesh.train.encoder import Schedule, pretrained, train_encoder, write_encoder
from papermesh.train.examples import Annotated, example
from papermesh.train.scorers import (
    CHOICE,
    ENTITY,
    FIGURE,
    Read,
    Table,
    draft_all,
    entity_table,
    fit,
    judge_all,
    result_tables,
    write_scorers,
)

__all__ = ["Schedule", "annotated", "train"]

_CROSS = 5  # parts in which the scorers are tried on what they have not seen
_SCORERS = {"units": 48, "members": 5, "epochs": 40, "batch": 256}
_FIGURES = {"units": 24, "members": 5, "epochs": 40, "batch": 256}
_TIES = {"units": 24, "members": 5, "epochs": 60, "batch": 64}

Report = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and of how much."""


def annotated(records: Iterable[Mapping[str, Any]], papers: Iterable[Paper]) -> list[Annotated]:
    """Join gold records with the texts that they annotate, by title; records without one are left out.

    Args:
        records: Gold records, as `papermesh.evaluate` takes them.
        papers: Their papers, among others.

    Raises:
        IngestError: A record has a type, relation or kind that does not exist.
    """
    wanted = {fold(record["title"]): record for record in records}
    texts: dict[str, Paper] = {}
    for paper in papers:
        title = fold(paper.raw_title or paper.title)
        if title in wanted or (title := fold(paper.title)) in wanted:
            texts.setdefault(title, paper)
    nlp = load(exclude=TRAINED)
    found = []
    for title, paper in sorted(texts.items()):
        text = f"{paper.title}\n\n{paper.abstract}"
        candidates = read_candidates(nlp(text))
        found.append(Annotated(paper.id, paper.title, text, _cleaned(wanted[title]), candidates))
    return found


def _cleaned(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write what a gold record quotes as the cleaned text has it."""
    names = (*ROLES, "value")
    try:
        entities = [
            {
                "name": clean(e["name"]).text,
                "type": EntityType(e["type"]),
                "relation": RelationType(e["relation"]),
                "mentions": [
                    clean(m if isinstance(m, str) else m["text"]).text for m in e["mentions"]
                ],
            }
            for e in record["entities"]
        ]
        results = [
            {"kind": ResultKind(r["kind"])}
            | {n: clean(r[n]).text if r.get(n) else None for n in names}
            for r in record.get("results", ())
        ]
    except (LookupError, ValueError, TypeError) as error:
        raise IngestError(
            str(record["title"]),
            None,
            f"gold that cannot be learnt from ({error}); see the guidelines",
        ) from error
    return {**record, "entities": entities, "results": results}


def train(
    texts: Sequence[Annotated],
    output: Path,
    *,
    schedule: Schedule | None = None,
    seed: int = 0,
    report: Report = lambda what, done, of: None,
) -> Mapping[str, float]:
    """Train an encoder and scorers and write them to a folder that ``--model`` takes.

    Args:
        texts: Annotated texts.
        output: The folder; it is made.
        schedule: How the encoders are trained.
        seed: Of everything random; the same seed on the same machine gives the same weights.
        report: Told of progress.

    Returns:
        Scores in per cent of what was tried on texts it had not seen: ``core``, ``results`` and so
        on, F1.

    Raises:
        IngestError: The texts report too little to learn from.
        ModelError: The pretrained encoder is not installed.
    """
    schedule = schedule or Schedule()
    texts = sorted(texts, key=lambda t: t.id)
    random.Random(seed).shuffle(texts)
    if not any(text.gold["results"] for text in texts[::2]):
        raise IngestError(
            str(output),
            None,
            "too few annotated results to learn from; annotate more, or train with seeds/gold.jsonl",
        )
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        _write_trained(texts[1::2], schedule, seed, Path(scratch), _step(report, "half"))
        read = _read(Encoder(Path(scratch)), texts[::2])
    scorers, keep, scores = fit_scorers(read, seed)
    _write_trained(texts, schedule, seed, output, _step(report, "whole"))
    write_scorers(scorers, output / "scorers.npz")
    (output / "keep.json").write_text(json.dumps(keep) + "\n", encoding="utf-8")
    return scores


def _step(report: Report, what: str) -> Callable[[int, int, float], None]:
    return lambda done, steps, loss: report(what, done, steps)


def _write_trained(
    texts: Sequence[Annotated],
    schedule: Schedule,
    seed: int,
    folder: Path,
    report: Callable[[int, int, float], None],
) -> None:
    tokenizer = read_tokenizer(pretrained())
    examples = [example(tokenizer, text) for text in texts]
    write_encoder(train_encoder(examples, schedule, seed, report), folder)


def _read(encoder: Encoder, texts: Sequence[Annotated]) -> list[Read]:
    nlp = load(exclude=("papermesh_lexicon", "papermesh_cues", *TRAINED))
    return [
        Read(
            t,
            context_of(nlp(t.text), t.text),
            encoder.read(t.text, title_end(t.text), t.candidates),
        )
        for t in texts
    ]


def fit_scorers(
    texts: Sequence[Read], seed: int
) -> tuple[dict[str, Scorer], dict[str, float], dict[str, float]]:
    """Fit all scorers, and choose what is kept.

    Args:
        texts: Texts as an encoder reads them that has not seen them.
        seed: Of everything random.

    Returns:
        The scorers by name, the least confidence of an entity and of a result that is kept, and
        F1 in per cent, each text judged by scorers that have not seen it.
    """
    drafts = draft_all(texts)
    table = entity_table(texts, drafts)
    judged: list[list[Judged]] = [[] for _ in texts]
    for part in range(_CROSS):
        scorer = fit(table.without(_in(part)), ENTITY, seed, **_SCORERS)
        here = [i for i in range(len(texts)) if i % _CROSS == part]
        found = judge_all(scorer, [texts[i] for i in here], [drafts[i] for i in here])
        for index, entities in zip(here, found, strict=True):
            judged[index] = entities
    gold = [text.annotated.gold for text in texts]
    keep = {"entity": _best(lambda least: _entity_scores(texts, judged, least)["core"], 12, 22)}
    kept = [[e for e in entities if e.confidence >= keep["entity"]] for entities in judged]
    offered = [[e for e in entities if e.confidence >= DOUBTFUL] for entities in judged]

    figures, ties = result_tables(texts, offered)
    results: list[list[Reported]] = [[] for _ in texts]
    for part in range(_CROSS):
        tried = _fit_results(
            figures.without(_in(part)), {r: t.without(_in(part)) for r, t in ties.items()}, seed
        )
        for index in range(part, len(texts), _CROSS):
            text = texts[index]
            results[index] = list(find_results(text.context, offered[index], text.reading, tried))

    def result_scores(least: float) -> dict[str, float]:
        sure = [[r for r in found if r.confidence >= least] for found in results]
        settled = [settle(*each) for each in zip(kept, offered, sure, strict=True)]
        return _scores(gold, _records(texts, settled, sure))

    keep["result"] = _best(
        # Half a point less, and many more figures whose value at least is right.
        lambda least: result_scores(least)["results"],
        0,
        16,
        margin=0.5,
    )
    scorers = {
        "entity": fit(table, ENTITY, seed, **_SCORERS),
        **_fit_results(figures, ties, seed),
    }
    return scorers, keep, result_scores(keep["result"])


def _in(part: int) -> Callable[[int], bool]:
    return lambda text: text % _CROSS == part


def _fit_results(figures: Table, ties: Mapping[str, Table], seed: int) -> dict[str, Scorer]:
    fitted = {"figure": fit(figures, FIGURE, seed, **_FIGURES)}
    return fitted | {role: fit(ties[role], CHOICE, seed, **_TIES) for role in ROLES}


def _best(score: Callable[[float], float], low: int, high: int, *, margin: float = 0.0) -> float:
    """The lowest threshold, in fiftieths, whose score is within a margin of the highest."""
    scores = {step / 50: score(step / 50) for step in range(low, high)}
    return min(least for least in scores if scores[least] >= max(scores.values()) - margin)


def _entity_scores(
    texts: Sequence[Read], judged: Sequence[Sequence[Judged]], least: float
) -> dict[str, float]:
    kept = [[e for e in entities if e.confidence >= least] for entities in judged]
    return _scores([t.annotated.gold for t in texts], _records(texts, kept, [()] * len(texts)))


def _records(
    texts: Sequence[Read],
    judged: Sequence[Sequence[Judged]],
    results: Sequence[Sequence[Reported]],
) -> list[dict[str, Any]]:
    return [
        {
            "title": read.annotated.gold["title"],
            "entities": [
                {
                    "name": e.name,
                    "type": str(e.type),
                    "relation": str(e.relation),
                    "mentions": [read.annotated.text[m.start : m.end] for m in e.mentions],
                }
                for e in entities
            ],
            "results": [{**asdict(result), "kind": str(result.kind)} for result in found],
        }
        for read, entities, found in zip(texts, judged, results, strict=True)
    ]


def _scores(
    gold: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]
) -> dict[str, float]:
    return {
        name.strip(): round(100 * tally.f1, 1) for name, tally in evaluate(gold, found).rows.items()
    }
