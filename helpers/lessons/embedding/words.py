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
LOOKS = dict(
    zip(
        KINDS,
        [
            ("o", "#0072B2"),
            ("s", "#D55E00"),
            ("^", "#009E73"),
            ("D", "#7A7A7A"),
            ("v", "#AA4488"),
            ("P", "#E69F00"),
            ("X", "#56B4E9"),
        ],
        strict=True,
    )
)


@dataclass
class Names(Item):
    """What points of a map are called; one has its name beside it.

    Shape: xs (N,), ys (N,)
    """

    xs: Any
    ys: Any
    says: Any
    words: Any
    lit: int
    control: Any
    layer: int = 5

    def draw(self, pen, plot):
        points, word = plot.at(self.xs, self.ys), self.words[self.lit]
        for (x, y), says, other in zip(points, self.says, self.words, strict=True):
            pen.spot(Box(x, y, 0, 0), says, self.control, other)
        pen.cut()
        (x, y), width = points[self.lit], text_width(word, TEXT, True)
        x += -15 - width if self.on_the_left(plot) else 15
        pen.rect(Box(x - 2, y - 10, width + 4, 20), fill=PAPER, opacity=0.8)
        pen.text(x, y, word, TEXT, ACCENT, True, middle=True)

    def on_the_left(self, plot):
        """Tell whether there is more room to the left of the point that is named."""
        return plot.x.share(self.xs[self.lit]) > 0.5


class WordMap(stage.Explorer):
    """Show a word among all words that have a kind, and its nearest by cosine.

    It begins before training, so that a class can guess what training does. `kind` is
    the one that keeps its colour, or "all".

    Source: claim C1.
    """

    height = 528
    word = stage.Pick(
        "word",
        lambda self: sorted(self.words, key=str.lower),
        "Whose nearest words are shown",
        "teacher",
    )
    table = stage.Pick(
        "rows",
        ("untrained", "trained"),
        "The trained matrix, or one that has seen no sentence",
    )
    kind = stage.Choice("kind", ("all", *KINDS), "Which kind of word keeps its colour")

    def __init__(self, translator):
        vocabulary = translator.source_vocabulary
        self.sorts = sorted_words(vocabulary)
        self.words = list(self.sorts)
        self.room_for_names = max(map(text_width, self.words))
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
        """The nearest words, numbered, and how near they are. Shape: (NEAREST,) each"""
        alike = self.alike[self.table.value][self.words.index(self.word.value)]
        best = alike.topk(NEAREST + 1)  # the nearest of all is the word itself
        return best.indices[1:].tolist(), best.values[1:].tolist()

    @property
    def nearest(self):
        """The nearest words, the nearest first."""
        return [self.words[number] for number in self.found[0]]

    def kind_of(self, word):
        """Return a word's kind."""
        return self.sorts[word].kind

    def picture(self):
        side = stage.Column(self.bars(), stage.Drawing(self.draw_kinds, 118))
        return stage.Row(self.map(), side, widths=(1.45, 1), gap=30)

    def map(self):
        """Return the words as points, one of them with its nearest."""
        places, lit = self.places[self.table.value], self.words.index(self.word.value)
        all_places = np.concatenate(list(self.places.values()))
        low, high = all_places.min(axis=0), all_places.max(axis=0)
        room = ROOM * (high - low)
        across, up = map(stage.Axis, low - room, high + room)
        kinds = [self.kind_of(word) for word in self.words]
        points = []
        for kind, (shape, colour) in LOOKS.items():
            meant = self.kind.value in ("all", kind)
            points.append(
                stage.Dots(
                    *places[[other == kind for other in kinds]].T,
                    colour if meant else PALE,
                    9,
                    shape,
                    name=kind,
                    silent=True,
                    layer=3 if meant else 2,
                )
            )
        rings = places[self.found[0]].T
        says = [f"{word}: {kind}" for word, kind in zip(self.words, kinds, strict=True)]
        return stage.Plot(
            [
                *points,
                stage.Dots(*rings, None, 18, edge=INK, name="near", silent=True, layer=4),
                stage.Dots(
                    *places[[lit]].T, None, 24, edge=ACCENT, name="here", silent=True,
                    layer=4,
                ),
                Names(*places.T, says, self.words, lit, self.word),
            ],
            across,
            up,
            f"{len(self.words)} words, from their widest side",
            bare=True,
            name="map",
        )  # fmt: skip

    def bars(self):
        """Return the nearest words as bars; a click goes on to one of them."""
        nearest = self.nearest
        return stage.Bars(
            nearest,
            self.found[1],
            title="the nearest words",
            x="cosine",
            colours=[LOOKS[self.kind_of(word)][1] for word in nearest],
            rules={0: "0", 1: "1"},
            sets=(self.word, nearest),
            names_room=self.room_for_names,
            name="bars",
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
        word, nearest, cosines = self.word.value, self.nearest, self.found[1]
        kind = self.kind_of(word)
        alike = sum(self.kind_of(other) == kind for other in nearest)
        return (
            f"{self.table.value.capitalize()}: nearest to “{word}” is “{nearest[0]}” "
            f"(cosine {cosines[0]:.2f}); {alike} of {NEAREST} are of its kind, {kind}."
        )
