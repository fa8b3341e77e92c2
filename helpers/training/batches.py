"""Turn pairs of token ids into padded batches of similar length."""

import random

import torch

from helpers.language import BOS_ID, EOS_ID, PAD_ID

BATCHES_TO_SORT = 50  # sort within this many batches: little padding, still shuffled


def encode_pair(source_tokens, target_tokens, source_vocabulary, target_vocabulary):
    """Turn the words of a sentence pair into ids, the target as <bos> … <eos>."""
    source = source_vocabulary.encode(source_tokens)
    target = target_vocabulary.encode(target_tokens)
    return source, [BOS_ID, *target, EOS_ID]


def pad(rows):
    """Fill rows of ids with padding at the end. Shape: B lists -> (B, longest)"""
    longest = max(map(len, rows))
    return torch.tensor([row + [PAD_ID] * (longest - len(row)) for row in rows])


def batch_of(pairs):
    """Pad pairs of ids. Shape: B pairs -> source_ids (B, S), target_ids (B, T + 1)"""
    sources, targets = zip(*pairs, strict=True)
    return pad(list(sources)), pad(list(targets))


def endless_batches(pairs, batch_size, seed):
    """Yield batches for ever, in a new random order each time round.

    Sentences of similar length stand together, so that little work goes into padding.

    Shape: each batch source_ids (B, S), target_ids (B, T + 1) with <bos> and <eos>
    Raises: ValueError if there are no pairs, or batch_size is below 1.
    Source: Vaswani et al. 2017, section 5.1 ("batched together by length").
    """
    if not pairs or batch_size < 1:
        raise ValueError(
            f"cannot make batches of {batch_size=} from {len(pairs)} pairs"
        )
    order = random.Random(seed)
    while True:
        shuffled = order.sample(pairs, len(pairs))
        for start in range(0, len(shuffled), BATCHES_TO_SORT * batch_size):
            chunk = shuffled[start : start + BATCHES_TO_SORT * batch_size]
            chunk.sort(key=lambda pair: (len(pair[0]), len(pair[1])))
            batches = [
                chunk[i : i + batch_size] for i in range(0, len(chunk), batch_size)
            ]
            yield from map(batch_of, order.sample(batches, len(batches)))
