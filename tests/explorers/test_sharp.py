"""The second picture, for fine screens."""

import asyncio
import base64
import io

import ipywidgets as widgets
import numpy as np
import pytest
from PIL import Image

from helpers.explorers import sharp
from helpers.explorers.live import FOOT, Explorer


class Dial(Explorer):
    """One number as a bar and as a text."""

    width, height = 300, 200

    def build(self):
        self.size = self.control(widgets.IntSlider(2, 0, 10))
        ax = self.figure.subplots()
        ax.set_ylim(0, 10)
        (self.bar,) = ax.bar([0], [0], zorder=3)
        self.label = ax.text(0, 9, "", zorder=4)
        self.live(self.bar, self.label)

    def update(self):
        self.bar.set_height(self.size.value)
        self.label.set_text(f"size {self.size.value}")
        return f"size {self.size.value}"


@pytest.fixture
def dial(monkeypatch):
    monkeypatch.setattr(sharp, "REST", 0.01)
    return Dial()


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"), dtype=float)


def test_it_is_the_live_picture_at_twice_the_size(dial):
    dial.size.value = 7
    live, fine = pixels(dial.image.value), pixels(dial.sharp_png())
    assert fine.shape == (2 * (dial.height - FOOT), 2 * dial.width)
    small = fine.reshape(live.shape[0], 2, live.shape[1], 2).mean(axis=(1, 3))
    assert abs(small - live).mean() < 4  # of 255: edges fall between the pixels
    assert (live < 128).any()


def test_the_live_picture_goes_on_as_if_nothing_had_been(dial):
    other = Dial()
    for value in (7, 3, 9):
        dial.size.value = other.size.value = value
        dial.sharp_png()
        assert dial.image.value == other.image.value
        assert dial.still() == other.still()


def test_it_comes_at_rest_and_hides_while_something_moves(dial):
    async def scenario():
        dial.size.value = 5
        assert dial.sharp.sheet.layout.visibility == "hidden"
        await asyncio.sleep(0.1)
        assert dial.sharp.sheet.layout.visibility == "visible"
        first = dial.sharp.sheet.value
        dial.size.value = 6
        assert dial.sharp.sheet.layout.visibility == "hidden"
        await asyncio.sleep(0.1)
        assert dial.sharp.sheet.layout.visibility == "visible"
        assert dial.sharp.sheet.value != first
        assert base64.b64encode(dial.sharp_png()).decode() in dial.sharp.sheet.value

    asyncio.run(scenario())


def test_changes_in_a_row_draw_it_once(dial, monkeypatch):
    drawn = []
    monkeypatch.setattr(dial.sharp, "png", lambda: drawn.append(1) or b"")

    async def scenario():
        for value in range(10):
            dial.size.value = value
        await asyncio.sleep(0.1)

    asyncio.run(scenario())
    assert len(drawn) == 1


def test_what_went_wrong_is_not_drawn(dial, monkeypatch):
    async def scenario():
        dial.size.value = 5
        monkeypatch.setattr(dial.label, "set_text", lambda text: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            dial.size.value = 6  # the bar has moved when it fails
        await asyncio.sleep(0.1)

    asyncio.run(scenario())
    assert dial.sharp.sheet.layout.visibility == "hidden"
    assert dial.sharp.sheet.value == ""


def test_a_closed_explorer_draws_nothing_more(dial):
    async def scenario():
        dial.size.value = 5
        dial.close()
        await asyncio.sleep(0.1)

    asyncio.run(scenario())
    assert dial.sharp.sheet.value == ""


def test_without_a_running_page_nothing_waits(dial):
    dial.size.value = 4
    assert dial.sharp.timer is None
    assert dial.sharp.sheet.layout.visibility == "hidden"
