import dataclasses

import pytest
import torch

from helpers.language import UNK_ID
from helpers.training import TrainingRun, exact_match
from helpers.training.checkpoints import build_model
from helpers.training.loop import hide_words


@pytest.fixture
def run_with(task, recipe):
    """Return a function that makes a run of the recipe with changes, and runs it."""

    def make(**changes):
        run = TrainingRun(task, dataclasses.replace(recipe, **changes))
        return run, list(run)

    return make


def test_the_loss_falls(run_with):
    _, progress = run_with(
        steps=150, warmup_steps=60, check_every=150, snapshot_steps=()
    )
    losses = [p.loss for p in progress]
    assert sum(losses[-10:]) < 0.6 * sum(losses[:10])


def test_one_seed_gives_the_same_weights(run_with):
    first, again, other = (
        run_with(seed=seed)[0].model.output.weight for seed in (1, 1, 2)
    )
    assert torch.equal(first, again) and not torch.equal(first, other)


def test_snapshots_are_taken_at_their_steps(run_with):
    run, progress = run_with()
    assert [snapshot.step for snapshot in run.snapshots] == [0, 2, 6]
    assert [p.step for p in progress] == [1, 2, 3, 4, 5, 6]
    first, second, last = (s.weights["output.weight"] for s in run.snapshots)
    assert not torch.equal(first, second) and not torch.equal(second, last)


def test_a_run_that_is_left_keeps_what_it_reached(task, recipe):
    run = TrainingRun(task, recipe)
    for progress in run:
        if progress.step == 4:
            break
    assert run.best.step in (0, 2, 3)
    assert [snapshot.step for snapshot in run.snapshots] == [0, 2]


def test_the_best_weights_are_the_ones_that_were_measured(run_with, task, recipe):
    run, _ = run_with()
    model = build_model(run.model.config, run.best.weights)
    pairs = task.dev.pairs[: recipe.check_sentences]
    assert exact_match(model, pairs) == run.best.exact_match


def test_the_running_average_lags_behind_the_weights(task, recipe):
    run = TrainingRun(task, dataclasses.replace(recipe, average=0.9))
    expected = None
    for _ in run:
        weight = run.model.output.weight.detach().clone()
        expected = weight if expected is None else 0.9 * expected + 0.1 * weight
    torch.testing.assert_close(run.snapshots[-1].weights["output.weight"], expected)


def test_a_share_of_the_words_is_hidden_but_no_padding():
    torch.manual_seed(0)
    ids = torch.full((50, 40), 9)
    ids[:, 30:] = 0
    hidden = hide_words(ids, 0.1)
    assert (hidden[:, 30:] == 0).all()
    assert 0.07 < (hidden[:, :30] == UNK_ID).float().mean() < 0.13
    assert hide_words(ids, 0.0) is ids
