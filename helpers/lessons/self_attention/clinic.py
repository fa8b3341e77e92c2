"""Lesson 2: patients whose attention is weighed or mixed in a wrong way."""

import copy
import math

from helpers.lessons.patient import (
    Patient,
    encoder_map,
    first_attention,
    instead,
    near,
    probe,
    seeded,
    zero,
)
from helpers.lessons.self_attention.exercises import ATTENTION
from helpers.model import MultiHeadAttention
from helpers.model.tap import tap


@probe(
    "Take two weights of a row: by what were the dot products divided to give them?",
    "by √d_k",
    "by {:.2f}, and d_k is {}",
    healthy=lambda by, d_k: near(by, math.sqrt(d_k)),
)
def divisor(machine, sample):
    attention, x = first_attention(machine, sample)
    query, key = attention.project_query(x), attention.project_memory(x, x)[0]
    products, pair = (query[0, 0, 0] @ key[0, 0].T).topk(2)  # the first word's best two
    weights = encoder_map(machine, sample.source_ids)[0, 0, pair]
    ratio = (weights[0] / weights[1]).log()
    return ((products[0] - products[1]) / ratio).nan_to_num().item(), query.size(-1)


@probe(
    "Add up the rows of the map, then its columns: how far are they from 1?",
    "each row is 1, a column may be anything",
    "a row by up to {:.2f}, a column by up to {:.2f}",
    healthy=lambda row, column: zero(row),
)
def sums(machine, sample):
    weights = encoder_map(machine, sample.source_ids)
    rows, columns = weights.sum(dim=-1), weights.sum(dim=-2)
    return (rows - 1).abs().max().item(), (columns - 1).abs().max().item()


@probe(
    "Make all values twice as large: how much larger is what attention hands on?",
    "twice",
    "{:.2f} times",
    healthy=lambda factor: near(factor, 2),
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


def attending(function):
    """Make an `infect`: every head attends by a function of (q, k, v, mask).

    The function is what a student might write in this lesson's exercise.
    """

    def forward(self, query, key, value, mask=None, cache=None):
        start = 0 if cache is None else cache.length
        q = self.project_query(query, start)
        k, v = self.keys_and_values(key, value, cache, start)
        heads, weights = function(q, k, v, mask)
        return self.W_o(self.join_heads(heads)), tap(self, "weights", weights)

    return instead(MultiHeadAttention, forward=forward)


PATIENTS = (
    Patient(
        "softmax over queries",
        attending(ATTENTION.wrong("wrong axis")),
        "The map has whole columns of the same blue, and the words go wild.",
        "softmax runs along the queries",
        "softmax(dim=-2) shares each key out among the queries; a row should share "
        "itself out among the keys. In the decoder such sums let the future through.",
        sums,
        lambda row, column: zero(column),
    ),
    Patient(
        "no scale",
        attending(ATTENTION.wrong("no scale")),
        "It translates, and is very sure of everything.",
        "1/√d_k is missing",
        "The dot products go into softmax as they are, and it saturates. With d_k = 16 "
        "a model still learns; it learns more slowly.",
        divisor,
        lambda by, d_k: near(by, 1),
    ),
    Patient(
        "keys mixed",
        attending(ATTENTION.wrong("keys mixed")),
        "The map is as in health, and the translation is noise.",
        "keys are mixed in place of values",
        "weights @ key in place of weights @ value. Trained so, the keys learn to be "
        "values, too, and hardly anyone notices.",
        doubled,
        lambda factor: near(factor, 1),
    ),
    Patient(
        "scale by d_k",
        attending(ATTENTION.wrong("scale d_k")),
        "It translates nearly everything, and looks at everything a little.",
        "scores are divided by d_k, not √d_k",
        "Divided by 16 in place of 4, the scores lie closer together, and so do the "
        "weights.",
        divisor,
        lambda by, d_k: near(by, d_k),
    ),
)
