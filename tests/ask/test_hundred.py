"""A hundred questions, written down by someone who had not seen the grammar.

Half of them were looked at while it was built; the other half only ever as a sum, which is what
tells how it fares with questions of others.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from papermesh.ask import Answer, ask
from papermesh.errors import NotFoundError, QuestionError
from papermesh.store import open_store
from papermesh.store.snapshot import Snapshot

HERE = Path(__file__).parent
QUESTIONS = [json.loads(line) for line in (HERE / "hundred.jsonl").read_text("utf-8").splitlines()]
NO_ANSWER = {"refuse": (QuestionError, NotFoundError), "unknown-name": (NotFoundError,)}
FLOOR = {"seen": 50, "held": 39}


@pytest.fixture(scope="module")
def seeds() -> Snapshot:
    return Snapshot(open_store(HERE.parents[1] / "graph"))


def told(answer: Answer) -> tuple[set[str], str]:
    """Ids that an answer names, and all that it says."""
    ids = {id for row in answer.links for id in row if id}
    ids |= {item.paper for evidence in answer.evidence for item in evidence}
    cells = [str(cell) for row in answer.rows for cell in row]
    return ids, "\n".join([answer.sentence, *cells, *map(str, answer.parameters.values())])


def is_right(store: Snapshot, question: dict[str, Any]) -> bool:
    today = dt.date.fromisoformat(question.get("today", "2026-11-21"))
    try:
        answer = ask(store, question["question"], today=today)
    except (QuestionError, NotFoundError) as error:
        return isinstance(error, NO_ANSWER.get(question["kind"], ()))
    if question["kind"] in NO_ANSWER:
        return False
    ids, text = told(answer)
    expected = question["expect"]

    def says(id: str) -> bool:
        node = store.node(id)
        return id in ids or (node is not None and node.name in text)

    number = expected.get("count")
    return (
        ("any_of" not in expected or any(map(says, expected["any_of"])))
        and all(map(says, expected.get("all_of", ())))
        and (number is None or len(answer.rows) == number or str(number) in text.split())
    )


def test_there_are_a_hundred() -> None:
    assert len({question["question"] for question in QUESTIONS}) == 100
    assert sum(question["half"] == "held" for question in QUESTIONS) == 50


@pytest.mark.parametrize("half", FLOOR)
def test_most_are_answered_rightly(seeds: Snapshot, half: str) -> None:
    right = [is_right(seeds, question) for question in QUESTIONS if question["half"] == half]
    print(f"{half}: {sum(right)} of {len(right)}")
    assert sum(right) >= FLOOR[half]
