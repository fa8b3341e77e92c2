"""Lesson 6: one decoder block, arrow by arrow, with a trained model's numbers."""

import numpy as np
import torch

from helpers.explorers.block_stepper import (
    BlockWalk,
    check_room,
    cosine,
    say_spread,
    say_x,
)
from helpers.figures.decoder.block import STEPS, DecoderBlockPicture
from helpers.language import BOS, BOS_ID
from helpers.model.decoder_stages import decoder_stages

MOST_ROWS = 7  # of the target with <bos>
EXAMPLES = ("I like apples", "Tom bought three books", "the cat is very big")


class DecoderStepper(BlockWalk):
    """Walk one translation through one decoder block, step by step.

    The rows are the words that go in: <bos> and the Chinese words so far.

    Controls: `sentence_box.text`, `step` (0 to 9), `layer` (from 1), `word` (its
    number, from 0).

    Source: Vaswani et al. 2017, figure 1 and section 3.1; claim C15.
    """

    height, picture_class = DecoderBlockPicture.height, DecoderBlockPicture
    examples, steps = EXAMPLES, STEPS
    layer_tooltip = "Which decoder block"
    shown_share = 0.93  # the last FFN speaks ten times as loud as all else

    @property
    def sentences(self):
        return SENTENCES

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
        return (BOS, *target), blocks

    def on_sentence(self):
        """Offer the words that go in, and say how large memory is."""
        super().on_sentence()
        d_model = self.translator.model.config.d_model
        self.picture.label_memory(self.num_source_words, d_model)


def say_back(rows, word):
    return (
        f"Look back: what “{word}” hears from itself and the words before it is a "
        f"vector of length {np.linalg.norm(rows['back']):.1f}."
    )


def say_across(rows, word):
    return (
        f"Look across: what “{word}” hears from the English words is a vector of "
        f"length {np.linalg.norm(rows['across']):.1f}."
    )


def say_first_sum(rows, word):
    return f"Add: for “{word}”, the sum points {along(rows, 'first_sum', 'x', 'X')}."


def say_second_sum(rows, word):
    return (
        f"Add: for “{word}”, the sum points {along(rows, 'second_sum', 'middle', 'A')}."
    )


def say_third_sum(rows, word):
    return (
        f"Add: for “{word}”, the sum points {along(rows, 'third_sum', 'upper', 'B')}."
    )


def along(rows, total, start, name):
    """Compare a sum with what it began from."""
    return f"along {name} with cosine {cosine(rows[total], rows[start]):.2f}"


def say_middle(rows, word):
    return f"Norm: for “{word}”, {say_spread(rows['first_sum'], rows['middle'])}."


def say_upper(rows, word):
    return f"Norm: for “{word}”, {say_spread(rows['second_sum'], rows['upper'])}."


def say_thought(rows, word):
    return (
        f"The feed-forward network looks at “{word}” alone, and proposes a change of "
        f"length {np.linalg.norm(rows['thought']):.1f}."
    )


def say_output(rows, word):
    return (
        f"Norm: {say_spread(rows['third_sum'], rows['output'])}. The row of “{word}” "
        "leaves in the shape it came in."
    )


SENTENCES = (
    say_x,
    say_back,
    say_first_sum,
    say_middle,
    say_across,
    say_second_sum,
    say_upper,
    say_thought,
    say_third_sum,
    say_output,
)
