"""One encoder block, arrow by arrow, with a trained model's numbers."""

from helpers import stage
from helpers.lessons.steppers import COMES, FFN, NORM, BlockStepper

# What each step is called, and what is said at it.
STEPS = {
    "X": COMES,
    "MultiHead": "What “{word}” hears from all the words: a vector of length {length}.",
    "Add": "Add: what “{word}” heard joins what it was. The sum still points along X: "
    "cosine {cosine}.",
    "Norm": NORM,
    "FFN": FFN,
    "Add again": "Add: the proposal joins A. The sum still points along A: cosine "
    "{cosine}.",
    "output": "Norm: a spread of {before} becomes {after}. “{word}” leaves in the "
    "shape it came in.",
}
LINES = (
    (("input", "X", "X"), ("self.output", "M", "M = MultiHead(X)"),
     ("sum_1", "X + M", "+"), ("norm_1", "A", "A = LayerNorm")),
    (("norm_1", "A", "A"), ("feed_forward.output", "F", "F = FFN(A)"),
     ("sum_2", "A + F", "+"), ("norm_2", "output", "LayerNorm")),
)  # fmt: skip


class EncoderStepper(BlockStepper):
    """Walk one sentence through one encoder block, step by step.

    Source: Vaswani et al. 2017, figure 1 and section 3.1; claim C11.
    """

    height, most_words = 632, 10
    part, lines, steps = "encoder.{}", LINES, STEPS
    examples = (
        "I like apples",
        "the old teacher likes the old hat",
        "Tom ate two apples in the park yesterday",
    )
    # The lesson asks what the arrows do to the shape, before it is seen.
    step = stage.Steps("step", STEPS, "How far the sentence has come in the block", 0)
    word = stage.Word("word", "words", "The word whose row is lit")
    layer = stage.Layer("encoder", "Which encoder block")
