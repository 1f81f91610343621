"""The views tell what the graph holds, and the indexes under them what the queries tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import papermesh
from papermesh import views
from papermesh.query.connect import WORKING, co_occurring
from papermesh.query.papers import paper_rows
from papermesh.query.search import suggest
from papermesh.query.similar import companions, similar
from papermesh.store import open_store
from papermesh.store.base import GraphStore
from papermesh.store.snapshot import Snapshot
from papermesh.views.schema import Mention, Ref
from papermesh.views.segments import segments
from tests.fakes import FakeStore, small_graph
from tests.make import paper

GRAPH = Path(__file__).parents[1] / "graph"


@pytest.fixture(scope="module")
def seeds() -> Snapshot:
    return Snapshot(open_store(GRAPH))


def test_companions_are_what_a_walk_over_the_edges_finds(seeds: Snapshot) -> None:
    for node in list(seeds.nodes("Entity"))[::7]:
        walked = co_occurring(seeds, [node.id], relations=WORKING, min_support=2)
        assert companions(seeds, node.id, limit=1000) == walked


def test_similar_papers_share_what_they_say_and_are_so_both_ways(seeds: Snapshot) -> None:
    papers = list(seeds.nodes("Paper"))
    for node in papers[::10]:
        mine = {edge.target for edge in seeds.edges([node.id], WORKING, "out")}
        for row in similar(seeds, node.id, limit=len(papers)):
            theirs = {edge.target for edge in seeds.edges([row.paper.id], WORKING, "out")}
            assert set(row.shared) == mine & theirs
            assert row.shared
            assert 0 < row.score <= 1
            back = {r.paper.id: r.score for r in similar(seeds, row.paper.id, len(papers))}
            assert back[node.id] == pytest.approx(row.score, abs=1e-6)
    assert similar(seeds, "arxiv:0000.00000") == []


def test_the_pages_of_an_entity_hold_each_of_its_papers_once(seeds: Snapshot) -> None:
    entity = views.listed(seeds).entities[0]
    node = seeds.node(entity.id)
    assert node is not None
    first = views.entity_view(seeds, node)
    found = [
        one.id
        for page in range(1, first.listing.pages + 1)
        for one in views.entity_view(seeds, node, page=page).listing.papers
    ]
    assert found == [row.paper.id for row in paper_rows(seeds, [node.id])]
    assert first.listing.total == len(found) == len(set(found))
    for relation, count in first.relations.items():
        assert views.entity_view(seeds, node, relation=relation).listing.total == count
    newest = views.entity_view(seeds, node, sort="newest").listing.papers
    dates = [str(one.date or "") for one in newest]
    assert dates == sorted(dates, reverse=True)
    assert views.entity_view(seeds, node, page=999).listing.page == first.listing.pages


def test_mentions_are_the_words_of_the_text(seeds: Snapshot) -> None:
    for node in seeds.nodes("Paper"):
        view = views.paper_view(seeds, node)
        texts = {"title": view.name, "abstract": view.abstract}
        for link in view.entities:
            for item in link.evidence:
                if item.field and item.start is not None:
                    assert texts[item.field][item.start : item.end] == item.text
        for field, text in texts.items():
            assert "".join(piece.text for piece in segments(text, view.mentions, field)) == text


@given(
    text=st.text(max_size=40),
    spans=st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=8),
)
def test_a_text_is_cut_and_never_changed(text: str, spans: list[tuple[int, int]]) -> None:
    node = Ref(id="method:x", type="Method", name="x", address="/entity/method:x")
    mentions = [
        Mention(field="abstract", start=start, end=end, entity=node, relation="USES")
        for start, end in spans
    ]
    pieces = segments(text, mentions, "abstract")
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        if piece.mention:
            assert text[piece.mention.start : piece.mention.end] == piece.text


def test_boards_never_mix_kinds_or_units_and_name_their_metrics(seeds: Snapshot) -> None:
    shown = 0
    for node in seeds.nodes("Benchmark"):
        for board in views.leaderboard_view(seeds, node, limit=2).boards:
            assert len(board.results) == min(board.total, 2)
            for row in board.results:
                assert (row.kind, row.unit) == (board.kind, board.unit)
                assert row.metric is None or row.metric in board.metrics
                shown += 1
    assert shown > 10


def test_suggestions_finish_words_and_put_the_known_first() -> None:
    store = Snapshot(FakeStore(small_graph()))

    def names(words: str, **options: Any) -> list[str]:
        return [hit.node.name for hit in suggest(store, words, **options)]

    assert {"Llama", "Llama 2"} <= set(names("lla"))
    assert names("llama")[0] == "Llama"
    assert names("llama 2")[0] == "Llama 2"
    assert "MTEB" in names("MTBE")
    assert names("") == names("   ") == []
    assert all(hit.node.label == "Paper" for hit in suggest(store, "a", labels=["Paper"]))
    assert len(names("a", limit=2)) == 2


def test_every_paper_and_entity_is_suggested_by_its_name(seeds: Snapshot) -> None:
    for node in [*seeds.nodes("Entity"), *seeds.nodes("Paper")][::11]:
        assert node.name in [hit.node.name for hit in suggest(seeds, node.name, 20)], node.id


def test_what_is_derived_is_made_once_and_anew_for_another_graph(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    made: list[int] = []

    def count(store: GraphStore, label: str) -> int:
        made.append(1)
        return len(list(store.nodes(label)))

    with papermesh.open(folder) as graph:
        graph.build(paper("arxiv:2501.00001", "Lantern: a model", "We propose Lantern."))
        assert [graph.store.derived(count, "Paper") for _ in range(3)] == [1, 1, 1]
        assert len(made) == 1
        state = graph.store.state()
        snapshot = Snapshot(graph.store)
        graph.build(paper("arxiv:2501.00002", "Harbour: a data set", "We introduce Harbour."))
        assert graph.store.derived(count, "Paper") == 2
        assert graph.store.state() != state == snapshot.state()
        assert snapshot.derived(count, "Paper") == 1


def test_a_store_without_a_graph_has_no_state(tmp_path: Path) -> None:
    assert open_store(tmp_path / "none").state() == ""
