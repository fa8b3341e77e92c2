"""Lesson 3: all heads of one attention side by side, one of them enlarged."""

import ipywidgets as widgets

from helpers.explorers.controls import SentenceBox, add_words, offer, read_words
from helpers.explorers.live import Explorer, row
from helpers.figures.multi_head.heads import HeadsPicture
from helpers.language import BOS, EOS

MOST_WORDS = 12
EXAMPLES = (
    "Tom bought a big red hat",
    "I like apples",
    "the old teacher likes the old hat",
    "she did not read the book in the library",
)


class HeadsExplorer(Explorer):
    """Show every head's map of one attention for a typed sentence; enlarge one.

    Controls: `sentence_box.text`, `attention` (a name as `record_attention` gives it),
    `head` (from 1), `query` (the row's number, from 0).

    Source: Vaswani et al. 2017, section 3.2.2; claim C10.
    """

    height = 620

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.offer_queries)
        maps = self.sentence_box.accepted["maps"]
        self.attention = widgets.Dropdown(
            options=[(readable(name), name) for name in maps],
            value="encoder.1.self",
            description="attention",
            tooltip="Which of the model's attentions, and who looks at whom",
        )
        # Before the picture follows: another attention may have other queries.
        self.attention.observe(lambda _: self.offer_queries(), names="value")
        self.control(self.attention)
        num_heads = self.translator.model.config.num_heads
        self.head = self.control(widgets.IntSlider(2, 1, num_heads, description="head"))
        self.head.tooltip = "Which head is enlarged"
        self.query = add_words(self, "query", "The word that looks at the others")
        self.picture = HeadsPicture(self.figure, num_heads)
        self.live(*self.picture.artists)
        self.shown = None
        self.offer_queries()

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.attention, self.head, self.query, self.reset_button),
            ]
        )

    def read(self, text):
        """Translate a text, and record every map on the way.

        Raises: ValueError with a message for the student.
        """
        tokens, _, note = read_words(self.translator, text, MOST_WORDS)
        target = self.translator.translate(text).target_tokens[: MOST_WORDS + 3]
        maps = self.translator.attention(text, target)
        return {
            "english": tokens,
            "read": [BOS, *target],
            "written": [*target, EOS],
            "maps": {name: weights.numpy() for name, weights in maps.items()},
            "note": note,
        }

    def sides(self):
        """Return the tokens of the queries and of the keys."""
        sentence, name = self.sentence_box.accepted, self.attention.value
        if name.startswith("encoder"):
            return sentence["english"], sentence["english"]
        if name.endswith("self"):
            return sentence["read"], sentence["read"]
        return sentence["written"], sentence["english"]

    def offer_queries(self):
        """Offer the rows of a new map as queries; the last word is lit first."""
        queries, _ = self.sides()
        last = len(queries) - (2 if self.attention.value.endswith("cross") else 1)
        with self.quiet():
            offer(self.query, queries, max(last, 0))

    def update(self):
        sentence, name = self.sentence_box.accepted, self.attention.value
        self.note = sentence["note"]
        queries, keys = self.sides()
        maps, head, query = sentence["maps"][name], self.head.value, self.query.value
        causal = name.startswith("decoder") and name.endswith("self")
        if self.shown != (queries, keys, causal):
            self.shown = (queries, keys, causal)
            self.picture.label(queries, keys)
            self.redraw_all()
        title = f"head {head} of {readable(name)}"
        self.picture.show(maps, head - 1, query, causal, title)
        weights = maps[head - 1][query]
        best = int(weights.argmax())
        who = "The row that writes " if name.endswith("cross") else "In this head "
        return (
            f"{who}“{queries[query]}” looks at “{keys[best]}” with weight "
            f"{weights[best]:.2f}; over the {len(maps)} heads its row peaks at "
            f"{count_of(len(set(maps[:, query].argmax(axis=1))), 'word')}."
        )


def readable(name):
    """Turn encoder.0.self into words: encoder self, layer 1."""
    stack, layer, kind = name.split(".")
    return f"{stack} {kind}, layer {int(layer) + 1}"


def count_of(number, noun):
    """Say how many different things there are: 1 word, 3 different words."""
    return f"one {noun}" if number == 1 else f"{number} different {noun}s"
