"""Lesson 6: one decoder block, arrow by arrow, with a trained model's numbers."""

import torch

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
from helpers.explorers.controls import check_room, drawable
from helpers.figures.decoder.block import STEPS, DecoderBlockPicture
from helpers.language import BOS, BOS_ID
from helpers.model.decoder_stages import decoder_stages

MOST_ROWS = 7  # of the target with <bos>
EXAMPLES = ("I like apples", "Tom bought three books", "the cat is very big")
ADD = "Add: for “{word}”, the sum still points along %s: cosine {found:.2f}."
NORM = "Norm: for “{word}”, {found}."
SENTENCES = (
    say_x,
    saying(
        f"Look back: what “{{word}}” hears from the words so far is {VECTOR}.",
        length_of("back"),
    ),
    saying(ADD % "X", cosine_of("first_sum", "x")),
    saying(NORM, spread_of("first_sum", "middle")),
    saying(
        f"Look across: what “{{word}}” hears from the English words is {VECTOR}.",
        length_of("across"),
    ),
    saying(ADD % "A", cosine_of("second_sum", "middle")),
    saying(NORM, spread_of("second_sum", "upper")),
    say_thought,
    saying(ADD % "B", cosine_of("third_sum", "upper")),
    saying(
        "Norm: {found}. The row of “{word}” leaves in the shape it came in.",
        spread_of("third_sum", "output"),
    ),
)


class DecoderStepper(BlockWalk):
    """Walk one translation through one decoder block, step by step.

    The rows are the words that go in: <bos> and the Chinese words so far.

    Controls: `sentence_box.text`, `step` (0 to 9), `layer` (from 1), `word` (its
    number, from 0).

    Source: Vaswani et al. 2017, figure 1 and section 3.1; claim C15.
    """

    height, picture_class = DecoderBlockPicture.height, DecoderBlockPicture
    examples, steps, sentences = EXAMPLES, STEPS, SENTENCES
    most_words = 12
    layer_tooltip = "Which decoder block"
    shown_share = 0.93  # the last FFN speaks ten times as loud as all else

    def num_layers(self):
        return self.translator.model.config.num_decoder_layers

    def walk(self, tokens, ids):
        text = " ".join(tokens)
        target = self.translator.translate(text).target_tokens
        check_room(len(target) + 1, MOST_ROWS, "rows of Chinese, with <bos>")
        target_ids = [BOS_ID, *self.translator.target_vocabulary.encode(target)]
        model = self.translator.model
        self.num_source_words = len(tokens)
        blocks = decoder_stages(model, ids, torch.tensor([target_ids]))
        return drawable((BOS, *target)), blocks

    def on_sentence(self):
        """Offer the words that go in, and say how large memory is."""
        super().on_sentence()
        d_model = self.translator.model.config.d_model
        self.picture.label_memory(self.num_source_words, d_model)
