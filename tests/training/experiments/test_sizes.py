"""Heads, d_ff and d_model: what a run yields, and what the lessons say of them."""

import dataclasses
import math

import numpy as np
import pytest
import torch

from helpers.language import PAD_ID
from helpers.training.experiments import sizes as experiment
from helpers.training.experiments.sizes import HEADS, SIZE, WIDTH, mean_curve


@pytest.fixture(scope="module")
def results():
    return SIZE.read()


def short(recipe):
    return dataclasses.replace(
        recipe,
        steps=20,
        check_every=10,
        check_sentences=4,
        train_sentences=300,
        held_out=20,
    )


@pytest.mark.parametrize("sweep", [HEADS, WIDTH], ids=["heads", "width"])
def test_a_run_yields_a_row_at_every_check_and_its_seed_decides(sweep):
    def run(seed):
        return list(sweep.follow(8, seed, short(sweep.recipe)))

    first = run(0)
    assert [progress.step for progress, row in first if row] == [10, 20]
    rows = [row for _, row in first if row]
    assert [row.step for row in rows] == [10, 20]
    assert {(getattr(row, sweep.knob), row.seed) for row in rows} == {(8, 0)}
    assert rows == [row for _, row in run(0) if row]
    losses = [[progress.loss for progress, _ in run(seed)] for seed in (0, 1)]
    assert losses[0] != losses[1]


def test_only_the_cut_into_heads_differs():
    rows = HEADS.read()
    assert {row.num_heads * row.d_k for row in rows} == {HEADS.recipe.d_model}
    assert len({row.parameters for row in rows}) == 1
    assert len(rows) == 15 * HEADS.recipe.steps // HEADS.recipe.check_every


def test_what_the_lesson_says_of_heads():
    last = {number: [] for number in HEADS.values}
    for row in HEADS.read():
        if row.step == 1_000:
            last[row.num_heads].append(row.exact_match)
    assert max(last[1]) < min(last[2]) and max(last[2]) < min(last[4])
    assert abs(sum(last[8]) - sum(last[16])) < 0.02


@pytest.mark.parametrize(
    ("sweep", "value", "message"),
    [
        (HEADS, 0, "num_heads=0 must be at least 1"),
        (HEADS, 3, "num_heads=3 must divide d_model=64"),
        (WIDTH, 0, "d_ff=0"),
    ],
)
def test_what_no_model_can_have_is_refused(sweep, value, message):
    with pytest.raises(ValueError, match=message):
        next(sweep.follow(value, 0, short(sweep.recipe)))


def test_a_model_without_numbers_is_refused():
    with pytest.raises(ValueError, match="d_model=0 must be at least 1"):
        next(SIZE.train(0))


def test_the_held_out_loss_is_the_mean_over_words():
    """A model that thinks every word alike has the loss ln V."""

    class Alike(torch.nn.Module):
        def forward(self, source_ids, target_ids):
            return torch.zeros(*target_ids.shape, 50)

    pairs = [([4, 5, 6], [1, 5, 2]), ([4], [1, 5, 2])]
    assert experiment.held_out_loss(Alike(), pairs) == pytest.approx(math.log(50))


def test_widths_differ_in_their_ffns_alone():
    rows = WIDTH.read()
    assert len(rows) == 15 * WIDTH.recipe.steps // WIDTH.recipe.check_every
    sizes = {row.d_ff: row.parameters for row in rows}
    assert sizes[512] - sizes[8] == 2 * 504 * (2 * 64 + 1)  # two FFNs


def test_the_sizes_are_measured_at_every_step(results):
    steps = range(experiment.EVERY, experiment.STEPS + 1, experiment.EVERY)
    assert sorted({row.step for row in results}) == list(steps)
    assert all(math.isfinite(row.held_out_loss) for row in results)


def test_the_shipped_rows_can_be_made_again(results):
    shipped = [r for r in results if (r.d_model, r.seed) == (8, 1)][:2]
    for fresh, row in zip(SIZE.train(8, 1, 50), shipped, strict=True):
        assert fresh.parameters == row.parameters
        assert fresh.train_loss == pytest.approx(row.train_loss, rel=0.02)
        assert fresh.held_out_loss == pytest.approx(row.held_out_loss, rel=0.02)


def test_few_sentences_are_learned_and_none_of_them_is_held_out():
    task = experiment.size_task()
    assert (len(task.train.pairs), len(task.dev.pairs)) == (400, 200)
    learned = {tuple(source) for source, _ in task.train.pairs}
    assert not learned & {tuple(source) for source, _ in task.dev.pairs}


def test_the_loss_of_a_blind_guess_is_the_logarithm_of_the_words():
    words, target = 7, torch.tensor([[1, 4, 5, PAD_ID]])

    def blind(source_ids, target_ids):
        return torch.zeros(*target_ids.shape, words)

    loss, right = experiment.loss_of(blind, (target, target))
    assert loss.item() == pytest.approx(math.log(words))
    assert right.item() == 0  # the first of equals is the padding


def test_padding_is_neither_loss_nor_success():
    target = torch.tensor([[1, 4, PAD_ID, PAD_ID]])

    def sure(source_ids, target_ids):
        return 100.0 * torch.nn.functional.one_hot(torch.tensor([[4, 6, 6]]), 7)

    loss, right = experiment.loss_of(sure, (target, target))
    assert loss.item() < 1e-6 and right.item() == 1


def test_what_the_notebook_says_of_the_sizes(results):
    def mean(name, d_model, step=None):
        curve = mean_curve(results, d_model, name)
        return min(curve) if step is None else curve[step // experiment.EVERY - 1]

    sizes = SIZE.values
    # Too small: not even the learned sentences are learned.
    learned = [mean("train_loss", d, 500) for d in sizes]
    assert learned[:3] == sorted(learned[:3], reverse=True) and learned[2] > 2
    assert max(learned[4:]) < 0.1
    # Learned by heart: from 8 on the held-out loss rises again, most of all at 16.
    rise = [mean("held_out_loss", d, 500) - mean("held_out_loss", d) for d in sizes]
    assert int(np.argmax(rise)) == sizes.index(16) and rise[3] > 1.2
    assert all(0.2 < rise[i] < rise[i - 1] for i in (4, 5, 6))
    assert rise[7] < rise[6] + 0.1
    # The share of words right does not fall with it.
    for d_model in sizes:
        losses, right = (
            mean_curve(results, d_model, name)
            for name in ("held_out_loss", "held_out_right")
        )
        assert right[-1] > right[losses.index(min(losses))] - 0.01
    # But the largest is the best of all on held-out sentences, at any of the two times.
    for step in (None, 500):
        held_out = [mean("held_out_loss", d, step) for d in sizes]
        assert held_out[3:] == sorted(held_out[3:], reverse=True)
        assert min(held_out) == held_out[-1]


def test_a_curve_is_the_mean_of_the_seeds():
    rows = [
        experiment.SizeResult(8, seed, 99, step, seed + step, 0.0, 0.0)
        for seed in (0, 1)
        for step in (50, 25)
    ]
    rows.append(rows[0]._replace(d_model=4))
    assert mean_curve(rows, 8, "train_loss") == [25.5, 50.5]
