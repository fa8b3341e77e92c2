"""Encoder block and decoder block side by side: who sends queries, keys and values."""

from helpers import stage
from helpers.lessons import overview
from helpers.lessons.decoder.block import write_letters
from helpers.stage.style import SMALL, TEXT

WIDTH, HEIGHT, FLOOR = 810, 312, 272  # the stacks stand on the floor
# Of each stack: name, what comes in, sub-layers, middle, side of the residuals.
STACKS = (
    ("encoder", "English words", (overview.ATTENTION, overview.FEED_FORWARD),
     overview.ENCODER_X, -1),
    ("decoder", "Chinese words so far",
     (overview.MASKED, overview.CROSS, overview.FEED_FORWARD), overview.DECODER_X, 1),
)  # fmt: skip
LIT = ("*_attention", "*_attention.x", "*.head_?", "memory")


def attention_inputs():
    """Make the picture of both blocks, with a letter at every arrow into attention.

    Source: Vaswani et al. 2017, section 3.2.3.
    """
    return stage.Still(
        stage.Drawing(lambda pen, box: draw_inputs(pen)),
        WIDTH,
        HEIGHT,
        "In self-attention, queries, keys and values come from the same words. In "
        "cross-attention the Chinese words send the queries, the English words the "
        "keys and values.",
    )


def draw_inputs(pen):
    """Draw both blocks, their attentions lit. Returns the flow."""
    flow = stage.Flow(pen, LIT)
    for name, words, sub_layers, x, outer in STACKS:
        overview.draw_stack(flow, name, sub_layers, x, outer, FLOOR)
        flow.text("memory", x, FLOOR + 25, words, TEXT)
        flow.wire("in", (x, FLOOR + 14), (x, FLOOR), head=False)
        write_letters(flow, x - 34 * outer, FLOOR - 11, "QKV", SMALL)
    overview.draw_memory(flow)
    return flow
