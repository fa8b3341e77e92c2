"""All heads of one attention side by side, one of them enlarged."""

from helpers import stage
from helpers.language import BOS, EOS
from helpers.lessons.sentences import DecodingExplorer, drawable
from helpers.model.tap import named_attentions
from helpers.stage.matrix import TITLE_HEIGHT

MOST_CHINESE = 15  # words
EXAMPLES = (
    "Tom bought a big red hat",
    "I like apples",
    "the old teacher likes the old hat",
    "she did not read the book in the library",
)


class AttentionMapsExplorer(DecodingExplorer):
    """An explorer with the maps of all heads for a sentence and its translation."""

    height, examples = 588, EXAMPLES

    def maps(self, name):
        """Return an attention's `words_of`, and its maps. Shape: maps (H, T, S)"""
        words = words_of(name, self.tokens, self.target)
        return *words, self.recorded[f"{name}.weights"]


class HeadsExplorer(AttentionMapsExplorer):
    """Show every head's map of one attention for a typed sentence; enlarge one.

    Source: Vaswani et al. 2017, section 3.2.2; claim C10.
    """

    attention = stage.Pick(
        "attention",
        lambda self: {readable(n): n for n in named_attentions(self.translator.model)},
        "Which of the model's attentions, and who looks at whom",
        first="encoder.1.self",
    )
    head = stage.Head("Which head is enlarged", first=2)
    query = stage.Word(
        "query",
        "queries",
        "The word that looks at the others",
        first=lambda self: -2 if self.writes else -1,
    )

    @stage.derived
    def target(self):
        """So many words of the translation as there is room for."""
        return super().target[:MOST_CHINESE]

    @property
    def queries(self):
        """The words of the queries."""
        return self.maps(self.attention.value)[0]

    @property
    def writes(self):
        """Whether the rows write Chinese and look at the English."""
        return self.attention.value.endswith("cross")

    def picture(self):
        name, lit = self.attention.value, self.head.value
        queries, keys, hidden, maps = self.maps(name)
        look = {"row_names": queries, "column_names": keys, "hidden": hidden}
        small = []
        for head, weights in enumerate(maps, start=1):
            chosen = {"current": head == lit, "sets": (self.head, head)}
            chosen["outlines"] = [(0, 0, *weights.shape)] * (head == lit)
            title = f"head {head}"
            small.append(stage.Matrix(weights, title, name=title, **chosen, **look))
        pairs = [small[n : n + 2] for n in range(0, len(small), 2)]
        look |= {"rows": queries, "columns": keys, "x": "key", "y": "query"}
        look |= {"lit": self.query.value, "row_sets": self.query, "name": "large"}
        large = stage.Matrix(maps[lit - 1], f"head {lit} of {readable(name)}", **look)
        return stage.Row(large, Beside(pairs), widths=(1.15, 1), gap=40)

    def say(self):
        queries, keys, _, maps = self.maps(self.attention.value)
        query = self.query.value
        row, peaks = maps[self.head.value - 1, query], set(maps[:, query].argmax(1))
        who = "The row that writes" if self.writes else "In this head"
        many = f"{len(peaks)} different words" if len(peaks) > 1 else "one word"
        return (
            f"{who} “{queries[query]}” looks at “{keys[row.argmax()]}” with weight "
            f"{row.max():.2f}; over the {len(maps)} heads its row peaks at {many}."
        )


class Beside(stage.Grid):
    """Titled matrices whose upper edge meets that of a titled one beside them."""

    def draw(self, pen, box):
        super().draw(pen, box.inside(top=-TITLE_HEIGHT))


def words_of(name, tokens, target):
    """Return an attention's queries and keys, and what a mask hides in its maps."""
    if name.startswith("encoder"):
        return tokens, tokens, None
    read, written = drawable([BOS, *target]), drawable([*target, EOS])
    if "cross" in name:
        return written, tokens, None
    return read, read, stage.causal(len(read))


def readable(name):
    """Turn encoder.0.self into words: encoder self, layer 1."""
    stack, layer, kind = name.split(".")
    return f"{stack} {kind}, layer {int(layer) + 1}"
