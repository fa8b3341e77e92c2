"""Lesson 4: patients with Add, Norm, padding or dropout out of order."""

import copy

import torch

from helpers.exercises.clinic.patient import Patient
from helpers.exercises.clinic.probe import (
    HEALTHY,
    Probe,
    moved_rows,
    near,
    seeded,
    with_another_last,
    zero,
)
from helpers.exercises.clinic.self_attention import encoder_map, first_attention

PADDING = 3


def padded(source_ids, pad_id):
    """Put three <pad> behind a sentence. Shape: (1, S) -> (1, S + 3)"""
    return torch.nn.functional.pad(source_ids, (0, PADDING), value=pad_id)


def silenced(machine, sample):
    _, x = first_attention(machine, sample)
    layer = copy.deepcopy(machine.model.encoder.layers[0])
    for silent in (layer.self_attention.W_o, layer.feed_forward.W_2):
        silent.weight.zero_()
        silent.bias.zero_()
    rows = seeded(layer, x)[0]
    return ((rows - rows[:1]).abs().max().item(),)


SILENCED = Probe(
    "Let attention and FFN of the block say nothing but zeros: how far apart are the "
    "words that come out?",
    "apart: Add lets x through",
    silenced,
    "{:.2f} apart",
    {HEALTHY: lambda apart: not zero(apart), "no Add": zero},
)


def normed_alone(machine, sample):
    _, x = first_attention(machine, sample)
    norm = machine.model.encoder.layers[0].norm_1
    moved = moved_rows(norm(x)[0], norm(with_another_last(x))[0])
    return (moved[:-1].sum().item(),)


NORMED_ALONE = Probe(
    "Change the last word, and norm: how many other rows move?",
    "none",
    normed_alone,
    "{} move",
    {HEALTHY: lambda moved: not moved, "norm over words": lambda moved: moved},
)


def on_padding(machine, sample):
    long = padded(sample.source_ids, machine.model.config.pad_id)
    real = sample.source_ids.size(1)
    short_map, long_map = (
        encoder_map(machine, ids)[:, :real] for ids in (sample.source_ids, long)
    )
    seen = long_map[..., real:].sum(dim=-1).max()
    sums = (weights.sum(dim=-1).min() for weights in (long_map, short_map))
    return seen.item(), *(each.item() for each in sums)


ON_PADDING = Probe(
    "Add three <pad>: how much of a row's weight falls on them, and what is the row's "
    "sum with them and without?",
    "nothing, and 1 both times",
    on_padding,
    "{:.2f} on them; sum {:.2f} with, {:.2f} without",
    {
        HEALTHY: lambda seen, long, short: zero(seen) and near(long, 1),
        "padding seen": lambda seen, long, short: not zero(seen) and near(long, 1),
        "mask after softmax": lambda seen, long, short: (
            zero(seen) and long < 0.98 and near(short, 1)
        ),
    },
)


def two_runs(machine, sample):
    first, second = (
        seeded(machine.model, sample.source_ids, sample.target_ids, seed=seed)
        for seed in (1, 2)
    )
    return ((first - second).abs().max().item(),)


TWO_RUNS = Probe(
    "Run the model twice on the same words: how far do the logits differ?",
    "not at all",
    two_runs,
    "by up to {:.2f}",
    {HEALTHY: zero, "dropout left on": lambda apart: not zero(apart)},
)

PATIENTS = (
    Patient(
        "padding seen",
        "Alone the sentence comes out well. Here it stands in a batch, with three "
        "<pad> behind it.",
        "the padding mask is missing",
        "Padding is a word like any other to softmax: it draws weight from the real "
        "words, the more of it the more there is.",
        ON_PADDING,
        padding=PADDING,
    ),
    Patient(
        "no Add",
        "Hardly anything of the sentence comes through.",
        "the residual connections (Add) are missing",
        "Each part replaces x where it should only add to it. One layer can be trained "
        "so; many cannot, as this lesson has measured.",
        SILENCED,
        padding=PADDING,
    ),
    Patient(
        "dropout left on",
        "Pick another sentence and come back: it may say something else.",
        "dropout is left on",
        "model.eval() was forgotten: one number in ten is still thrown away at random.",
        TWO_RUNS,
        padding=PADDING,
    ),
    Patient(
        "norm over words",
        "What a word becomes depends on its neighbours, before anyone attends.",
        "Norm runs over the words",
        "LayerNorm takes mean and spread inside of each word's own row. Along the "
        "sentence they tell the decoder its future: a leak.",
        NORMED_ALONE,
        padding=PADDING,
    ),
    Patient(
        "mask after softmax",
        "No weight falls on <pad>, and still the batch does some harm.",
        "the mask comes after softmax",
        "Hidden weights were set to 0 when the others had already made room for them. "
        "In the decoder the sums of the rows betray the future.",
        ON_PADDING,
        padding=PADDING,
    ),
)
