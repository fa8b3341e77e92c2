"""A map of words, coloured by kind, and the words nearest to one of them."""

import numpy as np
from matplotlib.patheffects import withStroke

from helpers.figures.style import ACCENT, INK, PALE, SMALL_TEXT

MAP, NEAREST = (0.02, 0.075, 0.56, 0.85), (0.735, 0.415, 0.18, 0.51)
LEGEND_X, LEGEND_Y, LEGEND_STEP = 0.625, 0.3, 0.049
# Okabe and Ito's colours once more, and a shape each: told apart in grey, too.
LOOKS = (
    ("o", "#0072B2"),
    ("s", "#D55E00"),
    ("^", "#009E73"),
    ("D", "#7A7A7A"),
    ("v", "#AA4488"),
    ("P", "#E69F00"),
    ("X", "#56B4E9"),
)


class WordsPicture:
    """Draw words as points, one of them with its nearest, and these as bars.

    `artists` are those that change; `fit` makes room, `place` sets the points, `show`
    the rest.

    Shape: kinds: names of at most seven; kind_of (N,): the number of each word's kind
    """

    def __init__(self, figure, words, kinds, kind_of, num_nearest):
        self.words, self.kind_of = words, np.asarray(kind_of)
        self.map_ax = ax = figure.add_axes(MAP)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        ax.set_title(f"{len(words)} words, from their widest side")
        self.points = [
            ax.plot([], [], shape, color=colour, ms=7, mec="white", mew=0.6)[0]
            for shape, colour in LOOKS[: len(kinds)]
        ]
        ring = {"mfc": "none", "mec": INK, "mew": 1.8, "zorder": 4}
        (self.rings,) = ax.plot([], [], "o", ms=14, **ring)
        (self.here,) = ax.plot([], [], "o", ms=18, **ring | {"mec": ACCENT, "mew": 3})
        self.name = ax.text(0, 0, "", color=ACCENT, weight="bold", zorder=5)
        self.name.set_path_effects([withStroke(linewidth=4, foreground="white")])
        self.bar_ax = ax = figure.add_axes(NEAREST)
        ax.set(xlim=(0, 1), ylim=(num_nearest - 0.5, -0.5), yticks=[], xticks=(0, 1))
        ax.set_title("the nearest words", x=-0.55)
        ax.set_xlabel("cosine", labelpad=-8)
        self.bars = ax.barh(range(num_nearest), [0] * num_nearest, 0.7)
        self.bar_names, self.bar_numbers = (
            [
                ax.text(0, i, "", ha=side, va="center_baseline")
                for i in range(num_nearest)
            ]
            for side in ("right", "left")
        )
        for name in self.bar_names:
            name.set_x(-0.05)
        self.draw_legend(figure, kinds)
        self.artists = [*self.points, self.rings, self.here, self.name, *self.bars]
        self.artists += [*self.bar_names, *self.bar_numbers]

    @staticmethod
    def draw_legend(figure, kinds):
        """Say which kind has which colour and shape."""
        ax = figure.add_axes((0, 0, 1, 1), zorder=-1)
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.set_axis_off()
        for number, (kind, look) in enumerate(zip(kinds, LOOKS, strict=False)):
            column, line = divmod(number, 4)
            x, y = LEGEND_X + 0.19 * column, LEGEND_Y - LEGEND_STEP * line
            shape, colour = look
            ax.plot([x], [y], shape, color=colour, ms=8)
            ax.text(x + 0.018, y, kind, va="center", size=SMALL_TEXT)

    def fit(self, points):
        """Make room for all points that will be placed. Shape: (any number, 2)"""
        low, high = np.min(points, axis=0), np.max(points, axis=0)
        room = 0.06 * (high - low)
        (left, foot), (right, top) = low - room, high + room
        self.map_ax.set(xlim=(left, right), ylim=(foot, top))

    def place(self, points):
        """Put every word in its place on the map. Shape: (N, 2)"""
        self.places = np.asarray(points)
        for number, line in enumerate(self.points):
            line.set_data(*self.places[self.kind_of == number].T)

    def show(self, word, nearest, cosines, lit):
        """Mark one word and its nearest; keep the colour of one kind (None: of all).

        Shape: nearest (num_nearest,): numbers of words; cosines (num_nearest,)
        """
        for number, (line, look) in enumerate(zip(self.points, LOOKS, strict=False)):
            meant = lit is None or lit == number
            line.set(color=look[1] if meant else PALE, zorder=3 if meant else 2)
            line.set_markeredgecolor("white")
        self.here.set_data(*self.places[[word]].T)
        self.rings.set_data(*self.places[nearest].T)
        self.mark(word)
        rows = zip(self.bars, self.bar_names, self.bar_numbers, strict=True)
        for other, cosine, (bar, name, number) in zip(
            nearest, cosines, rows, strict=True
        ):
            bar.set(width=max(cosine, 0), color=LOOKS[self.kind_of[other]][1])
            name.set_text(self.words[other])
            number.set(text=f"{cosine:.2f}".replace("-", "−"), x=max(cosine, 0) + 0.04)

    def mark(self, word):
        """Write the chosen word beside its point, on the side with more room."""
        x, y = self.places[word]
        left, right = self.map_ax.get_xlim()
        on_the_left = x > (left + right) / 2
        offset = 0.028 * (right - left)
        self.name.set(text=self.words[word], va="center")
        self.name.set_ha("right" if on_the_left else "left")
        self.name.set_position((x - offset if on_the_left else x + offset, y))
