"""Build torch's own modules with copied weights: the reference that ours must equal."""

import torch
from torch import nn


def attention_twin(ours):
    """`nn.MultiheadAttention` with the weights of our `MultiHeadAttention`."""
    d_model, bias = ours.W_q.in_features, ours.W_q.bias is not None
    twin = nn.MultiheadAttention(d_model, ours.num_heads, bias=bias, batch_first=True)
    projections = ours.W_q, ours.W_k, ours.W_v
    with torch.no_grad():
        twin.in_proj_weight.copy_(torch.cat([p.weight for p in projections]))
        twin.out_proj.weight.copy_(ours.W_o.weight)
        if bias:
            twin.in_proj_bias.copy_(torch.cat([p.bias for p in projections]))
            twin.out_proj.bias.copy_(ours.W_o.bias)
    return twin


def encoder_layer_twin(ours, activation="relu"):
    """`nn.TransformerEncoderLayer` with the weights of our `EncoderLayer`."""
    twin = nn.TransformerEncoderLayer(*sizes(ours, activation), batch_first=True)
    twin.self_attn = attention_twin(ours.self_attention)
    copy_rest(ours, twin, norms=2)
    return twin


def decoder_layer_twin(ours, activation="relu"):
    """`nn.TransformerDecoderLayer` with the weights of our `DecoderLayer`."""
    twin = nn.TransformerDecoderLayer(*sizes(ours, activation), batch_first=True)
    twin.self_attn = attention_twin(ours.self_attention)
    twin.multihead_attn = attention_twin(ours.cross_attention)
    copy_rest(ours, twin, norms=3)
    return twin


def sizes(ours, activation):
    d_model, d_ff = (
        ours.feed_forward.W_1.in_features,
        ours.feed_forward.W_1.out_features,
    )
    return d_model, ours.self_attention.num_heads, d_ff, 0.0, activation


def copy_rest(ours, twin, norms):
    twin.norm_first = ours.norm_first
    twin.linear1, twin.linear2 = ours.feed_forward.W_1, ours.feed_forward.W_2
    for i in range(1, norms + 1):
        setattr(twin, f"norm{i}", getattr(ours, f"norm_{i}"))


def transformer_twin(ours):
    """`nn.Transformer` with our layers' weights; its closing norms only as ours."""
    config = ours.config
    twin = nn.Transformer(
        config.d_model,
        config.num_heads,
        config.num_encoder_layers,
        config.num_decoder_layers,
        config.d_ff,
        0.0,
        config.activation,
        batch_first=True,
        norm_first=config.norm_first,
    )
    for stack, layer_twin in (
        ("encoder", encoder_layer_twin),
        ("decoder", decoder_layer_twin),
    ):
        our_stack, their_stack = getattr(ours, stack), getattr(twin, stack)
        their_stack.layers = nn.ModuleList(
            layer_twin(layer, config.activation) for layer in our_stack.layers
        )
        their_stack.norm = our_stack.norm
    return twin


def shake(module):
    """Move every parameter at random: fresh biases are all 0, fresh norms all 1."""
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return module
