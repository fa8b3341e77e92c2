"""Lesson 2: without positions, attention does not see the order of the words."""

import random

import ipywidgets as widgets
import torch

from helpers.explorers.controls import SentenceBox, read_words
from helpers.explorers.live import Explorer, row
from helpers.figures.self_attention.order import OrderPicture
from helpers.model import self_attention_steps

MOST_WORDS = 8
SHUFFLES = 10
EXAMPLES = (
    "Tom likes the small cat",
    "I like apples",
    "the old teacher likes the old hat",
)


class OrderLab(Explorer):
    """Give one attention head the same words in two orders, and compare its outputs.

    Controls: `sentence_box.text`, `shuffle` (0 leaves the order as typed),
    `positions` (add the position waves first), `head` (from 1). `difference` is the
    largest difference between a word's two outputs. It begins with the words as typed,
    so that a class can guess what a shuffle does.

    Source: claim C3 (why positions are needed); Vaswani et al. 2017, section 3.5.
    """

    height = 500

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES)
        self.shuffle = self.control(
            widgets.IntSlider(
                0, 0, SHUFFLES, description="shuffle", tooltip="0: the order as typed"
            )
        )
        num_heads = self.translator.model.config.num_heads
        self.head = self.control(
            widgets.IntSlider(
                1, 1, num_heads, description="head", tooltip="Which head of layer 1"
            )
        )
        self.positions = self.control(
            widgets.Checkbox(
                description="add positions",
                tooltip="Add the position waves to the words, as the whole model does",
                indent=False,
            )
        )
        self.picture = OrderPicture(self.figure)
        self.live(*self.picture.artists)
        self.shown = None

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.shuffle, self.head, self.positions, self.reset_button),
            ]
        )

    def read(self, text):
        """Read a text. Raises: ValueError with a message for the student."""
        tokens, ids, note = read_words(self.translator, text, MOST_WORDS)
        if len(tokens) < 2:
            raise ValueError("One word cannot be shuffled: type at least two.")
        return tokens, ids, note

    def attend(self, ids):
        """Run layer 1's self-attention on these ids, with positions or without.

        Shape: ids (1, T) -> weights (H, T, T), output (H, T, d_k)
        """
        embedding = self.translator.model.source_embedding
        with torch.no_grad():
            x = embedding(ids) if self.positions.value else embedding.words(ids)
            attention = self.translator.model.encoder.layers[0].self_attention
            steps = self_attention_steps(attention, x)
        return steps.weights, steps.output

    def update(self):
        tokens, ids, self.note = self.sentence_box.accepted
        order = shuffled_order(len(tokens), self.shuffle.value)
        typed, shuffled = self.attend(ids), self.attend(ids[:, order])
        # Each word's output in the shuffled sentence, beside its output as typed.
        self.difference = (shuffled[1] - typed[1][:, order]).abs().max().item()
        if self.shown != (tokens, order):
            self.shown = (tokens, order)
            self.picture.label(tokens, order)
            self.redraw_all()
        head = self.head.value - 1
        self.picture.show(
            *([matrix[head].numpy() for matrix in side] for side in (typed, shuffled))
        )
        return self.say_difference()

    def say_difference(self):
        if not self.shuffle.value:
            return "Both sides have the words as typed, and so the same outputs."
        if self.positions.value:
            return (
                "With positions the order counts: a word's output changes by up to "
                f"{self.difference:.2f}."
            )
        return (
            "Without positions every word keeps its output and takes it along: the "
            f"largest change is {self.difference:.4f}."
        )


def shuffled_order(count, number):
    """Return a fixed order of `count` words for each number; 0 leaves them in place."""
    order = list(range(count))
    if number:
        random.Random(number).shuffle(order)
    return order
