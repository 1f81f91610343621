"""The queries of ``graph/queries``: what they say of themselves, and that they answer rightly.

What they must answer is worked out anew in Python over the graph; see `tests.store.expected`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from papermesh.model import Paper, Record, RelationType
from papermesh.store import open_store
from papermesh.store.folder import FolderStore
from papermesh.store.guard import check_text
from papermesh.store.neo4j import Neo4jStore
from papermesh.store.properties import KINDS, TYPES, WAYS
from tests.make import LEXICON, paper, read, result
from tests.store.expected import EXPECTED, World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server import Server

ROOT = Path(__file__).resolve().parents[2]
FILES = {path.stem: path for path in sorted((ROOT / "graph" / "queries").glob("*.cypher"))}
# The sources of the repository's graph name hardly any.
MAY_BE_EMPTY = {"authors_on_topic", "organizations_by_benchmark"}

_PARAMETER = re.compile(r"// \$(?P<name>[a-z][A-Za-z]*): \w.*; example: (?P<example>\S.*)")
_NO_CODE = re.compile(r"'[^']*'|//[^\n]*")


class Query(NamedTuple):
    """A file: its comment, its code, and examples for its parameters."""

    about: list[str]
    code: str
    examples: dict[str, Any]
    text: str


def query(name: str) -> Query:
    """Read a file."""
    text = FILES[name].read_text(encoding="utf-8")
    lines = text.splitlines()
    about = lines[: next(i for i, line in enumerate(lines) if not line.startswith("//"))]
    found = (_PARAMETER.fullmatch(line) for line in about[1:])
    examples = {match["name"]: json.loads(match["example"]) for match in found if match}
    return Query(about, _NO_CODE.sub("''", text), examples, text)


every_query = pytest.mark.parametrize("name", FILES)


def test_there_are_many() -> None:
    """At least 25, and what each must answer is known."""
    assert len(FILES) >= 25
    assert set(FILES) == set(EXPECTED)


@every_query
def test_comment(name: str) -> None:
    """One sentence, then each parameter that the query takes, with an example."""
    about, code, examples, text = query(name)
    assert re.fullmatch(r"// [A-Z].*\.", about[0])
    assert len(about) == 1 + len(examples)
    assert set(examples) == set(re.findall(r"\$(\w+)", code))
    assert all(isinstance(value, str | int | float) for value in examples.values())
    assert re.fullmatch(r"[a-z]+(?:_[a-z]+)+", name)
    assert text.isascii()
    assert text.endswith("\n")
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


@every_query
def test_code(name: str) -> None:
    """Reads only, in a full order, with a limit where one is told, and by names of the graph."""
    _, code, examples, text = query(name)
    check_text(text)
    assert not re.search(r"\b(?:apoc|gds)\b|CALL\s*\(", code, re.IGNORECASE)
    last = code.strip().splitlines()[-2:]
    assert last[-1].startswith("LIMIT $limit") is ("limit" in examples)
    assert any(line.startswith("ORDER BY ") for line in last)
    for parameter in {"name", "one", "other", "from", "to"} & set(examples):
        assert code.count(f"= toLower(${parameter})") == 2  # by name, and by alias
    labels = {
        word for list_ in re.findall(r"\(\w*:([A-Z][A-Za-z|]+)", code) for word in list_.split("|")
    }
    types = {word for list_ in re.findall(r"\[\w*:([A-Z_|]+)", code) for word in list_.split("|")}
    assert labels <= {*KINDS, *TYPES}
    assert types <= set(WAYS)


# -- on graphs --------------------------------------------------------------------------------

_NAMED: dict[str, tuple[str, ...]] = {
    "Method": (
        "DPO",
        "SFT",
        "GRPO",
        "Reinforcement Learning",
        "LoRA",
        "GLUE",
        "StepNet",
        "Step-Net",
    ),
    "Model": ("BERT", "Llama", "Llama 3", "Transformer", "GPT-4", "GPT-4o", "DPO"),
    "Benchmark": ("GSM8K", "GLUE", "ImageNet", "MATH", "MTEB", "HardBench", "NewBench"),
    "Dataset": ("NewSet", "OldSet", "LoRA"),
    "Metric": ("accuracy", "F1", "SFT"),
    "Task": ("Question Answering", "Language Modeling", "Natural Language Processing", "Step Net"),
    "Concept": ("LLM", "Transformer"),
}
_USUAL = {
    "Method": ("PROPOSES", "USES", "COMPARES_TO"),
    "Model": ("PROPOSES", "USES", "COMPARES_TO"),
    "Benchmark": ("EVALUATES_ON",),
    "Dataset": ("EVALUATES_ON", "USES"),
    "Metric": ("MEASURES",),
    "Task": ("ADDRESSES",),
    "Concept": ("MENTIONS",),
}
_DAYS = ("2021-03-04", "2023-05-29", "2024-02-29", "2024-10-12", "2025-03-01", "2025-09-01")
_CODE = tuple(f"https://github.com/hill/{name}" for name in ("tools", "net", "bench"))


def made(count: int = 81) -> tuple[list[Paper], dict[str, tuple[str, Record]]]:
    """Make papers in which few things meet in every way, with many that are equal in order."""
    dice = Random(count)
    pool = [(name, type) for type, names in _NAMED.items() for name in names]
    papers, records = [], {}
    for number in range(count):
        found = dice.sample(pool, dice.randint(2, 12) if number else 0)
        if number % 6 == 1:
            found += [(f"Net-{number}-Z", "Method"), (f"Bench-{number}-Z", "Benchmark")]
        abstract = " ".join(f"Here is {name}, a {type} of note." for name, type in found)
        day = dice.choice((*_DAYS, "2025-09-20", None))
        one = paper(
            f"arxiv:2401.{number:05}" if number % 4 else f"doi:10.1000/{number}",
            query("similar_papers").examples["paper"] if number == 7 else f"Paper {number}",
            abstract,
            published=dt.date.fromisoformat(day) if day and number % 3 else None,
            featured=dt.date.fromisoformat(day) if day else None,
            authors=tuple(dice.sample(("Ada Vos", "Bo Lind", "Cy Moe", "Di Orr"), 2)),
            organization=dice.choice(("Hill Lab", "Lake Lab", None)),
            code_urls=tuple(dice.sample(_CODE, dice.choice((0, 0, 1, 2)))),
        )
        usual = [_USUAL[type] if dice.random() < 0.6 else list(RelationType) for _, type in found]
        parts = [str(dice.choice(relations)) for relations in usual]
        print_, told = read(
            one, *((*thing, part) for thing, part in zip(found, parts, strict=True))
        )
        entities = [
            entity.model_copy(update={"confidence": dice.choice((0.2, 0.5, 0.9))})
            for entity in told.entities
        ]
        names = [None, *(name for name, _ in found)]
        results = [
            result(
                f"value {place}",
                **{role: dice.choice(names) for role in ("method", "dataset", "metric", "versus")},
                kind=dice.choice(("absolute", "absolute", "gain", "gain", "speedup", "ratio")),
                number=dice.choice((1.0, 2.5, 10.0, None)),
                unit=dice.choice(("%", "x", None)),
                start=place,
                end=place + 1,
            )
            for place in range(min(len(found), 8))
        ]
        update = {"entities": tuple(entities), "results": tuple(results)}
        papers.append(one)
        records[one.id] = (print_, told.model_copy(update=update))
    return papers, records


class Shown(NamedTuple):
    """A graph in Neo4j, and the same in Python."""

    kind: str
    store: Neo4jStore
    world: World

    def ask(self, name: str, /, **values: Any) -> list[dict[str, Any]]:
        """The rows that a query gives, which must be those expected."""
        asked = query(name)
        parameters = {**asked.examples, **values}
        table = self.store.cypher(asked.text, parameters)
        wanted = EXPECTED[name](self.world, parameters)
        assert not table.more
        assert len(table.rows) == len(wanted)
        for row, other in zip(table.rows, wanted, strict=True):
            assert row == {
                column: pytest.approx(value) if isinstance(value, float) else value
                for column, value in other.items()
            }
        return list(table.rows)


@pytest.fixture(scope="module", params=["repository", "made"])
def shown(
    request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    """The graph that is shown in the repository, and one that has everything."""
    server.clear()
    if request.param == "made":
        folder = FolderStore(tmp_path_factory.mktemp("made") / "graph", lexicon=LEXICON)
        database = Neo4jStore(server.uri, lexicon=LEXICON)
        folder.update(*made())
    else:
        opened, target = open_store(ROOT / "graph"), open_store(server.uri)
        assert isinstance(opened, FolderStore)
        assert isinstance(target, Neo4jStore)
        folder, database = opened, target
    database.update(folder.papers(), folder.records())
    yield Shown(request.param, database, World(folder.graph()))
    folder.close()
    database.close()


@every_query
def test_answer(shown: Shown, name: str) -> None:
    """With the examples there are rows, and they are those expected, in their order."""
    rows = shown.ask(name)
    assert rows or (shown.kind == "repository" and name in MAY_BE_EMPTY)


@every_query
def test_limit(shown: Shown, name: str) -> None:
    """A smaller limit gives the first rows."""
    if "limit" in query(name).examples:
        assert len(shown.ask(name, limit=2)) <= 2


@every_query
def test_names(shown: Shown, name: str) -> None:
    """Case does not matter, aliases are names, and what nobody is called gives no rows."""
    examples = query(name).examples
    for parameter in {"name", "one", "other", "from", "to"} & set(examples):
        known = examples[parameter]
        shown.ask(name, **{parameter: known.swapcase()})
        assert shown.ask(name, **{parameter: "no such thing"}) == []
        for id in shown.world.called(known):
            for alias in (shown.world.get(id, "aliases") or ())[:1]:
                shown.ask(name, **{parameter: alias})


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("papers_of_entity_by_relation", {"name": "SFT", "relation": "COMPARES_TO"}),
        ("papers_of_entity_by_relation", {"name": "LLM", "relation": "MENTIONS"}),
        ("used_together_with", {"name": "Llama", "support": 1, "limit": 500}),
        ("rising_entities", {"month": "2025-05", "months": 3, "minimum": 1, "limit": 500}),
        ("rising_entities", {"month": "2024-03", "months": 24, "minimum": 1}),
        ("rising_entities", {"month": "1990-01", "minimum": 1}),
        ("entities_by_first_month", {"type": "Benchmark"}),
        ("entities_by_first_month", {"type": "nothing"}),
        ("built_on_entity", {"name": "LoRA", "limit": 500}),
        ("built_on_entity", {"name": "GPT-4", "limit": 500}),
        ("lineage_over_steps", {"steps": 1}),
        ("lineage_over_steps", {"name": "DPO", "steps": 2, "limit": 500}),
        ("shortest_paths_between", {"from": "DPO", "to": "dpo"}),
        ("shortest_paths_between", {"from": "DPO", "to": "SFT"}),
        ("versions_in_family", {"name": "GPT-4"}),
        ("versions_in_family", {"name": "MTEB"}),
        ("results_on_benchmark", {"name": "GLUE"}),
        ("orphan_entities", {"confidence": 1.1, "limit": 500}),
        ("papers_with_few_entities", {"most": 0}),
        ("relationship_types", {"below": 0.9}),
        ("relations_of_entity", {"name": "GLUE"}),
        ("benchmarks_used_together", {"support": 2}),
        ("new_entities_since", {"since": "2023-05-29"}),
        ("top_entities", {"type": "Method", "limit": 500}),
        ("papers_by_month", {"limit": 500}),
        ("benchmarks_proposed_in_period", {"since": "2024-02-29", "until": "2024-02-29"}),
        ("untried_benchmarks", {"name": "Llama", "limit": 500}),
        ("edges_to_review", {"below": 1.1, "limit": 500}),
    ],
    ids=str,
)
def test_other_values(shown: Shown, name: str, values: dict[str, Any]) -> None:
    """The expected rows, whatever is asked for."""
    shown.ask(name, **values)
