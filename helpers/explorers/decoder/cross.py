"""Lesson 6: where each Chinese word looks in the English sentence."""

import ipywidgets as widgets

from helpers.explorers.controls import (
    SentenceBox,
    add_words,
    check_room,
    drawable,
    offer,
    unknown_words_note,
)
from helpers.explorers.decoder.heads import add_layer_and_head, head_name, of_head
from helpers.explorers.live import Explorer, row
from helpers.figures.decoder.cross import CrossPicture
from helpers.language import EOS

MOST_WORDS, MOST_ROWS = 12, 14
EXAMPLES = (
    "Tom bought three red books yesterday",
    "I like apples",
    "I will buy a hat tomorrow",
    "Tom ate two apples in the park yesterday",
    "she did not read the book in the library",
)


class CrossExplorer(Explorer):
    """Show one cross-attention map of a typed sentence, as a map and as lines.

    A row is named by the Chinese word that it writes.

    Controls: `sentence_box.text`, `query` (from 0), `layer` (from 1), `head` (from 1;
    0 is the mean of all).

    Source: Vaswani et al. 2017, section 3.2.3; claim C15.
    """

    height = 560

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.query = add_words(self, "writes", "The Chinese word that is being written")
        self.layer, self.head = add_layer_and_head(self, self.translator.model.config)
        self.picture = CrossPicture(self.figure)
        self.live(*self.picture.artists)
        self.on_sentence()

    def read(self, text):
        """Translate a text, and record where each Chinese word looks.

        Raises: ValueError with a message for the student.
        """
        found = self.translator.translate(text)
        check_room(len(found.source_tokens), MOST_WORDS)
        check_room(len(found.target_tokens) + 1, MOST_ROWS, "rows of Chinese")
        maps = self.translator.attention(text, found.target_tokens)
        keys = drawable(found.source_tokens)
        queries = drawable((*found.target_tokens, EOS))
        return queries, keys, maps, unknown_words_note(found.unknown)

    def on_sentence(self):
        """Offer the words of a new sentence; the second one is lit first."""
        queries, keys, *_ = self.sentence_box.accepted
        with self.quiet():
            offer(self.query, queries, min(1, len(queries) - 1))
        self.picture.label(queries, keys)

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.query, self.layer, self.head, self.reset_button),
            ]
        )

    def update(self):
        queries, keys, maps, self.note = self.sentence_box.accepted
        layer, head, query = self.layer.value, self.head.value, self.query.value
        weights = of_head(maps[f"decoder.{layer - 1}.cross"], head)  # (T, S)
        title = f"layer {layer}, {head_name(head)}: {len(queries)} × {len(keys)}"
        self.picture.show(weights, query, title)
        best = int(weights[query].argmax())
        return (
            f"The row that writes “{queries[query]}”, Chinese word {query + 1}, looks "
            f"most at “{keys[best]}”, English word {best + 1}: weight "
            f"{weights[query, best]:.2f}."
        )
