"""What every store keeps to. A new kind of store is one more entry in ``STORES``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from papermesh.papers import revise
from papermesh.store.folder import FolderStore
from papermesh.store.neo4j import Neo4jStore
from papermesh.store.snapshot import Snapshot
from tests.make import FIRST, LEXICON, RECORDS, SECOND, paper, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from papermesh.store.base import GraphStore

STORES: dict[str, Callable[[pytest.FixtureRequest], GraphStore]] = {
    "folder": lambda r: FolderStore(r.getfixturevalue("tmp_path") / "graph", lexicon=LEXICON),
    "neo4j": lambda r: Neo4jStore(r.getfixturevalue("empty_server").uri, lexicon=LEXICON),
}


@pytest.fixture(params=["folder", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest) -> Iterator[GraphStore]:
    """An empty store of each kind."""
    store = STORES[request.param](request)
    yield store
    store.close()


@pytest.fixture
def full(store: GraphStore) -> GraphStore:
    """A store with two papers."""
    store.update([FIRST, SECOND], RECORDS)
    return store


def contents(store: GraphStore) -> object:
    """All that can be seen of a store."""
    nodes = list(store.nodes())
    return nodes, list(store.edges([n.id for n in nodes])), list(store.papers()), store.records()


def test_it_gives_back_what_it_was_made_from(full: GraphStore) -> None:
    """Observations and records come back as they went in."""
    assert list(full.papers()) == [FIRST, SECOND]
    assert full.records() == RECORDS


def test_an_empty_store_has_no_sources(store: GraphStore) -> None:
    """A build can begin on nothing."""
    assert list(store.papers()) == []
    assert store.records() == {}


def test_updating_twice_is_updating_once(full: GraphStore) -> None:
    """The same content changes nothing."""
    before = contents(full)
    full.update(full.papers(), full.records())
    assert contents(full) == before


def test_the_order_of_input_does_not_count(full: GraphStore) -> None:
    """Shuffled input gives the same graph."""
    before = contents(full)
    full.update([SECOND, FIRST], dict(reversed(RECORDS.items())))
    assert contents(full) == before


def test_the_state_is_that_of_the_stored_graph(store: GraphStore) -> None:
    """It changes with the graph and not otherwise, and an empty store has none."""
    assert store.state() == ""
    store.update([FIRST, SECOND], RECORDS)
    state = store.state()
    assert state
    store.update([SECOND, FIRST], RECORDS)
    assert store.state() == state
    store.update([FIRST], {FIRST.id: RECORDS[FIRST.id]})
    assert store.state() not in {"", state}


def test_what_is_derived_is_made_once_for_each_graph(full: GraphStore) -> None:
    """The same arguments give the very same value, until the graph is another."""
    made: list[str] = []

    def count(store: GraphStore, label: str) -> int:
        made.append(label)
        return len(list(store.nodes(label)))

    assert [full.derived(count, label) for label in ("Paper", "Model", "Paper")] == [2, 1, 2]
    assert made == ["Paper", "Model"]
    full.update([FIRST], {FIRST.id: RECORDS[FIRST.id]})
    assert full.derived(count, "Paper") == 1


def test_a_snapshot_stays_as_it_was(full: GraphStore) -> None:
    """It tells what its store told, and goes on doing so when the store has changed."""
    snapshot, whole = Snapshot(full), list(full.nodes())
    links = list(full.edges([node.id for node in whole]))
    for _ in range(2):
        assert list(snapshot.nodes()) == whole
        assert list(snapshot.edges([node.id for node in whole])) == links
        assert [node.id for node in snapshot.resolve("mteb")] == ["benchmark:mteb"]
        full.update([FIRST], {FIRST.id: RECORDS[FIRST.id]})
    assert snapshot.state() != full.state()


def test_nodes_come_in_order(full: GraphStore) -> None:
    """Nodes are sorted by id, and can be had by any of their labels."""
    ids = [node.id for node in full.nodes()]
    assert ids == sorted(ids)
    assert [n.id for n in full.nodes("Paper")] == [FIRST.id, SECOND.id]
    assert [n.id for n in full.nodes("Model")] == ["model:tinyformer"]
    assert len(list(full.nodes("Entity"))) == 4
    assert list(full.nodes("Nothing")) == []


def test_node_by_id(full: GraphStore) -> None:
    """A node is found by its id, and nothing else."""
    node = full.node("benchmark:mteb")
    assert node is not None
    assert (node.label, node.name, node.properties["paperCount"]) == ("Benchmark", "MTEB", 2)
    assert full.node("MTEB") is None


def test_node_by_an_older_id(store: GraphStore) -> None:
    """A paper answers to every id that it ever had."""
    store.update([FIRST, paper("title:x", FIRST.title, source=("list",))], {})
    node = store.node("title:x")
    assert node is not None
    assert node.id == FIRST.id


def test_edges_of_a_node(full: GraphStore) -> None:
    """Edges are filtered by direction and type, sorted, and each comes once."""
    mteb = ["benchmark:mteb"]
    found = [(e.source, e.target, e.type) for e in full.edges(mteb)]
    assert found == [(p, "benchmark:mteb", "EVALUATES_ON") for p in (FIRST.id, SECOND.id)]
    assert list(full.edges(mteb, direction="out")) == []
    assert len(list(full.edges(mteb, direction="in"))) == 2
    assert list(full.edges(mteb, ["USES"])) == []
    assert len(list(full.edges([*mteb, FIRST.id, SECOND.id], ["EVALUATES_ON"]))) == 2
    assert list(full.edges(["nothing"])) == []


@pytest.mark.parametrize(
    "name",
    ["MTEB", "mteb", "M-T-E-B", "massive text embedding benchmarks", "benchmark:mteb"],
)
def test_names_resolve(full: GraphStore, name: str) -> None:
    """Case, hyphens, plural and aliases make no difference."""
    assert [node.id for node in full.resolve(name)] == ["benchmark:mteb"]


@pytest.mark.parametrize(
    "name", ["2401.00001", "https://arxiv.org/abs/2401.00001v2", "stacking SMALL nets", FIRST.id]
)
def test_papers_resolve(full: GraphStore, name: str) -> None:
    """A paper answers to its title and to its arXiv id however written."""
    assert [node.id for node in full.resolve(name)] == [FIRST.id]


def test_people_resolve_and_labels_filter(full: GraphStore) -> None:
    """Any named node resolves; labels narrow the choice."""
    assert [n.id for n in full.resolve("ada vos")] == ["author:ada-vos"]
    assert full.resolve("ada vos", ["Entity", "Paper"]) == []
    assert [n.id for n in full.resolve("mteb", ["Entity"])] == ["benchmark:mteb"]
    assert full.resolve("no such thing") == []
    assert full.resolve("?!") == []


def test_the_best_match_comes_first(store: GraphStore) -> None:
    """Exact spelling first, then the most papers."""
    one = paper("arxiv:1", abstract="COMET and Comet.")
    two = paper("arxiv:2", abstract="COMET and Comet.")
    found = {
        one.id: read(one, ("COMET", "Metric", "USES"), ("Comet", "Model", "USES")),
        two.id: read(two, ("COMET", "Metric", "USES")),
    }
    store.update([one, two], found)
    assert [n.id for n in store.resolve("comet")] == ["metric:comet", "model:comet"]
    assert [n.id for n in store.resolve("Comet")] == ["model:comet", "metric:comet"]


def test_the_graph_is_the_same_thing(full: GraphStore) -> None:
    """Nodes and edges of the whole graph are those that are given one by one."""
    graph = full.graph()
    assert sorted(graph) == [node.id for node in full.nodes()]
    for node in full.nodes():
        assert graph.nodes[node.id] == {"labels": node.labels, **node.properties}
    edges = list(full.edges(list(graph)))
    assert sorted(graph.edges(keys=True)) == [(e.source, e.target, e.type) for e in edges]
    for edge in edges:
        assert graph.edges[edge.source, edge.target, edge.type] == edge.properties


def test_a_corrected_paper_replaces_its_own_edges_only(full: GraphStore) -> None:
    """What is corrected changes; every other edge stays as it was."""
    others = [e for e in full.edges(list(full.graph())) if FIRST.id not in (e.source, e.target)]
    fixed = FIRST.model_copy(update={"abstract": "We build HeapNet.", "authors": ("Ada Vos",)})
    records = {**RECORDS, FIRST.id: read(fixed, ("HeapNet", "Method", "PROPOSES"))}
    full.update(revise(full.papers(), [fixed]), records)
    after = [e for e in full.edges(list(full.graph())) if FIRST.id not in (e.source, e.target)]
    assert after == others
    assert [e.target for e in full.edges([FIRST.id], ["PROPOSES"], "out")] == ["method:heapnet"]
    assert full.node("method:stacknet") is None
    assert full.node("author:bo-lind") is None


def test_a_removed_paper_takes_along_what_nobody_else_mentions(full: GraphStore) -> None:
    """Entities of the removed paper alone go, shared ones stay."""
    full.update([SECOND], RECORDS)
    assert [n.id for n in full.nodes("Entity")] == [
        "benchmark:mteb",
        "method:widenet",
        "model:tinyformer",
    ]
    assert list(full.records()) == [SECOND.id]
    assert full.node("organization:hill-lab") is None


def test_odd_text_comes_back(store: GraphStore) -> None:
    """Line separators, quotes, other scripts and broken characters survive."""
    odd = paper(
        "title:odd",
        'A\u2028B "q" \\ 汉字 ß 🙂 \ud800',
        "x\ny\u0085z",
        extra={"b": [1.5, None], "a": {"z": "é"}},
    )
    store.update([odd], {})
    store.close()
    assert list(store.papers()) == [odd]
    node = store.node(odd.id)
    assert node is not None
    assert node.properties["abstract"] == odd.abstract
