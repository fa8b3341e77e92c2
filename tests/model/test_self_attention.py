import math

import pytest
import torch
from torch.nn import functional as F
from torch.testing import assert_close

from helpers.model import (
    attention_weights,
    causal_mask,
    padding_mask,
    scaled_dot_product_attention,
)

B, H, T, S, D_K, D_V = 2, 3, 5, 7, 8, 11  # all different, so a swapped axis fails


@pytest.fixture
def qkv():
    return (
        torch.randn(B, H, T, D_K),
        torch.randn(B, H, S, D_K),
        torch.randn(B, H, S, D_V),
    )


def some_mask():
    mask = torch.rand(B, 1, T, S) < 0.5
    mask[..., 0] = True
    return mask


@pytest.mark.parametrize("mask", [None, some_mask()], ids=["no mask", "mask"])
@pytest.mark.parametrize("scale", [None, 0.3])
def test_attention_equals_torch(qkv, mask, scale):
    output, weights = scaled_dot_product_attention(*qkv, mask, scale)
    expected = F.scaled_dot_product_attention(*qkv, attn_mask=mask, scale=scale)
    assert_close(output, expected, atol=1e-5, rtol=0)
    assert weights.shape == (B, H, T, S)
    assert_close(weights.sum(-1), torch.ones(B, H, T))


def test_output_is_the_weighted_sum_of_values():
    query = torch.tensor([[1.0, 0.0]])
    key = torch.tensor([[math.log(3) * math.sqrt(2), 0.0], [0.0, 5.0]])
    value = torch.tensor([[4.0], [8.0]])
    output, weights = scaled_dot_product_attention(query, key, value)
    assert_close(weights, torch.tensor([[0.75, 0.25]]))
    assert_close(output, torch.tensor([[5.0]]))


def test_a_constant_added_to_a_row_of_scores_changes_nothing(qkv):
    """Claim C6, precisely: only differences within a row matter."""
    query, key, _ = qkv
    direction = torch.randn(D_K)  # every key moves alike: each row's scores too
    assert_close(
        attention_weights(query, key), attention_weights(query, key + direction)
    )


def test_masked_keys_get_exactly_zero(qkv):
    mask = some_mask()
    _, weights = scaled_dot_product_attention(*qkv, mask)
    assert (weights.masked_select(~mask) == 0).all()
    assert (weights.masked_select(mask) > 0).all()


def test_a_query_that_may_attend_to_nothing_gets_zeros_and_finite_gradients(qkv):
    for tensor in qkv:
        tensor.requires_grad_()
    mask = some_mask()
    mask[0, :, 2] = False
    output, weights = scaled_dot_product_attention(*qkv, mask)
    assert (output[0, :, 2] == 0).all() and (weights[0, :, 2] == 0).all()
    assert (output[1, :, 2] != 0).any()
    output.square().sum().backward()
    assert all(tensor.grad.isfinite().all() for tensor in qkv)
    assert (qkv[0].grad[0, :, 2] == 0).all()


def test_a_huge_score_behind_the_mask_stays_hidden():
    """A finite fill such as -1e4 would sink below such scores (minGPT issue 75)."""
    query, key = torch.tensor([[1e6]]), torch.tensor([[-1.0], [1.0], [1.0]])
    weights = attention_weights(query, key, torch.tensor([[True, False, False]]))
    assert_close(weights, torch.tensor([[1.0, 0.0, 0.0]]))


def test_float64_stays_float64(qkv):
    output, weights = scaled_dot_product_attention(
        *(tensor.double() for tensor in qkv), some_mask()
    )
    assert output.dtype == weights.dtype == torch.float64


def test_causal_mask_is_the_lower_triangle():
    assert causal_mask(3).tolist() == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


def test_padding_mask_marks_real_tokens():
    mask = padding_mask(torch.tensor([[5, 6, 9], [5, 9, 9]]), pad_id=9)
    assert mask.shape == (2, 1, 1, 3)
    assert mask[:, 0, 0].tolist() == [[True, True, False], [True, False, False]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda q, k, v: (q[..., :4], k, v), "d_k=4.*d_k=8"),
        (lambda q, k, v: (q, k, v[..., :3, :]), "7 keys but 3 values"),
        (lambda q, k, v: (q, k, v, torch.ones(T, S)), "float32.*boolean"),
        (
            lambda q, k, v: (q, k, v, torch.ones(S, T).bool()),
            r"\(7, 5\).*\(2, 3, 5, 7\)",
        ),
        (lambda q, k, v: (q, k, v, torch.ones(1, 1, 1, 1, S).bool()), "does not fit"),
    ],
)
def test_wrong_arguments_are_named(qkv, change, message):
    with pytest.raises(ValueError, match=message):
        scaled_dot_product_attention(*change(*qkv))
