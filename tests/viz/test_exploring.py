"""Pages of any size in a real browser: what is not drawn at first comes on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest

from papermesh.viz import render
from tests.viz.conftest import sample

pytest.importorskip("selenium", reason="selenium is not installed")
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.viz.hands import drawn, hidden, keys, panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.viz.hands import Show

pytestmark = pytest.mark.browser


def test_legend_counts_what_the_page_shows(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """Each row has the number of nodes or links, and grows with what is brought in."""
    browser = show(render(small, limit=3))
    rows = "return Object.fromEntries([...document.querySelectorAll('#types li:not([hidden])')]"
    rows += ".map(li => [li.querySelector('input').value, li.querySelector('.number').innerText]))"
    assert browser.execute_script(rows) == {"Paper": "2", "Benchmark": "1"}
    browser.execute_script("papermesh.select({node: papermesh.byKey.get('arxiv:2410.00001')})")
    browser.find_element("id", "grow").click()
    assert browser.execute_script(rows) == {
        "Paper": "2",
        "Benchmark": "1",
        "Method": "1",
        "Metric": "1",
    }


def test_expand_a_node_and_put_back(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """Neighbours that the page only holds are drawn round their node, apart, and go again."""
    browser = show(render(small, limit=3), "#arxiv:2410.00002")
    assert drawn(browser) == 3
    assert "Expand 2 neighbours" in panel(browser)
    keys(browser, "e")
    assert hidden(browser) == {"method:zephyrine", "metric:tidal-score"}
    places = "return papermesh.drawnNodes.get().map(n => [n.x, n.y])"
    spots = browser.execute_script(places)
    for index, (x, y) in enumerate(spots):
        assert all((x - a) ** 2 + (y - b) ** 2 > 400 for a, b in spots[:index])
    browser.find_element("id", "shrink").click()
    assert drawn(browser) == 3
    keys(browser, "e")
    assert browser.execute_script(places) == spots


def test_search_brings_in_what_is_not_drawn(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """A node that the page only holds is found, drawn beside its neighbour, and explained."""
    browser = show(render(small, limit=3))
    keys(browser, "/", "tidal", Keys.ENTER)
    assert "Measured in" in panel(browser)
    assert drawn(browser) == 4
    browser.find_element("id", "start").click()
    assert drawn(browser) == 3


def test_page_of_an_application_leads_on(show: Show, small: nx.MultiDiGraph[str]) -> None:
    """The panel links to the page of a node, and to a drawing of what this page lacks."""
    small.add_edges_from([("benchmark:harbour-bench", f"other:{n}") for n in range(9)])
    browser = show(render(small, limit=1, site="/"), "#benchmark:harbour-bench")
    found = browser.find_elements("css selector", "#panel a, .home")
    links = [link.get_dom_attribute("href") for link in found]
    assert links[:2] == ["/", "/entity/benchmark:harbour-bench"]
    here = "benchmark%3Aharbour-bench"
    assert links[-1] == f"/graph?around={here}#{here}"


def test_fifty_nodes_have_their_names(
    show: Show, make_sample: Callable[..., nx.MultiDiGraph[str]]
) -> None:
    """At fifty nodes nearly all can be read at once."""
    browser = show(render(make_sample(60), limit=50))
    assert drawn(browser) == 50
    assert browser.execute_script("return papermesh.labels().length") >= 40


def test_thousand_nodes_stand_by_communities(
    show: Show, make_sample: Callable[..., nx.MultiDiGraph[str]]
) -> None:
    """All are drawn, in communities that have names, and a community can be collapsed."""
    browser = show(render(make_sample(900, 4.0), limit=1000))
    assert drawn(browser) == 1000
    names = "return papermesh.communities.map(c => c.name)"
    assert all(browser.execute_script(names))
    browser.execute_script("papermesh.select({node: papermesh.communities[0].id})")
    size = browser.execute_script("return papermesh.communities[0].members.length")
    keys(browser, "e")
    assert drawn(browser) == 1000 - size + 1
    browser.find_element("id", "start").click()
    assert drawn(browser) == 1000


@pytest.fixture(scope="module")
def large() -> str:
    """The page of 10,000 nodes."""
    return render(sample(8500, 60.0), title="Large", limit=10_000)


def test_ten_thousand_nodes(show: Show, large: str) -> None:
    """They begin as few communities, soon on the screen, and each answers at once."""
    assert len(large.encode()) < 20_000_000
    browser = show(large)
    assert "10,000 of" in browser.find_element("css selector", ".counts").text
    assert 10 <= drawn(browser) <= 80
    assert browser.execute_script("return papermesh.labels().length") >= 10
    counts = "return [...document.querySelectorAll('#types .number')].map(n => n.innerText)"
    total = sum(int(count.replace(",", "")) for count in browser.execute_script(counts))
    assert total == 10_000
    browser.find_element("css selector", "#types input[value=Metric]").click()
    assert browser.find_element("id", "status").text.endswith("pass")
    browser.find_element("id", "reset").click()


def test_communities_open_and_close(show: Show, large: str) -> None:
    """A bubble explains itself, opens to its members, and closes again; drawing stays bounded."""
    browser = show(large)
    start = drawn(browser)
    browser.find_element("css selector", "#communities summary").send_keys(Keys.ENTER)
    browser.find_element("css selector", "#communities button").send_keys(Keys.ENTER)
    assert panel(browser).startswith("Community")
    browser.find_element("id", "grow").click()
    opened = drawn(browser)
    size = browser.execute_script("return papermesh.communities[0].members.length")
    assert opened == start - 1 + min(size, 400)
    browser.find_element("id", "shrink").click()
    assert drawn(browser) == start
    for number in range(12):
        browser.execute_script(
            "papermesh.select({node: papermesh.communities[arguments[0]].id})", number
        )
        keys(browser, "e")
    assert opened < drawn(browser) <= 1500 + start


def test_search_opens_a_community(show: Show, large: str) -> None:
    """What is found inside a closed community is drawn and named, and so is what is followed."""
    browser = show(large)
    start = drawn(browser)
    name = browser.execute_script("return papermesh.nodes[0].name")
    keys(browser, "/", name, Keys.ENTER)
    assert browser.find_element("css selector", "#panel h2").text == name
    assert drawn(browser) > start
    assert browser.execute_script("return Boolean(papermesh.drawnNodes.get(0))")
    far = browser.execute_script(
        "const far = papermesh.nodes.find(n => n.id > 5000 && n.community"
        " && n.community !== papermesh.nodes[0].community);"
        "location.hash = encodeURIComponent(far.key); return far.id"
    )
    there = "return Boolean(papermesh.drawnNodes.get(arguments[0]))"
    WebDriverWait(browser, 5).until(lambda _: browser.execute_script(there, far))
