"""The experiment of claim C7: what 1/√d_k does to scores and gradients."""

import math

import pytest
import torch

from helpers.model.self_attention import attention_weights
from helpers.training.experiments import scale


@pytest.fixture(scope="module")
def results():
    rows = scale.measure_scale(scale.random_draws())
    return {(row.d_k, row.scaled): row for row in rows}


def test_a_row_for_every_d_k_without_and_with_the_scale(results):
    assert set(results) == {(d_k, on) for d_k in scale.D_KS for on in (False, True)}


def test_scores_spread_as_the_theory_says(results):
    for (d_k, scaled), row in results.items():
        assert row.theory == (1 if scaled else math.sqrt(d_k))
        assert row.spread == pytest.approx(row.theory, rel=0.04)


def test_without_the_scale_the_weights_sharpen_with_d_k(results):
    entropies = [results[d_k, False].entropy for d_k in scale.D_KS]
    assert entropies == sorted(entropies, reverse=True)
    assert entropies[-1] < 0.15
    assert 1.6 < results[512, True].entropy < math.log(scale.NUM_KEYS)


def test_the_figures_of_the_notes(results):
    """Notes, C7, at d_k 512: median 0.0015 against 0.31, mean 1.15 against 0.34."""
    without, with_scale = results[512, False], results[512, True]
    assert without.query_median == pytest.approx(0.0015, rel=0.35)
    assert with_scale.query_median == pytest.approx(0.31, rel=0.03)
    assert without.query_mean == pytest.approx(1.15, rel=0.06)
    assert with_scale.query_mean == pytest.approx(0.34, rel=0.03)


def test_at_the_scores_the_gradient_only_vanishes(results):
    without, with_scale = results[512, False], results[512, True]
    assert without.scores_median < 0.001 * with_scale.scores_median
    assert without.scores_mean < 0.2 * with_scale.scores_mean


def test_d_k_1_is_the_same_with_and_without(results):
    without = results[1, False]._replace(scaled=True)
    assert without == results[1, True]


@pytest.mark.parametrize("scaled", [False, True])
def test_gradients_equal_the_formulas(scaled):
    """Softmax goes back by w ⊙ (u − w·u), and the keys carry that to the query."""
    d_k, draws = 5, scale.random_draws(7)
    trials = scale.run_trials(draws, d_k, scaled)
    query, keys = draws.query[..., :d_k], draws.keys[..., :d_k]
    factor = 1 / math.sqrt(d_k) if scaled else 1.0
    weights = attention_weights(query, keys, scale=factor)
    mean = (weights * draws.upstream).sum(-1, keepdim=True)
    at_scores = weights * (draws.upstream - mean)
    at_query = factor * at_scores @ keys
    torch.testing.assert_close(trials.scores.softmax(-1), weights[:, 0])
    torch.testing.assert_close(trials.weights, weights[:, 0])
    torch.testing.assert_close(trials.at_scores, at_scores[:, 0].norm(dim=-1))
    torch.testing.assert_close(trials.at_query, at_query[:, 0].norm(dim=-1))


def test_the_seed_decides():
    def rows(seed):
        return list(scale.measure_scale(scale.random_draws(50, seed), d_ks=(3, 20)))

    assert rows(0) == rows(0)
    assert rows(0) != rows(1)


def test_the_first_draws_are_those_of_the_experiment():
    many = scale.random_draws(30)
    few = scale.first_draws(many, 4)
    all_trials, trials = (scale.run_trials(draws, 9, False) for draws in (many, few))
    torch.testing.assert_close(trials.at_query, all_trials.at_query[:4])
    assert few.keys.untyped_storage().nbytes() < many.keys.untyped_storage().nbytes()


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="trials=0 must be at least 1"):
        scale.random_draws(0)
    draws = scale.random_draws(2)
    for d_k in (0, 513):
        with pytest.raises(ValueError, match=f"d_k={d_k} must be from 1 to 512"):
            scale.run_trials(draws, d_k, True)
        with pytest.raises(ValueError, match=f"d_k={d_k} must be"):
            list(scale.measure_scale(draws, d_ks=(4, d_k)))
    with pytest.raises(ValueError, match="count=3 must be from 1 to 2"):
        scale.first_draws(draws, 3)


def test_entropy_is_zero_for_one_key_and_ln_8_for_all():
    one, even = torch.eye(8)[0], torch.full((8,), 1 / 8)
    assert scale.entropy(one).item() == 0
    assert scale.entropy(even).item() == pytest.approx(math.log(8))
