"""The loop laid open: every word with what it was chosen from (claim C16)."""

from typing import NamedTuple

import torch

from helpers.model.autoregressive_loop import (
    NextWordScorer,
    next_word_probabilities,
)


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


@torch.no_grad()
def output_probabilities(model, source_ids, outputs, *, bos_id=1, **choice):
    """Say how likely `sample_decode` is to draw each of some outputs.

    `choice` is that of `next_word_probabilities`; the words' probabilities multiply.

    Shape: source_ids (1, S), outputs (B, T), without <bos> -> (B,)
    Raises: ValueError as `next_word_probabilities`.
    """
    memory, mask = model.encode(source_ids)
    memory = memory.expand(len(outputs), -1, -1)  # (B, S, d_model)
    before = torch.cat(
        [torch.full_like(outputs[:, :1], bos_id), outputs[:, :-1]], dim=1
    )
    logits = model.decode(before, memory, mask).flatten(0, 1)  # (B · T, V)
    chances = next_word_probabilities(logits, **choice)
    own = chances.gather(1, outputs.reshape(-1, 1)).view_as(outputs)  # (B, T)
    return own.masked_fill(outputs == model.config.pad_id, 1).prod(dim=1)
