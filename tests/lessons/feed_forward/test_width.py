import pytest

from helpers.lessons.feed_forward import WidthLab
from helpers.training.experiments.sizes import WIDTH


@pytest.fixture(scope="module")
def shared():
    return WidthLab()


@pytest.fixture
def lab(shared):
    shared.reset()
    return shared


@pytest.mark.parametrize("step", [100, 800])
def test_the_points_are_those_of_the_table(lab, step):
    lab.step.value = step
    rows = [row for row in WIDTH.read() if row.step == step]
    whole = sum(row.loss for row in rows if row.d_ff == 1) / 3
    shares = sorted(100 * row.loss / whole for row in rows)
    plot = lab["shares"]
    assert sorted(plot["one seed"].ys) == pytest.approx(shares)
    assert plot.y.low < shares[0] and shares[-1] < plot.y.high
    assert lab["curves"].items[0].x == step
    for x, d_ff in enumerate(WIDTH.values):
        losses = [row.loss for row in rows if row.d_ff == d_ff]
        mean = sum(losses) / len(losses)
        assert plot.items[0].ys[x] == pytest.approx(100 * mean / whole)
        assert f"{mean:.2f} with {d_ff}" in lab.said
        curve = lab["curves"][f"d_ff {d_ff}"]
        assert list(curve.xs) == [*range(100, step + 1, 100)]
        assert curve.ys[-1] == pytest.approx(mean)


def test_what_the_notebook_says(lab):
    assert lab.step.value == 100  # where all are alike: before the answer
    assert [f"{lab.means[d_ff][3]:.2f}" for d_ff in (1, 512)] == ["0.34", "0.21"]
    ends = {d_ff: means[-1] for d_ff, means in lab.means.items()}
    assert ends[512] < ends[128] < ends[8] < ends[32]
