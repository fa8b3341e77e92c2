"""What a decoder learns when its mask lets the future through (claim C15).

A language model of one layer learns 200 Chinese sentences of the grammar, drawn one as
often as the other. Its mask is right, absent or inverted; all else is the same.
"""

import math
from functools import cache
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F

from helpers.language import BOS_ID, EOS_ID, PAD_ID, UNK_ID, Vocabulary, generate
from helpers.model import Encoder, InputEmbedding, causal_mask, padding_mask
from helpers.training.experiments.sweep import SEEDS, Sweep, learn

MASKS = ("right", "absent", "inverted")
NUM_SENTENCES, MOST_WORDS = 200, 6
STEPS, EVERY, BATCH_SIZE, RATE = 400, 10, 64, 0.01
SIZES = {"d_model": 64, "num_heads": 4, "d_ff": 128, "num_layers": 1}
WRITTEN, SHOWN = 100, 3  # sentences written to be judged, and kept to be read
CORPUS_SEED = 6


class Language(NamedTuple):
    """The sentences that exist, as words and as rows of ids with <bos> and <eos>."""

    sentences: tuple
    vocabulary: Vocabulary
    rows: torch.Tensor  # (NUM_SENTENCES, MOST_WORDS + 2), padded


class Point(NamedTuple):
    """How good one model was after so many steps, when it reads and when it writes."""

    mask: str
    seed: int
    step: int
    loss: float  # nats a word, over all sentences, each with its right beginning
    known: float  # share of what it writes alone that is a sentence of the language
    written: str  # some of that, each closed by /


class LanguageModel(nn.Module):
    """Score the next word at every place of a sentence.

    Without a source there is nothing to attend across to: what is left of a decoder
    layer is an encoder layer, and the mask alone makes it a decoder.

    Shape: ids (B, T), mask broadcastable to (B, H, T, T), boolean, True = may attend,
        or None -> logits (B, T, vocab_size)
    Raises: ValueError as `Encoder`; IndexError as `InputEmbedding`.
    Source: Vaswani et al. 2017, section 3.1, less the encoder; Liu et al. 2018,
        section 4.2.3 (a decoder-only Transformer).
    """

    def __init__(self, vocab_size, d_model, num_heads, d_ff, num_layers):
        super().__init__()
        self.embedding = InputEmbedding(vocab_size, d_model)
        self.layers = Encoder(d_model, num_heads, d_ff, num_layers=num_layers)
        self.output = nn.Linear(d_model, vocab_size)

    def forward(self, ids, mask=None):
        return self.output(self.layers(self.embedding(ids), mask))


@cache
def language():
    """Make the language: short sentences of the grammar, each as likely as the others.

    Shape: -> `Language`
    """
    sentences = {}
    for sample in generate(20 * NUM_SENTENCES, CORPUS_SEED):
        if len(sample.chinese) <= MOST_WORDS and len(sentences) < NUM_SENTENCES:
            sentences.setdefault(sample.chinese)
    vocabulary = Vocabulary(sorted({word for words in sentences for word in words}))
    rows = torch.full((NUM_SENTENCES, MOST_WORDS + 2), PAD_ID)
    for row, words in zip(rows, sentences, strict=True):
        ids = [BOS_ID, *vocabulary.encode(words), EOS_ID]
        row[: len(ids)] = torch.tensor(ids)
    return Language(tuple(sentences), vocabulary, rows)


def entropy_floor():
    """Return the least mean loss a word that any honest guesser can have, in nats.

    One of N equally likely sentences holds ln N nats, however it is cut into words
    (the chain rule of entropy); that is shared by its words and <eos>.

    Source: Cover and Thomas 2006, theorems 2.5.1 and 5.4.3.
    """
    words = [len(sentence) + 1 for sentence in language().sentences]
    return math.log(len(words)) * len(words) / sum(words)


def new_model(seed):
    """Build a fresh model of the language; the seed decides its weights."""
    torch.manual_seed(seed)
    return LanguageModel(len(language().vocabulary), **SIZES)


def mask_for(kind, ids):
    """Build the mask of this kind for a batch; nobody attends to padding.

    Shape: ids (B, T) -> (B, 1, T, T), boolean, True = may attend
    Raises: ValueError if the kind is unknown.
    """
    past = causal_mask(ids.size(1))
    masks = {"right": past, "absent": torch.ones_like(past), "inverted": ~past}
    if kind not in masks:
        raise ValueError(f"mask {kind!r} is unknown: choose one of {MASKS}")
    return masks[kind] & padding_mask(ids, PAD_ID)


def another_word(word_id):
    """Return the id of some other word of the language.

    Shape: word_id () -> ()
    """
    first = UNK_ID + 1
    return first + (word_id + first) % (len(language().vocabulary) - first)


def loss_of(model, kind, rows):
    """Return the mean cross-entropy a word, each guessed after its right beginning.

    Shape: rows (B, T) -> a number, in nats
    """
    ids, labels = rows[:, :-1], rows[:, 1:]
    logits = model(ids, mask_for(kind, ids))  # (B, T - 1, V)
    return F.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=PAD_ID)


@torch.no_grad()
def write(model, kind, count=WRITTEN, seed=0):
    """Let a model write alone: each word drawn from its own guess, then read again.

    Shape: -> count sentences, tuples of words; cut after MOST_WORDS + 1 words
    """
    generator = torch.Generator().manual_seed(seed)
    ids = torch.full((count, 1), BOS_ID)
    for _ in range(MOST_WORDS + 1):
        guess = model(ids, mask_for(kind, ids))[:, -1].softmax(dim=-1)
        drawn = torch.multinomial(guess, 1, generator=generator)
        ids = torch.cat([ids, drawn], dim=1)
    return [as_words(row) for row in ids[:, 1:].tolist()]


def as_words(ids):
    """Turn what was written into words, up to <eos>."""
    end = ids.index(EOS_ID) if EOS_ID in ids else len(ids)
    return tuple(language().vocabulary.decode(ids[:end]))


def measure(model, kind, seed, step):
    """Measure a model reading and writing. Shape: -> `Point`"""
    with torch.no_grad():
        loss = loss_of(model, kind, language().rows).item()
    written = write(model, kind)
    known = sum(words in language().sentences for words in written) / len(written)
    shown = "".join("".join(words) + "/" for words in written[:SHOWN])
    return Point(kind, seed, step, round(loss, 4), known, shown)


def train(kind, seed, steps=STEPS):
    """Train one model; yield a `Point` before the first step and after every tenth.

    Raises: ValueError as `mask_for`.
    """
    model = new_model(seed)
    yield measure(model, kind, seed, 0)

    def loss():
        rows = language().rows[torch.randint(NUM_SENTENCES, (BATCH_SIZE,))]
        return loss_of(model, kind, rows)

    def rate(step):
        # Down to 0 in a straight line: small steps at the end settle near the floor.
        return RATE * (1 - (step - 1) / STEPS)

    for step, _ in learn(model, loss, rate, steps, eps=1e-8):
        if step % EVERY == 0:
            yield measure(model, kind, seed, step)


LEAK = Sweep("leak", Point, train, mask=MASKS, seed=SEEDS)
