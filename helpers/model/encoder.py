"""Lesson 4: the encoder block, Add and Norm around each part, and the stack of them."""

from torch import nn

from helpers.model.feed_forward import FeedForward
from helpers.model.multi_head import MultiHeadAttention


def padding_mask(ids, pad_id):
    """Mark the real tokens, so that nobody attends to padding.

    Only keys are hidden: what a padded query makes of the sentence is never read.

    Shape: ids (B, S) -> (B, 1, 1, S), boolean, True = may attend
    Source: Vaswani et al. 2017 leave padding unsaid; every implementation needs it.
    """
    return (ids != pad_id)[:, None, None, :]


class EncoderLayer(nn.Module):
    """Let the words look at each other, then think about each word alone.

    Each of the two parts stands in a residual connection (Add) with a LayerNorm
    (Norm): after the sum as in the paper, or before the part with norm_first.

    Shape: x (B, S, d_model), mask broadcastable to (B, H, S, S) -> (B, S, d_model)
    Raises: ValueError as `MultiHeadAttention` and `FeedForward`.
    Source: Vaswani et al. 2017, sections 3.1 and 5.4; claim C11. norm_first: Xiong
        et al. 2020.
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
        self.feed_forward = FeedForward(d_model, d_ff, dropout, activation)
        self.norm_2 = nn.LayerNorm(d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        if self.norm_first:
            x = x + self.attend(self.norm_1(x), mask)
            return x + self.dropout(self.feed_forward(self.norm_2(x)))
        x = self.norm_1(x + self.attend(x, mask))
        return self.norm_2(x + self.dropout(self.feed_forward(x)))

    def attend(self, x, mask):
        """Look around. Shape: x (B, S, d_model) -> (B, S, d_model)"""
        output, _ = self.self_attention(x, x, x, mask)
        return self.dropout(output)


class Encoder(nn.Module):
    """Stack num_layers encoder layers.

    A LayerNorm closes the stack only when norm_first: then the last sum would stay
    without one. `nn.Transformer` always adds it; the paper does not.

    Shape: x (B, S, d_model), mask broadcastable to (B, H, S, S) -> (B, S, d_model)
    Raises: ValueError as `EncoderLayer`.
    Source: Vaswani et al. 2017, section 3.1.
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
        num_layers=6,
    ):
        super().__init__()
        self.layers = nn.ModuleList(
            EncoderLayer(
                d_model, num_heads, d_ff, dropout, norm_first, activation, rotary
            )
            for _ in range(num_layers)
        )
        self.norm = nn.LayerNorm(d_model) if norm_first else nn.Identity()

    def forward(self, x, mask=None):
        for layer in self.layers:
            x = layer(x, mask)
        return self.norm(x)
