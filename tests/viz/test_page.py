"""The page as a text: whole, safe, repeatable, and honest about what it leaves out."""

from __future__ import annotations

import copy
import json
import math
import random
import re
import time
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papermesh.viz import content_policy, render
from papermesh.viz.communities import MOST, find_communities
from papermesh.viz.content import node_record, node_type, short_label
from papermesh.viz.evidence import number, passages
from papermesh.viz.layout import arrange
from papermesh.viz.nested import arrange_nested

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = (
    '</script><img src=x onerror="window.pwned=1">',
    '<a href="javascript:window.pwned=1">href</a>',
    "<!--<script>window.pwned=1//",
    "\u202eright to left\u202c שלום",
    "line\u2028and\u2029paragraph & < > \" ' {{ 7*7 }} {% raw %}",
    "x" * 10_000,
    "\x00\x07\ud800\ufffe",
)


class Elements(HTMLParser):
    """Collect the elements of a page, and the text of each script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        """Note its text."""
        self.texts.setdefault(self._inside, []).append(data)


def data_of(html: str) -> dict[str, Any]:
    """Read back the data of a page, as the browser does."""
    match = re.search(r'<script id="data" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert match
    data: dict[str, Any] = json.loads(match[1])
    return data


def shown_keys(html: str) -> set[str]:
    """Return the ids of the nodes that a page shows from the start."""
    data = data_of(html)
    return {node["key"] for node in data["nodes"][: data["shown"]]}


def quote(passage: list[Any], text: str) -> list[str]:
    """Read a passage as the page's script does, which counts UTF-16 units."""
    _, start, parts, _, _ = passage
    if start < 0:
        return [str(part) for part in parts]
    units, found = text.encode("utf-16-le"), []
    for length in parts:
        found.append(units[2 * start : 2 * (start + length)].decode("utf-16-le"))
        start += length
    return found


def test_page_asks_for_nothing_from_elsewhere(small: nx.MultiDiGraph[str]) -> None:
    """No element loads anything, and the policy would forbid it."""
    page = Elements(render(small))
    loading = [(tag, attrs) for tag, attrs in page.found if "src" in attrs or tag == "iframe"]
    assert loading == []
    assert [attrs["href"] for tag, attrs in page.found if tag == "link"] == ["data:,"]
    policies = [a["content"] or "" for _, a in page.found if a.get("http-equiv")]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policies[0]
    assert policies[0] == content_policy()
    assert "sourceMappingURL" not in render(small)
    assert not re.search(r"@import|url\((?!data:)", "".join(page.texts["style"]))


def test_page_is_one_whole_document(small: nx.MultiDiGraph[str]) -> None:
    """It has one language, one title, one heading and what a reader needs."""
    html = render(small, title="Harbour & <b>friends</b>")
    page = Elements(html)
    tags = [tag for tag, _ in page.found]
    assert html.startswith("<!doctype html>")
    assert ("html", {"lang": "en"}) in page.found
    assert ("meta", {"charset": "utf-8"}) in page.found
    for tag in ("html", "head", "title", "body", "h1", "main", "aside"):
        assert tags.count(tag) == 1
    assert html.count("Harbour &amp; &lt;b&gt;friends&lt;/b&gt;") == 2
    assert "bootstrap" not in html.lower()
    assert "<span>7 nodes</span>" in html
    assert "<span>7 links</span>" in html


def test_data_holds_every_node_and_edge_by_number(small: nx.MultiDiGraph[str]) -> None:
    """The data names each node and keeps parallel edges."""
    small.add_edge("arxiv:2410.00001", "method:zephyrine", "USES")
    data = data_of(render(small))
    keys = [node["key"] for node in data["nodes"]]
    assert sorted(keys) == sorted(small)
    assert data["shown"] == 7
    ends = {(keys[i], keys[j], data["words"][word]) for i, j, word, *_ in data["edges"]}
    assert ends == set(small.edges(keys=True))
    assert data["options"]["physics"] == {"enabled": False}


def test_no_sentence_is_written_twice(small: nx.MultiDiGraph[str]) -> None:
    """Evidence points into the abstract, in the units that JavaScript counts in."""
    abstract = "🌊 Tide and Ebb meet."
    item = {"field": "abstract", "start": 2, "text": "Tide", "sentence": abstract, "score": 0.8}
    small.nodes["arxiv:2410.00001"]["abstract"] = f"First. \x00{abstract}"
    for end in ("method:zephyrine", "metric:tidal-score"):
        small.add_edge("arxiv:2410.00001", end, "USES", evidence=[item])
    html = render(small)
    assert html.count("Ebb meet") == 1
    data = data_of(html)
    nodes, words = data["nodes"], data["words"]
    uses = [edge for edge in data["edges"] if words[edge[2]] == "USES"]
    read = [quote(edge[4][0], nodes[edge[0]]["abstract"]) for edge in uses]
    assert read == [["🌊 ", "Tide", " and Ebb meet."]] * 2


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(small: nx.MultiDiGraph[str], text: str) -> None:
    """Whatever a paper says, the page has the same elements."""
    plain = [tag for tag, _ in Elements(render(small)).found]
    small.nodes["arxiv:2410.00001"].update(
        title=text, abstract=text, urls=[text, "javascript:alert(1)"], source=text
    )
    small.nodes["method:zephyrine"].update(name=text, aliases=[text])
    small.add_node(text, labels=("Entity", text), name=text)
    small.add_edge("arxiv:2410.00001", text, text, evidence=[{"text": text, "sentence": text}])
    html = render(small, title=text)
    assert [tag for tag, _ in Elements(html).found] == plain
    assert len(data_of(html)["nodes"]) == 8
    html.encode("utf-8")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(), other=st.text(), number=st.floats())
def test_any_text_survives(text: str, other: str, number: float) -> None:
    """Any text in any place gives a page whose data can be read back."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node(f"p{text}", labels=("Paper",), title=text, abstract=other, urls=[text, other])
    graph.add_node(f"e{other}", labels=("Entity", other), name=other, aliases=[text, other])
    item = {"field": "abstract", "start": 0, "text": text, "sentence": other, "score": number}
    graph.add_edge(f"p{text}", f"e{other}", other, confidence=number, evidence=[item])
    html = render(graph, title=text)
    data = data_of(html)
    assert {node["type"] for node in data["nodes"]} >= {"Paper"}
    start, end, _, _, read = data["edges"][0]
    assert data["nodes"][end]["type"] != "Paper" or start == end
    assert len(read[0][2]) in {1, 3}
    assert html.encode("utf-8").decode("utf-8") == html
    assert html.count("</script") == 3


def test_same_graph_gives_the_same_page(make_sample: Callable[..., nx.MultiDiGraph[str]]) -> None:
    """The order in which a graph was built does not show."""
    graph = make_sample(12)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    draw = random.Random(3)
    draw.shuffle(nodes)
    draw.shuffle(edges)
    other: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    assert render(graph) == render(graph) == render(other)
    assert render(graph, limit=30) == render(other, limit=30)


def test_graph_is_left_alone(small: nx.MultiDiGraph[str]) -> None:
    """The caller's graph is as it was, attributes and all."""
    nodes = copy.deepcopy(dict(small.nodes(data=True)))
    edges = copy.deepcopy(list(small.edges(keys=True, data=True)))
    render(small, limit=3)
    assert dict(small.nodes(data=True)) == nodes
    assert list(small.edges(keys=True, data=True)) == edges


def test_limit_keeps_the_best_connected_and_says_so(small: nx.MultiDiGraph[str]) -> None:
    """A page of a larger graph names both numbers."""
    small.add_nodes_from(f"concept:{n}" for n in range(1200))
    html = render(small, limit=3)
    assert "3 of 1,207 nodes shown" in html
    assert "2 of 7 links" in html
    keys = {"arxiv:2410.00001", "arxiv:2410.00002", "benchmark:harbour-bench"}
    assert shown_keys(html) == keys


def test_page_holds_neighbours_to_expand(small: nx.MultiDiGraph[str]) -> None:
    """Beside what is shown there are neighbours of it, with their edges but without a place."""
    data = data_of(render(small, limit=2))
    shown, spare = data["nodes"][:2], data["nodes"][2:]
    assert len(spare) == 4
    assert all("x" in node for node in shown)
    assert not any("x" in node for node in spare)
    assert all(0 in edge[:2] or 1 in edge[:2] for edge in data["edges"][:2])


def test_limit_prefers_linked_nodes_to_lone_ones() -> None:
    """A hub comes with its neighbours, before nodes that would stand alone."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edges_from([("hub", leaf) for leaf in "zyxw"] + [("a", "b"), ("c", "d")])
    for limit, wanted in ((1, {"hub"}), (3, {"hub", "w", "x"}), (7, {"hub", *"wxyz", *"ab"})):
        assert shown_keys(render(graph, limit=limit)) == wanted


def test_what_a_page_is_around_comes_first() -> None:
    """A little-linked middle is shown, with all that is next to it, before any hub."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edges_from([("hub", f"leaf{n}") for n in range(50)])
    nx.add_path(graph, ["middle", "near", "hub"])
    graph.add_edge("middle", "beside")
    keys = shown_keys(render(graph, limit=3, middle=["middle", "nobody"]))
    assert keys == {"middle", "near", "beside"}


def test_limit_gives_each_type_a_fair_share() -> None:
    """Papers outnumber all else; half of what is shown are entities, and a paper links each."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    kinds = ("Benchmark", "Dataset", "Method", "Model")
    for kind in kinds:
        for n in range(20):
            graph.add_node(f"{kind}:{n}", labels=("Entity", kind), name=f"{kind} {n}", paperCount=n)
    for n in range(200):
        graph.add_node(f"paper:{n:03}", labels=("Paper",), title=f"Paper {n}")
        for step, kind in enumerate(kinds):
            graph.add_edge(f"paper:{n:03}", f"{kind}:{n * (step + 1) % 20}", key="USES")
    shown = shown_keys(render(graph, limit=40))
    for kind in kinds:
        assert sum(key.startswith(kind) for key in shown) >= 5
    assert sum(key.startswith("paper") for key in shown) >= 15
    part = graph.subgraph(shown)
    assert all(part.degree(node) for node in part)


def test_large_graph_is_divided_into_communities(
    make_sample: Callable[..., nx.MultiDiGraph[str]],
) -> None:
    """Every node of a large page is in one community, and stands inside its disc."""
    graph = make_sample(900, 4.0)
    data = data_of(render(graph, limit=len(graph)))
    assert data["shown"] == len(graph) > 1000
    members = [id for community in data["communities"] for id in community["members"]]
    assert sorted(members) == list(range(data["shown"]))
    assert 5 <= len(data["communities"]) <= 80
    for community in data["communities"]:
        middle = (community["x"], community["y"])
        for id in community["members"]:
            node = data["nodes"][id]
            assert math.dist(middle, (node["x"], node["y"])) <= community["r"]
        for other in data["communities"]:
            apart = math.dist(middle, (other["x"], other["y"]))
            assert other is community or apart > 0.95 * (community["r"] + other["r"])
    names = [node["name"] for node in data["nodes"]]
    assert all(c["name"].split(" · ")[0] in names for c in data["communities"])


@pytest.mark.parametrize("shape", ["path", "star", "lone", "clique"])
def test_any_shape_of_graph_has_communities(shape: str) -> None:
    """Whatever hangs together or not, each node is in one community of bounded size."""
    graph: nx.Graph[int] = {
        "path": nx.path_graph(3000),
        "star": nx.star_graph(2999),
        "lone": nx.empty_graph(3000),
        "clique": nx.disjoint_union(nx.complete_graph(600), nx.empty_graph(2400)),
    }[shape]
    links = sorted((min(i, j), max(i, j), 1.0) for i, j in graph.edges)
    groups = find_communities(3000, links)
    assert sorted(node for group in groups for node in group) == list(range(3000))
    assert max(map(len, groups)) <= MOST
    assert len(groups) <= 80
    places, discs = arrange_nested([5.0] * 3000, links, groups)
    assert len(places) == 3000
    assert all(math.isfinite(value) for disc in discs for value in disc)


def test_pages_of_an_application_lead_back(small: nx.MultiDiGraph[str]) -> None:
    """Papers and entities name their pages; of a page for itself none does."""
    small.add_node("title:a b/é?", labels=("Paper",), title="Odd")
    data = data_of(html := render(small, site="/app/"))
    pages = {node["key"]: node.get("page") for node in data["nodes"]}
    assert pages["title:a b/é?"] == "/app/paper/title:a%20b%2F%C3%A9%3F"
    assert pages["benchmark:harbour-bench"] == "/app/entity/benchmark:harbour-bench"
    assert pages["result:1"] is None
    assert 'href="/app/"' in html
    assert "/app/" not in render(small)


def test_limit_below_one_is_refused() -> None:
    """A page of no nodes would be no page."""
    with pytest.raises(ValueError, match="limit is 0"):
        render(nx.MultiDiGraph(), limit=0)


def test_empty_graph_says_so() -> None:
    """The page of an empty graph is a message, without viewer and filters."""
    html = render(nx.MultiDiGraph())
    assert "This graph is empty." in html
    assert "<span>0 nodes</span>" in html
    assert 'id="search"' not in html
    assert len(html) < 30_000


@pytest.mark.parametrize(
    ("key", "attributes", "links"),
    [
        (
            "arxiv:2410.21155",
            {"codeUrls": ["https://github.com/a/b"], "urls": ["https://www.lab.example/x"]},
            [
                ["arXiv", "https://arxiv.org/abs/2410.21155"],
                ["Hugging Face", "https://huggingface.co/papers/2410.21155"],
                ["lab.example", "https://www.lab.example/x"],
                ["Code", "https://github.com/a/b"],
            ],
        ),
        ("doi:10.1000/a(b)c", {}, [["DOI", "https://doi.org/10.1000/a%28b%29c"]]),
        ("arxiv:2410.1/../../x?y", {}, []),
        (
            "title:x",
            {"urls": ["javascript:alert(1)", "data:,x", "//h/x", "https://[bad", "http://a b/"]},
            [],
        ),
    ],
    ids=["arxiv", "doi", "odd id", "odd addresses"],
)
def test_links_are_web_addresses(
    key: str, attributes: dict[str, Any], links: list[list[str]]
) -> None:
    """Only http and https addresses are linked."""
    record = node_record(key, {"labels": ("Paper",), **attributes}, 0, 0)
    assert record.get("links", []) == links


def test_mention_is_marked_where_it_stands() -> None:
    """Offsets count code points and tell the second occurrence from the first."""
    text = "🌊 Tide. 🌊 Tide beats Tide."
    item = {"field": "abstract", "start": 21, "end": 25, "text": "Tide", "sentence": text[8:]}

    def parts(item: dict[str, Any]) -> list[str]:
        (passage,) = passages([item], {"abstract": text}, {"abstract": text})
        return quote(list(passage), text)

    assert parts(item) == ["🌊 Tide beats ", "Tide", "."]
    assert parts(item | {"start": 999}) == ["🌊 ", "Tide", " beats Tide."]
    assert parts(item | {"text": "Ebb"}) == ["🌊 Tide beats Tide."]
    assert parts(item | {"sentence": "Not in the text: Tide"}) == ["Not in the text: ", "Tide", ""]


def test_mentions_of_one_sentence_share_a_passage() -> None:
    """A sentence is quoted once for an edge, with all its mentions marked."""
    items = [
        {"text": word, "sentence": "Low Rank (LR) tide", "source": "s"}
        for word in ("LR", "Low Rank")
    ]
    found = passages(items, {}, {})
    assert [passage.parts for passage in found] == [["", "Low Rank", " (", "LR", ") tide"]]


def test_odd_attributes_do_no_harm() -> None:
    """What is missing, infinite or of the wrong kind is left out."""
    assert number(math.nan) is None
    assert passages(["?", {"score": math.inf}], {}, {}) == [("", -1, [""], "", None)]
    assert node_type({}) == node_type({"labels": ("",)}) == "Other"
    assert node_type({"labels": ("Entity",)}) == "Entity"
    record = node_record("n", {"aliases": "A", "urls": None, "keywords": {"b", "a"}}, 0, 0)
    assert record["facts"] == [["Keywords", "a, b"]]


@pytest.mark.parametrize(
    ("name", "kind", "label"),
    [
        ("Name: a long explanation of what it is", "Paper", "Name"),
        ("Name: a long explanation of what it is", "Method", "Name: a long explanation of…"),
        ("w" * 40, "Method", "w" * 29 + "…"),
        ("two\nlines", "Task", "two lines"),
    ],
)
def test_labels_are_short(name: str, kind: str, label: str) -> None:
    """A label fits beside its node."""
    assert short_label(name, kind) == label


@settings(max_examples=40, deadline=None)
@given(
    count=st.integers(1, 30),
    pairs=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60),
)
def test_layout_keeps_nodes_apart(count: int, pairs: list[tuple[int, int]]) -> None:
    """Any graph gets finite positions, no two nodes in one place."""
    links = sorted({(min(p), max(p), 1.0) for p in pairs if max(p) < count and p[0] != p[1]})
    points = arrange([6.0] * count, links)
    assert points == arrange([6.0] * count, links)
    assert all(math.isfinite(value) for point in points for value in point)
    for index, point in enumerate(points):
        assert all(math.dist(point, other) > 6 for other in points[:index])


def test_five_hundred_nodes_are_quick(make_sample: Callable[..., nx.MultiDiGraph[str]]) -> None:
    """A page at the default limit takes seconds, not minutes, and few megabytes."""
    graph = make_sample(300, 3.0)
    assert len(graph) > 500
    start = time.process_time()
    html = render(graph)
    assert time.process_time() - start < 20  # 3 s alone on a slow core
    assert len(html.encode()) < 3_000_000
