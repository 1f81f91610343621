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
from papermesh.model import Entity, Mention, Paper, Record, Result
from papermesh.seeds import seeds_folder

PIPES = (
    "papermesh_sentences",
    "papermesh_lexicon",
    "papermesh_cues",
    "papermesh_entities",
    "papermesh_results",
)
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
        model: Name or path of a pipeline; the built-in one by default.
        vocab: As in `spacy.load`, like everything that follows.
        disable: Components to load but not to run.
        enable: Components to run, all others being disabled.
        exclude: Components to leave out.
        config: Overrides of the pipeline's configuration.

    Raises:
        ModelError: There is no such pipeline, or it lacks papermesh's components.
    """
    if model is not None and str(model) != "papermesh":
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
            nlp.add_pipe(pipe)
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
    if "papermesh_entities" not in nlp.pipe_names:
        raise ModelError(
            f"the pipeline {model!r} has no component papermesh_entities; start from spacy.load('papermesh')"
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
    ]
    if model not in (None, "papermesh"):
        digest.update(str(model).encode())
        files += sorted(path for path in Path(str(model)).rglob("*") if path.is_file())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def extract(
    papers: Iterable[Paper], *, model: str | None = None, workers: int = 1
) -> Iterator[Record]:
    """Read papers and give back their records, in the same order.

    Args:
        papers: Cleaned papers; taken one by one.
        model: Name or path of a spaCy pipeline; the built-in one by default.
        workers: Processes; the records are the same for any number.

    Raises:
        ModelError: The pipeline cannot be loaded.
    """
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
            confidence=entity["confidence"],
            mentions=tuple(_mention(paper, shift, mention) for mention in entity["mentions"]),
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
            confidence=round(figure["score"], 2),
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


def _mention(paper: Paper, shift: int, found: tuple[int, int, str, float]) -> Mention:
    start, end, source, score = found
    if start < shift:
        return Mention(
            text=paper.title[start:end],
            field="title",
            start=start,
            end=end,
            source=source,
            score=score,
        )
    start, end = start - shift, end - shift
    return Mention(
        text=paper.abstract[start:end],
        field="abstract",
        start=start,
        end=end,
        source=source,
        score=score,
    )
