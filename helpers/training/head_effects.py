"""What a head is worth: the loss and the translations without it (claim C10)."""

from typing import NamedTuple

import torch

from helpers.language import (
    PAD_ID,
    UNSEEN_PAIRS,
    chinese_vocabulary,
    english_vocabulary,
)
from helpers.language.grammar import sentences
from helpers.model.tap import heads_off, named_attentions
from helpers.training.batches import batch_of
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


def loss_without(model, pairs, off):
    """Return the mean loss a word, in nats, with some heads off.

    Raises: ValueError as `heads_off`.
    """
    return effect_without(model, pairs, off).loss


@torch.no_grad()
def effect_without(model, pairs, off):
    """Measure the model with some heads off, in one pass.

    Greedy decoding writes the right sentence if the right word is the likeliest after
    each of its beginnings, and only then: so no sentence need be written.

    Raises: ValueError as `heads_off`.
    """
    source_ids, target_ids = batch_of(pairs)
    wanted = target_ids[:, 1:]
    with heads_off(model, off):
        logits = model(source_ids, target_ids[:, :-1])
    loss = label_smoothed_loss(logits, wanted, smoothing=0.0).item()
    right = (logits.argmax(dim=-1) == wanted) | (wanted == PAD_ID)
    return Effect(loss, right.all(dim=1).float().mean().item())
