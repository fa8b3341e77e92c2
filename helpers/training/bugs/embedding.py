"""Lesson 1: mistakes on the way from ids to rows."""

import torch

from helpers.model import InputEmbedding, TokenEmbedding
from helpers.training.bugs.bug import Bug, becoming

LESSON = "embedding"


def forget_factor(model):
    """Leave out ×√d_model, so that the waves drown the words."""
    for module in model.modules():
        if isinstance(module, TokenEmbedding):
            module.factor = 1.0


class PositionsByBatch(InputEmbedding):
    """Take the waves along the batch: all words of a sentence get the same one."""

    def forward(self, ids, start=0):
        waves = self.positions[: ids.size(0), None]  # (B, 1, d_model)
        return self.dropout(self.words(ids) + waves)


class NoPositions(InputEmbedding):
    """Add no waves at all."""

    def forward(self, ids, start=0):
        return self.dropout(self.words(ids))


def wrong_exponent(model):
    """Let the sine and the cosine of each pair turn at two different speeds."""
    for module in model.modules():
        if isinstance(module, InputEmbedding):
            length, d_model = module.positions.shape
            column = torch.arange(d_model)  # the paper has 2 * (column // 2)
            angle = torch.arange(length)[:, None] / 10000.0 ** (2 * column / d_model)
            module.positions = angle.sin()
            module.positions[:, 1::2] = angle[:, 1::2].cos()


BUGS = (
    Bug("no factor", LESSON, forget_factor),
    Bug("positions by batch", LESSON, becoming(InputEmbedding, PositionsByBatch)),
    Bug("no positions", LESSON, becoming(InputEmbedding, NoPositions)),
    Bug("wrong exponent", LESSON, wrong_exponent),
)
