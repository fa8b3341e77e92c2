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
    "{who} “{query}” looks at “{best}” with weight {weight:.2f}; over the {count} "
    "heads its row peaks at {peaks}."
)


class HeadsExplorer(SentenceExplorer):
    """Show every head's map of one attention for a typed sentence; enlarge one.

    Source: Vaswani et al. 2017, section 3.2.2; claim C10.
    """

    height = 588
    sentence = stage.Sentence(EXAMPLES)
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
        first=lambda self: -2 if self.looks_across else -1,
    )

    @stage.derived
    def target(self):
        """The words of the translation, as many as there is room for."""
        translation = self.translator.translate(self.sentence.value)
        return translation.target_tokens[:MOST_CHINESE]

    @stage.derived
    def all_maps(self):
        """Every attention's maps, by its name. Shape: (H, T, S) each"""
        return self.translator.attention(self.sentence.value, self.target)

    @property
    def maps(self):
        """The maps of the chosen attention. Shape: (H, T, S)"""
        return self.all_maps[self.attention.value].numpy()

    @stage.derived
    def sides(self):
        """The words of the queries and of the keys."""
        return sides_of(self.attention.value, self.tokens, self.target)

    @property
    def queries(self):
        """The words of the queries."""
        return self.sides[0]

    @property
    def looks_back(self):
        """Whether a causal mask hides the words that come later."""
        return self.attention.value.startswith("decoder") and not self.looks_across

    @property
    def looks_across(self):
        """Whether the rows write Chinese and look at the English."""
        return self.attention.value.endswith("cross")

    def picture(self):
        (queries, keys), head = self.sides, self.head.value
        causal = stage.causal(len(queries)) if self.looks_back else None
        whole = [(0, 0, *self.maps[0].shape)]
        small = [
            stage.Matrix(
                weights, f"head {n}", hidden=causal, row_names=queries,
                column_names=keys, current=n == head, outlines=whole * (n == head),
                sets=(self.head, n), name=f"head {n}",
            )
            for n, weights in enumerate(self.maps, start=1)
        ]  # fmt: skip
        large = stage.Matrix(
            self.maps[head - 1],
            f"head {head} of {readable(self.attention.value)}",
            rows=queries,
            columns=keys,
            x="key",
            y="query",
            lit=self.query.value,
            row_sets=self.query,
            hidden=causal,
            name="large",
        )
        pairs = [small[n : n + 2] for n in range(0, len(small), 2)]
        return stage.Row(large, Beside(pairs), widths=(1.15, 1), gap=40)

    def say(self):
        maps, query, (queries, keys) = self.maps, self.query.value, self.sides
        row, peaks = maps[self.head.value - 1][query], set(maps[:, query].argmax(1))
        return SAID.format(
            who="The row that writes" if self.looks_across else "In this head",
            query=queries[query],
            best=keys[row.argmax()],
            weight=row.max(),
            count=len(maps),
            peaks=f"{len(peaks)} different words" if len(peaks) > 1 else "one word",
        )


class Beside(stage.Grid):
    """Titled matrices whose upper edge meets that of a titled one beside them."""

    def margins(self):
        return stage.Matrix([[0]], "title").margins()

    def draw(self, pen, box):
        super().draw(pen, box.inside(top=-TITLE_HEIGHT))


def sides_of(name, tokens, target):
    """Return the words of an attention's queries and of its keys."""
    if name.startswith("encoder"):
        return tokens, tokens
    read, written = drawable([BOS, *target]), drawable([*target, EOS])
    return (written, tokens) if "cross" in name else (read, read)


def readable(name):
    """Turn encoder.0.self into words: encoder self, layer 1."""
    stack, layer, kind = name.split(".")
    return f"{stack} {kind}, layer {int(layer) + 1}"
