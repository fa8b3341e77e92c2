"""Sentences and their ids: vocabularies, a generating grammar, corpora and readers."""

from helpers.language.corpora import UNSEEN_PAIRS, grammar_corpus
from helpers.language.grammar import (
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
