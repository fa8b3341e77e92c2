"""A sentence becomes ids, and each id picks a row (claim C1)."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers import stage
from helpers.language import UNK
from helpers.lessons.sentences import SentenceExplorer
from helpers.stage.style import ACCENT, INK, signed

LIMIT = 0.4  # of the colours; a few numbers of the trained matrix are larger
EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "I like durians",
    "Tom bought a big red hat",
)


@dataclass
class Marked(stage.Matrix):
    """A matrix with signs on what is too thin to be seen: (row, column, colour)."""

    signs: Any = ()
    shape: str = "s"

    def draw(self, pen, box):
        super().draw(pen, box)
        for row, column, colour in self.signs:
            pen.dots([self.span(row, column, 1, 1).middle], 10, colour, self.shape)


class LookupExplorer(SentenceExplorer):
    """Look a typed sentence up in the trained embedding matrix.

    Source: Vaswani et al. 2017, section 3.4; claim C1.
    """

    height, most_words = 450, 8
    sentence = stage.Sentence(EXAMPLES)
    word = stage.Word("word", "tokens", "The word to follow")

    def __init__(self, translator):
        words = translator.model.source_embedding.words
        self.table = words.table.weight.detach().numpy()
        super().__init__(translator)

    @property
    def ids(self):
        """The ids of the words."""
        return self.sentence.reading.ids[0].tolist()

    def picture(self):
        ids, word, (count, d_model) = self.ids, self.word.value, self.table.shape
        one_hot, rows = np.eye(count, dtype=int)[ids], self.table[ids]
        words = {"lit": word, "row_sets": self.word, "row_names": self.tokens}
        told = [f"{token}  {i}" for token, i in zip(self.tokens, ids, strict=True)]
        names = enumerate(self.translator.source_vocabulary.words)
        inks = {i: ACCENT if i == ids[word] else INK for i in ids}
        places = {i: ids.index(i) for i in ids}
        panels = stage.Row(
            Marked(one_hot, stage.sized("one-hot rows", one_hot), rows=told, x="id",
                   limits=(0, 99),  # a cell is thinner than a pixel, and stays white
                   columns={i: str(i) for i in range(0, count, 100)}, **words,
                   signs=[(row, i, INK) for row, i in enumerate(ids)], name="one-hot",
                   says="{row}, column {column}: {number}"),
            sign("×"),
            Marked(self.table, stage.sized("embedding matrix", self.table), LIMIT,
                   rows={i: str(i) for i in range(0, count, 50)}, y="id",
                   # A row is a pixel high: the outline stands a little off.
                   outlines=[(ids[word] - 2, 0, 5, d_model)], **features(d_model),
                   row_names=[f"{i} {name}" for i, name in names],
                   row_sets=(self.word, [places.get(i) for i in range(count)]),
                   signs=[(i, d_model + 3, ink) for i, ink in inks.items()], shape="<",
                   name="matrix"),
            sign("="),
            stage.Matrix(rows, stage.sized("one row a word", rows), LIMIT, **words,
                         **features(d_model), name="rows"),
            widths=(1, 0.05, 1, 0.05, 1), gap=15,
        )  # fmt: skip
        numbers = row_in_brackets(self.table[ids[word]])
        told = f"{self.tokens[word]}  →  {ids[word]}  →  {numbers}"
        return stage.Column(panels, stage.Label(told, align="center", name="numbers"))

    def say(self):
        number, token = self.ids[self.word.value], self.tokens[self.word.value]
        if token == UNK:
            return f"An unknown word has id {number}: all of them share its row."
        size = self.table.shape[1]
        return f"“{token}” has id {number}: its row holds {size} numbers."


def sign(text):
    """Return the sign of a sum or product, to stand between two matrices."""
    look = {"align": "center", "middle": True}
    return stage.Drawing(lambda pen, box: pen.text(*box.middle, text, 24, **look), 30)


def features(d_model):
    """Return how a matrix looks that has a column for each feature."""
    columns = {place: str(place) for place in (0, d_model - 1)}
    says = "{row}, feature {column}: {number}"
    return {"columns": columns, "x": "feature", "says": says}


def row_in_brackets(row):
    """Write the first three and the last two numbers of a row, as the notes do."""
    first, last = (", ".join(map(signed, part)) for part in (row[:3], row[-2:]))
    return f"[{first}, …, {last}]"
