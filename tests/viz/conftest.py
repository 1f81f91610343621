"""Graphs to show: a small one by hand, larger ones made up by rule, and a browser to show them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from tests.browser import open_chromium, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

_SYLLABLES = ("ar", "bel", "cor", "dim", "el", "fos", "gan", "hex", "il", "jun", "kor", "lum")
_TYPES = {
    "Method": ("USES", 70),
    "Model": ("COMPARES_TO", 30),
    "Dataset": ("EVALUATES_ON", 25),
    "Benchmark": ("EVALUATES_ON", 25),
    "Metric": ("MEASURES", 15),
    "Task": ("ADDRESSES", 20),
    "Concept": ("MENTIONS", 25),
}


def evidence(text: str, mention: str, field: str = "abstract") -> list[dict[str, Any]]:
    """Point at a mention in a field that is one sentence."""
    start = text.index(mention)
    return [
        {
            "field": field,
            "start": start,
            "end": start + len(mention),
            "text": mention,
            "sentence": text,
            "source": "lexicon",
            "score": 0.9,
        }
    ]


def add_paper(graph: nx.MultiDiGraph[str], key: str, title: str, abstract: str = "") -> None:
    """Add a paper as a store holds it."""
    graph.add_node(
        key,
        labels=("Paper",),
        id=key,
        title=title,
        abstract=abstract,
        published="2024-10-19",
        urls=["https://project.example/page"],
        codeUrls=["https://code.example/repo"],
        source="sample",
    )


def add_entity(
    graph: nx.MultiDiGraph[str], kind: str, name: str, aliases: tuple[str, ...] = ()
) -> str:
    """Add an entity as a store holds it and return its id."""
    key = f"{kind.lower()}:{name.lower().replace(' ', '-')}"
    graph.add_node(
        key,
        labels=("Entity", kind),
        id=key,
        name=name,
        aliases=list(aliases),
        paperCount=1,
        firstSeen="2024-10-19",
    )
    return key


@pytest.fixture
def small() -> nx.MultiDiGraph[str]:
    """Two papers, four entities, one result, seven edges."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    first = "We measure Zephyrine with Tidal Score on the Harbour Bench 🌊 harbour."
    second = "Harbour Bench is where Lantern and its tuning are tested."
    add_paper(graph, "arxiv:2410.00001", "Zephyrine: Routing by Wind", first)
    add_paper(graph, "arxiv:2410.00002", "Lantern Lights the Harbour", second)
    method = add_entity(graph, "Method", "Zephyrine")
    bench = add_entity(graph, "Benchmark", "Harbour Bench", ("HarbourBench", "HB-1"))
    metric = add_entity(graph, "Metric", "Tidal Score")
    model = add_entity(graph, "Model", "Lantern")
    graph.add_node("result:1", labels=("Result",), id="result:1", value="71.5 %", number=71.5)
    graph.add_edge(
        "arxiv:2410.00001",
        method,
        "PROPOSES",
        confidence=0.97,
        evidence=evidence(first, "Zephyrine"),
    )
    graph.add_edge(
        "arxiv:2410.00001",
        bench,
        "EVALUATES_ON",
        confidence=0.9,
        evidence=evidence(first, "Harbour Bench"),
    )
    graph.add_edge(
        "arxiv:2410.00001",
        metric,
        "MEASURES",
        confidence=0.4,
        evidence=evidence(first, "Tidal Score"),
    )
    graph.add_edge(
        "arxiv:2410.00002",
        bench,
        "EVALUATES_ON",
        confidence=0.8,
        evidence=evidence(second, "Harbour Bench"),
    )
    graph.add_edge(
        "arxiv:2410.00002", model, "PROPOSES", confidence=0.7, evidence=evidence(second, "Lantern")
    )
    graph.add_edge("arxiv:2410.00002", "result:1", "REPORTS")
    graph.add_edge("result:1", bench, "ON")
    return graph


def sample(papers: int, entities: float = 1.0) -> nx.MultiDiGraph[str]:
    """Make up papers that share entities as real ones do: a few everywhere, most only once."""
    draw = random.Random(7)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()

    def word() -> str:
        return "".join(draw.choices(_SYLLABLES, k=draw.randint(2, 3))).capitalize()

    pools = {
        kind: [
            add_entity(graph, kind, f"{word()} {word()}" if draw.random() < 0.3 else word())
            for _ in range(int(count * entities))
        ]
        for kind, (_, count) in _TYPES.items()
    }
    for number in range(papers):
        key = f"arxiv:2410.{number:05d}"
        parts: list[tuple[str, str]] = []
        for kind, (relation, _) in _TYPES.items():
            pool = pools[kind]
            for place in range(draw.choice((0, 1, 1, 2))):
                entity = pool[min(int(draw.paretovariate(0.6)) - 1, len(pool) - 1)]
                first = kind == "Method" and place == 0
                parts.append((entity, "PROPOSES" if first else relation))
        names = [graph.nodes[entity]["name"] for entity, _ in parts]
        abstract = f"This made-up study brings together {', '.join(names)} and reports on all."
        add_paper(graph, key, f"{word()}: {word()} {word()} for {word()}", abstract)
        graph.nodes[key]["published"] = f"2024-10-{1 + number % 28:02d}"
        for entity, relation in parts:
            graph.add_edge(
                key,
                entity,
                relation,
                confidence=round(draw.uniform(0.4, 1), 2),
                evidence=evidence(abstract, graph.nodes[entity]["name"]),
            )
    graph.remove_nodes_from([node for node, degree in list(graph.degree()) if not degree])
    return graph


@pytest.fixture
def make_sample() -> Callable[..., nx.MultiDiGraph[str]]:
    """The maker of larger graphs."""
    return sample


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A headless Chromium that reaches this machine alone, or a skip where there is none."""
    yield from open_chromium(tmp_path_factory.mktemp("chromium"))


@pytest.fixture
def show(chromium: Chrome, tmp_path: Path) -> Iterator[Callable[..., Chrome]]:
    """Open a page; afterwards demand that it logged nothing and asked for nothing."""
    log: Any = chromium.get_log  # untyped in selenium

    def open_page(html: str, fragment: str = "", width: int = 1400, height: int = 900) -> Chrome:
        path = tmp_path / "page.html"
        path.write_bytes(html.encode("utf-8"))
        prepare(chromium, width, height)
        chromium.get("about:blank")
        for kind in ("browser", "performance"):
            log(kind)
        chromium.get(path.as_uri() + fragment)
        return chromium

    yield open_page
    assert log("browser") == []
    sent = [line["message"] for line in log("performance")]
    urls = [line for line in sent if '"Network.requestWillBeSent"' in line]
    assert not [line for line in urls if '"url":"http' in line]
