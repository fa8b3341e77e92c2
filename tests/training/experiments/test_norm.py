import itertools
import math

import pytest
import torch
from torch.testing import assert_close

from helpers.training.experiments import norm as experiment
from helpers.training.experiments.norm import Reverser, Run


@pytest.mark.parametrize("wiring", experiment.WIRINGS)
def test_the_encoder_is_wired_as_its_name_says(wiring):
    torch.manual_seed(0)
    encoder = experiment.wired_encoder(wiring, 1)
    (layer,), x = encoder.layers, torch.randn(2, 3, experiment.D_MODEL)

    def norm(y):
        if wiring == "no norm":
            return y
        return torch.nn.functional.layer_norm(y, y.shape[-1:])

    add = wiring != "no add"
    if wiring == "pre-norm":
        a = x + layer.attend(norm(x), None)
        expected = norm(a + layer.feed_forward(norm(a)))
    else:
        a = norm(add * x + layer.attend(x, None))
        expected = norm(add * a + layer.feed_forward(a))
    assert_close(encoder(x), expected)


def test_a_run_learns_and_its_seed_decides():
    def losses(seed):
        run = Run("pre-norm", 2, 0.003, False, seed)
        return [loss for _, loss in experiment.train(run, steps=60)]

    first = losses(0)
    assert len(first) == 60 // experiment.EVERY
    assert first[0] > experiment.BLIND_GUESS - 0.3 > first[-1]
    assert losses(0) == first != losses(1)


def test_warmup_begins_gently():
    def first_loss(warmup):
        run = Run("post-norm", 2, 0.01, warmup)
        return next(experiment.train(run, experiment.EVERY))[1]

    assert first_loss(True) != first_loss(False)


def test_the_label_is_the_row_backwards(monkeypatch):
    """A model that reads backwards has no loss."""
    model = Reverser("post-norm", 2)

    def backwards(ids):
        digits = torch.nn.functional.one_hot(ids.flip(1), experiment.NUM_DIGITS)
        return 100.0 * digits + 0 * model.output.bias

    monkeypatch.setattr(model, "forward", backwards)
    optimizer = torch.optim.Adam(model.parameters())
    assert experiment.train_step(model, optimizer) < 1e-6


def test_the_table_has_every_run():
    curves = experiment.read_results()
    assert set(curves) == set(experiment.all_runs())
    points = experiment.STEPS // experiment.EVERY
    assert {len(losses) for losses in curves.values()} == {points}
    assert all(math.isfinite(loss) for losses in curves.values() for loss in losses)


def test_the_shipped_curves_can_be_made_again():
    run = Run("post-norm", 2, 0.001, True, 1)
    fresh = [loss for _, loss in experiment.train(run, steps=30)]
    assert experiment.read_results()[run][:3] == pytest.approx(fresh, rel=0.05)


def test_what_is_saved_is_loaded(tmp_path):
    points = experiment.STEPS // experiment.EVERY
    curves = {Run("no add", 4, 0.01, warmup, 2): [0.5] * points for warmup in (0, 1)}
    experiment.write_results(curves.items(), tmp_path / "table.csv")
    assert experiment.read_results(tmp_path / "table.csv") == curves


def test_an_unknown_wiring_is_refused():
    with pytest.raises(ValueError, match="wiring='post' is unknown: choose one of"):
        Reverser("post", 2)


def test_a_curve_gets_there_at_its_first_point_below_the_goal():
    assert experiment.steps_until([2.0, 0.5, 0.4, 0.6]) == 3 * experiment.EVERY
    assert experiment.steps_until([2.0, 0.6], goal=2.5) == experiment.EVERY
    assert experiment.steps_until([2.0, 0.6]) == math.inf


def test_what_the_notebook_says_of_the_steps():
    curves = experiment.read_results()

    def steps(depth, rate, warmup):
        return [
            sorted(
                experiment.steps_until(curves[Run(wiring, depth, rate, warmup, seed)])
                for seed in experiment.SEEDS
            )[1]
            for wiring in experiment.WIRINGS
        ]

    assert steps(2, 0.003, False)[::2] == [130, 130]
    assert steps(4, 0.003, False)[::2] == [190, 210]
    assert steps(4, 0.01, False)[0] == math.inf > steps(4, 0.01, False)[2]
    assert steps(4, 0.01, True)[::2] == [160, 170]
    settings = itertools.product(experiment.DEPTHS, experiment.RATES, (False, True))
    medians = [steps(*setting) for setting in settings]
    assert all(found[1] == min(found) for found in medians)
    assert sum(found[3] < math.inf for found in medians) == 1
    assert all(found[0] == found[2] == math.inf for found in medians[12:])
