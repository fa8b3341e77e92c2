"""Each notebook as a student meets it: opened, run, and played with."""

import time

ERRORS = """() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap(
  (cell, index) => cell.model.type !== 'code' ? []
    : cell.model.getMetadata('tags')?.includes('raises-exception') ? []
    : cell.model.outputs.toJSON().filter(output => output.output_type === 'error')
      .map(output => `cell ${index}: ${output.ename}: ${output.evalue}`))"""

# Every picture of the output to which a slider belongs, as one fingerprint.
PICTURES = """async handle => {
  const output = handle.closest('.jp-OutputArea-child');
  const prints = [];
  for (const image of output.querySelectorAll('img')) {
    const bytes = await (await fetch(image.src)).arrayBuffer();
    const print = await crypto.subtle.digest('SHA-1', bytes);
    prints.push([...new Uint8Array(print)].join());
  }
  return prints.join(' ');
}"""

TOO_WIDE = """() => [...document.querySelectorAll('.jp-Cell, .jp-OutputArea-output')]
  .filter(box => box.scrollWidth > box.clientWidth + 1)
  .map(box => `${box.className}: ${box.scrollWidth} in ${box.clientWidth} px`)"""

WIDGET_PICTURE = ".jp-OutputArea .jupyter-widgets img"
SLIDER = ".jp-OutputArea .noUi-handle"
PATIENCE = 10_000  # milliseconds


def test_no_cell_fails(lesson):
    assert lesson.evaluate(ERRORS) == []


def test_a_widget_shows_a_picture(lesson):
    picture = lesson.locator(WIDGET_PICTURE).first
    picture.scroll_into_view_if_needed(timeout=PATIENCE)
    lesson.wait_for_function(
        "image => image.naturalWidth > 0", arg=picture.element_handle()
    )
    assert picture.bounding_box()["width"] >= 600


def test_the_first_slider_moves_its_picture(lesson):
    slider = lesson.locator(SLIDER).first
    slider.scroll_into_view_if_needed(timeout=PATIENCE)
    handle = slider.element_handle()
    before = handle.evaluate(PICTURES)
    at_end = "slider => slider.ariaValueNow === slider.ariaValueMax"
    slider.press("ArrowLeft" if handle.evaluate(at_end) else "ArrowRight")
    # Not wait_for_function: it takes the promise of an async function for a yes.
    end = time.monotonic() + PATIENCE / 1000
    while handle.evaluate(PICTURES) == before:
        assert time.monotonic() < end, "the picture stays as it was"
        lesson.wait_for_timeout(50)


def test_no_output_is_wider_than_its_place(lesson):
    assert lesson.evaluate(TOO_WIDE) == []


def test_nothing_is_asked_of_another_machine(lesson):
    assert lesson.outside == []
