"""Lesson 4: one encoder block, arrow by arrow, with a trained model's numbers."""

import numpy as np

from helpers.explorers.block_stepper import (
    BlockWalk,
    check_room,
    cosine,
    say_spread,
    say_x,
)
from helpers.figures.encoder.block import STEPS, BlockPicture
from helpers.model.encoder_stages import encoder_stages

MOST_WORDS = 10  # the rows have room for no more
EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom ate two apples in the park yesterday",
)


class BlockStepper(BlockWalk):
    """Walk one sentence through one encoder block, step by step.

    Controls: `sentence_box.text`, `step` (0 to 6), `layer` (from 1), `word` (its
    number, from 0).

    Source: Vaswani et al. 2017, figure 1 and section 3.1; claim C11.
    """

    height, picture_class = BlockPicture.height, BlockPicture
    examples, steps = EXAMPLES, STEPS
    layer_tooltip = "Which encoder block"

    @property
    def sentences(self):
        return SENTENCES

    def num_layers(self):
        return self.translator.model.config.num_encoder_layers

    def walk(self, tokens, ids):
        check_room(len(tokens), MOST_WORDS)
        return tokens, encoder_stages(self.translator.model, ids)


def say_attended(rows, word):
    return (
        f"What “{word}” hears from all the words: a vector of length "
        f"{np.linalg.norm(rows['attended']):.1f}."
    )


def say_first_sum(rows, word):
    return (
        f"Add: what “{word}” heard joins what it was. The sum still points along X: "
        f"cosine {cosine(rows['first_sum'], rows['x']):.2f}."
    )


def say_middle(rows, word):
    return f"Norm: for “{word}”, {say_spread(rows['first_sum'], rows['middle'])}."


def say_thought(rows, word):
    return (
        f"The feed-forward network looks at “{word}” alone, and proposes a change of "
        f"length {np.linalg.norm(rows['thought']):.1f}."
    )


def say_second_sum(rows, word):
    return (
        f"Add: the proposal joins A. The sum still points along A: cosine "
        f"{cosine(rows['second_sum'], rows['middle']):.2f}."
    )


def say_output(rows, word):
    return (
        f"Norm: {say_spread(rows['second_sum'], rows['output'])}. “{word}” leaves in "
        "the shape it came in."
    )


SENTENCES = (
    say_x,
    say_attended,
    say_first_sum,
    say_middle,
    say_thought,
    say_second_sum,
    say_output,
)
