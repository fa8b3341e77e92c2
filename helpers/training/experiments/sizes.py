"""How large a model must be: its heads, the width of its FFN, and d_model.

    python -m helpers.training.experiments heads

trains the small model with 1 to 16 heads (claim C10): d_model stays the same, so more
heads are smaller heads; sizes and work do not change. `width` gives its FFN a d_ff from
1 to 512 (claim C14). `size` is one small translator with d_model from 2 to 256 (claim
C2): all learn the same few sentences of the grammar, without dropout and without label
smoothing, so that nothing holds a large model back from learning them by heart.
"""

import dataclasses
from functools import cache
from statistics import mean
from typing import NamedTuple

import torch
from torch.nn import functional as F

from helpers.language import PAD_ID
from helpers.model import Transformer
from helpers.training.batches import batch_of, endless_batches
from helpers.training.experiments.sweep import SEEDS, RecipeSweep, Sweep, learn
from helpers.training.experiments.tables import significant
from helpers.training.loss import label_smoothed_loss
from helpers.training.recipes import RECIPES, Recipe
from helpers.training.tasks import grammar_task


class HeadsResult(NamedTuple):
    """How good a model with so many heads was, on sentences never trained on."""

    num_heads: int
    d_k: int
    seed: int
    parameters: int
    step: int
    exact_match: float  # share of the first 500 held-out sentences


class WidthResult(NamedTuple):
    """How good a model with so wide an FFN was, on sentences never trained on."""

    d_ff: int
    seed: int
    parameters: int
    step: int
    loss: float  # held out, in nats a word, without smoothing
    exact_match: float  # share of the held-out sentences


class SizeResult(NamedTuple):
    """How good a model of this d_model was; the losses are nats a word."""

    d_model: int
    seed: int
    parameters: int
    step: int
    train_loss: float
    held_out_loss: float
    held_out_right: float  # share of words, each guessed after the right ones before it


def num_parameters(model):
    """Count the numbers that a model learns."""
    return sum(parameter.numel() for parameter in model.parameters())


@torch.no_grad()
def held_out_loss(model, pairs):
    """Measure the mean loss of a word, in nats, over pairs of ids."""
    source_ids, target_ids = batch_of(pairs)
    model.eval()
    logits = model(source_ids, target_ids[:, :-1])
    return label_smoothed_loss(logits, target_ids[:, 1:], smoothing=0.0).item()


def state_of(run, progress):
    """Measure a run of the small model. Returns all that a row may hold, by name."""
    recipe = run.recipe
    pairs = run.task.dev.pairs[: recipe.check_sentences]
    return {
        **dataclasses.asdict(recipe),
        "d_k": recipe.d_model // recipe.num_heads,
        "parameters": num_parameters(run.model),
        "step": progress.step,
        "loss": round(held_out_loss(run.average.module, pairs), 4),
        "exact_match": round(progress.exact_match, 4),
    }


SMALL = dataclasses.replace(
    RECIPES["grammar-small"], check_every=100, snapshot_steps=()
)
HEADS = RecipeSweep(
    "heads",
    HeadsResult,
    dataclasses.replace(SMALL, steps=1_000, check_sentences=500),
    state_of,
    num_heads=(1, 2, 4, 8, 16),
)
WIDTH = RecipeSweep(
    "width",
    WidthResult,
    dataclasses.replace(SMALL, steps=800, check_sentences=300),
    state_of,
    d_ff=(1, 8, 32, 128, 512),
)

D_MODELS = (2, 4, 8, 16, 32, 64, 128, 256)
STEPS, EVERY, WARMUP_STEPS, RATE = 500, 25, 100, 0.02
SIZE_RECIPE = Recipe(
    name="size",
    d_model=D_MODELS[0],
    num_heads=1,
    d_ff=4 * D_MODELS[0],
    num_layers=1,
    steps=STEPS,
    dropout=0.0,
    train_sentences=400,
    held_out=200,
)


@cache
def size_task():
    """Generate the few sentences that all models learn, and those held out."""
    return grammar_task(SIZE_RECIPE)


def train_size(d_model, seed=0, steps=STEPS):
    """Train one model; yield a `SizeResult` every `EVERY` steps.

    Raises: ValueError if d_model is below 1.
    """
    if d_model < 1:
        raise ValueError(f"{d_model=} must be at least 1")
    task = size_task()
    recipe = dataclasses.replace(SIZE_RECIPE, d_model=d_model, d_ff=4 * d_model)
    torch.manual_seed(seed)
    config = recipe.config(len(task.source_vocabulary), len(task.target_vocabulary))
    model = Transformer(config)
    batches = endless_batches(task.train.pairs, recipe.batch_size, seed)
    known, held_out = batch_of(task.train.pairs), batch_of(task.dev.pairs)

    def rate(step):
        return RATE * d_model**-0.5 * min(1, step / WARMUP_STEPS)

    for step, _ in learn(model, lambda: loss_of(model, next(batches))[0], rate, steps):
        if step % EVERY == 0:
            with torch.no_grad():
                train_loss, _ = loss_of(model, known)
                scores = (train_loss, *loss_of(model, held_out))
            scores = [significant(score.item()) for score in scores]
            yield SizeResult(d_model, seed, num_parameters(model), step, *scores)


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


SIZE = Sweep("size", SizeResult, train_size, d_model=D_MODELS, seed=SEEDS)


def mean_curve(results, d_model, name):
    """Return the mean over the seeds of one column of `size`, for every step.

    Shape: -> list, one number a step from the first
    """
    by_step = {}
    for result in results:
        if result.d_model == d_model:
            by_step.setdefault(result.step, []).append(getattr(result, name))
    return [mean(by_step[step]) for step in sorted(by_step)]
