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

    @stage.derived
    def everywhere(self):
        """Query and key at every position. Shape: {kind: {role: (LAST + 1, FEATURES)}}"""
        base, found = self.base.value, {}
        rows = {r: self.numbers[w].expand(LAST + 1, -1) for r, w in self.words.items()}
        waves = sinusoidal_positions(LAST + 1, FEATURES, base)
        found["sinusoidal"] = {role: row + waves for role, row in rows.items()}
        turned = {role: apply_rotary(row, base=base) for role, row in rows.items()}
        return found | {"rotary": turned}

    @stage.derived
    def all_scores(self):
        """Every query with every key. Shape: {kind: (LAST + 1, LAST + 1)}"""
        return {
            kind: (at["query"] @ at["key"].T).numpy()
            for kind, at in self.everywhere.items()
        }

    @property
    def scores(self):
        """The scores of this kind of positions. Shape: (query's, key's position)"""
        return self.all_scores[self.kind.value]

    @property
    def score(self):
        """The dot product of query and key where they stand now."""
        return self.scores[self.query_position.value, self.key_position.value].item()

    @property
    def placed(self):
        """Query and key where they stand now. Shape: {role: (FEATURES,)}"""
        places = {"query": self.query_position.value, "key": self.key_position.value}
        at = self.everywhere[self.kind.value]
        return {role: at[role][place].numpy() for role, place in places.items()}

    @property
    def spread(self):
        """The largest minus the smallest score of all places at this distance."""
        distance = self.key_position.value - self.query_position.value
        return np.ptp(self.scores.diagonal(distance)).item()

    def picture(self):
        names = [
            stage.Label(f"{role}: {word}", TEXT, COLOURS[role], bold=True, name=role)
            for role, word in self.words.items()
        ]
        names.append(stage.Label("pale: before its position is known", TEXT, MUTED))
        pairs = [self.pair(number) for number in range(0, FEATURES, 2)]
        return stage.Column(
            stage.Row(*names, widths=(1, 1, 1.7)),
            stage.Grid([pairs], gap=(14, 14)),
            self.curves(),
            heights=(1, 1, 1.05),
        )

    def pair(self, number):
        """Draw one pair of numbers: the arrows of query and key, before and now."""
        pair, placed = slice(number, number + 2), self.placed
        longest = max(
            at.unflatten(1, (-1, 2)).norm(dim=-1).max().item()
            for kind in self.everywhere.values()
            for at in kind.values()
        )
        name, product = f"numbers {number} and {number + 1}", np.prod(
            [row[pair] for row in placed.values()], axis=0
        )  # fmt: skip

        def draw(pen, box):
            (x, y), radius = box.middle, min(box.width, box.height - 60) / 2
            pen.text(x, box.y + TEXT, name, align="center")
            pen.circle(x, y, radius, PALE)
            scale = radius / longest
            before = {role: self.numbers[word] for role, word in self.words.items()}
            for rows, when, width, opacity in (
                (before, "before", 1.5, 0.4),
                (placed, "now", 3, 1),
            ):
                pen.cut()
                for role, colour in COLOURS.items():
                    right, up = rows[role][pair].tolist()
                    tip = x + scale * right, y - scale * up
                    pen.line([(x, y), tip], colour, width, opacity=opacity)
                    pen.dots([tip], 4 + 3 * width, colour, opacity=opacity)
                    told = f"({signed(right)}, {signed(up)})"
                    pen.spot(Box(*tip, 0, 0), f"{role} {when}: {told}")
            here = f"q · k here: {signed(product.sum())}"
            pen.text(x, box.foot - 8, here, align="center")

        return stage.Drawing(draw, name=name)

    def curves(self):
        """Return every score by the distance, a curve for each place of the query."""
        m, distances = self.query_position.value, np.arange(LAST + 1)
        both = list(self.all_scores.values())
        low, high, room = np.min(both), np.max(both), 0.1 * np.ptp(both)
        step = next(step for step in (1, 2, 5, 10, 20) if high - low < 5 * step)
        ticks = range(math.ceil(low / step) * step, math.ceil(high), step)
        lines = [
            stage.Line(
                distances - place,
                self.scores[place],
                to_hex(colormaps["cividis"](0.85 * number / len(QUERY_POSITIONS))),
                1.5,
                dots=10 - number,
                shape=SHAPES[number],
                name=f"query at {place}",
            )
            for number, place in enumerate(QUERY_POSITIONS)
        ]
        same = (
            "all lie on one curve"
            if self.spread < 1e-3
            else "each has a curve of its own"
        )
        here = [self.key_position.value - m], [self.score]
        axis = stage.Axis(-LAST - 0.5, LAST + 0.5, ticks=range(-LAST, LAST + 1, 5))
        axis.label = "distance: position of the key − position of the query"
        return stage.Plot(
            [
                stage.Rule(y=0, colour=PALE, width=1),
                *lines,
                stage.Dots(*here, ACCENT, 15, name="here now", layer=4),
            ],
            axis,
            stage.Axis(low - room, high + room, "score", ticks),
            f"query at {', '.join(map(str, QUERY_POSITIONS))}: {same}",
            legend=1,
            sets=(self.key_position, {n - m: n for n in range(LAST + 1)}),
            says="{name}, distance {x}: score {y}",
            name="scores",
        )

    def say(self):
        distance = self.key_position.value - self.query_position.value
        return (
            f"Score {self.score:.2f}; over all places with distance {distance}, it "
            f"varies by {self.spread:.2f}."
        ).replace("-", "−")
