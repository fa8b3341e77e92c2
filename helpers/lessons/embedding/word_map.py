"""Which words are near to which, before training and after (claim C1)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from helpers import stage
from helpers.language.grammar.kinds import KINDS
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
        points = plot.at(*self.places.T)
        for point, (word, says) in zip(points, self.says.items(), strict=True):
            pen.spot(Box(*point, 0, 0), says, self.choice, word)
        pen.cut()
        word = self.choice.value
        (x, y), width = (
            points[list(self.says).index(word)],
            text_width(word, TEXT, True),
        )
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
        "word", lambda self: sorted(self.words, key=str.lower),
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
        self.words = list(self.sorts)
        self.kinds = np.array([sort.kind for sort in self.sorts.values()])
        ids = vocabulary.encode(self.words)
        trained = translator.model.source_embedding.words.table.weight
        # The same for all who look: training seeds and this one have nothing in common.
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            fresh = TokenEmbedding(*trained.shape).table.weight
        tables = {"untrained": fresh, "trained": trained}
        tables = {name: table.detach()[ids] for name, table in tables.items()}
        self.alike = {name: cosine_table(table) for name, table in tables.items()}
        self.places = {name: plane(table).numpy() for name, table in tables.items()}
        super().__init__()

    @stage.derived
    def found(self):
        """The nearest words' numbers, and how near they are. Shape: (NEAREST,) each"""
        alike = self.alike[self.table.value][self.words.index(self.word.value)]
        best = alike.topk(NEAREST + 1)  # the nearest of all is the word itself
        return best.indices[1:].tolist(), best.values[1:].tolist()

    @property
    def nearest(self):
        """The nearest words, the nearest first."""
        return [self.words[number] for number in self.found[0]]

    def picture(self):
        numbers, cosines = self.found
        bars = stage.Bars(
            self.nearest, cosines, title="the nearest words", x="cosine", name="bars",
            colours=[LOOKS[self.kinds[number]][1] for number in numbers],
            rules={0: "0", 1: "1"}, sets=(self.word, self.nearest),
            names_room=max(map(text_width, self.words)),
        )  # fmt: skip
        side = stage.Column(bars, stage.Drawing(self.draw_kinds, 118))
        return stage.Row(stage.Column(self.map()), side, widths=(1.45, 1), gap=30)

    def map(self):
        """Return the words as points, one of them with its nearest."""
        places = self.places[self.table.value]
        every = np.concatenate(list(self.places.values()))  # one frame for both
        low, high = every.min(axis=0), every.max(axis=0)
        room, quiet = ROOM * (high - low), {"silent": True, "layer": 4}
        items = []
        for kind, (shape, colour) in LOOKS.items():
            meant = self.kind.value in ("all", kind)
            look = {"shape": shape, "silent": True, "layer": 3 if meant else 2}
            points = places[self.kinds == kind].T
            colour = colour if meant else PALE
            items.append(stage.Dots(*points, colour, 9, name=kind, **look))
        near, here = self.found[0], [self.words.index(self.word.value)]
        rings = ("near", near, 18, INK), ("here", here, 24, ACCENT)
        for name, numbers, size, edge in rings:
            ring = stage.Dots(*places[numbers].T, None, size, edge=edge, **quiet)
            ring.name = name
            items.append(ring)
        says = zip(self.words, self.kinds, strict=True)
        says = {word: f"{word}: {kind}" for word, kind in says}
        return stage.Plot(
            [*items, Names(places, says, self.word)],
            *map(stage.Axis, low - room, high + room),
            f"{len(self.words)} words, from their widest side",
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
        word, nearest, (numbers, cosines) = self.word.value, self.nearest, self.found
        kind = self.sorts[word].kind
        return (
            f"{self.table.value.capitalize()}: nearest to “{word}” is “{nearest[0]}” "
            f"(cosine {cosines[0]:.2f}); {(self.kinds[numbers] == kind).sum()} of "
            f"{NEAREST} are of its kind, {kind}."
        )
