"""Lesson 7: real sentences, typed by hand: what is read, written and looked at."""

import ipywidgets as widgets

from helpers.explorers.controls import (
    SentenceBox,
    add_words,
    drawable,
    offer,
    read_words,
)
from helpers.explorers.live import Explorer, row
from helpers.figures.autoregressive_loop.real import HEIGHT, RealPicture
from helpers.language import EOS

MOST_WORDS, MOST_WRITTEN = 14, 15  # the map has room for no more
MOST_CHARACTERS = 28  # of the translation above the map
MEAN = 0
EXAMPLES = (
    "I don't know what to do.",
    "Where is the bathroom?",
    "She goes to school by bus.",
    "Do you want to go to the movies tonight?",
    "My brother plays the ukulele.",
)


class RealExplorer(Explorer):
    """Translate everyday English, and show the last cross-attention beside it.

    Controls: `sentence_box.text`, `word` (the row's number, from 0), `head` (0 is the
    mean of all heads, then from 1).

    Source: Vaswani et al. 2017, sections 3.2.3 and 5.1; claim C16.
    """

    height = HEIGHT

    def __init__(self, translator, examples=EXAMPLES):
        self.translator, self.example_texts = translator, examples
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(
            self, self.read, self.example_texts, self.on_sentence
        )
        self.word = add_words(self, "word", "The Chinese word whose row is lit")
        num_heads = self.translator.model.config.num_heads
        names = ["mean", *map(str, range(1, num_heads + 1))]
        self.head = self.control(
            widgets.SelectionSlider(
                options=[(name, head) for head, name in enumerate(names)],
                description="head",
                tooltip="One head, or the mean of all",
            )
        )
        self.picture = RealPicture(self.figure)
        self.live(*self.picture.artists)
        self.on_sentence()

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.word, self.head, self.reset_button),
            ]
        )

    def read(self, text):
        """Translate a text, and record where each word of it looked.

        Raises: ValueError with a message for the student.
        """
        read, _, note = read_words(self.translator, text, MOST_WORDS)
        translation = self.translator.translate(text)
        words = drawable(translation.target_tokens)
        written = translation.target_tokens[:MOST_WRITTEN]
        maps = self.translator.attention(text, written)
        last = self.translator.model.config.num_decoder_layers - 1
        return {
            "translation": shortened("".join(words)),
            "read": read,
            "written": [*words[:MOST_WRITTEN], EOS],
            "weights": maps[f"decoder.{last}.cross"].numpy(),
            "note": note,
        }

    def on_sentence(self):
        """Put the words of both sides on the map, and offer the written ones."""
        sentence = self.sentence_box.accepted
        with self.quiet():
            offer(self.word, sentence["written"], 0)
        self.picture.label(
            sentence["translation"], sentence["written"], sentence["read"]
        )

    def update(self):
        sentence, word, head = self.sentence_box.accepted, self.word.value, self.head
        self.note = sentence["note"]
        maps = sentence["weights"]
        weights = maps.mean(axis=0) if head.value == MEAN else maps[head.value - 1]
        self.picture.show(weights, word)
        best = int(weights[word].argmax())
        return (
            f"“{sentence['written'][word]}” looks most at “{sentence['read'][best]}” "
            f"(weight {weights[word, best]:.2f}); the mean of such largest weights is "
            f"{weights.max(axis=1).mean():.2f}."
        )


def shortened(text):
    """Cut a text that has no room above the map."""
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"
