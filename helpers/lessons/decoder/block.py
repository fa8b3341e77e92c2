"""One decoder block, arrow by arrow, with a trained model's numbers."""

import torch

from helpers import stage
from helpers.language import BOS_ID
from helpers.lessons.block_walk import COMES, FFN, NORM, PARTS, BlockWalk
from helpers.lessons.decoder.translated import Translated
from helpers.stage.style import INK, KEY, QUERY, SMALL, VALUE, text_width

EXAMPLES = ("I like apples", "Tom bought three books", "the cat is very big")
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
ASKED = (LETTERS, {"Q": QUERY}, {})  # who comes along the arrow into a line's part


class DecoderStepper(Translated, BlockWalk):
    """Walk one translation through one decoder block, step by step.

    The rows are the words that go in: <bos> and the Chinese words so far.

    Source: Vaswani et al. 2017, figure 1, right, and section 3.1; claim C15.
    """

    height, most_rows, rows_are = 780, 7, "rows of Chinese, with <bos>"
    stack, lines, steps = "decoder", LINES, STEPS
    more_height = 0, MEMORY_HEIGHT + 8, 0
    shown_share = 0.93  # the last FFN speaks ten times as loud as all else
    sentence = stage.Sentence(EXAMPLES)
    step = stage.Steps("step", STEPS, "How far the sentence has come in the block")
    word = stage.Word("word", "words", "The word whose row is lit")
    layer = stage.Layer("decoder", "Which decoder block")

    def run(self, model, source_ids):
        before = self.translator.target_vocabulary.encode(self.target)
        model(source_ids, torch.tensor([[BOS_ID, *before]]))

    @property
    def memory(self):
        """How large memory is, in words."""
        return f"memory {len(self.tokens)} × {self.translator.model.config.d_model}"

    def draw_flow(self, pen, box, number, left):
        """Add who sends queries, keys and values, and memory, from below."""
        flow, xs, y, size = super().draw_flow(pen, box, number, left)
        names = [f"{PARTS * number + n} {LINES[number][n][0]}" for n in (0, 1)]
        (first, part), wide = map(flow.parts.get, names), size == SMALL
        middle = (first.right + part.x) / 2 + 8 * wide  # right of the residual
        write_letters(flow, middle, y - 13 if wide else y + 12, ASKED[number], size)
        if number != 1:
            return
        width, top = text_width(self.memory, size) + 2 * size, part.foot + 8
        x, level = max(xs[0], width / 2 + 10), top + MEMORY_HEIGHT / 2
        way = (x + width / 2, level), (xs[1], level), (xs[1], part.foot)
        flow.wire(f"{CROSS_STEP} memory wire", *way)
        flow.box(f"{CROSS_STEP} memory", x, top, width, MEMORY_HEIGHT)
        flow.text("memory", x, level, self.memory, size, INK)
        says = f"step {CROSS_STEP + 1}: look across at {self.memory}"
        pen.spot(flow.parts[f"{CROSS_STEP} memory"], says, self.step, CROSS_STEP)
        write_letters(flow, xs[1] + 24, level - 6, {"K": KEY, "V": VALUE}, size)


def write_letters(flow, x, y, letters, size):
    """Write letters side by side, each in its colour, x their middle."""
    step = 18 if size == SMALL else 11
    for place, (letter, colour) in enumerate(letters.items()):
        across = x + (place - (len(letters) - 1) / 2) * step
        flow.text("letter", across, y, letter, size, colour, bold=True)
