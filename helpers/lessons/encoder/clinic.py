"""Lesson 4: patients with Add, Norm, padding or dropout out of order."""

import copy
from functools import partial

from torch import nn
from torch.nn import functional as F

from helpers.lessons.patient import (
    Patient,
    encoder_map,
    first_attention,
    instead,
    moved_rows,
    near,
    probe,
    seeded,
    with_another_last,
    zero,
)
from helpers.lessons.self_attention.clinic import attending
from helpers.lessons.self_attention.exercises import ATTENTION
from helpers.model import EncoderLayer, MultiHeadAttention

PADDING = 3


@probe(
    "Let attention and FFN of the block say nothing but zeros: how far apart are the "
    "words that come out?",
    "apart: Add lets x through",
    "{:.2f} apart",
    healthy=lambda apart: not zero(apart),
)
def silenced(machine, sample):
    _, x = first_attention(machine, sample)
    layer = copy.deepcopy(machine.model.encoder.layers[0])
    for silent in (layer.self_attention.W_o, layer.feed_forward.W_2):
        silent.weight.zero_()
        silent.bias.zero_()
    rows = seeded(layer, x)[0]
    return ((rows - rows[:1]).abs().max().item(),)


@probe(
    "Change the last word, and norm: how many other rows move?",
    "none",
    "{} move",
    healthy=lambda moved: not moved,
)
def normed_alone(machine, sample):
    _, x = first_attention(machine, sample)
    norm = machine.model.encoder.layers[0].norm_1
    moved = moved_rows(norm(x)[0], norm(with_another_last(x))[0])
    return (moved[:-1].sum().item(),)


@probe(
    "Add three <pad>: how much of a row's weight falls on them, and what is the row's "
    "sum with them and without?",
    "nothing, and 1 both times",
    "{:.2f} on them; sum {:.2f} with, {:.2f} without",
    healthy=lambda seen, long, short: zero(seen) and near(long, 1),
)
def on_padding(machine, sample):
    pad_id, real = machine.model.config.pad_id, sample.source_ids.size(1)
    long = F.pad(sample.source_ids, (0, PADDING), value=pad_id)
    short_map, long_map = (
        encoder_map(machine, ids)[:, :real] for ids in (sample.source_ids, long)
    )
    seen = long_map[..., real:].sum(dim=-1).max()
    sums = (weights.sum(dim=-1).min() for weights in (long_map, short_map))
    return seen.item(), *(each.item() for each in sums)


@probe(
    "Run the model twice on the same words: how far do the logits differ?",
    "not at all",
    "by up to {:.2f}",
    healthy=zero,
)
def two_runs(machine, sample):
    first, second = (
        seeded(machine.model, sample.source_ids, sample.target_ids, seed=seed)
        for seed in (1, 2)
    )
    return ((first - second).abs().max().item(),)


def without_add(self, x, mask=None):
    """Forget the residual connections."""
    x = self.norm_1(self.dropout(self.attend(x, mask)))
    return self.norm_2(self.feed_forward(x))


def norm_over_words(self, x):
    """Norm each feature over the words, where each word should be normed alone."""
    centred = x - x.mean(dim=-2, keepdim=True)
    spread = x.var(dim=-2, keepdim=True, correction=0)
    return centred / (spread + self.eps).sqrt() * self.weight + self.bias


def without_padding_mask(self, query, key, value, mask=None, cache=None):
    """Forget the padding mask; the causal one is kept."""
    is_padding_mask = mask is not None and mask.size(-2) == 1
    mask = None if is_padding_mask else mask
    return MultiHeadAttention.forward(self, query, key, value, mask, cache)


def drop_in_use(self, x):
    """Drop in use, too: `model.eval()` was forgotten."""
    return F.dropout(x, p=0.1, training=True)


# All of them read a sentence that stands in a batch.
InBatch = partial(Patient, padding=PADDING)
PATIENTS = (
    InBatch(
        "padding seen",
        instead(MultiHeadAttention, forward=without_padding_mask),
        "Alone the sentence comes out well. Here it stands in a batch, with three "
        "<pad> behind it.",
        "the padding mask is missing",
        "Padding is a word like any other to softmax: it draws weight from the real "
        "words, the more of it the more there is.",
        on_padding,
        lambda seen, long, short: not zero(seen) and near(long, 1),
    ),
    InBatch(
        "no Add",
        instead(EncoderLayer, forward=without_add),
        "Hardly anything of the sentence comes through.",
        "the residual connections (Add) are missing",
        "Each part replaces x where it should only add to it. One layer can be trained "
        "so; many cannot, as this lesson has measured.",
        silenced,
        zero,
    ),
    InBatch(
        "dropout left on",
        instead(nn.Dropout, forward=drop_in_use),
        "Pick another sentence and come back: it may say something else.",
        "dropout is left on",
        "model.eval() was forgotten: one number in ten is still thrown away at random.",
        two_runs,
        lambda apart: True,
        in_training=False,
    ),
    InBatch(
        "norm over words",
        instead(nn.LayerNorm, forward=norm_over_words),
        "What a word becomes depends on its neighbours, before anyone attends.",
        "Norm runs over the words",
        "LayerNorm takes mean and spread inside of each word's own row. Along the "
        "sentence they tell the decoder its future: a leak.",
        normed_alone,
        lambda moved: True,
    ),
    InBatch(
        "mask after softmax",
        attending(ATTENTION.wrong("mask after softmax")),
        "No weight falls on <pad>, and still the batch does some harm.",
        "the mask comes after softmax",
        "Hidden weights were set to 0 when the others had already made room for them. "
        "In the decoder the sums of the rows betray the future.",
        on_padding,
        lambda seen, long, short: zero(seen) and long < 0.98 and near(short, 1),
    ),
)
