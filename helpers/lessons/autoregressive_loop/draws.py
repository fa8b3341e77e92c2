"""Many outputs drawn at once, counted."""

from collections import Counter
from typing import NamedTuple

import torch

from helpers.lessons.autoregressive_loop.writing import output_probabilities
from helpers.model import sample_decode


class Draws(NamedTuple):
    """Hold how many different outputs were drawn, and the commonest of them.

    `counts` says how often each of `outputs` came, `expected` how often it should.
    """

    different: int
    outputs: list
    counts: list
    expected: list


def draw_outputs(model, source_ids, *, count, most, max_len, seed, **choice):
    """Draw `count` translations of one sentence, and show at most `most` of them.

    `choice` is that of `next_word_probabilities`.

    Shape: source_ids (1, S) -> `Draws`, its outputs lists of ids, without <bos>
    Raises: ValueError as `sample_decode`.
    """
    copies = source_ids.repeat(count, 1)
    drawn = sample_decode(model, copies, max_len=max_len, seed=seed, **choice)
    found = Counter(map(tuple, drawn.tolist()))
    outputs, counts = zip(*found.most_common(most), strict=True)
    chances = output_probabilities(model, source_ids, torch.tensor(outputs), **choice)
    return Draws(len(found), outputs, counts, (count * chances).tolist())
