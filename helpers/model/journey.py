"""Lesson 7: every tensor on the way from a sentence to its next word."""

from typing import NamedTuple

import torch

from helpers.model.decoder import causal_mask
from helpers.model.encoder_stages import encoder_stages
from helpers.model.recording import encoder_attention_steps, record_attention


class Journey(NamedTuple):
    """Hold what flows through a Transformer, for one sentence and one next word.

    The encoder's tensors are those of layer 1, the decoder's of its last layer.

    Shape: words, positions, x, attended, middle, thought and memory (S, d_model);
        query, key and value (H, S, d_k); weights (H, S, S); hidden (S, d_ff);
        read and written (T, d_model); back (H, T, T); across (H, T, S);
        probabilities (V,)
    """

    words: torch.Tensor
    positions: torch.Tensor
    x: torch.Tensor
    query: torch.Tensor
    key: torch.Tensor
    value: torch.Tensor
    weights: torch.Tensor
    attended: torch.Tensor  # M = MultiHead(X)
    middle: torch.Tensor  # A = LayerNorm(X + M)
    hidden: torch.Tensor  # ReLU(A W₁ + b₁)
    thought: torch.Tensor  # FFN(A)
    memory: torch.Tensor
    read: torch.Tensor  # the decoder's input
    back: torch.Tensor
    across: torch.Tensor
    written: torch.Tensor  # the decoder's output
    probabilities: torch.Tensor


@torch.no_grad()
def journey(model, source_ids, target_ids):
    """Walk one sentence, and the output so far, through a whole model.

    Shape: source_ids (1, S), target_ids (1, T), with <bos> -> `Journey`
    Raises: ValueError as `encoder_stages`.
    Source: Vaswani et al. 2017, figure 1.
    """
    block = encoder_stages(model, source_ids)[0]
    steps = encoder_attention_steps(model, source_ids)[0]
    words = model.source_embedding.words(source_ids)[0]
    feed_forward = model.encoder.layers[0].feed_forward
    memory, mask = model.encode(source_ids)
    read = model.target_embedding(target_ids)  # (1, T, d_model)
    with record_attention(model) as maps:
        written = model.decoder(read, memory, causal_mask(read.size(1)), mask)
    last = model.config.num_decoder_layers - 1
    return Journey(
        words,
        block.x - words,
        block.x,
        steps.query,
        steps.key,
        steps.value,
        steps.weights,
        block.attended,
        block.middle,
        feed_forward.activation(feed_forward.W_1(block.middle)),
        block.thought,
        memory[0],
        read[0],
        maps[f"decoder.{last}.self"][0],
        maps[f"decoder.{last}.cross"][0],
        written[0],
        model.output(written[0, -1]).softmax(dim=-1),
    )
