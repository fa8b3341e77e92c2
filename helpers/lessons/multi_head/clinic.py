"""Lesson 3: patients whose heads are cut or joined in a wrong way."""

import torch

from helpers.lessons.patient import (
    Patient,
    encoder_map,
    first_attention,
    instead,
    moved_rows,
    probe,
    seeded,
    with_another_last,
)
from helpers.model import MultiHeadAttention


@probe(
    "Change the last word, and let every word look at itself alone: how many other "
    "words' queries move? How many of their outputs?",
    "none, and none",
    "{} queries, {} outputs",
    healthy=lambda queries, outputs: not queries and not outputs,
)
def leaks(machine, sample):
    attention, x = first_attention(machine, sample)
    other = with_another_last(x)
    # Before attention: the queries, a row for each word. (1, H, S, d_k)
    before, changed = (attention.project_query(rows)[0] for rows in (x, other))
    cut = moved_rows(before.transpose(0, 1), changed.transpose(0, 1))
    # After it, while every word may look at itself alone; only a value is changed.
    alone = torch.eye(x.size(1), dtype=torch.bool)
    after, changed = (seeded(attention, x, x, v, alone)[0][0] for v in (x, other))
    joined = moved_rows(after, changed)
    return cut[:-1].sum().item(), joined[:-1].sum().item()


@probe(
    "How many different maps do the heads of the layer draw?",
    "as many as there are heads",
    "{} of {}",
    healthy=lambda different, heads: different == heads,
)
def kinds(machine, sample):
    maps = encoder_map(machine, sample.source_ids)  # (H, S, S)
    different = []
    for each in maps:
        if not any(torch.allclose(each, other, atol=1e-6) for other in different):
            different.append(each)
    return len(different), len(maps)


def split_by_view(self, x):
    """Cut with `view` alone: a head gets whole words, and misses others."""
    batch, length, _ = x.shape
    return x.reshape(batch, self.num_heads, length, -1)


def join_by_view(self, heads):
    """Join with `view` alone: a row gets pieces of several words."""
    batch, _, length, _ = heads.shape
    return heads.reshape(batch, length, -1)


def first_head_repeated(self, x):
    """Use the first head's matrices for all heads, like `[head] * num_heads`."""
    heads = MultiHeadAttention.split_heads(self, x)  # (B, H, T, d_k)
    return heads[:, :1].expand_as(heads)


PATIENTS = (
    Patient(
        "one head repeated",
        instead(MultiHeadAttention, split_heads=first_head_repeated),
        "Drag head: what do the four heads disagree about?",
        "all heads share one head's matrices",
        "ModuleList([head] * 4) holds one head four times. This grammar is so simple "
        "that a model trained so is almost as good.",
        kinds,
        lambda different, heads: different == 1 < heads,
    ),
    Patient(
        "split by view",
        instead(MultiHeadAttention, split_heads=split_by_view),
        "The shapes are all right, and so are the row sums. The words are not.",
        "heads are cut with view alone",
        "view(B, H, T, d_k) without a transpose gives head 1 the first words whole, "
        "and the last head the last ones.",
        leaks,
        lambda queries, outputs: queries,
    ),
    Patient(
        "join by view",
        instead(MultiHeadAttention, join_heads=join_by_view),
        "The map is as in health, and yet every word speaks for another.",
        "heads are joined with view alone",
        "The heads were not moved back behind the words before they were flattened: a "
        "row holds pieces of several words.",
        leaks,
        lambda queries, outputs: not queries,
    ),
)
