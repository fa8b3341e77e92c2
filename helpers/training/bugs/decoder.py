"""Lesson 6: mistakes with what the decoder may see."""

import torch

from helpers.model import DecoderLayer, Transformer
from helpers.training.bugs.bug import Bug, becoming, whole_model

LESSON = "decoder"


class FutureSeen(DecoderLayer):
    """Look back without the causal mask."""

    def look_back(self, x, mask, cache):
        return super().look_back(x, None, cache)


class MaskInverted(DecoderLayer):
    """Read True as "hide", as `nn.MultiheadAttention` does."""

    def look_back(self, x, mask, cache):
        return super().look_back(x, None if mask is None else ~mask, cache)


class NotShifted(Transformer):
    """Feed in the very words that should come out: <bos> falls away in front."""

    def decode(self, target_ids, memory, memory_mask=None, cache=None):
        target_ids = torch.cat([target_ids[:, 1:], target_ids[:, -1:]], dim=1)
        return super().decode(target_ids, memory, memory_mask, cache)


class NeverAcross(DecoderLayer):
    """Take keys and values from the target, too: x on both sides."""

    def look_across(self, x, memory, mask, cache):
        return super().look_across(x, x, None, cache)


BUGS = (
    Bug("no causal mask", LESSON, becoming(DecoderLayer, FutureSeen)),
    Bug("mask inverted", LESSON, becoming(DecoderLayer, MaskInverted)),
    Bug("target not shifted", LESSON, whole_model(NotShifted)),
    Bug("x on both sides", LESSON, becoming(DecoderLayer, NeverAcross)),
)
