"""One encoder block as a flow of data, with the tensor of every arrow below it."""

from helpers.figures.block_flow import BlockFlow, Line

STEPS = ("X", "MultiHead", "Add", "Norm", "FFN", "Add again", "output")
LINES = (
    Line(
        stages=("x", "attended", "first_sum", "middle"),
        titles=("X", "M", "X + M", "A"),
        labels=("X", "M = MultiHead(X)", "+", "A = LayerNorm"),
        first_step=0,
        flow_foot=636,
        panel_foot=420,
    ),
    Line(
        stages=("middle", "thought", "second_sum", "output"),
        titles=("A", "F", "A + F", "output"),
        labels=("A", "F = FFN(A)", "+", "LayerNorm"),
        first_step=3,
        flow_foot=272,
        panel_foot=56,
    ),
)
# Step by step of each line: what comes in, the part, Add, Norm.
LINE_STEPS = tuple(tuple(line.steps) for line in LINES)


class BlockPicture(BlockFlow):
    """Draw an encoder block's flow and its eight tensors.

    Source: Vaswani et al. 2017, figure 1, left.
    """

    height, panel_height, lines = 720, 176, LINES
