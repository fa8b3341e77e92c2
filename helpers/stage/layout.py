"""Where marks stand: rows, columns and grids whose edges meet, wide or on a phone."""

from typing import NamedTuple

from helpers.stage.pen import Box
from helpers.stage.style import SMALL

NARROW = 560  # pixels: a picture that is less wide stacks what stands side by side


class Margins(NamedTuple):
    """What a mark needs around its box, for labels and titles, in pixels."""

    left: float = 0
    top: float = 0
    right: float = 0
    foot: float = 0


class Mark:
    """One thing in a picture; by its name, if it has one, it is found again.

    A subclass has `draw` and, if labels stand around its box, `margins`. A mark with a
    `height` keeps it (in pixels, with its margins); the others share what is left.
    """

    name, height = "", None

    def margins(self):
        """Return the room that labels need around the mark's own box."""
        return Margins()

    def draw(self, pen, box):
        """Draw into a box, without its margins."""
        raise NotImplementedError

    def name_axes(self, pen, box, x, y, *look):
        """Write what goes across below the labels, and what goes up at their left."""
        margins, (across, up) = self.margins(), box.middle
        pen.text(across, box.foot + margins.foot - 6, x, *look, align="center")
        left = box.x - margins.left + SMALL
        pen.text(left, up, y, *look, align="center", angle=90)

    def all(self):
        """Return this mark and all that are in it."""
        return [self]

    def stacked(self, height):
        """Return the mark as it is drawn on a narrow picture, and its height there."""
        return self, self.height or height


def clicked(sets, place):
    """Return what a click on the thing at a place sets: a control and its value.

    sets is a control, whose values are places, or (control, values), one for each.
    """
    control, values = sets if isinstance(sets, tuple) else (sets, None)
    return control, place if values is None else values[place]


class Grid(Mark):
    """Marks in rows and columns; what stands below each other has one left edge.

    rows: lists of marks, None for an empty place; widths and heights: the shares of
    columns and rows; gap: pixels between columns and between rows, margins included. On
    a narrow picture the marks stand in so many columns as `narrow` says.
    """

    def __init__(self, rows, widths=None, heights=None, gap=(24, 14), narrow=2):
        self.rows, self.gap, self.narrow = rows, gap, narrow
        self.widths = widths or [1] * max(map(len, rows))
        self.heights = heights or [1] * len(rows)

    def all(self):
        return [self, *(mark for _, _, cell in self.cells() for mark in cell.all())]

    def cells(self):
        """Yield (row, column, mark)."""
        for r, row in enumerate(self.rows):
            yield from ((r, c, cell) for c, cell in enumerate(row) if cell is not None)

    def stacked(self, height):
        shares = self.shares(height)
        cells = [cell.stacked(shares[row]) for row, _, cell in self.cells()]
        rows = [cells[i : i + self.narrow] for i in range(0, len(cells), self.narrow)]
        heights = [max(height for _, height in row) for row in rows]
        marks = [[mark for mark, _ in row] for row in rows]
        widths = self.widths if self.narrow == len(self.widths) else None
        gap = min(self.gap[0], 14), self.gap[1]
        grid = Grid(marks, widths, heights, gap, self.narrow)
        return grid, sum(heights) + self.gap[1] * (len(rows) - 1)

    def shares(self, height):
        """Share a height among the rows: first what is fixed, the rest by shares."""
        fixed = [0] * len(self.rows)
        for row, marks in enumerate(self.rows):
            heights = [mark.height for mark in marks if mark is not None]
            fixed[row] = max(heights) if heights and all(heights) else 0
        free = height - self.gap[1] * (len(self.rows) - 1) - sum(fixed)
        parts = [0 if f else h for f, h in zip(fixed, self.heights, strict=True)]
        return [f or free * p / sum(parts) for f, p in zip(fixed, parts, strict=True)]

    def draw(self, pen, box):
        columns = [Margins()] * len(self.widths)
        rows = [Margins()] * len(self.rows)
        for r, c, cell in self.cells():
            edge = cell.margins()
            columns[c] = Margins(*map(max, columns[c], edge))
            rows[r] = Margins(*map(max, rows[r], edge))
        sides = sum(edge.left + edge.right for edge in columns)
        free = box.width - self.gap[0] * (len(columns) - 1) - sides
        widths = [free * share / sum(self.widths) for share in self.widths]
        shares = self.shares(box.height)
        for r, c, cell in self.cells():
            x = box.x + sum(widths[:c]) + c * self.gap[0] + columns[c].left
            x += sum(edge.left + edge.right for edge in columns[:c])
            y = box.y + sum(shares[:r]) + r * self.gap[1] + rows[r].top
            inner = shares[r] - rows[r].top - rows[r].foot
            pen.cut()
            cell.draw(pen, Box(x, y, max(widths[c], 1), max(inner, 1)))


def Row(*marks, widths=None, gap=24):
    """Put marks side by side; on a narrow picture, below each other."""
    return Grid([list(marks)], widths, None, (gap, 14), narrow=1)


def Column(*marks, heights=None, gap=14):
    """Put marks below each other."""
    return Grid([[mark] for mark in marks], None, heights, (0, gap), narrow=1)
