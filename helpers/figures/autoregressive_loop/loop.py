"""One turn of the loop: what is fed in, where it looks, what it may say, and says."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.figures.autoregressive_loop.tape import Tape
from helpers.figures.matrices import draw_cells, label_tokens, set_cells
from helpers.figures.style import (
    ACCENT,
    INK,
    MUTED,
    PALE,
    QUERY,
    TEXT,
    TITLE_TEXT,
    WEIGHTS_CMAP,
)

WIDTH, HEIGHT = 900, 570  # pixels
TOP, FOOT = 500, 120  # of the rows
MOST_ROWS, ROW = 14, 70  # a row is at most so high
FED, MAP, WRITES = (12, 92), (122, 300), (440, 92)  # left edge, width
BARS, NUM_BARS, BAR = (650, 170), 8, 34
SO_FAR_Y = 130  # of what has been written, under the bars
EOS = "<eos>"
HEADS = (
    (FED, "fed in 输入"),
    (MAP, "looks at the source 交叉注意力"),
    (WRITES, "writes 输出"),
    (BARS, "the next word 下一个词"),
)


class LoopPicture:
    """Draw the loop down to one step: a row for each word that has been written.

    `artists` are those that change. `label` sets what changes with the sentence,
    `show` the step.
    """

    def __init__(self, figure):
        self.fed, self.writes = (
            Tape(figure.add_axes((0, 0, 1, 1)), MOST_ROWS, vertical=True)
            for _ in range(2)
        )
        self.map_ax = figure.add_axes((0, 0, 1, 1))
        self.map_ax.spines[:].set_visible(True)
        self.map_ax.spines[:].set_color(PALE)
        self.image = draw_cells(self.map_ax, [[0]], WEIGHTS_CMAP, 0, 1)
        self.row = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5, zorder=3)
        self.row.set_clip_on(False)
        self.map_ax.add_patch(self.row)
        for (left, width), text in HEADS:
            middle, y = (left + width / 2) / WIDTH, (TOP + 24) / HEIGHT
            figure.text(middle, y, text, size=TEXT, ha="center", weight="bold")
        self.draw_bars(figure)
        middle = (BARS[0] + BARS[1] / 2) / WIDTH
        figure.text(middle, (SO_FAR_Y + 32) / HEIGHT, "so far", ha="center", size=TEXT)
        self.so_far = figure.text(
            middle, SO_FAR_Y / HEIGHT, "", ha="center", size=TITLE_TEXT, weight="bold"
        )
        self.artists = [
            self.so_far,
            *self.fed.artists,
            *self.writes.artists,
            self.image,
            self.row,
        ]
        self.artists += [*self.bars, *self.words, *self.numbers]

    def draw_bars(self, figure):
        """Draw the empty chart of the likeliest next words."""
        left, width = BARS
        height = NUM_BARS * BAR
        box = left / WIDTH, (TOP - height) / HEIGHT, width / WIDTH, height / HEIGHT
        ax = figure.add_axes(box)
        ax.set(xlim=(0, 1), ylim=(NUM_BARS - 0.5, -0.5), xticks=[], yticks=[])
        ax.spines[["bottom"]].set_visible(False)
        self.bars = ax.barh(range(NUM_BARS), [0] * NUM_BARS, height=0.62, color=QUERY)
        for bar in self.bars[1:]:
            bar.set_color(MUTED)
        beside = {"va": "center", "color": INK, "clip_on": False}
        places = range(NUM_BARS)
        self.words = [ax.text(-0.05, i, "", ha="right", **beside) for i in places]
        self.numbers = [ax.text(0, i, "", ha="left", **beside) for i in places]

    def label(self, source, rows):
        """Make room for a sentence: its source words, and how many rows it needs.

        Shape: source: S strings
        """
        self.num_rows = rows
        height = min(ROW, (TOP - FOOT) / rows)
        for tape, (left, width) in ((self.fed, FED), (self.writes, WRITES)):
            full = height * MOST_ROWS  # those below the last row are not seen
            tape.ax.set_position(
                (
                    left / WIDTH,
                    (TOP - full) / HEIGHT,
                    width / WIDTH,
                    full / HEIGHT,
                )
            )
        left, width = MAP
        foot, height = TOP - height * rows, height * rows
        self.map_ax.set_position(
            (left / WIDTH, foot / HEIGHT, width / WIDTH, height / HEIGHT)
        )
        label_tokens(self.map_ax, None, source)

    def show(self, fed, writes, weights, likeliest):
        """Show a step: words fed in and written so far, weights, and what was likely.

        Shape: fed and writes: t strings each, the last one of this step; weights
            (t, S); likeliest: (word, probability) for NUM_BARS words
        """
        step, (_, source_length) = len(fed), weights.shape
        cells = np.full((self.num_rows, source_length), np.nan)  # stays white
        cells[:step] = weights
        set_cells(self.image, cells)
        self.row.set_bounds(-0.5, step - 1.5, source_length, 1)
        coming = [writes[-1]] if step < self.num_rows else []
        self.fed.show([*fed, *coming], ["fed"] * step + ["next"] * len(coming))
        self.writes.show(writes, ["said"] * (step - 1) + ["new"])
        self.so_far.set_text("".join(word for word in writes if word != EOS))
        for i, (word, probability) in enumerate(likeliest):
            self.bars[i].set_width(probability)
            self.words[i].set_text(word)
            self.numbers[i].set_x(probability + 0.03)
            self.numbers[i].set_text(f"{probability:.2%}")
