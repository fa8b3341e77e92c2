"""A small lesson as a page from disk, in a real browser: touched, answered, printed."""

import base64
import json
from pathlib import Path

import axe_playwright_python
import pytest
from lab_page import needed_chromium

from helpers.book.build import run_sphinx, write_pages, write_static
from helpers.book.lessons import NAMED, build_lesson

pytest.importorskip("sphinx_book_theme", reason="pip install -r requirements-book.txt")

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
SERIOUS = """async () => (await axe.run()).violations
  .filter(fault => ['serious', 'critical'].includes(fault.impact))
  .map(fault => `${fault.id}: ${fault.nodes.map(node => node.html.slice(0, 160))}`)"""
# Whether the picture is made of these parts; a browser writes SVG its own way.
SHOWS = """wanted => [...document.querySelector('.stage-parts').children]
  .every((part, i) => {
    const other = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    other.innerHTML = wanted[i];
    return other.innerHTML === part.innerHTML;
  }) && document.querySelector('.stage-parts').children.length === wanted.length"""

VALUES = [each for each in NAMED.values() if not each.is_function]
EXPLORER = """from small import Small
from helpers import stage
class Shown(Small):
    size = stage.Number("size", 1, 8, "How many rows", 3)
shown = Shown()
shown
"""
REVEAL = """**Ask**: how many rows are there?

<details><summary><b>Reveal</b></summary>

Three.

</details>"""
PIXEL = base64.b64encode(b"no picture").decode()


def cell(number, kind, source, outputs=()):
    made = {"id": f"cell-{number}", "cell_type": kind, "metadata": {}, "source": source}
    if kind == "code":
        made |= {"execution_count": number, "outputs": list(outputs)}
    return made


def notebook():
    still = {"output_type": "display_data", "data": {"image/png": PIXEL}}
    cells = [("markdown", "# A small lesson"), ("code", EXPLORER, [still])]
    cells += [("markdown", REVEAL), ("code", "from helpers.lessons.exercises import *")]
    cells += [("code", f"check.{each.name}()") for each in VALUES]
    cells = [cell(number, *each) for number, each in enumerate(cells)]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with one lesson, in a folder with a space and Chinese characters."""
    home = tmp_path_factory.mktemp("home") / "USB 课"
    source, lesson = home / "source", home / "small.ipynb"
    recordings = source / "_static" / "recordings"
    recordings.mkdir(parents=True)
    lesson.write_text(json.dumps(notebook()), "utf-8")
    write_static(source)
    build_lesson(lesson, source, recordings)
    write_pages(source, [lesson])
    run_sphinx(source, home / "site", strict=False)  # the other lessons are not there
    return home / "site"


@pytest.fixture(scope="module")
def chromium(site):
    with needed_chromium() as browser:
        yield browser


@pytest.fixture
def open_page(chromium, site):
    """Return open_page(width), which opens the lesson; no page may fail or ask."""
    pages, outside, errors = [], [], []

    def open_page(width=1280):
        page = chromium.new_page(viewport={"width": width, "height": 900})
        page.on("request", lambda request: outside.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        page.goto((site / "small.html").as_uri())
        page.locator(".stage-picture").scroll_into_view_if_needed()
        page.locator(".stage-parts > g").first.wait_for(state="attached")
        return page

    yield open_page
    for page in pages:
        page.close()
    assert not errors
    assert not [url for url in outside if not url.startswith(("file:", "data:"))]


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def explorer():
    namespace = {}
    exec(EXPLORER, namespace)
    yield namespace["shown"]
    namespace["shown"].close()


def agree(page, explorer):
    """Compare what the page shows with what the explorer does."""
    assert page.locator(".stage-says").inner_text() == explorer.said
    assert page.locator(".stage-note").inner_text() == explorer.note()
    parts = [part.content["svg"] for part in explorer.parts()[0]]
    assert page.evaluate(SHOWS, parts)


def slide(page, label, place):
    page.get_by_role("slider", name=label, exact=True).first.evaluate(
        "(it, to) => { it.value = to; it.dispatchEvent(new Event('input')); }", place
    )


def test_native_controls_do_what_the_kernel_does(page, explorer):
    agree(page, explorer)
    slide(page, "size", 4)
    explorer.size.value = 5
    agree(page, explorer)
    slide(page, "row", 4)
    explorer.row.value = 4
    agree(page, explorer)
    slide(page, "size", 1)  # the row goes with it
    explorer.size.value = 2
    agree(page, explorer)
    page.get_by_label("kind").select_option("b")
    explorer.kind.value = "b"
    agree(page, explorer)
    page.get_by_role("button", name="negative").click()
    explorer.negative.value = True
    agree(page, explorer)
    page.get_by_role("button", name="◀ Previous").click()
    explorer.walk.value = 1
    agree(page, explorer)
    page.get_by_label("sentence").select_option("four five")
    explorer.sentence.value = "four five"
    agree(page, explorer)
    page.get_by_role("button", name="Grow").click()
    explorer.size.value += 1
    agree(page, explorer)
    page.get_by_role("button", name="Reset").click()
    explorer.reset()
    agree(page, explorer)


def test_the_picture_is_touched(page, explorer):
    word = page.locator(".stage-picture text", has_text="two").first
    box = word.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    explorer.word.value = 1
    agree(page, explorer)
    assert "two" in page.locator(".stage-tip").inner_text()
    page.locator(".stage-hit.sets").first.press("ArrowLeft")
    explorer.word.value = 0
    agree(page, explorer)


def test_what_needs_a_kernel_says_so(page):
    words = page.locator(".stage-controls small").all_inner_texts()
    assert words == ["Your own sentence: in JupyterLab", "Train: live, in JupyterLab"]


def test_a_guess_is_committed_before_reveal(page):
    form, answer = page.locator(".stage-guess").first, page.locator("details").first
    form.get_by_role("button").click()
    assert "first" in form.get_by_role("status").inner_text()
    assert answer.get_attribute("open") is None
    form.get_by_label("Your answer").fill("three")
    form.get_by_role("button").click()
    assert form.get_by_role("status").inner_text() == "You said: three"
    assert answer.get_attribute("open") is not None
    page.reload()
    form = page.locator(".stage-guess").first
    assert form.get_by_role("status").inner_text() == "You said: three"


def said(page, exercise, answer):
    """Give an answer to an exercise on the page. Returns what it says."""
    form = page.locator(f".stage-exercise[data-name={exercise.name}]")
    form.get_by_label("Your answer").fill(str(answer))
    form.get_by_role("button").click()
    return form.get_by_role("status").inner_text()


def test_answers_are_checked_as_in_the_notebook(page):
    for exercise in VALUES:
        assert said(page, exercise, exercise.solution) == "✓ passed"
        for _, message, answer in exercise.wrong_answers():
            assert said(page, exercise, answer) == f"✗ {message}"
        other = said(page, exercise, "-77.5")
        assert other.startswith("✗ ") and other not in exercise.mistakes.values()


def test_code_is_folded_by_choice(page):
    page.get_by_role("button", name="Hide code").click()
    assert not page.locator(".cell_input").first.is_visible()
    page.get_by_role("button", name="Show code").click()
    assert page.locator(".cell_input").first.is_visible()


def test_a_phone_needs_no_scrolling_aside(open_page):
    page = open_page(390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    heights = page.locator(".stage-controls :is(button, select, input)").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


def test_a_screen_reader_finds_no_serious_fault(page):
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(SERIOUS) == []


def test_a_handout_shows_pictures_and_no_answers(page):
    page.locator("details").first.evaluate("details => { details.open = true; }")
    page.emulate_media(media="print")
    assert page.locator(".stage-picture").is_visible()
    for hidden in (".stage-controls", "details", "form.stage-guess", ".stage-code"):
        assert not page.locator(hidden).first.is_visible()
    assert page.pdf().startswith(b"%PDF")
