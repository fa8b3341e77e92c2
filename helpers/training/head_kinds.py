"""What kind of head is it? Counted over many sentences, not read from one map.

A kind is a rule that says, for some rows of an attention map, which key a head of that
kind looks at. How often a head's largest weight stands there is a share; beside it
stands the chance: the share of a head that looks anywhere.
"""

from typing import NamedTuple

import torch

from helpers.model import record_attention
from helpers.training.batches import batch_of
from helpers.training.evaluation import in_batches
from helpers.training.head_rules import KINDS
from helpers.training.tasks import encode_samples


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
