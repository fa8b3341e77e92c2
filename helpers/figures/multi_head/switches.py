"""Every head of a model as a small map; some are off, and this is what is left."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.figures.matrices import draw_cells, set_cells
from helpers.figures.style import (
    ACCENT,
    INK,
    MUTED,
    PALE,
    PAPER,
    SMALL_TEXT,
    TEXT,
    WEIGHTS_CMAP,
)

# In pixels, from the upper left corner: first cell, step from cell to cell, its size.
LEFT, TOP, STEP_X, STEP_Y, WIDTH, HEIGHT = 150, 58, 78, 80, 68, 70
CURVE = (0.61, 0.5, 0.365, 0.37)  # of the figure
TEXTS = 0.549, (0.335, 0.265, 0.195, 0.125)
RANKS = "1 goes first, {} is the last one left"


class SwitchesPicture:
    """Draw a model's maps, those of silent heads crossed out, and what is lost.

    `artists` are those that change; `show`, `switch` and `say` set them.

    Shape: names: of the attentions; order: (name, head) from the least missed;
        right: (N + 1,) sentences right with 0, 1, … heads of the order off
    """

    def __init__(self, figure, names, num_heads, order, right, sample):
        self.figure, self.size = figure, figure.bbox.bounds[2:]
        self.sample = sample
        self.maps = {
            (name, head): HeadMap(self.axes_at(line, head), rank)
            for line, name in enumerate(names)
            for head in range(num_heads)
            for rank in [order.index((name, head)) + 1]
        }
        for line, name in enumerate(names):
            y = 1 - (TOP + line * STEP_Y + HEIGHT / 2) / self.size[1]
            stack, layer, kind = name.split(".")
            text = f"{stack} {kind}\nlayer {int(layer) + 1}"
            x = (LEFT - 14) / self.size[0]
            figure.text(x, y, text, ha="right", va="center", size=SMALL_TEXT)
        for head in range(num_heads):
            x = (LEFT + head * STEP_X + WIDTH / 2) / self.size[0]
            y = 1 - (TOP - 22) / self.size[1]
            figure.text(x, y, f"head {head + 1}", ha="center", size=SMALL_TEXT)
        y = 1 - (TOP + len(names) * STEP_Y + 10) / self.size[1]
        text = RANKS.format(len(order))
        figure.text(LEFT / self.size[0], y, text, size=SMALL_TEXT, color=MUTED)
        self.draw_curve(right)
        left, heights = TEXTS
        self.texts = [figure.text(left, y, "", size=TEXT, va="center") for y in heights]
        self.artists = [a for one in self.maps.values() for a in one.artists]
        self.artists += [self.here, *self.texts]

    def axes_at(self, line, column):
        """Make the axes of one small map."""
        width, height = self.size
        left, top = LEFT + column * STEP_X, TOP + line * STEP_Y
        place = (left, height - top - HEIGHT, WIDTH, HEIGHT)
        return self.figure.add_axes(np.divide(place, (width, height) * 2))

    def draw_curve(self, right):
        """Draw how many sentences stay right while the heads go one by one."""
        ax = self.figure.add_axes(CURVE)
        ax.plot(range(len(right)), right, "o-", color=MUTED, lw=1.5, ms=4)
        (self.here,) = ax.plot([], [], "D", color=ACCENT, ms=10, zorder=4)
        ax.legend([self.here], ["your choice"], loc="lower left", handlelength=1)
        ax.set(xlim=(-0.8, len(right) - 0.2), ylim=(-3, self.sample + 4))
        ax.set_xticks(range(0, len(right), 4))
        ax.set_yticks(range(0, self.sample + 1, self.sample // 4))
        ax.grid(axis="y", lw=0.8)
        ax.set_xlabel("heads off, one by one")
        ax.set_title(f"of {self.sample} held-out sentences right", size=TEXT)

    def show(self, maps):
        """Set every map. Shape: maps: name -> (H, T, S)"""
        for (name, head), one in self.maps.items():
            set_cells(one.image, maps[name][head])

    def switch(self, off):
        """Cross out the heads that are off."""
        for head, one in self.maps.items():
            one.switch(head in off)

    def say(self, lines, count, right):
        """Write what is left, and mark it beside the curve."""
        for text, line in zip(self.texts, lines, strict=True):
            text.set_text(line)
        self.here.set_data([count], [right])


class HeadMap:
    """Draw one head's map, its turn in a corner; a head that is off is hatched."""

    def __init__(self, ax, rank):
        self.image = draw_cells(ax, [[0]], WEIGHTS_CMAP, 0, 1)
        whole = {"transform": ax.transAxes, "clip_on": False}
        self.frame = Rectangle((0, 0), 1, 1, fill=False, ec=PALE, zorder=2, **whole)
        self.cross = Rectangle((0, 0), 1, 1, fc=PAPER, ec=MUTED, hatch="///", **whole)
        self.cross.set(zorder=3, visible=False, alpha=0.8)
        for patch in (self.frame, self.cross):
            ax.add_patch(patch)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        box = {"boxstyle": "square,pad=0.12", "fc": PAPER, "ec": "none"}
        corner = {"ha": "right", "va": "top", "transform": ax.transAxes, "zorder": 4}
        self.rank = ax.text(
            0.97, 0.97, f"{rank}", size=SMALL_TEXT, color=INK, bbox=box, **corner
        )
        self.artists = [self.image, self.frame, self.cross, self.rank]

    def switch(self, off):
        """Cross the map out, or show it."""
        if self.cross.get_visible() != off:
            self.cross.set_visible(off)
