"""What happens in a class besides: never run, run again, too fast, seen twice."""

import pytest
from lab_page import FINISHED, KERNEL, LESSONS, RUN_SECONDS, SHOWN, WIDGET

LESSON = "02_self_attention.ipynb"
WARM_UP, PRESSES = 60, 300
MORE_MEMORY = 40_000_000  # bytes that 300 pictures may take, though they should not
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


@pytest.fixture
def stepper(open_room):
    """A lesson with its first explorer: the room, and the explorer's cell and place."""
    room = open_room(LESSON)
    return room, *room.first_explorer()


@pytest.mark.parametrize("pixel_ratio", [1, 2, 3])
def test_a_fine_screen_gets_text_and_lines_and_no_pixels(open_room, pixel_ratio):
    _, place = open_room(LESSON, pixel_ratio=pixel_ratio).first_explorer()
    assert place.locator("img, canvas").count() == 0
    texts = place.locator(".stage-picture text").all_text_contents()
    assert {"softmax", "apples"} <= set(texts)  # it can be selected and read aloud
    font = place.locator(".stage-picture text").first.evaluate(
        "text => getComputedStyle(text).fontFamily"
    )
    assert font.startswith('"Lesson Sans"')


def test_a_word_is_chosen_by_clicking_it_and_by_a_finger(stepper):
    room, _, place = stepper
    word = place.locator(".stage-picture text", has_text="like").first.bounding_box()
    x, y = word["x"] + word["width"] + 40, word["y"] + word["height"] / 2
    room.page.mouse.move(x, y)
    assert place.locator(".stage-tip").inner_text().startswith("like")
    room.page.mouse.click(x, y)
    place.locator(".stage-says").get_by_text("“like”").first.wait_for()
    picture = place.locator(".stage-picture")
    touch = {"clientX": x, "clientY": y - 2 * word["height"], "pointerType": "touch"}
    picture.dispatch_event("pointerdown", touch | {"bubbles": True})
    assert place.locator(".stage-tip").is_visible()
    assert picture.bounding_box()["width"] > 600


def test_a_text_can_be_selected_and_is_not_clicked_by_that(stepper):
    room, _, place = stepper
    shown = place.evaluate(SHOWN)
    word = place.locator(".stage-picture text", has_text="softmax").first.bounding_box()
    middle = word["y"] + word["height"] / 2
    room.page.mouse.move(word["x"] + 1, middle)
    room.page.mouse.down()
    room.page.mouse.move(word["x"] + word["width"] - 1, middle, steps=5)
    room.page.mouse.up()
    assert room.page.evaluate("getSelection().toString()").strip() in "softmax(scores)"
    assert room.page.evaluate("getSelection().toString()")
    assert place.evaluate(SHOWN) == shown


def test_a_second_view_follows_the_same_controls(stepper):
    room, number, place = stepper
    room.at_cell(number, "notebook:create-output-view")
    views = room.page.locator(".stage-parts")
    room.page.wait_for_function(
        "document.querySelectorAll('.stage-parts').length === 2 && "
        "[...document.querySelectorAll('.stage-parts')].every(p => p.children.length)"
    )
    place.locator(".noUi-handle").first.press("ArrowLeft")
    room.page.wait_for_timeout(800)
    one, other = (views.nth(i).inner_html() for i in range(2))
    assert one == other


def test_a_tape_answers_without_the_kernel(stepper):
    room, _, place = stepper
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


def test_who_wants_less_motion_gets_no_play(stepper):
    room, _, place = stepper
    play = place.locator(".widget-play")
    assert play.is_visible()
    room.page.emulate_media(reduced_motion="reduce")
    assert not play.is_visible()


def test_the_dark_theme_stays_legible(stepper):
    room, _, place = stepper
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
    held = room.process().memory_info().rss
    press_often(room, slider, PRESSES)
    assert room.process().memory_info().rss < held + MORE_MEMORY
    assert slider.get_attribute("aria-valuenow") == value
    room.page.wait_for_timeout(300)
    assert place.evaluate(SHOWN) == shown

    room.command("notebook:clear-all-cell-outputs")
    room.command("notebook:restart-run-all")
    room.page.locator(".jp-Dialog .jp-mod-accept").click()
    room.wait(FINISHED, seconds=RUN_SECONDS)
    assert room.errors() == []
    assert room.picture(number).bounding_box()["width"] >= 600
