"""The page in a real browser that has no network: it shows, finds, filters and explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from papermesh.viz import render

pytest.importorskip("selenium", reason="selenium is not installed")
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser import prepare
from tests.viz.hands import choose, click_at, click_node, hidden, keys, panel

if TYPE_CHECKING:
    from tests.viz.hands import Show

pytestmark = pytest.mark.browser


def test_every_node_and_edge_is_drawn(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """The viewer holds the whole graph, at the positions of the page, without physics."""
    browser = show(render(small))
    counts = "return [papermesh.drawnNodes.length, papermesh.drawnEdges.length]"
    assert browser.execute_script(counts) == [7, 7]
    assert browser.execute_script("return papermesh.network.physics.physicsEnabled") is False
    assert browser.title == "papermesh"
    inked = """
      const canvas = document.querySelector('canvas');
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(new Uint32Array(pixels.buffer)).size"""
    assert browser.execute_script(inked) > 20


def test_search_by_keyboard_goes_to_the_node(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """`/` opens the search, typing suggests, Enter goes, Escape comes back."""
    browser = show(render(small))
    keys(browser, "/", "hb1")
    matches = browser.find_elements("css selector", "#matches li")
    assert [match.text.split("\n")[0] for match in matches] == ["Harbour Bench"]
    assert "also HB-1" in matches[0].text
    keys(browser, Keys.ENTER)
    assert panel(browser).startswith("Benchmark")
    assert browser.current_url.endswith("#benchmark%3Aharbour-bench")
    keys(browser, Keys.ESCAPE)
    assert panel(browser) == ""
    assert "#" not in browser.current_url


def test_search_list_moves_by_arrows(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """Arrows go round the list, and a name that nobody has says so."""
    browser = show(render(small))
    keys(browser, "/", "harbour", Keys.ARROW_DOWN)
    active = browser.find_element("css selector", "#matches [aria-selected=true]")
    assert active.text.startswith("Lantern Lights the Harbour")
    keys(browser, Keys.ARROW_DOWN, Keys.ENTER)
    assert "Harbour Bench" in panel(browser)
    keys(browser, "/", "qqq")
    assert browser.find_element("id", "matches").text == "Nothing matches."
    keys(browser, Keys.ENTER, Keys.ESCAPE)
    assert browser.find_element("id", "matches").is_displayed() is False


def test_filter_by_type_hides_nodes(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """A type that is switched off disappears, and Reset brings it back."""
    browser = show(render(small))
    browser.find_element("css selector", "#types input[value=Metric]").click()
    assert hidden(browser) == {"metric:tidal-score"}
    assert browser.find_element("id", "status").text == "6 nodes and 6 links pass"
    browser.find_element("id", "reset").click()
    assert hidden(browser) == set()
    boxes = browser.find_elements("css selector", "#types input")
    for box in boxes:
        box.click()
    assert browser.find_element("id", "nothing").is_displayed()


def test_filter_by_relation_and_confidence(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """A node goes with its last link."""
    browser = show(render(small))
    browser.find_element("css selector", "#relations input[value=PROPOSES]").click()
    assert hidden(browser) == {"method:zephyrine", "model:lantern"}
    browser.find_element("id", "reset").click()
    browser.execute_script(
        "const s = document.getElementById('confidence'); s.value = 75;"
        "s.dispatchEvent(new Event('input'))"
    )
    assert hidden(browser) == {"metric:tidal-score", "model:lantern"}
    assert browser.find_element("id", "confidence-value").text == "at least 75 %"


def test_click_on_a_node_shows_its_evidence(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """The panel explains a node, dims the rest, and leads on to its neighbours."""
    browser = show(render(small))
    click_node(browser, "arxiv:2410.00001")
    text = panel(browser)
    for part in ("Zephyrine: Routing by Wind", "2024-10-19", "Proposes", "Evaluates on", "97 %"):
        assert part in text
    marks = browser.find_elements("css selector", "#panel mark")
    assert {mark.text for mark in marks} == {"Zephyrine", "Harbour Bench", "Tidal Score"}
    links = browser.find_elements("css selector", "#panel a")
    assert [link.get_attribute("href") for link in links] == [
        "https://arxiv.org/abs/2410.00001",
        "https://huggingface.co/papers/2410.00001",
        "https://project.example/page",
        "https://code.example/repo",
    ]
    assert {link.get_attribute("rel") for link in links} == {"noopener noreferrer"}
    opacity = "return papermesh.drawnNodes.get(papermesh.byKey.get(arguments[0])).opacity"
    assert browser.execute_script(opacity, "method:zephyrine") == 1
    assert browser.execute_script(opacity, "model:lantern") < 0.5
    browser.find_element("xpath", "//button[contains(., 'Harbour Bench')]").click()
    assert "Evaluated in" in panel(browser)
    assert "HarbourBench, HB-1" in panel(browser)


def test_click_on_an_edge_shows_its_evidence(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """An edge tells its two ends, its relation and where it was read."""
    browser = show(render(small))
    x, y = browser.execute_script(
        "const {network, nodes, edges} = papermesh;"
        "const e = edges.find(e => e.relation === 'MEASURES');"
        "const box = document.getElementById('graph').getBoundingClientRect();"
        "const [a, b] = [nodes[e.from], nodes[e.to]];"
        "const p = network.canvasToDOM({x: a.x * .55 + b.x * .45, y: a.y * .55 + b.y * .45});"
        "return [box.x + p.x, box.y + p.y]"
    )
    click_at(browser, x, y)
    assert "Measures" in panel(browser)
    assert "40 %" in panel(browser)
    assert browser.find_element("css selector", "#panel mark").text == "Tidal Score"


def test_deep_link_and_back(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """The address names the selected node, and the Back button works."""
    browser = show(render(small), "#model:lantern")
    assert panel(browser).startswith("Model")
    browser.execute_script("papermesh.select({node: papermesh.byKey.get('metric:tidal-score')})")
    assert panel(browser).startswith("Metric")
    browser.back()
    WebDriverWait(browser, 5).until(lambda _: panel(browser).startswith("Model"))


def test_fit_shows_every_node(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """After Fit nothing lies outside, also beside the open panel."""
    browser = show(render(small), "#model:lantern")
    browser.find_element("id", "fit").click()
    outside = browser.execute_script(
        "const free = document.getElementById('graph').clientWidth"
        " - document.getElementById('panel').clientWidth;"
        "return papermesh.nodes.filter(n => {"
        " const p = papermesh.network.canvasToDOM({x: n.x, y: n.y});"
        " return p.x < 0 || p.y < 0 || p.x > free }).length"
    )
    assert outside == 0


def test_hostile_texts_do_nothing(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """Code in any text is shown as text: drawn, hovered, searched, selected."""
    attack = '</script><img src=x onerror="window.pwned=1"><a href="javascript:window.pwned=1">href'
    small.nodes["arxiv:2410.00001"].update(title=attack, abstract=attack, urls=[attack])
    small.nodes["method:zephyrine"].update(name=attack, aliases=["\u202e" + "y" * 10_000])
    small.add_node(attack, labels=("Entity", attack), name=attack)
    small.add_edge(
        "arxiv:2410.00001", attack, attack, evidence=[{"text": attack, "sentence": attack * 2}]
    )
    small.add_node("__proto__", labels=("Entity", "__proto__"), name="constructor")
    browser = show(render(small, title=attack))
    assert browser.execute_script("return papermesh.drawnNodes.length") == 9
    for key in ("arxiv:2410.00001", "method:zephyrine", attack, "__proto__"):
        click_node(browser, key)
        ActionChains(browser).pause(0.4).perform()
        assert panel(browser)
        browser.execute_script("papermesh.clear(); papermesh.fit(false)")
    keys(browser, "/", "<img")
    assert browser.find_element("id", "matches").text
    assert browser.execute_script("return [typeof window.pwned, document.images.length]") == [
        "undefined",
        0,
    ]


def test_policy_stops_foreign_code(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """Even if something wrote markup into the page, the browser would refuse it."""
    browser = show(render(small))
    refused = browser.execute_script(
        "try { document.body.innerHTML = '<img src=x onerror=window.pwned=1>'; return '' }"
        " catch (error) { return error.name }"
    )
    assert refused == "TypeError"
    logged: Any = browser.get_log  # untyped in selenium
    assert [line["level"] for line in logged("browser")] == ["SEVERE"]


def test_works_on_a_phone(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """At 375 pixels nothing overflows, and panel and filters are sheets."""
    browser = show(render(small), width=375, height=800)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 375
    filters = browser.find_element("id", "filters")
    assert filters.is_displayed() is False
    browser.find_element("id", "toggle-filters").click()
    assert filters.is_displayed()
    browser.find_element("id", "toggle-filters").click()
    click_node(browser, "benchmark:harbour-bench")
    box = browser.find_element("id", "panel").rect
    assert (box["x"], box["width"]) == (0, 375)
    assert box["y"] > 300
    browser.find_element("css selector", "#panel .close").click()
    assert panel(browser) == ""


def test_colours_follow_the_system(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """Turning dark repaints page and drawing."""
    browser = show(render(small))
    paint = (
        "return [getComputedStyle(document.body).backgroundColor,"
        " papermesh.drawnNodes.get(0).color.background]"
    )
    light = browser.execute_script(paint)
    prepare(browser, 1400, theme="dark")
    WebDriverWait(browser, 5).until(lambda _: browser.execute_script(paint)[1] != light[1])
    dark = browser.execute_script(paint)
    assert all(a != b for a, b in zip(light, dark, strict=True))


def test_empty_graph_shows_a_message(show: Show) -> None:
    """No viewer is started for nothing."""
    browser = show(render(nx.MultiDiGraph()))
    assert "This graph is empty." in browser.find_element("tag name", "main").text


def test_filter_by_year(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """A range of years takes away papers from outside, and what only they name."""
    small.nodes["arxiv:2410.00002"]["published"] = "2023-02-01"
    browser = show(render(small))
    options = [option.text for option in Select(browser.find_element("id", "from")).options]
    assert options == ["first", "2023 (1)", "2024 (1)"]
    choose(browser, "from", "2024")
    assert hidden(browser) == {"arxiv:2410.00002", "model:lantern"}
    choose(browser, "to", "2023")  # the other end follows
    assert browser.find_element("id", "from").get_attribute("value") == "2023"
    assert "arxiv:2410.00001" in hidden(browser)
    browser.find_element("id", "reset").click()
    assert hidden(browser) == set()


def test_everything_by_keyboard(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """Tab reaches each control, the view moves by keys, and focus is never lost."""
    browser = show(render(small))
    focus = "return document.activeElement.id || document.activeElement.className"
    seen = []
    for _ in range(60):
        keys(browser, Keys.TAB)
        seen.append(browser.execute_script(focus))
    wanted = {"search", "confidence", "graph", "save-png", "save-svg", "zoom-in", "zoom-out", "fit"}
    assert wanted <= set(seen)
    browser.execute_script("document.getElementById('graph').focus()")
    view = "return [papermesh.network.getScale(), papermesh.network.getViewPosition().x]"
    before = browser.execute_script(view)
    keys(browser, "+", Keys.ARROW_RIGHT)
    after = browser.execute_script(view)
    assert after[0] > before[0]
    assert after[1] > before[1]
    keys(browser, "/", "lantern", Keys.ENTER)
    assert browser.execute_script(focus) == "panel"
    keys(browser, Keys.TAB, Keys.TAB)
    keys(browser, Keys.ESCAPE)
    assert panel(browser) == ""
    assert browser.execute_script(focus) == "graph"
