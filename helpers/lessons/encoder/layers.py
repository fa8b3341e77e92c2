"""How a word's vector takes in its context, layer by layer."""

import numpy as np

from helpers import stage
from helpers.lessons.sentences import SentenceExplorer
from helpers.stage.style import ACCENT, LIT, MUTED, PALE, signed

EXAMPLES = (
    "the old teacher likes the old hat",
    "I like apples",
    "the new student buys a new book",
)


def layers(explorer):
    """Return the number of each layer by its name: 0 is the input."""
    count = explorer.translator.model.config.num_encoder_layers
    return {"input": 0} | {str(n): n for n in range(1, count + 1)}


def word_of_pair(label, tooltip, place):
    """Offer the words of the sentence, each with its number."""
    first = lambda self: first_pair(self.tokens)[place]  # noqa: E731
    return stage.Word(label, "tokens", tooltip, first, numbered=True)


class LayersExplorer(SentenceExplorer):
    """Show attention and likeness of the words of a sentence after every layer.

    `layer` 0 is the input; `first` and `second` are the words that are compared.

    Source: Vaswani et al. 2017, section 3.1: a stack of N layers.
    """

    height, least_words = 450, 2
    sentence = stage.Sentence(EXAMPLES)
    # The lesson asks before the last layer is seen.
    layer = stage.Choice("layer", layers, "After how many layers")
    first = word_of_pair("word", "One word of the pair", 0)
    second = word_of_pair("and", "The other word of the pair", 1)

    @stage.derived
    def looks(self):
        """Every layer's attention, the mean of its heads. Shape: (T, T) each"""
        maps = self.translator.attention(self.sentence.value, ())
        numbers = self.layer.values()[:-1]
        return [maps[f"encoder.{n}.self"].mean(dim=0).numpy() for n in numbers]

    @stage.derived
    def alike(self):
        """The cosines of all pairs, from the input on. Shape: (layers + 1, T, T)"""
        names = [f"encoder.{number}.output" for number in self.layer.values()[:-1]]
        states = np.stack([self.recorded[n] for n in ("encoder.0.input", *names)])
        unit = states / np.linalg.norm(states, axis=-1, keepdims=True)
        return unit @ unit.swapaxes(1, 2)

    @property
    def way(self):
        """The cosines of the pair, as far as the way has come. Shape: (layer + 1,)"""
        last = self.layer.value + 1
        return self.alike[:last, self.first.value, self.second.value]

    def picture(self):
        layer, words = self.layer.value, self.tokens
        pair = self.first.value, self.second.value
        # A click on a cell compares the words of its row and of its column.
        look = {"columns": words, "row_names": words}
        look |= {"row_sets": self.first, "column_sets": self.second}
        looks = stage.Matrix(
            self.looks[max(layer - 1, 0)],
            f"attention in layer {layer}" if layer else "no attention yet",
            **look | {"rows": words, "x": "key", "y": "query"},
            shown=layer > 0,
            name="looks",
        )
        alike = stage.Matrix(
            self.alike[layer],
            f"cosine after layer {layer}" if layer else "cosine at the input",
            limit=1,
            **look | {"x": "word", "y": "word"},
            outlines=[(*pair, 1, 1), (*pair[::-1], 1, 1)],
            says="{row} · {column}: {number}",
            name="alike",
        )
        names, said = layers(self), " · ".join(words[n] for n in pair)
        last = len(names) - 0.7
        items = [
            stage.Rule(y=0, colour=PALE, width=1),
            stage.Line(range(layer + 1), self.way, MUTED, dots=9, name="way"),
            stage.Dots([layer], self.way[-1:], LIT, 14, edge=ACCENT, name="here"),
            stage.Note(last, -0.45, said, ACCENT, align="right"),
        ]
        plot = stage.Plot(
            items,
            stage.Axis(-0.3, last, "after layer", dict(enumerate(names))),
            stage.Axis(-0.55, 1.05, "", (-0.5, 0, 0.5, 1)),
            "cosine of the pair",
            sets=(self.layer, {n: n for n in names.values()}),
            says="layer {x}: cosine {y}",
            name="pair",
        )
        return stage.Row(looks, alike, plot, gap=20)

    def say(self):
        places = self.first.value, self.second.value
        first, second = (f"“{self.tokens[n]}” ({n})" for n in places)
        start, *later = map(signed, self.way)
        parts = [f"{c} after layer {n}" for n, c in enumerate(later, start=1)]
        said = ", ".join([f"cosine {start} at the input", *parts])
        return f"{first} and {second}: {said}."


def first_pair(tokens):
    """Return the places of the last word that comes twice, or of the first and last.

    Of two repeated words the later is the rarer: "the … the" comes before "old … old".
    """
    pairs = [(tokens.index(token), place) for place, token in enumerate(tokens)]
    repeated = [(first, second) for first, second in pairs if first < second]
    return repeated[-1] if repeated else (0, len(tokens) - 1)
