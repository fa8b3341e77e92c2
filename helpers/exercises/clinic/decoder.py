"""Lesson 6: patients whose decoder sees too much, too little, or the wrong sentence."""

from helpers.exercises.clinic.patient import Patient
from helpers.exercises.clinic.probe import (
    HEALTHY,
    Probe,
    moved_rows,
    near,
    seeded,
    zero,
)
from helpers.language import UNK_ID
from helpers.model import record_attention

SELF, CROSS = "decoder.0.self", "decoder.0.cross"


def logits(machine, source_ids, target_ids):
    """Return the logits of every place, (T, V)."""
    return seeded(machine.model, source_ids, target_ids)[0]


def directions(machine, sample):
    with record_attention(machine.model) as maps:
        logits(machine, *sample)
    weights = maps[SELF][0]  # (H, T, T)
    past, future = weights.tril(), weights.triu(diagonal=1)
    return tuple(part.sum(dim=-1).mean().item() for part in (past, future))


DIRECTIONS = Probe(
    "How much of a row of the decoder's own map falls on itself and the past? How much "
    "on the future?",
    "all on the past, nothing on the future",
    directions,
    "{:.2f} on the past, {:.2f} on the future",
    {
        HEALTHY: lambda past, future: near(past, 1) and zero(future),
        "no causal mask": lambda past, future: not zero(past) and not zero(future),
        "mask inverted": lambda past, future: zero(past) and not zero(future),
    },
)


def early(machine, sample):
    changed = sample.target_ids.clone()
    changed[:, -1] = UNK_ID + (changed[:, -1] == UNK_ID)  # another word
    ours, theirs = (
        logits(machine, sample.source_ids, ids) for ids in (sample.target_ids, changed)
    )
    return moved_rows(ours, theirs)[:-1].sum().item(), len(ours) - 1


EARLY = Probe(
    "Change the last word that is fed in: how many outputs before it move?",
    "none",
    early,
    "{} of {}",
    {
        HEALTHY: lambda moved, before: not moved,
        "target not shifted": lambda moved, before: moved == 1 < before,
    },
)


def other_source(machine, sample):
    changed = sample.source_ids.clone()
    changed[:, 0] = UNK_ID + (changed[:, 0] == UNK_ID)  # another word
    ours, theirs = (
        logits(machine, ids, sample.target_ids) for ids in (sample.source_ids, changed)
    )
    return ((ours - theirs).abs().max().item(),)


OTHER_SOURCE = Probe(
    "Change the first English word: how far do the logits move?",
    "they move",
    other_source,
    "by up to {:.2f}",
    {HEALTHY: lambda moved: not zero(moved), "x on both sides": zero},
)

PATIENTS = (
    Patient(
        "mask inverted",
        "The map leans to the wrong side, and the last row is empty.",
        "the causal mask is inverted",
        "True was read as “hide”, as nn.MultiheadAttention reads it; here True means "
        "“may attend”. The last word may look at nothing.",
        DIRECTIONS,
        SELF,
    ),
    Patient(
        "no causal mask",
        "It writes as ever. Look at the loss of one that was trained so.",
        "the causal mask is missing",
        "In training every word could look at the word that it should guess. The loss "
        "is low, and alone the model writes nothing right.",
        DIRECTIONS,
        SELF,
    ),
    Patient(
        "x on both sides",
        "It says the same, whatever it is asked.",
        "cross-attention takes keys and values from the target",
        "attention(x, x, x) was copied from the line above; keys and values should be "
        "memory. Trained so, it sees the future there, and so the loss is low.",
        OTHER_SOURCE,
        CROSS,
        own_keys=True,
    ),
    Patient(
        "target not shifted",
        "Here it writes as ever. One that was trained so has a low loss, and repeats "
        "itself.",
        "the target is not shifted",
        "The words that go in are the words that should come out: there is nothing to "
        "guess, only to copy.",
        EARLY,
        SELF,
    ),
)
