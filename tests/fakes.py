"""A graph store in memory over a hand-made graph, for tests of what asks a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Concatenate

import networkx as nx

from papermesh.names import fold, key
from papermesh.store.base import Direction, Edge, Node, P, T, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from papermesh.model import Paper, Record
    from papermesh.store.base import GraphStore


class FakeStore:
    """A `GraphStore` that can only be read, over any MultiDiGraph of the agreed shape."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        self._graph = graph

    @property
    def url(self) -> str:
        return "fake:"

    def papers(self) -> Iterator[Paper]:
        return iter(())

    def records(self) -> Mapping[str, tuple[str, Record]]:
        return {}

    def update(self, papers: Iterable[Paper], records: Mapping[str, tuple[str, Record]]) -> None:
        raise NotImplementedError

    def node(self, id: str) -> Node | None:
        if id not in self._graph:
            return next(
                (n for n in self.nodes("Paper") if id in n.properties.get("aliases", ())), None
            )
        attributes = dict(self._graph.nodes[id])
        return Node(id, tuple(attributes.pop("labels")), attributes)

    def nodes(self, label: str | None = None) -> Iterator[Node]:
        for id in sorted(self._graph):
            if label is None or label in self._graph.nodes[id]["labels"]:
                node = self.node(id)
                assert node is not None
                yield node

    def edges(
        self,
        ids: Collection[str],
        types: Collection[str] | None = None,
        direction: Direction = "both",
    ) -> Iterator[Edge]:
        found = {
            (source, target, type): data
            for source, target, type, data in self._graph.edges(keys=True, data=True)
            if (direction != "in" and source in ids) or (direction != "out" and target in ids)
            if types is None or type in types
        }
        for source, target, type in sorted(found):
            yield Edge(source, target, type, found[source, target, type])

    def resolve(self, name: str, labels: Collection[str] | None = None) -> list[Node]:
        found = [
            node
            for node in self.nodes()
            if "Result" not in node.labels
            if labels is None or set(labels) & set(node.labels)
            if name == node.id
            or (
                fold(name)
                and key(name) in {key(f) for f in (node.name, *node.properties.get("aliases", ()))}
            )
        ]
        return sorted(
            found, key=lambda n: (n.name != name, -n.properties.get("paperCount", 0), n.id)
        )

    def graph(self) -> nx.MultiDiGraph:
        return self._graph

    def derived(
        self,
        make: Callable[Concatenate[GraphStore, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        return make(self, *args, **kwargs)

    def state(self) -> str:
        return "fake"

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float = 30.0,
        limit: int = 1000,
    ) -> Table:
        raise NotImplementedError

    def close(self) -> None:
        pass


ENTITIES = {
    "benchmark:mteb": ("MTEB", ["Massive Text Embedding Benchmark"]),
    "benchmark:glue": ("GLUE", []),
    "benchmark:gsm8k": ("GSM8K", ["Grade School Math 8K"]),
    "dataset:the-pile": ("The Pile", []),
    "dataset:tinytalk": ("TinyTalk", []),
    "method:lora": ("LoRA", ["Low-Rank Adaptation"]),
    "method:foldadapt": ("FoldAdapt", []),
    "method:distillation": ("distillation", ["knowledge distillation"]),
    "method:beam-search": ("beam search", []),
    "method:chain-of-thought": ("chain-of-thought", ["CoT", "chain of thought"]),
    "model:bert": ("BERT", []),
    "model:llama": ("Llama", []),
    "model:llama-2": ("Llama 2", []),
    "model:llama-3": ("Llama 3", []),
    "model:pebble": ("Pebble", []),
    "model:gpt-4": ("GPT-4", []),
    "metric:accuracy": ("accuracy", []),
    "metric:f1": ("F1", ["F1 score"]),
    "metric:perplexity": ("perplexity", ["PPL"]),
    "metric:precision-and-recall": ("precision and recall", []),
    "task:text-embedding": ("text embedding", []),
    "task:question-answering": ("question answering", ["QA"]),
    "task:math-reasoning": ("math reasoning", []),
    "concept:large-language-models": ("large language models", ["LLMs", "LLM"]),
}

# id, title, published, featured, (relation, entity, sentence)…
PAPERS: list[tuple[str, str, str | None, str | None, list[tuple[str, str, str]]]] = [
    (
        "arxiv:2301.00001",
        "MTEB: A Yardstick for Sentence Vectors",
        "2023-01-05",
        None,
        [
            ("PROPOSES", "benchmark:mteb", "We put forward MTEB."),
            ("USES", "model:bert", "BERT vectors come out mid-table."),
            ("ADDRESSES", "task:text-embedding", "Text embedding is hard to score."),
            ("MENTIONS", "concept:large-language-models", "LLMs are everywhere."),
        ],
    ),
    (
        "arxiv:2302.00002",
        "Low-Rank Adapters for Cheap Tuning",
        "2023-02-10",
        "2023-02-12",
        [
            ("PROPOSES", "method:lora", "We name our adapters LoRA."),
            ("EVALUATES_ON", "benchmark:glue", "GLUE scores stay level."),
            ("MEASURES", "metric:accuracy", "Accuracy is 88.1%."),
            ("USES", "model:bert", "The frozen trunk is BERT."),
        ],
    ),
    (
        "arxiv:2403.00003",
        "Pebble: Small Encoders for Text Embedding",
        "2024-03-01",
        "2024-03-04",
        [
            ("PROPOSES", "model:pebble", "Pebble is a small encoder."),
            ("EVALUATES_ON", "benchmark:mteb", "Pebble reaches 61.5 on MTEB."),
            ("COMPARES_TO", "model:bert", "It passes BERT by 2.5 points."),
            ("USES", "method:distillation", "Pebble learns through distillation."),
            ("USES", "method:lora", "LoRA keeps the teacher light."),
            ("ADDRESSES", "task:text-embedding", "Our aim is text embedding."),
            ("MEASURES", "metric:accuracy", "We count accuracy."),
            ("MENTIONS", "concept:large-language-models", "LLMs are heavy."),
        ],
    ),
    (
        "arxiv:2405.00004",
        "FoldAdapt Beats Adapters",
        "2024-05-20",
        None,
        [
            ("PROPOSES", "method:foldadapt", "FoldAdapt folds weights."),
            ("COMPARES_TO", "method:lora", "FoldAdapt passes LoRA on MTEB."),
            ("EVALUATES_ON", "benchmark:mteb", "We run MTEB and GLUE."),
            ("EVALUATES_ON", "benchmark:glue", "We run MTEB and GLUE."),
            ("USES", "model:llama-2", "Llama 2 is the trunk."),
            ("MENTIONS", "concept:large-language-models", "Tuning LLMs costs much."),
        ],
    ),
    (
        "arxiv:2502.00005",
        "Steps that Count: Reasoning on School Sums",
        "2025-02-01",
        "2025-02-03",
        [
            ("EVALUATES_ON", "benchmark:gsm8k", "GSM8K rises to 71.2%."),
            ("USES", "method:chain-of-thought", "We prompt with CoT."),
            ("USES", "model:llama-3", "Llama 3 and GPT-4 take part."),
            ("COMPARES_TO", "model:gpt-4", "Llama 3 and GPT-4 take part."),
            ("ADDRESSES", "task:math-reasoning", "We study math reasoning."),
            ("MEASURES", "metric:accuracy", "Accuracy counts."),
        ],
    ),
    (
        "arxiv:2505.00006",
        "TinyTalk: Chats for Question Answering",
        "2025-05-02",
        None,
        [
            ("PROPOSES", "dataset:tinytalk", "TinyTalk holds short chats."),
            ("ADDRESSES", "task:question-answering", "It serves question answering."),
            ("USES", "model:llama-2", "Llama 2 wrote drafts."),
            ("MEASURES", "metric:f1", "F1 is 80."),
        ],
    ),
    (
        "title:anundatednoteonbeamsearch",
        "An Undated Note on Beam Search",
        None,
        None,
        [
            ("USES", "method:beam-search", "Beam search is old."),
            ("EVALUATES_ON", "benchmark:mteb", "One run on MTEB."),
            ("MEASURES", "metric:perplexity", "Perplexity fell."),
            ("MEASURES", "metric:precision-and-recall", "Precision and recall rose."),
        ],
    ),
]

# paper, value, number, unit, kind, of, on, by, versus
RESULTS: list[tuple[str, str, float | None, str | None, str, str | None, str | None, str | None, str | None]] = [
    ("arxiv:2403.00003", "61.5", 61.5, None, "absolute", "model:pebble", "benchmark:mteb", "metric:accuracy", None),
    ("arxiv:2403.00003", "59.0", 59.0, None, "absolute", "model:bert", "benchmark:mteb", "metric:accuracy", None),
    ("arxiv:2403.00003", "2.5 points", 2.5, "points", "gain", "model:pebble", "benchmark:mteb", None, "model:bert"),
    ("arxiv:2405.00004", "64.0", 64.0, None, "absolute", "method:foldadapt", "benchmark:mteb", "metric:accuracy", "method:lora"),
    ("arxiv:2302.00002", "88.1%", 88.1, "%", "absolute", "method:lora", "benchmark:glue", "metric:accuracy", None),
    ("arxiv:2405.00004", "89%", 89.0, "%", "absolute", "method:foldadapt", "benchmark:glue", "metric:accuracy", None),
    ("arxiv:2502.00005", "71.2%", 71.2, "%", "absolute", "model:llama-3", "benchmark:gsm8k", "metric:accuracy", "model:gpt-4"),
    ("title:anundatednoteonbeamsearch", "12.1", 12.1, None, "absolute", None, None, "metric:perplexity", None),
    ("title:anundatednoteonbeamsearch", "10.4", 10.4, None, "absolute", "method:beam-search", None, "metric:perplexity", None),
]  # fmt: skip

OTHERS: list[tuple[str, str, str, list[tuple[str, str, str]]]] = [
    ("author:ada-quill", "Author", "Ada Quill", [
        ("author:ada-quill", "WROTE", "arxiv:2301.00001"),
        ("author:ada-quill", "WROTE", "arxiv:2403.00003"),
    ]),
    ("author:bo-stern", "Author", "Bo Stern", [("author:bo-stern", "WROTE", "arxiv:2405.00004")]),
    ("organization:harbour-lab", "Organization", "Harbour Lab", [
        ("organization:harbour-lab", "PUBLISHED", "arxiv:2403.00003"),
    ]),
    ("repository:github.com/harbour/pebble", "Repository", "harbour/pebble", [
        ("arxiv:2403.00003", "HAS_CODE", "repository:github.com/harbour/pebble"),
    ]),
]  # fmt: skip


def small_graph() -> nx.MultiDiGraph:
    """A made-up graph of seven papers, in the shape that `papermesh.graph` gives."""
    graph = nx.MultiDiGraph()
    for id, (name, aliases) in ENTITIES.items():
        users = [row[0] for row in PAPERS if any(entity == id for _, entity, _ in row[4])]
        type = id.split(":")[0].capitalize()
        graph.add_node(
            id, labels=("Entity", type), name=name, aliases=aliases, paperCount=len(users)
        )
    for at, (id, title, published, featured, relations) in enumerate(PAPERS):
        dates = {"published": published, "featured": featured}
        attributes: dict[str, Any] = {k: v for k, v in dates.items() if v}
        abstract = " ".join(dict.fromkeys(sentence for _, _, sentence in relations))
        graph.add_node(
            id, labels=("Paper",), title=title, abstract=abstract, upvotes=at, **attributes
        )
        for relation, entity, sentence in relations:
            text = ENTITIES[entity][0]
            start = abstract.find(sentence)
            evidence = [{"field": "abstract", "start": start, "end": start + len(text), "text": text,
                         "sentence": sentence, "source": "lexicon", "score": 0.9}]  # fmt: skip
            graph.add_edge(id, entity, key=relation, confidence=0.9, evidence=evidence)
    _add_results(graph)
    for id, label, name, edges in OTHERS:
        graph.add_node(id, labels=(label,), name=name)
        for source, type, target in edges:
            graph.add_edge(source, target, key=type)
    for newer, older in (("model:llama-2", "model:llama"), ("model:llama-3", "model:llama-2")):
        graph.add_edge(newer, older, key="VERSION_OF")
    return graph


def _add_results(graph: nx.MultiDiGraph) -> None:
    for at, (paper, value, number, unit, kind, *ends) in enumerate(RESULTS, 1):
        id = f"result:{paper}:{at}"
        graph.add_node(id, labels=("Result",), value=value, kind=kind, number=number, unit=unit)
        evidence = [{"field": "abstract", "start": 0, "end": 4, "sentence": f"It came to {value}."}]
        graph.add_edge(paper, id, key="REPORTS", evidence=evidence)
        for type, end in zip(("OF", "ON", "BY", "VERSUS"), ends, strict=True):
            if end is not None:
                graph.add_edge(id, end, key=type)
