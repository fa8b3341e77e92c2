"""Add and Norm: stacks are wired as they are called, and the tables hold the claims."""

import itertools
import math

import pytest
import torch
from torch.testing import assert_close

from helpers.training.experiments import add_and_norm as experiment
from helpers.training.experiments.add_and_norm import (
    GRADIENT,
    LEARNING,
    LayerGradient,
    Reverser,
    losses_of,
)


@pytest.fixture(scope="module")
def curves():
    return {row[:5]: row.losses for row in LEARNING.read()}


@pytest.mark.parametrize("add", [True, False])
@pytest.mark.parametrize("norm", [True, False])
def test_the_stack_is_wired_as_its_name_says(add, norm):
    torch.manual_seed(0)
    (layer,) = experiment.fresh_stack(1, add, norm)
    x = torch.randn(2, 3, 64)
    normed = layer.norm_1, layer.norm_2
    assert all(isinstance(n, torch.nn.LayerNorm) == norm for n in normed)
    a = layer.norm_1(add * x + layer.attend(x, None))
    assert_close(layer(x), layer.norm_2(add * a + layer.feed_forward(a)))


@pytest.mark.parametrize("wiring", experiment.WIRINGS)
def test_the_encoder_is_wired_as_its_name_says(wiring):
    torch.manual_seed(0)
    encoder = experiment.wired_encoder(wiring, 1)
    (layer,), x = encoder.layers, torch.randn(2, 3, 32)

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


def test_the_gradient_at_a_layer_is_that_of_its_weights():
    rows = list(experiment.layer_gradients(3, seed=1))
    torch.manual_seed(1)
    stack = experiment.fresh_stack(3)
    output = stack(torch.randn(experiment.WORDS_SHAPE))
    upstream = torch.randn_like(output)
    weights = list(stack[0].parameters())
    grads = torch.autograd.grad((output * upstream).sum(), weights)
    expected = sum(g.square().sum() for g in grads).sqrt().item()
    assert rows[0].size == pytest.approx(expected, rel=1e-3)
    assert [row.layer for row in rows] == [1, 2, 3]


def test_the_shipped_gradients_can_be_made_again():
    rows = GRADIENT.read()
    assert len(rows) == sum(experiment.DEPTHS) * 4 * 3
    assert len(rows) == len({(r.add, r.norm, r.depth, r.seed, r.layer) for r in rows})
    for add in (True, False):
        fresh = list(experiment.layer_gradients(4, add, not add, seed=2))
        shipped = [row for row in rows if row[:4] == (add, not add, 4, 2)]
        assert [row[:5] for row in shipped] == [row[:5] for row in fresh]
        sizes = ([row.size for row in some] for some in (shipped, fresh))
        assert next(sizes) == pytest.approx(next(sizes), rel=0.05)


def test_seeds_are_averaged_as_powers_of_ten():
    rows = [LayerGradient(1, 1, 1, seed, 1, 10.0**seed) for seed in (0, 1, 2)]
    assert experiment.mean_sizes(rows)["post-norm", 1] == pytest.approx([10])


def test_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="depth=0 must be at least 1"):
        experiment.fresh_stack(0)
    with pytest.raises(ValueError, match="wiring='post' is unknown: choose one of"):
        Reverser("post", 2)


def test_a_run_learns_and_its_seed_decides():
    def losses(seed):
        return [loss for _, loss in losses_of("pre-norm", 2, 0.003, 0, seed, steps=60)]

    first = losses(0)
    assert len(first) == 60 // experiment.EVERY
    assert first[0] > experiment.BLIND_GUESS - 0.3 > first[-1]
    assert losses(0) == first != losses(1)


def test_warmup_begins_gently():
    first = [next(losses_of("post-norm", 2, 0.01, on, steps=10)) for on in (0, 1)]
    assert first[0] != first[1]


def test_the_label_is_the_row_backwards():
    """A model that reads backwards has no loss."""

    def backwards(ids):
        return 100.0 * torch.nn.functional.one_hot(ids.flip(1), experiment.NUM_DIGITS)

    assert experiment.loss_of(backwards) < 1e-6


def test_the_shipped_curves_can_be_made_again(curves):
    assert {len(losses) for losses in curves.values()} == {len(LEARNING.steps)}
    assert all(math.isfinite(loss) for losses in curves.values() for loss in losses)
    run = "post-norm", 2, 0.001, True, 1
    fresh = [loss for _, loss in losses_of(*run, steps=30)]
    assert curves[run][:3] == pytest.approx(fresh, rel=0.05)


def test_a_run_of_the_sweep_is_one_row(monkeypatch):
    found = zip((10, 20), (2.5, 0.25), strict=True)
    monkeypatch.setattr(experiment, "losses_of", lambda *run: found)
    (row,) = LEARNING.train("no add", 4, 0.01, 0, 2)
    assert row == ("no add", 4, 0.01, 0, 2, (2.5, 0.25))


def test_a_curve_gets_there_at_its_first_point_below_the_goal():
    assert experiment.steps_until([2.0, 0.5, 0.4, 0.6]) == 3 * experiment.EVERY
    assert experiment.steps_until([2.0, 0.6], goal=2.5) == experiment.EVERY
    assert experiment.steps_until([2.0, 0.6]) == math.inf


def test_what_the_notebook_says_of_the_steps(curves):
    def steps(depth, rate, warmup):
        return [
            sorted(
                experiment.steps_until(curves[wiring, depth, rate, warmup, seed])
                for seed in (0, 1, 2)
            )[1]
            for wiring in experiment.WIRINGS
        ]

    assert steps(2, 0.003, False)[::2] == [130, 130]
    assert steps(4, 0.003, False)[::2] == [190, 210]
    assert steps(4, 0.01, False)[0] == math.inf > steps(4, 0.01, False)[2]
    assert steps(4, 0.01, True)[::2] == [160, 170]
    settings = (LEARNING.settings[name] for name in ("depth", "rate", "warmup"))
    medians = [steps(*setting) for setting in itertools.product(*settings)]
    assert all(found[1] == min(found) for found in medians)
    assert sum(found[3] < math.inf for found in medians) == 1
    assert all(found[0] == found[2] == math.inf for found in medians[12:])
