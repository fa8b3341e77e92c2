"""Lesson 5: the FFN, one step at a time, with the numbers of a trained model."""

import ipywidgets as widgets

from helpers.explorers.controls import SentenceBox, add_steps
from helpers.explorers.feed_forward.stages import read_stages
from helpers.explorers.live import Explorer, row
from helpers.figures.feed_forward.steps import STEPS, FeedForwardPicture

MOST_WORDS = 8  # the picture has room for no more
EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom is reading a book in the park",
)


class FeedForwardStepper(Explorer):
    """Walk one sentence through an FFN of the encoder: wide, bent, and back.

    Controls: `sentence_box.text`, `step` (0 to 3), `layer` (from 1), `word` (from 0).

    Source: Vaswani et al. 2017, section 3.3, equation 2; claims C13 and C14.
    """

    height = 760

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        layers = self.translator.model.config.num_encoder_layers
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.step, self.step_row = add_steps(
            self, "step", STEPS, "How far the computation has come"
        )
        self.word = self.control(
            widgets.SelectionSlider(
                options=self.word_options(),
                description="word",
                tooltip="The word whose row is framed",
            )
        )
        self.layer = self.control(
            widgets.IntSlider(
                1, 1, layers, description="layer", tooltip="Which encoder layer"
            )
        )
        self.picture = FeedForwardPicture(self.figure)
        for artist in self.picture.artists:
            self.live(artist)
        self.on_sentence()

    def read(self, text):
        """Compute every layer's stages for a text.

        Raises: ValueError with a message for the student.
        """
        return read_stages(self.translator, text, MOST_WORDS)

    def word_options(self):
        return [(token, i) for i, token in enumerate(self.sentence_box.accepted[0])]

    def on_sentence(self):
        """Offer the words of a new sentence; the last one is framed first."""
        tokens, stages, _ = self.sentence_box.accepted
        holding, self.holding = self.holding, True
        self.word.options = self.word_options()
        self.word.value = len(tokens) - 1
        self.holding = holding
        self.picture.label(tokens)
        # One limit for all layers: a pale matrix really is a small one.
        self.limits = {
            name: max(stage[name].abs().max().item() for stage in stages)
            for name in stages[0]
        }
        self.limits["bent"] = self.limits["wide"]

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                self.step_row,
                row(self.word, self.layer, self.reset_button),
            ]
        )

    def update(self):
        tokens, layers, self.note = self.sentence_box.accepted
        stages = layers[self.layer.value - 1]
        stages = {name: matrix.detach().numpy() for name, matrix in stages.items()}
        word = self.word.value
        self.picture.show(stages, self.limits)
        self.picture.go_to(self.step.value, word)
        return SENTENCES[self.step.value](stages, tokens, word)


def say_x(stages, tokens, word):
    size = stages["x"].shape[1]
    return f"“{tokens[word]}” comes from attention and Norm with {size} numbers."


def say_wide(stages, tokens, word):
    size = stages["wide"].shape[1]
    above = (stages["wide"][word] > 0).sum()
    return f"W₁ makes {size} numbers of “{tokens[word]}”; {above} are above zero."


def say_bent(stages, tokens, word):
    bent = stages["bent"][word]
    return (
        f"ReLU sets {(bent == 0).sum()} of {len(bent)} numbers of “{tokens[word]}” "
        f"to zero, and keeps {(bent > 0).sum()}."
    )


def say_output(stages, tokens, word):
    rows, columns = stages["output"].shape
    return (
        f"W₂ brings “{tokens[word]}” back to {columns} numbers: output {rows} × "
        f"{columns}, the shape of x."
    )


SENTENCES = (say_x, say_wide, say_bent, say_output)
