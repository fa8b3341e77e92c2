"""What a head is worth: a model without it, and without more and more (claim C10).

The heads of a trained model go one by one, each time the one that is missed least.
"""

from typing import NamedTuple

import torch
from tqdm import tqdm

from helpers.language import (
    PAD_ID,
    UNSEEN_PAIRS,
    chinese_vocabulary,
    english_vocabulary,
)
from helpers.language.grammar import sentences
from helpers.model.tap import heads_off, named_attentions
from helpers.training.batches import batch_of
from helpers.training.checkpoints import load_checkpoint
from helpers.training.experiments.sweep import MODELS_FOLDER, Experiment
from helpers.training.loss import label_smoothed_loss
from helpers.training.tasks import encode_samples

SAMPLE = 64  # sentences


class Effect(NamedTuple):
    """How good a model is with some heads off: nats a word, and share of sentences."""

    loss: float
    exact_match: float


class Removal(NamedTuple):
    """One head gone, after those of the rows before it.

    `alone` is how much the loss rises if only this head is off; loss and exact_match
    are those of the model without this head and all before it.
    """

    removed: int  # how many heads are off now
    attention: str
    head: int  # from 1
    alone: float  # nats a word
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


def remove_one_by_one(model, pairs):
    """Switch off, again and again, the head whose loss hurts least; yield each row.

    Which head that is depends on those that are off already.
    """

    def loss_without(*off):
        return effect_without(model, pairs, off).loss

    full, left, off = loss_without(), all_heads(model), []
    alone = {head: loss_without(head) for head in left}
    while left:
        head = min(left, key=lambda one: loss_without(*off, one))
        left.remove(head)
        off.append(head)
        name, number = head
        loss, right = effect_without(model, pairs, off)
        rise = round(alone[head] - full, 4) + 0.0  # no minus zero
        figures = (rise, round(loss, 4), round(right, 4))
        yield Removal(len(off), name, number + 1, *figures)


def measure(folder):
    """Remove the heads of the model `grammar`; yield every `Removal`."""
    model = load_checkpoint(folder / "grammar.safetensors").build()
    rows = remove_one_by_one(model, held_out_pairs())
    yield from tqdm(rows, total=len(all_heads(model)), unit="head")


REMOVAL = Experiment("head_removal", Removal, measure, MODELS_FOLDER)
