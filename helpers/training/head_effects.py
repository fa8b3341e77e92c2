"""What a head is worth: the loss and the translations without it (claim C10)."""

from typing import NamedTuple

import torch

from helpers.language import (
    UNSEEN_PAIRS,
    chinese_vocabulary,
    english_vocabulary,
)
from helpers.language.grammar import sentences
from helpers.model.head_switches import heads_off, named_attentions
from helpers.training.batches import batch_of
from helpers.training.evaluation import exact_match
from helpers.training.loss import label_smoothed_loss
from helpers.training.tasks import encode_samples

SAMPLE = 64  # sentences


class Effect(NamedTuple):
    """How good a model is with some heads off: nats a word, and share of sentences."""

    loss: float
    exact_match: float


def held_out_pairs(count=SAMPLE, seed=0):
    """Make sentences that no training has seen, as pairs of ids.

    Each holds two words that never stand together in the training sentences.

    Raises: ValueError if count is less than 1.
    """
    if count < 1:
        raise ValueError(f"{count=} must be at least 1")
    samples = {}
    for sample in sentences(seed):
        if sample.pairs & UNSEEN_PAIRS:
            samples[sample.english] = sample
        if len(samples) == count:
            break
    words = english_vocabulary(), chinese_vocabulary()
    return encode_samples(samples.values(), *words).pairs


def all_heads(model):
    """List every head of a model as (attention's name, number from 0)."""
    return [
        (name, head)
        for name, attention in named_attentions(model).items()
        for head in range(attention.num_heads)
    ]


@torch.no_grad()
def loss_without(model, pairs, off):
    """Return the mean loss a word, in nats, with some heads off.

    Raises: ValueError as `heads_off`.
    """
    source_ids, target_ids = batch_of(pairs)
    with heads_off(model, off):
        logits = model(source_ids, target_ids[:, :-1])
    return label_smoothed_loss(logits, target_ids[:, 1:], smoothing=0.0).item()


def effect_without(model, pairs, off):
    """Measure the model with some heads off.

    Raises: ValueError as `heads_off`.
    """
    with heads_off(model, off):
        right = exact_match(model, pairs)
    return Effect(loss_without(model, pairs, off), right)
