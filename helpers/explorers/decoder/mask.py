"""Lesson 6: the causal mask, row by row, on a typed sentence's translation."""

import ipywidgets as widgets

from helpers.explorers.controls import (
    SentenceBox,
    add_words,
    check_room,
    drawable,
    offer,
    unknown_words_note,
)
from helpers.explorers.decoder.heads import add_layer_and_head, of_head
from helpers.explorers.live import Explorer, row
from helpers.figures.decoder.mask import MaskPicture
from helpers.language import BOS
from helpers.model import causal_mask

MOST_ROWS = 9  # of the target with <bos>
EXAMPLES = (
    "I like apples",
    "Tom bought three red books",
    "she did not read the book",
)


class MaskExplorer(Explorer):
    """Show what each Chinese word may see of the words so far, and what it looks at.

    Controls: `sentence_box.text`, `position` (from 0), `layer` (from 1), `head` (from
    1; 0 is the mean of all).

    Source: Vaswani et al. 2017, section 3.2.3; claim C15.
    """

    height = 440

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.position = add_words(self, "query", "The word that looks back")
        self.layer, self.head = add_layer_and_head(self, self.translator.model.config)
        self.picture = MaskPicture(self.figure)
        self.live(*self.picture.artists)
        self.on_sentence()
        self.position.value = len(self.sentence_box.accepted[0]) // 2

    def read(self, text):
        """Translate a text, and record how its Chinese words look back.

        Raises: ValueError with a message for the student.
        """
        found = self.translator.translate(text)
        check_room(len(found.target_tokens) + 1, MOST_ROWS, "rows of Chinese")
        maps = self.translator.attention(text, found.target_tokens)
        tokens = drawable((BOS, *found.target_tokens))
        return tokens, maps, unknown_words_note(found.unknown)

    def on_sentence(self):
        """Offer the words of a new sentence; the middle one is lit first."""
        tokens = self.sentence_box.accepted[0]
        with self.quiet():
            offer(self.position, tokens, len(tokens) // 2)
        self.picture.label(tokens)

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.position, self.layer, self.head, self.reset_button),
            ]
        )

    def update(self):
        tokens, maps, self.note = self.sentence_box.accepted
        place = self.position.value
        weights = of_head(maps[f"decoder.{self.layer.value - 1}.self"], self.head.value)
        mask = causal_mask(len(tokens)).numpy()
        self.picture.show(mask, weights, place, f"weights, layer {self.layer.value}")
        hidden = tokens[place + 1 :]
        seen = " ".join(tokens[: place + 1])
        tail = f"{' '.join(hidden)} stays hidden" if hidden else "nothing is hidden"
        return f"“{tokens[place]}” may look at {seen}; {tail}."
