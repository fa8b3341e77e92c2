"""Without positions, attention does not see the order of the words."""

import random
from functools import partial

import torch

from helpers import stage
from helpers.lessons.sentences import SentenceExplorer
from helpers.model import record
from helpers.stage.pen import Box
from helpers.stage.style import ACCENT, MUTED, SMALL

SHUFFLES, OUTPUT_LIMIT = 10, 2
EXAMPLES = (
    "Tom likes the small cat",
    "I like apples",
    "the old teacher likes the old hat",
)


class OrderLab(SentenceExplorer):
    """Give one attention head the same words in two orders, and compare its outputs.

    It begins with the words as typed, so that a class can guess what a shuffle does.

    Source: claim C3 (why positions are needed); Vaswani et al. 2017, section 3.5.
    """

    height, most_words, least_words = 440, 8, 2
    sentence = stage.Sentence(EXAMPLES)
    shuffle = stage.Number("shuffle", 0, SHUFFLES, "0: the order as typed")
    head = stage.Head("Which head of layer 1")
    positions = stage.Switch(
        "add positions", "Add the position waves to the words, as the whole model does"
    )

    @stage.derived
    def order(self):
        """The places of the shuffled words in the typed sentence."""
        return shuffled_order(len(self.tokens), self.shuffle.value)

    @stage.derived
    def sides(self):
        """Layer 1's attention, with the words as typed, and shuffled."""
        ids = self.sentence.reading.ids
        return [self.attend(each) for each in (ids, ids[:, self.order])]

    @torch.no_grad()
    def attend(self, ids):
        """Return the tensors of layer 1's attention. Shape: {name: (1, H, T, …)}"""
        model = self.translator.model
        embedding, attention = model.source_embedding, model.encoder.layers[0]
        x = (embedding if self.positions.value else embedding.words)(ids)
        with record(attention.self_attention) as tensors:
            attention.self_attention(x, x, x)
        return tensors

    @stage.derived
    def changes(self):
        """How far each shuffled word's outputs are from those as typed. Shape: (T,)"""
        typed, shuffled = (side["heads"][0] for side in self.sides)
        return (shuffled - typed[:, self.order]).abs().amax((0, 2)).tolist()

    def picture(self):
        typed, shuffled = self.sides
        left = self.side("as typed", range(len(self.tokens)), typed)
        right = self.side("shuffled", self.order, shuffled)
        lines = partial(self.draw_lines, edges=left.rows[0][0].margins())
        lines = stage.Drawing(lines, height=200, name="lines")
        return stage.Row(left, lines, right, widths=(1, 0.22, 1), gap=12)

    def side(self, title, order, tensors):
        """Return the weights and the output of one head for one order of the words."""
        words, head = [self.tokens[place] for place in order], self.head.value - 1
        weights, output = (tensors[name][0, head] for name in ("weights", "heads"))
        look = {"rows": words, "columns": words, "x": "key", "y": "query"}
        weights = stage.Matrix(weights, title, **look, name=title)
        look = {"row_names": words, "name": f"{title}, output"}
        output = stage.Matrix(output, "output", OUTPUT_LIMIT, **look)
        return stage.Grid([[weights, output]], (2.2, 1), gap=(14, 0))

    def draw_lines(self, pen, box, edges):
        """Draw a line from each word as typed to the same word shuffled."""
        alone = box.width > 200  # on a phone: not between the matrices
        aside = (100, 0, 100, 0) if alone else (0, edges.top, 0, edges.foot)
        box = box.inside(*aside)
        step = box.height / len(self.order)
        for shuffled, typed in enumerate(self.order):
            word = self.tokens[typed]
            start, end = (box.y + (place + 0.5) * step for place in (typed, shuffled))
            look = (MUTED, 1) if shuffled == typed else (ACCENT, 1.8)
            pen.line([(box.x, start), (box.right, end)], *look)
            says = (
                f"{word}, word {typed + 1} as typed and {shuffled + 1} shuffled: its "
                f"output changes by {self.changes[shuffled]:.2f}"
            )
            for x, y, side in (box.x - 8, start, "right"), (box.right + 8, end, "left"):
                pen.spot(Box(x, y, 0, 0), says)
                if alone:
                    pen.text(x, y, word, SMALL, align=side, middle=True)

    def say(self):
        largest = max(self.changes)
        if not self.shuffle.value:
            return "Both sides have the words as typed, and so the same outputs."
        if self.positions.value:
            return (
                "With positions the order counts: a word's output changes by up to "
                f"{largest:.2f}."
            )
        return (
            "Without positions every word keeps its output and takes it along: the "
            f"largest change is {largest:.4f}."
        )


def shuffled_order(count, number):
    """Return a fixed order of `count` words for each number; 0 leaves them in place."""
    order = list(range(count))
    if number:
        random.Random(number).shuffle(order)
    return order
