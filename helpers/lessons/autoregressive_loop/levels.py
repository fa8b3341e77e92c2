"""Level bars in a plot, one below the other."""

from dataclasses import dataclass, replace
from typing import Any

from helpers.stage.pen import Box
from helpers.stage.plot import Axis, Item, Note
from helpers.stage.style import QUERY, shortened


@dataclass
class Levels(Item):
    """Bars from 0 to the right, number n at y = n + `aside`, as thick as `width`.

    says is what each row says of itself; sets is a control, to which a click gives the
    row's number.

    Shape: values (N,); colours one, or (N,)
    """

    values: Any
    colours: Any = QUERY
    width: float = 0.5
    aside: float = 0
    says: Any = ()
    sets: Any = None
    name: str = ""

    def draw(self, pen, plot):
        for row, value in enumerate(self.values):
            y = row + self.aside
            edges = [y - self.width / 2, y + self.width / 2]
            (left, top), (right, foot) = plot.at([0, value], edges)
            colour = (
                self.colours if isinstance(self.colours, str) else self.colours[row]
            )
            pen.rect(Box(left, top, right - left, foot - top), fill=colour)
        for row, says in enumerate(self.says):
            (left, top), (_, foot) = plot.at([0, 0], [row - 0.5, row + 0.5])
            margins = plot.margins()
            whole = Box(left, top, plot.box.width, foot - top)
            pen.spot(whole.inside(-margins.left), says, self.sets, row)


class Cut(Note):
    """A text at a point of the plot, cut where the plot ends."""

    def draw(self, pen, plot):
        ((x, _),) = plot.at([self.x], [self.y])
        room = plot.box.right - x - self.dx
        note = replace(self, text=shortened(self.text, room, self.size))
        Note.draw(note, pen, plot)


def lines(names, room=0):
    """Return the axis of level bars: the first one on top, and room for more."""
    names = dict(enumerate(names))
    return Axis(len(names) + room - 0.5, -0.5, ticks=names)


def exact(share):
    """Write a probability; what is small has a digit of its own."""
    return f"{share:.2f}" if share >= 0.005 or not share else f"{share:.1g}"
