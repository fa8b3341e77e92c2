import numpy as np
import pytest

from helpers.lessons.multi_head import HeadCountLab
from helpers.stage.pen import Text
from helpers.training.experiments.sizes import HEADS


@pytest.fixture(scope="module")
def shared():
    return HeadCountLab()


@pytest.fixture
def explorer(shared):
    shared.reset()
    return shared


def dots(explorer, name):
    item = explorer["counts"][name]
    return list(zip(item.xs, item.ys, strict=True))


@pytest.mark.parametrize("step", [100, 1_000])
def test_the_points_are_the_shipped_rows_of_the_step(explorer, step):
    explorer.step.value = step
    places = {heads: place for place, heads in enumerate((1, 2, 4, 8, 16))}
    expected = sorted(
        (places[row.num_heads], 100 * row.exact_match)
        for row in HEADS.read()
        if row.step == step
    )
    np.testing.assert_allclose(sorted(dots(explorer, "one seed")), expected)
    means = explorer["counts"].items[0].ys
    first = [share for place, share in expected if place == 0]
    assert means[0] == pytest.approx(sum(first) / 3)
    assert explorer["curves"].items[0].x == step
    assert f"{means[0]:.0f}% right with 1 head" in explorer.said


@pytest.mark.parametrize("step", [100, 300, 1_000])
def test_the_curves_end_at_the_step_with_their_names_apart(explorer, step):
    explorer.step.value = step
    plot, ends = explorer["curves"], explorer["counts"].items[0].ys
    curves = [item for item in plot.named() if item.name != "run here"]
    assert [curve.name for curve in curves] == [
        "1 head", "2 heads", "4 heads", "8 heads", "16 heads",
    ]  # fmt: skip
    for place, curve in enumerate(curves):
        assert curve.xs[-1] == step
        assert curve.ys[-1] == pytest.approx(ends[place])
    assert len({curve.shape for curve in curves}) == 5
    names = {curve.name for curve in curves}
    shapes = [shape for part in explorer.parts()[0] for shape in part.shapes]
    heights = sorted(s.y for s in shapes if isinstance(s, Text) and s.words in names)
    assert len(heights) == 5 and np.diff(heights).min() > 18


def test_the_end_is_not_shown_before_it_is_asked_for(explorer):
    assert "After 300 steps" in explorer.said
    assert max(explorer["curves"]["1 head"].xs) == 300
