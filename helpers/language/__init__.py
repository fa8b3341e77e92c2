"""Sentences and their ids: vocabularies, a generating grammar, corpora and readers."""

from helpers.language.corpora import (
    UNSEEN_PAIRS,
    Pair,
    Splits,
    contributors,
    grammar_corpus,
    read_pairs,
    split_pairs,
)
from helpers.language.grammar import (
    CHINESE_WORDS,
    ENGLISH_WORDS,
    Sample,
    chinese_vocabulary,
    english_vocabulary,
    generate,
)
from helpers.language.vocabulary import (
    BOS,
    BOS_ID,
    EOS,
    EOS_ID,
    PAD,
    PAD_ID,
    UNK,
    UNK_ID,
    Vocabulary,
    split_words,
    split_words_and_marks,
)

__all__ = [
    "BOS",
    "BOS_ID",
    "CHINESE_WORDS",
    "ENGLISH_WORDS",
    "EOS",
    "EOS_ID",
    "PAD",
    "PAD_ID",
    "UNK",
    "UNK_ID",
    "UNSEEN_PAIRS",
    "Pair",
    "Sample",
    "Splits",
    "Vocabulary",
    "chinese_vocabulary",
    "contributors",
    "english_vocabulary",
    "generate",
    "grammar_corpus",
    "read_pairs",
    "split_pairs",
    "split_words",
    "split_words_and_marks",
]
