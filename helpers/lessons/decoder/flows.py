"""Encoder block and decoder block side by side: who sends queries, keys and values."""

from helpers import stage
from helpers.lessons.overview import (
    ATTENTION,
    CROSS,
    DECODER_X,
    ENCODER_X,
    FEED_FORWARD,
    MASKED,
    draw_memory,
    draw_stack,
)
from helpers.stage.style import KEY, QUERY, TEXT, VALUE

WIDTH, HEIGHT, FLOOR = 810, 312, 272  # the stacks stand on the floor
LIT = ("*_attention", "*_attention.x", "*.head_?", "memory")
LETTERS = {"Q": QUERY, "K": KEY, "V": VALUE}


def flows():
    """Make the picture of both blocks, with a letter at every arrow into attention.

    Source: Vaswani et al. 2017, section 3.2.3.
    """
    return stage.Still(
        stage.Drawing(lambda pen, box: draw_flows(pen)),
        WIDTH,
        HEIGHT,
        "In self-attention, queries, keys and values come from the same words. In "
        "cross-attention the Chinese words send the queries, the English words the "
        "keys and values.",
    )


def draw_flows(pen):
    """Draw both blocks, their attentions lit. Returns the flow."""
    flow = stage.Flow(pen, LIT)
    stacks = {
        "encoder": ((ATTENTION, FEED_FORWARD), ENCODER_X, -1),
        "decoder": ((MASKED, CROSS, FEED_FORWARD), DECODER_X, 1),
    }
    for stack, (sub_layers, x, outer) in stacks.items():
        draw_stack(flow, stack, sub_layers, x, outer, FLOOR)
    draw_memory(flow)
    inputs = (ENCODER_X, 16, "English words"), (DECODER_X, -52, "Chinese words so far")
    for x, beside, words in inputs:
        flow.text("memory", x, FLOOR + 25, words, TEXT)
        flow.wire("in", (x, FLOOR + 14), (x, FLOOR), head=False)
        for place, (letter, colour) in enumerate(LETTERS.items()):
            x_at = x + beside + 18 * place
            flow.text("memory", x_at, FLOOR - 11, letter, colour=colour, bold=True)
    return flow
