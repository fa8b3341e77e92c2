"""All heads of one attention side by side, one of them enlarged."""

from helpers import stage
from helpers.language import BOS, EOS
from helpers.lessons.sentences import SentenceExplorer, drawable
from helpers.model.head_switches import named_attentions
from helpers.stage.matrix import TITLE_HEIGHT

EXAMPLES = (
    "Tom bought a big red hat",
    "I like apples",
    "the old teacher likes the old hat",
    "she did not read the book in the library",
)
MOST_CHINESE = 15  # words that are drawn of a translation
SAID = (
    "{who} “{query}” looks at “{best}” with weight {weight:.2f}; over the {count} heads "
    "its row peaks at {peaks}."
)


class HeadsExplorer(SentenceExplorer):
    """Show every head's map of one attention for a typed sentence; enlarge one.

    An attention has the name that `record_attention` gives it.

    Source: Vaswani et al. 2017, section 3.2.2; claim C10.
    """

    height = 588
    sentence = stage.Sentence(EXAMPLES)
    attention = stage.Pick(
        "attention",
        lambda self: [
            (readable(name), name) for name in named_attentions(self.translator.model)
        ],
        "Which of the model's attentions, and who looks at whom",
        first="encoder.1.self",
    )
    head = stage.Head("Which head is enlarged", first=2)
    query = stage.Word(
        "query",
        "queries",
        "The word that looks at the others",
        first=lambda self: -2 if self.attention.value.endswith("cross") else -1,
    )

    @stage.derived
    def target(self):
        """The words of the translation, as many as there is room for."""
        return self.translator.translate(self.sentence.value).target_tokens[
            :MOST_CHINESE
        ]

    @stage.derived
    def maps(self):
        """Every attention's maps, by its name. Shape: (H, T, S) each"""
        maps = self.translator.attention(self.sentence.value, self.target)
        return {name: weights.numpy() for name, weights in maps.items()}

    @stage.derived
    def sides(self):
        """The words of the queries and of the keys."""
        return sides_of(self.attention.value, self.tokens, self.target)

    @property
    def queries(self):
        """The words of the queries."""
        return self.sides[0]

    def picture(self):
        queries, keys = self.sides
        count = len(self.maps[self.attention.value])
        large = self.map_of(
            self.head.value,
            f"head {self.head.value} of {readable(self.attention.value)}",
            **{"rows": queries, "columns": keys, "x": "key", "y": "query"},
            **{"lit": self.query.value, "row_sets": self.query, "name": "large"},
        )
        small = [self.small(number, queries, keys) for number in range(1, count + 1)]
        pairs = [small[n : n + 2] for n in range(0, count, 2)]
        return stage.Row(large, Beside(pairs), widths=(1.15, 1), gap=40)

    def small(self, head, queries, keys):
        """Return the small map of a head, framed if it is the one enlarged."""
        meant, shape = head == self.head.value, (len(queries), len(keys))
        return self.map_of(
            head,
            f"head {head}",
            **{"current": meant, "outlines": [(0, 0, *shape)] * meant},
            **{"sets": (self.head, head), "name": f"head {head}"},
            **{"row_names": queries, "column_names": keys},
        )

    def map_of(self, head, title, **look):
        """Return the map of a head, what a causal mask hides hatched."""
        name = self.attention.value
        weights = self.maps[name][head - 1]
        causal = name.startswith("decoder") and name.endswith("self")
        hidden = stage.causal(len(weights)) if causal else None
        return stage.Matrix(weights, title, hidden=hidden, **look)

    def say(self):
        maps, query = self.maps[self.attention.value], self.query.value
        row, (queries, keys) = maps[self.head.value - 1][query], self.sides
        peaks = len(set(maps[:, query].argmax(axis=1).tolist()))
        cross = self.attention.value.endswith("cross")
        return SAID.format(
            who="The row that writes" if cross else "In this head",
            query=queries[query],
            best=keys[int(row.argmax())],
            weight=row.max(),
            count=len(maps),
            peaks="one word" if peaks == 1 else f"{peaks} different words",
        )


class Beside(stage.Grid):
    """Titled matrices whose upper edge meets that of a titled one beside them."""

    def margins(self):
        return stage.Matrix([[0]], "title").margins()

    def draw(self, pen, box):
        super().draw(pen, box.inside(top=-TITLE_HEIGHT))


def sides_of(name, tokens, target):
    """Return the words of an attention's queries and of its keys."""
    stack, _, kind = name.split(".")
    read, written = drawable([BOS, *target]), drawable([*target, EOS])
    if stack == "encoder":
        return tokens, tokens
    return (read, read) if kind == "self" else (written, tokens)


def readable(name):
    """Turn encoder.0.self into words: encoder self, layer 1."""
    stack, layer, kind = name.split(".")
    return f"{stack} {kind}, layer {int(layer) + 1}"
