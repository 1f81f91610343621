"""The laws of the graph, on inputs made at random."""

from __future__ import annotations

import datetime as dt
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papermesh.graph import assemble, settle
from papermesh.identifiers import arxiv_id
from papermesh.link import link
from papermesh.model import Entity, EntityType, Mention, Paper, Record, RelationType, Result
from papermesh.papers import identify, merge, revise
from papermesh.store.folder import FolderStore
from tests.make import LEXICON, entity, result

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    import networkx as nx

COMMON = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(COMMON, max_examples=20)

# Few names that collide in every way known: case, plural, size, version, abbreviation, slug.
NAMES = [
    "DPO",
    "dpo",
    "Direct Preference Optimization",
    "dual path oracle",
    "dual-path oracles",
    "MTEB",
    "Massive Text Embedding Benchmarks",
    "Llama",
    "Llama 2",
    "Llama-2-7B",
    "llama2",
    "GPT-4",
    "GPT 4",
    "GPT-4o",
    "GPT",
    "graph paper trees",
    "generic path tree",
    "GPTs",
    "F1",
    "F-1",
    "F 1 score",
    "accuracy",
    "Accuracies",
    "ACC",
    "average cut cost",
    "!?",
    "汉",
]
TITLES = ["On nets", "On Nets", "More nets", "", "?"]
IDS = ["arxiv:2401.00001", "arxiv:2401.00001v2", "arxiv:2402.00002", "doi:10.1/x", "doi:10.1/y"]
IDS += ["title:onnets", "title:morenets", "doi:10.48550/arxiv.2402.00002"]
OF_ID = {"title:onnets": "On nets", "title:morenets": "More nets"}
SOURCES = ["arxiv", "daily", "list"]

days = st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2024, 1, 4))
words = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3).map(tuple)
papers = st.builds(
    Paper,
    id=st.sampled_from(IDS),
    title=st.sampled_from(TITLES),
    abstract=st.sampled_from(["", "We win. They do not.", "Long text, and more of it."]),
    published=days,
    featured=days,
    updated=days,
    authors=st.none() | words,
    n_authors=st.none() | st.integers(0, 3),
    organization=st.sampled_from([None, "Hill Lab", "Dale Lab"]),
    upvotes=st.none() | st.integers(0, 3),
    urls=st.none() | words,
    code_urls=st.none() | st.just(("https://github.com/a/b",)),
    source=st.sampled_from(SOURCES).map(lambda name: (name,)),
    aliases=st.lists(st.sampled_from(IDS), max_size=1).map(tuple),
    extra=st.dictionaries(st.sampled_from(["undated", "k"]), st.integers(0, 2), max_size=2),
).map(lambda o: o.model_copy(update={"title": OF_ID[o.id]}) if o.id in OF_ID else o)
mentions = st.builds(
    lambda text, start, score: Mention(
        text=text, field="abstract", start=start, end=start + len(text), source="model", score=score
    ),
    st.sampled_from(NAMES),
    st.integers(0, 30),
    st.sampled_from([0.5, 0.9]),
)
entities = st.builds(
    Entity,
    name=st.sampled_from(NAMES),
    type=st.sampled_from(list(EntityType)),
    relation=st.sampled_from(list(RelationType)),
    confidence=st.sampled_from([0.5, 0.75, 0.9]),
    mentions=st.lists(mentions, max_size=3).map(tuple),
)
names_or_none = st.none() | st.sampled_from(NAMES)
results: st.SearchStrategy[Result] = st.builds(
    lambda value, method, dataset, start: result(
        value, method=method, dataset=dataset, start=start, end=start + 1
    ),
    st.sampled_from(["1", "2"]),
    names_or_none,
    names_or_none,
    st.integers(0, 3),
)


def record_of(id: str, found: Iterable[Entity], figures: Iterable[Result] = ()) -> Record:
    return Record(id=id, title="", entities=tuple(found), results=tuple(figures))


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[Paper], dict[str, tuple[str, Record]]]:
    """Observations, and a record for each merged paper."""
    seen = draw(st.lists(papers, min_size=1, max_size=6))
    records = {}
    for id in identify(seen):
        found = draw(st.lists(entities, max_size=4))
        records[id] = ("print", record_of(id, found, draw(st.lists(results, max_size=2))))
    return seen, records


def graph_of(seen: Iterable[Paper], records: dict[str, tuple[str, Record]]) -> nx.MultiDiGraph:
    _, filed, merged = settle(seen, records)
    return assemble(merged, {id: record for id, (_, record) in filed.items()}, LEXICON)


def whole(graph: nx.MultiDiGraph) -> Any:
    """A graph in every respect, order included."""
    return list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))


def files(path: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in path.iterdir() if p.name != ".lock"}


@COMMON
@given(st.lists(papers, max_size=7), st.randoms())
def test_identity_is_of_the_set(seen: list[Paper], rnd: random.Random) -> None:
    """Order and repetition of observations never count, and no id is lost."""
    groups = identify(seen)
    assert identify(rnd.sample([*seen, *seen], 2 * len(seen))) == groups
    known = {id for id, group in groups.items() for id in (id, *merge(id, group).aliases)}
    assert {arxiv_id(id) or id for id in known} >= {arxiv_id(o.id) or o.id for o in seen}


@COMMON
@given(st.lists(papers, max_size=7))
def test_identity_is_settled(seen: list[Paper]) -> None:
    """What was kept is kept as it is, one observation for each paper and source."""
    groups = identify(seen)
    assert identify(o for group in groups.values() for o in group) == groups
    for group in groups.values():
        assert len({o.source for o in group}) == len(group)


@COMMON
@given(st.lists(papers, min_size=1, max_size=5), st.randoms())
def test_merging_is_of_the_set(seen: list[Paper], rnd: random.Random) -> None:
    """A merged paper does not depend on the order or repetition of its observations."""
    merged = merge("arxiv:1", seen)
    assert merge("arxiv:1", rnd.sample([*seen, *seen], 2 * len(seen))) == merged
    assert (merged.title, merged.abstract) in {(o.title, o.abstract) for o in seen}


@COMMON
@given(st.lists(papers, max_size=5), st.lists(papers, max_size=4))
def test_revising_twice_is_revising_once(known: list[Paper], fresh: list[Paper]) -> None:
    """The same news is news once; the order of what was known does not count."""
    once = revise(known, fresh)
    assert revise(once, fresh) == once
    assert revise(reversed(known), reversed(fresh)) == once


@COMMON
@given(st.lists(st.lists(entities, max_size=4), max_size=6), st.randoms())
def test_linking_is_a_partition_of_the_set(found: list[list[Entity]], rnd: random.Random) -> None:
    """Every entity has one home that exists; order never counts; versions make no circle."""
    records = [record_of(f"arxiv:{n}", group) for n, group in enumerate(found)]
    links = link(records, LEXICON)
    again = link(rnd.sample(records, len(records)), LEXICON)
    homes = {links.of(e) for group in found for e in group}
    assert homes == set(links.entities)
    assert (again.entities, again.versions) == (links.entities, links.versions)
    assert all(again.of(e) == links.of(e) for group in found for e in group)
    for start in links.versions:
        trail = [start]
        while trail[-1] in links.versions:
            trail.append(links.versions[trail[-1]])
            assert len(trail) <= len(links.entities)


# What each thing is called, so that mentions are of the entity that they stand under.
THINGS = [
    ("DPO", "dpo", "Direct Preference Optimization"),
    ("DPO", "dual path oracle", "dual-path oracles"),
    ("GPT", "graph paper trees", "graph-paper tree", "GPTs"),
    ("GPT", "generic path tree"),
    ("MTEB", "Massive Text Embedding Benchmarks"),
    ("Llama 2", "Llama-2-7B", "llama2"),
    ("Llama",),
    ("accuracy", "Accuracies", "ACC"),
    ("sorted tree", "STs", "Sorted-Trees"),
]


@st.composite
def sensible(draw: st.DrawFn) -> Entity:
    forms = draw(st.sampled_from(THINGS))
    name = draw(st.sampled_from(forms))
    texts = [name, *draw(st.lists(st.sampled_from(forms), max_size=3))]
    type = draw(st.sampled_from([EntityType.METHOD, EntityType.MODEL, EntityType.METRIC]))
    relation = draw(st.sampled_from([RelationType.PROPOSES, RelationType.USES]))
    return entity(name, type, relation, *texts)


@COMMON
@given(st.lists(st.lists(sensible(), max_size=4), max_size=6))
def test_linking_is_idempotent(found: list[list[Entity]]) -> None:
    """Entities that already bear their canonical name and type stay where they are."""
    links = link([record_of(f"arxiv:{n}", group) for n, group in enumerate(found)], LEXICON)
    renamed = [
        [
            e.model_copy(update={"name": home.name, "type": home.type})
            for e in group
            for home in [links.entities[links.of(e)]]
        ]
        for group in found
    ]
    again = link([record_of(f"arxiv:{n}", group) for n, group in enumerate(renamed)], LEXICON)
    for group, same in zip(found, renamed, strict=True):
        assert [again.of(e) for e in same] == [links.of(e) for e in group]


@COMMON
@given(corpora(), st.randoms())
def test_the_graph_is_of_the_set(
    corpus: tuple[list[Paper], dict[str, tuple[str, Record]]], rnd: random.Random
) -> None:
    """Shuffled input gives the very graph that sorted input gives; every end of an edge exists."""
    seen, records = corpus
    graph = graph_of(seen, records)
    shuffled = dict(rnd.sample(list(records.items()), len(records)))
    assert whole(graph_of(rnd.sample(seen, len(seen)), shuffled)) == whole(graph)
    assert all("labels" in data for _, data in graph.nodes(data=True))
    for id, data in graph.nodes(data=True):
        if data["labels"][0] == "Entity":
            tellers = {s for s in graph.predecessors(id) if graph.nodes[s]["labels"] == ("Paper",)}
            assert data["paperCount"] == len(tellers) > 0


@COMMON
@given(
    st.lists(papers, max_size=8, unique_by=lambda o: (o.id[:15], o.source)),
    st.lists(st.integers(0, 8), max_size=3),
    st.randoms(),
)
def test_batches_do_not_count(seen: list[Paper], cuts: list[int], rnd: random.Random) -> None:
    """Papers with ids that come bit by bit, in any order, give what they give together."""
    seen = [o.model_copy(update={"aliases": ()}) for o in seen if o.id.startswith("arxiv:")]
    known: list[Paper] = []
    rnd.shuffle(seen)
    for start, end in pairwise(sorted([0, len(seen), *(c for c in cuts if c < len(seen))])):
        known = revise(known, seen[start:end])
    assert identify(known) == identify(seen)


@FEW
@given(corpora(), st.randoms())
def test_the_folder_gives_the_graph_back(
    corpus: tuple[list[Paper], dict[str, tuple[str, Record]]], rnd: random.Random
) -> None:
    """Round trip; a second update, and a shuffled one, leave the very bytes."""
    seen, records = corpus
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "graph"
        store = FolderStore(path, lexicon=LEXICON)
        store.update(seen, records)
        before = files(path)
        fresh = FolderStore(path, lexicon=LEXICON)
        assert whole(fresh.graph()) == whole(store.graph()) == whole(graph_of(seen, records))
        fresh.update(fresh.papers(), fresh.records())
        assert files(path) == before
        fresh.update(rnd.sample(seen, len(seen)), records)
        assert files(path) == before


@COMMON
@given(corpora(), st.lists(entities, max_size=4), st.data())
def test_a_correction_touches_its_own_edges_only(
    corpus: tuple[list[Paper], dict[str, tuple[str, Record]]],
    found: list[Entity],
    data: st.DataObject,
) -> None:
    """A new record for one paper leaves all edges of other papers, but for the names of things.

    Names and homes of entities are decided by all papers together, so what stays is told by
    what each paper's own texts say.
    """
    seen, records = corpus
    changed = data.draw(st.sampled_from(sorted(records)))
    before = graph_of(seen, records)
    after = graph_of(seen, {**records, changed: ("new", record_of(changed, found))})
    for id in records:
        if id != changed:
            assert told(after, id) == told(before, id)


def told(graph: nx.MultiDiGraph, paper: str) -> set[tuple[str, int, int]]:
    """What a paper's edges are read from, whatever the things are called."""
    return {
        (e["text"], e["start"], e["end"])
        for _, _, data in graph.out_edges(paper, data=True)
        for e in data.get("evidence", ())
    }


@COMMON
@given(corpora(), st.data())
def test_a_removed_paper_takes_its_own_along(
    corpus: tuple[list[Paper], dict[str, tuple[str, Record]]], data: st.DataObject
) -> None:
    """Without a paper the graph is as if it had never been there."""
    seen, records = corpus
    groups = identify(seen)
    gone = data.draw(st.sampled_from(sorted(groups)))
    rest = [o for id, group in groups.items() if id != gone for o in group]
    graph = graph_of(rest, records)
    assert gone not in graph
    kept = {id: record for id, record in records.items() if id != gone}
    assert whole(graph) == whole(graph_of(rest, kept))
    for id, about in graph.nodes(data=True):
        assert about["labels"] == ("Paper",) or graph.degree(id) > 0
