"""Cross-attention: a map of Chinese rows and English columns, and who looks where."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from helpers.figures.matrices import draw_weights, label_tokens, set_cells
from helpers.figures.style import ACCENT, MUTED, QUERY, TEXT, house_style

MAP, WORDS = (0.13, 0.235, 0.4, 0.68), (0.6, 0.08, 0.38, 0.86)
FROM_X, TO_X = 0.27, 0.72  # where the lines begin and end
FAINT = 0.05  # a weight below this draws no line


class CrossPicture:
    """Draw one T × S map beside its words, joined by lines as wide as the weights.

    `artists` are those that change; `label` sets the words, `show` the map.
    """

    def __init__(self, figure):
        self.map_ax = figure.add_axes(MAP)
        self.image = draw_weights(self.map_ax, [[0]], None, None)
        self.map_ax.set(xlabel="key: English", ylabel="query: Chinese")
        self.row = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5)
        self.row.set(clip_on=False, zorder=4)
        self.map_ax.add_patch(self.row)
        self.title = figure.text(
            0.5, 1.02, "", ha="center", size=TEXT, transform=self.map_ax.transAxes
        )
        self.words_ax = figure.add_axes(WORDS)
        self.words_ax.set(xlim=(0, 1))
        self.words_ax.set_axis_off()
        self.lines = LineCollection([], capstyle="round", zorder=1)
        self.words_ax.add_collection(self.lines, autolim=False)
        self.words = []
        self.artists = [self.image, self.row, self.title, self.lines]

    @house_style()  # a new text takes the font of the moment
    def label(self, queries, keys):
        """Put the words on the map, and side by side in two columns."""
        label_tokens(self.map_ax, queries, keys)
        for text in self.words:
            text.remove()
        rows = max(len(queries), len(keys))
        self.words_ax.set_ylim(rows - 0.3, -1.1)
        self.ends = np.empty((len(queries), len(keys), 2, 2))
        starts = np.arange(len(queries)) + (rows - len(queries)) / 2
        stops = np.arange(len(keys)) + (rows - len(keys)) / 2
        self.ends[:, :, 0, 0], self.ends[:, :, 1, 0] = FROM_X, TO_X
        self.ends[:, :, 0, 1], self.ends[:, :, 1, 1] = starts[:, None], stops
        write, middle = self.words_ax.text, {"va": "center_baseline", "size": TEXT}
        sides = (
            (queries, starts, FROM_X - 0.03, "right"),
            (keys, stops, TO_X + 0.03, "left"),
        )
        self.words = [
            write(x, y, word, ha=side, **middle)
            for words, heights, x, side in sides
            for word, y in zip(words, heights, strict=True)
        ]
        heads = (FROM_X - 0.03, "writes", "right"), (TO_X + 0.03, "reads", "left")
        for x, word, side in heads:
            head = write(x, -0.85, word, ha=side, color=MUTED, **middle)
            self.words.append(head)

    def show(self, weights, query, title):
        """Set the map, draw its lines, and light one row.

        Shape: weights (T, S)
        """
        set_cells(self.image, weights)
        self.row.set_bounds(-0.5, query - 0.5, weights.shape[1], 1)
        self.title.set_text(title)
        rows, columns = np.nonzero(weights >= FAINT)
        kept = weights[rows, columns]
        meant = rows == query
        self.lines.set_segments(self.ends[rows, columns])
        self.lines.set_linewidth(np.where(meant, 6, 3) * kept)
        # Not set_alpha: it would wait for as many colours as there were lines before.
        self.lines.set_color([ACCENT if m else (QUERY, 0.35) for m in meant])
