"""What is said where a question has no answer: which names are known, and what to ask instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from papermesh.errors import NotFoundError, QuestionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from papermesh.ask import Answer

    Asker = Callable[[str], Answer]


@pytest.mark.parametrize(
    ("question", "known", "strange", "offered"),
    [
        ("Who are the fiercest rivals of Ada Quill?", "Ada Quill", "", "papers by Ada Quill"),
        ("compare LoRA", "LoRA", "", "papers that use LoRA"),
        ("GLUE for a parking space", "GLUE", "parking", "papers that evaluate on GLUE"),
        ("beam search for a parking space", "beam search", "parking", "what is beam search"),
        ("papers about LoRA without MTEB since when", "MTEB", "", "papers about LoRA and MTEB"),
    ],
)
def test_names_that_are_known_are_not_blamed(
    asked: Asker, question: str, known: str, strange: str, offered: str
) -> None:
    with pytest.raises(QuestionError) as caught:
        asked(question)
    told, _, asks = str(caught.value).partition("; ask ")
    assert known in told.partition(";")[2]
    assert f"“{strange}”" in told or not strange
    questions = re.findall(r"“([^”]+)”", asks)
    assert offered in questions
    assert len(questions) <= 3
    for each in questions:
        assert asked(each).understood


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("papers that use LoRA but don't compare to Zork", "Zork"),
        ("who wins with Llama 9", "Llama 9"),
        ("which papers use SuperBERT", "SuperBERT"),
    ],
)
def test_a_name_that_is_unknown_is_told_without_what_stands_around_it(
    asked: Asker, question: str, name: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        asked(question)
    assert caught.value.name == name
    assert len(caught.value.close) <= 3


@pytest.mark.parametrize(
    "limit",
    ["per quarter", "never", "before", "without training", "above all", "each month", "least"],
)
def test_what_limits_a_question_is_never_left_out(asked: Asker, limit: str) -> None:
    with pytest.raises((NotFoundError, QuestionError)):
        asked(f"which papers use the LoRA adapters {limit}")


def test_a_name_within_another_word_is_not_offered(asked: Asker) -> None:
    with pytest.raises(NotFoundError) as caught:
        asked("which papers use the Smteborg Loader")
    assert "MTEB" not in caught.value.close
