"""Where each Chinese word looks in the English sentence."""

from helpers import stage
from helpers.lessons.decoder.translation import TranslationExplorer
from helpers.lessons.sentences import head_name

EXAMPLES = (
    "Tom bought three red books yesterday",
    "I like apples",
    "I will buy a hat tomorrow",
    "Tom ate two apples in the park yesterday",
    "she did not read the book in the library",
)


class CrossAttentionExplorer(TranslationExplorer):
    """Show one cross-attention map of a typed sentence, as a map and as lines.

    A row is named by the Chinese word that it writes.

    Source: Vaswani et al. 2017, section 3.2.3; claim C15.
    """

    height = 520
    sentence = stage.Sentence(EXAMPLES)
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
