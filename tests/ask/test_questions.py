"""Every kind of question is understood in several wordings, and answered rightly."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from papermesh.ask.dates import read_period
from papermesh.ask.grammar import KINDS
from papermesh.ask.kind import Kind
from papermesh.ask.patterns import compiled, normalise

if TYPE_CHECKING:
    from collections.abc import Callable

    from papermesh.ask import Answer

    Asker = Callable[[str], Answer]

MTEB, LORA, PEBBLE = "arxiv:2301.00001", "arxiv:2302.00002", "arxiv:2403.00003"
FOLD, STEPS, TINY = "arxiv:2405.00004", "arxiv:2502.00005", "arxiv:2505.00006"
NOTE = "title:anundatednoteonbeamsearch"

# Question; kind; last cells of the rows (ids, or a count), in order.
QUESTIONS: list[tuple[str, str, list[str | int | float]]] = [
    ("which papers use MTEB", "papers that use", [MTEB, FOLD, PEBBLE, NOTE]),
    ("What papers are using mteb?", "papers that use", [MTEB, FOLD, PEBBLE, NOTE]),
    ("who uses the MTEB benchmark?", "papers that use", [MTEB, FOLD, PEBBLE, NOTE]),
    ("papers that have used Massive Text Embedding Benchmark", "papers that use", [MTEB, FOLD, PEBBLE, NOTE]),
    ("Please show me all papers which rely on low-rank adaptation.", "papers that use", [LORA, PEBBLE]),
    ("where is CoT used?", "papers that use", [STEPS]),
    ("which papers work with llama-2 since 2025", "papers that use", [TINY]),
    ("which papers used chain of thought in the last 6 months", "papers that use", [STEPS]),
    ("papers using precision and recall", "papers that use", [NOTE]),
    ("does any paper use The Pile?", "papers that use", []),
    ("papers that evaluate on MTEB", "papers that evaluate on", [FOLD, PEBBLE, NOTE]),
    ("which works report results on mteb", "papers that evaluate on", [FOLD, PEBBLE, NOTE]),
    ("papers tested on GLUE", "papers that evaluate on", [FOLD, LORA]),
    ("who evaluates on gsm8k", "papers that evaluate on", [STEPS]),
    ("which papers report perplexity", "papers that evaluate on", [NOTE]),
    ("which papers introduce MTEB", "papers that introduce", [MTEB]),
    ("papers proposing LoRA", "papers that introduce", [LORA]),
    ("who introduced MTEB", "introduction", [MTEB]),
    ("Who came up with LoRA?", "introduction", [LORA]),
    ("where does Pebble come from", "introduction", [PEBBLE]),
    ("in which paper was TinyTalk introduced?", "introduction", [TINY]),
    ("papers comparing to LoRA", "papers that compare to", [FOLD]),
    ("which papers compare themselves against BERT", "papers that compare to", [PEBBLE]),
    ("which papers outperform GPT-4?", "papers that compare to", [STEPS]),
    ("which papers address question answering", "papers that address", [TINY]),
    ("who works on math reasoning", "papers that address", [STEPS]),
    ("which papers mention LLMs", "papers that mention", [FOLD, PEBBLE, MTEB]),
    ("papers discussing Llama 3", "papers that mention", [STEPS]),
    ("papers using both LoRA and MTEB", "use both", [PEBBLE]),
    ("which papers use LoRA on GLUE", "use both", [LORA]),
    ("papers evaluated on MTEB and GLUE", "evaluate on both", [FOLD]),
    ("papers using precision and recall and beam search", "use both", [NOTE]),
    ("papers using beam search and precision and recall", "use both", [NOTE]),
    ("papers using LoRA but not MTEB", "use, but not", [LORA]),
    ("which papers use MTEB without LoRA?", "use, but not", [MTEB, FOLD, NOTE]),
    ("papers that use BERT but don't use LoRA", "use, but not", [MTEB]),
    ("how many papers use MTEB", "how many use", [4]),
    ("number of papers evaluating on GLUE", "how many evaluate on", [2]),
    ("how often is LoRA used?", "how many use, otherwise put", [2]),
    ("how popular is GLUE", "how many use, otherwise put", [2]),
    ("what does Pebble introduce", "what a paper introduces", ["model:pebble"]),
    ("what does the paper 2403.00003 evaluate on?", "what a paper evaluates on", ["benchmark:mteb", "metric:accuracy"]),
    ("which models does FoldAdapt use", "what a paper uses", ["model:llama-2"]),
    ("what does Pebble compare to", "what a paper compares to", ["model:bert"]),
    ("which tasks does TinyTalk address", "what a paper addresses", ["task:question-answering"]),
    ("does Pebble use LoRA?", "whether a paper uses", ["method:lora"]),
    ("did FoldAdapt evaluate on GSM8K", "whether a paper evaluates on", []),
    ("which models use LoRA", "proposed with", ["model:pebble"]),
    ("what builds on Llama 2?", "proposed with", ["dataset:tinytalk", "method:foldadapt"]),
    ("which LLMs are evaluated on gsm8k", "on a benchmark", ["model:gpt-4", "model:llama-3"]),
    ("In 2024, which papers used MTEB?", "papers that use", [FOLD, PEBBLE]),
    ("papers since 2025 that use Llama 2", "papers that use", [TINY]),
    ("which papers from Harbour Lab use MTEB", "papers by", [PEBBLE]),
    ("which papers propose a new benchmark?", "new entities", ["benchmark:mteb"]),
    ("papers that introduce a dataset for question answering", "new entities", ["dataset:tinytalk"]),
    ("is LoRA used with MTEB?", "use both", [PEBBLE]),
    ("how does FoldAdapt perform on GLUE", "score", [FOLD]),
    ("who achieves the highest score on GSM8K?", "best results", [STEPS]),
    ("how many papers were published in 2023?", "how many papers", [2]),
    ("similar papers to TinyTalk", "similar papers", [FOLD]),
    ("what is beam search?", "what is", [NOTE, f"result:{NOTE}:9"]),
    ("tell me about distillation", "what is", [PEBBLE]),
    ("what do we know about TinyTalk", "what is", [TINY]),
    ("distillation", "a bare name", [PEBBLE]),
    ("papers on text embedding", "papers about", [PEBBLE, MTEB]),
    ("papers on text embedding since 2024", "papers about", [PEBBLE]),
    ("papers about text embedding in 2023", "papers about", [MTEB]),
    ("papers on text embedding last year", "papers about", [PEBBLE]),
    ("research on LLMs before May 2024", "papers about", [PEBBLE, MTEB]),
    ("papers about LLMs between 2023-02 and 2024-03", "papers about", [PEBBLE]),
    ("question answering papers", "papers about", [TINY]),
    ("how many papers are about text embedding", "how many about", [2]),
    ("newest papers on text embedding", "newest papers", [PEBBLE, MTEB]),
    ("what are the 2 latest papers?", "newest papers", [TINY, STEPS]),
    ("what's new on LLMs", "newest papers", [FOLD, PEBBLE, MTEB]),
    ("first paper on text embedding", "oldest papers", [MTEB, PEBBLE]),
    ("most popular papers on MTEB", "popular papers", [NOTE, FOLD, PEBBLE, MTEB]),
    ("papers by Harbour Lab", "papers by", [PEBBLE]),
    ("what has Ada Quill written", "papers by", [PEBBLE, MTEB]),
    ("Bo Stern's papers", "papers by", [FOLD]),
    ("who wrote Pebble?", "authors", ["author:ada-quill", "organization:harbour-lab"]),
    ("authors of FoldAdapt Beats Adapters", "authors", ["author:bo-stern"]),
    ("papers with code for MTEB", "papers with code", [PEBBLE]),
    ("which papers have code?", "papers with code", [PEBBLE]),
    ("is there code for Pebble", "papers with code", [PEBBLE]),
    ("which papers are similar to TinyTalk?", "similar papers", [FOLD]),
    ("which datasets are used with Llama 2", "used with", ["dataset:tinytalk"]),
    ("which benchmarks are used with LoRA", "used with", ["benchmark:glue", "benchmark:mteb"]),
    ("which metrics are used together with GLUE", "used with", ["metric:accuracy"]),
    ("what is used together with chain-of-thought", "used with", ["benchmark:gsm8k", "metric:accuracy", "model:gpt-4", "model:llama-3", "task:math-reasoning"]),
    ("what is related to MTEB", "related", ["concept:large-language-models", "task:text-embedding", "method:lora", "model:bert"]),
    ("models similar to LoRA", "related", ["model:bert"]),
    ("which methods address text embedding", "for a task", ["method:distillation", "method:lora"]),
    ("which models are used for question answering?", "for a task", ["model:llama-2"]),
    ("which models are compared on GLUE", "on a benchmark", ["model:bert", "model:llama-2"]),
    ("what metrics are reported on gsm8k", "on a benchmark", ["metric:accuracy"]),
    ("which methods are compared with LoRA", "compared with", ["method:foldadapt"]),
    ("results on MTEB", "results", [FOLD, PEBBLE, PEBBLE, PEBBLE]),
    ("what results are reported on GLUE?", "results", [FOLD, LORA]),
    ("best results on MTEB", "best results", [FOLD, PEBBLE, PEBBLE, PEBBLE]),
    ("MTEB leaderboard", "best results", [FOLD, PEBBLE, PEBBLE, PEBBLE]),
    ("what is the best model on GLUE", "best results", [FOLD, LORA]),
    ("best results in perplexity", "best results", [NOTE, NOTE]),
    ("what score does Pebble get on MTEB", "score", [PEBBLE, PEBBLE]),
    ("what accuracy does LoRA reach on GLUE?", "score", [LORA]),
    ("how well does FoldAdapt do on GLUE", "score", [FOLD]),
    ("results of Llama 3 on GSM8K", "score", [STEPS]),
    ("what did the paper Pebble achieve", "results of a paper", [PEBBLE, PEBBLE, PEBBLE]),
    ("what came after BERT", "successors", ["benchmark:mteb", "method:lora", "model:pebble"]),
    ("successors of Llama", "successors", ["model:llama-2", "model:llama-3"]),
    ("what outperforms BERT?", "rivals", ["model:pebble"]),
    ("versions of Llama 2", "versions", ["model:llama", "model:llama-3"]),
    ("which versions does Llama have", "versions", ["model:llama-2", "model:llama-3"]),
    ("how are MTEB and LoRA connected", "path", ["benchmark:mteb", "method:lora"]),
    ("what connects TinyTalk with FoldAdapt", "path", ["dataset:tinytalk", "model:llama-2", "model:llama-2", "method:foldadapt"]),
    ("path from GLUE to GLUE", "path", []),
    ("most used benchmarks", "most used", ["benchmark:mteb", "benchmark:glue", "benchmark:gsm8k"]),
    ("top 2 models", "most used", ["model:bert", "model:llama-2"]),
    ("which metrics are used most often in 2024", "most used", ["metric:accuracy"]),
    ("which benchmarks were introduced in 2023", "new entities", ["benchmark:mteb"]),
    ("new datasets", "new entities", ["dataset:tinytalk"]),
    ("which datasets are there?", "all entities", ["dataset:tinytalk", "dataset:the-pile"]),
    ("how many tasks are there", "how many entities", [3]),
    ("how many papers are there in 2024?", "how many papers", [2]),
    ("which papers are there in 2024?", "all papers", [FOLD, PEBBLE]),
    ("when was MTEB introduced", "when", [MTEB, PEBBLE, FOLD, NOTE]),
    ("what does MTEB stand for", "other names", ["benchmark:mteb"]),
    ("users of LoRA", "users", [LORA, PEBBLE]),
    ("which papers use LoRA or Llama 2", "use several", [LORA, TINY, FOLD, PEBBLE]),
    ("which papers use LoRA, GSM8K or CoT", "use several", [LORA, STEPS, PEBBLE]),
    ("which papers use LoRA, MTEB and accuracy", "use several", [PEBBLE]),
    ("papers using LoRA, MTEB, and distillation", "use several", [PEBBLE]),
    ("papers using LoRA, precision and recall or PPL", "use several", [LORA, NOTE, PEBBLE]),
    ("papers using perplexity, precision and recall and beam search", "use several", [NOTE]),
    ("how many papers use LoRA or Llama 2", "how many use several", [4]),
    ("papers on text embedding or question answering", "papers about several", [TINY, PEBBLE, MTEB]),
    ("which papers do not use accuracy", "use not", [TINY, FOLD, MTEB, NOTE]),
    ("papers that don't evaluate on MTEB", "evaluate on not", [TINY, STEPS, LORA, MTEB]),
    ("which papers evaluate GPT-4 on GSM8K", "work with one on another", [STEPS]),
    ("how many papers did Harbour Lab publish?", "how many by", [1]),
    ("what benchmarks does LoRA use", "what papers of an entity use", ["benchmark:glue", "benchmark:mteb"]),
    ("what tasks does Llama 2 address", "what papers of an entity address", ["task:question-answering"]),
    ("latest paper that uses Llama 2", "newest papers", [TINY, FOLD]),
    ("best accuracy on MTEB", "best results", [FOLD, PEBBLE, PEBBLE]),
    ("what is the lowest perplexity on MTEB", "best results", []),
    ("lineage of Llama 2", "versions", ["model:llama", "model:llama-3"]),
    ("what came after Llama 2", "successors", ["model:llama-3", "method:foldadapt", "dataset:tinytalk"]),
    ("which models outperform BERT?", "rivals", ["model:pebble"]),
    ("what models are better than BERT", "rivals", ["model:pebble"]),
    ("which methods beat LoRA", "rivals", ["method:foldadapt"]),
    ("which papers use Lama 2", "papers that use", [TINY, FOLD]),
    ("papers between 2024-12 and 2024-01", "all papers", [FOLD, PEBBLE]),
    ("which papers use the most benchmarks?", "fullest papers", [FOLD, MTEB, LORA, PEBBLE, STEPS, NOTE]),
    ("search low-rank adaptrs", "search", [LORA, "method:lora", FOLD]),
    ("which papers work with LoRA as well as with MTEB", "meet all", [FOLD, PEBBLE]),
    ("which metrics are in papers on both LoRA and MTEB", "in papers that meet all", ["metric:accuracy"]),
    ("which authors have most papers on both LoRA and MTEB", "makers meeting", ["author:ada-quill", "author:bo-stern"]),
    ("how many papers on both LoRA and MTEB are there per year", "meeting over time", [2]),
    ("how has the use of LoRA and BERT changed over the years", "several over time", [2, 2, 2]),
    ("how many benchmarks were introduced per year", "introduced over time", [1]),
    ("which figures on MTEB are above 60", "figures beyond", ["arxiv:2405.00004", "arxiv:2403.00003"]),
    ("accuracy over 60% on MTEB", "figures beyond", ["arxiv:2405.00004", "arxiv:2403.00003"]),
    ("LoRA results on GLUE of at least 80", "figures beyond", ["arxiv:2302.00002"]),
    ("which figures concern both LoRA and GLUE", "figures of all", [LORA]),
    ("which methods are rising", "rising", []),
    ("fading benchmarks", "fading", ["benchmark:mteb"]),
    ("how has the use of MTEB changed over the years", "use over time", [0.5, 1.0, 0.0]),
    ("how many papers are there per year", "papers over time", [2, 2, 2]),
    ("which year has the most papers", "papers over time", [2, 2, 2]),
    ("how many papers have code?", "how many have code", [1]),
    ("how many models were introduced in 2024", "how many new", [1]),
    ("which organisations have the most papers?", "makers", ["organization:harbour-lab"]),
    ("most productive authors", "makers", ["author:ada-quill", "author:bo-stern"]),
    ("which methods improve accuracy", "papers to improve", [STEPS, PEBBLE, LORA]),
    ("how can I speed up text embedding?", "papers to improve", [PEBBLE, MTEB]),
    ("five newest papers on text embedding", "newest papers", [PEBBLE, MTEB]),
    ("what is the most popular evaluation metric", "most used", ["metric:accuracy", "metric:f1", "metric:perplexity", "metric:precision-and-recall"]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "kind", "ids"), QUESTIONS, ids=[q[0] for q in QUESTIONS])
def test_question_is_understood_and_answered(
    asked: Asker, question: str, kind: str, ids: list[str | int | float]
) -> None:
    answer = asked(question)
    assert answer.kind == kind
    assert [row[-1] for row in answer.rows] == ids


def test_comparison_sets_two_entities_side_by_side(asked: Asker) -> None:
    for question in (
        "compare LoRA and FoldAdapt",
        "LoRA vs. FoldAdapt",
        "difference between LoRA and FoldAdapt",
    ):
        answer = asked(question)
        assert answer.kind == "compare"
        assert ("papers", "LoRA", 3, None) in answer.rows
        assert any(row[0] == "set against each other in" and row[3] == FOLD for row in answer.rows)


def test_overview_counts_nodes_and_edges(asked: Asker) -> None:
    rows = asked("what is in the graph?").rows
    assert ("label", "Paper", 7) in rows
    assert ("relation", "PROPOSES", 5) in rows


def test_the_table_of_questions_is_large_and_covers_every_kind(asked: Asker) -> None:
    tried = {kind for _, kind, _ in QUESTIONS} | {"compare", "overview"}
    per_verb = {
        k.name for k in KINDS if k.name.startswith(("how many", "what ", "whether a paper"))
    }
    per_verb |= {k.name for k in KINDS if k.name.endswith((" not", " both", " several"))}
    assert len(QUESTIONS) >= 80
    assert {kind.name for kind in KINDS} - per_verb <= tried
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 25


@pytest.mark.parametrize("kind", [k for k in KINDS if not k.bare], ids=lambda kind: kind.name)
def test_every_example_is_a_question_of_its_kind(kind: Kind) -> None:
    text, _ = read_period(normalise(kind.example)[0], dt.date(2025, 6, 1))
    read_freely = not kind.wordings
    assert read_freely or any(compiled(wording).fullmatch(text) for wording in kind.wordings)
