"""Lesson 4: one encoder block, arrow by arrow, with a trained model's numbers."""

import ipywidgets as widgets
import numpy as np
import torch

from helpers.explorers.controls import SentenceBox, add_steps, unknown_words_note
from helpers.explorers.live import Explorer, row
from helpers.figures.encoder.block import HEIGHT, STEPS, BlockPicture
from helpers.figures.style import displayable
from helpers.model.encoder_stages import encoder_stages

MOST_WORDS = 10  # the rows have room for no more
EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom ate two apples in the park yesterday",
)


class BlockStepper(Explorer):
    """Walk one sentence through one encoder block, step by step.

    Controls: `sentence_box.text`, `step` (0 to 6), `layer` (from 1), `word` (its
    number, from 0).

    Source: Vaswani et al. 2017, figure 1 and section 3.1; claim C11.
    """

    height = HEIGHT

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.step, self.step_row = add_steps(
            self, "step", STEPS, "How far the sentence has come in the block"
        )
        self.word = self.control(
            widgets.SelectionSlider(
                options=self.word_options(),
                description="word",
                tooltip="The word whose row is lit",
            )
        )
        num_layers = self.translator.model.config.num_encoder_layers
        self.layer = self.control(
            widgets.IntSlider(
                1, 1, num_layers, description="layer", tooltip="Which encoder block"
            )
        )
        self.picture = BlockPicture(self.figure)
        for artist in self.picture.artists:
            self.live(artist)
        self.on_sentence()

    def read(self, text):
        """Compute every block's stages for a text.

        Raises: ValueError with a message for the student.
        """
        tokens, ids, unknown = self.translator.read(text)
        if len(tokens) > MOST_WORDS:
            raise ValueError(
                f"That is {len(tokens)} words, and the picture has room for "
                f"{MOST_WORDS}: type a shorter sentence."
            )
        blocks = encoder_stages(self.translator.model, ids)
        tokens = [displayable(token) for token in tokens]
        return tokens, blocks, unknown_words_note(unknown)

    def word_options(self):
        return [(token, i) for i, token in enumerate(self.sentence_box.accepted[0])]

    def on_sentence(self):
        """Offer the words of a new sentence; the last one is lit first."""
        tokens, blocks, _ = self.sentence_box.accepted
        holding, self.holding = self.holding, True
        self.word.options = self.word_options()
        self.word.value = len(tokens) - 1
        self.holding = holding
        self.picture.label(tokens)
        # One scale for all tensors: what is pale here really is small.
        numbers = torch.cat([stage.flatten() for block in blocks for stage in block])
        self.limit = numbers.abs().quantile(0.995).item()

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                self.step_row,
                row(self.word, self.layer, self.reset_button),
            ]
        )

    def update(self):
        tokens, blocks, self.note = self.sentence_box.accepted
        stages = {
            name: stage.numpy()
            for name, stage in blocks[self.layer.value - 1]._asdict().items()
        }
        word = self.word.value
        self.picture.show(stages, self.limit)
        self.picture.go_to(self.step.value, word)
        rows = {name: stage[word] for name, stage in stages.items()}
        return SENTENCES[self.step.value](rows, tokens[word])


def say_x(rows, word):
    return (
        f"“{word}” comes in as {len(rows['x'])} numbers: a vector of length "
        f"{np.linalg.norm(rows['x']):.1f}."
    )


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


def say_spread(before, after):
    """Compare the spread of a word's numbers before LayerNorm and after it."""
    return f"a spread of {before.std():.2f} becomes {after.std():.2f}"


def cosine(a, b):
    """Return the cosine of the angle between two vectors."""
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


SENTENCES = (
    say_x,
    say_attended,
    say_first_sum,
    say_middle,
    say_thought,
    say_second_sum,
    say_output,
)
