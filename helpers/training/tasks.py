"""What a recipe trains on: encoded pairs, and the vocabularies that made them."""

from dataclasses import dataclass, field
from typing import ClassVar

from helpers.language import (
    Vocabulary,
    chinese_vocabulary,
    english_vocabulary,
    grammar_corpus,
)
from helpers.model import Transformer
from helpers.training.batches import encode_pair
from helpers.training.cards import GRAMMAR, About
from helpers.training.evaluation import exact_match, right_peaks


@dataclass(frozen=True)
class Split:
    """Hold the pairs of ids of one split, and which source word each target has.

    An alignment names, for each target word, the index of its source word, or None
    where the word is no content word.
    """

    pairs: list
    alignments: list


@dataclass(frozen=True)
class Task:
    """Hold all that training and measuring need; the four splits share no sentence.

    `contributors` are the people whose sentences these are, if they are people's.
    """

    score_name: ClassVar[str] = "exact match"
    about: ClassVar[About] = GRAMMAR
    source_vocabulary: Vocabulary
    target_vocabulary: Vocabulary
    train: Split
    dev: Split
    test: Split
    unseen_pairs: Split
    contributors: tuple[str, ...] = field(default=(), kw_only=True)

    def score(self, model, count):
        """Return how many of the first dev sentences a model gets right, 0 to 1."""
        return exact_match(model, self.dev.pairs[:count])

    def measure(self, model):
        """Measure a model on sentences that neither trained nor chose it."""
        figures = {
            f"exact match, {len(self.test.pairs):,} held-out sentences": (
                f"{exact_match(model, self.test.pairs):.1%}"
            ),
            f"exact match, {len(self.unseen_pairs.pairs):,} with unseen word pairs": (
                f"{exact_match(model, self.unseen_pairs.pairs):.1%}"
            ),
        }
        if isinstance(model, Transformer):  # a recurrent model has no attention
            peaks = right_peaks(model, self.test.pairs, self.test.alignments)
            figures["cross-attention peak right, last layer"] = f"{peaks[-1]:.1%}"
            figures["cross-attention peak right, first layer"] = f"{peaks[0]:.1%}"
        return figures


def grammar_task(recipe):
    """Generate the grammar's corpus for this recipe, and encode it."""
    words = english_vocabulary(), chinese_vocabulary()
    corpus = grammar_corpus(recipe.train_sentences, recipe.held_out, recipe.seed)
    splits = (corpus.train, corpus.dev, corpus.test, corpus.unseen_pairs)
    return Task(*words, *(encode_samples(samples, *words) for samples in splits))


def encode_samples(samples, source_vocabulary, target_vocabulary):
    """Turn samples of the grammar into a `Split`: ids, and where content comes from."""
    return Split(
        [
            encode_pair(s.english, s.chinese, source_vocabulary, target_vocabulary)
            for s in samples
        ],
        [content_alignment(sample) for sample in samples],
    )


def content_alignment(sample):
    """Return the alignment of a sample with None for each word without content."""
    words = zip(sample.alignment, sample.content, strict=True)
    return tuple(source if content else None for source, content in words)
