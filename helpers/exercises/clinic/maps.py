"""The attention maps that the clinic shows."""

import torch

from helpers.model import record_attention
from helpers.model.autoregressive_loop import NextWordScorer


@torch.no_grad()
def forced_map(model, source_ids, target_ids, name):
    """Record one attention while the whole target is fed in at once.

    Shape: source_ids (1, S), target_ids (1, T) -> (H, queries, keys)
    """
    with record_attention(model) as maps:
        model(source_ids, target_ids)
    return maps[name][0]


@torch.no_grad()
def written_map(model, source_ids, target_ids, name):
    """Record one self-attention of the decoder word by word, as a cache allows.

    A key that a word does not meet has weight 0.

    Shape: source_ids (1, S), target_ids (1, T) -> (H, T, T)
    """
    score, length = NextWordScorer(model, source_ids, cache=True), target_ids.size(1)
    rows = []
    with record_attention(model) as maps:
        for word in range(length):
            score(target_ids[:, : word + 1])
            met = maps[name][0, :, -1]  # (H, keys): the last ones, up to this word
            before, after = word + 1 - met.size(1), length - word - 1
            rows.append(torch.nn.functional.pad(met, (before, after)))
    return torch.stack(rows, dim=1)
