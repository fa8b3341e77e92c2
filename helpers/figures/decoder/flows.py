"""Encoder block and decoder block side by side: who sends queries, keys and values."""

from helpers.figures import style
from helpers.figures.diagram import Pen
from helpers.figures.overview import (
    ATTENTION,
    CROSS,
    DECODER_X,
    ENCODER_X,
    FEED_FORWARD,
    GAP,
    MASKED,
    STACK_Y,
    draw_memory,
    draw_stack,
)

LEFT, RIGHT, FOOT, HEAD = 0, 810, 104, 412  # of the map that is cut out
SCALE = 1.11
LIT = ("*_attention", "*_attention.x", "*.head_?", "memory")


def flows():
    """Make the picture of both blocks, with a letter at every arrow into attention.

    Source: Vaswani et al. 2017, section 3.2.3.
    """
    size = (RIGHT - LEFT) * SCALE, (HEAD - FOOT) * SCALE
    figure = style.new_figure(*size, style.PIXEL_RATIO)
    with style.house_style():
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set(xlim=(LEFT, RIGHT), ylim=(FOOT, HEAD))
        ax.set_axis_off()
        draw_flows(ax)
    return style.Picture(
        figure,
        "In self-attention, queries, keys and values come from the same words. In "
        "cross-attention the Chinese words send the queries, the English words the "
        "keys and values.",
    )


def draw_flows(ax):
    """Draw both blocks, their attentions lit. Returns the parts as patches, by name."""
    pen = Pen(ax, LIT)
    draw_stack(pen, "encoder", (ATTENTION, FEED_FORWARD), ENCODER_X, outer=-1)
    draw_stack(pen, "decoder", (MASKED, CROSS, FEED_FORWARD), DECODER_X, outer=1)
    draw_memory(pen)
    y = STACK_Y + GAP - 8
    inputs = (ENCODER_X, 16, "English words"), (DECODER_X, -52, "Chinese words so far")
    for x, beside, words in inputs:
        pen.text("memory", x, FOOT + 13, words, size=style.TEXT)
        pen.wire("in", (x, FOOT + 22), (x, STACK_Y), head=False)
        for place, letter in enumerate("QKV"):
            write_letter(pen, x + beside + 18 * place, y, letter)
    return pen.parts


def write_letter(pen, x, y, letter):
    """Write Q, K or V in its colour."""
    colour = {"Q": style.QUERY, "K": style.KEY, "V": style.VALUE}[letter]
    pen.text("memory", x, y, letter, color=colour, weight="bold")
