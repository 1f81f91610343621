"""Pictures saved from the page in a real browser."""

from __future__ import annotations

import base64
import struct
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import networkx as nx
import pytest

from papermesh.viz import render

pytest.importorskip("selenium", reason="selenium is not installed")
from selenium.webdriver.support.wait import WebDriverWait

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

    from tests.viz.hands import Show

pytestmark = pytest.mark.browser


def saved(folder: Path, browser: Chrome, button: str, name: str) -> bytes:
    """Save a picture with a button and return its bytes."""
    place = {"behavior": "allow", "downloadPath": str(folder)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", place)
    browser.find_element("id", button).click()
    path = folder / name
    WebDriverWait(browser, 10).until(lambda _: path.exists() and path.stat().st_size)
    return path.read_bytes()


def test_picture_as_svg(show: Show, small: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    """What is in view becomes an image of shapes and texts that holds no code."""
    attack = '</text><script>alert(1)</script>&"'
    small.nodes["method:zephyrine"]["name"] = attack
    small.add_edge("arxiv:2410.00001", "method:zephyrine", "USES")
    browser = show(render(small, title=attack))
    root = ElementTree.fromstring(saved(tmp_path, browser, "save-svg", "papermesh.svg"))
    names = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert set(names) <= {"svg", "title", "rect", "circle", "polygon", "path", "line", "text"}
    assert names.count("path") == 8
    texts = {element.text for element in root.iter() if element.tag.endswith("text")}
    assert {"Harbour Bench", attack[:29] + "…"} <= texts or attack in texts
    assert root.get("width") == str(browser.execute_script("return graph.clientWidth"))


def test_picture_as_png(show: Show, small: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    """The same picture in twice as many pixels, on the ground of the theme."""
    browser = show(render(small))
    data = saved(tmp_path, browser, "save-png", "papermesh.png")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    size = browser.execute_script("return [graph.clientWidth, graph.clientHeight]")
    assert [width, height] == [2 * side for side in size]
    colours = """
      const [done, data] = [arguments[1], arguments[0]];
      const image = new Image();
      image.src = 'data:image/png;base64,' + data;
      image.decode().then(() => {
        const canvas = document.createElement('canvas');
        Object.assign(canvas, {width: image.width, height: image.height});
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        const pixels = context.getImageData(0, 0, image.width, image.height).data;
        done([[...pixels.slice(0, 3)], new Set(new Uint32Array(pixels.buffer)).size]);
      });"""
    ground, inks = browser.execute_async_script(colours, base64.b64encode(data).decode())
    assert ground == [0xF6, 0xF7, 0xF9]
    assert inks > 20
