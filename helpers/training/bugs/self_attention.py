"""Lesson 2: mistakes inside softmax(QKᵀ / √d_k) V."""

import math

from helpers.model import MultiHeadAttention, attention_weights
from helpers.model.tap import tap
from helpers.training.bugs.bug import Bug, becoming

LESSON = "self_attention"


class OpenAttention(MultiHeadAttention):
    """Multi-head attention in steps, so that a mistake can spoil one of them."""

    def forward(self, query, key, value, mask=None, cache=None):
        start = 0 if cache is None else cache.length
        q = self.project_query(query, start)
        k, v = self.keys_and_values(key, value, cache, start)
        weights = tap(self, "weights", self.weigh(q, k, mask))
        return self.W_o(self.join_heads(self.mix(weights, k, v))), weights

    def weigh(self, q, k, mask):
        """Shape: q (B, H, T, d_k), k (B, H, S, d_k) -> (B, H, T, S)"""
        return attention_weights(q, k, mask)

    def mix(self, weights, k, v):
        """Shape: weights (B, H, T, S), k and v (B, H, S, d_k) -> (B, H, T, d_k)"""
        return self.dropout(weights) @ v


class NoScale(OpenAttention):
    """Forget 1/√d_k."""

    def weigh(self, q, k, mask):
        return attention_weights(q, k, mask, scale=1.0)


class ScaleByDk(OpenAttention):
    """Divide by d_k, not by its root."""

    def weigh(self, q, k, mask):
        return attention_weights(q, k, mask, scale=1 / q.size(-1))


class SoftmaxOverQueries(OpenAttention):
    """Take the softmax down the columns, along the queries."""

    def weigh(self, q, k, mask):
        scores = q @ k.mT / math.sqrt(q.size(-1))
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf)
        return scores.softmax(dim=-2).nan_to_num()


class KeysMixed(OpenAttention):
    """Mix the keys in place of the values."""

    def mix(self, weights, k, v):
        return self.dropout(weights) @ k


BUGS = (
    Bug("no scale", LESSON, becoming(MultiHeadAttention, NoScale)),
    Bug("scale by d_k", LESSON, becoming(MultiHeadAttention, ScaleByDk)),
    Bug(
        "softmax over queries",
        LESSON,
        becoming(MultiHeadAttention, SoftmaxOverQueries),
    ),
    Bug("keys mixed", LESSON, becoming(MultiHeadAttention, KeysMixed)),
)
