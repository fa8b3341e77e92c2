"""Curves and markers about d_k hold the numbers they are given."""

import numpy as np
import pytest

from helpers.figures import style
from helpers.figures.self_attention import scale


@pytest.fixture
def axes():
    with style.house_style():
        yield style.new_figure(400, 300).subplots()


def test_spread_and_gradients_return_their_curves(axes):
    d_ks = (1, 8, 512)
    spread = {False: [1.0, 2.8, 22.6], True: [1.0, 1.0, 1.0]}
    lines = scale.draw_spread(axes, d_ks, spread)
    for scaled, line in lines.items():
        np.testing.assert_array_equal(line.get_xydata().T, [d_ks, spread[scaled]])
    axes.clear()
    median = {False: [0.2, 0.1, 0.001], True: [0.2, 0.3, 0.3]}
    lines, names = scale.draw_gradients(axes, d_ks, spread, median)
    assert [name.get_text() for name in names] == ["mean", "median", "with ÷ √dₖ"]
    for scaled, pair in lines.items():
        curves = [list(line.get_ydata()) for line in pair]
        assert curves == [spread[scaled], median[scaled]]


def test_a_draw_below_the_axis_is_an_arrow_at_its_foot(axes):
    marker = scale.Marker(axes)
    marker.put(64, [0.5, 0.1])
    assert marker.rings.get_xydata().tolist() == [[64, 0.5], [64, 0.1]]
    marker.put_draw(64, 0.2)
    assert (marker.draw.get_marker(), *marker.draw.get_ydata()) == ("D", 0.2)
    marker.put_draw(64, 1e-12)
    assert marker.draw.get_marker() == "v"
    assert marker.draw.get_ydata()[0] > scale.LOWEST
