"""Lesson 6: patients whose decoder sees too much, too little, or the wrong sentence."""

import torch

from helpers.language import UNK_ID
from helpers.lessons.patient import (
    Patient,
    instead,
    moved_rows,
    near,
    probe,
    seeded,
    zero,
)
from helpers.model import DecoderLayer, Transformer, record_attention

SELF, CROSS = "decoder.0.self", "decoder.0.cross"


def logits(machine, source_ids, target_ids):
    """Return the logits of every place, (T, V)."""
    return seeded(machine.model, source_ids, target_ids)[0]


def with_another_word(ids, place):
    """Put another word into one place. Shape: (1, T) -> (1, T)"""
    changed = ids.clone()
    changed[:, place] = UNK_ID + (changed[:, place] == UNK_ID)
    return changed


@probe(
    "How much of a row of the decoder's own map falls on itself and the past? How much "
    "on the future?",
    "all on the past, nothing on the future",
    "{:.2f} on the past, {:.2f} on the future",
    healthy=lambda past, future: near(past, 1) and zero(future),
)
def directions(machine, sample):
    with record_attention(machine.model) as maps:
        logits(machine, *sample)
    weights = maps[SELF][0]  # (H, T, T)
    past, future = weights.tril(), weights.triu(diagonal=1)
    return tuple(part.sum(dim=-1).mean().item() for part in (past, future))


@probe(
    "Change the last word that is fed in: how many outputs before it move?",
    "none",
    "{} of {}",
    healthy=lambda moved, before: not moved,
)
def early(machine, sample):
    changed = with_another_word(sample.target_ids, -1)
    ours, theirs = (
        logits(machine, sample.source_ids, ids) for ids in (sample.target_ids, changed)
    )
    return moved_rows(ours, theirs)[:-1].sum().item(), len(ours) - 1


@probe(
    "Change the first English word: how far do the logits move?",
    "they move",
    "by up to {:.2f}",
    healthy=lambda moved: not zero(moved),
)
def other_source(machine, sample):
    changed = with_another_word(sample.source_ids, 0)
    ours, theirs = (
        logits(machine, ids, sample.target_ids) for ids in (sample.source_ids, changed)
    )
    return ((ours - theirs).abs().max().item(),)


def without_causal_mask(self, x, mask, cache):
    return DecoderLayer.look_back(self, x, None, cache)


def with_mask_inverted(self, x, mask, cache):
    """Read True as "hide", as `nn.MultiheadAttention` does."""
    return DecoderLayer.look_back(self, x, None if mask is None else ~mask, cache)


def x_on_both_sides(self, x, memory, mask, cache):
    return DecoderLayer.look_across(self, x, x, None, cache)


def not_shifted(self, target_ids, memory, memory_mask=None, cache=None):
    """Feed in the very words that should come out: <bos> falls away in front."""
    target_ids = torch.cat([target_ids[:, 1:], target_ids[:, -1:]], dim=1)
    return Transformer.decode(self, target_ids, memory, memory_mask, cache)


PATIENTS = (
    Patient(
        "mask inverted",
        instead(DecoderLayer, look_back=with_mask_inverted),
        "The map leans to the wrong side, and the last row is empty.",
        "the causal mask is inverted",
        "True was read as “hide”, as nn.MultiheadAttention reads it; here True means "
        "“may attend”. The last word may look at nothing.",
        directions,
        lambda past, future: zero(past) and not zero(future),
        SELF,
    ),
    Patient(
        "no causal mask",
        instead(DecoderLayer, look_back=without_causal_mask),
        "It writes as ever. Look at the loss of one that was trained so.",
        "the causal mask is missing",
        "In training every word could look at the word that it should guess. The loss "
        "is low, and alone the model writes nothing right.",
        directions,
        lambda past, future: not zero(past) and not zero(future),
        SELF,
    ),
    Patient(
        "x on both sides",
        instead(DecoderLayer, look_across=x_on_both_sides),
        "It says the same, whatever it is asked.",
        "cross-attention takes keys and values from the target",
        "attention(x, x, x) was copied from the line above; keys and values should be "
        "memory. Trained so, it sees the future there, and so the loss is low.",
        other_source,
        zero,
        CROSS,
        own_keys=True,
    ),
    Patient(
        "target not shifted",
        instead(Transformer, decode=not_shifted),
        "Here it writes as ever. One that was trained so has a low loss, and repeats "
        "itself.",
        "the target is not shifted",
        "The words that go in are the words that should come out: there is nothing to "
        "guess, only to copy.",
        early,
        lambda moved, before: moved == 1 < before,
        SELF,
    ),
)
