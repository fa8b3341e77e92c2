import dataclasses

import pytest

from helpers.explorers.feed_forward import WidthLab
from helpers.training.experiments import width as experiment

SHORT = dataclasses.replace(
    experiment.RECIPE,
    steps=20,
    check_every=10,
    check_sentences=4,
    train_sentences=300,
    held_out=20,
)


@pytest.mark.parametrize("place", [0, 7])
def test_the_points_are_those_of_the_table(place):
    lab = WidthLab()
    lab.step.value = place
    step = 100 * (place + 1)
    rows = [row for row in experiment.read_results() if row.step == step]
    whole = sum(row.loss for row in rows if row.d_ff == 1) / 3
    shares = sorted(row.loss / whole for row in rows)
    assert sorted(lab.picture.seeds.get_ydata()) == pytest.approx(shares)
    low, high = lab.picture.ax.get_ylim()
    assert low < shares[0] and shares[-1] < high
    for x, d_ff in enumerate(experiment.WIDTHS):
        losses = [row.loss for row in rows if row.d_ff == d_ff]
        mean = sum(losses) / len(losses)
        assert lab.picture.means.get_ydata()[x] == pytest.approx(mean / whole)
        assert f"{mean:.2f} with {d_ff}" in lab.sentence
    assert list(lab.picture.line.get_xdata()) == [step, step]
    for d_ff, curve in lab.picture.curves.items():
        assert list(curve.get_xdata()) == [*range(100, step + 1, 100)]
        mean = sum(row.loss for row in rows if row.d_ff == d_ff) / 3
        assert curve.get_ydata()[-1] == pytest.approx(mean)


def test_what_the_notebook_says():
    lab = WidthLab()
    assert lab.steps[lab.step.value] == 100  # where all are alike: before the answer
    means = {d_ff: losses.mean(axis=0) for d_ff, losses in lab.losses.items()}
    assert [f"{means[d_ff][3]:.2f}" for d_ff in (1, 512)] == ["0.34", "0.21"]
    assert means[512][-1] < means[128][-1] < means[8][-1] < means[32][-1]


@pytest.mark.parametrize("d_ff", [1, 512])
def test_a_live_run_puts_its_points_into_the_picture(d_ff, press):
    lab = WidthLab(SHORT)
    before = lab.image.value
    lab.d_ff.value = d_ff
    press(lab.training)
    assert list(lab.picture.run.get_xdata()) == [10, 20]
    assert list(lab.picture.run.get_ydata()) == list(lab.fresh.values())
    assert lab.training.status.value.startswith("step 20, loss")
    assert lab.fresh_width == d_ff
    lab.reset_button.click()
    assert not lab.fresh and lab.image.value == before


def test_a_point_of_the_live_run_stands_over_its_width():
    lab = WidthLab()
    lab.fresh, lab.fresh_width = {800: 0.1}, 128
    lab.step.value = 7
    (x,), (share,) = lab.picture.point.get_data()
    assert x == 3 and share == pytest.approx(0.1 / lab.losses[1][:, -1].mean())
    lab.step.value = 0
    assert not len(lab.picture.point.get_xdata())
