"""What happens in a class besides: never run, run twice, out of turn, too fast."""

import pytest
from lab_page import KERNEL, LESSONS

from helpers.explorers.missing_names import HINT

LESSON = "02_self_attention.ipynb"
WIDGET = "application/vnd.jupyter.widget-view+json"
WARM_UP, PRESSES = 60, 300
MORE_MEMORY = 40_000_000  # bytes that 300 pictures may take, though they should not

# As text, to compare: the picture's address changes with every drawing.
PIXELS = """async image => {
  const bytes = await (await fetch(image.src)).bytes();
  return bytes.join();
}"""
RUN_CELL = """number => {
  window.jupyterapp.shell.currentWidget.content.activeCellIndex = number;
  return window.jupyterapp.commands.execute('notebook:run-cell');
}"""
ERROR = """number => window.jupyterapp.shell.currentWidget.content.widgets[number]
  .model.outputs.toJSON().find(output => output.output_type === 'error')?.traceback
  .join('\\n')"""


@pytest.mark.parametrize("name", LESSONS)
def test_a_notebook_that_never_ran_shows_every_picture(open_room, name):
    room = open_room(name)
    pictures = room.cells_with("image/png")
    assert len(pictures) >= 5
    for number in pictures:
        assert room.picture(number).bounding_box()["width"] >= 600, f"cell {number}"


def test_a_cell_out_of_turn_says_what_to_run_first(open_room):
    room = open_room(LESSON)
    first, number, *_ = room.cells_with("image/png")
    for cell in (first, number):  # the first has the imports, another the translator
        room.page.evaluate(RUN_CELL, cell)
    traceback = room.page.evaluate(ERROR, number)
    assert HINT.format(name="translator") in traceback


SHEET = ".sheet-for-fine-screens"
# How far a sheet's corners are from those of the picture beneath it.
OFF = """sheet => {
  const own = sheet.getBoundingClientRect();
  const place = sheet.closest('.widget-gridbox');
  const picture = place.querySelector('img').getBoundingClientRect();
  return Math.max(...['left', 'top', 'right', 'bottom']
    .map(side => Math.abs(own[side] - picture[side])));
}"""


@pytest.mark.parametrize("pixel_ratio", [1, 2])
def test_a_fine_screen_gets_a_fine_picture(open_room, pixel_ratio):
    room = open_room(LESSON, pixel_ratio=pixel_ratio)
    first, number, *_ = room.cells_with("image/png")
    for cell in range(first, number + 1):
        room.page.evaluate(RUN_CELL, cell)
    place = room.scroll_to(number)
    place.locator(".noUi-handle").first.press("ArrowLeft")
    sheet = place.locator(SHEET)
    sheet.wait_for(state="attached")  # it comes when nothing moves
    room.page.wait_for_timeout(500)
    assert sheet.is_visible() == (pixel_ratio == 2)
    if sheet.is_visible():
        assert sheet.evaluate(OFF) < 1


def press_often(room, slider, times):
    """Press arrow keys as fast as it goes, there and back; wait until all is done."""
    at_end = slider.evaluate("it => it.ariaValueNow === it.ariaValueMax")
    there, back = ("ArrowLeft", "ArrowRight")[:: 1 if at_end else -1]
    slider.focus()
    for _ in range(times // 2):
        room.page.keyboard.press(there)
        room.page.keyboard.press(back)
    room.page.evaluate(f"{KERNEL}.requestKernelInfo()")  # answered after all the rest
    room.wait(f"() => {KERNEL}.status === 'idle'", seconds=60)


def test_fast_keys_and_a_restart_are_survived(open_room):
    room = open_room(LESSON)
    room.run_all()
    number = room.cells_with(WIDGET)[1]
    place, picture = room.scroll_to(number), room.picture(number)
    slider = place.locator(".noUi-handle").first
    value, pixels = slider.get_attribute("aria-valuenow"), picture.evaluate(PIXELS)
    press_often(room, slider, WARM_UP)
    held = room.memory()
    press_often(room, slider, PRESSES)
    assert room.memory() < held + MORE_MEMORY
    assert place.locator("img").count() == 1
    assert slider.get_attribute("aria-valuenow") == value
    assert picture.evaluate(PIXELS) == pixels

    room.command("notebook:clear-all-cell-outputs")
    room.command("notebook:restart-run-all")
    room.page.locator(".jp-Dialog .jp-mod-accept").click()
    room.wait_until_run()
    assert room.errors() == []
    assert room.picture(number).bounding_box()["width"] >= 600
