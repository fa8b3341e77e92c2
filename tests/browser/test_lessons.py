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

SLIDER, NEXT = ".noUi-handle", "button:text-is('Next ▶')"
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
    """Move the first slider of an explorer by the keyboard, or press Next.

    Lists do not count: their arrow keys are JupyterLab's, to go from cell to cell.
    """
    slider = place.locator(SLIDER).first
    if slider.count():
        at_end = slider.evaluate("it => it.ariaValueNow === it.ariaValueMax")
        slider.press("ArrowLeft" if at_end else "ArrowRight")
    else:
        place.locator(NEXT).first.press("Enter")


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
