"""Lesson 4: mistakes in Add, Norm, padding and dropout."""

from torch import nn
from torch.nn import functional as F

from helpers.model import EncoderLayer, MultiHeadAttention, attention_weights
from helpers.training.bugs.bug import Bug, becoming
from helpers.training.bugs.self_attention import OpenAttention

LESSON = "encoder"


class NoAdd(EncoderLayer):
    """Forget the residual connections."""

    def forward(self, x, mask=None):
        x = self.norm_1(self.dropout(self.attend(x, mask)))
        return self.norm_2(self.feed_forward(x))


class NormOverWords(nn.LayerNorm):
    """Norm each feature over the words, where each word should be normed alone."""

    def forward(self, x):
        centred = x - x.mean(dim=-2, keepdim=True)
        spread = x.var(dim=-2, keepdim=True, correction=0)
        return centred / (spread + self.eps).sqrt() * self.weight + self.bias


class PaddingSeen(OpenAttention):
    """Forget the padding mask; the causal one is kept."""

    def weigh(self, q, k, mask):
        is_padding_mask = mask is not None and mask.size(-2) == 1
        return attention_weights(q, k, None if is_padding_mask else mask)


class MaskAfterSoftmax(OpenAttention):
    """Hide the weights, where the scores should be hidden."""

    def weigh(self, q, k, mask):
        weights = attention_weights(q, k)
        return weights if mask is None else weights.masked_fill(~mask, 0.0)


class DropoutLeftOn(nn.Dropout):
    """Drop in use, too: `model.eval()` was forgotten."""

    def forward(self, x):
        return F.dropout(x, p=0.1, training=True)


BUGS = (
    Bug("no Add", LESSON, becoming(EncoderLayer, NoAdd)),
    Bug("norm over words", LESSON, becoming(nn.LayerNorm, NormOverWords)),
    Bug("padding seen", LESSON, becoming(MultiHeadAttention, PaddingSeen)),
    Bug("mask after softmax", LESSON, becoming(MultiHeadAttention, MaskAfterSoftmax)),
    Bug(
        "dropout left on",
        LESSON,
        becoming(nn.Dropout, DropoutLeftOn),
        in_training=False,
    ),
)
