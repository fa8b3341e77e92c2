"""Lesson 3: several attentions side by side, each in a smaller space."""

import torch
from torch import nn

from helpers.model.embedding import apply_rotary
from helpers.model.self_attention import attention_weights


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
        q = self.project_query(query, start=0 if cache is None else cache.length)
        if cache is None:
            k, v = self.project_memory(key, value)  # (B, H, S, d_k) each
        else:
            k, v = cache.recall(self, key, value)
        weights = attention_weights(q, k, mask)  # (B, H, T, S)
        output = self.dropout(weights) @ v  # (B, H, T, d_k)
        return self.W_o(output.transpose(1, 2).flatten(2)), weights

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
