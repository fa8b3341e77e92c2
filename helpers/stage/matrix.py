"""A matrix as cells: named rows and columns, numbers, one lit row, hatched masks."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.stage.layout import Margins, Mark
from helpers.stage.pen import Box
from helpers.stage.style import (
    ACCENT,
    INK,
    MUTED,
    PALE,
    SIGNED,
    SMALL,
    TEXT,
    WEIGHTS,
    ink_on,
    paint,
    signed,
    text_width,
)

MOST_LEANING = 7  # column labels lean; more of them stand upright, so they never meet
MOST_NUMBERS = 5  # columns: a longer lit row has its largest number only
LEAN = 40  # degrees
LABEL_GAP, TITLE_HEIGHT, NAME_HEIGHT = 6, 30, 26


@dataclass
class Matrix(Mark):
    """Draw a matrix cell by cell, row 0 on top.

    limit: None for weights from 0 to 1, else the magnitude that has the deepest colour
    (white is zero); `colours` and `limits` are for other scales. rows and columns name
    the labels: a list with one for each, or a dict from place to label; x and y name
    the axes. lit is a row that is outlined, `outlines` are boxes of cells: (row,
    column, how many rows, how many columns). write: the places that have their number
    written: "row" (the lit one), "all", or None. hidden cells are hatched. A matrix
    that is not `shown` is an empty frame; one that is `current` has its title lit.

    row_sets and column_sets name a control that a click on a row or column sets, or
    (control, values); `sets` is (control, value), for any cell. says is what a cell
    says of itself, with {row}, {column} and {number}; `texts`, one for each cell, are
    said in place of the numbers. column_inks: the colours of some labels, by place.

    Shape: numbers (rows, columns); hidden (rows, columns), booleans
    Raises: ValueError for numbers of another shape, a limit that is not above 0, and
        something else to write than "row" or "all".
    """

    numbers: Any
    title: str = ""
    limit: float | None = None
    rows: Any = ()
    columns: Any = ()
    x: str = ""
    y: str = ""
    lit: int | None = None
    outlines: Any = ()
    write: str | None = None
    hidden: Any = None
    shown: bool = True
    current: bool = False
    colour: str = INK
    colours: Any = None
    limits: tuple | None = None
    digits: int = 2
    row_sets: Any = None
    column_sets: Any = None
    sets: Any = None
    row_names: Any = None
    column_names: Any = None
    column_inks: Any = None
    says: str = ""
    texts: Any = None
    name: str = ""
    height: float | None = None

    def __post_init__(self):
        self.numbers = np.asarray(self.numbers)
        if self.numbers.ndim != 2:
            raise ValueError(
                f"a Matrix shows rows and columns, not shape {self.numbers.shape}"
            )
        if self.limit is not None and not self.limit > 0:
            raise ValueError(f"limit must be above 0, not {self.limit}")
        if self.write not in (None, "row", "all"):
            raise ValueError(f'write must be "row", "all" or None, not {self.write!r}')
        colours, low, high = WEIGHTS, 0, 1
        if self.limit is not None:
            colours, low, high = SIGNED, -self.limit, self.limit
        self.colours, self.limits = self.colours or colours, self.limits or (low, high)
        self.rows, self.columns = by_place(self.rows), by_place(self.columns)
        words = len(self.columns) == self.numbers.shape[1]
        place = "{row} → {column}" if words else "{row}, number {column}"
        self.says = self.says or place + ": {number}"

    def margins(self):
        left = max([text_width(name, SMALL) for name in self.rows.values()] or [-6])
        widths = [text_width(name, SMALL) for name in self.columns.values()]
        foot = max(widths or [-LABEL_GAP]) + LABEL_GAP
        if self.leans():
            foot = max(widths) * math.sin(math.radians(LEAN)) + SMALL + LABEL_GAP
        elif widths and self.upright():
            foot = SMALL + 4 + LABEL_GAP
        # The label of the last of many columns may reach beyond it.
        last, over = self.numbers.shape[1] - 1, 0
        if len(widths) <= last and len(self.columns.get(last, "long")) <= 3:
            over = text_width(self.columns[last], SMALL) / 2
        return Margins(
            left + LABEL_GAP + (NAME_HEIGHT if self.y else 0),
            TITLE_HEIGHT if self.title else 0,
            over,
            foot + (NAME_HEIGHT if self.x else 0),
        )

    def upright(self):
        """Tell whether column labels are so short that they stand as they are read."""
        return max(map(len, self.columns.values())) <= 3

    def leans(self):
        """Tell whether column labels lean: words, and few of them."""
        names = self.columns.values()
        plain = len(names) < self.numbers.shape[1] or max(map(len, names)) <= 2
        return not plain and len(names) <= MOST_LEANING

    def draw(self, pen, box):
        rows, columns = self.numbers.shape
        self.cell = Box(box.x, box.y, box.width / columns, box.height / rows)
        if self.shown:
            pen.cells(box, paint(self.numbers, self.colours, *self.limits))
            look = self.says, self.title or self.name or "matrix", self.clicks()
            pen.grid(box, self.numbers, self.names(), *look, self.texts, self.hidden)
            self.draw_hidden(pen)
            pen.cut()
        self.draw_frame(pen, box)
        self.draw_labels(pen, box)
        self.name_axes(pen, box, self.x, self.y, SMALL, MUTED)
        if self.shown:
            pen.cut()
            self.draw_outlines(pen)

    def names(self):
        """Return what a pointer is told of rows and of columns."""
        pairs = (self.row_names, self.rows), (self.column_names, self.columns)
        return [
            names
            if names is not None
            else labels.values()
            if len(labels) == count
            else map(str, range(count))
            for (names, labels), count in zip(pairs, self.numbers.shape, strict=True)
        ]

    def clicks(self):
        """Return what a click sets: (control, along, values)."""
        found = [(self.sets[0], "all", [self.sets[1]])] if self.sets else []
        sides = ("row", self.row_sets), ("column", self.column_sets)
        for (along, sets), count in zip(sides, self.numbers.shape, strict=True):
            if sets is not None:
                both = sets if isinstance(sets, tuple) else (sets, range(count))
                found.append((both[0], along, both[1]))
        return found

    def draw_hidden(self, pen):
        """Hatch what a mask hides, from run to run of hidden cells."""
        for row, hidden in enumerate(() if self.hidden is None else self.hidden):
            edges = np.flatnonzero(np.diff([0, *np.array(hidden, bool), 0]))
            for start, end in edges.reshape(-1, 2).tolist():
                pen.hatch(self.span(row, start, 1, end - start))

    def draw_frame(self, pen, box):
        """Draw the frame and the title."""
        plain = PALE if not self.shown else self.colour
        pen.rect(box, plain, 2 if self.shown and self.colour != INK else 1)
        ink = ACCENT if self.current else self.colour if self.shown else MUTED
        look = TEXT, ink, self.current, "center"
        pen.text(box.middle[0], box.y - 10, self.title, *look)

    def draw_labels(self, pen, box):
        """Write the names of rows and of columns."""
        left, y = box.x - LABEL_GAP, box.foot + LABEL_GAP
        for place, label in self.rows.items():
            middle = box.y + (place + 0.5) * self.cell.height
            pen.text(left, middle, label, SMALL, align="right", middle=True)
        for place, label in self.columns.items():
            x = box.x + (place + 0.5) * self.cell.width
            look = SMALL, (self.column_inks or {}).get(place, INK)
            if self.leans():
                pen.text(x + 6, y + 10, label, *look, align="right", angle=LEAN)
            elif self.upright():
                pen.text(x, y + SMALL, label, *look, align="center")
            else:
                pen.text(x + 5, y, label, *look, align="right", angle=90)

    def draw_outlines(self, pen):
        """Write numbers, and outline the lit row and other cells."""
        rows, columns = self.numbers.shape
        lit = [] if self.lit is None else [self.lit]
        every = self.write == "all" or columns <= MOST_NUMBERS
        for row in {"all": range(rows), "row": lit}.get(self.write, ()):
            places = range(columns) if every else [int(np.nanargmax(self.numbers[row]))]
            for column in places:
                self.write_number(pen, row, column)
        for cells in [*((row, 0, 1, columns) for row in lit), *self.outlines]:
            pen.rect(self.span(*cells), ACCENT, 2.5)

    def write_number(self, pen, row, column):
        number = self.numbers[row, column]
        hidden = self.hidden is not None and self.hidden[row][column]
        if np.isnan(number) or hidden:
            return
        colour = paint([[number]], self.colours, *self.limits)[0, 0] / 255
        x, y = self.span(row, column, 1, 1).middle
        text = signed(number, self.digits)
        half = text_width(text, SMALL) / 2 + 2
        whole = self.span(0, 0, *self.numbers.shape)
        x = max(min(x, whole.right - half), whole.x + half)  # clear of row names
        pen.text(x, y, text, SMALL, ink_on(colour), align="center", middle=True)

    def span(self, row, column, rows, columns):
        """Return the box of some cells."""
        x, y, width, height = self.cell
        return Box(x + column * width, y + row * height, columns * width, rows * height)


def by_place(labels):
    """Turn a list of labels into {place: label}."""
    return labels if isinstance(labels, dict) else dict(enumerate(labels))


def causal(size):
    """Return the cells that a causal mask hides. Shape: -> (size, size)"""
    return np.triu(np.ones((size, size), bool), 1)


def sized(title, numbers):
    """Write a title with the matrix's shape behind it."""
    return f"{title}  {' × '.join(map(str, np.shape(numbers)))}"
