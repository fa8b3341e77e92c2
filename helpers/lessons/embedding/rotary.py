"""Positions that turn queries and keys, beside those that are added (claim C3)."""

import math

import numpy as np
import torch
from matplotlib import colormaps
from matplotlib.colors import to_hex

from helpers import stage
from helpers.lessons.embedding.waves import base_slider
from helpers.lessons.sweep import SHAPES
from helpers.model import apply_rotary, sinusoidal_positions
from helpers.stage.pen import Box
from helpers.stage.style import ACCENT, KEY, MUTED, PALE, QUERY, TEXT, signed

FEATURES = 8  # four pairs: as many as can be seen at once
LAST = 20  # position
QUERY_POSITIONS = (0, 5, 10, 15, 20)  # each has a curve
WORDS = "I like apples teacher old hat Tom likes cat park".split()
# The first is what the lesson has shown before; a class guesses what the other does.
KINDS = {"sinusoidal: add": "sinusoidal", "rotary: turn": "rotary"}
COLOURS = {"query": QUERY, "key": KEY}


class RotaryLab(stage.Explorer):
    """Put a query and a key at two positions, and watch their dot product.

    The first eight numbers of two words' trained rows stand for query and key.

    Source: Su et al. 2021 (RoFormer), section 3.2.2; claim C3.
    """

    height = 568
    query_position = stage.Number("query at", 0, LAST, "The position of the query", 2)
    key_position = stage.Number("key at", 0, LAST, "The position of the key", 7)
    kind = stage.Pick("positions", KINDS, "Turn the arrows, or add a position to them")
    query_word = stage.Pick(
        "query word", WORDS, "Whose numbers stand for the query", "apples"
    )
    key_word = stage.Pick("key word", WORDS, "Whose numbers stand for the key", "like")
    base = base_slider(
        4, 100, "Larger: the later pairs turn more slowly; 10000 in the paper"
    )
    rows = "query_position key_position kind", "query_word key_word base"

    def __init__(self, translator):
        ids = torch.tensor([translator.source_vocabulary.encode(WORDS)])
        with torch.no_grad():
            rows = translator.model.source_embedding.words(ids)[0, :, :FEATURES]
        self.numbers = dict(zip(WORDS, rows, strict=True))
        super().__init__()

    @property
    def words(self):
        """The words that stand for query and key."""
        return {"query": self.query_word.value, "key": self.key_word.value}

    @property
    def distance(self):
        """How far the key stands behind the query."""
        return self.key_position.value - self.query_position.value

    @stage.derived
    def everywhere(self):
        """Query and key at every position. Shape: {kind: {role: (21, FEATURES)}}"""
        waves = sinusoidal_positions(LAST + 1, FEATURES, self.base.value)
        rows = {
            role: self.numbers[w].expand_as(waves) for role, w in self.words.items()
        }
        turned = {r: apply_rotary(row, base=self.base.value) for r, row in rows.items()}
        added = {role: row + waves for role, row in rows.items()}
        return {"sinusoidal": added, "rotary": turned}

    @stage.derived
    def all_scores(self):
        """Every query with every key, in both kinds. Shape: {kind: (21, 21)}"""
        kinds = self.everywhere.items()
        return {kind: (at["query"] @ at["key"].T).numpy() for kind, at in kinds}

    @property
    def scores(self):
        """The scores of this kind of positions. Shape: (query's, key's position)"""
        return self.all_scores[self.kind.value]

    @property
    def score(self):
        """The dot product of query and key where they stand now."""
        return self.scores[self.query_position.value, self.key_position.value].item()

    @property
    def spread(self):
        """The largest minus the smallest score of all places at this distance."""
        return np.ptp(self.scores.diagonal(self.distance)).item()

    @property
    def placed(self):
        """Query and key where they stand now. Shape: {role: (FEATURES,)}"""
        places = {"query": self.query_position.value, "key": self.key_position.value}
        at = self.everywhere[self.kind.value]
        return {role: at[role][place].numpy() for role, place in places.items()}

    def picture(self):
        names = [
            stage.Label(f"{role}: {word}", TEXT, COLOURS[role], bold=True, name=role)
            for role, word in self.words.items()
        ]
        names.append(stage.Label("pale: before its position is known", TEXT, MUTED))
        pairs = [stage.Drawing(self.pair(n)) for n in range(0, FEATURES, 2)]
        return stage.Column(
            stage.Row(*names, widths=(1, 1, 1.7)),
            stage.Grid([pairs], gap=(14, 14)),
            self.curves(),
            heights=(0.13, 1, 1.05),
        )

    def pair(self, first):
        """Return what draws a pair of numbers: the arrows of query and key."""
        pair, placed = slice(first, first + 2), self.placed
        before = {role: self.numbers[word].numpy() for role, word in self.words.items()}
        product = placed["query"][pair] @ placed["key"][pair]
        rows = torch.cat(
            [row for at in self.everywhere.values() for row in at.values()]
        )
        longest = rows.unflatten(1, (-1, 2)).norm(dim=-1).max().item()

        def draw(pen, box):
            (x, y), radius = box.middle, min(box.width, box.height - 60) / 2
            title = f"numbers {first} and {first + 1}"
            pen.text(x, box.y + TEXT, title, align="center")
            pen.circle(x, y, radius, PALE)
            looks = ("before", before, 1.5, 0.4), ("now", placed, 3, 1)
            for when, numbers, width, opacity in looks:
                pen.cut()
                for role, colour in COLOURS.items():
                    right, up = numbers[role][pair].tolist()
                    tip = x + right / longest * radius, y - up / longest * radius
                    pen.line([(x, y), tip], colour, width, opacity=opacity)
                    pen.dots([tip], 4 + 3 * width, colour, opacity=opacity)
                    says = f"{role} {when}: ({signed(right)}, {signed(up)})"
                    pen.spot(Box(*tip, 0, 0), says)
            pen.text(x, box.foot - 8, f"q · k here: {signed(product)}", align="center")

        return draw

    def curves(self):
        """Return every score by the distance, a curve for each place of the query."""
        both, places = list(self.all_scores.values()), np.arange(LAST + 1)
        low, high, room = np.min(both), np.max(both), 0.1 * np.ptp(both)
        step = next(step for step in (1, 2, 5, 10, 20) if high - low < 5 * step)
        ticks = range(math.ceil(low / step) * step, math.ceil(high), step)
        items = [stage.Rule(y=0, colour=PALE, width=1)]
        for number, m in enumerate(QUERY_POSITIONS):
            ink = to_hex(colormaps["cividis"](number / len(QUERY_POSITIONS)))
            look = {"dots": 10 - number, "shape": SHAPES[number]}
            look["name"] = f"query at {m}"
            items.append(stage.Line(places - m, self.scores[m], ink, 1.5, **look))
        here = [self.distance], [self.score]
        one = self.spread < 1e-3
        return stage.Plot(
            [*items, stage.Dots(*here, ACCENT, 15, name="here now", layer=4)],
            stage.Axis(-LAST - 0.5, LAST + 0.5, "distance: key at − query at",
                       range(-LAST, LAST + 1, 5)),
            stage.Axis(low - room, high + room, "score", ticks),
            "all lie on one curve" if one else "each query has a curve of its own",
            sets=(self.key_position, {n - self.query_position.value: n
                                      for n in places.tolist()}),
            says="{name}, distance {x}: score {y}", legend=1, name="scores",
        )  # fmt: skip

    def say(self):
        return (
            f"Score {self.score:.2f}; over all places with distance {self.distance}, "
            f"it varies by {self.spread:.2f}."
        ).replace("-", "−")
