"""A small English-Chinese grammar that generates its own corpus from a seed.

Read it from the top down: `generate` chooses a construction; `clauses`, `descriptions`,
`relatives` and `reasons` hold one rule for each; `scenes` chooses who does what;
`noun_phrases` and `people` name them; `phrases` keeps both languages linked; `nouns`,
`verbs` and `adjectives` are the dictionary.
"""

from helpers.language.grammar.generate import generate, sentences
from helpers.language.grammar.phrases import Sample
from helpers.language.grammar.words import (
    CHINESE_WORDS,
    ENGLISH_WORDS,
    chinese_vocabulary,
    english_vocabulary,
)

__all__ = [
    "CHINESE_WORDS",
    "ENGLISH_WORDS",
    "Sample",
    "chinese_vocabulary",
    "english_vocabulary",
    "generate",
    "sentences",
]
