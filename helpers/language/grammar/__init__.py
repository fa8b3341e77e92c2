"""A small English-Chinese grammar that generates its own corpus from a seed.

Read it from the top down: `CONSTRUCTIONS` here says how often each rule is drawn;
`clauses` holds the rules of simple sentences, and `subordinate` those of sentences
inside of sentences; `scenes` chooses who does what, and puts the parts in order;
`noun_phrases` names people and things; `phrases` keeps both languages linked;
`dictionary` has the words, and `words` lists them.
"""

import random

from helpers.language.grammar import clauses, subordinate
from helpers.language.grammar.phrases import Sample
from helpers.language.grammar.vocabularies import (
    CHINESE_WORDS,
    ENGLISH_WORDS,
    chinese_vocabulary,
    english_vocabulary,
)

# How often each construction is drawn.
CONSTRUCTIONS = {
    clauses.state: 14,
    clauses.habit: 13,
    clauses.past: 19,
    clauses.progressive: 11,
    clauses.future: 7,
    clauses.wish: 5,
    clauses.describe: 8,
    clauses.locate: 4,
    clauses.identify: 3,
    clauses.profession: 2,
    subordinate.relative: 10,
    subordinate.reason: 10,
}
MAX_ENGLISH, MAX_CHINESE = 16, 18


def sentences(seed):
    """Return an endless stream of samples; short sentences come again and again.

    Raises: ValueError if seed is not an integer.
    """
    if not isinstance(seed, int):
        raise ValueError(f"{seed=!r} must be an integer, so that all platforms agree")
    return _draw(random.Random(seed))


def _draw(rng):
    """Draw one construction after the other; leave out what came out too long."""
    rules = [rule for rule, share in CONSTRUCTIONS.items() for _ in range(share)]
    while True:
        sample = rng.choice(rules)(rng).sample()
        if len(sample.english) <= MAX_ENGLISH and len(sample.chinese) <= MAX_CHINESE:
            yield sample


def generate(count, seed):
    """Return count samples with distinct English sentences, the same for the same seed.

    Raises: ValueError if count is negative, or seed is not an integer.
    """
    if count < 0:
        raise ValueError(f"{count=} must not be negative")
    samples, stream = {}, sentences(seed)
    while len(samples) < count:
        sample = next(stream)
        samples.setdefault(sample.english, sample)
    return list(samples.values())
