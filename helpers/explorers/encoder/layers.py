"""Lesson 4: how a word's vector takes in its context, layer by layer."""

import ipywidgets as widgets
import torch
from torch.nn import functional as F

from helpers.explorers.controls import SentenceBox, add_words, offer, read_words
from helpers.explorers.live import Explorer, row
from helpers.figures.encoder.layers import LayersPicture
from helpers.model import record_attention
from helpers.model.encoder_stages import encoder_stages

MOST_WORDS = 12
EXAMPLES = (
    "the old teacher likes the old hat",
    "I like apples",
    "the new student buys a new book",
)


class LayersExplorer(Explorer):
    """Show attention and likeness of the words of a sentence after every layer.

    Controls: `sentence_box.text`, `layer` (0 is the input), `first` and `second` (the
    numbers of two words that are compared).

    Source: Vaswani et al. 2017, section 3.1: a stack of N layers.
    """

    height = 480

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        num_layers = self.translator.model.config.num_encoder_layers
        names = ["input", *(str(layer) for layer in range(1, num_layers + 1))]
        self.layer = self.control(
            widgets.SelectionSlider(
                options=[(name, number) for number, name in enumerate(names)],
                value=0,  # the lesson asks before the last layer is seen
                description="layer",
                tooltip="After how many layers",
            )
        )
        self.first = add_words(self, "word", "One word of the pair")
        self.second = add_words(self, "and", "The other word of the pair")
        self.picture = LayersPicture(self.figure, num_layers)
        self.live(*self.picture.artists)
        self.on_sentence()

    def read(self, text):
        """Compute attention and cosines of every layer for a text.

        Raises: ValueError with a message for the student.
        """
        tokens, ids, note = read_words(self.translator, text, MOST_WORDS)
        if len(tokens) < 2:
            raise ValueError("One word has no neighbour: type at least two.")
        model = self.translator.model
        blocks = encoder_stages(model, ids)
        states = torch.stack([blocks[0].x, *(block.output for block in blocks)])
        unit = F.normalize(states, dim=-1)  # (layers + 1, T, d_model)
        with torch.no_grad(), record_attention(model) as maps:
            model.encode(ids)
        looks = [maps[f"encoder.{i}.self"][0].mean(dim=0) for i in range(len(blocks))]
        return tokens, looks, unit @ unit.mT, note

    def on_sentence(self):
        """Offer the words; a word that comes twice makes the first pair."""
        tokens = self.sentence_box.accepted[0]
        with self.quiet():
            sliders = self.first, self.second
            for slider, word in zip(sliders, first_pair(tokens), strict=True):
                names = (f"{i} {token}" for i, token in enumerate(tokens))
                offer(slider, names, word)
        self.picture.label(tokens)

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.layer, self.first, self.second, self.reset_button),
            ]
        )

    def update(self):
        tokens, looks, alike, self.note = self.sentence_box.accepted
        layer, pair = self.layer.value, (self.first.value, self.second.value)
        words = " · ".join(tokens[word] for word in pair)
        self.picture.show(
            looks[layer - 1].numpy() if layer else None,
            alike.numpy(),
            layer,
            pair,
            words,
        )
        first, second = (f"“{tokens[word]}” ({word})" for word in pair)
        return f"{first} and {second}: {say_way(alike[: layer + 1, *pair])}."


def say_way(cosines):
    """Say how a cosine changed on the way. Shape: cosines (layers so far + 1,)"""
    parts = [f"cosine {cosines[0]:.2f} at the input"]
    parts += [
        f"{cosine:.2f} after layer {layer}"
        for layer, cosine in enumerate(cosines[1:], start=1)
    ]
    return ", ".join(parts).replace("-", "−")


def first_pair(tokens):
    """Return the places of the last word that comes twice, or of the first and last.

    Of two repeated words the later is the rarer: "the … the" comes before "old … old".
    """
    places = [
        (tokens.index(token), place)
        for place, token in enumerate(tokens)
        if token in tokens[:place]
    ]
    return places[-1] if places else (0, len(tokens) - 1)
