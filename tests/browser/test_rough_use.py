"""What happens in a class besides: never run, run again, too fast, seen twice."""

import pytest
from lab_page import KERNEL, LESSONS

LESSON = "02_self_attention.ipynb"
WIDGET = "application/vnd.jupyter.widget-view+json"
WARM_UP, PRESSES = 60, 300
MORE_MEMORY = 40_000_000  # bytes that 300 pictures may take, though they should not
SHOWN = "stage => stage.querySelector('.stage-parts').innerHTML"
RUN_CELL = """number => {
  window.jupyterapp.shell.currentWidget.content.activeCellIndex = number;
  return window.jupyterapp.commands.execute('notebook:run-cell');
}"""
NEW_VIEW = """number => {
  window.jupyterapp.shell.currentWidget.content.activeCellIndex = number;
  return window.jupyterapp.commands.execute('notebook:create-output-view');
}"""
DARK = """() => window.jupyterapp.commands.execute('apputils:change-theme',
  {theme: 'JupyterLab Dark'})"""
# How strongly a text stands out from what is behind it (WCAG 2.1).
CONTRAST = """text => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let ground = text, colour;
  do {
    colour = getComputedStyle(ground).backgroundColor;
    ground = ground.parentElement;
  } while (ground && /rgba\\(.*, 0\\)/.test(colour));
  const both = [light(getComputedStyle(text).color), light(colour)];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""


@pytest.mark.parametrize("name", LESSONS)
def test_a_notebook_that_never_ran_shows_every_picture(open_room, name):
    room = open_room(name)
    pictures = room.cells_with("image/png")
    assert len(pictures) >= 5
    for number in pictures:
        assert room.picture(number).bounding_box()["width"] >= 600, f"cell {number}"


def run_to_the_stepper(room):
    """Run the first lesson cells up to the first explorer; return its number."""
    first, number, *_ = room.cells_with("image/png")
    for cell in range(first, number + 1):
        room.page.evaluate(RUN_CELL, cell)
    return number


@pytest.mark.parametrize("pixel_ratio", [1, 2, 3])
def test_a_fine_screen_gets_text_and_lines_and_no_pixels(open_room, pixel_ratio):
    room = open_room(LESSON, pixel_ratio=pixel_ratio)
    place = room.explorer(run_to_the_stepper(room))
    assert place.locator("img, canvas").count() == 0
    texts = place.locator(".stage-picture text").all_text_contents()
    assert {"softmax", "apples"} <= set(texts)  # it can be selected and read aloud
    font = place.locator(".stage-picture text").first.evaluate(
        "text => getComputedStyle(text).fontFamily"
    )
    assert font.startswith('"Lesson Sans"')


def test_a_word_is_chosen_by_clicking_it_and_by_a_finger(open_room):
    room = open_room(LESSON)
    place = room.explorer(run_to_the_stepper(room))
    says = place.locator(".stage-says")
    svg = place.locator(".stage-picture")
    word = place.locator(".stage-picture text", has_text="like").first.bounding_box()
    cell = {"x": word["x"] + word["width"] + 40, "y": word["y"] + word["height"] / 2}
    room.page.mouse.move(**cell)
    assert place.locator(".stage-tip").inner_text().startswith("like")
    room.page.mouse.click(**cell)
    says.get_by_text("“like”").first.wait_for()
    frame = svg.bounding_box()
    svg.dispatch_event(
        "pointerdown",
        {
            "clientX": cell["x"],
            "clientY": cell["y"] - word["height"] * 2,
            "pointerType": "touch",
            "bubbles": True,
        },
    )
    assert place.locator(".stage-tip").is_visible()
    assert frame["width"] > 600


def test_a_second_view_follows_the_same_controls(open_room):
    room = open_room(LESSON)
    number = run_to_the_stepper(room)
    place = room.explorer(number)
    room.page.evaluate(NEW_VIEW, number)
    views = room.page.locator(".stage-parts")
    room.page.wait_for_function(
        "document.querySelectorAll('.stage-parts').length === 2 && "
        "[...document.querySelectorAll('.stage-parts')].every(p => p.children.length)"
    )
    place.locator(".noUi-handle").first.press("ArrowLeft")
    room.page.wait_for_timeout(800)
    one, other = (views.nth(i).inner_html() for i in range(2))
    assert one == other


def test_a_tape_answers_without_the_kernel(open_room):
    room = open_room(LESSON)
    place = room.explorer(run_to_the_stepper(room))
    slider, kernel = place.locator(".noUi-handle").first, room.process()
    slider.press("ArrowLeft")
    room.page.wait_for_timeout(2500)  # the kernel records the slider's track
    before = place.evaluate(SHOWN)
    kernel.suspend()
    try:
        slider.press("ArrowLeft")
        room.page.wait_for_timeout(300)
        assert place.evaluate(SHOWN) != before
    finally:
        kernel.resume()


def test_who_wants_less_motion_gets_no_play(open_room):
    room = open_room(LESSON)
    place = room.explorer(run_to_the_stepper(room))
    play = place.locator(".widget-play")
    assert play.is_visible()
    room.page.emulate_media(reduced_motion="reduce")
    assert not play.is_visible()


def test_the_dark_theme_stays_legible(open_room):
    room = open_room(LESSON)
    place = room.explorer(run_to_the_stepper(room))
    room.page.evaluate(DARK)
    text = place.locator("input[type=text]").first
    text.fill("")
    text.press("Enter")
    place.locator(".stage-problem:not(:empty)").wait_for()
    room.page.wait_for_timeout(500)
    for kind in (".stage-says", ".stage-problem"):
        assert place.locator(kind).evaluate(CONTRAST) >= 4.5, kind


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
    number = room.cells_with(WIDGET)[0]
    place = room.explorer(number)
    slider = place.locator(".noUi-handle").first
    value, shown = slider.get_attribute("aria-valuenow"), place.evaluate(SHOWN)
    press_often(room, slider, WARM_UP)
    held = room.memory()
    press_often(room, slider, PRESSES)
    assert room.memory() < held + MORE_MEMORY
    assert slider.get_attribute("aria-valuenow") == value
    room.page.wait_for_timeout(300)
    assert place.evaluate(SHOWN) == shown

    room.command("notebook:clear-all-cell-outputs")
    room.command("notebook:restart-run-all")
    room.page.locator(".jp-Dialog .jp-mod-accept").click()
    room.wait_until_run()
    assert room.errors() == []
    assert room.picture(number).bounding_box()["width"] >= 600
