"""Papers and records made by hand, short to write."""

from __future__ import annotations

import datetime as dt
from typing import Any

from papermesh.model import Entity, EntityType, Mention, Paper, Record, RelationType, Result
from papermesh.seeds import Lexicon, Term

LEXICON = Lexicon(
    terms=(
        Term("MTEB", EntityType.BENCHMARK, aliases=("Massive Text Embedding Benchmark",)),
        Term("DPO", EntityType.METHOD, aliases=("Direct Preference Optimization",)),
        Term("Llama", EntityType.MODEL, aliases=("Llama 2",)),
        Term("accuracy", EntityType.METRIC, aliases=("ACC",)),
        Term("CoNLL-2003", EntityType.BENCHMARK, aliases=("CoNLL03",)),
    ),
    senses={},
)
EMPTY = Lexicon(terms=(), senses={})


def paper(id: str, title: str = "A title", abstract: str = "", **facts: Any) -> Paper:
    return Paper(id=id, title=title, abstract=abstract, **{"source": ("arxiv",), **facts})


def mention(text: str, start: int = 0, field: str = "abstract") -> Mention:
    return Mention(
        text=text,
        field="title" if field == "title" else "abstract",
        start=start,
        end=start + len(text),
        source="model",
        score=0.9,
    )


def entity(name: str, type: str = "Method", relation: str = "USES", *texts: str) -> Entity:
    return Entity(
        name=name,
        type=EntityType(type),
        relation=RelationType(relation),
        confidence=0.9,
        mentions=tuple(mention(text) for text in texts or (name,)),
    )


def record(id: str, *entities: Entity, **facts: Any) -> Record:
    return Record(id=id, title="A title", entities=entities, **facts)


def result(value: str, **facts: Any) -> Result:
    about: dict[str, Any] = {
        "method": None,
        "dataset": None,
        "metric": None,
        "kind": "absolute",
        "versus": None,
        "number": None,
        "unit": None,
        "confidence": 0.8,
        "field": "abstract",
        "start": 0,
        "end": 1,
    }
    return Result(value=value, **{**about, **facts})


def read(paper: Paper, *found: tuple[str, str, str]) -> tuple[str, Record]:
    """A record whose mentions stand where the paper's abstract has the names."""
    entities = []
    for name, type, relation in found:
        at = paper.abstract.index(name)
        entities.append(
            entity(name, type, relation).model_copy(update={"mentions": (mention(name, at),)})
        )
    return "print", record(paper.id, *entities)


DAY = dt.date(2024, 5, 6)
FIRST = paper(
    "arxiv:2401.00001",
    "Stacking small nets",
    "We build StackNet. It beats TinyFormer on MTEB by 3 points.",
    published=dt.date(2024, 1, 2),
    authors=("Ada Vos", "Bo Lind"),
    organization="Hill Lab",
    code_urls=("https://github.com/Hill/StackNet",),
)
SECOND = paper(
    "arxiv:2402.00002",
    "Wide nets",
    "WideNet leans on TinyFormer. We test it on MTEB.",
    published=dt.date(2024, 2, 3),
    authors=("Ada Vos",),
)
RECORDS = {
    FIRST.id: read(
        FIRST,
        ("StackNet", "Method", "PROPOSES"),
        ("TinyFormer", "Model", "COMPARES_TO"),
        ("MTEB", "Benchmark", "EVALUATES_ON"),
    ),
    SECOND.id: read(
        SECOND,
        ("WideNet", "Method", "PROPOSES"),
        ("TinyFormer", "Model", "USES"),
        ("MTEB", "Benchmark", "EVALUATES_ON"),
    ),
}
