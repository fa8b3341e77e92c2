"""Lesson 4: every tensor inside the encoder blocks, for one sentence."""

from typing import NamedTuple

import torch


class BlockStages(NamedTuple):
    """Hold what flows through one encoder block, arrow by arrow.

    Shape: each (T, d_model)
    """

    x: torch.Tensor
    attended: torch.Tensor  # M = MultiHead(X)
    first_sum: torch.Tensor  # X + M
    middle: torch.Tensor  # A = LayerNorm(X + M)
    thought: torch.Tensor  # F = FFN(A)
    second_sum: torch.Tensor  # A + F
    output: torch.Tensor  # LayerNorm(A + F)


@torch.no_grad()
def encoder_stages(model, source_ids):
    """Walk one sentence through the encoder, keeping each block's `BlockStages`.

    Shape: source_ids (1, S), without padding -> num_encoder_layers stages
    Raises: ValueError if there is more than one sentence, or if the model norms first:
        its blocks have other arrows.
    Source: Vaswani et al. 2017, sections 3.1 and 5.4; claim C11.
    """
    if source_ids.dim() != 2 or source_ids.size(0) != 1:
        raise ValueError(
            f"source_ids has shape {tuple(source_ids.shape)}: give one sentence, (1, S)"
        )
    if model.config.norm_first:
        raise ValueError("norm_first=True: these are the stages of a post-norm block")
    x, blocks = model.source_embedding(source_ids), []  # (1, S, d_model)
    for layer in model.encoder.layers:
        blocks.append(block_stages(layer, x))
        x = blocks[-1].output[None]
    return blocks


def block_stages(layer, x):
    """Compute the stages of one block. Shape: x (1, T, d_model)"""
    attended = layer.attend(x, mask=None)
    middle = layer.norm_1(x + attended)
    thought = layer.feed_forward(middle)
    output = layer.norm_2(middle + thought)
    stages = x, attended, x + attended, middle, thought, middle + thought, output
    return BlockStages(*(stage[0] for stage in stages))
