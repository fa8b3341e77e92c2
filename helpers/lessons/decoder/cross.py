"""Where each Chinese word looks in the English sentence."""

from helpers import stage
from helpers.language import EOS
from helpers.lessons.sentences import (
    SentenceExplorer,
    check_room,
    drawable,
    head_name,
    of_head,
)

MOST_ROWS = 14
EXAMPLES = (
    "Tom bought three red books yesterday",
    "I like apples",
    "I will buy a hat tomorrow",
    "Tom ate two apples in the park yesterday",
    "she did not read the book in the library",
)


class CrossExplorer(SentenceExplorer):
    """Show one cross-attention map of a typed sentence, as a map and as lines.

    A row is named by the Chinese word that it writes.

    Source: Vaswani et al. 2017, section 3.2.3; claim C15.
    """

    height = 520
    sentence = stage.Sentence(EXAMPLES)
    query = stage.Word(
        "writes", "queries", "The Chinese word that is being written", first=1
    )
    layer = stage.Layer("decoder", "Which decoder block", first="last")
    head = stage.Head("One head, or the mean of all", mean=True)

    def read(self, text):
        reading = super().read(text)
        rows = len(self.translator.translate(text).target_tokens) + 1
        check_room(rows, MOST_ROWS, "rows of Chinese")
        return reading

    @stage.derived
    def target(self):
        """The words of the translation."""
        return self.translator.translate(self.sentence.value).target_tokens

    @stage.derived
    def queries(self):
        """The words that the rows write, <eos> last."""
        return drawable((*self.target, EOS))

    @stage.derived
    def maps(self):
        """Every attention map, by name. Shape: (H, T, S)"""
        return self.translator.attention(self.sentence.value, self.target)

    @stage.derived
    def weights(self):
        """The map that is shown. Shape: (T, S)"""
        name = f"decoder.{self.layer.value - 1}.cross"
        return of_head(self.maps[name], self.head.value)

    def picture(self):
        queries, keys, query = self.queries, self.tokens, self.query.value
        title = f"layer {self.layer.value}, {head_name(self.head.value)}: "
        table = stage.Matrix(
            self.weights,
            f"{title}{len(queries)} × {len(keys)}",
            rows=queries,
            columns=keys,
            x="key: English",
            y="query: Chinese",
            lit=query,
            row_sets=self.query,
            name="map",
        )
        links = stage.Links(
            queries, keys, self.weights, query, ("writes", "reads"), sets=self.query,
            name="lines",
        )  # fmt: skip
        return stage.Row(table, links, widths=(1.1, 0.75), gap=36)

    def say(self):
        row, query = self.weights[self.query.value], self.query.value
        best = int(row.argmax())
        return (
            f"The row that writes “{self.queries[query]}”, Chinese word {query + 1}, "
            f"looks most at “{self.tokens[best]}”, English word {best + 1}: weight "
            f"{row[best]:.2f}."
        )
