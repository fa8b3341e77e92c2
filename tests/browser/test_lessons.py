"""Each notebook as a student meets it: opened, run, and played with."""

import time
from pathlib import Path

import axe_playwright_python
import pytest
from lab_page import SHOWN, WIDGET

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")

TOO_WIDE = """() => [...document.querySelectorAll('.jp-Cell, .jp-OutputArea-output')]
  .filter(box => box.scrollWidth > box.clientWidth + 1)
  .map(box => `${box.className}: ${box.scrollWidth} in ${box.clientWidth} px`)"""

# Serious faults that a screen reader's user meets in an explorer.
SERIOUS = """async stage => (await axe.run(stage)).violations
  .filter(fault => ['serious', 'critical'].includes(fault.impact))
  .map(fault => `${fault.id}: ${fault.nodes.map(node => node.html.slice(0, 160))}`)"""

FONT = "() => [...document.fonts].some(font => font.family.includes('Lesson Sans'))"

ACTIVE = "window.jupyterapp.shell.currentWidget.content.activeCellIndex"
SLIDER, NEXT = ".noUi-handle", "button:text-is('Next ▶')"
PATIENCE = 10  # seconds
MOST_HITS = 6  # of one picture that are tried


def explorers(lesson):
    """Bring each explorer onto the screen in turn; yield its cell and its place."""
    found = lesson.cells_with(WIDGET)
    assert len(found) >= 4
    for number in found:
        yield number, lesson.explorer(number)


def test_no_cell_fails_or_warns(lesson):
    assert lesson.errors() == []


def test_every_explorer_shows_its_picture(lesson):
    for number, place in explorers(lesson):
        picture = place.locator(".stage-picture").bounding_box()
        assert picture["width"] >= 600, f"cell {number}"
        assert lesson.page.evaluate(TOO_WIDE) == []
    lesson.wait(FONT)


def press_a_key(place):
    """Move the first slider of an explorer by the keyboard, or press Next."""
    slider = place.locator(SLIDER).first
    if slider.count():
        at_end = slider.evaluate("it => it.ariaValueNow === it.ariaValueMax")
        slider.press("ArrowLeft" if at_end else "ArrowRight")
    else:
        place.locator(NEXT).first.press("Enter")


def test_every_explorer_answers_to_the_keyboard(lesson):
    for number, place in explorers(lesson):
        before, end = place.evaluate(SHOWN), time.monotonic() + PATIENCE
        press_a_key(place)
        while place.evaluate(SHOWN) == before:
            assert time.monotonic() < end, f"nothing changes in cell {number}"
            lesson.page.wait_for_timeout(30)


def test_every_picture_says_what_is_pointed_at(lesson):
    for number, place in explorers(lesson):
        hit = place.locator(".stage-hit").first
        hit.focus()
        hit.press("ArrowRight")
        assert place.locator(".stage-tip").inner_text().strip(), f"cell {number}"
        assert hit.get_attribute("aria-valuetext") and hit.get_attribute("aria-label")


def answers(lesson, place):
    """Tell whether something in a picture can be chosen by the keyboard."""
    hits = place.locator(".stage-hit.sets")
    for which in range(min(hits.count(), MOST_HITS)):
        before = place.evaluate(SHOWN)
        for key in ("ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight", "Enter"):
            hits.nth(which).press(key)
            lesson.page.wait_for_timeout(100)
            if place.evaluate(SHOWN) != before:
                return True
    return False


def test_what_stands_for_a_controls_value_sets_it(lesson):
    chosen = {}
    for number, place in explorers(lesson):
        if place.locator(".stage-hit.sets").count():
            chosen[number] = answers(lesson, place)
    assert len(chosen) >= 2 and all(chosen.values()), chosen


def test_a_list_can_be_moved_by_arrow_keys(lesson):
    for _, place in explorers(lesson):
        lists = place.locator("select:visible")
        if lists.count():
            active = lesson.page.evaluate(ACTIVE)
            lists.first.focus()
            lists.first.press("ArrowDown")
            lesson.page.wait_for_timeout(100)
            assert lesson.page.evaluate(ACTIVE) == active
            return
    pytest.skip("no list in this lesson")


def test_a_screen_reader_finds_no_serious_fault(lesson):
    lesson.page.evaluate(AXE.read_text("utf-8"))
    for number, place in explorers(lesson):
        lesson.page.wait_for_timeout(400)  # controls get their names
        assert place.evaluate(SERIOUS) == [], f"cell {number}"
        assert place.locator(".stage-says[aria-live]").count() == 1


def test_nothing_is_asked_of_another_machine(lesson):
    assert lesson.outside == []
