"""One block of a trained model, arrow by arrow: what lessons 4 and 6 share."""

import ipywidgets as widgets
import numpy as np
import torch

from helpers.explorers.controls import (
    SentenceBox,
    add_steps,
    add_words,
    offer,
    read_words,
)
from helpers.explorers.live import Explorer, row

VECTOR = "a vector of length {found:.1f}"


class BlockWalk(Explorer):
    """Walk one sentence through one block, step by step; subclasses say which block.

    A subclass names `examples`, `most_words`, `steps`, `sentences` (one function a
    step, of the word's rows and the word), `picture_class` and `num_layers`, and has
    `walk`.
    Controls: `sentence_box.text`, `step` (from 0), `layer` (from 1), `word` (its
    number, from 0).
    """

    layer_tooltip = "Which block of the stack"
    shown_share = 0.995  # of the numbers, that the scale of colour tells apart

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(
            self, self.read, self.examples, self.on_sentence
        )
        self.step, self.step_row = add_steps(
            self, "step", self.steps, "How far the sentence has come in the block"
        )
        self.word = add_words(self, "word", "The word whose row is lit")
        self.layer = self.control(
            widgets.IntSlider(
                1, 1, self.num_layers(), description="layer", tooltip=self.layer_tooltip
            )
        )
        self.picture = self.picture_class(self.figure)
        self.live(*self.picture.artists)
        self.on_sentence()

    def num_layers(self):
        """Return how many blocks the stack has."""
        raise NotImplementedError

    def walk(self, tokens, ids):
        """Compute every block's stages.

        Shape: ids (1, S) -> (the words of the rows, a NamedTuple for each block)
        Raises: ValueError with a message for the student.
        """
        raise NotImplementedError

    def read(self, text):
        """Compute every block's stages for a text.

        Raises: ValueError with a message for the student.
        """
        tokens, ids, note = read_words(self.translator, text, self.most_words)
        tokens, blocks = self.walk(tokens, ids)
        return tokens, blocks, note

    def on_sentence(self):
        """Offer the words of a new sentence; the last one is lit first."""
        tokens, blocks, _ = self.sentence_box.accepted
        with self.quiet():
            offer(self.word, tokens, len(tokens) - 1)
        self.picture.label(tokens)
        # One scale for all tensors: what is pale here really is small.
        numbers = torch.cat([stage.flatten() for block in blocks for stage in block])
        self.limit = numbers.abs().quantile(self.shown_share).item()

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
        return self.sentences[self.step.value](rows, tokens[word])


def saying(template, measured):
    """Make a step's sentence of a template with {word} and {found}.

    `measured` takes the word's rows, stage by stage, and returns what is found.
    """
    return lambda rows, word: template.format(word=word, found=measured(rows))


def length_of(stage):
    """Measure how long a word's vector is at a stage."""
    return lambda rows: np.linalg.norm(rows[stage])


def cosine_of(stage, other):
    """Compare the directions of a word's vectors at two stages."""
    return lambda rows: cosine(rows[stage], rows[other])


def spread_of(before, after):
    """Compare the spread of a word's numbers before LayerNorm and after it."""
    return lambda rows: (
        f"a spread of {rows[before].std():.2f} becomes {rows[after].std():.2f}"
    )


def cosine(a, b):
    """Return the cosine of the angle between two vectors."""
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def say_x(rows, word):
    """Say what comes in."""
    template = f"“{{word}}” comes in as {len(rows['x'])} numbers: {VECTOR}."
    return saying(template, length_of("x"))(rows, word)


say_thought = saying(
    "The feed-forward network looks at “{word}” alone, and proposes a change of length "
    "{found:.1f}.",
    length_of("thought"),
)
