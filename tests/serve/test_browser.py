"""The pages in a real browser: they find, filter, explain, fit, and do no stranger's will."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.serve.conftest import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("chromium")]

Visit: TypeAlias = "Callable[..., Chrome]"

PEBBLE = "/paper/arxiv:2403.00003"
PAGES = (
    "/",
    "/search?q=pebble",
    "/search?q=nothingatall",
    "/search",
    "/ask",
    "/ask?q=which+papers+use+MTEB",
    "/ask?q=most+used+benchmarks",
    "/ask?q=who+introduced+Zzyzx",
    PEBBLE,
    "/entity/benchmark:mteb",
    "/entity/model:llama-2",
    "/benchmark/benchmark:mteb",
    "/benchmark/metric:accuracy",
    "/author/author:ada-quill",
    "/organization/organization:harbour-lab",
    "/papers",
    "/papers?organization=harbour+lab",
    "/authors",
    "/entities?type=Benchmark",
    "/trends?name=MTEB&name=LoRA",
    "/digest?since=2023-01-01&until=2024-12-31",
    "/digest?since=2025-05-05&until=2025-05-05",
    "/api/docs",
    "/no-such-page",
    *(f"/paper/title:{kind}" for kind in ("markup", "endless", "turned")),
    *(f"/entity/method:{kind}" for kind in ("markup", "endless", "turned")),
    *(f"/author/author:{kind}" for kind in ("markup", "endless", "turned")),
    *(f"/benchmark/method:{kind}" for kind in ("markup", "endless", "turned")),
    "/trends?name=method:markup&name=method:endless&name=method:turned",
    "/organization/nobody",
)


def all_of(browser: Chrome, selector: str) -> list[WebElement]:
    """All elements that a selector finds."""
    return browser.find_elements("css selector", selector)


def one(browser: Chrome, selector: str) -> WebElement:
    """The element that a selector finds."""
    return browser.find_element("css selector", selector)


def press(browser: Chrome, *strokes: str) -> None:
    """Type without choosing where, as a user does."""
    for stroke in strokes:
        ActionChains(browser).send_keys(stroke).perform()


def wait(browser: Chrome, met: Callable[[Chrome], object]) -> None:
    """Wait until something is so."""
    WebDriverWait(browser, 10, 0.05).until(lambda _: met(browser))


def colour(browser: Chrome) -> str:
    """The colour of the ground."""
    return str(one(browser, "body").value_of_css_property("background-color"))


@pytest.mark.parametrize("width", [390, 1400])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_and_does_no_strangers_will(visit: Visit, path: str, width: int) -> None:
    browser = visit(path, width)
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert browser.execute_script("return window.hacked") is None
    assert len(all_of(browser, "h1")) == 1
    assert not all_of(browser, "[href^='javascript'], [style], main img, main script")


@pytest.mark.parametrize(
    "path",
    [
        "/paper/title:markup",
        "/entity/method:markup",
        "/author/author:markup",
        "/benchmark/method:markup",
        "/digest?since=2025-05-05&until=2025-05-05",
        "/papers",
        "/search?q=hacked",
    ],
)
def test_a_hostile_name_is_shown_as_it_is_written(visit: Visit, path: str) -> None:
    browser = visit(path)
    shown = [one.text for one in all_of(browser, "h1, main .title")]
    assert any(HOSTILE["markup"] in text for text in shown)


def test_hostile_names_stand_beside_their_curves(visit: Visit) -> None:
    browser = visit("/trends?name=method:markup&name=method:endless&name=method:turned")
    names = [one.text for one in all_of(browser, ".series bdi")]
    assert len(names) == len(all_of(browser, "polyline.line")) == 3
    for name, text in zip(names, HOSTILE.values(), strict=True):
        assert name.startswith(text[:10])
    assert names[0].startswith("</title></script><script>window.hacked=1</script>")


def test_a_hostile_name_is_suggested_as_it_is_written(visit: Visit) -> None:
    browser = visit("/paper/title:markup")
    press(browser, "/", "script")
    wait(browser, lambda b: all_of(b, "#matches li"))
    assert "<script>" in one(browser, "#matches .name").text
    assert browser.execute_script("return window.hacked") is None


def test_search_as_you_type_leads_by_keyboard_to_the_page(visit: Visit) -> None:
    browser = visit("/papers")
    press(browser, "/", "pebbel")  # sic
    box = one(browser, "#search")
    wait(browser, lambda b: all_of(b, "#matches li"))
    assert box.get_attribute("aria-expanded") == "true"
    names = [item.text for item in all_of(browser, "#matches li .name")]
    assert "Pebble" in names
    for _ in range(names.index("Pebble") + 1):
        press(browser, Keys.ARROW_DOWN)
    chosen = one(browser, "#matches [aria-selected='true']")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    press(browser, Keys.ENTER)
    wait(browser, lambda b: b.current_url.endswith("/entity/model:pebble"))
    assert one(browser, "h1").text == "Pebble"


def test_escape_closes_the_matches_and_enter_searches_for_the_words(visit: Visit) -> None:
    browser = visit("/")
    press(browser, "/", "lora")
    wait(browser, lambda b: all_of(b, "#matches li"))
    press(browser, Keys.ESCAPE)
    assert not one(browser, "#matches").is_displayed()
    press(browser, Keys.ENTER)
    wait(browser, lambda b: b.current_url.endswith("/search?q=lora"))
    assert one(browser, ".hits .title").text == "LoRA"


def test_a_match_can_be_clicked(visit: Visit) -> None:
    browser = visit("/")
    press(browser, "/", "gsm8k")
    wait(browser, lambda b: all_of(b, "#matches li"))
    one(browser, "#matches li").click()
    wait(browser, lambda b: b.current_url.endswith("/entity/benchmark:gsm8k"))


def test_the_papers_of_an_entity_are_filtered_by_relation(visit: Visit) -> None:
    browser = visit("/entity/benchmark:mteb")
    papers = "section[aria-labelledby='papers'] .papers > li"
    before = len(all_of(browser, papers))
    chip = next(c for c in all_of(browser, ".chip") if c.text.startswith("proposes"))
    assert chip.text.split() == ["proposes", "1"]
    chip.click()
    wait(browser, lambda b: "relation=PROPOSES" in b.current_url)
    assert len(all_of(browser, papers)) == 1 < before
    assert one(browser, "[aria-label='Relation'] [aria-current]").text.startswith("proposes")


def test_a_mention_tells_its_evidence_on_hover_and_on_focus(visit: Visit) -> None:
    browser = visit(PEBBLE)
    mention = one(browser, ".abstract a.m.t-Model")
    ActionChains(browser).move_to_element(mention).perform()
    wait(browser, lambda b: one(b, "#card").is_displayed())
    card = one(browser, "#card").text
    for told in ("Pebble", "Model · proposes · confidence 0.90", "found by lexicon, score 0.90"):
        assert told in card
    assert "Pebble is a small encoder." in card
    ActionChains(browser).move_to_element(one(browser, "footer")).perform()
    wait(browser, lambda b: not one(b, "#card").is_displayed())
    browser.execute_script("arguments[0].focus()", mention)
    assert one(browser, "#card").is_displayed()
    assert mention.get_attribute("aria-describedby") == "card"
    press(browser, Keys.ESCAPE)
    assert not one(browser, "#card").is_displayed()
    press(browser, Keys.ENTER)
    wait(browser, lambda b: b.current_url.endswith("/entity/model:pebble"))


def test_the_card_stays_within_a_phone(visit: Visit) -> None:
    browser = visit(PEBBLE, 390)
    for mention in all_of(browser, ".abstract a.m"):
        browser.execute_script("arguments[0].focus()", mention)
        box = browser.execute_script(
            "const r = document.getElementById('card').getBoundingClientRect();"
            "return [r.left, innerWidth - r.right]"
        )
        assert min(box) >= 0


def test_colours_are_chosen_and_kept(visit: Visit) -> None:
    browser = visit("/")
    light = colour(browser)
    button = one(browser, "#theme")
    assert button.get_attribute("aria-label") == "Colours: as the system"
    button.click()
    button.click()
    assert button.get_attribute("aria-label") == "Colours: dark"
    dark = colour(browser)
    assert dark != light
    assert colour(visit("/papers")) == dark
    one(browser, "#theme").click()
    assert colour(browser) == light
    assert colour(visit("/")) == light


def test_the_first_stop_of_the_keyboard_is_the_way_past_the_head(visit: Visit) -> None:
    browser = visit("/papers")
    press(browser, Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to the content"
    press(browser, Keys.ENTER, Keys.TAB)
    assert browser.execute_script(
        "return document.querySelector('main').contains(document.activeElement)"
    )


def test_pages_work_without_scripts(visit: Visit) -> None:
    browser = visit(PEBBLE, scripts=False)
    mention = one(browser, ".abstract a.m.t-Model")
    told = mention.get_attribute("title")
    assert told is not None
    assert told.splitlines()[0] == "Pebble"
    assert not one(browser, "#theme").is_displayed()
    box = one(browser, "#search")
    box.send_keys("llama", Keys.ENTER)
    wait(browser, lambda b: b.current_url.endswith("/search?q=llama"))
    names = [title.text for title in all_of(browser, ".hits .title")]
    assert "Llama 2" in names
    visit("/", scripts=False)
    one(browser, "#question").send_keys("which papers use LoRA", Keys.ENTER)
    wait(browser, lambda b: "/ask?q=which+papers+use+LoRA" in b.current_url)
    assert "LoRA" in one(browser, ".answer").text


@pytest.mark.parametrize("width", [320, 390, 1200, 1400])
@pytest.mark.parametrize("scripts", [True, False])
def test_every_way_of_the_navigation_is_in_sight(visit: Visit, width: int, scripts: bool) -> None:
    browser = visit("/papers", width, scripts=scripts)
    ways = all_of(browser, "nav[aria-label='Main'] > ul > li")
    assert len(ways) == 10
    for way in ways:
        assert way.is_displayed()
        assert 0 <= way.rect["x"] <= way.rect["x"] + way.rect["width"] <= width
    one(browser, ".menu summary").click()
    hidden = all_of(browser, ".menu a")
    assert [way.text for way in hidden] == [
        "Metrics", "Tasks", "Concepts", "Authors", "Organizations",
    ]  # fmt: skip
    for way in hidden:
        assert 0 <= way.rect["x"] <= way.rect["x"] + way.rect["width"] <= width
    hidden[1].click()
    wait(browser, lambda b: b.current_url.endswith("/entities?type=Task"))


def test_the_menu_closes_as_menus_do(visit: Visit) -> None:
    browser = visit("/papers")
    menu = one(browser, ".menu")
    one(browser, ".menu summary").click()
    press(browser, Keys.TAB, Keys.ESCAPE)
    assert menu.get_attribute("open") is None
    assert browser.switch_to.active_element.text == "More"
    one(browser, ".menu summary").click()
    assert menu.get_attribute("open")
    one(browser, "h1").click()
    assert menu.get_attribute("open") is None


def test_papers_are_chosen_by_a_form_without_scripts(visit: Visit) -> None:
    browser = visit("/papers", scripts=False)
    one(browser, "[name='organization']").send_keys("harbour lab", Keys.ENTER)
    wait(browser, lambda b: "organization=harbour+lab" in b.current_url)
    assert one(browser, "h1").text.startswith("Papers of Harbour Lab")
    assert len(all_of(browser, ".papers > li")) == 1
    browser = visit("/papers", scripts=False)
    before = len(all_of(browser, ".papers > li"))
    one(browser, "[name='code']").click()
    one(browser, ".filter button").click()
    wait(browser, lambda b: "code=true" in b.current_url)
    assert len(all_of(browser, ".papers > li")) < before
    one(browser, ".filter a").click()
    wait(browser, lambda b: b.current_url.endswith("/papers"))


def test_an_unknown_name_leads_to_the_closest_one(visit: Visit) -> None:
    browser = visit("/entity/MTBE")
    one(browser, ".trouble .chip").click()
    wait(browser, lambda b: "/search?q=MTEB" in b.current_url)


def test_curves_are_added_and_removed_by_name(visit: Visit) -> None:
    browser = visit("/trends?name=MTEB")
    one(browser, "#name").send_keys("lora", Keys.ENTER)
    wait(browser, lambda b: len(all_of(b, "polyline.line")) == 2)
    one(browser, ".drop").click()
    wait(browser, lambda b: len(all_of(b, "polyline.line")) == 1)
    assert one(browser, ".series a").text == "LoRA"
