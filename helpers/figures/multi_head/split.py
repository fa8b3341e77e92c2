"""Split and join: how n × d_model becomes heads, and n × d_model again."""

import numpy as np
from matplotlib import colormaps
from matplotlib.patches import Rectangle

from helpers.figures.matrices import draw_cells, set_cells
from helpers.figures.style import (
    ACCENT,
    INK,
    MUTED,
    PALE,
    SMALL_TEXT,
    TEXT,
    TITLE_TEXT,
    ink_on,
)

STEPS = ("x W", "view", "transpose", "attend", "Concat", "W_O")
WORDS_CMAP = colormaps["cividis"]
# In pixels: left edges of the three panels, their width, foot and height.
LEFTS, WIDTH, FOOT, HEIGHT = (62, 364, 666), 214, 84, 370
NAMES = ("x W_Q", "heads", "Concat")
AXES = (
    ("features", "words"),
    ("features", "words, head by head"),
    ("features", "words"),
)
MOST_CELLS = 40


class SplitPicture:
    """Draw the way of a tensor that is filled with the words' own numbers.

    `artists` are those that change; `show` sets them.
    """

    def __init__(self, figure):
        width, height = figure.bbox.bounds[2:]
        self.panels = []
        for left, name, (across, down) in zip(LEFTS, NAMES, AXES, strict=True):
            place = (left / width, FOOT / height, WIDTH / width, HEIGHT / height)
            self.panels.append(TokenPanel(figure.add_axes(place), name))
            self.panels[-1].ax.set(xlabel=across, ylabel=down)
        for left in LEFTS[:2]:
            x = (left + WIDTH + 22) / width
            figure.text(x, (FOOT + HEIGHT / 2) / height, "→", size=20, color=MUTED)
        code = {"ha": "center", "va": "center", "size": TITLE_TEXT}
        self.code = figure.text(0.5, 1 - 26 / height, "", family="monospace", **code)
        self.artists = [self.code] + [a for p in self.panels for a in p.artists]

    def show(self, start, blocks, joined, code, current, last):
        """Set what has been reached; what has not is None.

        Shape: start (n, d), blocks (h, n, d_k), joined (n, d): each cell holds the
            number of the word that it comes from; last: the third panel's name
        """
        self.panels[2].name = last
        self.code.set_text(code)
        whole = (start[None], blocks, None if joined is None else joined[None])
        for number, panel in enumerate(self.panels):
            panel.show(whole[number], current == number)

    def mark_borders(self, columns):
        """Draw the borders between heads in the first panel, at these columns."""
        self.panels[0].cut(columns)


class TokenPanel:
    """Draw blocks of rows, one below the other; each cell says its word's number."""

    def __init__(self, ax, name):
        self.ax, self.name, self.blocks = ax, name, None
        self.image = draw_cells(ax, [[0]], WORDS_CMAP, 0, 1)
        self.image.cmap = WORDS_CMAP.with_extremes(bad="white")
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color=PALE)
        middle = {"ha": "center", "va": "center", "size": SMALL_TEXT, "zorder": 4}
        self.numbers = [ax.text(0, 0, "", **middle) for _ in range(MOST_CELLS)]
        self.cuts = [
            ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5))
            for _ in range(8)
        ]
        for cut in self.cuts:
            cut.set(clip_on=False, zorder=3)
        self.title = ax.figure.text(
            0.5, 1.04, name, ha="center", size=TEXT, transform=ax.transAxes
        )
        self.artists = [self.image, *self.numbers, *self.cuts, self.title]

    def show(self, blocks, current):
        """Set the blocks. Shape: (h, n, d), or None where nothing is reached yet"""
        for artist in (self.image, *self.numbers, *self.cuts):
            artist.set_visible(blocks is not None)
        self.title.set_color(
            (ACCENT if current else INK) if blocks is not None else PALE
        )
        self.title.set_weight("bold" if current else "normal")
        if blocks is None:
            self.title.set_text(self.name)
            return
        heads, rows, columns = blocks.shape
        shape = f"{rows} × {columns}" if heads == 1 else f"{heads} × {rows} × {columns}"
        self.title.set_text(f"{self.name}  {shape}")
        self.fill(blocks)
        self.frame(heads, rows, columns)

    def fill(self, blocks):
        """Colour every cell by its word, and write the word's number into it."""
        heads, rows, columns = blocks.shape
        set_cells(self.image, blocks.reshape(heads * rows, columns))
        self.image.set_clim(0, max(blocks.max(), 1))
        for text in self.numbers:
            text.set_visible(False)
        places = ((r, c) for r in range(heads * rows) for c in range(columns))
        for text, (r, c) in zip(self.numbers, places, strict=False):
            number = blocks.reshape(heads * rows, columns)[r, c]
            text.set(text=f"{number}", position=(c, r), visible=True)
            text.set_color(ink_on(self.image.to_rgba(np.array([number]))[0]))

    def frame(self, heads, rows, columns):
        """Outline every head's block."""
        for head, cut in enumerate(self.cuts):
            cut.set_visible(head < heads and heads > 1)
            cut.set_bounds(-0.5, head * rows - 0.5, columns, rows)

    def cut(self, widths):
        """Outline columns instead of rows: these many for each head."""
        rows = self.image.get_array().shape[0]
        for head, frame in enumerate(self.cuts):
            frame.set_visible(head < len(widths))
            if head < len(widths):
                start = sum(widths[:head])
                frame.set_bounds(start - 0.5, -0.5, widths[head], rows)
