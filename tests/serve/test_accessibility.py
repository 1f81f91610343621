"""No page has what axe calls a serious or critical finding, in light or dark, wide or narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("chromium")]

PAGES = (
    "/",
    "/search?q=pebble",
    "/ask",
    "/ask?q=which+papers+use+MTEB",
    "/paper/arxiv:2403.00003",
    "/entity/model:llama-2",
    "/benchmark/benchmark:mteb",
    "/author/author:ada-quill",
    "/papers?since=2024&code=true",
    "/organizations",
    "/trends?name=MTBE&name=LoRA",
    "/entities?type=Method",
    "/trends?name=MTEB&name=Llama+2",
    "/digest?since=2024-01-01",
    "/graph",
    "/api/docs",
    "/nowhere",
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(
    visit: Callable[..., Chrome], chromium: Chrome, path: str, theme: str
) -> None:
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    source = Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    # The tool brings a script of its own, which the pages rightly refuse.
    chromium.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    try:
        browser = visit(path, 1400 if theme == "light" else 390, theme=theme)
        # What is folded away is looked at as well; axe takes it for something that covers the rest.
        browser.execute_script(
            "for (const one of document.querySelectorAll('details')) one.open = true"
        )
        browser.execute_script(source)
        run = "axe.run().then(arguments[0], error => arguments[0]({violations: [String(error)]}))"
        found: Any = browser.execute_async_script(run)
    finally:
        chromium.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    assert found["passes"]
    serious = [v for v in found["violations"] if v["impact"] in {"serious", "critical"}]
    assert [(v["id"], [node["html"][:200] for node in v["nodes"]][:3]) for v in serious] == []
