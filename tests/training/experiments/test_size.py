import math

import numpy as np
import pytest
import torch

from helpers.language import PAD_ID
from helpers.training.experiments import size as experiment
from helpers.training.experiments.tables import write_table


@pytest.fixture(scope="module")
def results():
    return experiment.read_results()


@pytest.fixture(scope="module")
def task():
    return experiment.size_task()


def test_the_table_has_every_run(results):
    steps = range(experiment.EVERY, experiment.STEPS + 1, experiment.EVERY)
    expected = {
        (d, s, step)
        for d in experiment.D_MODELS
        for s in experiment.SEEDS
        for step in steps
    }
    found = [(result.d_model, result.seed, result.step) for result in results]
    assert len(found) == len(expected) and set(found) == expected
    assert all(math.isfinite(result.held_out_loss) for result in results)


def test_the_shipped_rows_can_be_made_again(results, task):
    shipped = [r for r in results if (r.d_model, r.seed) == (8, 1)][:2]
    for fresh, row in zip(experiment.train_size(task, 8, 1, 50), shipped, strict=True):
        assert fresh.parameters == row.parameters
        assert fresh.train_loss == pytest.approx(row.train_loss, rel=0.02)
        assert fresh.held_out_loss == pytest.approx(row.held_out_loss, rel=0.02)


def test_few_sentences_are_learned_and_none_of_them_is_held_out(task):
    assert len(task.train.pairs) == experiment.TRAIN_SENTENCES
    assert len(task.dev.pairs) == experiment.HELD_OUT
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


def test_what_is_written_is_read(tmp_path):
    row = experiment.SizeResult(8, 1, 99, 25, 1.234, 5.678, 0.25)
    write_table([row], tmp_path / "table.csv")
    assert experiment.read_results(tmp_path / "table.csv") == [row]


def test_a_missing_table_says_how_to_make_it(tmp_path):
    with pytest.raises(FileNotFoundError, match="python -m helpers.training"):
        experiment.read_results(tmp_path / "none.csv")


def test_a_model_without_numbers_is_refused():
    with pytest.raises(ValueError, match="d_model=0 must be at least 1"):
        experiment.size_recipe(0)


def test_what_the_notebook_says_of_the_sizes(results):
    def mean(name, d_model, step=None):
        curve = experiment.mean_curve(results, d_model, name)
        return min(curve) if step is None else curve[step // experiment.EVERY - 1]

    sizes = experiment.D_MODELS
    # Too small: not even the learned sentences are learned.
    learned = [mean("train_loss", d, 500) for d in sizes]
    assert learned[:3] == sorted(learned[:3], reverse=True) and learned[2] > 2
    assert max(learned[4:]) < 0.1
    # Learned by heart: from 8 on the held-out loss rises again, most of all at 16.
    rise = [mean("held_out_loss", d, 500) - mean("held_out_loss", d) for d in sizes]
    assert int(np.argmax(rise)) == sizes.index(16) and rise[3] > 1.2
    assert (
        all(0.2 < rise[i] < rise[i - 1] for i in (4, 5, 6)) and rise[7] < rise[6] + 0.1
    )
    # The share of words right does not fall with it.
    for d_model in sizes:
        losses, right = (
            experiment.mean_curve(results, d_model, name)
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
    assert experiment.mean_curve(rows, 8, "train_loss") == [25.5, 50.5]
