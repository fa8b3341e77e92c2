"""Boxes and wires of a drawn diagram, each part lit or pale.

Coordinates are pixels, y upwards. A box stands at the middle of its foot.
"""

from fnmatch import fnmatchcase

import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from helpers.figures import style


class Pen:
    """Draw parts and keep them by name; the name decides whether a part is lit.

    `lit` lists names, with * and ? for what may stand there: "encoder.*".
    """

    def __init__(self, ax, lit):
        self.ax, self.lit, self.parts = ax, lit, {}

    def is_lit(self, name):
        """Return whether a part of this name is lit."""
        return any(fnmatchcase(name, pattern) for pattern in self.lit)

    def box(self, name, x, y, width, height, text="", layer=3):
        """Draw a box with round corners and a text in its middle."""
        self._add(name, round_box(x, y, width, height), layer)
        if text:
            self.text(name, x, y + height / 2 + 1.5, text)

    def circle(self, name, x, y, radius, text=""):
        """Draw a circle with a text in its middle."""
        self._add(name, Circle((x, y), radius), layer=3)
        if text:
            self.text(name, x, y + 1, text, size=style.TITLE_TEXT)

    def wire(self, name, *points, head=True):
        """Draw a line through the points, with an arrow's head at the last."""
        lit = self.is_lit(name)
        patch = FancyArrowPatch(
            path=rounded(points),
            arrowstyle="-|>,head_length=4,head_width=2.2" if head else "-",
            color=style.ACCENT if lit else style.PALE,
            linewidth=2.5 if lit else 1.5,
            capstyle="butt",
            zorder=4 if lit else 2,
        )
        self.parts[name] = self.ax.add_patch(patch)

    def text(self, name, x, y, text, **options):
        """Write a text that belongs to a part, its middle at (x, y)."""
        look = {
            "color": style.INK if self.is_lit(name) else style.MUTED,
            "size": style.SMALL_TEXT,
            "linespacing": 1.45,
            "ha": "center",
            "va": "center_baseline",
            "zorder": 5,
        }
        self.ax.text(x, y, text, **look | options)

    def _add(self, name, patch, layer):
        lit = self.is_lit(name)
        patch.set_facecolor(style.LIT if lit else style.PAPER)
        patch.set_edgecolor(style.ACCENT if lit else style.PALE)
        patch.set(linewidth=2 if lit else 1.2, zorder=layer)
        self.parts[name] = self.ax.add_patch(patch)


def round_box(x, y, width, height):
    """Return a box with round corners on the middle of its foot."""
    shape = "round,pad=0,rounding_size=6"
    return FancyBboxPatch((x - width / 2, y), width, height, boxstyle=shape)


def rounded(points, radius=9):
    """Return the path through the points with its corners rounded."""
    points = np.asarray(points, float)
    vertices, codes = [points[0]], [Path.MOVETO]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        enter, leave = (
            corner + radius * (end - corner) / np.hypot(*(end - corner))
            for end in (before, after)
        )
        vertices += [enter, corner, leave]
        codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
    return Path([*vertices, points[-1]], [*codes, Path.LINETO])
