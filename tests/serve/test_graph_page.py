"""The drawing that the application serves, in a real browser: explored, and left for other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.serve.conftest import HOSTILE
from tests.viz.hands import click_node, drawn, hidden, keys, panel

if TYPE_CHECKING:
    from collections.abc import Callable

    from selenium.webdriver import Chrome

    Visit: TypeAlias = Callable[..., Chrome]

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("chromium")]


def shown(browser: Chrome) -> set[str]:
    """The ids of the nodes that are drawn."""
    found = browser.execute_script(
        "return papermesh.nodes.filter(n => papermesh.drawnNodes.get(n.id)).map(n => n.key)"
    )
    return set(found)


@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize(
    "path",
    [
        "/graph",
        "/graph?around=MTEB",
        "/graph?q=pebble",
        *(f"/graph?around=title:{kind}" for kind in HOSTILE),
        *(f"/graph?around=method:{kind}#method:{kind}" for kind in HOSTILE),
    ],
)
def test_a_drawing_fits_and_does_no_strangers_will(visit: Visit, path: str, width: int) -> None:
    browser = visit(path, width)
    assert drawn(browser) > 2
    assert len(browser.find_elements("tag name", "h1")) == 1
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert browser.execute_script("return window.hacked") is None
    assert not browser.find_elements("css selector", "[href^='javascript'], img")


def test_around_a_node_its_neighbours_are_drawn(visit: Visit) -> None:
    browser = visit("/graph?around=GSM8K")
    assert shown(browser) == {
        "benchmark:gsm8k", "arxiv:2502.00005", "result:arxiv:2502.00005:7",
    }  # fmt: skip
    assert "GSM8K" in browser.title


def test_a_hostile_name_is_told_as_it_is_written(visit: Visit) -> None:
    browser = visit("/graph?around=method:markup#method:markup")
    assert HOSTILE["markup"] in panel(browser)
    assert browser.execute_script("return window.hacked") is None


def test_types_are_left_out_and_brought_back(visit: Visit) -> None:
    browser = visit("/graph?around=GSM8K")
    box = browser.find_element("css selector", "#types input[value='Benchmark']")
    box.click()
    assert shown(browser) == {"arxiv:2502.00005", "result:arxiv:2502.00005:7"}
    box.click()
    assert "benchmark:gsm8k" in shown(browser)


def test_what_is_only_held_is_drawn_on_demand(visit: Visit) -> None:
    browser = visit("/graph?around=MTEB&limit=1#benchmark:mteb")
    assert shown(browser) == {"benchmark:mteb"}
    held = hidden(browser)
    assert held == {"arxiv:2403.00003", "arxiv:2405.00004"}
    keys(browser, "e")
    assert shown(browser) == {"benchmark:mteb", *held}


def test_a_node_is_found_by_its_name(visit: Visit) -> None:
    browser = visit("/graph")
    keys(browser, "/", "gsm8k", Keys.ENTER)
    assert "Grade School Math 8K" in panel(browser)


@pytest.mark.parametrize(
    ("id", "path", "name"),
    [
        ("benchmark:mteb", "/entity/benchmark:mteb", "MTEB"),
        ("arxiv:2405.00004", "/paper/arxiv:2405.00004", "FoldAdapt Beats Adapters"),
    ],
)
def test_a_node_leads_to_its_page(visit: Visit, id: str, path: str, name: str) -> None:
    browser = visit("/graph?around=MTEB")
    click_node(browser, id)
    WebDriverWait(browser, 10, 0.05).until(lambda b: name in panel(b))
    browser.find_element("css selector", f"#panel a[href='{path}']").click()
    WebDriverWait(browser, 10, 0.05).until(lambda b: b.current_url.endswith(path))
    assert browser.find_element("tag name", "h1").text == name


def test_the_application_is_one_click_away(visit: Visit) -> None:
    browser = visit("/entity/benchmark:gsm8k")
    browser.find_element("link text", "Graph around it").click()
    WebDriverWait(browser, 10, 0.05).until(lambda b: "/graph?around=" in b.current_url)
    assert "benchmark:gsm8k" in shown(browser)
    browser.find_element("class name", "home").click()
    WebDriverWait(browser, 10, 0.05).until(lambda b: b.find_elements("id", "question"))
