import numpy as np
import pytest

from helpers.explorers.encoder import NormLab
from helpers.figures.encoder.learning import WIRINGS
from helpers.training.experiments import norm as experiment
from helpers.training.experiments.norm import Run


@pytest.fixture(scope="module")
def table():
    return experiment.read_results()


@pytest.fixture
def lab(table):
    return NormLab(table)


@pytest.mark.parametrize("depth", [2, 8])
@pytest.mark.parametrize("rate", [0.001, 0.01])
@pytest.mark.parametrize("warmup", [True, False])
def test_curves_and_ends_are_those_of_the_table(lab, table, depth, rate, warmup):
    lab.depth.value, lab.rate.value, lab.warmup.value = depth, rate, warmup
    for wiring in WIRINGS:
        runs = [table[Run(wiring, depth, rate, warmup, seed)] for seed in range(3)]
        mean = lab.picture.means[wiring].get_ydata()
        np.testing.assert_allclose(mean, np.mean(runs, axis=0))
        last = lab.picture.singles[wiring][2].get_ydata()
        np.testing.assert_allclose(last, runs[2])
        end = np.mean([run[-5:] for run in runs])
        place = lab.depth.options.index(depth)
        ends = lab.picture.ends[wiring].get_ydata()
        assert len(ends) == place + 1 and ends[place] == pytest.approx(end)
        assert len(lab.picture.dots[wiring].get_ydata()) == 3 * (place + 1)
        assert f"{wiring} {end:.2f}" in lab.sentence
    assert lab.picture.here.get_xdata() == [place, place]


def test_what_the_notebook_says_of_the_shipped_table(lab):
    def ends(depth, rate, warmup):
        lab.depth.value, lab.rate.value, lab.warmup.value = depth, rate, warmup
        place = lab.depth.options.index(depth)
        return {w: lab.ends(w)[:, place].mean() for w in WIRINGS}

    four = ends(4, 0.003, False)
    assert four["post-norm"] < 0.05 < four["no norm"] < 1 < four["no add"]
    fast = ends(4, 0.01, False)
    assert fast["no norm"] < 0.1 < 1 < fast["post-norm"]
    assert ends(4, 0.01, True)["post-norm"] < 0.1
    deep = ends(8, 0.003, True)
    assert deep["pre-norm"] < 0.1 < 1 < deep["post-norm"] < 5 < deep["no norm"]


@pytest.fixture
def short_runs(monkeypatch):
    train = experiment.train
    monkeypatch.setattr(experiment, "train", lambda run: train(run, steps=20))


def test_a_live_run_draws_its_curve_where_it_belongs(lab, short_runs, press):
    lab.depth.value = 2
    press(lab.learning)
    expected = [loss for _, loss in experiment.train(lab.setting())]
    assert lab.picture.live_run.get_ydata() == pytest.approx(expected)
    assert list(lab.picture.live_run.get_xdata()) == [10, 20]
    assert lab.learning.bar.value == 20
    assert lab.learning.status.value.startswith("post-norm, step 20, loss")
    lab.wiring.value = "no norm"
    assert not len(lab.picture.live_run.get_ydata())
    lab.wiring.value = "post-norm"
    assert len(lab.picture.live_run.get_ydata()) == 2


def test_a_run_can_be_stopped_and_reset(lab, short_runs, press):
    before = lab.image.value
    lab.depth.value = 2
    press(lab.learning, stop_at=10)
    assert lab.learning.bar.value == 10
    lab.reset_button.click()
    assert lab.image.value == before


def test_a_failing_run_is_shown_and_raised(lab, monkeypatch, press):
    def broken(run):
        raise RuntimeError("no digits today")
        yield

    monkeypatch.setattr(experiment, "train", broken)
    with pytest.raises(RuntimeError):
        press(lab.learning)
    assert "no digits today" in lab.message.value
