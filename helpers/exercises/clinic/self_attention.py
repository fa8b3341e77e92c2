"""Lesson 2: patients whose attention is weighed or mixed in a wrong way."""

import copy
import math

from helpers.exercises.clinic.patient import Patient
from helpers.exercises.clinic.probe import HEALTHY, Probe, near, seeded, zero
from helpers.model import record_attention


def first_attention(machine, sample):
    """Return the encoder's first self-attention, and the rows that it reads."""
    model = machine.model
    x = seeded(model.source_embedding, sample.source_ids)  # (1, S, d_model)
    return model.encoder.layers[0].self_attention, x


def encoder_map(machine, source_ids):
    """Return the encoder's first map. Shape: source_ids (1, S) -> (H, S, S)"""
    with record_attention(machine.model) as maps:
        seeded(machine.model.encode, source_ids)
    return maps["encoder.0.self"][0]


def divisor(machine, sample):
    attention, x = first_attention(machine, sample)
    query, key = attention.project_query(x), attention.project_memory(x, x)[0]
    products, pair = (query[0, 0, 0] @ key[0, 0].T).topk(2)  # the first word's best two
    weights = encoder_map(machine, sample.source_ids)[0, 0, pair]
    ratio = (weights[0] / weights[1]).log()
    return ((products[0] - products[1]) / ratio).nan_to_num().item(), query.size(-1)


DIVISOR = Probe(
    "Take two weights of a row: by what were the dot products divided to give them?",
    "by √d_k",
    divisor,
    "by {:.2f}, and d_k is {}",
    {
        HEALTHY: lambda by, d_k: near(by, math.sqrt(d_k)),
        "no scale": lambda by, d_k: near(by, 1),
        "scale by d_k": lambda by, d_k: near(by, d_k),
    },
)


def sums(machine, sample):
    weights = encoder_map(machine, sample.source_ids)
    rows, columns = weights.sum(dim=-1), weights.sum(dim=-2)
    return (rows - 1).abs().max().item(), (columns - 1).abs().max().item()


SUMS = Probe(
    "Add up the rows of the map, then its columns: how far are they from 1?",
    "each row is 1, a column may be anything",
    sums,
    "a row by up to {:.2f}, a column by up to {:.2f}",
    {
        HEALTHY: lambda row, column: zero(row),
        "softmax over queries": lambda row, column: not zero(row) and zero(column),
    },
)


def doubled(machine, sample):
    attention, x = first_attention(machine, sample)
    louder = copy.deepcopy(attention)
    for parameter in louder.W_v.parameters():
        parameter.mul_(2)
    before, after = (
        seeded(each, x, x, x)[0] - attention.W_o.bias for each in (attention, louder)
    )
    return ((after.norm() / before.norm()).item(),)


DOUBLED = Probe(
    "Make all values twice as large: how much larger is what attention hands on?",
    "twice",
    doubled,
    "{:.2f} times",
    {
        HEALTHY: lambda factor: near(factor, 2),
        "keys mixed": lambda factor: near(factor, 1),
    },
)

PATIENTS = (
    Patient(
        "softmax over queries",
        "The map has whole columns of the same blue, and the words go wild.",
        "softmax runs along the queries",
        "softmax(dim=-2) shares each key out among the queries; a row should share "
        "itself out among the keys. In the decoder such sums let the future through.",
        SUMS,
    ),
    Patient(
        "no scale",
        "It translates, and is very sure of everything.",
        "1/√d_k is missing",
        "The dot products go into softmax as they are, and it saturates. With d_k = 16 "
        "a model still learns; it learns more slowly.",
        DIVISOR,
    ),
    Patient(
        "keys mixed",
        "The map is as in health, and the translation is noise.",
        "keys are mixed in place of values",
        "weights @ key in place of weights @ value. Trained so, the keys learn to be "
        "values, too, and hardly anyone notices.",
        DOUBLED,
    ),
    Patient(
        "scale by d_k",
        "It translates nearly everything, and looks at everything a little.",
        "scores are divided by d_k, not √d_k",
        "Divided by 16 in place of 4, the scores lie closer together, and so do the "
        "weights.",
        DIVISOR,
    ),
)
