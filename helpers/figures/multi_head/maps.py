"""Small attention maps side by side, and what a causal mask hides in them."""

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from helpers.figures.matrices import draw_cells, set_cells
from helpers.figures.style import ACCENT, INK, MUTED, PALE, TEXT, WEIGHTS_CMAP


class SmallMap:
    """Draw one attention map without tokens, with a title; it can be marked.

    `artists` are those that change: an explorer names them live.
    """

    def __init__(self, ax, title):
        self.ax = ax
        self.image = draw_cells(ax, [[0]], WEIGHTS_CMAP, 0, 1)
        self.hidden = HiddenFuture(ax)
        self.frame = Rectangle((0, 0), 1, 1, fill=False, transform=ax.transAxes)
        self.frame.set(clip_on=False, zorder=4)
        ax.add_patch(self.frame)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        self.title = ax.figure.text(
            0.5, 1.04, title, ha="center", size=TEXT, transform=ax.transAxes
        )
        self.marked = None
        self.mark(False)
        self.artists = [self.image, self.hidden, self.frame, self.title]

    def show(self, weights, causal=False):
        """Set the map. Shape: weights (T, S)"""
        set_cells(self.image, weights)
        self.hidden.cover(len(weights) if causal else 0)

    def mark(self, marked):
        """Frame the map that is meant, and name it in the same colour."""
        if marked != self.marked:
            self.marked = marked
            self.frame.set(ec=ACCENT if marked else PALE, lw=3 if marked else 1)
            self.title.set_color(ACCENT if marked else INK)
            self.title.set_weight("bold" if marked else "normal")


class HiddenFuture(PathPatch):
    """Hatch the cells of a square map that a causal mask hides.

    `size` is the number of rows; 0 hatches nothing.
    """

    def __init__(self, ax):
        look = {"facecolor": "none", "edgecolor": MUTED, "hatch": "////"}
        super().__init__(staircase(0), linewidth=0, zorder=2, **look)
        self.size = 0
        ax.add_patch(self)

    def cover(self, size):
        """Hatch a map with so many rows."""
        if size != self.size:
            self.size = size
            self.set_path(staircase(size))


def staircase(size):
    """Return the outline of all cells above the diagonal of a square map."""
    corners = [(size - 0.5, -0.5)]
    for row in range(size - 1):
        corners += [(row + 0.5, row - 0.5), (row + 0.5, row + 0.5)]
    return Path([*corners, (size - 0.5, size - 1.5), (size - 0.5, -0.5)])
