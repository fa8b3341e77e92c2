"""Lesson 5: two linear maps with a bend between them, applied to every word alone."""

from torch import nn
from torch.nn import functional as F

from helpers.model.tap import tap

ACTIVATIONS = {"relu": F.relu, "gelu": F.gelu}


class FeedForward(nn.Module):
    """Widen every word's vector, bend it, and bring it back: act(xW₁ + b₁)W₂ + b₂.

    Shape: (..., d_model) -> (..., d_model); between the maps (..., d_ff)
    Raises: ValueError if the activation is unknown.
    Source: Vaswani et al. 2017, section 3.3, equation 2; claims C13 and C14.
    """

    def __init__(self, d_model, d_ff, dropout=0.0, activation="relu"):
        super().__init__()
        if activation not in ACTIVATIONS:
            raise ValueError(
                f"{activation=} is unknown: choose one of {tuple(ACTIVATIONS)}"
            )
        self.W_1 = nn.Linear(d_model, d_ff)
        self.W_2 = nn.Linear(d_ff, d_model)
        self.activation = ACTIVATIONS[activation]
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        wide = tap(self, "wide", self.W_1(tap(self, "input", x)))  # (..., d_ff)
        hidden = tap(self, "hidden", self.activation(wide))
        return tap(self, "output", self.W_2(self.dropout(hidden)))  # (..., d_model)
