"""The best figure, asked for in the words of those who look for the state of the art."""

from __future__ import annotations

import pytest

from papermesh.ask import ask
from tests.fakes import FakeStore, small_graph

PEBBLE, FOLD = "arxiv:2403.00003", "arxiv:2405.00004"


@pytest.fixture(scope="module")
def full() -> FakeStore:
    """The small graph, and in it names that are words of such questions."""
    graph = small_graph()
    for id, name in (
        ("method:art", "ART"),
        ("metric:state", "state"),
        ("method:sota", "SOTA"),
        ("method:top", "TOP"),
    ):
        graph.add_node(id, labels=("Entity", id.split(":")[0].capitalize()), name=name, aliases=[])
        graph.add_edge(FOLD, id, key="USES", confidence=0.9)
    return FakeStore(graph)


@pytest.mark.parametrize(
    "question",
    [
        "State of the art on MTEB",
        "state-of-the-art on MTEB",
        "what's the current SOTA on MTEB?",
        "SOTA MTEB",
        "MTEB state of the art",
        "best model on MTEB",
        "top embedding models on MTEB",
        "top 3 models on MTEB",
        "who leads MTEB",
        "which model leads on MTEB",
        "highest score on MTEB",
        "best-performing methods on MTEB",
        "current sota MTEB accuracy",
    ],
)
def test_the_best_is_meant_whatever_names_there_are(full: FakeStore, question: str) -> None:
    answer = ask(full, question)
    assert answer.kind == "best results"
    assert answer.sentence.startswith("Best reported on MTEB: 64.0 accuracy, by FoldAdapt")
    assert "claims of abstracts" in answer.sentence


def test_such_a_name_in_quotes_is_a_name(full: FakeStore) -> None:
    assert [row[-1] for row in ask(full, 'papers using "SOTA"').rows] == [FOLD]


def test_what_is_not_heeded_of_the_best_is_told(full: FakeStore) -> None:
    assert "(not heeded: embedding)" in ask(full, "top embedding models on MTEB").understood


def _stated(*figures: tuple[str, float, str | None, float]) -> FakeStore:
    """The small graph with other figures of accuracy on GSM8K: value, number, unit, confidence."""
    graph = small_graph()
    graph.remove_nodes_from([id for id in graph if id.startswith("result:")])
    for at, (value, number, unit, confidence) in enumerate(figures):
        id = f"result:{at}"
        graph.add_node(id, labels=("Result",), value=value, kind="absolute", number=number,
                       unit=unit, confidence=confidence)  # fmt: skip
        graph.add_edge(PEBBLE, id, key="REPORTS", evidence=[])
        graph.add_edge(id, "benchmark:gsm8k", key="ON")
        graph.add_edge(id, "metric:accuracy", key="BY")
    return FakeStore(graph)


def test_the_best_is_the_best_of_what_is_read_surely() -> None:
    answer = ask(_stated(("99%", 99, "%", 0.2), ("61%", 61, "%", 0.5)), "SOTA on GSM8K")
    assert answer.sentence.startswith("Best reported on GSM8K: 61% accuracy, by “Pebble")
    assert answer.columns[-2:] == ("confidence", "id")
    assert [row[-2] for row in answer.rows] == [0.5, 0.2]


@pytest.mark.parametrize("figure", [("3%", 3.0, "%", 0.16), ("0.1%", 0.1, "%", 0.73)])
def test_where_none_is_sure_none_is_called_the_best(
    figure: tuple[str, float, str | None, float],
) -> None:
    answer = ask(_stated(figure), "best model on GSM8K")
    assert answer.sentence.startswith("No absolute figure on GSM8K is read surely enough")
    assert "abstracts state 1 figure (claims of abstracts" in answer.sentence
    assert answer.rows[0][3] == figure[0]


def _on(*figures: tuple[str, float, str | None, str | None]) -> FakeStore:
    """The small graph with other figures on GSM8K: value, number, unit and the metric's name."""
    graph = small_graph()
    graph.remove_nodes_from([id for id in graph if id.startswith("result:")])
    for at, (value, number, unit, metric) in enumerate(figures):
        id, by = f"result:{at}", f"metric:{metric}"
        graph.add_node(id, labels=("Result",), value=value, kind="absolute", number=number,
                       unit=unit, confidence=0.9)  # fmt: skip
        graph.add_edge(FOLD if at % 2 else PEBBLE, id, key="REPORTS", evidence=[])
        graph.add_edge(id, "benchmark:gsm8k", key="ON")
        if metric:
            graph.add_node(by, labels=("Entity", "Metric"), name=metric, aliases=[])
            graph.add_edge(id, by, key="BY")
    gain = {"value": "+30%", "number": 30.0, "unit": "%", "kind": "gain", "confidence": 0.9}
    graph.add_node("result:gain", labels=("Result",), **gain)
    graph.add_edge(PEBBLE, "result:gain", key="REPORTS", evidence=[])
    graph.add_edge("result:gain", "benchmark:gsm8k", key="ON")
    graph.add_edge("result:gain", "metric:accuracy", key="BY")
    return FakeStore(graph)


@pytest.mark.parametrize("usual", [[("61%", 61.0, "%", "success rate")], []])
def test_a_figure_without_a_metric_is_in_the_usual_one(
    usual: list[tuple[str, float, str | None, str | None]],
) -> None:
    answer = ask(_on(*usual, ("77%", 77.0, "%", None), ("9", 9.0, "ms", None)), "SOTA on GSM8K")
    assert answer.sentence.startswith("Best reported on GSM8K: 77% (metric not stated), by “")
    assert ("in a metric that is stated, 61% success rate" in answer.sentence) == bool(usual)
    assert answer.rows[0][3] == "77%"
    assert answer.rows[-1][4] == "gain"


def test_the_share_of_solved_tasks_has_many_names() -> None:
    figures = (("74%", 74.0, "%", "accuracy"), ("75%", 75.0, "%", "solve rate"))
    answer = ask(_on(*figures, ("73%", 73.0, "%", "accuracy")), "SOTA on GSM8K")
    assert answer.sentence.startswith("Best reported on GSM8K: 75% solve rate, by “")
    assert [row[3] for row in answer.rows] == ["75%", "74%", "73%", "+30%"]


@pytest.mark.parametrize(
    ("metric", "figures", "best"),
    [
        ("WER", [("2.1%", 2.1, "%"), ("2.4%", 2.4, "%"), ("0.1%", 0.1, "%")], "2.1% WER"),
        (
            "accuracy",
            [("0.5%", 0.5, "%"), ("60%", 60.0, "%"), ("300%", 300.0, "%")],
            "60% accuracy",
        ),
    ],
)
def test_what_is_far_from_all_others_is_a_change(
    metric: str, figures: list[tuple[str, float, str]], best: str
) -> None:
    bare = ("1%", 1.0, "%", None)
    answer = ask(_on(*((*figure, metric) for figure in figures), bare), "SOTA on GSM8K")
    assert answer.sentence.startswith(f"Best reported on GSM8K: {best}, by “")


@pytest.mark.parametrize("metric", ["latency", "attack success rate"])
def test_what_is_spent_leads_only_where_it_is_asked_for(metric: str) -> None:
    store = _on(("3", 3.0, None, metric), ("4", 4.0, None, metric), ("60%", 60.0, "%", "accuracy"))
    assert ask(store, "SOTA on GSM8K").sentence.startswith("Best reported on GSM8K: 60% accuracy")
    told = ask(store, f"best {metric} on GSM8K").sentence
    assert told.startswith(f"Best reported on GSM8K: 3 {metric}")


def test_the_measure_of_one_paper_says_nothing_of_the_best() -> None:
    told = ask(_on(("4", 4.0, None, "prompt variations")), "SOTA on GSM8K").sentence
    assert told.startswith("It is not known which figure on GSM8K is the best; one is 4 prompt")
    two = _on(("4", 4.0, None, "prompts"), ("5", 5.0, None, "prompts"))
    told = ask(two, "SOTA on GSM8K").sentence
    assert told.startswith("Highest reported on GSM8K: 5 prompts")
    assert "it may be that less is better" in told


def test_what_several_figures_measure_is_told_once(full: FakeStore) -> None:
    told = ask(full, "what score does Pebble get on MTEB").sentence
    assert told.count("MTEB") == 1


def test_several_papers_of_one_name_are_not_told_as_one() -> None:
    graph = small_graph()
    graph.add_node("arxiv:2506.00007", labels=("Paper",), title="Pebble: Another Stone")
    graph.add_edge("arxiv:2506.00007", "method:lora", key="USES", confidence=0.9)
    answer = ask(FakeStore(graph), "what does the paper Pebble use")
    assert answer.sentence.startswith("2 papers called Pebble use ")


def test_what_reduces_a_thing_asks_for_papers_and_else_for_texts() -> None:
    store = FakeStore(small_graph())
    answer = ask(store, "what methods reduce school sums")
    assert answer.kind == "search"
    assert "papers that hold all of the words" in answer.understood
    answer = ask(store, "which techniques speed up LoRA")
    assert answer.kind == "papers to improve"
    assert answer.columns[0] == "title"


def test_an_answer_without_rows_offers_the_next_step() -> None:
    told = ask(_stated(), "GLUE results").sentence
    assert told == "No abstract states a figure on GLUE; ask “papers about GLUE” for 2 papers."
