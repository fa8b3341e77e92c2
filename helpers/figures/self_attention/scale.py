"""With 1/√d_k and without it: the spread of the scores, and the gradients."""

import math

from matplotlib.ticker import FixedLocator, NullLocator

from helpers.figures.self_attention.temperature import (
    beside_title,
    draw_weight_bars,
    set_weight_bars,
)
from helpers.figures.style import ACCENT, INK, LIT, MUTED, PALE, PROBLEM

COLOURS = {False: PROBLEM, True: INK}  # without the scale, and with it
NAMES = {False: "without", True: "with ÷ √dₖ"}
LOWEST, HIGHEST = 1e-5, 30.0  # norms of gradients that the axes show
LINE = 3.6  # how many times as high the next name stands: a line of text

# Of the figure's width and height. Panels of equal width: a d_k is at one place in all.
LEFT, RIGHT, WIDTH = 0.083, 0.588, 0.39
TOP_ROW, FOOT_ROW = (0.63, 0.305), (0.125, 0.37)


class ScalePicture:
    """Draw what the scale changes: spread, weights, gradients at query and scores.

    `artists` are those that change; `show` sets them. What is measured is drawn up to
    the d_k that is marked, so that a class can guess the next.

    Shape: d_ks (N,); curves: name -> {scaled: (N,)}, where the names are spread,
        query_mean, query_median, scores_mean and scores_median
    """

    def __init__(self, figure, d_ks, curves, num_keys):
        self.d_ks, self.curves, self.count = d_ks, curves, None
        ax = figure.add_axes((LEFT, TOP_ROW[0], WIDTH, TOP_ROW[1]))
        self.points = draw_spread(ax, d_ks, curves["spread"])
        self.lines, self.names = {}, {}
        self.markers = {"spread": Marker(ax)}
        for left, place in ((LEFT, "query"), (RIGHT, "scores")):
            ax = figure.add_axes((left, FOOT_ROW[0], WIDTH, FOOT_ROW[1]))
            ax.set_title(f"Gradient at the {place}")
            self.lines[place], self.names[place] = draw_gradients(
                ax, d_ks, curves[f"{place}_mean"], curves[f"{place}_median"]
            )
            beside_title(ax, "◆ this draw", color=ACCENT)
            self.markers[place] = Marker(ax)
        ax = figure.add_axes((RIGHT, TOP_ROW[0], WIDTH, TOP_ROW[1]))
        ax.set_title(f"The {num_keys} weights")
        names = [f"key {number}" for number in range(1, num_keys + 1)]
        self.bars, self.numbers = draw_weight_bars(ax, [0] * num_keys, names)
        self.entropy = beside_title(ax, "")
        self.even = f"ln {num_keys} = {math.log(num_keys):.2f}"
        markers = [artist for m in self.markers.values() for artist in m.artists]
        self.artists = [*markers, *self.bars, *self.numbers, self.entropy]
        self.artists += self.points.values()
        for place, pairs in self.lines.items():
            self.artists += [line for pair in pairs.values() for line in pair]
            self.artists += self.names[place]

    def show(self, d_k, scaled, weights, entropy, gradients):
        """Mark one setting, and show what one draw gives there.

        Shape: weights (S,); gradients: {"query": norm, "scores": norm}
        """
        column = self.d_ks.index(d_k)
        if column + 1 != self.count:  # what does not move need not be drawn again
            self.show_measured(column + 1)
        self.markers["spread"].put(d_k, [self.curves["spread"][scaled][column]])
        for place, norm in gradients.items():
            curves = self.curves[f"{place}_mean"], self.curves[f"{place}_median"]
            self.markers[place].put(d_k, [curve[scaled][column] for curve in curves])
            self.markers[place].put_draw(d_k, norm)
        set_weight_bars(self.bars, self.numbers, weights)
        self.entropy.set_text(f"entropy {entropy:.2f} of {self.even}")

    def show_measured(self, count):
        """Draw what was measured for the first d_ks, and name where it ends."""
        self.count, d_ks = count, self.d_ks[:count]
        for scaled, line in self.points.items():
            line.set_data(d_ks, self.curves["spread"][scaled][:count])
        for place, pairs in self.lines.items():
            for scaled, pair in pairs.items():
                for line, kind in zip(pair, ("mean", "median"), strict=True):
                    line.set_data(d_ks, self.curves[f"{place}_{kind}"][scaled][:count])
            put_names(self.names[place], pairs)


class Marker:
    """Say "here" in a panel about d_k: a line, rings on the curves, one draw's point.

    `artists` are all three.
    """

    def __init__(self, ax):
        self.line = ax.axvline(1, color=ACCENT, linewidth=1.2, zorder=2.6)
        (self.rings,) = ax.plot([], [], "o", color=LIT, markersize=10, zorder=3)
        self.rings.set(markeredgecolor=ACCENT, markeredgewidth=2)
        (self.draw,) = ax.plot([], [], color=ACCENT, markersize=8, zorder=4)
        self.artists = [self.line, self.rings, self.draw]

    def put(self, d_k, heights):
        """Move the line to d_k, and the rings to these heights."""
        self.line.set_xdata([d_k, d_k])
        self.rings.set_data([d_k] * len(heights), heights)

    def put_draw(self, d_k, norm):
        """Move the point of one draw; an arrow at the foot stands for one too low."""
        foot = 1.5 * LOWEST  # room for the arrow
        self.draw.set_data([d_k], [max(norm, foot)])
        self.draw.set_marker("D" if norm >= foot else "v")


def draw_spread(ax, d_ks, spread):
    """Draw the standard deviation of the scores against d_k, over the theory.

    Returns {scaled: line of measured points}.

    Shape: d_ks (N,), spread: {scaled: (N,)}
    """
    ax.set_title("Spread of the scores")
    _log_axes(ax, d_ks, (0.5, 60), {1: "1", 10: "10"})
    theory = {False: [d_k**0.5 for d_k in d_ks], True: [1] * len(d_ks)}
    lines = {}
    for scaled, colour in COLOURS.items():
        ax.plot(d_ks, theory[scaled], color=PALE, linewidth=5)
        style = {"color": colour, "linestyle": "", "marker": "o", "markersize": 5}
        (lines[scaled],) = ax.plot(d_ks, spread[scaled], **style)
        _name_end(ax, d_ks, theory[scaled], NAMES[scaled], colour)
    ax.text(14, 1.8, "theory: √dₖ", color=MUTED)
    return lines


def draw_gradients(ax, d_ks, mean, median):
    """Draw the mean (dashed) and the median norm of a gradient against d_k.

    Returns {scaled: (line of the mean, line of the median)} and the three names at
    their ends, which `put_names` moves.

    Shape: d_ks (N,); mean and median: {scaled: (N,)}
    """
    _log_axes(ax, d_ks, (LOWEST, HIGHEST), {1e-4: "0.0001", 1e-2: "0.01", 1: "1"})
    lines = {}
    for scaled, colour in COLOURS.items():
        (dashed,) = ax.plot(d_ks, mean[scaled], color=colour, linestyle=(0, (3, 1.5)))
        (solid,) = ax.plot(d_ks, median[scaled], color=colour)
        lines[scaled] = dashed, solid
    names = [
        _name_end(ax, d_ks, mean[False], "mean", COLOURS[False]),
        _name_end(ax, d_ks, median[False], "median", COLOURS[False]),
        _name_end(ax, d_ks, median[True], NAMES[True], COLOURS[True]),
    ]
    return lines, names


def put_names(names, lines):
    """Move the names to where their lines end, one below the other.

    Names and lines are what `draw_gradients` returns.
    """
    ends = (lines[False][0], lines[False][1], lines[True][1])
    heights = [end.get_ydata()[-1] for end in ends]
    order = sorted(range(len(names)), key=lambda i: -heights[i])
    places, lowest = {}, math.inf
    for i in order:
        places[i] = lowest = min(heights[i], lowest / LINE)
    # Half of what was pushed down comes up again, so that names stay beside lines.
    lift = (heights[order[-1]] / places[order[-1]]) ** 0.5
    for i, name in enumerate(names):
        name.set_position((ends[i].get_xdata()[-1] * 1.5, places[i] * lift))


def _log_axes(ax, d_ks, limits, names):
    """Make both axes logarithmic, with room for names to the right of the curves."""
    start, end = 0.75 * d_ks[0], d_ks[-1]
    ax.set(xscale="log", yscale="log", xlim=(start, 14 * end), ylim=limits)
    _name_ticks(ax.xaxis, {1: "dₖ = 1", 8: "8", 64: "64", 512: "512"})
    _name_ticks(ax.yaxis, names)
    ax.spines["bottom"].set_bounds(start, end)
    ax.hlines(list(names), start, end, color=PALE, linewidth=0.6, zorder=0)


def _name_ticks(axis, names):
    """Write these names at these values, and no other ticks."""
    axis.set_major_locator(FixedLocator(list(names)))
    axis.set_minor_locator(NullLocator())
    axis.set_ticklabels(names.values())


def _name_end(ax, d_ks, curve, name, colour):
    """Write a curve's name where it ends; returns the Text."""
    return ax.text(d_ks[-1] * 1.5, curve[-1], name, color=colour, va="center_baseline")
