"""What the FFNs of the encoder make of sentences, layer by layer."""

from typing import NamedTuple

import torch

from helpers.model.encoder_stages import encoder_stages


class Stages(NamedTuple):
    """Hold what one FFN has and makes: the matrices from x to the output."""

    x: torch.Tensor  # (S, d_model)
    W_1: torch.Tensor  # (d_model, d_ff)
    wide: torch.Tensor  # (S, d_ff)
    bent: torch.Tensor  # (S, d_ff)
    W_2: torch.Tensor  # (d_ff, d_model)
    output: torch.Tensor  # (S, d_model)


@torch.no_grad()
def feed_forward_stages(model, source_ids):
    """Walk one sentence through the FFN of every encoder layer.

    Shape: source_ids (1, S) -> `Stages` for each layer
    Raises: ValueError as `encoder_stages`.
    Source: Vaswani et al. 2017, section 3.3, equation 2; claims C13 and C14.
    """
    stages, blocks = [], encoder_stages(model, source_ids)
    for layer, block in zip(model.encoder.layers, blocks, strict=True):
        ffn, x = layer.feed_forward, block.middle
        wide = ffn.W_1(x)
        W_1, W_2 = (each.weight.detach().T for each in (ffn.W_1, ffn.W_2))
        stages.append(Stages(x, W_1, wide, ffn.activation(wide), W_2, block.thought))
    return stages


def corpus_stages(translator, samples):
    """Collect what goes into the FFNs of the encoder, and what their units answer.

    Shape: N words in all samples -> words (N strings), x (layers, N, d_model), bent
        (layers, N, d_ff)
    """
    words, inputs, answers = [], [], []
    for sample in samples:
        tokens, ids, _ = translator.read(" ".join(sample.english))
        stages = feed_forward_stages(translator.model, ids)
        words += tokens
        inputs.append(torch.stack([stage.x for stage in stages]))
        answers.append(torch.stack([stage.bent for stage in stages]))
    return words, torch.cat(inputs, dim=1), torch.cat(answers, dim=1)
