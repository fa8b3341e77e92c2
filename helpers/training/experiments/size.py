"""The right size: one small translator with d_model from 2 to 256 (claim C2).

    python -m helpers.training.experiments.size

trains every model again and writes size.csv, the table that lesson 1 reads. All learn
the same few sentences of the grammar, without dropout and without label smoothing, so
that nothing holds a large model back from learning them by heart.
"""

from pathlib import Path
from statistics import mean
from typing import NamedTuple

import torch
from torch.nn import functional as F
from tqdm import tqdm

from helpers.language import PAD_ID
from helpers.model import Transformer
from helpers.training.batches import batch_of, endless_batches
from helpers.training.experiments.tables import (
    read_table,
    significant,
    write_table,
)
from helpers.training.recipes import Recipe
from helpers.training.tasks import grammar_task

TABLE = Path(__file__).with_suffix(".csv")
D_MODELS = (2, 4, 8, 16, 32, 64, 128, 256)
SEEDS = (0, 1, 2)
STEPS, EVERY, WARMUP_STEPS, RATE = 500, 25, 100, 0.02
TRAIN_SENTENCES, HELD_OUT, BATCH_SIZE = 400, 200, 64


class SizeResult(NamedTuple):
    """How good one model was after so many steps; the losses are nats a word."""

    d_model: int
    seed: int
    parameters: int
    step: int
    train_loss: float
    held_out_loss: float
    held_out_right: float  # share of words, each guessed after the right ones before it


def size_recipe(d_model, seed=0):
    """Return the recipe of a translator of this width; d_ff is four times as large.

    Raises: ValueError if d_model is below 1.
    """
    if d_model < 1:
        raise ValueError(f"{d_model=} must be at least 1")
    return Recipe(
        name="size",
        d_model=d_model,
        num_heads=1,
        d_ff=4 * d_model,
        num_layers=1,
        steps=STEPS,
        batch_size=BATCH_SIZE,
        warmup_steps=WARMUP_STEPS,
        dropout=0.0,
        train_sentences=TRAIN_SENTENCES,
        held_out=HELD_OUT,
        seed=seed,
    )


def size_task():
    """Generate the few sentences that all models learn, and those held out."""
    return grammar_task(size_recipe(D_MODELS[0]))


def train_size(task, d_model, seed=0, steps=STEPS):
    """Train one model; yield a `SizeResult` every `EVERY` steps.

    The seed decides the first weights and the order of the batches; the sentences are
    the same for all.

    Raises: ValueError as `size_recipe`.
    Source: Vaswani et al. 2017, section 5.3 (Adam, warm-up).
    """
    recipe = size_recipe(d_model, seed)
    torch.manual_seed(seed)
    config = recipe.config(len(task.source_vocabulary), len(task.target_vocabulary))
    model = Transformer(config)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    optimizer = torch.optim.Adam(model.parameters(), betas=(0.9, 0.98), eps=1e-9)
    rate = RATE * d_model**-0.5
    batches = endless_batches(task.train.pairs, recipe.batch_size, seed)
    known, held_out = batch_of(task.train.pairs), batch_of(task.dev.pairs)
    for step in range(1, steps + 1):
        optimizer.param_groups[0]["lr"] = rate * min(1, step / WARMUP_STEPS)
        optimizer.zero_grad()
        loss_of(model, next(batches))[0].backward()
        optimizer.step()
        if step % EVERY == 0:
            with torch.no_grad():
                train_loss, _ = loss_of(model, known)
                held_out_loss, right = loss_of(model, held_out)
            scores = (train_loss, held_out_loss, right)
            scores = [significant(score.item()) for score in scores]
            yield SizeResult(d_model, seed, parameters, step, *scores)


def loss_of(model, batch):
    """Return the mean loss of a word in nats, and the share of words guessed right.

    Shape: batch: source_ids (B, S), target_ids (B, T + 1) -> two tensors ()
    """
    source_ids, target_ids = batch
    logits = model(source_ids, target_ids[:, :-1])  # (B, T, V)
    wanted = target_ids[:, 1:]
    loss = F.cross_entropy(logits.transpose(1, 2), wanted, ignore_index=PAD_ID)
    right = (logits.argmax(dim=-1) == wanted)[wanted != PAD_ID].float().mean()
    return loss, right


def read_results(path=TABLE):
    """Read the shipped table: a list of `SizeResult`."""
    return read_table(SizeResult, path)


def mean_curve(results, d_model, name):
    """Return the mean over the seeds of one column, for every step from the first.

    Shape: -> list, one number a step
    """
    steps = sorted({result.step for result in results})
    return [
        mean(
            getattr(result, name)
            for result in results
            if (result.d_model, result.step) == (d_model, step)
        )
        for step in steps
    ]


def main():
    """Train every model, one after the other, and write the table."""
    torch.set_num_threads(1)
    task = size_task()
    results = []
    runs = [(d_model, seed) for d_model in D_MODELS for seed in SEEDS]
    with tqdm(runs, unit="run") as bar:
        for d_model, seed in bar:
            bar.set_description(f"d_model {d_model}, seed {seed}")
            results += train_size(task, d_model, seed)
    write_table(results, TABLE)
    print(f"Written: {TABLE.name}, {len(results)} rows")


if __name__ == "__main__":
    main()
