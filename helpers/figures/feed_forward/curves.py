"""A curve fitted by FFNs: target, fit, hinges, and the error against the width."""

import numpy as np
from matplotlib.ticker import FixedLocator, NullLocator

from helpers.figures.style import ACCENT, INK, MUTED, PALE, PROBLEM

COLOURS = {"ReLU": INK, "GELU": MUTED, "none": PROBLEM}
MARKS = {"ReLU": "o", "GELU": "D", "none": "o"}
DASHES = {"ReLU": "-", "GELU": "--", "none": "-"}
STRONG, WEAK = 3.2, 1.6
CURVE, ERRORS = (0.07, 0.2, 0.5, 0.62), (0.67, 0.2, 0.31, 0.62)
HEIGHT = 1.9  # of the curve's axes, both ways
RUG = -1.8  # where the hinges are marked


class CurvePicture:
    """Draw target and fit with the units' hinges, beside the error against d_ff.

    `artists` are those that change; `show` and `show_errors` set them.

    Shape: x, target (N,); widths (M,); errors: activation -> (seeds, M)
    """

    def __init__(self, figure, x, target, widths, errors):
        self.x, self.widths, self.errors = x, np.array(widths), errors
        ax = figure.add_axes(CURVE)
        ax.set(xlim=(x[0], x[-1]), ylim=(-HEIGHT, HEIGHT), xlabel="x, the input")
        ax.plot(x, target, color=PALE, linewidth=7, label="target")
        (self.fit,) = ax.plot([], [], color=INK, zorder=3, label="fit")
        (self.hinges,) = ax.plot([], [], "|", color=ACCENT, ms=14, mew=1.5)
        self.hinges.set(zorder=2, label="a unit's hinge")
        figure.legend(
            *ax.get_legend_handles_labels(),
            loc="center",
            bbox_to_anchor=(0.32, 0.945),
            ncols=3,
        )
        ax = figure.add_axes(ERRORS)
        self.medians, self.seeds = draw_errors(ax, errors)
        (self.ring,) = ax.plot([], [], "o", ms=12, mfc="none", mec=ACCENT, mew=2.5)
        self.ring.set(zorder=4, clip_on=False)
        self.artists = [self.fit, self.hinges, self.ring]
        self.artists += [*self.medians.values(), *self.seeds.values()]

    def show(self, fit, hinges, activation, d_ff, error):
        """Set the fit, its hinges, and the point that stands for it.

        Shape: fit (N,), hinges (up to d_ff,)
        """
        self.fit.set_data(self.x, fit)
        self.hinges.set_data(hinges, [RUG] * len(hinges))
        self.ring.set_data([d_ff], [error])
        for name, line in self.medians.items():
            width = STRONG if name == activation else WEAK
            if line.get_linewidth() != width:
                line.set_linewidth(width)

    def show_errors(self, seen):
        """Draw each activation's errors, for so many of the smallest widths.

        Shape: seen: activation -> number
        """
        for name, found in self.errors.items():
            count, line = seen.get(name, 0), self.medians[name]
            if len(line.get_xdata()) == count:
                continue
            widths, found = self.widths[:count], found[:, :count]
            line.set_data(widths, np.median(found, axis=0))
            self.seeds[name].set_data(np.tile(widths, len(found)), found.ravel())


def draw_errors(ax, errors):
    """Prepare axes for every seed's error and the median.

    Returns ({activation: line of the median}, {activation: points of the seeds}).
    """
    ax.set_title("Error of the fit (RMS)")
    ax.set(xscale="log", yscale="log", xlim=(0.8, 640), ylim=(2e-3, 2))
    ax.set_xlabel("d_ff, hidden units")
    name_ticks(ax.xaxis, {1: "1", 8: "8", 64: "64", 512: "512"})
    name_ticks(ax.yaxis, {0.01: "0.01", 0.1: "0.1", 1: "1"})
    medians, seeds = {}, {}
    for place, activation in enumerate(errors):
        colour = COLOURS[activation]
        look = {"color": colour, "ms": 4, "alpha": 0.5}
        (seeds[activation],) = ax.plot([], [], MARKS[activation], **look)
        (medians[activation],) = ax.plot([], [], DASHES[activation], color=colour)
        medians[activation].set_linewidth(WEAK)
        height = 0.04 + 0.09 * place
        ax.text(0.04, height, activation, color=colour, transform=ax.transAxes)
    return medians, seeds


def name_ticks(axis, names):
    """Write these names at these values of an axis, and no other ticks."""
    axis.set_major_locator(FixedLocator(list(names)))
    axis.set_minor_locator(NullLocator())
    axis.set_ticklabels(names.values())
