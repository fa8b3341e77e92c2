"""Scores and the weights that softmax makes of them, one row for each key."""

import numpy as np

from helpers.figures.style import INK, MUTED, PALE, TEXT, WEIGHTS_CMAP

BAR = WEIGHTS_CMAP(0.7)
THICKNESS = 0.66  # of a row
NUMBER_GAP = 0.015  # between a bar's end and its number, as a weight
SCORES, WEIGHTS = (0.14, 0.36), (0.55, 0.42)  # start and width, of the figure's width
BOTTOM, TOP = 76, 44  # pixels
ROW_HEIGHT, LEAST_HEIGHT = 34, 320


def height_for(num_keys):
    """Return the height in pixels of a picture with so many keys."""
    return max(LEAST_HEIGHT, BOTTOM + TOP + ROW_HEIGHT * num_keys)


class TemperaturePicture:
    """Draw one query's scores on the left, and its weights on the right.

    `artists` are those that change; `show` sets them.

    Shape: scores (S,), tokens: S strings; query: the token that asks;
        room: how far the scores will move to either side
    """

    def __init__(self, figure, scores, tokens, query, room):
        height = height_for(len(tokens))
        bottom, rows = BOTTOM / height, (height - BOTTOM - TOP) / height
        ax = figure.add_axes((SCORES[0], bottom, SCORES[1], rows))
        ax.set_title(f"Scores of “{query}”")
        ax.set_ylabel("key")
        self.scores = draw_score_bars(ax, scores, tokens, room)
        self.shift = beside_title(ax, "")
        ax = figure.add_axes((WEIGHTS[0], bottom, WEIGHTS[1], rows))
        ax.set_title("softmax(scores ÷ T)")
        self.weights, self.numbers = draw_weight_bars(ax, [0] * len(tokens))
        self.state = beside_title(ax, "")
        self.artists = [*self.scores, *self.weights, *self.numbers]
        self.artists += [self.shift, self.state]

    def show(self, scores, weights, shift, temperature, entropy):
        """Move the bars, and say what was added and how sharp the weights are.

        Shape: scores (S,), as shifted; weights (S,)
        """
        set_score_bars(self.scores, scores)
        set_weight_bars(self.weights, self.numbers, weights)
        self.shift.set_text(f"{signed(shift)} each" if shift else "")
        self.state.set_text(f"T = {temperature:.2f}, entropy {entropy:.2f}")


def signed(number):
    """Write a number with its sign and one decimal, with a true minus."""
    return f"{number:+.1f}".replace("-", "−")


def draw_score_bars(ax, scores, labels, room):
    """Draw one query's scores as bars from zero, and marks that stay where they were.

    Returns the bars, which `set_score_bars` moves.

    Shape: scores (S,), labels: S strings; room: how far the bars will move
    """
    rows = _rows(ax, labels)
    bars = ax.barh(rows, scores, THICKNESS, color=MUTED, alpha=0.55)
    ax.vlines(scores, rows - 0.45, rows + 0.45, color=INK, linewidth=2, zorder=3)
    ax.axvline(0, color=MUTED, linewidth=1)
    ax.set_xlim(min(0, *scores) - room - 0.5, max(0, *scores) + room + 0.5)
    ax.locator_params(axis="x", nbins=6, integer=True)
    return bars


def set_score_bars(bars, scores):
    """Move the ends of the bars. Shape: scores (S,)"""
    for bar, score in zip(bars, scores, strict=True):
        bar.set_width(score)


def draw_weight_bars(ax, weights, labels=None):
    """Draw one row of weights as bars, a number at the end of each.

    Returns the bars and the numbers, which `set_weight_bars` moves.

    Shape: weights (S,), labels: S strings
    """
    rows = _rows(ax, labels or [""] * len(weights))
    bars = ax.barh(rows, weights, THICKNESS, color=BAR)
    numbers = [ax.text(0, row, "", va="center_baseline", zorder=3) for row in rows]
    set_weight_bars(bars, numbers, weights)
    # What every key would get if the scores said nothing.
    even = 1 / len(weights)
    ax.axvline(even, color=PALE, linewidth=1.2, zorder=0)
    ax.set(xlim=(0, 1.14), xticks=[0, even, 1])
    ax.set_xticklabels(["0", f"1/{len(weights)}", "1"])
    return bars, numbers


def set_weight_bars(bars, numbers, weights):
    """Move the bars' ends and their numbers. Shape: weights (S,)"""
    for bar, number, weight in zip(bars, numbers, weights, strict=True):
        # What is not moved need not be drawn again; 1e-6 is softmax's rounding.
        if abs(bar.get_width() - weight) > 1e-6 or not number.get_text():
            bar.set_width(weight)
            number.set(text=f"{weight:.2f}", x=weight + NUMBER_GAP)


def beside_title(ax, text, **style):
    """Write at the right end of a panel's title line; returns the Text."""
    return ax.text(
        1, 1 + 9 / ax.bbox.height, text, ha="right", transform=ax.transAxes, **style
    )


def _rows(ax, labels):
    """Give each label a row, the first at the top as in a matrix; returns heights."""
    rows = np.arange(len(labels))
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.set_yticks(rows, labels)
    ax.tick_params(axis="y", length=0, labelcolor=INK, labelsize=TEXT)
    ax.spines["left"].set_color(PALE)
    return rows
