"""One decoder block as a flow of data, with the tensor of every arrow below it."""

from helpers.figures.block_flow import BOX_HEIGHT, COLUMNS, BlockFlow, Line
from helpers.figures.style import INK, KEY, QUERY, SMALL_TEXT, VALUE

STEPS = (
    "X",
    "look back",
    "Add",
    "Norm",
    "look across",
    "Add again",
    "Norm again",
    "FFN",
    "Add once more",
    "output",
)
LINES = (
    Line(
        stages=("x", "back", "first_sum", "middle"),
        titles=("X", "M", "X + M", "A"),
        labels=("X", "M = Masked(X)", "+", "A = LayerNorm"),
        first_step=0,
        flow_foot=714,
        panel_foot=558,
    ),
    Line(
        stages=("middle", "across", "second_sum", "upper"),
        titles=("A", "C", "A + C", "B"),
        labels=("A", "C = Cross(A)", "+", "B = LayerNorm"),
        first_step=3,
        flow_foot=478,
        panel_foot=282,
    ),
    Line(
        stages=("upper", "thought", "third_sum", "output"),
        titles=("B", "F", "B + F", "output"),
        labels=("B", "F = FFN(B)", "+", "LayerNorm"),
        first_step=6,
        flow_foot=202,
        panel_foot=46,
    ),
)
CROSS_STEP = 4
MEMORY_FOOT, MEMORY_WIDTH, MEMORY_HEIGHT = 430, 150, 30
LETTERS_X = 277  # between what comes in and the part


class DecoderBlockPicture(BlockFlow):
    """Draw a decoder block's flow and its twelve tensors; memory comes from the side.

    `label_memory` says how large memory is.

    Source: Vaswani et al. 2017, figure 1, right.
    """

    height, panel_height, lines = 812, 116, LINES

    def __init__(self, figure):
        super().__init__(figure)
        flow = figure.axes[0]
        middle = {"ha": "center", "va": "center_baseline", "zorder": 5}
        middle["size"] = SMALL_TEXT
        height = MEMORY_FOOT + MEMORY_HEIGHT / 2 + 1
        self.memory = flow.text(COLUMNS[0], height, "", color=INK, **middle)
        above = [line.flow_foot + BOX_HEIGHT / 2 + 13 for line in LINES[:2]]
        beside = MEMORY_FOOT + MEMORY_HEIGHT / 2 + 13
        letters = (
            *((LETTERS_X - 20, above[0], "Q", QUERY), (LETTERS_X, above[0], "K", KEY)),
            *(
                (LETTERS_X + 20, above[0], "V", VALUE),
                (LETTERS_X, above[1], "Q", QUERY),
            ),
            *((322, beside, "K", KEY), (342, beside, "V", VALUE)),
        )
        for x, y, letter, colour in letters:
            flow.text(x, y, letter, color=colour, weight="bold", **middle)

    def label_memory(self, num_words, d_model):
        """Say how many words memory holds. Shape: memory (num_words, d_model)"""
        self.memory.set_text(f"memory {num_words} × {d_model}")

    def draw_flow(self, pen):
        super().draw_flow(pen)
        size = MEMORY_WIDTH, MEMORY_HEIGHT
        pen.box(f"{CROSS_STEP} node memory", COLUMNS[0], MEMORY_FOOT, *size)
        middle, target = MEMORY_FOOT + MEMORY_HEIGHT / 2, COLUMNS[1]
        way = (COLUMNS[0] + MEMORY_WIDTH / 2, middle), (target, middle)
        foot = (target, LINES[1].flow_foot)
        pen.wire(f"{CROSS_STEP} wire memory", *way, foot)
