"""A head that is off hands nothing on; everything else stays as it was."""

import pytest
import torch

from helpers.model import (
    MultiHeadAttention,
    Transformer,
    TransformerConfig,
    record_attention,
)
from helpers.model.head_switches import heads_off, named_attentions

D_MODEL, NUM_HEADS = 12, 3


@pytest.fixture
def attention():
    torch.manual_seed(0)
    return MultiHeadAttention(D_MODEL, NUM_HEADS)


@pytest.fixture
def model():
    torch.manual_seed(0)
    sizes = {"d_model": D_MODEL, "num_heads": NUM_HEADS, "d_ff": 20, "dropout": 0.0}
    layers = {"num_encoder_layers": 1, "num_decoder_layers": 2}
    return Transformer(TransformerConfig(11, 13, **sizes, **layers)).eval()


@pytest.mark.parametrize("off", [[], [0], [2], [0, 1], [0, 1, 2]])
def test_off_equals_zero_columns_of_W_o(attention, off):
    x = torch.randn(2, 5, D_MODEL)
    with heads_off(attention, [("attention", head) for head in off]):
        silenced, weights = attention(x, x, x)
    _, expected_weights = attention(x, x, x)
    with torch.no_grad():
        for head in off:
            attention.W_o.weight[:, 4 * head : 4 * (head + 1)] = 0
    torch.testing.assert_close(silenced, attention(x, x, x)[0])
    torch.testing.assert_close(weights, expected_weights)


def test_afterwards_the_model_is_whole_again(model):
    source, target = torch.tensor([[4, 5, 6]]), torch.tensor([[1, 7]])
    whole = model(source, target)
    with heads_off(model, [("decoder.1.cross", 1), ("encoder.0.self", 0)]):
        assert not torch.allclose(model(source, target), whole)
    torch.testing.assert_close(model(source, target), whole)
    with pytest.raises(RuntimeError), heads_off(model, [("decoder.1.cross", 1)]):
        raise RuntimeError
    torch.testing.assert_close(model(source, target), whole)


def test_the_names_are_those_of_the_recorded_maps(model):
    with record_attention(model) as maps:
        model(torch.tensor([[4, 5]]), torch.tensor([[1]]))
    assert set(named_attentions(model)) == set(maps)


@pytest.mark.parametrize("head", [("decoder.1.cross", 3), ("encoder.9.self", 0)])
def test_a_head_that_is_not_there_is_named(model, head):
    with (
        pytest.raises(ValueError, match=f"no head {head[1]} in '{head[0]}'"),
        heads_off(model, [head]),
    ):
        pass
