"""What kind of head is it? Counted over many sentences, not read from one map.

A kind is a rule that says, for some rows of an attention map, which key a head of that
kind looks at. How often a head's largest weight stands there is a share; beside it
stands the chance: the share of a head that looks anywhere.
"""

from typing import NamedTuple

import torch

from helpers.language.grammar.adjectives import ADJECTIVES
from helpers.language.grammar.nouns import NOUNS, PLACES
from helpers.language.grammar.scenes import TIMES
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


class KindShare(NamedTuple):
    """How often the heads of one attention are of one kind.

    Shape: shares (H,)
    """

    kind: str
    rows: int  # so many rows were counted
    chance: float
    shares: tuple[float, ...]


# Rules: words of the sentence pair -> for each row of the map a key's number, or None.


def same_word(sample):
    """Every word looks at itself."""
    return range(len(sample.english))


def previous_word(sample):
    """Every word looks at the one before."""
    return [None, *range(len(sample.english) - 1)]


def next_word(sample):
    """Every word looks at the one after."""
    return [*range(1, len(sample.english)), None]


def article_to_noun(sample):
    """a, an, the look at the noun that they belong to."""
    return [
        first_of(sample.english, i, NAMED_BY_NOUNS) if word in ARTICLES else None
        for i, word in enumerate(sample.english)
    ]


def adjective_to_noun(sample):
    """An adjective looks at the noun right after it."""
    return [
        i + 1 if pair[0] in ADJECTIVES and pair[1] in NOUN_FORMS else None
        for i, pair in enumerate(neighbours(sample))
    ]


def noun_to_adjective(sample):
    """A noun looks at the adjective right before it."""
    return [None] + [
        i if pair[0] in ADJECTIVES and pair[1] in NOUN_FORMS else None
        for i, pair in enumerate(neighbours(sample))
    ]


def preposition_to_noun(sample):
    """in, on, at look at the noun that they belong to."""
    return [
        first_of(sample.english, i, NAMED_BY_NOUNS) if word in PREPOSITIONS else None
        for i, word in enumerate(sample.english)
    ]


def newest_word(sample):
    """The row that writes a word looks at the one written last."""
    return [None, *range(1, len(sample.chinese) + 1)]  # row 0 sees <bos> alone


def word_before_newest(sample):
    """It looks at the one before that."""
    return [None, *range(len(sample.chinese))]


def beginning(sample):
    """It looks at <bos>."""
    return [None] + [0] * len(sample.chinese)


def right_word(sample):
    """A Chinese word looks at the English word that it comes from."""
    return content_alignment(sample)


def right_word_again(sample):
    """It looks at the English word of the Chinese word that was written last."""
    return [None, *content_alignment(sample)]


def last_word(sample):
    """Every Chinese word looks at the last English one."""
    return [len(sample.english) - 1] * (len(sample.chinese) + 1)


def neighbours(sample):
    """Return every English word with the one after it."""
    return zip(sample.english, sample.english[1:], strict=False)


def first_of(words, after, wanted):
    """Return where the first of the wanted words stands after a place, or None."""
    places = range(after + 1, len(words))
    return next((i for i in places if words[i] in wanted), None)


KINDS = {
    "encoder self": {
        "same word": same_word,
        "previous word": previous_word,
        "next word": next_word,
        "article → noun": article_to_noun,
        "adjective → noun": adjective_to_noun,
        "noun → adjective": noun_to_adjective,
        "in, on, at → noun": preposition_to_noun,
    },
    "decoder self": {
        "newest word": newest_word,
        "word before it": word_before_newest,
        "<bos>": beginning,
    },
    "decoder cross": {
        "right word": right_word,
        "just translated": right_word_again,
        "last word": last_word,
    },
}


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
    counts = {}
    for batch in in_batches(list(samples)):
        pairs = encode_samples(batch, source_vocabulary, target_vocabulary).pairs
        source_ids, target_ids = batch_of(pairs)
        with torch.no_grad(), record_attention(model) as maps:
            model(source_ids, target_ids[:, :-1])
        for name, weights in maps.items():
            peaks = weights.argmax(dim=-1).mT.tolist()  # (B, T, H)
            for kind, rule in kinds_of(name).items():
                count = counts.setdefault(name, {}).setdefault(kind, Count())
                for sample, sample_peaks in zip(batch, peaks, strict=True):
                    count.add(rule(sample), sample_peaks, visible_keys(name, sample))
    return {
        name: [count.share(kind) for kind, count in kinds.items()]
        for name, kinds in counts.items()
    }


def visible_keys(attention, sample):
    """Return, for each row, how many keys it may look at."""
    rows = len(sample.chinese) + 1
    if attention.startswith("decoder") and attention.endswith("self"):
        return range(1, rows + 1)
    return [len(sample.english)] * max(rows, len(sample.english))


class Count:
    """Add up, over rows, where the heads peak and what chance would give."""

    def __init__(self):
        self.rows, self.by_chance, self.right = 0, 0.0, None

    def add(self, wanted, peaks, visible):
        """Count one sentence. Shape: wanted (T,), peaks (T, H), visible (T,)"""
        self.right = self.right or [0] * len(peaks[0])
        for key, row, seen in zip(wanted, peaks, visible, strict=False):
            if key is not None:
                self.rows += 1
                self.by_chance += 1 / seen
                self.right = [
                    n + (peak == key) for n, peak in zip(self.right, row, strict=True)
                ]

    def share(self, kind):
        """Return the shares; of no rows, all are 0."""
        rows = max(self.rows, 1)
        shares = tuple(right / rows for right in self.right)
        return KindShare(kind, self.rows, self.by_chance / rows, shares)
