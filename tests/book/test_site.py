"""Every page of the book, if it has been built: python -m helpers.book"""

from pathlib import Path

import axe_playwright_python
import pytest
from lab_page import needed_chromium

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
SERIOUS = """async () => (await axe.run()).violations
  .filter(fault => ['serious', 'critical'].includes(fault.impact))
  .map(fault => `${fault.id}: ${fault.nodes.map(node => node.html.slice(0, 160))}`)"""
SITE = Path(__file__).parents[2] / "site"
PAGES = sorted(SITE.glob("*.html"))
MOST_BYTES, MOST_FIRST = 25_000_000, 4_000_000
DRAWN = "place => place.querySelectorAll('.stage-parts > g').length > 0"
WIDE = "document.documentElement.scrollWidth"

pytestmark = pytest.mark.skipif(not PAGES, reason="no book: python -m helpers.book")


@pytest.fixture(scope="module")
def chromium():
    with needed_chromium() as browser:
        yield browser


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_opens_and_its_explorers_move(chromium, path, width):
    page = chromium.new_page(viewport={"width": width, "height": 900})
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    assert page.title() and page.locator("html").get_attribute("lang") == "en"
    for place in page.locator("[data-recording]").all():
        place.scroll_into_view_if_needed()
        page.wait_for_function(DRAWN, arg=place.element_handle())
        before = place.locator(".stage-root").inner_html()
        slider = place.locator("input[type=range]:enabled").first
        slider.press("End")
        if place.locator(".stage-root").inner_html() == before:
            slider.press("Home")
        name = place.get_attribute("data-explorer")
        assert place.locator(".stage-root").inner_html() != before, name
    assert page.evaluate(WIDE) <= width
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(SERIOUS) == []
    assert not errors
    assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    page.close()


def test_the_whole_fits_on_any_stick():
    sizes = {p: p.stat().st_size for p in SITE.rglob("*") if p.is_file()}
    assert sum(sizes.values()) <= MOST_BYTES
    assert all(sizes[path] <= MOST_FIRST for path in PAGES)
