"""One decoder block, arrow by arrow, and who sends it queries, keys and values."""

from helpers import stage
from helpers.lessons import overview
from helpers.lessons.decoder.translation import TranslationExplorer
from helpers.lessons.steppers import COMES, FFN, NORM, BlockStepper
from helpers.stage.style import INK, KEY, QUERY, SMALL, TEXT, VALUE, text_width

ADD = "Add: for “{{word}}”, the sum still points along {}: cosine {{cosine}}."
# What each step is called, and what is said at it.
STEPS = {
    "X": COMES,
    "look back": "Look back: what “{word}” hears from the words so far is a vector of "
    "length {length}.",
    "Add": ADD.format("X"),
    "Norm": NORM,
    "look across": "Look across: what “{word}” hears from the English words is a "
    "vector of length {length}.",
    "Add again": ADD.format("A"),
    "Norm again": NORM,
    "FFN": FFN,
    "Add once more": ADD.format("B"),
    "output": "Norm: a spread of {before} becomes {after}. The row of “{word}” leaves "
    "in the shape it came in.",
}
LINES = (
    (("input", "X", "X"), ("self.output", "M", "M = Masked(X)"),
     ("sum_1", "X + M", "+"), ("norm_1", "A", "A = LayerNorm")),
    (("norm_1", "A", "A"), ("cross.output", "C", "C = Cross(A)"),
     ("sum_2", "A + C", "+"), ("norm_2", "B", "B = LayerNorm")),
    (("norm_2", "B", "B"), ("feed_forward.output", "F", "F = FFN(B)"),
     ("sum_3", "B + F", "+"), ("norm_3", "output", "LayerNorm")),
)  # fmt: skip
CROSS_STEP, MEMORY_HEIGHT = 4, 30
LETTERS = {"Q": QUERY, "K": KEY, "V": VALUE}
ASKED = "QKV", "Q", ""  # who comes along the arrow into a line's part
# Encoder block and decoder block side by side: the stacks stand on the floor.
WIDTH, HEIGHT, FLOOR = 810, 312, 272
# Of each stack: name, what comes in, sub-layers, middle, side of the residuals.
STACKS = (
    ("encoder", "English words", (overview.ATTENTION, overview.FEED_FORWARD),
     overview.ENCODER_X, -1),
    ("decoder", "Chinese words so far",
     (overview.MASKED, overview.CROSS, overview.FEED_FORWARD), overview.DECODER_X, 1),
)  # fmt: skip
LIT = ("*_attention", "*_attention.x", "*.head_?", "memory")


class DecoderStepper(TranslationExplorer, BlockStepper):
    """Walk one translation through one decoder block, step by step.

    The rows are the words that go in: <bos> and the Chinese words so far.

    Source: Vaswani et al. 2017, figure 1, right, and section 3.1; claim C15.
    """

    height, most_rows, rows_are = 780, 7, "rows of Chinese, with <bos>"
    part, lines, steps = "decoder.{}", LINES, STEPS
    more_height = 0, MEMORY_HEIGHT + 8, 0
    shown_share = 0.93  # the last FFN speaks ten times as loud as all else
    examples = ("I like apples", "Tom bought three books", "the cat is very big")
    step = stage.Steps("step", STEPS, "How far the sentence has come in the block")
    word = stage.Word("word", "words", "The word whose row is lit")
    layer = stage.Layer("decoder", "Which decoder block")

    def draw_flow(self, pen, box, number, left):
        """Add who sends queries, keys and values, and memory, from below."""
        flow, size = super().draw_flow(pen, box, number, left)
        (first, part, *_), wide = flow.parts.values(), size == SMALL
        x, y = part.middle
        between = (first.right + part.x) / 2 + 8 * wide  # right of the residual
        write_letters(flow, between, y - 13 if wide else y + 12, ASKED[number], size)
        if number == 1:
            self.draw_memory(pen, flow, first, part, size)

    def draw_memory(self, pen, flow, first, part, size):
        """Draw memory below a line's first node, and its way into the part."""
        text = f"memory {len(self.tokens)} × {self.translator.model.config.d_model}"
        width, top = text_width(text, size) + 2 * size, part.foot + 8
        x, level = max(first.middle[0], width / 2 + 10), top + MEMORY_HEIGHT / 2
        end = part.middle[0]
        way = (x + width / 2, level), (end, level), (end, part.foot)
        flow.wire(f"{CROSS_STEP} memory wire", *way)
        name = f"{CROSS_STEP} memory"
        flow.box(name, x, top, width, MEMORY_HEIGHT)
        flow.text("memory", x, level, text, size, INK)
        says = f"step {CROSS_STEP + 1}: look across at {text}"
        pen.spot(flow.parts[name], says, self.step, CROSS_STEP)
        write_letters(flow, end + 24, level - 6, "KV", size)


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


def write_letters(flow, x, y, letters, size):
    """Write Q, K and V side by side, each in its colour, x their middle."""
    step = 18 if size == SMALL else 11
    for place, letter in enumerate(letters):
        across = x + (place - (len(letters) - 1) / 2) * step
        flow.text("letter", across, y, letter, size, LETTERS[letter], bold=True)
