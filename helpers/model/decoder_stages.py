"""Lesson 6: every tensor inside the decoder blocks, for one pair of sentences."""

from typing import NamedTuple

import torch

from helpers.model.decoder import causal_mask


class DecoderStages(NamedTuple):
    """Hold what flows through one decoder block, arrow by arrow.

    Shape: each (T, d_model)
    """

    x: torch.Tensor
    back: torch.Tensor  # M = masked self-attention of X
    first_sum: torch.Tensor  # X + M
    middle: torch.Tensor  # A = LayerNorm(X + M)
    across: torch.Tensor  # C = cross-attention: queries from A, the rest from memory
    second_sum: torch.Tensor  # A + C
    upper: torch.Tensor  # B = LayerNorm(A + C)
    thought: torch.Tensor  # F = FFN(B)
    third_sum: torch.Tensor  # B + F
    output: torch.Tensor  # LayerNorm(B + F)


@torch.no_grad()
def decoder_stages(model, source_ids, target_ids):
    """Walk one pair through the decoder, keeping each block's `DecoderStages`.

    Shape: source_ids (1, S), target_ids (1, T), both without padding
        -> num_decoder_layers stages
    Raises: ValueError if there is more than one sentence, or if the model norms first:
        its blocks have other arrows.
    Source: Vaswani et al. 2017, section 3.1; claim C15.
    """
    for name, ids in (("source_ids", source_ids), ("target_ids", target_ids)):
        if ids.dim() != 2 or ids.size(0) != 1:
            raise ValueError(
                f"{name} has shape {tuple(ids.shape)}: give one sentence, (1, length)"
            )
    if model.config.norm_first:
        raise ValueError("norm_first=True: these are the stages of a post-norm block")
    memory, _ = model.encode(source_ids)  # (1, S, d_model)
    x, blocks = model.target_embedding(target_ids), []  # (1, T, d_model)
    for layer in model.decoder.layers:
        blocks.append(block_stages(layer, x, memory))
        x = blocks[-1].output[None]
    return blocks


def block_stages(layer, x, memory):
    """Compute one block's stages. Shape: x (1, T, d_model), memory (1, S, d_model)"""
    back = layer.look_back(x, causal_mask(x.size(1)), cache=None)
    middle = layer.norm_1(x + back)
    across = layer.look_across(middle, memory, mask=None, cache=None)
    upper = layer.norm_2(middle + across)
    thought = layer.feed_forward(upper)
    output = layer.norm_3(upper + thought)
    stages = (
        *(x, back, x + back, middle),
        *(across, middle + across, upper),
        *(thought, upper + thought, output),
    )
    return DecoderStages(*(stage[0] for stage in stages))
