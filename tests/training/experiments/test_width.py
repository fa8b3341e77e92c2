import dataclasses
import math

import pytest
import torch

from helpers.training import grammar_task
from helpers.training.experiments import width as experiment

SHORT = dataclasses.replace(
    experiment.RECIPE,
    steps=20,
    check_every=10,
    check_sentences=4,
    train_sentences=300,
    held_out=20,
)


@pytest.fixture(scope="module")
def task():
    return grammar_task(SHORT)


def test_a_run_yields_a_row_at_every_check_and_its_seed_decides(task):
    def rows(seed):
        return [row for _, row in experiment.train_width(task, 8, seed, SHORT) if row]

    first = rows(0)
    assert [(row.d_ff, row.seed, row.step) for row in first] == [(8, 0, 10), (8, 0, 20)]
    assert first == rows(0)
    assert [row.loss for row in first] != [row.loss for row in rows(1)]


def test_the_held_out_loss_is_the_mean_over_words(task):
    """A model that thinks every word alike has the loss ln V."""

    class Alike(torch.nn.Module):
        def forward(self, source_ids, target_ids):
            return torch.zeros(*target_ids.shape, 50)

    pairs = [(source, [1, 5, 2]) for source, _ in task.dev.pairs[:3]]
    assert experiment.held_out_loss(Alike(), pairs) == pytest.approx(math.log(50))


def test_the_table_has_every_run():
    rows = experiment.read_results()
    assert {(row.d_ff, row.seed) for row in rows} == {
        (d_ff, seed) for d_ff in experiment.WIDTHS for seed in experiment.SEEDS
    }
    assert len(rows) == 15 * experiment.RECIPE.steps // experiment.RECIPE.check_every
    sizes = {row.d_ff: row.parameters for row in rows}
    assert sizes[512] - sizes[8] == 2 * 504 * (2 * 64 + 1)  # two FFNs


def test_no_width_is_refused(task):
    with pytest.raises(ValueError, match="d_ff=0"):
        next(experiment.train_width(task, 0, recipe=SHORT))
