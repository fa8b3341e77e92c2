"""Each stage that the stepper shows is a stage of the model's own attention."""

import pytest
import torch
from test_transformer import make
from torch.testing import assert_close

from helpers.model import (
    encoder_attention_steps,
    record_attention,
    self_attention_steps,
)

T = 5


@pytest.mark.parametrize("norm_first", [False, True])
def test_the_steps_end_in_the_weights_that_the_model_used(norm_first):
    model = make(norm_first=norm_first)
    ids = torch.randint(3, 13, (1, T))
    with record_attention(model) as maps:
        model.encode(ids)
    layers = encoder_attention_steps(model, ids)
    assert len(layers) == model.config.num_encoder_layers
    for number, steps in enumerate(layers):
        assert_close(steps.weights, maps[f"encoder.{number}.self"][0])


def test_the_steps_lead_from_words_to_the_output_of_the_layer():
    model = make()
    attention = model.encoder.layers[0].self_attention
    d_model, num_heads = model.config.d_model, model.config.num_heads
    d_k = d_model // num_heads
    x = torch.randn(1, T, d_model)
    steps = self_attention_steps(attention, x)
    assert steps.x.shape == (T, d_model)
    for name in ("query", "key", "value", "output"):
        assert getattr(steps, name).shape == (num_heads, T, d_k)
    for name in ("scores", "scaled", "weights"):
        assert getattr(steps, name).shape == (num_heads, T, T)
    assert_close(steps.scaled * d_k**0.5, steps.scores)
    expected, _ = attention(x, x, x)
    joined = steps.output.transpose(0, 1).reshape(1, T, d_model)
    assert_close(attention.W_o(joined), expected)


def test_rotary_steps_are_turned_as_in_the_model():
    model = make(positions="rotary", num_heads=2)
    ids = torch.randint(3, 13, (1, T))
    with record_attention(model) as maps:
        model.encode(ids)
    steps = encoder_attention_steps(model, ids)[1]
    assert_close(steps.weights, maps["encoder.1.self"][0])


@pytest.mark.parametrize("shape", [(2, T), (T,)])
def test_several_sentences_are_refused(shape):
    ids = torch.randint(3, 13, shape)
    with pytest.raises(ValueError, match="give one sentence"):
        encoder_attention_steps(make(), ids)
