"""Lesson 3: patients whose heads are cut or joined in a wrong way."""

import torch

from helpers.exercises.clinic.patient import Patient
from helpers.exercises.clinic.probe import (
    HEALTHY,
    Probe,
    moved_rows,
    seeded,
    with_another_last,
)
from helpers.exercises.clinic.self_attention import encoder_map, first_attention


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


LEAKS = Probe(
    "Change the last word, and let every word look at itself alone: how many other "
    "words' queries move? How many of their outputs?",
    "none, and none",
    leaks,
    "{} queries, {} outputs",
    {
        HEALTHY: lambda queries, outputs: not queries and not outputs,
        "split by view": lambda queries, outputs: queries,
        "join by view": lambda queries, outputs: not queries and outputs,
    },
)


def kinds(machine, sample):
    maps = encoder_map(machine, sample.source_ids)  # (H, S, S)
    different = []
    for each in maps:
        if not any(torch.allclose(each, other, atol=1e-6) for other in different):
            different.append(each)
    return len(different), len(maps)


KINDS = Probe(
    "How many different maps do the heads of the layer draw?",
    "as many as there are heads",
    kinds,
    "{} of {}",
    {
        HEALTHY: lambda different, heads: different == heads,
        "one head repeated": lambda different, heads: different == 1 < heads,
    },
)

PATIENTS = (
    Patient(
        "one head repeated",
        "Drag head: what do the four heads disagree about?",
        "all heads share one head's matrices",
        "ModuleList([head] * 4) holds one head four times. This grammar is so simple "
        "that a model trained so is almost as good.",
        KINDS,
    ),
    Patient(
        "split by view",
        "The shapes are all right, and so are the row sums. The words are not.",
        "heads are cut with view alone",
        "view(B, H, T, d_k) without a transpose gives head 1 the first words whole, "
        "and the last head the last ones.",
        LEAKS,
    ),
    Patient(
        "join by view",
        "The map is as in health, and yet every word speaks for another.",
        "heads are joined with view alone",
        "The heads were not moved back behind the words before they were flattened: a "
        "row holds pieces of several words.",
        LEAKS,
    ),
)
