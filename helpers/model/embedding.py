"""Lesson 1: from token ids to the rows that enter the model, and where they stand."""

import math

import torch
from torch import nn

from helpers.model.tap import tap

POSITIONS = ("sinusoidal", "rotary", "learned", "none")


def sinusoidal_positions(max_len, d_model, base=10000.0):
    """Give every position a row of waves: even columns sine, odd columns cosine.

    Shape: -> (max_len, d_model); columns 2i and 2i+1 turn at one speed,
        1 / base^(2i / d_model) radians a position
    Raises: ValueError if a size is below 1 or the base is not positive.
    Source: Vaswani et al. 2017, section 3.5; claim C3.
    """
    if max_len < 1 or d_model < 1:
        raise ValueError(f"{max_len=} and {d_model=} must both be at least 1")
    if base <= 0:
        raise ValueError(f"{base=} must be positive; the paper uses 10000")
    position = torch.arange(max_len, dtype=torch.float64)[:, None]  # (max_len, 1)
    pair = torch.arange(d_model) // 2  # 0 0 1 1 2 2 …: two columns, one speed
    angle = position / base ** (2 * pair / d_model)  # (max_len, d_model)
    table = angle.sin()
    table[:, 1::2] = angle[:, 1::2].cos()
    return table.to(torch.get_default_dtype())


def apply_rotary(x, positions=None, base=10000.0):
    """Turn each pair of features (0,1), (2,3), … by an angle that grows with position.

    Nothing is added to x: queries and keys are turned, so that their dot product
    depends on the distance between two words and not on where the two stand.

    Shape: x (..., T, d_k), positions (T,), by default 0, 1, 2, … -> (..., T, d_k)
    Raises: ValueError if d_k is odd or positions does not have T entries.
    Source: Su et al. 2021 (RoFormer), section 3.4.2, equation 34; claim C3.
    """
    length, d_k = x.shape[-2:]
    if d_k % 2:
        raise ValueError(f"{d_k=} is odd: rotary positions turn pairs; use an even d_k")
    if positions is None:
        positions = torch.arange(length, device=x.device)
    if positions.shape != (length,):
        raise ValueError(
            f"positions has shape {tuple(positions.shape)}, but x has {length} rows: "
            f"give one position a row, shape ({length},)"
        )
    pair = torch.arange(0, d_k, 2, device=x.device)
    angle = positions[:, None] * base ** (-pair / d_k)  # (T, d_k / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    even, odd = x[..., 0::2], x[..., 1::2]  # (..., T, d_k / 2)
    turned = torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1)
    return turned.flatten(-2)  # (..., T, d_k)


class TokenEmbedding(nn.Module):
    """Look up one learned row for each token id, times √d_model.

    The rows start small, with standard deviation 1/√d_model, because the output map may
    share them; the factor √d_model brings them up to the size of the position waves.

    Shape: ids (B, T) -> (B, T, d_model)
    Raises: IndexError that shows the id, if an id is not below vocab_size.
    Source: Vaswani et al. 2017, section 3.4; claim C1.
    """

    def __init__(self, vocab_size, d_model, scale=True):
        super().__init__()
        self.table = nn.Embedding(vocab_size, d_model)
        self.factor = math.sqrt(d_model) if scale else 1.0
        nn.init.normal_(self.table.weight, std=d_model**-0.5)

    def forward(self, ids):
        try:
            return self.table(ids) * self.factor
        except IndexError:
            size = self.table.num_embeddings
            wrong = ids[(ids < 0) | (ids >= size)][0].item()
            raise IndexError(
                f"id {wrong} is not in the vocabulary of {size} words (ids 0 to "
                f"{size - 1}): was it made with another vocabulary?"
            ) from None


class InputEmbedding(nn.Module):
    """Make the model's input: x = word embedding + position embedding.

    With "rotary" and "none" nothing is added here: rotary positions turn the queries
    and keys inside self-attention instead.

    Shape: ids (B, T) -> (B, T, d_model); start is the position of the first column
    Raises: ValueError if positions is unknown or the text is longer than max_len.
    Source: Vaswani et al. 2017, sections 3.4 and 3.5; claim C4.
    """

    def __init__(
        self, vocab_size, d_model, dropout=0.0, positions="sinusoidal", max_len=512
    ):
        super().__init__()
        if positions not in POSITIONS:
            raise ValueError(f"{positions=} is unknown: choose one of {POSITIONS}")
        self.max_len = max_len
        self.words = TokenEmbedding(vocab_size, d_model)
        self.dropout = nn.Dropout(dropout)
        if positions == "learned":
            self.positions = nn.Parameter(torch.randn(max_len, d_model) * 0.02)
        elif positions == "sinusoidal":
            table = sinusoidal_positions(max_len, d_model)
            self.register_buffer("positions", table, persistent=False)
        else:
            self.positions = None

    def forward(self, ids, start=0):
        end = start + ids.size(1)
        if end > self.max_len:
            raise ValueError(
                f"position {end} is past max_len={self.max_len}: shorten the text or "
                "build the model with a larger max_len"
            )
        x = tap(self, "words", self.words(ids))  # (B, T, d_model)
        if self.positions is not None:
            x = x + self.positions[start:end]
        return tap(self, "output", self.dropout(x))
