"""The whole grammar: draw constructions and collect distinct sentences."""

import random

from helpers.language.grammar.clauses import (
    future,
    habit,
    past,
    progressive,
    state,
    wish,
)
from helpers.language.grammar.descriptions import (
    describe,
    identify,
    locate,
    profession,
)
from helpers.language.grammar.reasons import reason
from helpers.language.grammar.relatives import relative

# How often each construction is drawn.
CONSTRUCTIONS = {
    state: 14,
    habit: 13,
    past: 19,
    progressive: 11,
    future: 7,
    wish: 5,
    describe: 8,
    locate: 4,
    identify: 3,
    profession: 2,
    relative: 10,
    reason: 10,
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
