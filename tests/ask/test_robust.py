"""Whatever is asked, an answer or an error of ours comes back, and soon."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papermesh.ask import ask
from papermesh.ask.grammar import KINDS
from papermesh.errors import PapermeshError
from tests.fakes import ENTITIES, FakeStore, small_graph

if TYPE_CHECKING:
    from papermesh.ask import Answer

STORE = FakeStore(small_graph())
WORDS = sorted({word for kind in KINDS for word in kind.example.split()})
NAMES = [name for name, _ in ENTITIES.values()]


def _ask(question: str) -> Answer | None:
    try:
        return ask(STORE, question)
    except PapermeshError:
        return None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600))
def test_any_text_gives_an_answer_or_an_error_of_ours(question: str) -> None:
    _ask(question)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*WORDS, *NAMES, '"', "'", "(", "[", "\\", "since", "2024"]), max_size=14
    )
)
def test_any_words_of_the_grammar_do(words: list[str]) -> None:
    _ask(" ".join(words))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.sampled_from(["which papers use {}", "what is {}?", "papers about {} since 2023"]),
)
def test_every_name_is_found_in_any_case(name: str, question: str) -> None:
    plain = ask(STORE, question.format(f'"{name}"'))
    assert ask(STORE, question.format(name.upper())).rows == plain.rows
    assert ask(STORE, question.format(name.lower().replace(" ", "-"))).rows == plain.rows


@pytest.mark.parametrize(
    "question",
    [
        "which papers use " + "a" * 480,
        "which papers use " + "and " * 118,
        "what " * 99,
        "which papers use (.*)+$ [a-z]* \\d+ {x} <use> (?P<x>",
        "papers on \ue0000\ue000 and \ud800",
        "which papers use 模型 und Größe 🙂",
        "x" * 10_000,
        "\x00\x01\x02",
        "'\"`«“",
    ],
    ids=[
        "long word",
        "many ands",
        "many whats",
        "regex",
        "holder",
        "unicode",
        "long",
        "controls",
        "quotes",
    ],
)
def test_hostile_questions_end_soon(question: str) -> None:
    began = time.perf_counter()
    _ask(question)
    assert time.perf_counter() - began < 2
