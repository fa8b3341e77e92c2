"""Lesson 6: a decoder alone, which guesses every next word of one language."""

import torch
from torch import nn

from helpers.model.embedding import InputEmbedding
from helpers.model.encoder import Encoder


class LanguageModel(nn.Module):
    """Score the next word at every place of a sentence.

    Without a source there is nothing to attend across to: what is left of a decoder
    layer is an encoder layer, and the mask alone makes it a decoder.

    Shape: ids (B, T), mask broadcastable to (B, H, T, T), boolean, True = may attend,
        or None -> logits (B, T, vocab_size)
    Raises: ValueError as `Encoder`; IndexError as `InputEmbedding`.
    Source: Vaswani et al. 2017, section 3.1, less the encoder; Liu et al. 2018,
        section 4.2.3 (a decoder-only Transformer).
    """

    def __init__(self, vocab_size, d_model, num_heads, d_ff, num_layers):
        super().__init__()
        self.embedding = InputEmbedding(vocab_size, d_model)
        self.layers = Encoder(d_model, num_heads, d_ff, num_layers=num_layers)
        self.output = nn.Linear(d_model, vocab_size)

    def forward(self, ids, mask=None):
        return self.output(self.layers(self.embedding(ids), mask))


@torch.no_grad()
def moved_outputs(score, ids, changed_ids):
    """Tell how far every output moves when some of the words that go in are changed.

    `score` turns ids (1, T) into outputs (1, T, …). A decoder whose mask is right has
    0 at every place before the first change: the past cannot know the future.

    Shape: ids and changed_ids (1, T) -> (T,), the largest move of any number there
    Raises: ValueError if the two have different shapes.
    Source: Vaswani et al. 2017, section 3.1: position i can depend only on the known
        outputs at positions less than i.
    """
    if ids.shape != changed_ids.shape:
        raise ValueError(
            f"ids have shape {tuple(ids.shape)} but changed_ids have "
            f"{tuple(changed_ids.shape)}: change words, and not their number"
        )
    moves = (score(ids) - score(changed_ids)).abs()  # (1, T, …)
    return moves[0].flatten(start_dim=1).max(dim=-1).values  # (T,)
