"""Matrices as pictures: tokens on the axes, one lit row, numbers where they fit."""

import numpy as np
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle

from helpers.figures.style import (
    ACCENT,
    INK,
    MUTED,
    PALE,
    SIGNED_CMAP,
    SMALL_TEXT,
    TEXT,
    WEIGHTS_CMAP,
    ink_on,
)

MOST_LEANING = 7  # column labels
FULL_NUMBERS = 5  # up to so many columns a lit row has all its numbers, then one


class CellImage(AxesImage):
    """An AxesImage that paints whole cells: three times as fast as resampling."""

    def make_image(self, renderer, magnification=1.0, unsampled=False):
        """Return pixels (height, width, 4) and where they stand, as matplotlib asks."""
        box = self.get_window_extent(renderer)
        left, bottom, right, top = (round(edge) for edge in box.extents)
        cells = self.to_rgba(self.get_array(), bytes=True)
        rows, columns = cells.shape[:2]
        # Pictures are stored from the foot up, matrices from the top down.
        row = np.arange(top - bottom)[::-1, None] * rows // (top - bottom)
        column = np.arange(right - left) * columns // (right - left)
        return cells[row, column], left, bottom, None


def draw_cells(ax, matrix, cmap, low, high):
    """Draw a matrix cell by cell, row 0 on top, over the whole axes.

    Shape: matrix (rows, columns) -> CellImage
    """
    image = CellImage(ax, cmap=cmap, zorder=1)
    image.set_clim(low, high)
    ax.add_image(image)
    set_cells(image, np.asarray(matrix))
    return image


def set_cells(image, matrix):
    """Put another matrix, of any size, in the place of the one drawn.

    Shape: matrix (rows, columns)
    """
    rows, columns = matrix.shape
    resized = image.get_array() is None or image.get_array().shape != matrix.shape
    image.set_data(matrix)
    if not resized:
        return
    image.set_extent((-0.5, columns - 0.5, rows - 0.5, -0.5))
    image.axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))


def draw_weights(ax, weights, queries, keys):
    """Draw an attention map from 0 to 1: a row for each query, a column for each key.

    Shape: weights (T, S), queries T tokens, keys S tokens -> CellImage
    """
    image = draw_cells(ax, weights, WEIGHTS_CMAP, 0, 1)
    label_tokens(ax, queries, keys)
    ax.set_xlabel("key")
    ax.set_ylabel("query")
    return image


def draw_signed(ax, matrix, limit):
    """Draw numbers of both signs from -limit to limit; white is zero.

    Shape: matrix (rows, columns) -> CellImage
    """
    return draw_cells(ax, matrix, SIGNED_CMAP, -limit, limit)


def label_tokens(ax, rows=None, columns=None):
    """Put tokens on the axes; None leaves an axis without ticks."""
    ax.set_yticks(range(len(rows or ())), rows or ())
    ax.set_xticks(range(len(columns or ())), columns or ())
    # Long rows of words stand upright, short ones lean: so they never meet.
    lean = {"rotation": 40, "ha": "right", "va": "top"}
    upright = {"rotation": 90, "ha": "center", "va": "top"}
    for label in ax.get_xticklabels():
        label.set(**(lean if len(columns) <= MOST_LEANING else upright))
        label.set_rotation_mode("anchor" if len(columns) <= MOST_LEANING else "default")
    ax.tick_params(length=0, pad=4)


class MatrixPanel:
    """Draw one matrix that can be set again, with a title and a lit row.

    `artists` are those that change: an explorer names them live. `show` sets the
    numbers, `light` the row; a panel that is not reached yet stays an empty frame.
    What is set again to the same is left alone, so that it need not be drawn again.
    """

    def __init__(self, ax, title, colour=INK, numbers=False):
        self.name, self.colour, self.ax = title, colour, ax
        self.matrix, self.looks = np.zeros((1, 1)), None
        self.image = draw_signed(ax, self.matrix, limit=1)
        # The figure's, and not the axes': it need not be drawn again with the cells.
        self.title = ax.figure.text(
            0.5, 1.03, "", ha="center", size=TEXT, transform=ax.transAxes
        )
        self.frame = Rectangle((0, 0), 1, 1, fill=False, lw=2, transform=ax.transAxes)
        self.row = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5)
        for patch, zorder in ((self.frame, 2), (self.row, 3)):
            patch.set(clip_on=False, zorder=zorder)
            ax.add_patch(patch)
        middle = {"ha": "center", "va": "center", "size": SMALL_TEXT, "zorder": 4}
        count = FULL_NUMBERS if numbers else 0
        self.numbers = [ax.text(0, 0, "", **middle) for _ in range(count)]
        ax.spines[:].set_visible(False)
        self.artists = [self.image, self.title, self.frame, self.row, *self.numbers]

    def show(self, matrix, limit=None):
        """Set the numbers: signed up to `limit`, or without one weights from 0 to 1.

        Shape: matrix (rows, columns)
        """
        if np.array_equal(matrix, self.matrix):
            return
        self.matrix = matrix
        set_cells(self.image, matrix)
        self.image.set_cmap(WEIGHTS_CMAP if limit is None else SIGNED_CMAP)
        self.image.set_clim(*((0, 1) if limit is None else (-limit, limit)))

    def light(self, row, reached=True, current=False, whole=False):
        """Light a row (None: no row), or the whole matrix; pale if not reached yet."""
        looks = (reached, current, self.matrix.shape)
        if looks != self.looks:
            self.looks = looks
            self.dress(reached, current)
        rows, columns = self.matrix.shape
        top, height = (0, rows) if whole else (row or 0, 1)
        self.row.set_bounds(-0.5, top - 0.5, columns, height)
        self.row.set_visible(reached and (whole or row is not None))
        if self.numbers:
            write_numbers(self.numbers, self.matrix[row] if reached else (), row)
            for number in self.numbers:
                number.set_color(self.ink_for(number))

    def dress(self, reached, current):
        """Set title and frame; hide what is not reached yet."""
        shape = "  {} × {}".format(*self.matrix.shape) if reached else ""
        ink = (ACCENT if current else self.colour) if reached else MUTED
        self.title.set(text=self.name + shape, color=ink)
        self.title.set_weight("bold" if current else "normal")
        self.frame.set(ec=self.colour if reached else PALE, lw=2 if reached else 1)
        self.image.set_visible(reached)

    def ink_for(self, number):
        """Return the colour that reads best on the cell where a number stands."""
        column, row = (int(place) for place in number.get_position())
        return ink_on(self.image.to_rgba(self.matrix[row, column]))


def write_numbers(texts, values, row):
    """Write the numbers of a row: all of them where they fit, else only the largest.

    Shape: values (columns,)
    """
    columns = range(len(values))
    if len(values) > len(texts):
        columns = [int(np.argmax(values))]
    for text in texts:
        text.set(text="", position=(0, row))
    for text, column in zip(texts, columns, strict=False):
        text.set(text=signed(values[column]), position=(column, row))


def signed(number):
    """Write a number in at most five characters, with a true minus sign."""
    text = f"{number:.2f}" if abs(number) < 9.995 else f"{number:.1f}"
    return text.replace("-", "−")
