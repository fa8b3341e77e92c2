"""Which words are near to which, before training and after (claim C1)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from helpers import stage
from helpers.language.grammar.vocabularies import KINDS
from helpers.model import TokenEmbedding
from helpers.stage.pen import Box
from helpers.stage.plot import Item
from helpers.stage.style import ACCENT, INK, PALE, PAPER, SMALL, TEXT, text_width
from helpers.training.word_kinds import cosine_table, plane, sorted_words

NEAREST, ROOM = 8, 0.06  # words; of the map's size, at its edges
# Okabe and Ito's colours once more, and a shape each: told apart in grey, too.
COLOURS = "#0072B2 #D55E00 #009E73 #7A7A7A #AA4488 #E69F00 #56B4E9".split()
LOOKS = dict(zip(KINDS, zip("os^DvPX", COLOURS, strict=True), strict=True))


@dataclass
class Names(Item):
    """What points of a map say; a click chooses one, and it has its name beside it.

    Shape: places (N, 2)
    """

    places: Any
    says: dict  # by word
    choice: Any
    layer: int = 5

    def draw(self, pen, plot):
        points = dict(zip(self.says, plot.at(*self.places.T), strict=True))
        for word, says in self.says.items():
            pen.spot(Box(*points[word], 0, 0), says, self.choice, word)
        pen.cut()
        word = self.choice.value
        (x, y), width = points[word], text_width(word, TEXT, True)
        x += -15 - width if x > plot.box.middle[0] else 15  # where there is more room
        pen.rect(Box(x - 1, y - 8, width + 2, 17), fill=PAPER, opacity=0.8)
        pen.text(x, y, word, TEXT, ACCENT, True, middle=True)


class WordMapExplorer(stage.Explorer):
    """Show a word among all words that have a kind, and its nearest by cosine.

    It begins before training, so that a class can guess what training does. `kind` is
    the one that keeps its colour, or "all".

    Source: claim C1.
    """

    height = 528
    word = stage.Pick(
        "word", lambda self: sorted(self.sorts, key=str.lower),
        "Whose nearest words are shown", "teacher",
    )  # fmt: skip
    table = stage.Pick(
        "rows", ("untrained", "trained"),
        "The trained matrix, or one that has seen no sentence",
    )  # fmt: skip
    kind = stage.Choice("kind", ("all", *KINDS), "Which kind of word keeps its colour")

    def __init__(self, translator):
        vocabulary = translator.source_vocabulary
        self.sorts = sorted_words(vocabulary)
        trained = translator.model.source_embedding.words.table.weight
        # The same for all who look: training seeds and this one have nothing in common.
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            fresh = TokenEmbedding(*trained.shape).table.weight
        ids = vocabulary.encode(self.sorts)
        tables = {"untrained": fresh.detach()[ids], "trained": trained.detach()[ids]}
        self.alike = {name: cosine_table(table) for name, table in tables.items()}
        self.places = {name: plane(table).numpy() for name, table in tables.items()}
        super().__init__()

    @stage.derived
    def nearest(self):
        """The nearest words, the nearest first, with their cosines."""
        words = list(self.sorts)
        alike = self.alike[self.table.value][words.index(self.word.value)]
        cosines, numbers = alike.topk(NEAREST + 1)
        found = zip([words[n] for n in numbers], cosines.tolist(), strict=True)
        return dict(list(found)[1:])  # the nearest of all is the word itself

    def picture(self):
        nearest = list(self.nearest)
        bars = stage.Bars(
            nearest, list(self.nearest.values()), title="the nearest words", x="cosine",
            colours=[LOOKS[self.sorts[word].kind][1] for word in nearest], name="bars",
            rules={0: "0", 1: "1"}, sets=(self.word, nearest),
            names_room=max(map(text_width, self.sorts)),
        )  # fmt: skip
        side = stage.Column(bars, stage.Drawing(self.draw_kinds, 118))
        return stage.Row(stage.Column(self.map()), side, widths=(1.45, 1), gap=30)

    def map(self):
        """Return the words as points, one of them with its nearest."""
        words, places = list(self.sorts), self.places[self.table.value]
        items = []
        for kind, (shape, colour) in LOOKS.items():
            points = places[[sort.kind == kind for sort in self.sorts.values()]].T
            meant = self.kind.value in ("all", kind)
            look = {"shape": shape, "silent": True, "layer": 3 if meant else 2}
            ink = colour if meant else PALE
            items.append(stage.Dots(*points, ink, name=kind, **look))
        rings = ("near", self.nearest, 18, INK), ("here", [self.word.value], 24, ACCENT)
        for name, ringed, size, edge in rings:
            points = places[[words.index(word) for word in ringed]].T
            look = {"edge": edge, "silent": True, "layer": 4}
            items.append(stage.Dots(*points, None, size, name=name, **look))
        says = {word: f"{word}: {sort.kind}" for word, sort in self.sorts.items()}
        every = np.concatenate(list(self.places.values()))  # one frame for both
        low, high = every.min(axis=0), every.max(axis=0)
        room = ROOM * (high - low)
        return stage.Plot(
            [*items, Names(places, says, self.word)],
            *map(stage.Axis, low - room, high + room),
            f"{len(words)} words, from their widest side",
            bare=True,
            name="map",
        )

    def draw_kinds(self, pen, box):
        """Say which kind has which colour and shape; a click leaves it its colour."""
        for number, (kind, (shape, colour)) in enumerate(LOOKS.items()):
            column, line = divmod(number, 4)
            x, y = box.x + 20 + column * box.width / 2, box.y + 16 + 28 * line
            lit = kind == self.kind.value
            pen.dots([(x, y)], 11, colour, shape)
            pen.text(x + 16, y, kind, SMALL, ACCENT if lit else INK, lit, middle=True)
            spot = Box(x - 10, y - 14, 32 + text_width(kind, SMALL), 28)
            pen.spot(spot, f"leave colour to {kind}", self.kind, kind)

    def say(self):
        word, (best, cosine) = self.word.value, next(iter(self.nearest.items()))
        kind = self.sorts[word].kind
        same = sum(self.sorts[near].kind == kind for near in self.nearest)
        return (
            f"{self.table.value.capitalize()}: nearest to “{word}” is “{best}” (cosine "
            f"{cosine:.2f}); {same} of {NEAREST} are of its kind, {kind}."
        )
