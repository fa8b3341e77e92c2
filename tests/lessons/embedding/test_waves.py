import numpy as np
import pytest

from helpers.lessons.embedding import WavesExplorer
from helpers.model import sinusoidal_positions


@pytest.fixture
def explorer():
    return WavesExplorer()


@pytest.mark.parametrize("d_model", [4, 512])
@pytest.mark.parametrize("length", [8, 512])
@pytest.mark.parametrize("base", [10, 100_000])
def test_all_four_panels_show_the_helpers_table(explorer, d_model, length, base):
    explorer.set(d_model=d_model, length=length, base=base)
    table = sinusoidal_positions(length, d_model, base).numpy()
    explorer.set(position=length - 1, dimension=d_model - 1)
    np.testing.assert_array_equal(explorer["table"].numbers, table)
    np.testing.assert_array_equal(explorer["row"]["curve"].ys, table[-1])
    np.testing.assert_array_equal(explorer["wave"]["curve"].ys, table[:, -1])
    alike = table @ table.T / (d_model / 2)
    np.testing.assert_allclose(explorer["alike"].numbers, alike, atol=1e-4)
    assert explorer["row"]["here"].ys == [table[-1, -1]]
    assert explorer["wave"]["here"].xs == [length - 1]
    assert f"Dimension {d_model - 1} is a cosine" in explorer.said


def test_a_smaller_table_keeps_the_cuts_inside(explorer):
    explorer.set(position=63, dimension=127)
    for length, position, most in ((8, 7, 7), (16, 7, 15)):
        explorer.length.value = length
        control = explorer.position
        assert (control.value, control.widget.max) == (position, most)
    explorer.d_model.value = 4
    assert (explorer.dimension.value, explorer.dimension.widget.max) == (3, 3)
    assert explorer["row"]["here"].xs == [3]


def test_the_cuts_move_the_outlines_and_a_click_moves_the_cuts(explorer):
    explorer.set(position=3, dimension=0)
    table, alike = explorer["table"], explorer["alike"]
    assert table.lit == alike.lit == 3
    assert table.outlines == [(0, 0, 64, 1)]
    assert "a sine that repeats after 6.3 positions" in explorer.said
    titles = [explorer[name].title for name in ("row", "wave")]
    assert titles == ["the row of position 3", "the wave of dimension 0"]
    clicks = [(control.name, along) for control, along, _ in table.clicks()]
    assert clicks == [("position", "row"), ("dimension", "column")]
    assert alike.row_sets.name == "position"
    for name, control in (("row", "dimension"), ("wave", "position")):
        assert explorer[name].sets.name == control


def test_the_base_goes_by_quarters_of_a_power(explorer):
    values = explorer.base.values()
    assert (values[0], values[-1], explorer.base.value) == (10, 100_000, 10_000)
    np.testing.assert_allclose(np.diff(np.log10(values)), 0.25)
    assert [name for name, _ in explorer.base.options][:3] == ["10", "18", "32"]
