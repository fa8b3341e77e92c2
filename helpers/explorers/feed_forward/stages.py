"""What the FFNs of the encoder make of sentences, layer by layer."""

import torch

from helpers.explorers.controls import unknown_words_note
from helpers.figures.style import displayable
from helpers.model.encoder_stages import encoder_stages


@torch.no_grad()
def feed_forward_stages(model, source_ids):
    """Walk one sentence through the FFN of every encoder layer.

    Shape: source_ids (1, S) -> for each layer a dict: x and output (S, d_model), wide
        and bent (S, d_ff), W_1 (d_model, d_ff), W_2 (d_ff, d_model)
    Raises: ValueError as `encoder_stages`.
    Source: Vaswani et al. 2017, section 3.3, equation 2; claims C13 and C14.
    """
    stages = []
    blocks = encoder_stages(model, source_ids)
    for layer, block in zip(model.encoder.layers, blocks, strict=True):
        ffn = layer.feed_forward
        wide = ffn.W_1(block.middle)
        stages.append(
            {
                "x": block.middle,
                "W_1": ffn.W_1.weight.T,
                "wide": wide,
                "bent": ffn.activation(wide),
                "W_2": ffn.W_2.weight.T,
                "output": block.thought,
            }
        )
    return stages


def read_stages(translator, text, most_words):
    """Read what a student typed, and walk it through every FFN of the encoder.

    Returns (tokens as they are drawn, stages, a note on unknown words).

    Raises: ValueError with a message for the student.
    """
    tokens, ids, unknown = translator.read(text)
    if len(tokens) > most_words:
        raise ValueError(
            f"That is {len(tokens)} words, and the picture has room for "
            f"{most_words}: type a shorter sentence."
        )
    stages = feed_forward_stages(translator.model, ids)
    tokens = [displayable(token) for token in tokens]
    return tokens, stages, unknown_words_note(unknown)


def corpus_activations(translator, samples):
    """Collect what every hidden unit of the encoder answers to every word.

    Shape: N words in all samples -> words (N strings), activations (layers, N, d_ff)
    """
    words, layers = [], []
    for sample in samples:
        tokens, ids, _ = translator.read(" ".join(sample.english))
        stages = feed_forward_stages(translator.model, ids)
        words += tokens
        layers.append(torch.stack([stage["bent"] for stage in stages]))
    return words, torch.cat(layers, dim=1)
