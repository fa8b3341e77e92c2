"""Lesson 3: several attentions side by side, each in a smaller space."""

import torch
from torch import nn

from helpers.model.embedding import apply_rotary
from helpers.model.self_attention import attention_scores, masked_softmax
from helpers.model.tap import tap


class MultiHeadAttention(nn.Module):
    """Attend num_heads times in parallel, each in d_k = d_model / num_heads features.

    The weights are returned as softmax made them, before dropout, so their rows sum
    to 1 in training too. With a cache, `key` and `value` hold only what is new; the
    cache adds what it has kept (see `helpers.model.cache`).

    Shape: query (B, T, d_model), key and value (B, S, d_model),
        mask broadcastable to (B, H, T, S), boolean, True = may attend
        -> output (B, T, d_model), weights (B, H, T, S)
    Raises: ValueError if num_heads does not divide d_model, or if rotary needs an
        even d_k and does not get it.
    Source: Vaswani et al. 2017, section 3.2.2; claims C5 and C10.
    """

    def __init__(self, d_model, num_heads, dropout=0.0, bias=True, rotary=False):
        super().__init__()
        if num_heads < 1 or d_model % num_heads:
            raise ValueError(
                f"{num_heads=} must divide {d_model=}: every head gets an equal share"
            )
        if rotary and d_model // num_heads % 2:
            raise ValueError(
                f"rotary turns pairs, but d_k = {d_model}/{num_heads} = "
                f"{d_model // num_heads} is odd: choose another num_heads"
            )
        self.num_heads = num_heads
        self.rotary = rotary
        self.W_q = nn.Linear(d_model, d_model, bias)
        self.W_k = nn.Linear(d_model, d_model, bias)
        self.W_v = nn.Linear(d_model, d_model, bias)
        self.W_o = nn.Linear(d_model, d_model, bias)
        self.dropout = nn.Dropout(dropout)

    def forward(self, query, key, value, mask=None, cache=None):
        query = tap(self, "input", query)
        start = 0 if cache is None else cache.length
        q = tap(self, "query", self.project_query(query, start))  # (B, H, T, d_k)
        k, v = self.keys_and_values(key, value, cache, start)  # (B, H, S, d_k) each
        scores = tap(self, "scores", attention_scores(q, k))  # (B, H, T, S)
        weights = tap(self, "weights", masked_softmax(scores, mask))
        heads = tap(self, "heads", self.dropout(weights) @ v)  # (B, H, T, d_k)
        return tap(self, "output", self.W_o(self.join_heads(heads))), weights

    def keys_and_values(self, key, value, cache, start):
        """Compute all keys and values, or what is new of them where a cache has some.

        Shape: key and value (B, S, d_model) -> keys and values, each (B, H, S, d_k)
        """
        if cache is not None and cache.is_complete:
            keys, values = cache.kept
        else:
            keys, values = self.project_memory(key, value, start)
            if cache is not None:
                keys, values = cache.add(keys, values)
        return tap(self, "key", keys), tap(self, "value", values)

    def project_query(self, query, start=0):
        """Make every head's queries; `start` is the position of the first row.

        Shape: query (B, T, d_model) -> (B, H, T, d_k)
        """
        return self.turn(self.split_heads(self.W_q(query)), start)

    def project_memory(self, key, value, start=0):
        """Make every head's keys and values; `start` is the position of the first row.

        Shape: key and value (B, S, d_model) -> keys and values, each (B, H, S, d_k)
        """
        keys = self.turn(self.split_heads(self.W_k(key)), start)
        return keys, self.split_heads(self.W_v(value))

    def turn(self, x, start):
        """Apply rotary positions start, start + 1, …, if this attention is rotary.

        Shape: x (B, H, T, d_k) -> (B, H, T, d_k)
        """
        if not self.rotary:
            return x
        return apply_rotary(x, torch.arange(start, start + x.size(-2)).to(x.device))

    def split_heads(self, x):
        """Cut the features into heads. Shape: (B, T, d_model) -> (B, H, T, d_k)"""
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)

    def join_heads(self, heads):
        """Lay the heads side by side. Shape: (B, H, T, d_k) -> (B, T, d_model)"""
        return heads.transpose(1, 2).flatten(2)
