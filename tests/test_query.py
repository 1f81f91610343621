"""Questions in domain words, over a small hand-made graph."""

from __future__ import annotations

import datetime as dt

import networkx as nx
import pytest

from papermesh import query
from papermesh.errors import NotFoundError
from papermesh.query.values import evidence_of
from tests.fakes import FakeStore, small_graph

MTEB, LORA, PEBBLE = "arxiv:2301.00001", "arxiv:2302.00002", "arxiv:2403.00003"
FOLD, STEPS, TINY = "arxiv:2405.00004", "arxiv:2502.00005", "arxiv:2505.00006"
NOTE = "title:anundatednoteonbeamsearch"


@pytest.fixture(scope="module")
def store() -> FakeStore:
    return FakeStore(small_graph())


def _ids(rows: list[query.PaperRow]) -> list[str]:
    return [row.paper.id for row in rows]


def test_papers_of_gives_strongest_relations_first(store: FakeStore) -> None:
    rows = query.papers_of(store, "MTEB")
    assert _ids(rows) == [MTEB, FOLD, PEBBLE, NOTE]
    assert rows[0].relations == ("PROPOSES",)
    assert rows[2].evidence[0].sentence == "Pebble reaches 61.5 on MTEB."


@pytest.mark.parametrize(
    "name", ["mteb", "M-TEB", "massive text embedding benchmarks", "benchmark:mteb"]
)
def test_a_name_matches_whatever_its_form(store: FakeStore, name: str) -> None:
    assert len(query.papers_of(store, name)) == 4


def test_papers_of_keeps_to_relations_type_and_period(store: FakeStore) -> None:
    assert _ids(query.papers_of(store, "BERT", relations=["uses"])) == [LORA, MTEB]
    assert _ids(query.papers_of(store, "MTEB", since=dt.date(2024, 3, 1))) == [FOLD, PEBBLE]
    assert _ids(query.papers_of(store, "MTEB", until=dt.date(2023, 1, 5))) == [MTEB]
    assert query.papers_of(store, "MTEB", type="benchmarks")
    with pytest.raises(NotFoundError):
        query.papers_of(store, "MTEB", type="Method")


def test_papers_of_joins_all_entities_that_answer_to_a_name() -> None:
    graph = small_graph()
    graph.add_node("concept:mteb", labels=("Entity", "Concept"), name="MTEB", paperCount=1)
    graph.add_edge(TINY, "concept:mteb", key="MENTIONS", confidence=0.4)
    graph.add_edge(FOLD, "concept:mteb", key="MENTIONS", confidence=0.95)
    rows = query.papers_of(FakeStore(graph), "MTEB")
    assert _ids(rows) == [MTEB, FOLD, PEBBLE, NOTE, TINY]
    assert rows[1].relations == ("EVALUATES_ON", "MENTIONS")
    assert rows[1].confidence == 0.95
    assert rows[1].entities == ("benchmark:mteb", "concept:mteb")


def test_an_unknown_name_carries_the_closest(store: FakeStore) -> None:
    with pytest.raises(NotFoundError) as caught:
        query.papers_of(store, "MTBE")
    assert caught.value.close == ("MTEB",)
    with pytest.raises(NotFoundError, match="question answering"):
        query.show(store, "qestion anwering")
    with pytest.raises(NotFoundError, match="Benchmark"):
        query.papers_of(store, "MTEB", type="planet")
    for nothing in ("", "()", "🙂"):
        with pytest.raises(NotFoundError):
            query.show(store, nothing)


@pytest.mark.parametrize(
    "name",
    [
        PEBBLE,
        "2403.00003",
        "https://arxiv.org/abs/2403.00003v2",
        "Pebble",
        "pebble: small encoders for text embedding",
    ],
)
def test_a_paper_is_found_by_any_of_its_names(store: FakeStore, name: str) -> None:
    rows = query.entities_of(store, name, relations=["PROPOSES", "COMPARES_TO"])
    assert [row.entity.name for row in rows] == ["Pebble", "BERT"]


def test_entities_of_keeps_to_a_type(store: FakeStore) -> None:
    rows = query.entities_of(store, PEBBLE, type="method")
    assert [row.entity.name for row in rows] == ["distillation", "LoRA"]


def test_introduced_by_gives_the_origin(store: FakeStore) -> None:
    assert _ids(query.introduced_by(store, "LoRA")) == [LORA]
    assert query.introduced_by(store, "BERT") == []


def test_a_path_starts_at_the_thing_that_most_papers_mean() -> None:
    graph = small_graph()
    graph.add_node("task:z", labels=("Entity", "Task"), name="Zed", aliases=["GLUE"], paperCount=1)
    path = query.shortest_path(FakeStore(graph), "GLUE", "GLUE")
    assert path is not None
    assert (path.start.id, path.steps) == ("benchmark:glue", ())
    found = query.find_entities(FakeStore(graph), "GLUE")
    assert [node.id for node in found] == ["benchmark:glue", "task:z"]


def test_the_likeliest_origin_has_the_name_in_its_title() -> None:
    graph = small_graph()
    graph.add_edge(LORA, "benchmark:mteb", key="PROPOSES", confidence=0.99)
    graph.add_edge(NOTE, "benchmark:mteb", key="PROPOSES", confidence=0.5)
    assert _ids(query.introduced_by(FakeStore(graph), "MTEB")) == [MTEB, LORA, NOTE]


def test_papers_by_takes_authors_and_organisations(store: FakeStore) -> None:
    assert [p.id for p in query.papers_by(store, "ada quill")] == [PEBBLE, MTEB]
    assert [p.id for p in query.papers_by(store, "Harbour Lab")] == [PEBBLE]


def test_show_tells_all_of_a_paper(store: FakeStore) -> None:
    view = query.show(store, PEBBLE)
    assert len(view.entities) == 8
    assert [row.value for row in view.results] == ["61.5", "59.0", "2.5 points"]
    assert [(link.type, link.outgoing) for link in view.links] == [
        ("HAS_CODE", True),
        ("PUBLISHED", False),
        ("WROTE", False),
    ]


def test_show_tells_all_of_an_entity(store: FakeStore) -> None:
    view = query.show(store, "llama 2")
    assert _ids(list(view.papers)) == [TINY, FOLD]
    assert [(link.other.name, link.outgoing) for link in view.links] == [
        ("Llama", True),
        ("Llama 3", False),
    ]
    assert [row.value for row in query.show(store, "GPT-4").results] == ["71.2%"]


def test_related_needs_support_and_tells_lift(store: FakeStore) -> None:
    rows = query.related(store, "MTEB", 10)
    assert [(r.entity.name, r.shared) for r in rows][:2] == [
        ("large language models", 3),
        ("text embedding", 2),
    ]
    # Two of the four papers of MTEB, and of the seven papers two: 2 / (4 * 2 / 7).
    assert rows[1].lift == 1.75
    assert all(row.shared >= 2 for row in rows)
    assert len(query.related(store, "MTEB", 100, min_support=1)) > len(rows)
    assert [r.entity.name for r in query.related(store, "MTEB", type="Model")] == ["BERT"]


def test_used_with_leaves_out_what_is_only_mentioned(store: FakeStore) -> None:
    names = [row.entity.name for row in query.used_with(store, "MTEB", limit=100)]
    assert "large language models" not in names
    assert names[0] == "text embedding"


def test_shortest_path_prefers_strong_relations_to_rare_things(store: FakeStore) -> None:
    path = query.shortest_path(store, "GSM8K", "LoRA")
    assert path is not None
    assert [step.end.name for step in path.steps][1] == "accuracy"
    assert [step.forward for step in path.steps] == [False, True, False, True]
    assert path.steps[0].evidence[0].sentence == "GSM8K rises to 71.2%."


def test_shortest_path_is_the_same_whatever_the_order_of_the_graph() -> None:
    graph = small_graph()
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    for a, b in (("MTEB", "Llama"), ("TinyTalk", "GLUE"), ("GPT-4", "BERT")):
        paths = [query.shortest_path(FakeStore(g), a, b) for g in (graph, turned)]
        assert paths[0] == paths[1] is not None


def test_shortest_path_to_itself_and_to_nowhere(store: FakeStore) -> None:
    same = query.shortest_path(store, "MTEB", "benchmark:mteb")
    assert same is not None
    assert same.steps == ()
    assert query.shortest_path(store, "MTEB", "The Pile") is None


def test_results_on_gives_a_table_best_first(store: FakeStore) -> None:
    rows = query.results_on(store, "MTEB")
    table = [(r.method.name if r.method else None, r.value, r.kind) for r in rows]
    assert table == [
        ("FoldAdapt", "64.0", "absolute"),
        ("Pebble", "61.5", "absolute"),
        ("BERT", "59.0", "absolute"),
        ("Pebble", "2.5 points", "gain"),
    ]
    assert rows[0].versus is not None
    assert rows[0].versus.name == "LoRA"
    assert rows[0].evidence[0].sentence == "It came to 64.0."


def test_small_is_good_for_perplexity(store: FakeStore) -> None:
    rows = query.results_on(store, "PPL")
    assert [row.value for row in rows] == ["10.4", "12.1"]


def test_successors_are_versions_and_what_later_papers_propose(store: FakeStore) -> None:
    llama = query.successors(store, "Llama")
    assert [node.name for node in llama.later] == ["Llama 2", "Llama 3"]
    assert [node.name for node in query.successors(store, "Llama 3").earlier] == [
        "Llama 2",
        "Llama",
    ]
    lora = query.successors(store, "LoRA")
    assert [(f.entity.name, f.relation) for f in lora.followers] == [
        ("Pebble", "USES"),
        ("FoldAdapt", "COMPARES_TO"),
    ]


def test_versions_that_go_in_a_circle_end() -> None:
    graph = small_graph()
    graph.add_edge("model:llama", "model:llama-3", key="VERSION_OF")
    assert len(query.successors(FakeStore(graph), "Llama").later) == 2


def test_stats_count_everything(store: FakeStore) -> None:
    found = query.stats(store)
    assert found.labels["Paper"] == 7
    assert found.labels["Benchmark"] == 3
    assert found.relations["VERSION_OF"] == 2
    assert (found.first, found.last, found.undated) == (dt.date(2023, 1, 5), dt.date(2025, 5, 2), 1)
    assert (found.top[0].entity.name, found.top[0].papers) == ("MTEB", 4)


def test_top_ranks_by_papers_in_a_period(store: FakeStore) -> None:
    assert [(r.entity.name, r.papers) for r in query.top(store, "benchmark")] == [
        ("MTEB", 4),
        ("GLUE", 2),
        ("GSM8K", 1),
    ]
    rows = query.top(store, "Benchmark", since=dt.date(2025, 1, 1))
    assert [r.entity.name for r in rows] == ["GSM8K"]
    assert [r.papers for r in query.top(store, "Concept")] == [3]
    assert "Concept" not in {r.entity.label for r in query.top(store, limit=100)}


def test_compare_sets_two_side_by_side(store: FakeStore) -> None:
    found = query.compare(store, "LoRA", "FoldAdapt")
    assert (found.papers_a, found.papers_b) == (3, 1)
    assert [row.paper.id for row in found.direct] == [FOLD]
    assert {row.value for row in found.results} == {"64.0", "89%", "88.1%"}


@pytest.mark.parametrize(
    ("words", "first", "field"),
    [
        ("MTEB", "benchmark:mteb", "name"),
        ("grade school math 8k", "benchmark:gsm8k", "aliases"),
        ("text embedding", "task:text-embedding", "name"),
        ("school sums", STEPS, "title"),
        ("folds weights", FOLD, "abstract"),
        ("lowrank adaptrs", LORA, "title"),
        ("pebles", "model:pebble", "name"),
        ("ada quill", "author:ada-quill", "name"),
        ("gpt 4", "model:gpt-4", "name"),
    ],
)
def test_search_finds(store: FakeStore, words: str, first: str, field: str) -> None:
    hits = query.search(store, words)
    assert (hits[0].node.id, hits[0].field) == (first, field)
    assert hits == query.search(store, words)


def test_search_shows_the_sentence(store: FakeStore) -> None:
    assert query.search(store, "folds weights")[0].snippet == "FoldAdapt folds weights."


@pytest.mark.parametrize("words", ["", "   ", "-- ()", "zzzzqqq"])
def test_search_for_nothing_finds_nothing(store: FakeStore, words: str) -> None:
    assert query.search(store, words) == []


def test_evidence_is_read_from_maps_and_from_json_text() -> None:
    item = {
        "field": "title",
        "start": 0,
        "end": 4,
        "text": "LoRA",
        "sentence": "LoRA here.",
        "source": "lexicon",
        "score": 1,
    }
    as_map = evidence_of("p", {"evidence": [item]})
    text = '{"field": "title", "start": 0, "end": 4, "text": "LoRA", "sentence": "LoRA here.", "source": "lexicon", "score": 1}'
    assert (
        as_map
        == evidence_of("p", {"evidence": [text]})
        == evidence_of("p", {"evidence": f"[{text}]"})
    )
    assert evidence_of("p", {}) == ()
