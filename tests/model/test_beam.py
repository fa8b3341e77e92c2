"""What a beam search tells of its steps; its results: test_autoregressive_loop.py."""

import pytest
import torch
from test_transformer import make
from torch.testing import assert_close

from helpers.model import beam_search
from helpers.model.beam import beam_steps, final_scores

B, S, WIDTH, VOCAB = 4, 7, 3, 17


@pytest.fixture
def source_ids():
    return torch.randint(3, 13, (B, S))


@pytest.fixture
def steps(source_ids):
    model = make(num_heads=2, num_decoder_layers=2)
    return model, list(beam_steps(model, source_ids, max_len=9, beam_width=WIDTH))


def test_every_step_keeps_the_best_of_its_candidates(steps):
    for number, step in enumerate(steps[1], start=1):
        assert step.candidates.shape == (B, WIDTH, VOCAB)
        assert step.ids.shape == (B, WIDTH, number)
        assert_close(step.totals, step.candidates.flatten(1).topk(WIDTH).values)
        for row in range(B):
            words, parents = step.ids[row, :, -1], step.parents[row]
            assert_close(step.candidates[row, parents, words], step.totals[row])


def test_every_output_grows_from_its_parent(steps):
    for before, after in zip(steps[1], steps[1][1:], strict=False):
        for row in range(B):
            grown = before.ids[row, after.parents[row]]
            assert torch.equal(after.ids[row, :, :-1], grown)


def test_a_total_is_the_sum_of_its_words_log_probabilities(steps, source_ids):
    model, all_steps = steps
    last = all_steps[-1]
    for beam in range(WIDTH):
        said = last.ids[:, beam]  # (B, T)
        read = torch.cat([torch.ones(B, 1, dtype=torch.long), said[:, :-1]], dim=1)
        log_p = model(source_ids, read).log_softmax(dim=-1)
        own = log_p.gather(2, said[..., None])[..., 0].masked_fill(said == 0, 0)
        assert_close(own.sum(dim=1), last.totals[:, beam], atol=1e-4, rtol=0)


def test_the_search_returns_the_best_final_score(steps, source_ids):
    model, all_steps = steps
    found = beam_search(
        model, source_ids, max_len=9, beam_width=WIDTH, length_penalty=2.0
    )
    scores = final_scores(all_steps[-1], length_penalty=2.0, pad_id=0)
    for row in range(B):
        best = all_steps[-1].ids[row, scores[row].argmax()]
        assert torch.equal(found[row], best[: found.size(1)])
