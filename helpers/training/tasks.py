"""What a recipe trains on: encoded pairs, and the vocabularies that made them."""

from dataclasses import dataclass

from helpers.language import (
    Vocabulary,
    chinese_vocabulary,
    english_vocabulary,
    grammar_corpus,
)
from helpers.training.batches import encode_pair


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
    """Hold all that training and measuring need; the four splits share no sentence."""

    source_vocabulary: Vocabulary
    target_vocabulary: Vocabulary
    train: Split
    dev: Split
    test: Split
    unseen_pairs: Split


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
