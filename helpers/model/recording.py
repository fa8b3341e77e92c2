"""Look at attention while a model works, without changing the model."""

import math
from contextlib import contextmanager
from typing import NamedTuple

import torch

from helpers.model.multi_head import MultiHeadAttention


@contextmanager
def record_attention(model):
    """Collect the attention weights of every forward pass inside the `with` block.

        with record_attention(model) as maps:
            model(source_ids, target_ids)
        maps["encoder.0.self"], maps["decoder.1.cross"]

    A later pass replaces the maps of an earlier one. The modules keep nothing, and
    where nobody records nothing is paid.

    Shape: each map (B, H, T, S), detached
    Source: the weights of Vaswani et al. 2017, equation 1.
    """
    maps = {}

    def keep(name):
        def hook(module, inputs, outputs):
            maps[name] = outputs[1].detach()

        return hook

    hooks = [
        module.register_forward_hook(keep(map_name(path)))
        for path, module in model.named_modules()
        if isinstance(module, MultiHeadAttention)
    ]
    try:
        yield maps
    finally:
        for hook in hooks:
            hook.remove()


def map_name(path):
    """Shorten a module's path: encoder.layers.0.self_attention -> encoder.0.self."""
    parts = [part.removesuffix("_attention") for part in path.split(".")]
    return ".".join(part for part in parts if part != "layers") or "attention"


class AttentionSteps(NamedTuple):
    """Hold every stage of one self-attention, for one sentence.

    Shape: x (T, d_model); query, key, value, output (H, T, d_k); scores (QKᵀ), scaled
        (divided by √d_k) and weights (H, T, T)
    """

    x: torch.Tensor
    query: torch.Tensor
    key: torch.Tensor
    value: torch.Tensor
    scores: torch.Tensor
    scaled: torch.Tensor
    weights: torch.Tensor
    output: torch.Tensor


@torch.no_grad()
def encoder_attention_steps(model, source_ids):
    """Walk one sentence through the encoder, keeping each layer's `AttentionSteps`.

    Shape: source_ids (1, S), without padding -> num_encoder_layers steps
    Raises: ValueError if there is more than one sentence.
    Source: Vaswani et al. 2017, section 3.2.1, equation 1; claims C5 to C9.
    """
    if source_ids.dim() != 2 or source_ids.size(0) != 1:
        raise ValueError(
            f"source_ids has shape {tuple(source_ids.shape)}: give one sentence, (1, S)"
        )
    steps = []
    x = model.source_embedding(source_ids)  # (1, S, d_model)
    for layer in model.encoder.layers:
        seen = layer.norm_1(x) if layer.norm_first else x
        steps.append(self_attention_steps(layer.self_attention, seen))
        x = layer(x)
    return steps


def self_attention_steps(attention, x):
    """Compute the stages of one self-attention. Shape: x (1, T, d_model)"""
    query = attention.project_query(x)  # (1, H, T, d_k)
    key, value = attention.project_memory(x, x)  # (1, H, T, d_k) each
    scores = query @ key.transpose(-2, -1)  # (1, H, T, T)
    scaled = scores / math.sqrt(key.size(-1))
    weights = scaled.softmax(dim=-1)
    output = weights @ value  # (1, H, T, d_k)
    stages = x, query, key, value, scores, scaled, weights, output
    return AttentionSteps(*(stage[0] for stage in stages))
