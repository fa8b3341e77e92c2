"""Multi-head attention, feed-forward, encoder and decoder layers against torch."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.testing import assert_close
from torch_twins import attention_twin, decoder_layer_twin, encoder_layer_twin, shake

from helpers.model import (
    Decoder,
    DecoderLayer,
    Encoder,
    EncoderLayer,
    FeedForward,
    MultiHeadAttention,
    apply_rotary,
    causal_mask,
    padding_mask,
    scaled_dot_product_attention,
)

B, T, S, D_MODEL, NUM_HEADS, D_FF = 2, 5, 7, 12, 3, 20
close = {"atol": 1e-5, "rtol": 0}


@pytest.fixture
def x():
    return torch.randn(B, T, D_MODEL)


@pytest.fixture
def memory():
    return torch.randn(B, S, D_MODEL)


def source_padding():
    return torch.tensor([[1, 1, 1, 1, 1, 0, 0], [1] * S])


@pytest.mark.parametrize("bias", [True, False])
def test_cross_attention_equals_torch(x, memory, bias):
    ours = shake(MultiHeadAttention(D_MODEL, NUM_HEADS, bias=bias))
    value = torch.randn(B, S, D_MODEL)
    ids = source_padding()
    output, weights = ours(x, memory, value, padding_mask(ids, 0))
    expected, expected_weights = attention_twin(ours)(
        x, memory, value, ids == 0, average_attn_weights=False
    )
    assert_close(output, expected, **close)
    assert_close(weights, expected_weights, **close)


def test_causal_self_attention_equals_torch(x):
    ours = shake(MultiHeadAttention(D_MODEL, NUM_HEADS))
    output, _ = ours(x, x, x, causal_mask(T))
    expected, _ = attention_twin(ours)(x, x, x, attn_mask=~causal_mask(T))
    assert_close(output, expected, **close)


def test_gradients_equal_torch(x):
    ours = shake(MultiHeadAttention(D_MODEL, NUM_HEADS))
    twin = attention_twin(ours)
    ours(x, x, x)[0].square().sum().backward()
    twin(x, x, x)[0].square().sum().backward()
    grads = torch.cat([p.weight.grad for p in (ours.W_q, ours.W_k, ours.W_v)])
    assert_close(grads, twin.in_proj_weight.grad, atol=1e-4, rtol=1e-4)


def test_rotary_turns_queries_and_keys_but_not_values(x):
    ours = shake(MultiHeadAttention(D_MODEL, NUM_HEADS, rotary=True))
    query, key, value = (
        ours.split_heads(project(x)) for project in (ours.W_q, ours.W_k, ours.W_v)
    )
    output, _ = scaled_dot_product_attention(
        apply_rotary(query), apply_rotary(key), value
    )
    expected = ours.W_o(output.transpose(1, 2).reshape(B, T, D_MODEL))
    assert_close(ours(x, x, x)[0], expected)


def test_heads_split_features_and_not_words():
    tokens = torch.arange(4.0)[:, None].expand(1, 4, D_MODEL)  # row t holds only t
    heads = MultiHeadAttention(D_MODEL, NUM_HEADS).split_heads(tokens)
    assert heads.shape == (1, NUM_HEADS, 4, D_MODEL // NUM_HEADS)
    assert_close(heads[0, :, :, 0], torch.arange(4.0).expand(NUM_HEADS, 4))


def test_returned_weights_sum_to_one_in_training(x):
    ours = MultiHeadAttention(D_MODEL, NUM_HEADS, dropout=0.5).train()
    assert_close(ours(x, x, x)[1].sum(-1), torch.ones(B, NUM_HEADS, T))


def test_dropout_stands_on_the_attention_weights(x):
    ours = MultiHeadAttention(D_MODEL, NUM_HEADS, dropout=0.5)
    assert not torch.equal(ours(x, x, x)[0], ours(x, x, x)[0])
    ours.eval()
    assert torch.equal(ours(x, x, x)[0], ours(x, x, x)[0])


@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_feed_forward_is_two_maps_with_a_bend(x, activation):
    ours = FeedForward(D_MODEL, D_FF, activation=activation)
    bend = {"relu": nn.ReLU(), "gelu": nn.GELU()}[activation]
    assert_close(ours(x), nn.Sequential(ours.W_1, bend, ours.W_2)(x))


def test_feed_forward_sees_one_word_at_a_time(x):
    ours, order = FeedForward(D_MODEL, D_FF), torch.randperm(T)
    assert_close(ours(x[:, order]), ours(x)[:, order])


@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_encoder_layer_equals_torch(memory, norm_first, activation):
    ours = shake(
        EncoderLayer(
            D_MODEL, NUM_HEADS, D_FF, norm_first=norm_first, activation=activation
        )
    )
    ids = source_padding()
    expected = encoder_layer_twin(ours, activation)(
        memory, src_key_padding_mask=ids == 0
    )
    assert_close(ours(memory, padding_mask(ids, 0)), expected, **close)


@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_decoder_layer_equals_torch(x, memory, norm_first, activation):
    ours = shake(
        DecoderLayer(
            D_MODEL, NUM_HEADS, D_FF, norm_first=norm_first, activation=activation
        )
    )
    ids = source_padding()
    expected = decoder_layer_twin(ours, activation)(
        x, memory, tgt_mask=~causal_mask(T), memory_key_padding_mask=ids == 0
    )
    output = ours(x, memory, causal_mask(T), padding_mask(ids, 0))
    assert_close(output, expected, **close)


@pytest.mark.parametrize("make", [EncoderLayer, DecoderLayer])
def test_dropout_in_a_layer_stands_where_torch_has_it(make, x, memory):
    """A layer that drops everything it can leaves only the residual path."""
    ours = make(D_MODEL, NUM_HEADS, D_FF, dropout=1 - 1e-7, norm_first=True)
    inputs = (x,) if make is EncoderLayer else (x, memory)
    assert_close(ours(*inputs), x)


def test_stacks_close_with_a_norm_only_when_norm_first():
    for stack in (Encoder, Decoder):
        post = stack(D_MODEL, NUM_HEADS, D_FF, num_layers=2)
        pre = stack(D_MODEL, NUM_HEADS, D_FF, num_layers=2, norm_first=True)
        assert isinstance(post.norm, nn.Identity) and len(post.layers) == 2
        assert isinstance(pre.norm, nn.LayerNorm)


def test_rotary_layers_turn_self_attention_only():
    layer = DecoderLayer(D_MODEL, NUM_HEADS, D_FF, rotary=True)
    assert layer.self_attention.rotary and not layer.cross_attention.rotary
    assert EncoderLayer(D_MODEL, NUM_HEADS, D_FF, rotary=True).self_attention.rotary


def test_a_later_word_cannot_change_an_earlier_output(x, memory):
    """The probe of claim C15: no leak through the causal mask."""
    decoder = Decoder(D_MODEL, NUM_HEADS, D_FF, num_layers=2).eval()
    changed = x.clone()
    changed[:, 3:] += 1
    before, after = (decoder(y, memory, causal_mask(T)) for y in (x, changed))
    assert_close(before[:, :3], after[:, :3])
    assert not torch.allclose(before[:, 3:], after[:, 3:])


def test_padding_cannot_change_a_real_word(memory):
    layer = EncoderLayer(D_MODEL, NUM_HEADS, D_FF).eval()
    ids = source_padding()
    padded = layer(memory, padding_mask(ids, 0))
    alone = layer(memory[:1, :5])
    assert_close(padded[:1, :5], alone, **close)


def test_layer_norm_by_torch_is_the_notes_formula(x):
    norm = shake(nn.LayerNorm(D_MODEL))
    centred = x - x.mean(-1, keepdim=True)
    spread = (x.var(-1, correction=0, keepdim=True) + norm.eps).sqrt()
    assert_close(norm(x), centred / spread * norm.weight + norm.bias)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: MultiHeadAttention(12, 5), "num_heads=5 must divide d_model=12"),
        (lambda: MultiHeadAttention(12, 0), "num_heads=0"),
        (lambda: MultiHeadAttention(12, 4, rotary=True), "12/4 = 3 is odd"),
        (lambda: FeedForward(12, 20, activation="tanh"), "tanh.*relu.*gelu"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_functional_attention_of_torch_agrees_on_our_mask_polarity(x):
    """True = may attend, as in torch's function and unlike nn.MultiheadAttention."""
    output, _ = scaled_dot_product_attention(x, x, x, causal_mask(T))
    expected = F.scaled_dot_product_attention(x, x, x, attn_mask=causal_mask(T))
    assert_close(output, expected, **close)
