"""What an answer says about itself, and what is said where there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from papermesh.ask import ask, examples
from papermesh.ask.grammar import KINDS
from papermesh.ask.recognise import _typing_errors
from papermesh.errors import NotFoundError, PapermeshError, QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from papermesh.ask import Answer
    from tests.fakes import FakeStore

    Asker = Callable[[str], Answer]


def test_answer_says_what_was_understood_and_shows_its_evidence(asked: Asker) -> None:
    answer = asked("which papers use MTEB since 2024?")
    assert answer.understood == "papers that use MTEB (Benchmark), since 2024-01-01"
    assert answer.sentence == "2 papers use MTEB; 1 paper without a date left out."
    assert answer.columns == ("title", "relation", "date", "confidence", "id")
    assert answer.evidence[1][0].sentence == "Pebble reaches 61.5 on MTEB."
    assert answer.evidence[1][0].paper == "arxiv:2403.00003"
    assert answer.source == "fake:"


def test_rows_have_one_cell_a_column_and_evidence_each(asked: Asker) -> None:
    for kind in KINDS:
        for question in (kind.example, kind.example.replace("SciER", "Pebble")):
            try:
                answer = asked(question)
            except NotFoundError:
                continue
            assert len(answer.evidence) == len(answer.rows)
            assert {len(row) for row in answer.rows} <= {len(answer.columns)}
            assert all(isinstance(c, str | int | float | None) for row in answer.rows for c in row)
            assert answer.understood
            assert "\n" not in answer.understood
            assert answer.sentence.endswith((".", "!", "?"))


def test_traversal_takes_names_as_parameters_only(asked: Asker) -> None:
    answer = asked("which papers use MTEB since 2024")
    assert "MTEB" not in answer.traversal
    assert answer.parameters == {"ids": ["benchmark:mteb"], "since": "2024-01-01"}
    used = set(re.findall(r"\$(\w+)", answer.traversal))
    assert used == set(answer.parameters)


def test_every_traversal_has_exactly_its_parameters(asked: Asker) -> None:
    for kind in KINDS:
        for question in (kind.example, kind.example.replace("SciER", "Pebble") + " since 2023"):
            try:
                answer = asked(question)
            except PapermeshError:
                continue
            used = set(re.findall(r"\$(\w+)", answer.traversal))
            assert used == set(answer.parameters), question


def test_other_ways_of_use_are_told_beside_the_answer(asked: Asker) -> None:
    assert (
        asked("which papers use LoRA").sentence == "2 papers use LoRA; 1 more only compares to it."
    )


def test_a_typing_error_is_forgiven_and_told(asked: Asker) -> None:
    answer = asked("which papers use MTBE")
    assert answer.understood.endswith("(took 'MTBE' as MTEB)")
    assert len(answer.rows) == 4
    assert asked("papers on qestion answering").understood.endswith("as question answering)")


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("mtbe", "mteb", 1),
        ("bart", "bert", None),
        ("gpt3", "gpt4", None),
        ("qestionanswering", "questionanswering", 1),
        ("lor", "lora", None),
        ("distilation", "distillation", 1),
        ("distillation", "distillation", None),
        ("beams", "pebble", None),
    ],
)
def test_what_counts_as_a_typing_error(one: str, other: str, errors: int | None) -> None:
    assert _typing_errors(one, other) == errors


def test_the_longest_known_part_of_a_name_is_taken_and_told(asked: Asker) -> None:
    answer = asked("which papers use the LoRA adapters")
    assert answer.understood == "papers that use LoRA (Method) (took 'the LoRA adapters' as LoRA)"
    answer = asked("which papers use cheap distillation")
    assert answer.understood.endswith("(took 'cheap distillation' as distillation)")


@pytest.mark.parametrize("name", ["Llama 9", "distillation towers of Byzantium", "LoRA or Zork"])
def test_a_part_is_not_taken_where_the_rest_says_more(asked: Asker, name: str) -> None:
    with pytest.raises(NotFoundError):
        asked(f"which papers use {name}")


def test_the_longest_part_never_drops_a_second_name(asked: Asker) -> None:
    with pytest.raises(NotFoundError) as caught:
        asked("which papers use LoRA and Zork")
    assert caught.value.name == "Zork"


@pytest.mark.parametrize("mark", ['"{}"', "'{}'", "“{}”", "`{}`", "«{}»"])
def test_a_quoted_name_is_taken_literally(asked: Asker, mark: str) -> None:
    assert asked(f"papers using {mark.format('precision and recall')}").rows
    assert asked(f"papers about {mark.format('text embedding')} in 2023").rows
    with pytest.raises(NotFoundError):
        asked(f"papers using {mark.format('MTBE')}")


def test_an_unknown_name_answers_with_the_closest_ones(asked: Asker) -> None:
    with pytest.raises(NotFoundError) as caught:
        asked("which papers use BART")
    assert caught.value.name == "BART"
    assert caught.value.close[0] == "BERT"
    with pytest.raises(NotFoundError, match="Harbour Lab"):
        asked("papers by Harbor Labs Tar")


@pytest.mark.parametrize(
    "question", ["", "   ", "???", "why oh why", "colourless green ideas", "."]
)
def test_what_is_not_understood_says_what_is_known(asked: Asker, question: str) -> None:
    with pytest.raises(QuestionError) as caught:
        asked(question)
    message = str(caught.value)
    assert "kinds are known" in message
    assert message.count("“") == 5
    assert "\n" not in message


def test_a_book_is_no_question(store: FakeStore) -> None:
    with pytest.raises(QuestionError) as caught:
        ask(store, "which papers use MTEB " * 500)
    assert "11000 characters" in str(caught.value)
    assert len(str(caught.value)) < 300


def test_dates_that_say_nothing_are_told(asked: Asker) -> None:
    answer = asked("versions of Llama since 2024")
    assert answer.understood.endswith("(the dates say nothing for this kind of question)")


def test_figures_keep_their_direction(asked: Asker) -> None:
    best = asked("best results in perplexity")
    assert [row[3] for row in best.rows] == ["10.4"]
    assert "no leaderboard" in best.sentence


def test_examples_are_one_a_kind() -> None:
    assert len(examples()) == len(KINDS)
