"""Lesson 6: the decoder block: look back, look across, then think."""

import torch
from torch import nn

from helpers.model.encoder import ResidualLayer, Stack
from helpers.model.feed_forward import FeedForward
from helpers.model.multi_head import MultiHeadAttention
from helpers.model.tap import tap


def causal_mask(length, device=None):
    """Let every position attend to itself and to what came before.

    Shape: -> (T, T), boolean, True = may attend: the lower triangle
    Source: Vaswani et al. 2017, section 3.2.3; claim C15.
    """
    return torch.ones(length, length, dtype=torch.bool, device=device).tril()


class DecoderLayer(ResidualLayer):
    """Look back at the output so far, look across at the source, then think.

    Self-attention under a causal mask, cross-attention whose queries come from x and
    whose keys and values come from memory, and the feed-forward network.

    Shape: x (B, T, d_model), memory (B, S, d_model), target_mask broadcastable to
        (B, H, T, T), memory_mask broadcastable to (B, H, T, S) -> (B, T, d_model)
    Raises: ValueError as `MultiHeadAttention` and `FeedForward`.
    Source: Vaswani et al. 2017, section 3.1; claim C15.
    """

    def __init__(
        self,
        d_model,
        num_heads,
        d_ff,
        dropout=0.0,
        norm_first=False,
        activation="relu",
        rotary=False,
    ):
        super().__init__()
        self.norm_first = norm_first
        self.self_attention = MultiHeadAttention(
            d_model, num_heads, dropout, rotary=rotary
        )
        self.norm_1 = nn.LayerNorm(d_model)
        # Never rotary: source and target positions count along different sentences.
        self.cross_attention = MultiHeadAttention(d_model, num_heads, dropout)
        self.norm_2 = nn.LayerNorm(d_model)
        self.feed_forward = FeedForward(d_model, d_ff, dropout, activation)
        self.norm_3 = nn.LayerNorm(d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, memory, target_mask=None, memory_mask=None, cache=None):
        back, across = (None, None) if cache is None else cache
        x = tap(self, "input", x)
        x = self.add_and_norm(1, x, self.look_back, target_mask, back)
        x = self.add_and_norm(2, x, self.look_across, memory, memory_mask, across)
        return tap(self, "output", self.add_and_norm(3, x, self.feed_forward))

    def look_back(self, x, mask, cache):
        """Attend to the output so far. Shape: x (B, T, d_model) -> (B, T, d_model)"""
        return self.self_attention(x, x, x, mask, cache)[0]

    def look_across(self, x, memory, mask, cache):
        """Attend to the source. Shape: x (B, T, d_model) -> (B, T, d_model)"""
        return self.cross_attention(x, memory, memory, mask, cache)[0]


class Decoder(Stack):
    """Stack decoder layers.

    Shape: x (B, T, d_model), memory (B, S, d_model) and masks as `DecoderLayer`
        -> (B, T, d_model)
    Raises: ValueError as `DecoderLayer`.
    Source: Vaswani et al. 2017, section 3.1.
    """

    layer_type = DecoderLayer

    def forward(self, x, memory, target_mask=None, memory_mask=None, cache=None):
        for i, layer in enumerate(self.layers):
            layer_cache = None if cache is None else cache.layers[i]
            x = layer(x, memory, target_mask, memory_mask, layer_cache)
        return tap(self, "output", self.norm(x))
