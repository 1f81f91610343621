"""What a reader does on a page, and what they see then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.select import Select

Show: TypeAlias = Callable[..., Chrome]


def keys(browser: Chrome, *strokes: str) -> None:
    """Type without choosing where, as a user does."""
    for stroke in strokes:
        ActionChains(browser).send_keys(stroke).perform()


def panel(browser: Chrome) -> str:
    """Return the text of the side panel, or nothing where it is closed."""
    text: str = browser.execute_script(
        "const p = document.getElementById('panel');return p.hidden ? '' : p.innerText"
    )
    return text


def hidden(browser: Chrome) -> set[str]:
    """Return the ids of the nodes that are not drawn."""
    found = browser.execute_script(
        "return papermesh.nodes.filter(n => !papermesh.drawnNodes.get(n.id)).map(n => n.key)"
    )
    return set(found)


def drawn(browser: Chrome) -> int:
    """Count what is drawn: nodes, and communities that are closed."""
    count: int = browser.execute_script("return papermesh.drawnNodes.length")
    return count


def choose(browser: Chrome, box: str, value: str) -> None:
    """Choose from a select, as the keyboard or the mouse would."""
    Select(browser.find_element("id", box)).select_by_value(value)


def click_node(browser: Chrome, key: str) -> None:
    """Click where a node is drawn."""
    spot = browser.execute_script(
        "const {network, nodes, byKey} = papermesh; const n = nodes[byKey.get(arguments[0])];"
        "const box = document.getElementById('graph').getBoundingClientRect();"
        "const p = network.canvasToDOM({x: n.x, y: n.y}); return [box.x + p.x, box.y + p.y]",
        key,
    )
    click_at(browser, *spot)


def click_at(browser: Chrome, x: float, y: float) -> None:
    """Click a spot of the window and let vis tell it from a double click."""
    actions = ActionChains(browser)
    pointer: Any = actions.w3c_actions.pointer_action  # untyped in selenium
    pointer.move_to_location(round(x), round(y))
    actions.click().pause(0.6).perform()
