"""Sinusoidal positions: the whole table, one row, one column, and what is alike."""

import numpy as np

from helpers.figures.embedding.cells import set_new_cells
from helpers.figures.matrices import draw_cells, draw_signed, set_cells
from helpers.figures.style import ACCENT, INK, SIGNED_CMAP, TEXT

# Of the figure: the row stands under the table, the wave under the similarities.
TABLE, ALIKE = (0.085, 0.51, 0.5, 0.42), (0.695, 0.51, 0.285, 0.42)
ROW, WAVE = (0.085, 0.135, 0.5, 0.24), (0.695, 0.135, 0.285, 0.24)


class WavesPicture:
    """Draw a table of position waves, cut along one position and one dimension.

    `artists` are those that change with the numbers; `resize` sets what changes with
    the sizes of the table.
    """

    def __init__(self, figure):
        self.table_ax, self.alike_ax, self.row_ax, self.wave_ax = axes = [
            figure.add_axes(place) for place in (TABLE, ALIKE, ROW, WAVE)
        ]
        self.table = draw_signed(self.table_ax, [[0]], 1)
        self.alike = draw_cells(self.alike_ax, [[0]], SIGNED_CMAP, -1, 1)
        titles = [ax.set_title("", size=TEXT, weight="normal") for ax in axes]
        titles[0].set_text("one row for each position")
        titles[1].set_text("how alike two positions are")
        *_, self.row_title, self.wave_title = titles
        names = ("dimension", "position"), ("position", "position")
        for ax, (x, y) in zip(axes[:2], names, strict=True):
            ax.set(xlabel=x, ylabel=y)
        self.row_ax.set(xlabel="dimension", ylabel="value")
        self.wave_ax.set(xlabel="position", ylabel="value")
        for ax in (self.row_ax, self.wave_ax):
            ax.set(ylim=(-1.15, 1.15), yticks=(-1, 0, 1))
            ax.grid(axis="y", lw=0.8)
        (self.row,) = self.row_ax.plot([], [], color=INK, lw=1.2)
        (self.wave,) = self.wave_ax.plot([], [], color=INK, lw=1.5)
        look = {"color": ACCENT, "ms": 9, "clip_on": False, "zorder": 3}
        points = [ax.plot([], [], "o", **look)[0] for ax in axes[2:]]
        self.row_point, self.wave_point = points
        line = {"color": ACCENT, "lw": 1.8, "zorder": 3}
        self.lines = [
            self.table_ax.axhline(0, **line),
            self.alike_ax.axhline(0, **line),
            self.table_ax.axvline(0, **line),
        ]
        self.artists = [self.table, self.alike, *self.lines, self.row, self.wave]
        self.artists += [*points, self.row_title, self.wave_title]

    def resize(self, length, d_model):
        """Fit the axes to a table of this size."""
        set_cells(self.table, np.zeros((length, d_model)))
        set_cells(self.alike, np.zeros((length, length)))
        positions, dimensions = _ends(length), _ends(d_model)
        for ax in (self.table_ax, self.alike_ax):
            ax.set_yticks(positions)
        for ax, ticks, size in (
            (self.table_ax, dimensions, d_model),
            (self.row_ax, dimensions, d_model),
            (self.alike_ax, positions, length),
            (self.wave_ax, positions, length),
        ):
            ax.set(xlim=(-0.5, size - 0.5), xticks=ticks)

    def show(self, table, alike, position, dimension):
        """Set the table, and cut it along one position and one dimension.

        Shape: table (length, d_model), alike (length, length)
        """
        set_new_cells(self.table, table)
        set_new_cells(self.alike, alike)
        for line, place in zip(self.lines, (position, position), strict=False):
            line.set_ydata([place, place])
        self.lines[2].set_xdata([dimension, dimension])
        self.row.set_data(range(table.shape[1]), table[position])
        self.wave.set_data(range(table.shape[0]), table[:, dimension])
        value = table[position, dimension]
        self.row_point.set_data([dimension], [value])
        self.wave_point.set_data([position], [value])
        self.row_title.set_text(f"the row of position {position}")
        self.wave_title.set_text(f"the wave of dimension {dimension}")


def _ends(size):
    """Return the ticks of an axis of this size: first, middle, last."""
    return sorted({0, size // 2, size - 1})
