"""Lesson 4: the encoder block, Add and Norm around each part, and the stack of them."""

from torch import nn

from helpers.model.feed_forward import FeedForward
from helpers.model.multi_head import MultiHeadAttention
from helpers.model.tap import tap


def padding_mask(ids, pad_id):
    """Mark the real tokens, so that nobody attends to padding.

    Only keys are hidden: what a padded query makes of the sentence is never read.

    Shape: ids (B, S) -> (B, 1, 1, S), boolean, True = may attend
    Source: Vaswani et al. 2017 leave padding unsaid; every implementation needs it.
    """
    return (ids != pad_id)[:, None, None, :]


class ResidualLayer(nn.Module):
    """Be what both kinds of layer are: parts, each with Add and Norm around it.

    The LayerNorm stands after the sum as in the paper, or before the part with
    norm_first. A subclass has `norm_1`, `norm_2`, … and `dropout`.

    Source: Vaswani et al. 2017, sections 3.1 and 5.4; claim C11. norm_first: Xiong
        et al. 2020.
    """

    norm_first = False

    def add_and_norm(self, number, x, part, *inputs):
        """Return LayerNorm(x + part(x)), or x + part(LayerNorm(x)) with norm_first.

        Shape: x (B, T, d_model), part: (B, T, d_model), *inputs -> (B, T, d_model)
        """
        if self.norm_first:
            return self.add(number, x, part(self.norm(number, x), *inputs))
        return self.norm(number, self.add(number, x, part(x, *inputs)))

    def add(self, number, x, change):
        """Add what a part has found. Shape: all (B, T, d_model)"""
        return tap(self, f"sum_{number}", x + self.dropout(change))

    def norm(self, number, x):
        """Norm every row. Shape: x (B, T, d_model) -> (B, T, d_model)"""
        name = f"norm_{number}"
        return tap(self, name, getattr(self, name)(x))


class Stack(nn.Module):
    """Stack num_layers layers of one kind, whose further options are the layer's.

    A LayerNorm closes the stack only when norm_first: then the last sum would stay
    without one. `nn.Transformer` always adds it; the paper does not.

    Source: Vaswani et al. 2017, section 3.1.
    """

    layer_type = None

    def __init__(
        self, d_model, num_heads, d_ff, num_layers=6, norm_first=False, **options
    ):
        super().__init__()
        options["norm_first"] = norm_first
        self.layers = nn.ModuleList(
            self.layer_type(d_model, num_heads, d_ff, **options)
            for _ in range(num_layers)
        )
        self.norm = nn.LayerNorm(d_model) if norm_first else nn.Identity()


class EncoderLayer(ResidualLayer):
    """Let the words look at each other, then think about each word alone.

    Shape: x (B, S, d_model), mask broadcastable to (B, H, S, S) -> (B, S, d_model)
    Raises: ValueError as `MultiHeadAttention` and `FeedForward`.
    Source: Vaswani et al. 2017, section 3.1; claim C11.
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
        x = self.add_and_norm(1, tap(self, "input", x), self.attend, mask)
        return tap(self, "output", self.add_and_norm(2, x, self.feed_forward))

    def attend(self, x, mask):
        """Look around. Shape: x (B, S, d_model) -> (B, S, d_model)"""
        return self.self_attention(x, x, x, mask)[0]


class Encoder(Stack):
    """Stack encoder layers, and give back the memory.

    Shape: x (B, S, d_model), mask broadcastable to (B, H, S, S) -> (B, S, d_model)
    Raises: ValueError as `EncoderLayer`.
    Source: Vaswani et al. 2017, section 3.1.
    """

    layer_type = EncoderLayer

    def forward(self, x, mask=None):
        for layer in self.layers:
            x = layer(x, mask)
        return tap(self, "output", self.norm(x))
