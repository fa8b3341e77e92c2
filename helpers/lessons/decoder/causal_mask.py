"""The causal mask, row by row, on a typed sentence's translation."""

import numpy as np

from helpers import stage
from helpers.lessons.decoder.translation import TranslationExplorer

EXAMPLES = ("I like apples", "Tom bought three red books", "she did not read the book")
TRUE = 0.45  # of the colours for weights: a True must not look like a weight of 1


class CausalMaskExplorer(TranslationExplorer):
    """Show what each Chinese word may see of the words so far, and what it looks at.

    The mask is drawn as ours, where True may attend, and as torch's layer has it.
    Hatched cells are hidden, however the mask is written.

    Source: Vaswani et al. 2017, section 3.2.3; claim C15.
    """

    height, most_rows = 408, 9
    sentence = stage.Sentence(EXAMPLES)
    position = stage.Word(
        "query", "words", "The word that looks back", lambda self: len(self.words) // 2
    )
    layer = stage.Layer("decoder", "Which decoder block", at=-1)
    head = stage.Head("One head, or the mean of all", mean=True)

    def picture(self):
        hidden, weights = stage.causal(len(self.words)), self.weights_of("self")
        texts = np.where(hidden, "hidden", np.char.mod("%.2f", weights))
        true = {"limits": (0, 1 / TRUE)}
        look = {"columns": self.words, "row_names": self.words, "hidden": hidden}
        look |= {"lit": self.position.value, "row_sets": self.position, "x": "key"}
        return stage.Row(
            stage.Matrix(~hidden * 1.0, "ours: True = may attend", **look, **true,
                         texts=(~hidden).astype(str), rows=self.words, y="query",
                         name="ours"),
            stage.Matrix(hidden * 1.0, "torch's layer: True = hidden", **look, **true,
                         texts=hidden.astype(str), name="torch"),
            stage.Matrix(weights, f"weights, layer {self.layer.value}", **look,
                         texts=texts, write="row", name="weights"),
            gap=30,
        )  # fmt: skip

    def say(self):
        words, place = self.words, self.position.value
        hidden, seen = " ".join(words[place + 1 :]), " ".join(words[: place + 1])
        tail = f"{hidden} stays hidden" if hidden else "nothing is hidden"
        return f"“{words[place]}” may look at {seen}; {tail}."
