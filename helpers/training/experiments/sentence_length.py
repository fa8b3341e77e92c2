"""Who still translates long sentences? Exact match by length (claim C16).

Measured are the Transformer, the recurrent Seq2Seq of equal size, and the Transformer
when its decoder sees the last word alone, on sentences that no training has seen: those
whose word pairs it has seen, and those with a pair that it never saw.
"""

from itertools import islice
from typing import NamedTuple

from torch import nn

from helpers.language import UNSEEN_PAIRS, grammar_corpus
from helpers.language.grammar import sentences
from helpers.training.checkpoints import load_checkpoint
from helpers.training.evaluation import exact_match
from helpers.training.experiments.sweep import MODELS_FOLDER, Experiment
from helpers.training.recipes import RECIPES
from helpers.training.tasks import encode_samples

MODELS = ("grammar", "grammar-recurrent")
FORGETFUL = "grammar, only the last word"
SPLITS = ("seen pairs", "unseen pairs")  # of words that go together
LENGTHS = range(3, 17)  # English words; the grammar makes none longer
EACH = 300  # sentences of a length, if there are so many
LEAST = 50  # sentences that make a share worth telling
SEED, DRAWS = 7, 700_000  # long sentences are rare: 1 in 800 has 16 words


class LengthResult(NamedTuple):
    """How many sentences of one length a model translated word for word."""

    model: str
    split: str
    length: int  # English words
    sentences: int
    right: int


class OnlyLastWord(nn.Module):
    """Let a Transformer's decoder see the last word alone, and keep nothing.

    This is what claim C16 warns of. The word stands at its right position and looks at
    the whole source; its self-attention finds no other word. It answers to the calls
    of decoding and measuring, as `Transformer` does.

    Shape: source_ids (B, S), target_ids (B, T) -> logits (B, 1, target_vocab_size)
    Source: claim C16.
    """

    def __init__(self, model):
        super().__init__()
        self.model, self.config = model, model.config

    def encode(self, source_ids):
        """Turn the source into memory. Shape: as `Transformer.encode`"""
        return self.model.encode(source_ids)

    def decode(self, target_ids, memory, memory_mask=None, cache=None):
        """Score the word after the last one, from that one alone.

        Shape: target_ids (B, T) -> logits (B, 1, target_vocab_size)
        """
        last = target_ids[:, -1:]
        x = self.model.target_embedding(last, start=target_ids.size(1) - 1)
        return self.model.output(self.model.decoder(x, memory, None, memory_mask))

    def new_cache(self):
        """Return None: nothing is kept from word to word."""
        return None


def known_sentences():
    """Return all English sentences that training or its checks may have seen."""
    recipe = RECIPES["grammar"]  # "grammar-recurrent" learns from the same sentences
    corpus = grammar_corpus(recipe.train_sentences, recipe.held_out, recipe.seed)
    return {sample.english for sample in (*corpus.train, *corpus.dev)}


def held_out_by_length(known, each=EACH, seed=SEED, draws=DRAWS):
    """Draw sentences that are not known, up to `each` of every split and length.

    Shape: known: a set of English sentences -> {(split, length): samples}
    """
    found = {(split, length): {} for split in SPLITS for length in LENGTHS}
    for sample in islice(sentences(seed), draws):
        split = SPLITS[bool(sample.pairs & UNSEEN_PAIRS)]
        mine = found.get((split, len(sample.english)))
        if mine is not None and len(mine) < each and sample.english not in known:
            mine.setdefault(sample.english, sample)
    return {key: list(samples.values()) for key, samples in found.items()}


def measure_lengths(name, model, pairs):
    """Measure one model on every split and length of which there are sentences.

    Shape: pairs: {(split, length): pairs of ids} -> list of `LengthResult`
    """
    return [
        LengthResult(name, *key, len(some), round(exact_match(model, some) * len(some)))
        for key, some in pairs.items()
        if some
    ]


def shares(results, model, split, least=LEAST):
    """Return one model's exact match, where there are at least so many sentences.

    Shape: -> {length: share}
    """
    return {
        result.length: result.right / result.sentences
        for result in results
        if result[:2] == (model, split) and result.sentences >= least
    }


def total(results, model, split):
    """Return one model's exact match over all lengths of a split."""
    mine = [result for result in results if result[:2] == (model, split)]
    return sum(r.right for r in mine) / sum(r.sentences for r in mine)


def measure(folder):
    """Measure the models whose weights lie in a folder; yield every `LengthResult`."""
    files = {name: load_checkpoint(folder / f"{name}.safetensors") for name in MODELS}
    first = files[MODELS[0]]
    words = first.source_vocabulary, first.target_vocabulary
    pairs = {
        key: encode_samples(samples, *words).pairs
        for key, samples in held_out_by_length(known_sentences()).items()
    }
    models = {name: checkpoint.build() for name, checkpoint in files.items()}
    models[FORGETFUL] = OnlyLastWord(models[MODELS[0]])
    for name, model in models.items():
        yield from measure_lengths(name, model, pairs)


LENGTH = Experiment("sentence_length", LengthResult, measure, MODELS_FOLDER)
