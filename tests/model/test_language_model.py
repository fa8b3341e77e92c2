import pytest
import torch
from torch.testing import assert_close

from helpers.model import causal_mask
from helpers.model.language_model import LanguageModel, moved_outputs

LENGTH = 5


@pytest.fixture
def model():
    torch.manual_seed(0)
    return LanguageModel(11, d_model=12, num_heads=3, d_ff=20, num_layers=2).eval()


def test_with_a_causal_mask_it_is_a_decoder_without_a_source(model):
    ids = torch.tensor([[4, 7, 9, 3, 5], [8, 4, 4, 10, 6]])
    whole = model(ids, causal_mask(LENGTH))
    assert whole.shape == (2, LENGTH, 11)
    for length in range(1, LENGTH):
        assert_close(model(ids[:, :length], causal_mask(length)), whole[:, :length])


@pytest.mark.parametrize("place", range(LENGTH))
def test_only_a_right_mask_hides_the_future(model, place):
    ids = torch.tensor([[4, 7, 9, 3, 5]])
    other = ids.clone()
    other[0, place] = 10
    mask = causal_mask(LENGTH)
    moved = moved_outputs(lambda x: model(x, mask), ids, other)
    assert moved.shape == (LENGTH,)
    assert (moved[:place] < 1e-6).all() and (moved[place:] > 1e-3).all()
    assert (moved_outputs(model, ids, other) > 1e-3).all()
    ahead = moved_outputs(lambda x: model(x, ~mask), ids, other)
    assert (ahead[: place + 1] > 1e-3).all()


def test_the_largest_move_of_a_place_counts():
    def score(ids):
        return torch.stack([ids, -3 * ids], dim=-1).float()

    moved = moved_outputs(score, torch.tensor([[1, 2]]), torch.tensor([[1, 4]]))
    assert moved.tolist() == [0, 6]


def test_sentences_of_two_lengths_are_refused(model):
    with pytest.raises(ValueError, match="change words, and not their number"):
        moved_outputs(model, torch.tensor([[4, 5]]), torch.tensor([[4, 5, 6]]))
