"""What a question bars or offers as a choice is never demanded, and nothing it says is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from papermesh.errors import PapermeshError

if TYPE_CHECKING:
    from collections.abc import Callable

    from papermesh.ask import Answer

    Asker = Callable[[str], Answer]


@pytest.mark.parametrize(
    "question",
    [
        "best accuracy on GLUE without LoRA",
        "GSM8K results of LoRA or BERT",
        "figures on GLUE excluding BERT",
        "papers that compare to BERT or use MTEB",
        "papers by Ada Quill or about LoRA",
        "papers on LoRA and MTEB or GLUE",
    ],
)
def test_what_nobody_could_tell_is_refused(asked: Asker, question: str) -> None:
    with pytest.raises(PapermeshError):
        asked(question)


@pytest.mark.parametrize(
    ("question", "by"),
    [
        ("how many benchmarks were introduced per month", "by the month"),
        ("how many papers on both LoRA and MTEB are there per month", "by month"),
    ],
)
def test_the_unit_of_time_is_heeded(asked: Asker, question: str, by: str) -> None:
    assert by in asked(question).understood


def test_the_years_between_two_are_not_meant(asked: Asker) -> None:
    for question in ("papers about LoRA in 2023 or 2025", "papers about LoRA in 2023 and 2025"):
        try:
            answer = asked(question)
        except PapermeshError:
            continue
        assert "2024" not in {str(row[2])[:4] for row in answer.rows}
    listed = asked("papers about LoRA in 2023, 2024 and 2025")
    assert "from 2023-01-01 to 2025-12-31" in listed.understood


def test_surveys_that_are_left_out_are_not_told(asked: Asker) -> None:
    with pytest.raises(PapermeshError):
        asked("papers about LoRA excluding surveys")


@pytest.mark.parametrize("text", ["1" * 500, "(((", "\\", '""', "papers that use \x00", "🙂"])
def test_nothing_to_read_is_refused_at_once(asked: Asker, text: str) -> None:
    with pytest.raises(PapermeshError):
        asked(text)


def test_makers_with_code_are_those_with_code(asked: Asker) -> None:
    assert [row[-1] for row in asked("which authors have the most papers with code").rows] == [
        "author:ada-quill"
    ]


def test_a_score_that_no_abstract_states_is_said_to_be_so(asked: Asker) -> None:
    answer = asked("what accuracy does BERT get on GSM8K?")
    assert answer.rows == ()
    assert answer.sentence.startswith("No abstract reports")
