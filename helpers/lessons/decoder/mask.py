"""The causal mask, row by row, on a typed sentence's translation."""

import numpy as np

from helpers import stage
from helpers.lessons.decoder.translated import Looking
from helpers.model import causal_mask

EXAMPLES = ("I like apples", "Tom bought three red books", "she did not read the book")
TRUE = 0.45  # of the colours for weights: a True must not look like a weight of 1


class MaskExplorer(Looking):
    """Show what each Chinese word may see of the words so far, and what it looks at.

    The mask is drawn as ours, where True may attend, and as torch's layer has it.
    Hatched cells are hidden, however the mask is written.

    Source: Vaswani et al. 2017, section 3.2.3; claim C15.
    """

    height, look, most_rows = 408, "self", 9
    sentence = stage.Sentence(EXAMPLES)
    position = stage.Word(
        "query", "words", "The word that looks back", lambda self: len(self.words) // 2
    )
    layer = stage.Layer("decoder", "Which decoder block", at=-1)
    head = stage.Head("One head, or the mean of all", mean=True)

    def picture(self):
        mask, weights = causal_mask(len(self.words)).numpy(), self.weights
        true = {"limits": (0, 1 / TRUE)}
        said = np.where(mask, [[f"{w:.2f}" for w in row] for row in weights], "hidden")
        return stage.Row(
            self.map("ours", "ours: True = may attend", mask, mask, **true,
                     rows=self.words, y="query"),
            self.map("torch", "torch's layer: True = hidden", ~mask, ~mask, **true),
            self.map("weights", f"weights, layer {self.layer.value}", weights, said,
                     write="row"),
            gap=30,
        )  # fmt: skip

    def map(self, name, title, numbers, texts, **look):
        """Return a map of queries and keys; what the mask hides is hatched."""
        look |= {"columns": self.words, "row_names": self.words, "x": "key"}
        look |= {"lit": self.position.value, "row_sets": self.position, "name": name}
        look |= {"hidden": stage.causal(len(self.words)), "texts": texts.astype(str)}
        return stage.Matrix(numbers * 1.0, title, **look)

    def say(self):
        words, place = self.words, self.position.value
        hidden, seen = " ".join(words[place + 1 :]), " ".join(words[: place + 1])
        tail = f"{hidden} stays hidden" if hidden else "nothing is hidden"
        return f"“{words[place]}” may look at {seen}; {tail}."
