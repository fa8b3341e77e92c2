"""Lesson 7: follow several outputs at once, and keep the likeliest."""

from typing import NamedTuple

import torch

from helpers.model.autoregressive_loop import NextWordScorer, check_max_len


class BeamStep(NamedTuple):
    """Hold what one step of a beam search weighed, and what it kept.

    Shape: candidates (B, width, V), the log-probability of every output that is one
        word longer; totals (B, width), the best of them, best first; parents
        (B, width), the beam that each of these grew from; ids (B, width, T), its words
    """

    candidates: torch.Tensor
    totals: torch.Tensor
    parents: torch.Tensor
    ids: torch.Tensor


def beam_search(model, source_ids, *, max_len, length_penalty=0.6, **options):
    """Follow the likeliest outputs at once, and return the best in the end.

    `options` are those of `beam_steps`.

    Shape: source_ids (B, S) -> ids (B, up to max_len), as `greedy_decode`
    Raises: ValueError as `beam_steps`.
    Source: Vaswani et al. 2017, section 6.1.
    """
    *_, last = beam_steps(model, source_ids, max_len=max_len, **options)
    pad_id = model.config.pad_id
    best = final_scores(last, length_penalty, pad_id).argmax(dim=-1)  # (B,)
    ids = last.ids[torch.arange(len(best)), best]  # (B, T)
    return ids[:, : int((ids != pad_id).sum(dim=-1).max())]


@torch.no_grad()
def beam_steps(
    model, source_ids, *, max_len, beam_width=4, bos_id=1, eos_id=2, cache=True
):
    """Yield step by step which outputs a beam search keeps, until all have ended.

    A finished output stays in the beam and is extended with padding at no cost.

    Shape: source_ids (B, S) -> a `BeamStep` for each of up to max_len words
    Raises: ValueError if beam_width is below 1 or above the vocabulary, or max_len
        does not fit.
    Source: Vaswani et al. 2017, section 6.1.
    """
    check_max_len(model, max_len)
    vocab_size, pad_id = model.config.target_vocab_size, model.config.pad_id
    if not 1 <= beam_width <= vocab_size:
        raise ValueError(f"{beam_width=} must be from 1 to {vocab_size=}")
    batch = source_ids.size(0)
    score = NextWordScorer(model, source_ids, cache, copies=beam_width)
    first_row = torch.arange(batch, device=source_ids.device)[:, None] * beam_width
    ids = source_ids.new_full((batch * beam_width, 1), bos_id)
    finished = torch.zeros_like(ids[:, 0], dtype=torch.bool)
    # Only the first beam counts at the start: the others are copies of it.
    totals = torch.full((batch, beam_width), -torch.inf, device=ids.device)
    totals[:, 0] = 0.0

    for _ in range(max_len):
        log_p = score(ids).log_softmax(dim=-1)  # (B · width, V)
        log_p[finished] = -torch.inf
        log_p[finished, pad_id] = 0.0
        candidates = totals[:, :, None] + log_p.view(batch, beam_width, vocab_size)
        totals, best = candidates.flatten(1).topk(beam_width)  # (B, width)
        parents, words = best // vocab_size, (best % vocab_size).flatten()
        rows = (first_row + parents).flatten()  # (B · width,)
        ids = torch.cat([ids[rows], words[:, None]], dim=1)
        finished = finished[rows] | (words == eos_id)
        if score.cache is not None:
            score.cache.select(rows)
        said = ids[:, 1:].view(batch, beam_width, -1)
        yield BeamStep(candidates, totals, parents, said)
        if finished.all():
            break


def final_scores(step, length_penalty, pad_id):
    """Divide log-probabilities by ((5 + length) / 6) ** length_penalty.

    Shape: -> (B, width)
    Source: Wu et al. 2016, equation 14.
    """
    lengths = (step.ids != pad_id).sum(dim=-1)  # (B, width)
    return step.totals / ((5 + lengths) / 6) ** length_penalty
