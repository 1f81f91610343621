"""The extractor as a whole: a spaCy pipeline, and records from papers."""

from __future__ import annotations

import copy
import hashlib
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from papermesh.errors import ModelError
from papermesh.extract import components  # registers the factories
from papermesh.extract.weights import DEFAULT, FILES
from papermesh.model import Entity, FieldName, Mention, Paper, Record, Result
from papermesh.seeds import seeds_folder

PIPES = (
    "papermesh_sentences",
    "papermesh_lexicon",
    "papermesh_cues",
    "papermesh_encoder",
    "papermesh_entities",
    "papermesh_results",
)
#: Those of them that need trained weights.
TRAINED = PIPES[-3:]
_BATCH = 64  # papers that a worker reads at a time


def load(
    model: str | os.PathLike[str] | None = None,
    *,
    vocab: Vocab | bool = True,
    disable: str | Iterable[str] = (),
    enable: str | Iterable[str] = (),
    exclude: str | Iterable[str] = (),
    config: Mapping[str, Any] | None = None,
) -> Language:
    """Load the pipeline that reads papers; nothing is downloaded.

    It is an ordinary spaCy pipeline: its components can be removed, replaced and extended, and it
    can be saved and loaded. ``spacy.load("papermesh")`` gives the same.

    Args:
        model: Name or path of a pipeline, or a folder of weights that ``papermesh train`` wrote;
            the built-in ones by default.
        vocab: As in `spacy.load`, like everything that follows.
        disable: Components to load but not to run.
        enable: Components to run, all others being disabled.
        exclude: Components to leave out.
        config: Overrides of the pipeline's configuration.

    Raises:
        ModelError: There is no such pipeline, or it lacks papermesh's components.
    """
    weights = DEFAULT
    if model is not None and (Path(model) / "encoder.onnx").is_file():
        weights = Path(model).resolve()
    elif model is not None and str(model) != "papermesh":
        return _load_other(
            str(model),
            vocab=vocab,
            disable=disable,
            enable=enable,
            exclude=exclude,
            config=config or {},
        )
    settings: dict[str, Any] = copy.deepcopy(dict(config or {}))
    settings.setdefault("nlp", {}).setdefault(
        "tokenizer", {"@tokenizers": "papermesh.Tokenizer.v1"}
    )
    nlp = spacy.blank("en", vocab=vocab, config=settings, meta={"name": "papermesh"})
    for pipe in PIPES:
        if pipe not in _names(exclude):
            nlp.add_pipe(pipe, config={"weights": str(weights)} if pipe in TRAINED else {})
    for pipe in nlp.pipe_names:
        if pipe in _names(disable) or (enable and pipe not in _names(enable)):
            nlp.disable_pipe(pipe)
    return nlp


def _names(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _load_other(model: str, **overrides: Any) -> Language:
    try:
        nlp = spacy.load(model, **overrides)
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(
            f"cannot load the pipeline {model!r}: {error}; leave out --model for the built-in one"
        ) from error
    for pipe in ("papermesh_encoder", "papermesh_entities"):
        if pipe not in nlp.pipe_names:
            raise ModelError(
                f"the pipeline {model!r} has no component {pipe}; start from spacy.load('papermesh')"
            )
    return nlp


def fingerprint(model: str | None = None) -> str:
    """Digest of everything that a record depends on beside the text.

    The same text under the same fingerprint gives the same record, so it need not be read again.
    """
    digest = hashlib.sha256()
    here = Path(__file__).parent
    files = [
        *sorted(here.glob("*.py")),
        here.parent / "names.py",
        seeds_folder() / "lexicon.jsonl",
        seeds_folder() / "ambiguous.jsonl",
        *(DEFAULT / name for name in FILES),
    ]
    if model not in (None, "papermesh"):
        digest.update(str(model).encode())
        files += sorted(path for path in Path(str(model)).rglob("*") if path.is_file())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def extract(
    papers: Iterable[Paper],
    *,
    model: str | None = None,
    workers: int = 1,
    min_confidence: float = 0.0,
) -> Iterator[Record]:
    """Read papers and give back their records, in the same order.

    Args:
        papers: Cleaned papers; taken one by one.
        model: Name or path of a spaCy pipeline, or folder of weights; the built-in one by default.
        workers: Processes; the records are the same for any number.
        min_confidence: What is less sure is left out.

    Raises:
        ModelError: The pipeline cannot be loaded.
    """
    for found in _extract(papers, model, workers):
        yield confident(found, min_confidence) if min_confidence else found


def confident(found: Record, least: float) -> Record:
    """Leave out of a record what is less sure, and results that name what is left out.

    Args:
        found: The record.
        least: Probability below which an entity together with its relation, or a result, is left
            out.
    """
    entities = tuple(
        e for e in found.entities if round(e.confidence * e.relation_confidence, 2) >= least
    )
    names = {entity.name for entity in entities} | {None}
    results = tuple(
        r
        for r in found.results
        if r.confidence >= least and {r.method, r.dataset, r.metric, r.versus} <= names
    )
    return found.model_copy(update={"entities": entities, "results": results})


def _extract(papers: Iterable[Paper], model: str | None, workers: int) -> Iterator[Record]:
    nlp = load(model)
    batches = _batches(papers)
    if workers <= 1:
        for batch in batches:
            yield from _read(nlp, batch)
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(model,)) as pool:
        running: deque[Future[list[Record]]] = deque()
        try:
            for batch in batches:
                running.append(pool.submit(_work, batch))
                if len(running) > 2 * workers:
                    yield from running.popleft().result()
            while running:
                yield from running.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _batches(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    rest = iter(papers)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _read(nlp: Language, papers: Sequence[Paper]) -> Iterator[Record]:
    texts = (f"{paper.title}\n\n{paper.abstract}" for paper in papers)
    for paper, doc in zip(papers, nlp.pipe(texts), strict=True):
        yield record(paper, doc)


_of_worker: list[Language] = []  # the pipeline of a worker process, loaded once


def _start(model: str | None) -> None:
    # An interrupt is the parent's to handle: it keeps what is done and ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _of_worker[:] = [load(model)]


def _work(papers: Sequence[Paper]) -> list[Record]:
    return list(_read(_of_worker[0], papers))


def record(paper: Paper, doc: Doc) -> Record:
    """Turn a processed text into the record of its paper: offsets in fields, not in the whole text."""
    shift = len(paper.title) + 2
    entities = tuple(
        Entity(
            name=entity["name"],
            type=entity["type"],
            relation=entity["relation"],
            confidence=round(entity["confidence"], 2),
            relation_confidence=round(entity["relation_confidence"], 2),
            mentions=tuple(
                _mention(paper, shift, mention, entity["confidence"])
                for mention in entity["mentions"]
            ),
        )
        for entity in doc._.entities
    )
    results = tuple(
        Result(
            **{
                name: figure[name]
                for name in (
                    "method",
                    "dataset",
                    "metric",
                    "value",
                    "kind",
                    "versus",
                    "number",
                    "unit",
                )
            },
            confidence=round(figure["confidence"], 2),
            field="title" if figure["start"] < shift else "abstract",
            start=figure["start"] - (shift if figure["start"] >= shift else 0),
            end=figure["end"] - (shift if figure["start"] >= shift else 0),
        )
        for figure in doc._.results
    )
    urls = components.find_urls(paper.abstract)
    return Record(
        id=paper.id, title=paper.title, entities=entities, results=results, urls=tuple(urls)
    )


def _mention(paper: Paper, shift: int, found: Mapping[str, Any], score: float) -> Mention:
    field: FieldName = "title" if found["start"] < shift else "abstract"
    text, back = (paper.title, 0) if field == "title" else (paper.abstract, shift)
    start, end = found["start"] - back, found["end"] - back
    return Mention(
        text=text[start:end],
        field=field,
        start=start,
        end=end,
        source=found["source"],
        score=round(score, 2),
    )
