"""What Jupyter shows: whatever the data holds, only our own elements and attributes come out."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import papermesh
from papermesh import display, query
from papermesh.ask.answer import Answer
from papermesh.model import Entity, EntityType, Mention, Record, RelationType, Result, ResultKind
from papermesh.query.shown import Rows, Shown
from papermesh.query.values import Evidence, Follower, Link, Step
from papermesh.session import Graph
from papermesh.store.base import Node, Table
from tests.fakes import FakeStore
from tests.viz.conftest import chromium, show

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

__all__ = ["chromium", "show"]  # fixtures

DAY = dt.date(2025, 3, 1)
HOSTILE = {
    "script": "</td></table></iframe><script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover='alert(1)' style=\"position:fixed\" x='`",
    "entity": "&lt;b&gt; &#60;script&#62; &",
    "template": "{} {0} {{x}} %s ${y}",
    "controls": "a\x00b\x1b[31m\x85\ufffe",
    "turned": "\u202eegap\u2066 \u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645",
    "surrogates": "\ud83d broken \udc00",
    "comment": "--> <!-- ]]> <?php",
}
BAD_URLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://example.org",
    "data:text/html,<script>alert(1)</script>",
    'https://example.org/"onmouseover="alert(1)',
    "https://example.org/\x00<b>",
    "https://example.org/\ud800",
    "//example.org",
    "vbscript:x",
    "file:///etc/passwd",
]
TAGS = {
    *("a", "bdi", "details", "div", "iframe", "mark", "span", "strong", "summary"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES = {
    "a": ["href", "target", "rel"],
    "iframe": ["srcdoc", "sandbox", "title", "style"],
    "mark": ["style", "title"],
}
STYLE = re.compile(r"[a-z0-9.,:;()% -]+")


class Structure(HTMLParser):
    """The elements of a piece of HTML, with the names of their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.open: list[str] = []
        self.text = ""
        self.addresses: list[str] = []
        self.feed(str(html))  # plain: the parser would escape what it cuts out of Markup
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.elements.append((tag, *names))
        self.open.append(tag)
        assert tag in TAGS
        assert set(names) <= {*ATTRIBUTES.get(tag, []), "style"} or names == ATTRIBUTES[tag]
        for name, value in attrs:
            assert name != "style" or STYLE.fullmatch(value or "")
            if name == "href":
                self.addresses.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        pytest.fail("a comment")

    def handle_decl(self, decl: str) -> None:
        pytest.fail("a declaration")

    def handle_pi(self, data: str) -> None:
        pytest.fail("a processing instruction")


def structure(value: Any) -> Structure:
    html = value._repr_html_()
    assert isinstance(html, str)
    json.dumps(html, ensure_ascii=False).encode()  # as the kernel sends it
    read = Structure(html)
    assert not read.open
    return read


def nodes(text: str, url: str) -> tuple[Node, Node]:
    facts = {
        "title": text,
        "abstract": f"{text} is new.",
        "published": "2025-03-01",
        "organization": text,
        "keywords": [text, text],
        "extra": {text: text},
        "urls": [url],
        "codeUrls": [url],
    }
    about = {"name": text, "aliases": [text, url], "paperCount": 3, text: text}
    return Node("title:x", ("Paper",), facts), Node("method:x", ("Entity", "Method"), about)


def row_values(text: str, url: str) -> Iterator[Shown]:
    """One value of each kind of row, hostile wherever a text can be."""
    paper, thing = nodes(text, url)
    quote = Evidence("title:x", f"{text} is new.", text, "abstract", 0, len(text), text, 0.5)
    figure = query.ResultRow(
        text, paper, text, 1.0, text, text, thing, thing, thing, thing, (quote,)
    )
    new = query.Introduction(thing, paper, 0.9, (quote,))
    yield query.PaperRow(paper, (text, "USES"), 0.9, (quote,), (text,))
    yield query.EntityRow(thing, text, 0.9, (quote,))
    yield figure
    yield query.Related(thing, 3, 1.5, (text,))
    yield Link(text, thing, True)
    yield query.TopRow(thing, 3)
    yield query.SearchHit(paper, 1.0, text, text)
    yield Step(paper, text, thing, True, (quote,))
    yield Follower(thing, paper, text, (quote,))
    yield query.Change(thing, 3, 1, 0.1, 0.05, 2.0, 0.5, 7.0, False)
    yield new
    yield query.NewPaper(paper, (new,), (figure,), 3)
    yield query.NewCode(thing, paper)


def values(text: str, url: str = "https://example.org/a?b=1&c=2") -> dict[type, Any]:
    """One value of each class that Jupyter shows."""
    paper, thing = nodes(text, url)
    rows: dict[type, Any] = {type(row): row for row in row_values(text, url)}
    seen, named = rows[query.PaperRow], rows[query.EntityRow]
    figure, step, change = rows[query.ResultRow], rows[Step], rows[query.Change]
    point = query.Point(DAY, DAY, text, 1, 3, 1, partial=True)
    link, new = rows[Link], rows[query.Introduction]
    top = rows[query.TopRow]
    whole: nx.MultiDiGraph = nx.MultiDiGraph()
    for node in (paper, thing):
        whole.add_node(node.id, labels=node.labels, **node.properties)
    whole.add_edge(paper.id, thing.id, "USES", confidence=0.9)
    mention = Mention(text=text, field="abstract", start=0, end=3, source=text, score=0.5)
    method, uses = EntityType.METHOD, RelationType.USES
    entity = Entity(name=text, type=method, relation=uses, confidence=0.5, mentions=(mention,))
    result = Result(
        method=text, dataset=text, metric=text, value=text, kind=ResultKind.GAIN, versus=text,
        number=1.0, unit=text, confidence=0.5, field="abstract", start=0, end=3,
    )  # fmt: skip
    others = [
        query.NodeView(paper, (thing,), (seen,), (named,), (figure,), (link,)),
        query.Path(paper, thing, (step,)),
        query.Succession((thing,), (thing,), (thing,), (rows[Follower],), (thing,)),
        query.Stats({text: 3}, {text: 5}, (top,), DAY, DAY, 2),
        query.Comparison((thing,), (thing,), 3, 4, (seen,), (seen,), (top,), (figure,)),
        query.Adoption((thing,), "month", (point,), 3, 1, seen, (seen,)),
        query.Trends(DAY, DAY, None, 3, 4, (change,), (change,)),
        query.Board(thing, thing, text, text, "higher", (figure,)),
        query.Digest(
            DAY, DAY, 3, 1, (rows[query.NewPaper],), (new,), (figure,), (top,), (change,),
            (rows[query.NewCode],),
        ),
        Rows([seen, seen]),
        paper,
        Table((text, "n"), [{text: text, "n": {"id": text, "properties": {"title": text}}}], True),
        Answer(
            kind=text, understood=text, traversal=text, parameters={text: text}, sentence=text,
            columns=(text,), rows=((text,),), evidence=(seen.evidence,), links=(("title:x",),),
            source=text,
        ),
        Graph(FakeStore(whole)),
        display.Page(f"<p>{text}"),
        papermesh.Record(id="title:x", title=text, entities=(entity,), results=(result,)),
        papermesh.Paper(
            id="title:x", title=text, abstract=text, published=DAY, authors=(text, text),
            organization=text, urls=(url,), extra={text: text},
        ),
    ]  # fmt: skip
    return rows | {type(value): value for value in others}


KINDS = list(values("plain"))


def test_no_class_is_left_out() -> None:
    def below(kind: type) -> set[type]:
        return {kind}.union(*map(below, kind.__subclasses__()))

    shown = {kind for kind in below(Shown) - {Shown} if kind.__module__.startswith("papermesh")}
    own = {Node, Table, papermesh.Paper, Record, Answer, Graph, display.Page}
    # A dataclass with slots is made twice, and the first one may still be about.
    assert {kind.__qualname__ for kind in shown | own} == {kind.__qualname__ for kind in KINDS}
    assert all(hasattr(kind, "_repr_html_") for kind in KINDS)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_hostile_text_is_only_text(kind: type, name: str) -> None:
    """The elements are those that a harmless text gets, and the text can be read."""
    hostile = structure(values(HOSTILE[name])[kind])
    assert hostile.elements == structure(values("plain")[kind]).elements
    assert not re.search(
        "[\x00-\x08\x80-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", hostile.text
    )
    if name in {"script", "image", "entity"} and kind not in {display.Page, query.TopRow}:
        assert HOSTILE[name] in hostile.text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_huge_text_is_clipped(kind: type) -> None:
    if kind is display.Page:
        return
    html = values("x" * 10_000 + "<script>")[kind]._repr_html_()
    assert "x" * 6_000 not in html
    assert "…" in html
    Structure(html)


@pytest.mark.parametrize("url", BAD_URLS)
def test_only_web_addresses_become_links(url: str) -> None:
    assert not Structure(display.link("here", url)).addresses
    for value in values("plain", url).values():
        for address in structure(value).addresses:
            assert address.startswith(("https://example.org/", "http://example.org/"))
            assert not re.search("[\\s<>\"'\x00\ud800-\udfff]", address)


def test_a_web_address_becomes_a_link() -> None:
    for kind, value in values("plain").items():
        if kind in {query.PaperRow, query.NodeView, papermesh.Paper, query.Path, Rows}:
            assert "https://example.org/a?b=1&c=2" in structure(value).addresses


TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@given(TEXT, TEXT, st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70), TEXT), max_size=5))
def test_parts_escape_what_they_are_given(one: str, other: str, spans: Any) -> None:
    """Any text, in any part: the text comes out again, but for what cannot be printed."""
    made: list[Callable[[], str]] = [
        lambda: display.heading(one, other),
        lambda: display.paragraph(one),
        lambda: display.table((one,), [(other,), (one,)]),
        lambda: display.link(one, other),
        lambda: display.badge(one),
        lambda: display.details(one, [other]),
        lambda: display.facts({one: other, other: [one, one]}),
        lambda: display.Page(one)._repr_html_(),
    ]
    for part in made:
        read = Structure(part())
        assert not read.open
    marked = Structure(display.marked(one, [display.Span(*span) for span in spans]))
    assert marked.text == Structure(display.marked(one, [])).text
    shown = "".join(Structure(display.text(one)).text.split())
    assert shown == "".join(display.printable(one).split())


def test_marks_stand_where_the_words_are() -> None:
    spans = [display.Span(3, 8, "Method", "a"), display.Span(0, 2, "x"), display.Span(5, 9, "y")]
    html = display.marked("We <fix> it", spans)
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", html) == ["We", "&lt;fix&gt;"]
    assert Structure(html).text == "We <fix> it"


def test_long_tables_say_how_many_rows_are_left_out() -> None:
    html = display.table(("n",), ((n,) for n in range(1234)))
    assert html.count("<tr>") == display.MOST_ROWS + 1
    assert "1,184 more" in html


@pytest.mark.parametrize("number", [0, -1.5, float("nan"), float("inf"), 10**5000, True], ids=bool)
def test_any_number_can_be_written(number: float) -> None:
    assert not Structure(display.table(("n",), [(number,)])).open


def test_rows_are_a_list() -> None:
    rows = Rows([3, 1, 2])
    assert rows == [3, 1, 2]
    assert isinstance(rows, list)
    assert sorted(rows) == [1, 2, 3]
    assert rows[0] == 3
    assert rows[-2:] == [1, 2]
    assert isinstance(rows[-2:], Rows)
    assert json.dumps(rows) == "[3, 1, 2]"
    assert repr(rows) == "[3, 1, 2]"
    assert copy.deepcopy(rows) == pickle.loads(pickle.dumps(rows)) == rows
    rows += [4]
    rows[0:1] = [9]
    assert rows == [9, 1, 2, 4]


def test_no_rows_are_shown_as_nothing() -> None:
    assert "nothing" in Rows[int]()._repr_html_()


def test_a_page_is_a_text() -> None:
    page = papermesh.open(Path(__file__).parents[1] / "graph").page(around="GRPO", depth=1)
    assert isinstance(page, str)
    assert page.lower().startswith("<!doctype html>")
    assert pickle.loads(pickle.dumps(page)) == page == str(page)
    html = page._repr_html_()
    assert html.count("<") == 2  # the frame alone: its content is one attribute
    assert 'sandbox="allow-scripts allow-downloads"' in html


def test_ipython_shows_them() -> None:
    """Asked as a kernel asks: a table and a frame, and no page of a megabyte as plain text."""
    formatter = pytest.importorskip("IPython.core.formatters").DisplayFormatter()
    graph = papermesh.open(Path(__file__).parents[1] / "graph")
    shown: Sequence[Any] = (graph, graph.papers("GRPO"), graph.show("GRPO"), graph.page(limit=5))
    for value in shown:
        data, _ = formatter.format(value)
        assert data["text/html"] == value._repr_html_()
    assert len(formatter.format(graph.page(limit=5))[0]["text/plain"]) < 100


@pytest.mark.browser
def test_a_page_works_in_its_frame(show: Callable[..., Chrome]) -> None:
    """In the sandboxed frame the graph is drawn, and nothing is logged or loaded."""
    page = papermesh.open(Path(__file__).parents[1] / "graph").page(around="GRPO", depth=1)
    browser = show(f"<!doctype html><meta charset=utf-8>{page._repr_html_()}")
    browser.switch_to.frame(0)
    canvas = browser.find_element("css selector", "canvas")
    assert canvas.size["width"] > 300
    assert "GRPO" in browser.find_element("tag name", "body").text
    assert browser.execute_script("return window.origin") == "null"
