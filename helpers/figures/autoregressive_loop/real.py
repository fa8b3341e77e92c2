"""A real sentence, its translation, and where every word of it looked."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from helpers.figures.matrices import draw_weights, label_tokens, set_cells
from helpers.figures.style import ACCENT, INK, MUTED, PALE, PROBLEM, TEXT, UNKNOWN

HEIGHT = 580  # pixels
MAP, PEAKS = (0.13, 0.235, 0.56, 0.555), (0.745, 0.235, 0.215, 0.555)
TRANSLATION_Y, TRANSLATION_SIZE = 0.935, 21
PEAK_BAR = 9  # points


class RealPicture:
    """Draw a translation over its cross-attention map, and each row's largest weight.

    `artists` are those that change with row and head; `label` sets what changes with
    the sentence, `show` the rest.
    """

    def __init__(self, figure):
        self.translation = figure.text(
            0.5, TRANSLATION_Y, "", ha="center", va="center", size=TRANSLATION_SIZE
        )
        ax = self.ax = figure.add_axes(MAP)
        set_title(ax, "cross-attention, last layer")
        self.image = draw_weights(ax, [[0]], None, None)
        self.row = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5)
        self.row.set(clip_on=False, zorder=4)
        ax.add_patch(self.row)
        ax = self.peaks_ax = figure.add_axes(PEAKS)
        set_title(ax, "largest weight of a row")
        ax.set(xlim=(0, 1), yticks=[])
        ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        ax.tick_params(length=0, pad=6)
        ax.spines["left"].set_color(PALE)
        ax.set_xlabel("the line: mean of all rows", color=MUTED)
        self.peaks = LineCollection([], linewidths=PEAK_BAR, capstyle="butt", zorder=2)
        ax.add_collection(self.peaks)
        self.mean = ax.axvline(0, color=INK, linewidth=1.5, zorder=3)
        self.artists = [self.image, self.row, self.peaks, self.mean]

    def label(self, translation, written, read):
        """Put a translation above, and the words of both sides on the map.

        Shape: written T strings, the last one <eos>; read S strings
        """
        self.translation.set_text(translation)
        label_tokens(self.ax, written, read)
        for label in self.ax.get_xticklabels():
            label.set_color(PROBLEM if label.get_text() == UNKNOWN else INK)
        self.peaks_ax.set_ylim(len(written) - 0.5, -0.5)

    def show(self, weights, row):
        """Set the map, light a row, and draw how sharp every row is.

        Shape: weights (T, S)
        """
        set_cells(self.image, weights)
        self.row.set_bounds(-0.5, row - 0.5, weights.shape[1], 1)
        largest = weights.max(axis=1)
        self.peaks.set_segments([[(0, y), (x, y)] for y, x in enumerate(largest)])
        colours = np.where(np.arange(len(weights)) == row, ACCENT, PALE)
        self.peaks.set_color(list(colours))
        self.mean.set_xdata([largest.mean()] * 2)


def set_title(ax, title):
    """Name a panel."""
    ax.set_title(title, size=TEXT, weight="normal", loc="center", pad=8)
