"""Lesson 4: what LayerNorm takes out of a word's numbers, and what it puts in (C12)."""

import ipywidgets as widgets
import torch
from torch.nn import functional as F

from helpers.explorers.controls import SentenceBox, add_words, offer, read_words
from helpers.explorers.live import Explorer, row
from helpers.figures.encoder.layer_norm import LayerNormPicture, mean_and_spread
from helpers.model.encoder_stages import encoder_stages

MOST_WORDS = 12
EXAMPLES = ("I like apples", "the old teacher likes the old hat")


class LayerNormLab(Explorer):
    """Normalize the first sum of a word, X + MultiHead(X), in the first block.

    Controls: `sentence_box.text`, `word`; `times` and `plus` change what comes in,
    `gamma` and `beta` what goes out (one number for all the features).

    Source: Ba et al. 2016, equations 3 and 4; Vaswani et al. 2017, section 3.1; C12.
    """

    height = 460

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.word = add_words(self, "word", "The word whose numbers are shown")
        self.times = self.slider("times", 1.0, 0.25, 2.0, "Multiply all that comes in")
        self.plus = self.slider("plus", 0.0, -3.0, 3.0, "Add this to all that comes in")
        self.gamma = self.slider("γ", 1.0, 0.0, 2.5, "Multiply all that goes out")
        self.beta = self.slider("β", 0.0, -3.0, 3.0, "Add this to all that goes out")
        self.picture = LayerNormPicture(
            self.figure, self.translator.model.config.d_model
        )
        self.live(*self.picture.artists)
        self.on_sentence()

    def slider(self, name, value, least, most, tooltip):
        return self.control(
            widgets.FloatSlider(
                value=value,
                min=least,
                max=most,
                step=0.25,
                description=name,
                tooltip=tooltip,
            )
        )

    def read(self, text):
        """Compute the first sum for a text.

        Raises: ValueError with a message for the student.
        """
        tokens, ids, note = read_words(self.translator, text, MOST_WORDS)
        first_sum = encoder_stages(self.translator.model, ids)[0].first_sum
        return tokens, first_sum, note

    def on_sentence(self):
        """Offer the words of a new sentence."""
        with self.quiet():
            offer(self.word, self.sentence_box.accepted[0], 0)

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.word, self.times, self.plus),
                row(self.gamma, self.beta, self.reset_button),
            ]
        )

    def update(self):
        tokens, first_sum, self.note = self.sentence_box.accepted
        before = self.times.value * first_sum[self.word.value] + self.plus.value
        gamma, beta = (
            torch.full_like(before, control.value)
            for control in (self.gamma, self.beta)
        )
        after = F.layer_norm(before, before.shape, gamma, beta)
        sides = before.numpy(), after.numpy()
        self.picture.show(*sides)
        came, went = (mean_and_spread(numbers) for numbers in sides)
        return f"“{tokens[self.word.value]}” before: {came}; after: {went}."
