"""Lesson 4: one encoder block, arrow by arrow, with a trained model's numbers."""

from helpers.explorers.block_stepper import (
    VECTOR,
    BlockWalk,
    cosine_of,
    length_of,
    say_thought,
    say_x,
    saying,
    spread_of,
)
from helpers.figures.encoder.block import STEPS, BlockPicture
from helpers.model.encoder_stages import encoder_stages

MOST_WORDS = 10  # the rows have room for no more
EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom ate two apples in the park yesterday",
)
SENTENCES = (
    say_x,
    saying(
        f"What “{{word}}” hears from all the words: {VECTOR}.", length_of("attended")
    ),
    saying(
        "Add: what “{word}” heard joins what it was. The sum still points along X: "
        "cosine {found:.2f}.",
        cosine_of("first_sum", "x"),
    ),
    saying("Norm: for “{word}”, {found}.", spread_of("first_sum", "middle")),
    say_thought,
    saying(
        "Add: the proposal joins A. The sum still points along A: cosine {found:.2f}.",
        cosine_of("second_sum", "middle"),
    ),
    saying(
        "Norm: {found}. “{word}” leaves in the shape it came in.",
        spread_of("second_sum", "output"),
    ),
)


class BlockStepper(BlockWalk):
    """Walk one sentence through one encoder block, step by step.

    Controls: `sentence_box.text`, `step` (0 to 6), `layer` (from 1), `word` (its
    number, from 0).

    Source: Vaswani et al. 2017, figure 1 and section 3.1; claim C11.
    """

    height, picture_class = BlockPicture.height, BlockPicture
    examples, most_words, steps, sentences = EXAMPLES, MOST_WORDS, STEPS, SENTENCES
    layer_tooltip = "Which encoder block"

    def build(self):
        super().build()
        with self.quiet():
            self.step.value = 0  # the lesson asks before the shapes are seen

    def num_layers(self):
        return self.translator.model.config.num_encoder_layers

    def walk(self, tokens, ids):
        return tokens, encoder_stages(self.translator.model, ids)
