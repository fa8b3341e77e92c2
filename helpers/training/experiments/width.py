"""How wide the FFN must be: the small model with d_ff from 1 to 512 (claim C14).

Every model is trained alike, for a fixed number of steps. The shipped table
`width.csv` was made by

    python -m helpers.training.experiments.width
"""

import dataclasses
from pathlib import Path
from typing import NamedTuple

import torch
from tqdm import tqdm

from helpers.training.batches import batch_of
from helpers.training.experiments.tables import read_table, write_table
from helpers.training.loop import TrainingRun
from helpers.training.loss import label_smoothed_loss
from helpers.training.recipes import RECIPES
from helpers.training.tasks import grammar_task

TABLE = Path(__file__).with_suffix(".csv")
WIDTHS = (1, 8, 32, 128, 512)
SEEDS = (0, 1, 2)
RECIPE = dataclasses.replace(
    RECIPES["grammar-small"],
    steps=800,
    check_every=100,
    check_sentences=300,
    snapshot_steps=(),
)


class WidthResult(NamedTuple):
    """How good one model was after so many steps, on sentences never trained on."""

    d_ff: int
    seed: int
    parameters: int
    step: int
    loss: float  # held out, in nats a word, without smoothing
    exact_match: float  # share of the held-out sentences


def train_width(task, d_ff, seed=0, recipe=RECIPE):
    """Train one model; yield (progress, its row, or None where it is not measured).

    Raises: ValueError if d_ff is below 1.
    """
    recipe = dataclasses.replace(recipe, d_ff=d_ff, seed=seed)
    run = TrainingRun(task, recipe)
    parameters = sum(matrix.numel() for matrix in run.model.parameters())
    for progress in run:
        row = None
        if run.is_check(progress.step):
            loss = held_out_loss(
                run.average.module, task.dev.pairs[: recipe.check_sentences]
            )
            row = WidthResult(
                d_ff,
                seed,
                parameters,
                progress.step,
                round(loss, 4),
                round(progress.exact_match, 4),
            )
        yield progress, row


@torch.no_grad()
def held_out_loss(model, pairs):
    """Measure the mean loss of a word, in nats, over pairs of ids."""
    source_ids, target_ids = batch_of(pairs)
    model.eval()
    logits = model(source_ids, target_ids[:, :-1])
    return label_smoothed_loss(logits, target_ids[:, 1:], smoothing=0.0).item()


def read_results(path=TABLE):
    """Read the shipped table: a list of `WidthResult`.

    Raises: FileNotFoundError as `read_table`.
    """
    return read_table(WidthResult, path)


def measure():
    """Train every model with a progress bar; return all rows."""
    task, rows = grammar_task(RECIPE), []
    runs = [(d_ff, seed) for d_ff in WIDTHS for seed in SEEDS]
    for d_ff, seed in tqdm(runs):
        rows += [row for _, row in train_width(task, d_ff, seed) if row]
    return rows


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_table(measure(), TABLE)
