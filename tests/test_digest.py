"""Digests: what they hold, and three renderings that no text of a paper can break."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import feedparser
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

import papermesh
from papermesh.cli import run
from papermesh.digest import FORMATS, render
from papermesh.query import Digest, digest, web_links
from papermesh.store.base import Node
from tests.fakes import FakeStore, small_graph
from tests.make import paper

GRAMMAR = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))
DAY = dt.date(2024, 1, 1)
HOSTILE = (
    "</script></title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></content><entry/> &lt;b&gt; &amp; &#0;",
    "a](javascript:alert(1)) ![x](http://x) [y]: http://y",
    "`code` **bold** _it_ ~~s~~ | cell | $x$ # heading #",
    "- list\n# heading\n1. one\n> quote\n```\nfence",
    "\u202eright\u2066to\u2069left شبكة \u200f",
    "NUL\x00 ESC\x1b[31m \x85 \ufffe \ud800",
    "{{ 7 * 7 }} {% raw %} {{ digest }}",
    "long " + "x" * 10_000,
    "\x00",
)


def hostile_graph(texts: tuple[str, ...] = HOSTILE) -> FakeStore:
    """Papers that are called so, introduce what is called so, and say so."""
    graph = nx.MultiDiGraph()
    for at, text in enumerate(texts):
        graph.add_node(
            f"arxiv:2401.{at:05}", labels=("Paper",), title=text, abstract=text,
            published="2024-01-02", authors=[text, "Ada"], upvotes=at,
            urls=["javascript:alert(1)", "https://x/<y>", f"https://example.org/{at}?a=1&b=2"],
            codeUrls=["data:text/html,x", "https://[", text],
        )  # fmt: skip
        for kind in ("Method", "Benchmark"):
            graph.add_node(f"{kind.lower()}:{at}", labels=("Entity", kind), name=text)
        evidence = [{"sentence": text + ".", "field": "abstract"}]
        graph.add_edge(
            f"arxiv:2401.{at:05}", f"method:{at}", key="PROPOSES", confidence=0.9, evidence=evidence
        )
        graph.add_edge(f"arxiv:2401.{at:05}", f"benchmark:{at}", key="EVALUATES_ON", confidence=0.9)
        graph.add_node(f"result:{at}", labels=("Result",), value=text, kind="absolute")
        graph.add_edge(f"arxiv:2401.{at:05}", f"result:{at}", key="REPORTS")
        graph.add_edge(f"result:{at}", f"method:{at}", key="OF")
        graph.add_edge(f"result:{at}", f"benchmark:{at}", key="ON")
        graph.add_node(
            f"repository:{at}",
            labels=("Repository",),
            name=text,
            url="https://example.org/<script>",
        )
        graph.add_edge(f"arxiv:2401.{at:05}", f"repository:{at}", key="HAS_CODE")
    return FakeStore(graph)


class Page(HTMLParser):
    """Collects the tags, links and text of a page, and minds that elements are closed in order."""

    VOID = frozenset({"meta", "link", "img", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.policy = ""
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open += [] if tag in self.VOID else [tag]
        facts = dict(attrs)
        assert not [name for name in facts if name.startswith("on")]
        self.links += [facts["href"] or ""] if "href" in facts else []
        self.ids += [facts["id"] or ""] if "id" in facts else []
        if facts.get("http-equiv") == "Content-Security-Policy":
            self.policy = facts["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def atom(text: str) -> etree._ElementTree:
    """Check a feed by the grammar of RFC 4287, by its rules beyond grammar, and by a reader."""
    tree = etree.ElementTree(etree.fromstring(text.encode()))
    assert GRAMMAR.validate(tree), GRAMMAR.error_log
    names = {"a": "http://www.w3.org/2005/Atom"}
    ids = [str(node.text) for node in tree.iterfind(".//a:id", names)]
    assert len(ids) == len(set(ids))
    for entry in (tree.getroot(), *tree.iterfind("a:entry", names)):
        ways = [node.get("rel") for node in entry.iterfind("a:link", names)]
        assert ways.count("alternate") <= 1
        assert ways.count("self") <= 1
    read = feedparser.parse(text.encode())
    assert not read.bozo, read.bozo_exception
    assert read.version == "atom10"
    assert len(read.entries) == len(ids) - 1
    return tree


def test_what_a_digest_holds() -> None:
    """Of the small graph, 2024: Pebble and FoldAdapt are new, MTEB and BERT are not."""
    found = digest(FakeStore(small_graph()), DAY, dt.date(2024, 12, 31))
    assert [new.paper.id for new in found.papers] == ["arxiv:2405.00004", "arxiv:2403.00003"]
    assert (found.total, found.undated) == (2, 1)
    told = {(i.entity.name, i.paper.id, i.sentence) for i in found.introduced}
    assert ("FoldAdapt", "arxiv:2405.00004") in {row[:2] for row in told}
    assert ("Pebble", "arxiv:2403.00003") in {row[:2] for row in told}
    assert not {"MTEB", "BERT", "LoRA"} & {name for name, _, _ in told}
    assert all(sentence for _, _, sentence in told)
    assert found.used[0].entity.name == "MTEB"
    assert found.used[0].papers == 2
    assert [code.repository.name for code in found.code] == ["harbour/pebble"]
    assert {row.paper.id for row in found.results} <= {new.paper.id for new in found.papers}
    assert all(row.method and row.benchmark for row in found.results)


def test_papers_are_ranked_by_upvotes_then_by_what_they_introduce() -> None:
    graph = nx.MultiDiGraph()
    for at, upvotes in enumerate((None, None, 3, 7)):
        facts = {} if upvotes is None else {"upvotes": upvotes}
        graph.add_node(
            f"title:p{at}", labels=("Paper",), title=f"P{at}", published="2024-01-02", **facts
        )
    graph.add_node("method:x", labels=("Entity", "Method"), name="X")
    graph.add_edge("title:p1", "method:x", key="PROPOSES", confidence=0.9)
    found = digest(FakeStore(graph), DAY)
    assert [new.paper.name for new in found.papers] == ["P3", "P2", "P1", "P0"]


def test_a_known_thing_is_not_introduced_again() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("method:x", labels=("Entity", "Method"), name="X")
    for id, day in (
        ("title:old", "2023-05-05"),
        ("title:new", "2024-05-05"),
        ("title:newer", "2024-06-05"),
    ):
        graph.add_node(id, labels=("Paper",), title=id, published=day)
    graph.add_edge("title:new", "method:x", key="PROPOSES", confidence=0.9)
    graph.add_edge("title:newer", "method:x", key="PROPOSES", confidence=0.9)
    store = FakeStore(graph)
    assert [i.paper.id for i in digest(store, DAY).introduced] == ["title:new"]
    assert digest(store, dt.date(2024, 6, 1)).introduced == ()
    graph.add_edge("title:old", "method:x", key="MENTIONS", confidence=0.9)
    assert digest(store, DAY).introduced == ()
    assert digest(store, DAY).papers[0].introduces == ()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("since", [DAY, dt.date(2099, 1, 1)], ids=["some", "none"])
def test_every_format_repeats_byte_for_byte(format: str, since: dt.date) -> None:
    texts = {
        render(digest(FakeStore(small_graph()), since), format, url="https://example.org/a")
        for _ in range(2)
    }
    assert len(texts) == 1
    assert dt.date.today().isoformat() not in texts.pop()


@pytest.mark.parametrize("url", [None, "https://example.org/papers"])
@pytest.mark.parametrize(
    "found",
    [
        digest(hostile_graph(), DAY),
        digest(FakeStore(small_graph()), dt.date(2023, 1, 1)),
        digest(FakeStore(nx.MultiDiGraph()), DAY),
    ],
    ids=["hostile", "small", "empty"],
)
def test_the_feed_is_valid(found: Digest, url: str | None) -> None:
    tree = atom(render(found, "atom", url=url, title=HOSTILE[0]))
    links = {node.get("rel"): node.get("href") for node in tree.getroot().iterfind("{*}link")}
    base = "{http://www.w3.org/XML/1998/namespace}base"
    if url:
        assert links["self"] == "https://example.org/papers/digest.atom"
        assert tree.getroot().get(base) == "https://example.org/papers/"
    else:
        assert links == {}
    for content in tree.iterfind(".//{*}content"):
        page = Page(content.text or "")
        assert page.open == []
        assert set(page.tags) <= {"p", "bdi", "ul", "li", "a"}
        assert all(link.startswith("https://") for link in page.links)


def test_the_grammar_refuses_what_is_no_feed() -> None:
    good = render(digest(FakeStore(small_graph()), dt.date(2023, 1, 1)), "atom")
    for old, new in (
        ("<updated>2025", "<updated>25"),
        ("<name>papermesh</name>", ""),
        ("T00:00:00Z", ""),
        ("<published>", "<issued>now</issued><published>"),
        ('href="https://', 'href="javascript:'),
    ):
        assert old in good
        bad = good.replace(old, new)
        assert not GRAMMAR.validate(etree.ElementTree(etree.fromstring(bad.encode())))


def test_entries_keep_their_ids() -> None:
    """An entry is named by its paper alone, whatever the time, the title and the address."""
    store = FakeStore(small_graph())
    told = [
        {
            e.title: e.id
            for e in feedparser.parse(render(found, "atom", title=title, url=url)).entries
        }
        for found, title, url in (
            (digest(store, dt.date(2023, 1, 1)), "A", None),
            (digest(store, dt.date(2024, 1, 1)), "B", "https://example.org/"),
        )
    ]
    assert told[1]
    assert told[1].items() <= told[0].items()
    assert told[0]["MTEB: A Yardstick for Sentence Vectors"] == "https://arxiv.org/abs/2301.00001"


def test_the_page_is_closed_and_runs_nothing() -> None:
    text = render(digest(hostile_graph(), DAY), "html", title=HOSTILE[1])
    page = Page(text)
    assert page.open == []
    assert not {"script", "img", "iframe", "form", "svg"} & set(page.tags)
    assert all(re.match(r"https://[^\s<>\"]+$", link) for link in page.links)
    assert "https://arxiv.org/abs/2401.00000" in page.links
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert style
    digested = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert page.policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digested}'"]
    assert len(page.ids) == len(set(page.ids))
    assert {"h1", "main", "th", "time"} <= set(page.tags)
    assert "{{ 7 * 7 }}" in page.text
    assert not re.search("[\x00-\x08\u202e\u2066\ud800]", text)


def test_hostile_names_are_only_text_in_markdown() -> None:
    """A reader of Markdown finds each name as it was, and no element that is not ours."""
    text = render(digest(hostile_graph(), DAY), "markdown", title=HOSTILE[4])
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    page = Page(reader.render(text))
    ours = {"h1", "h2", "h3", "p", "ul", "li", "strong", "a"}
    ours |= {"table", "thead", "tbody", "tr", "th", "td"}
    assert set(page.tags) == ours
    assert page.tags.count("h1") == 1
    assert page.tags.count("ul") == 4
    assert all(link.startswith("https://") for link in page.links)
    for name in (*HOSTILE[:5], *HOSTILE[8:9]):
        assert page.text.count(name) >= 5


@settings(deadline=None, max_examples=80)
@given(st.lists(st.text(max_size=40), max_size=3))
def test_any_name_at_all(names: list[str]) -> None:
    found = digest(hostile_graph(tuple(names)), DAY)
    atom(render(found, "atom", title=names[0] if names else "x"))
    assert Page(render(found, "html")).open == []
    page = Page(MarkdownIt("commonmark", {"html": True}).render(render(found, "markdown")))
    assert set(page.tags) <= {"h1", "h2", "h3", "p", "ul", "li", "strong", "a"}


def test_only_addresses_of_the_web_are_links() -> None:
    facts = {"urls": ["ftp://x/", "//x", "https://user@x/ü", 5], "codeUrls": "https://x/code"}
    assert web_links(Node("arxiv:2401.00001", ("Paper",), facts)) == [
        ("arXiv", "https://arxiv.org/abs/2401.00001"),
        ("Hugging Face", "https://huggingface.co/papers/2401.00001"),
        ("x", "https://user@x/%C3%BC"),
        ("code", "https://x/code"),
    ]
    assert web_links(Node("doi:10.1000/a(b)<c>", ("Paper",)))[0][0] == "DOI"
    assert web_links(Node("title:a", ("Paper",))) == []


def test_what_cannot_be_rendered() -> None:
    found = digest(FakeStore(small_graph()), DAY)
    with pytest.raises(ValueError, match="markdown, html, atom"):
        render(found, "rss")
    with pytest.raises(ValueError, match="https"):
        render(found, "atom", url="javascript:alert(1)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("graph")
    with papermesh.open(path) as graph:
        graph.build(
            paper("arxiv:2401.00001", "One", "We use BERT.", published=dt.date(2024, 1, 2)),
            paper("title:undated", "Undated", "We use BERT."),
        )
    return str(path)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_command_line_writes_each_format(
    folder: str, format_: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["digest", "--since", "2024", "--store", folder, "--format", format_]
    assert run(command) == 0
    told = capsys.readouterr().out
    assert "One" in told
    assert "Undated" not in told
    assert run([*command, "-o", str(tmp_path / "d"), "--title", "New AI papers"]) == 0
    assert (tmp_path / "d").read_text(encoding="utf-8") == told
    out, err = capsys.readouterr()
    assert out == ""
    assert "1 papers" not in err
    with papermesh.open(folder) as graph:
        assert render(graph.digest(DAY), format_) == told


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (["--since", "2030"], 0, "no paper from 2030-01-01"),
        ([], 2, "--since"),
        (["--since", "soon"], 2, "is no date"),
        (["--since", "2024", "--until", "2023"], 2, "is before"),
        (["--since", "2024", "--url", "javascript:x"], 2, "is no address"),
        (["--since", "2024", "--format", "rss"], 2, "atom"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else None,
)
def test_the_command_line_says_what_is_wrong(
    folder: str,
    options: list[str],
    status: int,
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["digest", *options, "--store", folder]) == status
    assert message in capsys.readouterr().err
