"""Lesson 7: the loop laid open, and what becomes of it when it forgets (claim C16)."""

from typing import NamedTuple

import torch
from torch import nn

from helpers.model.autoregressive_loop import NextWordScorer


class WrittenWord(NamedTuple):
    """One turn of the loop: the output before it, and the word that was chosen.

    Shape: before (T,), probabilities (V,), chosen: one id
    """

    before: tuple[int, ...]
    probabilities: torch.Tensor
    chosen: int


@torch.no_grad()
def write_words(
    model, source_ids, *, max_len, start=(), bos_id=1, eos_id=2, cache=True
):
    """Write one sentence as `greedy_decode` does, and keep every turn of the loop.

    start: words that are put behind <bos> unasked; the loop goes on from there.

    Shape: source_ids (1, S) -> list of `WrittenWord`, at most max_len of them
    Source: Vaswani et al. 2017, section 3.1 ("auto-regressive"); claim C16.
    """
    score = NextWordScorer(model, source_ids, cache)
    output, words = [bos_id, *start], []
    while len(words) < max_len and output[-1] != eos_id:
        logits = score(torch.tensor([output], device=source_ids.device))  # (1, V)
        chosen = logits[0].argmax().item()
        words.append(WrittenWord(tuple(output), logits[0].softmax(dim=-1), chosen))
        output.append(chosen)
    return words


class OnlyLastWord(nn.Module):
    """Let a Transformer's decoder see the last word alone, and keep nothing.

    This is what claim C16 warns of. The word stands at its right position and looks at
    the whole source; its self-attention finds no other word. It answers to the calls
    of decoding and measuring, as `Transformer` does.

    Shape: source_ids (B, S), target_ids (B, T) -> logits (B, 1, target_vocab_size)
    Source: claim C16.
    """

    def __init__(self, model):
        super().__init__()
        self.model, self.config = model, model.config

    def encode(self, source_ids):
        """Turn the source into memory. Shape: as `Transformer.encode`"""
        return self.model.encode(source_ids)

    def decode(self, target_ids, memory, memory_mask=None, cache=None):
        """Score the word after the last one, from that one alone.

        Shape: target_ids (B, T) -> logits (B, 1, target_vocab_size)
        """
        last = target_ids[:, -1:]
        x = self.model.target_embedding(last, start=target_ids.size(1) - 1)
        return self.model.output(self.model.decoder(x, memory, None, memory_mask))

    def new_cache(self):
        """Return None: nothing is kept from word to word."""
        return None
