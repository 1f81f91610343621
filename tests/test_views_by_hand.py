"""The views of a graph that is known by hand: every value as it must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import networkx as nx
import pytest

from papermesh import views
from papermesh.store.base import GraphStore, Node
from papermesh.store.snapshot import Snapshot
from papermesh.views.schema import Ref
from tests.fakes import FakeStore, small_graph

BEAM = "title:anundatednoteonbeamsearch"
DAY = dt.date(2024, 5, 6)


def store_of(papers: Iterable[tuple[dt.date, Iterable[str]]]) -> FakeStore:
    """Papers of some days that use some methods."""
    graph = nx.MultiDiGraph()
    for at, (day, used) in enumerate(papers):
        id = f"title:p{at:03}"
        graph.add_node(id, labels=("Paper",), title=f"P{at}", published=day.isoformat())
        for name in used:
            method = f"method:{name}"
            graph.add_node(method, labels=("Entity", "Method"), name=name, paperCount=1)
            graph.add_edge(id, method, key="USES", confidence=0.9)
    return FakeStore(graph)


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return Snapshot(FakeStore(small_graph()))


def node_of(store: GraphStore, id: str) -> Node:
    """The node with an id, which there is."""
    node = store.node(id)
    assert node is not None
    return node


def ids(forms: Iterable[Ref]) -> list[str]:
    """The ids of what a view names, in its order."""
    return [form.id for form in forms]


def test_an_entity_as_the_graph_has_it(small: Snapshot) -> None:
    view = views.entity_view(small, node_of(small, "benchmark:mteb"))
    assert (view.id, view.type, view.name, view.papers) == (
        "benchmark:mteb", "Benchmark", "MTEB", 4,
    )  # fmt: skip
    assert view.address == "/entity/benchmark:mteb"
    assert view.aliases == ["Massive Text Embedding Benchmark"]
    assert ids(view.introduced_by) == ["arxiv:2301.00001"]
    assert view.introduced_by[0].relations == ["PROPOSES"]
    assert [one.sentence for one in view.introduced_by[0].evidence] == ["We put forward MTEB."]
    assert view.first_paper is not None
    assert view.first_paper.id == "arxiv:2301.00001"
    assert view.relations == {"PROPOSES": 1, "EVALUATES_ON": 3}
    assert ids(view.listing.papers) == [
        "arxiv:2301.00001", "arxiv:2405.00004", "arxiv:2403.00003", BEAM,
    ]  # fmt: skip
    assert [(one.entity.id, one.shared, one.lift) for one in view.used_with] == [
        ("task:text-embedding", 2, 1.75), ("method:lora", 2, 1.167), ("model:bert", 2, 1.167),
    ]  # fmt: skip
    assert [row.value for row in view.results] == ["64.0", "61.5", "59.0", "2.5 points"]
    assert view.n_results == 4


def test_the_papers_of_an_entity_by_relation_and_day(small: Snapshot) -> None:
    mteb = node_of(small, "benchmark:mteb")
    asked = views.entity_view(small, mteb, relation="evaluates on", sort="newest").listing
    assert (asked.total, asked.page, asked.pages) == (3, 1, 1)
    assert ids(asked.papers) == ["arxiv:2405.00004", "arxiv:2403.00003", BEAM]
    assert ids(views.entity_view(small, mteb, relation="PROPOSES").listing.papers) == [
        "arxiv:2301.00001"
    ]


@pytest.mark.parametrize(
    ("id", "earlier", "later"),
    [
        ("model:llama", [], ["model:llama-2", "model:llama-3"]),
        ("model:llama-2", ["model:llama"], ["model:llama-3"]),
        ("model:llama-3", ["model:llama-2", "model:llama"], []),
        ("model:bert", [], []),
    ],
)
def test_versions_stand_nearest_first(
    small: Snapshot, id: str, earlier: list[str], later: list[str]
) -> None:
    view = views.entity_view(small, node_of(small, id))
    assert (ids(view.earlier), ids(view.later), ids(view.variants)) == (earlier, later, [])


def test_a_curve_holds_every_month_and_says_which_is_not_over(small: Snapshot) -> None:
    """The trunk of a paper of May 2024 and the writer of one of May 2025, when the graph ends."""
    curve = views.entity_view(small, node_of(small, "model:llama-2")).curve
    months = [f"2024-{month:02}" for month in range(5, 13)] + [f"2025-0{m}" for m in range(1, 6)]
    assert (curve.by, curve.papers, curve.undated) == ("month", 2, 0)
    assert [point.label for point in curve.points] == months
    assert [point.papers for point in curve.points] == [1, *[0] * 11, 1]
    assert [point.total for point in curve.points] == [1, *[0] * 8, 1, 0, 0, 1]
    assert [point.cumulative for point in curve.points] == [*[1] * 12, 2]
    assert [point.partial for point in curve.points] == [*[False] * 12, True]


def test_a_paper_as_the_graph_has_it(small: Snapshot) -> None:
    view = views.paper_view(small, node_of(small, "arxiv:2403.00003"))
    assert view.name == "Pebble: Small Encoders for Text Embedding"
    assert view.abstract.startswith("Pebble is a small encoder. Pebble reaches 61.5 on MTEB.")
    assert (view.date, view.published, view.featured) == (
        dt.date(2024, 3, 1), dt.date(2024, 3, 1), dt.date(2024, 3, 4),
    )  # fmt: skip
    assert (view.upvotes, ids(view.authors)) == (2, ["author:ada-quill"])
    assert view.organization is not None
    assert view.organization.id == "organization:harbour-lab"
    assert [(one.relation, one.entity.id) for one in view.entities] == [
        ("PROPOSES", "model:pebble"),
        ("EVALUATES_ON", "benchmark:mteb"),
        ("MEASURES", "metric:accuracy"),
        ("ADDRESSES", "task:text-embedding"),
        ("COMPARES_TO", "model:bert"),
        ("USES", "method:distillation"),
        ("USES", "method:lora"),
        ("MENTIONS", "concept:large-language-models"),
    ]
    assert [one.confidence for one in view.entities] == [0.9] * 8
    first, second = view.results[0], view.results[2]
    assert [row.value for row in view.results] == ["61.5", "59.0", "2.5 points"]
    assert (first.number, first.unit, first.kind) == (61.5, None, "absolute")
    assert [one and one.id for one in (first.method, first.benchmark, first.metric)] == [
        "model:pebble", "benchmark:mteb", "metric:accuracy",
    ]  # fmt: skip
    assert [item.sentence for item in first.evidence] == ["It came to 61.5."]
    assert second.versus is not None
    assert (second.versus.id, second.metric) == ("model:bert", None)


def test_mentions_stand_in_order_with_what_found_them(small: Snapshot) -> None:
    mentions = views.paper_view(small, node_of(small, "arxiv:2403.00003")).mentions
    assert [(one.start, one.end, one.entity.name, one.relation) for one in mentions] == [
        (0, 6, "Pebble", "PROPOSES"),
        (27, 31, "MTEB", "EVALUATES_ON"),
        (56, 60, "BERT", "COMPARES_TO"),
        (86, 98, "distillation", "USES"),
        (122, 126, "LoRA", "USES"),
        (152, 166, "text embedding", "ADDRESSES"),
        (179, 187, "accuracy", "MEASURES"),
        (198, 219, "large language models", "MENTIONS"),
    ]
    assert {(one.field, one.source, one.score) for one in mentions} == {
        ("abstract", "lexicon", 0.9)
    }


def test_a_title_comes_before_its_abstract_and_the_strongest_relation_tells() -> None:
    graph = small_graph()
    pebble = "arxiv:2403.00003"
    title = {"field": "title", "start": 0, "end": 6, "text": "Pebble", "sentence": "Pebble"}
    again = {**title, "field": "abstract", "sentence": "Pebble is a small encoder."}
    graph[pebble]["model:pebble"]["PROPOSES"]["evidence"].append(title)
    graph.add_edge(pebble, "model:pebble", key="USES", confidence=1.0, evidence=[again])
    mentions = views.paper_view(FakeStore(graph), node_of(FakeStore(graph), pebble)).mentions
    told = [(one.field, one.start, one.relation) for one in mentions if one.entity.name == "Pebble"]
    assert told == [("title", 0, "PROPOSES"), ("abstract", 0, "PROPOSES")]


def test_authors_keep_their_order_and_code_is_no_other_link() -> None:
    graph = small_graph()
    fold = "arxiv:2405.00004"
    graph.add_node("author:zoe-ash", labels=("Author",), name="Zoe Ash")
    graph.add_node("author:al-reed", labels=("Author",), name="Al Reed")
    for author in ("author:zoe-ash", "author:al-reed"):
        graph.add_edge(author, fold, key="WROTE")
    graph.nodes[fold].update(
        authors=["Zoe Ash", "Bo Stern", "Al Reed"],
        urls=["https://fold.example/page"],
        codeUrls=["https://github.com/harbour/fold"],
    )
    view = views.paper_view(FakeStore(graph), node_of(FakeStore(graph), fold))
    assert [author.name for author in view.authors] == ["Zoe Ash", "Bo Stern", "Al Reed"]
    assert [(link.label, link.url) for link in view.code] == [
        ("github.com/harbour/fold", "https://github.com/harbour/fold")
    ]
    assert [(link.label, link.url) for link in view.links] == [
        ("arXiv", "https://arxiv.org/abs/2405.00004"),
        ("Hugging Face", "https://huggingface.co/papers/2405.00004"),
        ("fold.example", "https://fold.example/page"),
    ]


def board_graph() -> FakeStore:
    """The small graph, with three more figures of accuracy on MTEB, the greatest hardly sure."""
    graph = small_graph()
    for paper, value, sure in (("2301.00001", "40.5", 0.9), ("2302.00002", "62.0", 0.5),
                               ("2502.00005", "99.9", 0.4)):  # fmt: skip
        id = f"result:arxiv:{paper}:9"
        graph.add_node(
            id,
            labels=("Result",),
            value=value,
            number=float(value),
            kind="absolute",
            confidence=sure,
        )
        graph.add_edge(f"arxiv:{paper}", id, key="REPORTS", evidence=[])
        graph.add_edge(id, "benchmark:mteb", key="ON")
        graph.add_edge(id, "metric:accuracy", key="BY")
    return FakeStore(graph)


def test_boards_as_the_graph_has_them() -> None:
    store = board_graph()
    view = views.leaderboard_view(store, node_of(store, "benchmark:mteb"), limit=2)
    absolute, gain = view.boards
    assert (view.id, view.n_boards) == ("benchmark:mteb", 2)
    assert [one and one.id for one in (absolute.benchmark, absolute.metric)] == [
        "benchmark:mteb", "metric:accuracy",
    ]  # fmt: skip
    assert (absolute.kind, absolute.unit, absolute.direction) == ("absolute", None, "higher")
    assert [row.value for row in absolute.results] == ["64.0", "62.0"]
    assert [row.value for row in absolute.unsure] == ["99.9"]
    assert (absolute.total, absolute.n_unsure) == (5, 1)
    assert [(str(m.date), m.number, m.value, m.method, m.title) for m in absolute.marks] == [
        ("2023-01-05", 40.5, "40.5", None, "MTEB: A Yardstick for Sentence Vectors"),
        ("2023-02-10", 62.0, "62.0", None, "Low-Rank Adapters for Cheap Tuning"),
        ("2024-03-01", 59.0, "59.0", "BERT", "Pebble: Small Encoders for Text Embedding"),
        ("2024-03-01", 61.5, "61.5", "Pebble", "Pebble: Small Encoders for Text Embedding"),
        ("2024-05-20", 64.0, "64.0", "FoldAdapt", "FoldAdapt Beats Adapters"),
    ]
    assert (gain.metric, gain.kind, gain.unit, gain.total) == (None, "gain", "points", 1)
    assert ([row.value for row in gain.results], gain.marks) == (["2.5 points"], [])
    (kept,) = views.leaderboard_view(
        store, node_of(store, "benchmark:mteb"), metric="accuracy"
    ).boards
    assert [row.value for row in kept.results] == ["64.0", "62.0", "61.5", "59.0", "40.5"]


def test_a_board_of_a_metric_may_have_less_as_better_and_no_day(small: Snapshot) -> None:
    (board,) = views.leaderboard_view(small, node_of(small, "metric:perplexity")).boards
    assert (board.benchmark, board.direction) == (None, "lower")
    assert [(row.value, row.method and row.method.name) for row in board.results] == [
        ("10.4", "beam search"), ("12.1", None),
    ]  # fmt: skip
    assert board.marks == []


def test_entities_by_papers_name_and_first_day() -> None:
    graph = small_graph()
    for id, day in (("llama", "2023-02-24"), ("pebble", "2024-03-01"), ("bert", "2018-10-11")):
        graph.nodes[f"model:{id}"]["firstSeen"] = day
    store = FakeStore(graph)

    def names(**options: Any) -> list[str]:
        return [one.name for one in views.listed(store, type="models", **options).entities]

    assert names() == ["BERT", "Llama 2", "GPT-4", "Llama 3", "Pebble", "Llama"]
    assert names(sort="name") == ["BERT", "GPT-4", "Llama", "Llama 2", "Llama 3", "Pebble"]
    assert names(sort="newest") == ["Pebble", "Llama", "BERT", "Llama 2", "GPT-4", "Llama 3"]
    found = views.listed(store, type="models")
    assert (found.type, found.sort, found.total, found.pages) == ("Model", "papers", 6, 1)
    assert views.listed(store).total == len(list(store.nodes("Entity")))


def test_papers_by_day_and_by_votes() -> None:
    graph = small_graph()
    graph.nodes["arxiv:2301.00001"]["upvotes"] = 4  # as many as the paper of February 2025
    del graph.nodes["arxiv:2405.00004"]["upvotes"]
    store = FakeStore(graph)
    newest = [
        "arxiv:2505.00006", "arxiv:2502.00005", "arxiv:2405.00004", "arxiv:2403.00003",
        "arxiv:2302.00002", "arxiv:2301.00001", BEAM,
    ]  # fmt: skip
    assert ids(views.listed_papers(store).papers) == newest
    assert ids(views.listed_papers(store, sort="upvotes").papers) == [
        BEAM, "arxiv:2505.00006", "arxiv:2502.00005", "arxiv:2301.00001", "arxiv:2403.00003",
        "arxiv:2302.00002", "arxiv:2405.00004",
    ]  # fmt: skip


def test_long_lists_have_pages() -> None:
    store = store_of([(DAY - dt.timedelta(days=at), (f"m{at:03}",)) for at in range(130)])
    for page, first, count in ((1, 0, 60), (2, 60, 60), (3, 120, 10)):
        entities = views.listed(store, page=page, limit=60)
        assert (entities.total, entities.page, entities.pages) == (130, page, 3)
        assert ids(entities.entities) == [f"method:m{first + at:03}" for at in range(count)]
    last = views.listed_papers(store, page=99)
    assert (last.total, last.page, last.pages) == (130, 6, 6)
    assert ids(last.papers) == [f"title:p{at:03}" for at in range(125, 130)]


def test_what_is_rare_makes_papers_more_alike_than_what_is_common(small: Snapshot) -> None:
    alike = views.paper_view(small, node_of(small, "arxiv:2403.00003")).similar
    assert [(one.paper.id, one.score) for one in alike] == [
        ("arxiv:2301.00001", 0.539271),
        ("arxiv:2302.00002", 0.419146),
        ("arxiv:2405.00004", 0.182135),
        ("arxiv:2502.00005", 0.074791),
        (BEAM, 0.06779),
    ]
    assert ids(alike[0].shared) == ["task:text-embedding", "model:bert", "benchmark:mteb"]
    common = [(DAY, ("common",))] * 9
    store = store_of(
        [(DAY, ("rare", "common")), (DAY, ("common", "own")), (DAY, ("rare", "mine")), *common]
    )
    assert (
        ids(one.paper for one in views.paper_view(store, node_of(store, "title:p000")).similar)[0]
        == "title:p002"
    )


def week_graph() -> FakeStore:
    """Forty papers of January 2024 and twenty of the week from May 6; one repository is older.

    ``sure`` is in 1 of 40 and in all 20, ``chance`` in 4 and 4, ``gone`` in 30 and 1.
    """
    before = [
        (dt.date(2024, 1, 8), (*["sure"] * (at < 1), *["chance"] * (at < 4), *["gone"] * (at < 30)))
        for at in range(40)
    ]
    week = [
        (DAY + dt.timedelta(days=at % 7), ("sure", *["chance"] * (at < 4), *["gone"] * (at < 1)))
        for at in range(20)
    ]
    graph = store_of([*before, *week]).graph()
    for name, papers in (("old", (0, 40)), ("new", (41, 42))):
        id = f"repository:code.example/{name}"
        graph.add_node(id, labels=("Repository",), name=name, url=f"https://code.example/{name}")
        for at in papers:
            graph.add_edge(f"title:p{at:03}", id, key="HAS_CODE")
    return FakeStore(graph)


def test_a_digest_by_default_is_of_the_last_week(small: Snapshot) -> None:
    view = views.digest_view(small)
    assert (view.since, view.until) == (dt.date(2025, 4, 26), dt.date(2025, 5, 2))
    assert (view.total, view.undated) == (1, 1)
    assert ids(view.papers) == ["arxiv:2505.00006"]
    week = views.digest_view(week_graph())
    assert (week.since, week.until, week.total) == (DAY, DAY + dt.timedelta(days=6), 20)
    until = views.digest_view(small, until=dt.date(2024, 5, 21))
    assert (until.since, until.until) == (dt.date(2024, 5, 15), dt.date(2024, 5, 21))
    assert ids(until.papers) == ["arxiv:2405.00004"]


def test_a_digest_of_a_year_by_hand(small: Snapshot) -> None:
    view = views.digest_view(small, since=dt.date(2024, 1, 1), until=dt.date(2024, 12, 31))
    assert (view.total, ids(view.papers)) == (2, ["arxiv:2405.00004", "arxiv:2403.00003"])
    assert [ids(one.introduces) for one in view.papers] == [["method:foldadapt"], ["model:pebble"]]
    told = [(one.entity.id, one.paper.id, one.confidence, one.sentence) for one in view.introduced]
    assert told == [
        ("method:foldadapt", "arxiv:2405.00004", 0.9, "FoldAdapt folds weights."),
        ("model:pebble", "arxiv:2403.00003", 0.9, "Pebble is a small encoder."),
    ]
    assert [row.value for row in view.results] == ["64.0", "89%", "61.5", "59.0"]
    assert [(one.id, one.papers) for one in view.used][:2] == [
        ("benchmark:mteb", 2), ("benchmark:glue", 1),
    ]  # fmt: skip
    assert views.digest_view(small, since=dt.date(2024, 6, 1), until=dt.date(2024, 7, 1)).total == 0


def test_a_digest_tells_only_what_surely_rises_and_code_that_is_new() -> None:
    view = views.digest_view(week_graph())
    assert [(one.entity.id, one.recent, one.before) for one in view.rising] == [
        ("method:sure", 20, 1)
    ]
    assert [(one.repository.label, one.repository.url, one.paper.id) for one in view.code] == [
        ("new", "https://code.example/new", "title:p042")
    ]


def test_trends_tell_recent_papers_from_earlier_ones() -> None:
    view = views.trends_view(week_graph(), window=7, names=["gone", "sure"])
    assert (view.since, view.until) == (DAY, DAY + dt.timedelta(days=6))
    assert (view.papers, view.papers_before) == (20, 40)
    rise, fall = view.rising[0], view.fading[0]
    assert (rise.entity.id, rise.recent, rise.before) == ("method:sure", 20, 1)
    assert (rise.share, rise.share_before, rise.new) == (1.0, 0.025, False)
    assert 1 < rise.low < rise.ratio < rise.high
    assert (fall.entity.id, fall.recent, fall.before) == ("method:gone", 1, 30)
    assert (fall.share, fall.share_before) == (0.05, 0.75)
    assert fall.low < fall.ratio < fall.high < 1
    assert ids(one.entity for one in view.curves) == ["method:gone", "method:sure"]
    assert [[point.papers for point in curve.points] for curve in view.curves] == [
        [30, 0, 0, 0, 1], [1, 0, 0, 0, 20],
    ]  # fmt: skip
    assert [point.partial for point in view.curves[0].points] == [*[False] * 4, True]
    assert views.trends_view(week_graph(), window=7, type="Task").rising == []


def test_a_search_keeps_to_its_type(small: Snapshot) -> None:
    all_kinds = views.found(small, "embedding").hits
    assert [(hit.node.id, hit.papers, hit.field, hit.snippet) for hit in all_kinds] == [
        ("task:text-embedding", 2, "name", "text embedding"),
        ("benchmark:mteb", 4, "aliases", "Massive Text Embedding Benchmark"),
        ("arxiv:2403.00003", 0, "title", "Pebble: Small Encoders for Text Embedding"),
        ("arxiv:2301.00001", 0, "abstract", "Text embedding is hard to score."),
    ]
    for type, found in (
        ("Paper", ["arxiv:2403.00003", "arxiv:2301.00001"]),
        ("Task", ["task:text-embedding"]),
    ):
        view = views.found(small, "embedding", type=type)
        assert (view.type, ids(hit.node for hit in view.hits)) == (type, found)


def test_suggestions_keep_to_their_type(small: Snapshot) -> None:
    def names(words: str, type: str | None = None) -> list[str]:
        return [hit.node.name for hit in views.suggested(small, words, type=type).hits]

    assert names("te") == [
        "text embedding", "MTEB", "Pebble: Small Encoders for Text Embedding",
    ]  # fmt: skip
    assert names("te", "Task") == ["text embedding"]
    assert names("te", "benchmarks") == ["MTEB"]
    assert names("te", "Author") == []


def test_a_part_of_the_graph_is_counted_against_the_whole(small: Snapshot) -> None:
    view = views.graph_view(small, name="GSM8K")
    assert ids(view.nodes) == ["arxiv:2502.00005", "benchmark:gsm8k", "result:arxiv:2502.00005:7"]
    assert [(edge.source, edge.type, edge.target) for edge in view.edges] == [
        ("arxiv:2502.00005", "EVALUATES_ON", "benchmark:gsm8k"),
        ("arxiv:2502.00005", "REPORTS", "result:arxiv:2502.00005:7"),
        ("result:arxiv:2502.00005:7", "ON", "benchmark:gsm8k"),
    ]
    whole = small.graph()
    assert (view.total_nodes, view.total_edges) == (len(whole), whole.number_of_edges()) == (44, 78)
    wide = views.graph_view(small, name="GSM8K", depth=2)
    assert {"model:gpt-4", "metric:accuracy"} < set(ids(wide.nodes))
    everything = views.graph_view(small, limit=10_000)
    assert (len(everything.nodes), len(everything.edges)) == (44, 78)
    few = views.graph_view(small, limit=3)
    assert ids(few.nodes) == ["arxiv:2403.00003", "arxiv:2405.00004", "metric:accuracy"]
    assert [(e.source, e.type, e.target, e.confidence) for e in few.edges] == [
        ("arxiv:2403.00003", "MEASURES", "metric:accuracy", 0.9)
    ]


def test_the_front_and_a_maker_as_the_graph_has_them(small: Snapshot) -> None:
    front = views.front_view(small)
    assert (front.counts["Paper"], front.counts["Entity"]) == (7, 24)
    assert (front.first, front.last) == (dt.date(2023, 1, 5), dt.date(2025, 5, 2))
    assert ids(front.newest)[:2] == ["arxiv:2505.00006", "arxiv:2502.00005"]
    tops = {ranked.type: [(one.id, one.papers) for one in ranked.entities] for ranked in front.top}
    assert tops["Benchmark"] == [
        ("benchmark:mteb", 4),
        ("benchmark:glue", 2),
        ("benchmark:gsm8k", 1),
    ]
    assert tops["Model"][:2] == [("model:bert", 2), ("model:llama-2", 2)]  # without comparisons
    ada = views.maker_view(small, node_of(small, "author:ada-quill"))
    assert ids(ada.listing.papers) == ["arxiv:2403.00003", "arxiv:2301.00001"]
    assert [(one.id, one.papers) for one in ada.top][:3] == [
        ("benchmark:mteb", 2), ("task:text-embedding", 2), ("method:distillation", 1),
    ]  # fmt: skip


def test_an_answer_names_nodes_and_what_it_was_read_from(small: Snapshot) -> None:
    view = views.answered(small, "who introduced Pebble")
    cells = [cell for row in view.rows for cell in row]
    assert "arxiv:2403.00003" in [cell.node.id for cell in cells if cell.node]
    assert [[item.sentence for item in items] for items in view.evidence] == [
        ["Pebble is a small encoder."]
    ]


def test_a_paper_of_an_impossible_year_has_no_day() -> None:
    graph = small_graph()
    for at, year in enumerate(("0001", "9999")):
        id = f"title:odd{at}"
        graph.add_node(id, labels=("Paper",), title=f"Odd {at}", published=f"{year}-01-01")
        graph.add_edge(id, "benchmark:mteb", key="USES", confidence=0.9, evidence=[])
    store = Snapshot(FakeStore(graph))
    first, last = views.front_view(store).first, views.front_view(store).last
    assert first is not None
    assert last is not None
    assert (first.year, last.year) != (1, 9999)
    node = store.node("benchmark:mteb")
    assert node is not None
    assert len(views.entity_view(store, node).curve.points) < 60
