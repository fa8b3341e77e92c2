import numpy as np
import pytest
import torch
from drawn import hits
from torch.testing import assert_close

from helpers.lessons.decoder import ChangedWordLab
from helpers.lessons.decoder.changed_word import LEAST, moved_outputs
from helpers.model import causal_mask
from helpers.stage.style import paint
from helpers.training.experiments.leak import LanguageModel

LENGTH = 5


@pytest.fixture
def lab():
    return ChangedWordLab()


def test_the_maps_are_white_where_nothing_moves(lab):
    past = np.tri(len(lab.tokens), dtype=bool)
    expected = {"right": past, "absent": past | True, "inverted": past.T}
    assert lab.moves.keys() == expected.keys()
    for mask, moves in lab.moves.items():
        shown = lab[mask]
        np.testing.assert_array_equal(moves > LEAST, expected[mask])
        np.testing.assert_array_equal(shown.numbers, moves)
        pixels = paint(moves, shown.colours, *shown.limits)
        white = paint([[0]], shown.colours, *shown.limits)
        np.testing.assert_array_equal((pixels != white).any(-1), moves > LEAST)
        # Ten times the move is a fifth of the colours on.
        steps = paint([[0.1, 1, 10]], shown.colours, *shown.limits)[0, :, 0].tolist()
        assert steps == paint([[0.6, 0.8, 1]])[0, :, 0].tolist()
        assert shown.numbers.max() < shown.limits[1]
        verdict = "no leak" if mask == "right" else "leaks"
        assert shown.title == f"mask {mask}: {verdict}"


@pytest.mark.parametrize("place", [1, 6])
def test_the_changed_word_is_framed_and_counted(lab, place):
    lab.changed.value = place
    assert all(lab[mask].outlines == [(0, place, 7, 1)] for mask in lab.moves)
    assert f"“{lab.tokens[place]}”" in lab.said
    assert f"of the {place} earlier outputs: right 0," in lab.said
    assert f"absent {place}, inverted {place}." in lab.said


def test_a_click_on_bos_changes_nothing_another_sentence_everything(lab):
    grid, tokens = hits(lab.parts()[0])[0], lab.tokens
    assert grid["sets"] == [["changed", "column", [None, 0, 1, 2, 3, 4, 5]]]
    lab.sentence_choice.value = lab.sentence_choice.options[-1][1]
    assert lab.tokens != tokens
    assert lab["right"].row_names == lab.tokens


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


def test_the_largest_move_of_a_place_counts(model):
    ids, changed = torch.tensor([[1, 2]]), torch.tensor([[1, 4]])
    moved = moved_outputs(lambda x: torch.stack([x, -3 * x], -1).float(), ids, changed)
    assert moved.tolist() == [0, 6]
    with pytest.raises(ValueError, match="change words, and not their number"):
        moved_outputs(model, ids, torch.tensor([[4, 5, 6]]))
