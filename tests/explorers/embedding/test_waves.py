import numpy as np
import pytest

from helpers.explorers.embedding import WavesExplorer
from helpers.model import sinusoidal_positions


@pytest.fixture
def explorer():
    return WavesExplorer()


@pytest.mark.parametrize("d_model", [4, 512])
@pytest.mark.parametrize("length", [8, 512])
@pytest.mark.parametrize("base", [10, 100_000])
def test_all_four_panels_show_the_helpers_table(explorer, d_model, length, base):
    explorer.d_model.value, explorer.length.value = d_model, length
    explorer.base.value = base
    table = sinusoidal_positions(length, d_model, explorer.base.value).numpy()
    for slider in (explorer.position, explorer.dimension):
        slider.value = slider.max
    picture = explorer.picture
    np.testing.assert_array_equal(np.asarray(picture.table.get_array()), table)
    np.testing.assert_array_equal(picture.row.get_ydata(), table[-1])
    np.testing.assert_array_equal(picture.wave.get_ydata(), table[:, -1])
    alike = np.asarray(picture.alike.get_array())
    np.testing.assert_allclose(alike, table @ table.T / (d_model / 2), atol=1e-4)
    assert picture.row_point.get_ydata() == [table[-1, -1]]
    assert picture.wave_point.get_xdata() == [length - 1]
    assert f"Dimension {d_model - 1} is a cosine" in explorer.sentence


def test_a_smaller_table_keeps_the_cuts_inside(explorer):
    explorer.position.value, explorer.dimension.value = 63, 127
    explorer.length.value = 8
    assert (explorer.position.value, explorer.position.max) == (7, 7)
    explorer.d_model.value = 4
    assert (explorer.dimension.value, explorer.dimension.max) == (3, 3)
    assert explorer.picture.row_point.get_xdata() == [3]


def test_the_cuts_move_lines_and_leave_the_table_alone(explorer):
    explorer.position.value = 3
    picture = explorer.picture
    assert not picture.table.stale and picture.table not in explorer.moving
    across, alike, down = picture.lines
    assert across.get_ydata() == alike.get_ydata() == [3, 3]
    explorer.dimension.value = 0
    assert down.get_xdata() == [0, 0]
    assert "a sine that repeats after 6.3 positions" in explorer.sentence


def test_reset_puts_everything_back(explorer):
    before = explorer.image.value
    explorer.length.value = 16
    explorer.base.value = 10
    explorer.dimension.value = 1
    explorer.reset_button.click()
    assert explorer.image.value == before
