"""Questions that no wording fits are read by the names and the words in them, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from papermesh.ask import ask
from papermesh.errors import NotFoundError, PapermeshError, QuestionError
from tests.fakes import FakeStore, small_graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from papermesh.ask import Answer

    Asker = Callable[[str], Answer]

MTEB, LORA, PEBBLE = "arxiv:2301.00001", "arxiv:2302.00002", "arxiv:2403.00003"
FOLD, STEPS, TINY = "arxiv:2405.00004", "arxiv:2502.00005", "arxiv:2505.00006"
NOTE = "title:anundatednoteonbeamsearch"

# Question; kind; last cells of the rows (ids, or a figure), in order.
QUESTIONS: list[tuple[str, str, list[str | int | float]]] = [
    # Key words without a verb, in any order.
    ("MTEB papers with code", "papers with code", [PEBBLE]),
    ("pebble mteb", "meet all", [PEBBLE]),
    ("LoRA GLUE accuracy", "figures of all", [LORA]),
    ("accuracy lora glue", "figures of all", [LORA]),
    ("text embedding metrics", "used with", ["metric:accuracy"]),
    ("LoRA papers 2024", "papers about", [FOLD, PEBBLE]),
    ("BERT trend", "use over time", [1.0, 0.0, 0.0]),
    # Frames, and question words in the middle.
    ("I was wondering whether there are papers which make use of LoRA", "papers that use", [LORA, PEBBLE]),
    ("hi, could you tell me who uses GSM8K for evaluation, please?", "papers that use", [STEPS]),
    ("does anybody know which models are akin to LoRA", "related", ["model:bert"]),
    ("on which data sets did they test Pebble", "what a paper evaluates on", ["benchmark:mteb"]),
    ("in the Pebble paper, which tasks are addressed?", "what a paper addresses", ["task:text-embedding"]),
    ("what baselines does Pebble have?", "what a paper compares to", ["model:bert"]),
    ("what did the authors of Pebble propose?", "what a paper introduces", ["model:pebble"]),
    ("which baselines are used by Pebble", "what a paper compares to", ["model:bert"]),
    ("which tasks do people work on the most", "most used", ["task:text-embedding", "task:math-reasoning", "task:question-answering"]),
    ("which benchmark should a paper on text embedding report", "used with", ["benchmark:mteb"]),
    ("what was published in 2024", "all papers", [FOLD, PEBBLE]),
    ("who first introduced LoRA", "introduction", [LORA]),
    # Counts of entities, and numbers that say how many to list.
    ("how many metrics do papers use on MTEB", "used with", [3]),
    ("how many benchmarks does Pebble report on?", "what a paper evaluates on", [1]),
    ("in total, how many tasks are in here?", "how many entities", [3]),
    ("show the newest two papers", "newest papers", [TINY, STEPS]),
    ("how many papers did come out in 2023", "how many papers", [2]),
    # Verbs that mean any work with a thing, where no paper does just that.
    ("how many studies run Llama 2?", "how many evaluate on", [2]),
    # Names that are to be left out.
    # None does just that, but one has to do with both, which the answer says.
    ("papers using LoRA and MTEB but not BERT", "meet all", [FOLD]),
    ("papers using LoRA and MTEB but not GLUE", "meet all", [PEBBLE]),
    ("papers on MTEB that involve neither LoRA nor BERT", "meet all", [NOTE]),
    ("papers about MTEB without LoRA and BERT", "meet all", [NOTE]),
    ("which papers use neither LoRA nor MTEB", "use not", [TINY, STEPS]),
    ("which papers don't use LoRA or MTEB", "use not", [TINY, STEPS]),
    ("how many papers don't use LoRA", "use not", [5]),
    ("papers not about text embedding", "use not", [TINY, STEPS, FOLD, LORA, NOTE]),
    ("how many papers use LoRA and MTEB but not GLUE", "meet all", [1]),
    # Figures counted, or asked for by metric and benchmark without a method.
    ("number of figures in the Pebble paper", "results of a paper", [3]),
    ("accuracy numbers for GLUE", "figures of all", [FOLD, LORA]),
    ("did anybody beat GPT-4, and by how much", "figures of all", [STEPS]),
    # Types and dates together, several types, and adverbs that say nothing.
    ("which tasks were addressed in 2024", "most used", ["task:text-embedding"]),
    ("give me everything from 2023", "all entities", [LORA, MTEB]),
    ("which benchmarks and metrics does Pebble report", "what a paper evaluates on", ["benchmark:mteb", "metric:accuracy"]),
    ("which metrics do text embedding papers normally use?", "used with", ["metric:accuracy"]),
    # Plain words with typing errors, and what is no name but a topic of the texts.
    ("which articles mesure perplexty?", "papers that evaluate on", [NOTE]),
    # Several conditions, each with its verb.
    ("papers that use LoRA and evaluate on MTEB", "meet all", [PEBBLE]),
    ("does somebody combine LoRA with MTEB or GSM8K?", "meet all", [PEBBLE]),
    ("MTEB without LoRA", "meet all", [MTEB, NOTE]),
    ("PEBBLE, LoRA or CoT papers", "meet all", [PEBBLE, LORA, FOLD, STEPS]),
    # Versions, rivals and time.
    ("is there a newer version of Llama 2?", "versions", ["model:llama", "model:llama-3"]),
    ("what can replace BERT", "rivals", ["model:pebble"]),
    ("benchmarks like GLUE", "related", ["benchmark:mteb"]),
    ("is MTEB getting more popular?", "use over time", [0.5, 1.0, 0.0]),
    ("are people still using BERT", "use over time", [1.0, 0.0, 0.0]),
    ("which benchmarks lost popularity", "fading", ["benchmark:mteb"]),
    # Makers and code among the demands; who is behind papers, and who else.
    ("which papers by Ada Quill have code", "meet all", [PEBBLE]),
    ("papers from Harbour Lab with code that use LoRA", "meet all", [PEBBLE]),
    ("papers by Ada Quill on MTEB since 2024", "papers by", [PEBBLE]),
    ("papers by Ada Quill and Bo Stern together", "meet all", []),
    ("papers by Ada Quill or Bo Stern", "meet all", [FOLD, PEBBLE, MTEB]),
    ("papers not by Ada Quill since 2023", "meet all", [TINY, STEPS, FOLD, LORA]),
    ("papers about LoRA not by Ada Quill", "meet all", [LORA, FOLD]),
    ("papers by Ada Quill and not by Harbour Lab", "meet all", [MTEB]),
    ("how many papers by Ada Quill use LoRA", "how many by", [1]),
    ("which methods does Ada Quill use", "in papers that meet all", ["method:distillation", "method:lora"]),
    ("which organisations work on text embedding", "makers meeting", ["organization:harbour-lab"]),
    ("most active labs on LoRA", "makers meeting", ["organization:harbour-lab"]),
    ("who publishes the most on LoRA", "makers meeting", ["author:ada-quill", "author:bo-stern"]),
    ("who at Harbour Lab works with LoRA", "makers meeting", ["author:ada-quill"]),
    ("which author introduced the most benchmarks", "makers meeting", ["author:ada-quill"]),
    ("co-authors of Ada Quill", "makers meeting", []),
    ("who publishes the most", "makers", ["author:ada-quill", "author:bo-stern"]),
    ("who wrote the most papers on LoRA", "makers meeting", ["author:ada-quill", "author:bo-stern"]),
    ("how many authors have worked with LoRA", "makers meeting", [1]),
    ("who introduced the most methods", "makers meeting", ["author:bo-stern"]),
    ("surveys on LoRA", "meet all", []),
    # What is not to be done, or not to be told.
    ("papers that use LoRA but don't compare to BERT", "meet all", [LORA]),
    ("papers that mention BERT without using it", "meet all", [PEBBLE]),
    ("papers w/ LoRA and MTEB w/o GLUE", "meet all", [PEBBLE]),
    ("what else besides LoRA is used with text embedding", "in papers that meet all", ["benchmark:mteb", "model:bert"]),
    # Order, number, and one of several to choose from.
    ("first paper on LoRA and GLUE", "meet all", [LORA, FOLD]),
    ("the first paper that uses GLUE", "meet all", [LORA, FOLD]),
    ("the newest paper on LoRA and GLUE", "meet all", [FOLD, LORA]),
    ("which metric is used on GLUE more often, accuracy or perplexity", "in papers that meet all", ["metric:accuracy"]),
    ("which models are compared to LoRA most often", "compared with", ["model:llama-2"]),
    # Time, of several things and of one within another.
    ("LoRA vs BERT usage over time", "several over time", [2, 2, 2]),
    ("did BERT lose popularity after LoRA appeared?", "several over time", [2, 2, 2]),
    ("is BERT still used for text embedding?", "meeting over time", [1, 1]),
    ("papers by Ada Quill per year", "meeting over time", [1, 1]),
    ("which papers from 2024 still use LoRA", "papers that use", [PEBBLE]),
    ("how many benchmarks were proposed per year", "introduced over time", [1]),
    ("is LoRA dying?", "use over time", [0.5, 0.5, 0.0]),
    ("which benchmark has grown fastest", "rising", []),
    # Typing errors, in names and in other words.
    ("wich papres use MTBE", "papers that use", [MTEB, FOLD, PEBBLE, NOTE]),
    ("what reslts are there on GSM8K", "results", [STEPS]),
    ("which metrics are used in text embeding", "used with", ["metric:accuracy"]),
    ("distilation and LoRA papers", "meet all", [PEBBLE]),
    # What no name says is searched for, where one paper holds it all.
    ("adapters cheap tuning", "search", [LORA]),
    ("papers on cheap tuning", "search", [LORA]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "kind", "ids"), QUESTIONS, ids=[q[0] for q in QUESTIONS])
def test_question_is_read_by_its_words(
    asked: Asker, question: str, kind: str, ids: list[str | int | float]
) -> None:
    answer = asked(question)
    assert answer.kind == kind
    assert [row[-1] for row in answer.rows] == ids


@pytest.mark.parametrize(
    "question",
    [
        "should I use LoRA?",
        "do you think LoRA is better than BERT?",
        "why does LoRA work",
        "delete all papers",
        "write code for LoRA",
        "will it rain tomorrow",
        "what can I ask you",
        "which papers have no code",
        "compare LoRA",
        "beam search for a parking space",
        "papers using LoRA or MTEB and BERT",
    ],
)
def test_what_the_graph_cannot_tell_is_refused(asked: Asker, question: str) -> None:
    with pytest.raises(QuestionError, match=r"kinds are known|several names|is known, but"):
        asked(question)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("papers by MTEB", "MTEB"),
        ("papers on LoRA and Zork", "Zork"),
        ("results on MTEB-XXL", "MTEB-XXL"),
        ("what is the price of LoRA in the end", "the price of LoRA in the end"),
        ("papers like attention is all you need", "attention is all you need"),
        ("papers about political towers in Byzantium", "political towers in Byzantium"),
    ],
)
def test_an_unknown_name_is_told_and_never_dropped(asked: Asker, question: str, name: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        asked(question)
    assert caught.value.name == name


def test_a_free_reading_says_what_was_read_and_what_was_not(asked: Asker) -> None:
    answer = asked("which models were quantised in Pebble")
    assert answer.understood.endswith("(read by its words: models, Pebble; not heeded: quantised)")
    assert asked("wich papres use MTBE").understood == (
        "papers that use MTEB (Benchmark) (took 'MTBE' as MTEB)"
        " (read by its words: papers, use, MTEB)"
    )
    assert "papers that hold all of the words" in asked("adapters cheap tuning").understood


def test_a_word_that_stands_in_the_texts_is_no_typing_error_of_a_name(asked: Asker) -> None:
    graph = small_graph()
    graph.add_node("method:beans", labels=("Entity", "Method"), name="shortened", aliases=[])
    graph.nodes[NOTE]["abstract"] += " It was shortener."
    with pytest.raises(PapermeshError):
        ask(FakeStore(graph), "shortener LoRA results")


def test_cells_link_to_the_nodes_that_they_name(asked: Asker) -> None:
    answer = asked("which papers use LoRA")
    assert [links[0] for links in answer.links] == [LORA, PEBBLE]
    assert all(not any(links[1:]) for links in answer.links)
    answer = asked("results on GSM8K")
    assert answer.columns[:3] == ("method", "benchmark", "metric")
    ends = ("model:llama-3", "benchmark:gsm8k", "metric:accuracy")
    assert answer.links == ((*ends, None, None, "model:gpt-4", STEPS, None),)


def test_links_are_as_many_as_cells_and_name_what_the_cells_say(asked: Asker) -> None:
    store = FakeStore(small_graph())
    for question in (*(q for q, _, _ in QUESTIONS), "compare LoRA and BERT", "how many papers"):
        answer = asked(question)
        assert [len(links) for links in answer.links] == [len(row) for row in answer.rows]
        for row, links in zip(answer.rows, answer.links, strict=True):
            for cell, link in zip(row, links, strict=True):
                node = store.node(link) if link else None
                assert node is None or node.name == cell
                assert (node is None) == (link is None)


def test_gains_are_told_beside_the_best(asked: Asker) -> None:
    told = asked("MTEB leaderboard").sentence
    assert told.startswith("Best reported on MTEB: 64.0 accuracy, by FoldAdapt")
    assert told.endswith("1 further figure of gains or reductions.")


def test_figures_of_papers_are_told_apart_from_figures_of_the_names(asked: Asker) -> None:
    answer = asked("distillation accuracy MTEB")
    assert answer.understood.startswith("figures of papers that work with all of distillation")
    assert answer.sentence.startswith("No abstract reports a figure of distillation")


def test_months_can_be_asked_for(asked: Asker) -> None:
    answer = asked("papers per month since 2025")
    assert answer.rows == (("2025-02", 1), ("2025-05", 1))
