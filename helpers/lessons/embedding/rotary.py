"""Positions that turn queries and keys, beside those that are added (claim C3)."""

from functools import partial

import numpy as np
import torch
from matplotlib import colormaps
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator

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
ROLES = {"query": QUERY, "key": KEY}  # and their colours


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
        return self.query_word.value, self.key_word.value

    @property
    def places(self):
        """The positions of query and key."""
        return self.query_position.value, self.key_position.value

    @stage.derived
    def everywhere(self):
        """Query and key at every position. Shape: {kind: (2, 21, FEATURES)}"""
        waves = sinusoidal_positions(LAST + 1, FEATURES, self.base.value)
        rows = torch.stack([self.numbers[word] for word in self.words])[:, None]
        turned = apply_rotary(rows.expand(-1, *waves.shape), base=self.base.value)
        return {"sinusoidal": (rows + waves).numpy(), "rotary": turned.numpy()}

    @stage.derived
    def scores(self):
        """Every query with every key, both ways. Shape: {kind: (21, 21)}"""
        return {kind: q @ k.T for kind, (q, k) in self.everywhere.items()}

    @property
    def now(self):
        """The distance, the score, and by how much it varies at this distance."""
        (query, key), scores = self.places, self.scores[self.kind.value]
        spread = np.ptp(scores.diagonal(key - query))
        return key - query, scores[query, key].item(), spread.item()

    @property
    def placed(self):
        """Query and key where they stand now. Shape: (2, FEATURES)"""
        return self.everywhere[self.kind.value][[0, 1], self.places]

    def picture(self):
        names = [
            stage.Label(f"{role}: {word}", TEXT, colour, bold=True, name=role)
            for (role, colour), word in zip(ROLES.items(), self.words, strict=True)
        ]
        names.append(stage.Label("pale: before its position is known", TEXT, MUTED))
        pairs = range(0, FEATURES, 2)
        pairs = [stage.Drawing(partial(self.draw_pair, first=n)) for n in pairs]
        return stage.Column(
            stage.Row(*names, widths=(1, 1, 1.7)),
            stage.Grid([pairs], gap=(14, 14)),
            self.curves(),
            heights=(0.13, 1, 1.05),
        )

    def draw_pair(self, pen, box, first):
        """Draw two numbers of query and key as arrows, before and now."""
        (x, y), radius = box.middle, min(box.width, box.height - 60) / 2
        pen.text(x, box.y + TEXT, f"numbers {first} and {first + 1}", align="center")
        pen.circle(x, y, radius, PALE)
        before = np.stack([self.numbers[word] for word in self.words])
        numbers = np.stack(list(self.everywhere.values())).reshape(-1, 2)
        scale = radius / np.linalg.norm(numbers, axis=1).max().item()
        looks = ("before", before, 1.5, 0.4), ("now", self.placed, 3, 1)
        for when, rows, width, opacity in looks:
            pen.cut()
            pairs = rows[:, first : first + 2].tolist()
            for (role, ink), (right, up) in zip(ROLES.items(), pairs, strict=True):
                tip = x + right * scale, y - up * scale
                pen.line([(x, y), tip], ink, width, opacity=opacity)
                pen.dots([tip], 4 + 3 * width, ink, opacity=opacity)
                says = f"{role} {when}: ({signed(right)}, {signed(up)})"
                pen.spot(Box(*tip, 0, 0), says)
        product = signed(np.dot(*pairs))
        pen.text(x, box.foot - 8, f"q · k here: {product}", align="center")

    def curves(self):
        """Return every score by the distance, a curve for each place of the query."""
        (distance, score, spread), (query, _) = self.now, self.places
        both, places = list(self.scores.values()), np.arange(LAST + 1)
        low, high, room = np.min(both), np.max(both), 0.1 * np.ptp(both)
        items = [stage.Rule(y=0, colour=PALE, width=1)]
        for number, m in enumerate(QUERY_POSITIONS):
            ink = to_hex(colormaps["cividis"](number / len(QUERY_POSITIONS)))
            look = {"dots": 10 - number, "shape": SHAPES[number]}
            scores, name = self.scores[self.kind.value][m], f"query at {m}"
            items.append(stage.Line(places - m, scores, ink, 1.5, name=name, **look))
        here = stage.Dots([distance], [score], ACCENT, 15, name="here now", layer=4)
        one = spread < 1e-3
        return stage.Plot(
            [*items, here],
            stage.Axis(-LAST - 0.5, LAST + 0.5, "distance: key at − query at",
                       range(-LAST, LAST + 1, 5)),
            stage.Axis(low - room, high + room, "score", round_ticks(low, high, 5)),
            "all lie on one curve" if one else "each query has a curve of its own",
            sets=(self.key_position, {n - query: n for n in places.tolist()}),
            says="{name}, distance {x}: score {y}", legend=1, name="scores",
        )  # fmt: skip

    def say(self):
        distance, score, spread = self.now
        return (
            f"Score {score:.2f}; over all places with distance {distance}, it varies "
            f"by {spread:.2f}."
        ).replace("-", "−")


def round_ticks(low, high, most):
    """Return round whole numbers from low to high, in at most so many steps."""
    ticks = MaxNLocator(most, steps=(1, 2, 5, 10), integer=True).tick_values(low, high)
    return [int(tick) for tick in ticks if low <= tick <= high]
