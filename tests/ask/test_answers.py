"""What an answer says about itself, and what is said where there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from papermesh.ask import ask, examples
from papermesh.ask.grammar import KINDS
from papermesh.ask.spelling import typing_errors
from papermesh.errors import NotFoundError, PapermeshError, QuestionError
from tests.fakes import FakeStore, small_graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from papermesh.ask import Answer

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
        ("lama2", "llama2", 1),
        ("imagent", "imagenet", 1),
        ("gpt4", "gpt4o", None),
        ("qwen25vl", "qwen25v", None),
        ("gpt3", "gpt4", None),
        ("qestionanswering", "questionanswering", 1),
        ("lor", "lora", None),
        ("distilation", "distillation", 1),
        ("distillation", "distillation", None),
        ("beams", "pebble", None),
    ],
)
def test_what_counts_as_a_typing_error(one: str, other: str, errors: int | None) -> None:
    assert typing_errors(one, other) == errors


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
    assert message.count("“") == 3
    assert "\n" not in message


def test_a_book_is_no_question(store: FakeStore) -> None:
    with pytest.raises(QuestionError) as caught:
        ask(store, "which papers use MTEB " * 500)
    assert "over 60 words" in str(caught.value)
    assert len(str(caught.value)) < 300


def test_dates_that_say_nothing_are_told(asked: Asker) -> None:
    answer = asked("versions of Llama since 2024")
    assert answer.understood.endswith("(the dates say nothing for this kind of question)")


def test_figures_keep_their_direction(asked: Asker) -> None:
    best = asked("best results in perplexity")
    assert [row[3] for row in best.rows] == ["10.4", "12.1"]
    assert "no leaderboard" in best.sentence


def test_examples_are_one_a_kind() -> None:
    assert len(examples()) == len(KINDS)


@pytest.fixture(scope="module")
def crowded() -> FakeStore:
    """The small graph, and in it entities whose names are words of questions or shared."""
    graph = small_graph()
    others = [
        ("dataset:code", "Dataset", "CODE", [], 5),
        ("method:score", "Method", "SCoRe", [], 5),
        ("concept:operating-room", "Concept", "Operating Room", ["OR"], 5),
        ("task:autonomous-driving", "Task", "autonomous driving", ["AD"], 35),
        ("task:alzheimer", "Task", "Alzheimer's disease", ["AD"], 9),
        ("model:ad", "Model", "AD", [], 1),
    ]
    for id, type, name, aliases, papers in others:
        graph.add_node(id, labels=("Entity", type), name=name, aliases=aliases, paperCount=papers)
        graph.add_edge("arxiv:2505.00006", id, key="USES", confidence=0.8)
    for paper, confidence in (("arxiv:2502.00005", 0.7), ("arxiv:2505.00006", 0.95)):
        graph.add_edge(paper, "method:chain-of-thought", key="PROPOSES", confidence=confidence)
        graph.add_edge(paper, "method:foldadapt", key="PROPOSES", confidence=0.99)
    return FakeStore(graph)


@pytest.mark.parametrize(
    ("question", "kind", "ids"),
    [
        ("papers with code for MTEB", "papers with code", ["arxiv:2403.00003"]),
        ("what score does LoRA get on GLUE", "score", ["arxiv:2302.00002"]),
        ("which papers use LoRA or GSM8K", "use several", ["arxiv:2302.00002", "arxiv:2502.00005", "arxiv:2403.00003"]),
        ("which papers use OR", "papers that use", ["arxiv:2505.00006"]),
        ("which papers use 'or'", "papers that use", ["arxiv:2505.00006"]),
    ],
)  # fmt: skip
def test_words_of_a_question_are_no_names(
    crowded: FakeStore, question: str, kind: str, ids: list[str]
) -> None:
    answer = ask(crowded, question)
    assert answer.kind == kind
    assert [row[-1] for row in answer.rows] == ids


@pytest.fixture(scope="module")
def otherwise_named() -> FakeStore:
    """The small graph, and in it names that people write in other ways."""
    graph = small_graph()
    for id, name in (
        ("benchmark:aime-2024", "AIME 2024"),
        ("task:ner", "named entity recognition"),
        ("task:forgetting", "catastrophic forgetting"),
    ):
        graph.add_node(id, labels=("Entity", id.split(":")[0].capitalize()), name=name, aliases=[])
        graph.add_edge("arxiv:2505.00006", id, key="ADDRESSES", confidence=0.8)
    return FakeStore(graph)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("AIME", "AIME 2024"),
        ("NER", "named entity recognition"),
        ("bert base", "BERT"),
        ("Llama 3 70b instruct", "Llama 3"),
        ("catastrofic forgeting", "catastrophic forgetting"),
    ],
)
def test_names_are_known_in_other_ways_and_that_is_told(
    otherwise_named: FakeStore, written: str, name: str
) -> None:
    for question in ("papers about {}", "{} accuracy in 2024", "how many papers use {}"):
        understood = ask(otherwise_named, question.format(written)).understood
        assert name in understood
        assert f"took '{written}' as {name}" in understood


@pytest.mark.parametrize("name", ["GPT-5", "CV", "GLUE 7", "unsupervised forgeting"])
def test_other_names_are_not_taken_for_known_ones(otherwise_named: FakeStore, name: str) -> None:
    with pytest.raises(NotFoundError):
        ask(otherwise_named, f"papers about {name}")


def test_a_topic_that_is_no_name_is_searched_in_the_texts(asked: Asker) -> None:
    for question in ("papers about school sums", "research on schooling sums in 2025"):
        answer = asked(question)
        assert answer.kind == "search"
        assert "no such name in the graph" in answer.understood
        assert [row[-1] for row in answer.rows] == ["arxiv:2502.00005"]
    for question in ("papers about school sums in 2024", "papers about school towers"):
        with pytest.raises(NotFoundError):
            asked(question)


def test_a_part_of_a_title_stands_for_it(asked: Asker) -> None:
    answer = asked("what is Small Encoders for Text")
    assert answer.understood.endswith("as “Pebble: Small Encoders for Text Embedding”)")


def test_a_number_that_is_not_heeded_is_told(asked: Asker) -> None:
    assert "not heeded: 2" in asked("name two papers that use MTEB").understood


def test_what_limits_a_name_is_not_left_out_of_it(asked: Asker) -> None:
    with pytest.raises(NotFoundError):
        asked("what are alternatives to BERT for cheap towers")


def test_a_stop_word_alone_is_unknown(crowded: FakeStore) -> None:
    with pytest.raises(NotFoundError):
        ask(crowded, "which papers use or")


def test_a_shared_name_means_what_most_papers_mean_and_tells_the_others(
    crowded: FakeStore,
) -> None:
    understood = ask(crowded, "what is AD").understood
    assert understood.startswith("what is known of autonomous driving (Task) ('AD' is also")
    assert "Alzheimer's disease (Task)" in understood


def test_all_answers_agree_on_the_origin(crowded: FakeStore) -> None:
    # By title first, then by confidence.
    for name, title in (("FoldAdapt", "FoldAdapt Beats Adapters"), ("CoT", "TinyTalk: Chats")):
        for question in ("who introduced {}", "what is {}", "papers introducing {}"):
            told = ask(crowded, question.format(name)).sentence
            assert "papers say they introduce" in told
            assert f"likeliest {'is ' if 'what' not in question else ''}“{title}" in told


def test_a_name_in_a_list_is_never_dropped(asked: Asker) -> None:
    for question in ("which papers use LoRA, Zork and MTEB", "papers on LoRA, MTEB or Zork"):
        with pytest.raises(NotFoundError) as caught:
            asked(question)
        assert caught.value.name == "Zork"
    with pytest.raises(QuestionError, match="several names"):
        asked("papers using LoRA or MTEB and BERT")


def test_a_second_name_is_not_left_out_of_a_name(asked: Asker) -> None:
    with pytest.raises(NotFoundError):
        asked("what is used together with LoRA GLUE")


def test_a_comparison_keeps_to_a_benchmark(asked: Asker) -> None:
    answer = asked("compare LoRA and FoldAdapt on GLUE")
    assert answer.understood == "LoRA (Method) beside FoldAdapt (Method) on GLUE (Benchmark)"
    assert [row[2] for row in answer.rows if row[0] == "figure"] == [
        "89% accuracy on GLUE",
        "88.1% accuracy on GLUE",
    ]


def test_a_count_comes_first_and_alone(asked: Asker) -> None:
    answer = asked("how many papers use MTEB?")
    assert (answer.columns, answer.rows) == (("count",), ((4,),))
    assert answer.sentence == "4 papers use MTEB."
    assert asked("how many papers use The Pile").sentence == "0 papers use The Pile."
    assert asked("how many papers are there").sentence == "7 papers are in the graph."


def test_claims_are_called_claims(asked: Asker) -> None:
    told = asked("which models outperform BERT?").sentence
    assert told.startswith("Pebble: proposed in abstracts that compare to BERT")
    assert "claim" in told


def test_later_versions_lead_and_followers_are_told_apart(asked: Asker) -> None:
    assert asked("what came after Llama 2").sentence == (
        "After Llama 2 came the later versions Llama 3;"
        " papers that use or compare to it propose FoldAdapt and TinyTalk."
    )


def test_dates_the_wrong_way_round_are_told(asked: Asker) -> None:
    assert "later date first" in asked("papers between 2024-01 and 2023-01").understood
    assert "later date first" not in asked("papers between 2023-01 and 2024-01").understood


def test_an_entity_is_not_taken_for_its_paper(asked: Asker) -> None:
    answer = asked("what benchmarks does LoRA use")
    assert answer.understood == "benchmarks the papers that use LoRA (Method) use"
    assert answer.sentence == "2 papers that use LoRA use: GLUE and MTEB."
    assert asked("what benchmarks does the paper LoRA use").kind == "what a paper uses"
