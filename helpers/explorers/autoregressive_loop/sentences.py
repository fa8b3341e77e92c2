"""What explorers of lesson 7 share: a short sentence, and its writing word by word."""

import ipywidgets as widgets

from helpers.explorers.controls import SentenceBox, add_steps, drawable
from helpers.explorers.live import Explorer, row

MOST_SOURCE, MOST_WRITTEN = 10, 14  # words that the pictures have room for


class WritingWalk(Explorer):
    """Walk through the writing of a sentence, word by word; subclasses say what shows.

    A subclass names `examples`, `step_label` and `begins_at`, and has `read` (for a
    `SentenceBox`), `num_steps`, `make_picture`, `update`, and `first_step` and `label`
    if it needs them. Controls: `sentence_box.text`, `step` (from 0).
    """

    step_label, step_tooltip = "word", "Which word is being written"
    begins_at = None  # the step seen first of all, where the lesson asks for the rest

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(
            self, self.read, self.examples, self.on_sentence
        )
        names = [name for name, _ in self.step_options()]
        self.step, self.step_row = add_steps(
            self, self.step_label, names, self.step_tooltip
        )
        self.picture = self.make_picture()
        self.live(*self.picture.artists)
        self.on_sentence()
        if self.begins_at is not None:
            with self.quiet():
                self.step.value = self.begins_at

    def read(self, text):
        """Compute what is shown of a text.

        Raises: ValueError with a message for the student.
        """
        raise NotImplementedError

    def num_steps(self):
        """Return how many steps the sentence has that was read last."""
        raise NotImplementedError

    def first_step(self):
        """Return the step at which a new sentence is shown: the last one."""
        return self.num_steps() - 1

    def make_picture(self):
        """Draw the empty picture into `self.figure`."""
        raise NotImplementedError

    def label(self):
        """Make room in the picture for a new sentence."""

    def step_options(self):
        """Return the names of the steps, and the steps."""
        return [(str(step + 1), step) for step in range(self.num_steps())]

    def on_sentence(self):
        """Offer the steps of a new sentence, and go to the first that is shown."""
        with self.quiet():
            self.step.options = self.step_options()
            self.step.value = self.first_step()
        self.label()

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.step_row, self.reset_button),
            ]
        )


def target_words(translator, ids):
    """Return the words of target ids, as the house font can draw them."""
    return drawable(translator.target_vocabulary.decode([*ids]))
