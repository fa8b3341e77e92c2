"""Small maps: the hatching covers the cells above the diagonal, and no others."""

import numpy as np
import pytest
from matplotlib.path import Path

from helpers.figures import style
from helpers.figures.multi_head.heads import place
from helpers.figures.multi_head.maps import SmallMap, staircase


@pytest.fixture
def small():
    with style.house_style():
        yield SmallMap(style.new_figure(300, 300).subplots(), "head 1")


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_staircase_covers_what_the_causal_mask_hides(size):
    outline = Path(staircase(size).vertices)
    for query in range(size):
        for key in range(size):
            assert outline.contains_point((key, query)) == (key > query)


def test_hidden_cells_are_hatched_only_when_asked(small):
    small.show(np.eye(4), causal=True)
    assert small.hidden.size == 4 and small.hidden.get_hatch()
    small.show(np.eye(4), causal=False)
    assert small.hidden.size == 0
    np.testing.assert_array_equal(small.image.get_array(), np.eye(4))


def test_a_marked_map_is_framed_and_named(small):
    small.mark(True)
    assert small.frame.get_linewidth() == 3
    assert small.title.get_color() == style.ACCENT
    small.mark(False)
    assert small.title.get_color() == style.INK


@pytest.mark.parametrize("num_heads", [1, 4, 5, 8])
def test_small_maps_stand_in_the_figure_and_apart(num_heads):
    boxes = [place(number, num_heads) for number in range(num_heads)]
    for left, bottom, width, height in boxes:
        assert left + width < 1 and bottom > 0.1 and bottom + height < 1 and height > 0
    assert len({box[:2] for box in boxes}) == num_heads
