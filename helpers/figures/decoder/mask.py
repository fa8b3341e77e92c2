"""The causal mask: ours, torch's opposite, and what attention becomes under it."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.figures.matrices import label_tokens
from helpers.figures.multi_head.maps import SmallMap
from helpers.figures.style import ACCENT

TITLES = ("ours: True = may attend", "torch's layer: True = hidden", "weights")
LEFT, BOTTOM, WIDTH, GAP, HEIGHT = 0.085, 0.285, 0.272, 0.047, 0.6
TRUE = 0.45  # of the colours for weights: a True must not look like a weight of 1


class MaskPicture:
    """Draw the mask twice, True coloured, and the attention that it leaves.

    Hatched cells are hidden, however the mask is written. `artists` are those that
    change; `label` sets the tokens, `show` the maps and the lit row.
    """

    def __init__(self, figure):
        self.maps, self.rows = [], []
        for number, title in enumerate(TITLES):
            place = LEFT + number * (WIDTH + GAP), BOTTOM, WIDTH, HEIGHT
            ax = figure.add_axes(place)
            self.maps.append(SmallMap(ax, title))
            row = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5)
            row.set(clip_on=False, zorder=5)
            self.rows.append(ax.add_patch(row))
            ax.set_xlabel("key")
        self.maps[0].ax.set_ylabel("query")
        self.artists = [
            artist
            for part, row in zip(self.maps, self.rows, strict=True)
            for artist in (*part.artists, row)
        ]

    def label(self, tokens):
        """Put the tokens on the maps."""
        for number, part in enumerate(self.maps):
            label_tokens(part.ax, tokens if number == 0 else None, tokens)

    def show(self, mask, weights, row, title):
        """Set mask and weights, and light a row.

        Shape: mask (T, T), True = may attend; weights (T, T)
        """
        for part, matrix in zip(
            self.maps, (TRUE * mask, TRUE * ~mask, weights), strict=True
        ):
            part.show(np.asarray(matrix, float), causal=True)
        for patch in self.rows:
            patch.set_bounds(-0.5, row - 0.5, len(mask), 1)
        self.maps[2].title.set_text(title)
