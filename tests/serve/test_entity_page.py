"""The page of an entity and of a benchmark in a real browser: sections, families, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
from selenium.webdriver.common.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from selenium.webdriver import Chrome

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("chromium")]

Visit: TypeAlias = "Callable[..., Chrome]"


@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize(
    "path", ["/entity/benchmark:mteb", "/entity/model:llama-2", "/entity/concept:large-language-models"]
)  # fmt: skip
def test_the_links_at_the_top_lead_to_sections_that_are_there(
    visit: Visit, path: str, width: int
) -> None:
    browser = visit(path, width)
    links = browser.find_elements("css selector", ".parts a")
    assert len(links) >= 2
    for link in links:
        target = str(link.get_attribute("href")).partition("#")[2]
        (heading,) = browser.find_elements("id", target)
        assert heading.tag_name == "h2"
        assert heading.is_displayed()


def test_a_section_is_reached_by_the_keyboard(visit: Visit) -> None:
    browser = visit("/entity/benchmark:mteb")
    link = browser.find_element("css selector", ".parts a[href='#papers']")
    link.send_keys(Keys.ENTER)
    assert browser.current_url.endswith("#papers")
    top = browser.execute_script(
        "return document.getElementById('papers').getBoundingClientRect().top"
    )
    assert 0 <= top < 900
    browser.switch_to.active_element.send_keys(Keys.TAB)
    inside = browser.execute_script(
        "return document.activeElement.closest('section').getAttribute('aria-labelledby')"
    )
    assert inside == "papers"


def test_the_numbers_say_what_they_count(visit: Visit) -> None:
    browser = visit("/entity/method:lora")
    about = browser.find_element("css selector", ".head .about").text
    assert "3 papers name it" in about
    assert "2 work with it" in about
    told = browser.find_element("css selector", "section[aria-labelledby='use']").text
    assert "1 more paper only compares to it or mentions it, and is not counted here." in told


def test_an_entity_is_compared_by_finishing_a_question(visit: Visit) -> None:
    browser = visit("/entity/model:llama-2")
    box = browser.find_element("id", "rival")
    assert box.get_attribute("value") == "compare Llama 2 and "
    box.send_keys(Keys.END, "BERT", Keys.ENTER)
    assert "/ask?q=compare+Llama+2+and+BERT" in browser.current_url
    assert "BERT" in browser.find_element("css selector", ".answer").text
