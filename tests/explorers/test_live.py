"""The engine of the explorers, tried on a small one."""

import gc
import io
import tracemalloc
import weakref

import ipywidgets as widgets
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances
from PIL import Image

from helpers.explorers.live import FOOT, WIDGET_VIEW, Explorer
from helpers.figures.style import PROBLEM, house_style


class Bars(Explorer):
    """Three bars in one panel and a moving line in another."""

    width, height = 300, 200

    def build(self):
        self.updates = 0
        self.size = self.control(widgets.IntSlider(2, 0, 10))
        self.angle = self.control(widgets.IntSlider(0, 0, 10))
        self.top = 10
        self.left_axes, self.right_axes = self.figure.subplots(1, 2)
        self.figure.subplots_adjust(bottom=0.3)  # leaves room for the foot
        # Above the frame (2.5), which is in the background; the label lies on the bars,
        # and does not change with them.
        self.bars = self.left_axes.bar([0, 1, 2], [0, 0, 0], zorder=3)
        self.label = self.left_axes.text(0, 1, "", zorder=4)
        (self.line,) = self.right_axes.plot([0, 1], [0, 0], zorder=3)
        self.live(*self.bars, self.label, self.line)
        self.left_axes.set_ylim(0, self.top)
        self.right_axes.set_ylim(0, 10)

    def update(self):
        self.updates += 1
        size, angle = self.size.value, self.angle.value
        for number, bar in enumerate(self.bars):
            if bar.get_height() != size - number:
                bar.set_height(size - number)
        self.line.set_ydata([0, angle])
        if size == 9:
            raise ValueError("nine <is> too many")
        self.label.set_text(f"{angle}° to go")
        self.left_axes.set_ylim(0, self.top)
        return f"size {size}, angle {angle}"


@pytest.fixture
def explorer():
    made = Bars()
    yield made
    made.close()


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def drawn_whole(explorer):
    """Return the live picture as matplotlib draws it, without a saved background."""
    canvas = explorer.figure.canvas
    for artist in explorer.artists:
        artist.set_animated(False)
    with house_style():
        canvas.draw()
    whole = np.asarray(canvas.buffer_rgba())[:-FOOT, :, :3].copy()
    for artist in explorer.artists:
        artist.set_animated(True)
    return whole


STEPS = [
    ("size", 7),
    ("size", 3),
    ("angle", 10),
    ("angle", 4),
    ("size", 10),
    ("size", 0),
]


@pytest.mark.parametrize("count", range(len(STEPS) + 1))
def test_a_blitted_picture_is_a_whole_one(explorer, count):
    for name, value in STEPS[:count]:
        getattr(explorer, name).value = value
    blitted = pixels(explorer.image.value)
    np.testing.assert_array_equal(blitted, drawn_whole(explorer))


def test_changes_draw_no_ticks_again(explorer, monkeypatch):
    draws = []
    canvas_draw = explorer.figure.canvas.draw
    monkeypatch.setattr(
        explorer.figure.canvas, "draw", lambda: draws.append(1) or canvas_draw()
    )
    explorer.size.value, explorer.angle.value = 5, 6
    assert not draws
    explorer.redraw_all()
    explorer.size.value = 6
    assert len(draws) == 1


def test_new_limits_show_after_redraw_all(explorer):
    explorer.top = 100
    explorer.redraw_all()
    explorer.size.value = 8
    np.testing.assert_array_equal(pixels(explorer.image.value), drawn_whole(explorer))


def test_caption_and_foot_say_the_sentence(explorer):
    explorer.size.value = 5
    assert explorer.sentence == explorer.foot.get_text() == "size 5, angle 0"
    assert ">size 5, angle 0<" in explorer.caption.value


def test_a_caption_is_text_and_not_html(explorer, monkeypatch):
    monkeypatch.setattr(explorer, "update", lambda: "<b>&")
    explorer.size.value = 3
    assert "&lt;b&gt;&amp;" in explorer.caption.value


def test_only_the_shipped_picture_has_the_sentence_at_its_foot(explorer):
    bundle, _ = explorer._repr_mimebundle_()
    assert (pixels(bundle["image/png"])[-FOOT:] < 128).any()
    explorer.size.value = 5
    assert pixels(explorer.image.value).shape[0] == explorer.height - FOOT
    np.testing.assert_array_equal(pixels(explorer.image.value), drawn_whole(explorer))


def test_a_live_page_is_offered_the_widget_as_ipywidgets_would(explorer):
    bundle, _ = explorer._repr_mimebundle_()
    assert bundle[WIDGET_VIEW] == explorer.widget._repr_mimebundle_()[WIDGET_VIEW]


def test_what_goes_wrong_is_said_and_raised_and_the_picture_stays(explorer):
    explorer.size.value = 4
    good = explorer.image.value
    with pytest.raises(ValueError, match="nine <is> too many"):
        explorer.size.value = 9
    assert explorer.image.value == good
    assert explorer.sentence == "size 4, angle 0"
    assert "ValueError: nine &lt;is&gt; too many" in explorer.message.value
    assert PROBLEM in explorer.message.value


def test_after_a_mistake_the_next_picture_is_right(explorer):
    with pytest.raises(ValueError):
        explorer.size.value = 9
    explorer.size.value = 8
    assert explorer.message.value == ""
    np.testing.assert_array_equal(pixels(explorer.image.value), drawn_whole(explorer))


def test_after_a_mistake_the_last_good_picture_is_shown(explorer):
    good = pixels(explorer.image.value)
    with pytest.raises(ValueError):
        explorer.size.value = 9
    bundle, _ = explorer._repr_mimebundle_()
    assert abs(pixels(bundle["image/png"])[:-FOOT].astype(int) - good).max() < 16
    assert bundle["text/plain"] == "size 2, angle 0"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a & b", 'say "x"'])
def test_messages_are_text_and_not_html(explorer, text):
    explorer.say(text)
    inside = explorer.message.value.removeprefix("<span").partition(">")[2]
    assert "<" not in inside.removesuffix("</span>")
    assert "&" in inside
    explorer.say("")
    assert explorer.message.value == ""


def test_a_note_of_update_is_said_until_the_next_picture(explorer, monkeypatch):
    update = explorer.update

    def update_with_note():
        explorer.note = "look here"
        return update()

    with monkeypatch.context() as patch:
        patch.setattr(explorer, "update", update_with_note)
        explorer.size.value = 3
        assert "look here" in explorer.message.value
    explorer.size.value = 4
    assert explorer.message.value == ""


def test_hold_draws_once(explorer):
    before = explorer.updates
    with explorer.hold():
        explorer.size.value = 7
        explorer.angle.value = 3
        assert explorer.updates == before
    assert explorer.updates == before + 1
    assert explorer.sentence == "size 7, angle 3"


def test_reset_puts_everything_back_and_draws_once(explorer):
    picture = explorer.image.value
    explorer.size.value, explorer.angle.value = 6, 8
    before = explorer.updates
    explorer.reset_button.click()
    assert (explorer.size.value, explorer.angle.value) == (2, 0)
    assert explorer.updates == before + 1
    assert explorer.image.value == picture


def test_a_button_that_goes_wrong_says_so(explorer, caplog):
    def fail():
        raise RuntimeError("it broke")

    button = explorer.button("Break", fail, "Try it")
    assert button.tooltip == "Try it"
    button.click()  # ipywidgets logs what a click raises, and goes on
    assert "RuntimeError: it broke" in explorer.message.value
    assert "it broke" in caplog.text
    with pytest.raises(RuntimeError, match="it broke"):
        explorer.attempt(fail)


def test_one_bundle_has_text_picture_and_widget(explorer):
    explorer.size.value = 6
    bundle, metadata = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == explorer.sentence
    view = bundle["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == explorer.widget.model_id
    shown, live = pixels(bundle["image/png"]), pixels(explorer.image.value)
    assert shown.shape == (200, 300, 3)
    assert abs(shown[:-FOOT].astype(int) - live).max() < 16
    assert metadata == {"image/png": {"width": 300, "height": 200}}


def test_close_leaves_no_callback():
    explorer = Bars()
    controls = [explorer.size, explorer.angle]
    explorer.close()
    before, picture = explorer.updates, explorer.image.value
    for control in controls:
        control.value = 5
    assert (explorer.updates, explorer.image.value) == (before, picture)


def test_a_closed_explorer_is_forgotten():
    gc.collect()
    before = set(_instances)
    explorer = Bars()
    gone = weakref.ref(explorer)
    explorer.close()
    del explorer
    gc.collect()
    assert set(_instances) == before
    assert gone() is None


def change(explorer, times):
    """Change a control so often; return the bytes and the objects then alive."""
    for number in range(times):
        explorer.size.value = (number + 1) % 8
    gc.collect()
    return tracemalloc.get_traced_memory()[0], len(gc.get_objects())


def test_objects_are_steady_over_a_thousand_changes(explorer):
    _, before = change(explorer, 16)
    _, after = change(explorer, 1000)
    assert after - before < 50


def test_memory_is_steady(explorer):
    tracemalloc.start()
    try:
        change(explorer, 16)
        before, _ = change(explorer, 16)
        after, _ = change(explorer, 160)
    finally:
        tracemalloc.stop()
    one_picture = explorer.width * explorer.height * 4
    assert after - before < one_picture


def test_an_explorer_must_say_what_it_builds_and_shows():
    with pytest.raises(NotImplementedError):
        Explorer()
