"""The graph of papers and records."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from papermesh.graph import assemble, sentence, settle
from papermesh.identifiers import repository
from tests.make import (
    EMPTY,
    FIRST,
    LEXICON,
    RECORDS,
    SECOND,
    entity,
    mention,
    paper,
    record,
    result,
)

if TYPE_CHECKING:
    import networkx as nx

    from papermesh.model import Record


def graph_of(*papers: Any, records: dict[str, Record]) -> nx.MultiDiGraph:
    return assemble(papers, records, LEXICON)


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    return graph_of(FIRST, SECOND, records={id: r for id, (_, r) in RECORDS.items()})


def test_a_paper_has_its_facts_and_nothing_empty(graph: nx.MultiDiGraph) -> None:
    """Properties are in lowerCamelCase, dates are text, and null is left out."""
    assert graph.nodes[FIRST.id] == {
        "labels": ("Paper",),
        "title": FIRST.title,
        "abstract": FIRST.abstract,
        "published": "2024-01-02",
        "authors": ["Ada Vos", "Bo Lind"],
        "organization": "Hill Lab",
        "codeUrls": ["https://github.com/Hill/StackNet"],
        "source": ["arxiv"],
    }


def test_an_entity_counts_its_papers(graph: nx.MultiDiGraph) -> None:
    """Paper count and first day come from the papers that name it."""
    assert graph.nodes["model:tinyformer"] == {
        "labels": ("Entity", "Model"),
        "name": "TinyFormer",
        "paperCount": 2,
        "firstSeen": "2024-01-02",
    }


def test_an_edge_carries_its_evidence(graph: nx.MultiDiGraph) -> None:
    """Each relation says where it was read, in a whole sentence."""
    data = graph.edges[FIRST.id, "benchmark:mteb", "EVALUATES_ON"]
    assert data["confidence"] == 0.9
    assert data["evidence"] == [
        {
            "field": "abstract",
            "start": 42,
            "end": 46,
            "text": "MTEB",
            "sentence": "It beats TinyFormer on MTEB by 3 points.",
            "source": "model",
            "score": 0.9,
        }
    ]


def test_people_and_code(graph: nx.MultiDiGraph) -> None:
    """Authors, organization and repository are nodes of their own."""
    assert graph.edges["author:bo-lind", FIRST.id, "WROTE"] == {"position": 2}
    assert set(graph.successors("author:ada-vos")) == {FIRST.id, SECOND.id}
    assert graph.has_edge("organization:hill-lab", FIRST.id, "PUBLISHED")
    assert graph.nodes["repository:github.com/hill/stacknet"]["name"] == "hill/stacknet"
    assert graph.has_edge(FIRST.id, "repository:github.com/hill/stacknet", "HAS_CODE")


def test_results_point_at_what_they_are_about() -> None:
    """Roles lead to the paper's own entities; what has no name leads nowhere."""
    one = paper("arxiv:1", abstract="A 9 and B 8.")
    about = record(
        "arxiv:1",
        entity("StackNet", "Method"),
        entity("MTEB", "Benchmark"),
        entity("accuracy", "Metric"),
        results=(
            result("8", start=8, end=9, method="stacknet", metric="accuracy"),
            result("9", start=2, end=3, method="StackNet", dataset="MTEB", number=9.0, versus="X"),
        ),
    )
    graph = graph_of(one, records={one.id: about})
    first, second = "result:arxiv:1:1", "result:arxiv:1:2"
    assert graph.nodes[first] == {
        "labels": ("Result",),
        "value": "9",
        "number": 9.0,
        "kind": "absolute",
        "confidence": 0.8,
    }
    assert set(graph.out_edges(first, keys=True)) == {
        (first, "method:stacknet", "OF"),
        (first, "benchmark:mteb", "ON"),
    }
    assert set(graph.out_edges(second, keys=True)) == {
        (second, "method:stacknet", "OF"),
        (second, "metric:accuracy", "BY"),
    }
    told = graph.edges[one.id, first, "REPORTS"]
    assert told["evidence"] == [
        {
            "field": "abstract",
            "start": 2,
            "end": 3,
            "text": "9",
            "sentence": "A 9 and B 8.",
            "source": "rule:result",
        }
    ]
    for way in graph.out_edges(first, keys=True):
        assert graph.edges[way] == told == {"confidence": 0.8, "evidence": told["evidence"]}


def test_the_strongest_relation_holds_and_evidence_is_united() -> None:
    """Two entities of one record that are one thing make one edge."""
    one = paper("arxiv:1", "Fold", "Fold and folds.")
    about = record(
        "arxiv:1",
        entity("adapter", "Method", "MENTIONS").model_copy(
            update={"mentions": (mention("folds", 9),)}
        ),
        entity("Adapters", "Method", "PROPOSES").model_copy(
            update={"mentions": (mention("Fold", 0, "title"), mention("folds", 9))}
        ),
    )
    graph = assemble([one], {one.id: about}, EMPTY)
    ((_, target, type, data),) = graph.out_edges(one.id, keys=True, data=True)
    assert (target, type) == ("method:adapters", "PROPOSES")
    assert [(e["field"], e["start"]) for e in data["evidence"]] == [("title", 0), ("abstract", 9)]
    assert graph.nodes[target]["paperCount"] == 1


@pytest.mark.parametrize(
    ("relation", "fields"),
    [
        ("PROPOSES", [("title", 0), ("abstract", 25), ("abstract", 0)]),
        ("COMPARES_TO", [("abstract", 25), ("abstract", 0), ("title", 0)]),
        ("MENTIONS", [("abstract", 0), ("abstract", 25), ("title", 0)]),
    ],
)
def test_the_most_telling_evidence_comes_first(
    relation: str, fields: list[tuple[str, int]]
) -> None:
    """Sure finders lead for what is proposed; else sentences that word the relation, title last."""
    one = paper("arxiv:1", "Fold", "Fold is a net from 2017. Fold is surpassed by ours.")
    found = (
        mention("Fold", 0, "title").model_copy(update={"source": "rule:title"}),
        mention("Fold", 0),
        mention("Fold", 25).model_copy(
            update={"source": "rule:name" if relation == "PROPOSES" else "model"}
        ),
    )
    about = record(
        one.id, entity("Fold", "Method", relation).model_copy(update={"mentions": found})
    )
    graph = assemble([one], {one.id: about}, EMPTY)
    evidence = graph.edges[one.id, "method:fold", relation]["evidence"]
    assert [(e["field"], e["start"]) for e in evidence] == fields


def test_versions_are_edges() -> None:
    """A version is linked to what it is a version of, and never merged."""
    one = paper("arxiv:1")
    about = record("arxiv:1", entity("Qwen2", "Model"), entity("Qwen", "Model"))
    graph = assemble([one], {one.id: about}, EMPTY)
    assert graph.edges["model:qwen2", "model:qwen", "VERSION_OF"] == {"source": "rule:version"}


def test_first_seen_falls_back_to_the_day_featured() -> None:
    """Where nobody knows the day of publication, the day on a page serves."""
    one = paper("arxiv:1", featured=dt.date(2024, 3, 4))
    graph = assemble([one], {one.id: record(one.id, entity("net"))}, EMPTY)
    assert graph.nodes["method:net"]["firstSeen"] == "2024-03-04"


def test_records_without_a_paper_count_for_nothing() -> None:
    """An entity that no paper mentions is not in the graph."""
    assert len(assemble([], {"arxiv:1": record("arxiv:1", entity("net"))}, EMPTY)) == 0


def test_order_of_iteration_is_sorted(graph: nx.MultiDiGraph) -> None:
    """Nodes come by id, edges by source, target and type."""
    assert list(graph) == sorted(graph)
    assert list(graph.edges(keys=True)) == sorted(graph.edges(keys=True))


@pytest.mark.parametrize(
    ("url", "id"),
    [
        ("https://github.com/Acme/Tool.git", "github.com/acme/tool"),
        ("github.com/Acme/Tool/tree/main/src", "github.com/acme/tool"),
        ("http://www.gitlab.com/a/b.", "gitlab.com/a/b"),
        ("https://acme.github.io/tool", None),
        ("https://github.com/acme", None),
    ],
)
def test_repository_urls(url: str, id: str | None) -> None:
    """Only a code host with owner and name is a repository."""
    found = repository(url)
    assert (found and found[0]) == id


def test_code_urls_may_be_anywhere() -> None:
    """What a source calls code is code."""
    assert repository("https://code.acme.org/tool/", anywhere=True) == (
        "code.acme.org/tool",
        "https://code.acme.org/tool",
    )
    assert repository("", anywhere=True) is None


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("One net. Two nets.", "Two", "Two nets."),
        ("Nets, e.g. CNNs, win. Or so.", "CNNs", "Nets, e.g. CNNs, win."),
        ("By A. Smith et al. It is 3.5 times fast. Yes!", "3.5", None),
        ("No end", "end", "No end"),
        ('Ask why? "Because." So it is.', "Because", '"Because."'),
    ],
    ids=["plain", "abbreviation", "decimal", "no-end", "quote"],
)
def test_sentences(text: str, part: str, whole: str | None) -> None:
    """Sentences are whole, and abbreviations do not end them."""
    at = text.index(part)
    found = sentence(text, at, at + len(part))
    assert part in found
    assert whole is None or found == whole


def test_settle_files_records_under_the_merged_id() -> None:
    """A record known by an alias follows its paper; one without a paper is dropped."""
    seen = [paper("title:anet", "A net", source=("list",)), paper("arxiv:1", "A net")]
    known = {"title:anet": ("print", record("title:anet")), "gone": ("p", record("gone"))}
    kept, filed, papers = settle(seen, known)
    assert [o.id for o in kept] == ["arxiv:1", "title:anet"]
    assert list(filed) == ["arxiv:1"]
    assert filed["arxiv:1"][1].id == "arxiv:1"
    assert [p.aliases for p in papers] == [("title:anet",)]


def test_names_of_nobody_are_no_nodes() -> None:
    """Blank authors and organisations, in several papers."""
    told = [
        paper(f"arxiv:240{i}.00001", authors=("", " ", "Ada Vos"), organization=" ") for i in (1, 2)
    ]
    graph = assemble(told, {}, EMPTY)
    assert sorted(graph) == ["arxiv:2401.00001", "arxiv:2402.00001", "author:ada-vos"]
