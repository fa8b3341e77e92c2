"""Lesson 3: mistakes in cutting the features into heads and joining them again."""

from helpers.model import MultiHeadAttention
from helpers.training.bugs.bug import Bug, becoming
from helpers.training.bugs.self_attention import OpenAttention

LESSON = "multi_head"


class SplitByView(OpenAttention):
    """Cut with `view` alone: a head gets whole words, and misses others."""

    def split_heads(self, x):
        batch, length, _ = x.shape
        return x.reshape(batch, self.num_heads, length, -1)


class JoinByView(OpenAttention):
    """Join with `view` alone: a row gets pieces of several words."""

    def join_heads(self, heads):
        batch, _, length, _ = heads.shape
        return heads.reshape(batch, length, -1)


class OneHeadRepeated(OpenAttention):
    """Use the first head's matrices for all heads, like `[head] * num_heads`."""

    def split_heads(self, x):
        heads = super().split_heads(x)  # (B, H, T, d_k)
        return heads[:, :1].expand_as(heads)


BUGS = (
    Bug("split by view", LESSON, becoming(MultiHeadAttention, SplitByView)),
    Bug("join by view", LESSON, becoming(MultiHeadAttention, JoinByView)),
    Bug("one head repeated", LESSON, becoming(MultiHeadAttention, OneHeadRepeated)),
)
