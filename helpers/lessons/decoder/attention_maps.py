"""Where the words of a translation look: back under the causal mask, and across."""

import numpy as np

from helpers import stage
from helpers.lessons.decoder.translation import TranslationExplorer
from helpers.lessons.sentences import head_name

TRUE = 0.45  # of the colours for weights: a True must not look like a weight of 1


class CausalMaskExplorer(TranslationExplorer):
    """Show what each Chinese word may see of the words so far, and what it looks at.

    The mask is drawn as ours, where True may attend, and as torch's layer has it.
    Hatched cells are hidden, however the mask is written.

    Source: Vaswani et al. 2017, section 3.2.3; claim C15.
    """

    height, most_rows = 408, 9
    examples = (
        "I like apples",
        "Tom bought three red books",
        "she did not read the book",
    )
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


class CrossAttentionExplorer(TranslationExplorer):
    """Show one cross-attention map of a typed sentence, as a map and as lines.

    A row is named by the Chinese word that it writes.

    Source: Vaswani et al. 2017, section 3.2.3; claim C15.
    """

    height = 520
    examples = (
        "Tom bought three red books yesterday",
        "I like apples",
        "I will buy a hat tomorrow",
        "Tom ate two apples in the park yesterday",
        "she did not read the book in the library",
    )
    query = stage.Word(
        "writes", "next_words", "The Chinese word that is being written", first=1
    )
    layer = stage.Layer("decoder", "Which decoder block", at=-1)
    head = stage.Head("One head, or the mean of all", mean=True)

    def picture(self):
        weights, query = self.weights_of("cross"), self.query.value
        size = f"{len(self.next_words)} × {len(self.tokens)}"
        title = f"layer {self.layer.value}, {head_name(self.head.value)}: {size}"
        look = {"rows": self.next_words, "columns": self.tokens, "lit": query}
        look |= {"x": "key: English", "y": "query: Chinese", "row_sets": self.query}
        table = stage.Matrix(weights, title, **look, name="map")
        look = {"heads": ("writes", "reads"), "sets": self.query, "name": "lines"}
        links = stage.Links(self.next_words, self.tokens, weights, query, **look)
        return stage.Row(table, links, widths=(1.1, 0.75), gap=36)

    def say(self):
        query = self.query.value
        row, word = self.weights_of("cross")[query], self.next_words[query]
        best = int(row.argmax())
        return (
            f"The row that writes “{word}”, Chinese word {query + 1}, looks most at "
            f"“{self.tokens[best]}”, English word {best + 1}: weight {row[best]:.2f}."
        )
