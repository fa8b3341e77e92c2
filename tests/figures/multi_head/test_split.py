"""Cells say whose number they hold; what is not reached yet stays empty."""

import numpy as np
import pytest

from helpers.figures import style
from helpers.figures.multi_head.split import MOST_CELLS, TokenPanel


@pytest.fixture
def panel():
    with style.house_style():
        yield TokenPanel(style.new_figure(300, 300).subplots(), "heads")


def texts(panel):
    return [t.get_text() for t in panel.numbers if t.get_visible()]


@pytest.mark.parametrize("shape", [(1, 2, 8), (2, 4, 4), (4, 5, 2)])
def test_every_cell_has_its_number(panel, shape):
    blocks = np.arange(np.prod(shape)).reshape(shape)
    assert blocks.size <= MOST_CELLS
    panel.show(blocks, current=True)
    assert texts(panel) == [str(number) for number in blocks.ravel()]
    assert panel.title.get_color() == style.ACCENT
    frames = [cut for cut in panel.cuts if cut.get_visible()]
    assert len(frames) == (shape[0] if shape[0] > 1 else 0)


def test_what_is_not_reached_is_empty(panel):
    panel.show(np.zeros((1, 2, 2), int), current=False)
    panel.show(None, current=False)
    assert texts(panel) == [] and not panel.image.get_visible()
    assert panel.title.get_text() == "heads"


def test_columns_can_be_cut_into_heads(panel):
    panel.show(np.zeros((1, 3, 8), int), current=False)
    panel.cut([4, 4])
    first, second = (cut.get_bbox() for cut in panel.cuts if cut.get_visible())
    assert (first.x0, first.x1, second.x1) == (-0.5, 3.5, 7.5)
    assert first.height == 3
