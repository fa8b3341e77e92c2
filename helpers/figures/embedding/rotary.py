"""A query and a key, pair by pair, turned or shifted by where they stand."""

import numpy as np
from matplotlib.patches import Circle

from helpers.figures.style import ACCENT, INK, KEY, MUTED, PALE, QUERY, TEXT

COLOURS = {"query": QUERY, "key": KEY}
CIRCLE_BOTTOM, CIRCLE_HEIGHT, CIRCLE_WIDTH, CIRCLE_STEP = 0.55, 0.33, 0.225, 0.245
CURVES = (0.085, 0.175, 0.885, 0.25)
NAMES_Y, NAME_X = 0.965, {"query": 0.085, "key": 0.33, "before": 0.575}


class RotaryPicture:
    """Draw the arrows of a query and a key for each pair of features, and the score.

    `artists` are those that change with the positions; `set_words` sets the scale.

    Shape: query_positions (M,): a curve is drawn for each
    """

    def __init__(self, figure, num_pairs, query_positions, last):
        self.axes = [
            figure.add_axes(
                (0.02 + i * CIRCLE_STEP, CIRCLE_BOTTOM, CIRCLE_WIDTH, CIRCLE_HEIGHT)
            )
            for i in range(num_pairs)
        ]
        self.arrows, self.before, self.parts, self.circles = [], [], [], []
        for number, ax in enumerate(self.axes):
            ax.set_axis_off()
            ax.set_title(
                f"numbers {2 * number} and {2 * number + 1}",
                size=TEXT,
                weight="normal",
                loc="center",
            )
            self.before.append(_arrows(ax, alpha=0.35, lw=1.5, ms=4))
            self.arrows.append(_arrows(ax, lw=3, ms=8))
            circle = Circle((0, 0), 1, fill=False, ec=PALE, lw=1)
            self.circles.append(ax.add_patch(circle))
            self.parts.append(
                ax.text(0.5, -0.04, "", ha="center", va="top", transform=ax.transAxes)
            )
        self.names = {
            name: figure.text(
                x, NAMES_Y, "", va="center", color=COLOURS.get(name, MUTED)
            )
            for name, x in NAME_X.items()
        }
        self.names["before"].set_text("pale: before its position is known")
        self.curve_ax = ax = figure.add_axes(CURVES)
        ax.set(xlim=(-last - 0.5, last + 0.5), ylabel="score")
        ax.set_xlabel("distance: position of the key − position of the query")
        ax.axhline(0, color=PALE, lw=1, zorder=0)
        self.curves = {
            position: ax.plot([], [], "o-", color=MUTED, lw=1, ms=4, alpha=0.8)[0]
            for position in query_positions
        }
        (self.here,) = ax.plot([], [], "o", color=ACCENT, ms=12, zorder=4)
        self.curve_title = ax.text(0, 1.06, "", transform=ax.transAxes, color=INK)
        self.artists = [
            line for pair in (*self.before, *self.arrows) for line in pair.values()
        ]
        self.artists += [*self.parts, *self.curves.values(), self.here]
        self.artists.append(self.curve_title)

    def set_words(self, words, limit, scores):
        """Name query and key; fit the scales to the longest arrow and to all scores."""
        for role, word in words.items():
            self.names[role].set(text=f"{role}: {word}", weight="bold")
        for ax, circle in zip(self.axes, self.circles, strict=True):
            # The axes are wider than high: one unit is equally long both ways.
            wide = limit * ax.bbox.width / ax.bbox.height
            ax.set(xlim=(-wide, wide), ylim=(-limit, limit))
            circle.set_radius(limit / 1.08)
        room = 0.1 * np.ptp(scores) + 1e-3
        self.curve_ax.set_ylim(np.min(scores) - room, np.max(scores) + room)

    def show(self, words, placed, curves, distance, score, title):
        """Set the arrows before and after, and every score.

        Shape: words and placed: {"query" or "key": (2 · pairs,)};
            curves: query position -> (distances, scores)
        """
        for name in COLOURS:
            pairs = zip(
                words[name].reshape(-1, 2), placed[name].reshape(-1, 2), strict=True
            )
            for number, (before, after) in enumerate(pairs):
                _point(self.before[number][name], before)
                _point(self.arrows[number][name], after)
        products = (placed["query"] * placed["key"]).reshape(-1, 2).sum(axis=1)
        for text, product in zip(self.parts, products, strict=True):
            text.set_text(f"q · k here: {product:.2f}".replace("-", "−"))
        for position, line in self.curves.items():
            line.set_data(*curves[position])
        self.here.set_data([distance], [score])
        self.curve_title.set_text(title)


def _arrows(ax, **look):
    """Draw a line from the middle for the query and for the key, a dot at its tip."""
    return {
        name: ax.plot([], [], "o-", color=colour, markevery=[1], **look)[0]
        for name, colour in COLOURS.items()
    }


def _point(line, tip):
    """Let an arrow point from the middle to its tip."""
    line.set_data([0, tip[0]], [0, tip[1]])
