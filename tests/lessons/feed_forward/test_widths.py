import dataclasses

import pytest

from helpers.lessons.feed_forward import WidthLab
from helpers.training.experiments import width as experiment

SHORT = dataclasses.replace(
    experiment.RECIPE,
    steps=200,
    d_model=16,
    batch_size=2,
    check_every=100,
    check_sentences=4,
    train_sentences=60,
    held_out=8,
)


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
    rows = [row for row in experiment.read_results() if row.step == step]
    whole = sum(row.loss for row in rows if row.d_ff == 1) / 3
    shares = sorted(100 * row.loss / whole for row in rows)
    plot = lab["shares"]
    assert sorted(plot["one seed"].ys) == pytest.approx(shares)
    assert plot.y.low < shares[0] and shares[-1] < plot.y.high
    assert lab["curves"].items[0].x == step
    for x, d_ff in enumerate(experiment.WIDTHS):
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


@pytest.mark.parametrize("d_ff", [1, 512])
def test_a_live_run_puts_its_points_into_the_picture(d_ff, press):
    lab = WidthLab(SHORT)
    lab.d_ff.value = d_ff
    press(lab.learning)
    setting, found = lab.fresh.value
    assert setting == d_ff and list(found) == [100, 200]
    run = lab["curves"]["run here"]
    assert (run.xs, run.ys) == ([100, 200], list(found.values()))
    assert lab.learning.status.value.startswith("step 200 of 200, loss")
    lab.reset_button.click()
    assert lab.fresh.value == (None, {})
    assert lab["curves"]["run here"].xs == []


def test_a_point_of_the_live_run_stands_over_its_width(lab):
    lab.fresh.value = 128, {800: 0.1}
    lab.step.value = 800
    point = lab["shares"]["run here"]
    assert list(point.xs) == [3]
    assert point.ys == pytest.approx([100 * 0.1 / lab.means[1][-1]])
    lab.step.value = 100
    assert not len(lab["shares"]["run here"].xs)
