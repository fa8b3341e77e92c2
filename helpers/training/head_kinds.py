"""What kind of head is it? Counted over many sentences, not read from one map.

A kind is a rule that says, for some rows of an attention map, which key a head of that
kind looks at. How often a head's largest weight stands there is a share; beside it
stands the chance: the share of a head that looks anywhere.
"""

from typing import NamedTuple

import torch

from helpers.language.grammar.dictionary import ADJECTIVES, NOUNS, PLACES, TIMES
from helpers.model import record_attention
from helpers.training.batches import batch_of
from helpers.training.evaluation import in_batches
from helpers.training.tasks import content_alignment, encode_samples

ARTICLES = frozenset(("a", "an", "the"))
PREPOSITIONS = frozenset(("in", "on", "at"))
NOUN_FORMS = frozenset(
    form for noun in NOUNS.values() for form in (noun.english, noun.plural) if form
)
PLACES_AND_TIMES = frozenset(
    word for text in (*PLACES, *TIMES) for word in text.split()
)
NAMED_BY_NOUNS = (NOUN_FORMS | PLACES_AND_TIMES) - ARTICLES - PREPOSITIONS


def to_noun(words):
    """Return the rule of a head by which these words look at their noun."""

    def rule(sample):
        nouns = [i for i, w in enumerate(sample.english) if w in NAMED_BY_NOUNS]
        return [
            next((noun for noun in nouns if noun > i), None) if word in words else None
            for i, word in enumerate(sample.english)
        ]

    return rule


def described(sample):
    """Say of every English word but the last: an adjective right before its noun?"""
    pairs = zip(sample.english, sample.english[1:], strict=False)
    return [first in ADJECTIVES and second in NOUN_FORMS for first, second in pairs]


# A rule takes a sample of the grammar and gives, for each row of a map, the number of
# the key, or None where the rule does not count. The rows of a decoder's map are <bos>
# and the Chinese words: row t writes word t. Row 0 of its self-attention sees <bos>
# alone, and counts for no kind.
KINDS = {
    "encoder self": {
        "same word": lambda sample: range(len(sample.english)),
        "previous word": lambda sample: [None, *range(len(sample.english) - 1)],
        "next word": lambda sample: [*range(1, len(sample.english)), None],
        "article → noun": to_noun(ARTICLES),
        "adjective → noun": lambda sample: [
            i + 1 if found else None for i, found in enumerate(described(sample))
        ],
        "noun → adjective": lambda sample: [
            None,
            *(i if found else None for i, found in enumerate(described(sample))),
        ],
        "in, on, at → noun": to_noun(PREPOSITIONS),
    },
    "decoder self": {
        "newest word": lambda sample: [None, *range(1, len(sample.chinese) + 1)],
        "word before it": lambda sample: [None, *range(len(sample.chinese))],
        "<bos>": lambda sample: [None] + [0] * len(sample.chinese),
    },
    "decoder cross": {
        "right word": content_alignment,
        "just translated": lambda sample: [None, *content_alignment(sample)],
        "last word": lambda sample: (
            [len(sample.english) - 1] * (len(sample.chinese) + 1)
        ),
    },
}


class KindShare(NamedTuple):
    """How often the heads of one attention are of one kind.

    Shape: shares (H,)
    """

    kind: str
    rows: int  # so many rows were counted
    chance: float
    shares: tuple[float, ...]


def kinds_of(attention):
    """Return the kinds for an attention: "decoder.1.cross" -> those of decoder cross.

    Raises: ValueError if it is no attention's name.
    """
    stack, _, rest = attention.partition(".")
    group = f"{stack} {rest.rpartition('.')[2]}"
    if group not in KINDS:
        raise ValueError(
            f"{attention!r} names no attention: give, say, 'encoder.0.self'"
        )
    return KINDS[group]


def measure_kinds(model, samples, source_vocabulary, target_vocabulary):
    """Count, for every attention and kind, how often each head's peak is of that kind.

    The right translation is fed in, so every model sees the same rows.

    Shape: -> {attention's name: [KindShare, …]}
    Raises: ValueError if there are no samples.
    """
    if not samples:
        raise ValueError("there are no samples to count in: give at least one")
    found = {}  # (attention's name, kind): the rows that count
    for batch in in_batches(list(samples)):
        pairs = encode_samples(batch, source_vocabulary, target_vocabulary).pairs
        source_ids, target_ids = batch_of(pairs)
        with torch.no_grad(), record_attention(model) as maps:
            model(source_ids, target_ids[:, :-1])
        for name, weights in maps.items():
            peaks = weights.argmax(dim=-1).mT.tolist()  # (B, T, H)
            for kind, rule in kinds_of(name).items():
                rows = found.setdefault(name, {}).setdefault(kind, [])
                for sample, own in zip(batch, peaks, strict=True):
                    rows += counted(rule(sample), own, visible_keys(name, sample))
    return {
        name: [share(kind, rows, len(peaks[0][0])) for kind, rows in kinds.items()]
        for name, kinds in found.items()
    }


def visible_keys(attention, sample):
    """Return, for each row, how many keys it may look at."""
    rows = len(sample.chinese) + 1
    if attention.startswith("decoder") and attention.endswith("self"):
        return range(1, rows + 1)
    return [len(sample.english)] * max(rows, len(sample.english))


def counted(wanted, peaks, visible):
    """List the rows of one sentence that count: (right heads, keys that it may see).

    Shape: wanted (T,), peaks (T, H), visible (T,) -> N pairs, a list (H,) in each
    """
    rows = zip(wanted, peaks, visible, strict=False)
    return [([p == key for p in row], n) for key, row, n in rows if key is not None]


def share(kind, rows, num_heads):
    """Put rows that count into a `KindShare`; of no rows, all shares are 0."""
    total = max(len(rows), 1)
    right = [sum(row[head] for row, _ in rows) for head in range(num_heads)]
    chance = sum(1 / visible for _, visible in rows) / total
    return KindShare(kind, len(rows), chance, tuple(n / total for n in right))
