import dataclasses

import torch

from helpers.training import TrainingRun, exact_match
from helpers.training.checkpoints import build_model


def test_the_loss_falls(task, recipe):
    longer = dataclasses.replace(
        recipe, steps=150, warmup_steps=60, check_every=150, snapshot_steps=()
    )
    losses = [progress.loss for progress in TrainingRun(task, longer)]
    assert sum(losses[-10:]) < 0.6 * sum(losses[:10])


def test_one_seed_gives_the_same_weights(task, recipe):
    def weights(seed):
        run = TrainingRun(task, dataclasses.replace(recipe, seed=seed))
        list(run)
        return run.model.output.weight

    assert torch.equal(weights(1), weights(1))
    assert not torch.equal(weights(1), weights(2))


def test_snapshots_are_taken_at_their_steps(task, recipe):
    run = TrainingRun(task, recipe)
    progress = list(run)
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


def test_the_best_weights_are_the_ones_that_were_measured(task, recipe):
    run = TrainingRun(task, recipe)
    list(run)
    model = build_model(run.model.config, run.best.weights)
    pairs = task.dev.pairs[: recipe.check_sentences]
    assert exact_match(model, pairs) == run.best.exact_match


def test_the_running_average_lags_behind_the_weights(task, recipe):
    run = TrainingRun(task, dataclasses.replace(recipe, average=0.9))
    weights = []
    for _ in run:
        weights.append(run.model.output.weight.detach().clone())
    expected = weights[0]
    for weight in weights[1:]:
        expected = 0.9 * expected + 0.1 * weight
    torch.testing.assert_close(run.snapshots[-1].weights["output.weight"], expected)
