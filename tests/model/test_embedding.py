import math

import pytest
import torch
from torch.testing import assert_close

from helpers.model import (
    InputEmbedding,
    TokenEmbedding,
    apply_rotary,
    sinusoidal_positions,
)

B, T, D_MODEL, VOCAB = 2, 5, 8, 11


@pytest.mark.parametrize("d_model", [6, 7])
def test_positions_follow_the_paper_column_by_column(d_model):
    table = sinusoidal_positions(9, d_model, base=100.0)
    for position in range(9):
        for column in range(d_model):
            angle = position / 100.0 ** (2 * (column // 2) / d_model)
            wave = math.cos if column % 2 else math.sin
            assert table[position, column].item() == pytest.approx(
                wave(angle), abs=1e-6
            )


def test_likeness_of_positions_depends_on_their_distance_only():
    table = sinusoidal_positions(40, 64).double()
    likeness = table @ table.T
    for distance in range(40):
        diagonal = likeness.diagonal(distance)
        assert_close(diagonal, diagonal[:1].expand_as(diagonal), atol=1e-4, rtol=0)


def test_rotary_turns_each_pair_by_its_own_angle():
    x = torch.randn(3, 4)
    turned = apply_rotary(x, torch.tensor([0, 1, 5]), base=100.0)
    for row, position in enumerate((0, 1, 5)):
        for i in range(2):
            angle = position / 100.0 ** (2 * i / 4)
            spin = complex(math.cos(angle), math.sin(angle))
            pair = complex(*x[row, 2 * i : 2 * i + 2].tolist()) * spin
            expected = torch.tensor([pair.real, pair.imag])
            assert_close(turned[row, 2 * i : 2 * i + 2], expected)


def test_rotary_score_depends_on_the_distance_only():
    query, key = torch.randn(1, 16), torch.randn(1, 16)

    def score(m, n):
        q = apply_rotary(query, torch.tensor([m]))
        k = apply_rotary(key, torch.tensor([n]))
        return (q @ k.T).item()

    assert score(3, 1) == pytest.approx(score(40, 38), abs=1e-4)
    assert score(3, 1) != pytest.approx(score(3, 2), abs=1e-2)


def test_rotary_counts_from_zero_by_default():
    x = torch.randn(B, T, D_MODEL)
    assert_close(apply_rotary(x), apply_rotary(x, torch.arange(T)))


def test_a_lookup_is_a_one_hot_product_times_the_square_root():
    embedding = TokenEmbedding(VOCAB, D_MODEL)
    ids = torch.randint(VOCAB, (B, T))
    one_hot = torch.nn.functional.one_hot(ids, VOCAB).float()
    expected = one_hot @ embedding.table.weight * math.sqrt(D_MODEL)
    assert_close(embedding(ids), expected)
    unscaled = TokenEmbedding(VOCAB, D_MODEL, scale=False)
    assert_close(unscaled(ids), unscaled.table(ids))


@pytest.mark.parametrize("wrong", [VOCAB, -1])
def test_an_id_outside_the_vocabulary_is_shown(wrong):
    ids = torch.tensor([[0, wrong]])
    with pytest.raises(IndexError, match=f"id {wrong} .* 11 words"):
        TokenEmbedding(VOCAB, D_MODEL)(ids)


@pytest.mark.parametrize("kind", ["sinusoidal", "learned"])
def test_input_is_word_plus_position(kind):
    embedding = InputEmbedding(VOCAB, D_MODEL, positions=kind)
    ids = torch.randint(VOCAB, (B, T))
    expected = embedding.words(ids) + embedding.positions[3 : 3 + T]
    assert_close(embedding(ids, start=3), expected)


@pytest.mark.parametrize("kind", ["rotary", "none"])
def test_nothing_is_added_to_the_word(kind):
    embedding = InputEmbedding(VOCAB, D_MODEL, positions=kind)
    ids = torch.randint(VOCAB, (B, T))
    assert_close(embedding(ids), embedding.words(ids))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sinusoidal_positions(0, 4), "max_len=0"),
        (lambda: sinusoidal_positions(4, 0), "d_model=0"),
        (lambda: sinusoidal_positions(4, 4, base=0), "base=0"),
        (lambda: apply_rotary(torch.randn(3, 5)), "d_k=5 is odd"),
        (lambda: apply_rotary(torch.randn(3, 4), torch.arange(2)), "3 rows"),
        (lambda: InputEmbedding(5, 4, positions="circular"), "circular"),
        (
            lambda: InputEmbedding(5, 4, max_len=3)(
                torch.zeros(1, 4, dtype=torch.long)
            ),
            "position 4 is past max_len=3",
        ),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
