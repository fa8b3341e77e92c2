"""Each notebook as a student meets it: opened, run, and played with."""

import time

WIDGET = "application/vnd.jupyter.widget-view+json"

# Every picture in a place, as one fingerprint.
PICTURES = """async place => {
  const prints = [];
  for (const image of place.querySelectorAll('img')) {
    const bytes = await (await fetch(image.src)).arrayBuffer();
    const print = await crypto.subtle.digest('SHA-1', bytes);
    prints.push([...new Uint8Array(print)].join());
  }
  return prints.join(' ');
}"""

TOO_WIDE = """() => [...document.querySelectorAll('.jp-Cell, .jp-OutputArea-output')]
  .filter(box => box.scrollWidth > box.clientWidth + 1)
  .map(box => `${box.className}: ${box.scrollWidth} in ${box.clientWidth} px`)"""

# What answers to a key, in the order in which it is looked for.
SLIDER, LIST, BUTTON = ".noUi-handle", "select", "button:text-is('Next ▶')"
PATIENCE = 10  # seconds


def test_no_cell_fails_or_warns(lesson):
    assert lesson.errors() == []


def test_every_explorer_shows_its_picture(lesson):
    explorers = lesson.cells_with(WIDGET)
    assert len(explorers) >= 4
    for number in explorers:
        picture = lesson.picture(number)
        assert picture.bounding_box()["width"] >= 600, f"cell {number}"
        assert lesson.page.evaluate(TOO_WIDE) == []


def press_a_key(place):
    """Move the first control of an explorer by the keyboard.

    Not up or down: these keys are JupyterLab's own, for going from cell to cell.
    """
    slider, choice = place.locator(SLIDER).first, place.locator(LIST).first
    if slider.count():
        at_end = slider.evaluate("it => it.ariaValueNow === it.ariaValueMax")
        slider.press("ArrowLeft" if at_end else "ArrowRight")
    elif choice.count():
        at_end = choice.evaluate("it => it.selectedIndex === it.length - 1")
        choice.press("ArrowLeft" if at_end else "ArrowRight")
    else:
        place.locator(BUTTON).first.press("Enter")


def test_every_explorer_answers_to_the_keyboard(lesson):
    for number in lesson.cells_with(WIDGET):
        lesson.picture(number)
        place = lesson.scroll_to(number)
        pictures = place.element_handle()
        before = pictures.evaluate(PICTURES)
        press_a_key(place)
        # Not `wait`: it takes the promise of an async function for a yes.
        end = time.monotonic() + PATIENCE
        while pictures.evaluate(PICTURES) == before:
            assert time.monotonic() < end, f"the picture of cell {number} stays"
            lesson.page.wait_for_timeout(50)


def test_nothing_is_asked_of_another_machine(lesson):
    assert lesson.outside == []
