"""Lesson 1: patients whose rows go wrong before any attention."""

import math

import torch

from helpers.lessons.patient import Patient, instead, probe, seeded, zero
from helpers.model import InputEmbedding, TokenEmbedding

REPEATS = 20


@probe(
    "How long is a word's row, measured in the length of a wave's row?",
    "about as long: 0.5 or more",
    "{:.2f} times as long",
    healthy=lambda ratio: ratio >= 0.5,
)
def volume(machine, sample):
    x = machine.model.source_embedding.words(sample.source_ids)[0]  # (S, d_model)
    return ((x.norm(dim=1).mean() / math.sqrt(x.size(1) / 2)).item(),)


@probe(
    "Feed one word twice, in two equal sentences: does its row change with the place? "
    "With the sentence?",
    "with the place, and not with the sentence",
    "with the place by {:.2f}, with the sentence by {:.2f}",
    healthy=lambda place, sentence: not zero(place) and zero(sentence),
)
def places(machine, sample):
    word = sample.source_ids[:, :1]
    twice = machine.model.source_embedding(word.expand(2, 2))  # one word, four times
    by_place = (twice[0, 0] - twice[0, 1]).abs().max().item()
    by_sentence = (twice[0, 0] - twice[1, 0]).abs().max().item()
    return by_place, by_sentence


@probe(
    "Compare the waves of two places: does their likeness depend on the distance "
    "alone?",
    "yes: equal distance, equal likeness",
    "at equal distance it differs by up to {:.1%}",
    healthy=lambda spread, restless: spread < 1e-3,
)
def slopes(machine, sample):
    embedding = machine.model.source_embedding
    ids = sample.source_ids[:, :1].expand(1, REPEATS)
    first, second = (
        (seeded(embedding, ids, seed=seed) - embedding.words(ids))[0] for seed in (0, 1)
    )
    alike = first @ first.T  # (REPEATS, REPEATS)
    spread = max(
        (line.max() - line.min()).item() for line in map(alike.diagonal, range(REPEATS))
    )
    restless = (first - second).abs().max().item()
    return spread / max(alike.max().item(), 1e-9), restless


def forget_factor(model):
    """Leave out ×√d_model, so that the waves drown the words."""
    for module in model.modules():
        if isinstance(module, TokenEmbedding):
            module.factor = 1.0


def waves_by_batch(self, ids, start=0):
    """Take the waves along the batch: all words of a sentence get the same one."""
    waves = self.positions[: ids.size(0), None]  # (B, 1, d_model)
    return self.dropout(self.words(ids) + waves)


def wrong_exponent(model):
    """Let the sine and the cosine of each pair turn at two different speeds."""
    for module in model.modules():
        if isinstance(module, InputEmbedding):
            length, d_model = module.positions.shape
            column = torch.arange(d_model)  # the paper has 2 * (column // 2)
            angle = torch.arange(length)[:, None] / 10000.0 ** (2 * column / d_model)
            module.positions = angle.sin()
            module.positions[:, 1::2] = angle[:, 1::2].cos()


PATIENTS = (
    Patient(
        "positions by batch",
        instead(InputEmbedding, forward=waves_by_batch),
        "It knows its words, and says them in some order.",
        "positions run along the batch",
        "The table was cut by x.size(0), which is the batch where batches come first. "
        "Every word of a sentence gets the same wave.",
        places,
        lambda place, sentence: zero(place) and not zero(sentence),
    ),
    Patient(
        "no factor",
        forget_factor,
        "Hardly a word of the translation has to do with the sentence.",
        "×√d_model is missing in the embedding",
        "The learned rows are short. Without the factor the waves drown them, and all "
        "words sound alike.",
        volume,
        lambda ratio: ratio < 0.5,
    ),
    Patient(
        "wrong exponent",
        wrong_exponent,
        "Nearly every word is right. Is anything else?",
        "sine and cosine of a pair turn at different speeds",
        "The exponent counts columns where it should count pairs. Nothing crashes, and "
        "a shift is no longer a turn.",
        slopes,
        lambda spread, restless: zero(restless),
    ),
    Patient(
        "no positions",
        instead(
            InputEmbedding,
            forward=lambda self, ids, start=0: self.dropout(self.words(ids)),
        ),
        "Some sentences come out well; in others a word comes twice.",
        "no positions are added",
        "x is the word embedding alone. The decoder's mask still tells it something of "
        "the order of what it has written.",
        places,
        lambda place, sentence: zero(place) and zero(sentence),
    ),
)
