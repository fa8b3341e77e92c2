"""Change one word, and see which outputs move: a mask read off from outside."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.figures.matrices import label_tokens
from helpers.figures.multi_head.maps import SmallMap
from helpers.figures.style import ACCENT, INK, PROBLEM

LEAST = 1e-4  # a smaller move is rounding, and stays white
SCALE = (np.log10(LEAST), 1)  # from there to 10
LEFT, BOTTOM, WIDTH, GAP, HEIGHT = 0.085, 0.27, 0.272, 0.047, 0.6


class ProbePicture:
    """Draw how far each output moves when each word is changed, for several masks.

    `artists` are those that change; `label` sets the words, `show` the moves.
    """

    def __init__(self, figure, masks):
        self.maps, self.columns = {}, {}
        for number, mask in enumerate(masks):
            place = LEFT + number * (WIDTH + GAP), BOTTOM, WIDTH, HEIGHT
            part = SmallMap(figure.add_axes(place), "")
            column = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5)
            column.set(clip_on=False, zorder=5)
            part.ax.add_patch(column)
            part.ax.set_xlabel("changed word")
            self.maps[mask], self.columns[mask] = part, column
        next(iter(self.maps.values())).ax.set_ylabel("output at")
        self.artists = [
            artist
            for mask, part in self.maps.items()
            for artist in (*part.artists, self.columns[mask])
        ]

    def label(self, tokens, leaks):
        """Put the words that go in on the maps, and the verdict above each.

        Shape: leaks: mask -> True or False
        """
        for number, (mask, part) in enumerate(self.maps.items()):
            label_tokens(part.ax, None if number else tokens, tokens)
            verdict = "leaks" if leaks[mask] else "no leak"
            part.title.set_text(f"mask {mask}: {verdict}")
            part.title.set_color(PROBLEM if leaks[mask] else INK)

    def show(self, moves, changed):
        """Set the moves, on a logarithmic scale, and frame one changed word.

        Shape: moves: mask -> (T, T), rows are outputs
        """
        for mask, part in self.maps.items():
            part.show(np.interp(np.log10(moves[mask].clip(LEAST)), SCALE, (0, 1)))
            self.columns[mask].set_bounds(changed - 0.5, -0.5, 1, len(moves[mask]))
