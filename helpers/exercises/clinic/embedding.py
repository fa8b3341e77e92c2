"""Lesson 1: patients whose rows go wrong before any attention."""

import math

from helpers.exercises.clinic.patient import Patient
from helpers.exercises.clinic.probe import HEALTHY, Probe, seeded, zero

REPEATS = 20


def volume(machine, sample):
    x = machine.model.source_embedding.words(sample.source_ids)[0]  # (S, d_model)
    return ((x.norm(dim=1).mean() / math.sqrt(x.size(1) / 2)).item(),)


VOLUME = Probe(
    "How long is a word's row, measured in the length of a wave's row?",
    "about as long: 0.5 or more",
    volume,
    "{:.2f} times as long",
    {HEALTHY: lambda ratio: ratio >= 0.5, "no factor": lambda ratio: ratio < 0.5},
)


def places(machine, sample):
    word = sample.source_ids[:, :1]
    twice = machine.model.source_embedding(word.expand(2, 2))  # one word, four times
    by_place = (twice[0, 0] - twice[0, 1]).abs().max().item()
    by_sentence = (twice[0, 0] - twice[1, 0]).abs().max().item()
    return by_place, by_sentence


PLACES = Probe(
    "Feed one word twice, in two equal sentences: does its row change with the place? "
    "With the sentence?",
    "with the place, and not with the sentence",
    places,
    "with the place by {:.2f}, with the sentence by {:.2f}",
    {
        HEALTHY: lambda place, sentence: not zero(place) and zero(sentence),
        "positions by batch": lambda place, sentence: (
            zero(place) and not zero(sentence)
        ),
        "no positions": lambda place, sentence: zero(place) and zero(sentence),
    },
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


SLOPES = Probe(
    "Compare the waves of two places: does their likeness depend on the distance "
    "alone?",
    "yes: equal distance, equal likeness",
    slopes,
    "at equal distance it differs by up to {:.1%}",
    {
        HEALTHY: lambda spread, restless: spread < 1e-3,
        "wrong exponent": lambda spread, restless: spread >= 1e-3 and zero(restless),
    },
)

PATIENTS = (
    Patient(
        "positions by batch",
        "It knows its words, and says them in some order.",
        "positions run along the batch",
        "The table was cut by x.size(0), which is the batch where batches come first. "
        "Every word of a sentence gets the same wave.",
        PLACES,
    ),
    Patient(
        "no factor",
        "Hardly a word of the translation has to do with the sentence.",
        "×√d_model is missing in the embedding",
        "The learned rows are short. Without the factor the waves drown them, and all "
        "words sound alike.",
        VOLUME,
    ),
    Patient(
        "wrong exponent",
        "Nearly every word is right. Is anything else?",
        "sine and cosine of a pair turn at different speeds",
        "The exponent counts columns where it should count pairs. Nothing crashes, and "
        "a shift is no longer a turn.",
        SLOPES,
    ),
    Patient(
        "no positions",
        "Some sentences come out well; in others a word comes twice.",
        "no positions are added",
        "x is the word embedding alone. The decoder's mask still tells it something of "
        "the order of what it has written.",
        PLACES,
    ),
)
