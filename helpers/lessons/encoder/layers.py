"""How a word's vector takes in its context, layer by layer."""

import numpy as np

from helpers import stage
from helpers.lessons.sentences import SentenceExplorer
from helpers.stage.style import ACCENT, LIT, MUTED, PALE, signed


def layers(explorer):
    """List the input, which is layer 0, and all layers."""
    count = explorer.translator.model.config.num_encoder_layers
    return [("input", 0), *range(1, count + 1)]


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
    examples = (
        "the old teacher likes the old hat",
        "I like apples",
        "the new student buys a new book",
    )
    # The lesson asks before the last layer is seen.
    layer = stage.Choice("layer", layers, "After how many layers")
    first = word_of_pair("word", "One word of the pair", 0)
    second = word_of_pair("and", "The other word of the pair", 1)

    @stage.derived
    def alike(self):
        """The cosines of all pairs, from the input on. Shape: (layers + 1, T, T)"""
        names = [f"encoder.{n - 1}.output" for n in self.layer.values()]
        names[0] = "encoder.0.input"
        vectors = np.stack([self.recorded[name] for name in names])
        unit = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
        return unit @ unit.swapaxes(1, 2)

    @property
    def so_far(self):
        """The cosines of the pair up to the layer. Shape: (layer + 1,)"""
        last = self.layer.value + 1
        return self.alike[:last, self.first.value, self.second.value]

    def picture(self):
        layer, words = self.layer.value, self.tokens
        pair = self.first.value, self.second.value
        heads = self.recorded[f"encoder.{max(layer - 1, 0)}.self.weights"]  # (H, T, T)
        # A click on a cell compares the words of its row and of its column.
        look = {"columns": words, "row_names": words}
        look |= {"row_sets": self.first, "column_sets": self.second}
        attention = stage.Matrix(
            heads.mean(axis=0),
            f"attention in layer {layer}" if layer else "no attention yet",
            **look | {"rows": words, "x": "key", "y": "query"},
            shown=layer > 0,
            name="attention",
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
        said = " · ".join(words[n] for n in pair)
        return stage.Row(attention, alike, self.plot_of_pair(said), gap=20)

    def plot_of_pair(self, said):
        """Draw the cosine of the pair from layer to layer, up to the chosen one."""
        names = {number: name for name, number in self.layer.options}
        layer, last = self.layer.value, len(names) - 0.7
        items = [
            stage.Rule(y=0, colour=PALE, width=1),
            stage.Line(range(layer + 1), self.so_far, MUTED, dots=9, name="so far"),
            stage.Dots([layer], self.so_far[-1:], LIT, 14, edge=ACCENT, name="here"),
            stage.Note(last, -0.45, said, ACCENT, align="right"),
        ]
        return stage.Plot(
            items,
            stage.Axis(-0.3, last, "after layer", names),
            stage.Axis(-0.55, 1.05, "", (-0.5, 0, 0.5, 1)),
            "cosine of the pair",
            sets=self.layer,
            says="layer {x}: cosine {y}",
            name="pair",
        )

    def say(self):
        places = self.first.value, self.second.value
        first, second = (f"“{self.tokens[n]}” ({n})" for n in places)
        start, *later = map(signed, self.so_far)
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
