"""Words, lines between them, boxes and wires, and whatever else is drawn by hand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from helpers.stage.layout import NARROW, Margins, Mark, clicked
from helpers.stage.pen import Box, rounded
from helpers.stage.style import (
    ACCENT,
    INK,
    LEADING,
    LIT,
    MUTED,
    PALE,
    PAPER,
    QUERY,
    SMALL,
    TEXT,
    TITLE,
    text_width,
    wrapped,
)

PHONE = 374  # pixels: how wide a text may be on a narrow picture
CENTRED = {"align": "center"}
LEAST = 11  # pixels: the smallest text of a narrow picture
SHARES = {"left": 0, "center": 0.5, "right": 1}  # of the room that is left, before it


@dataclass
class Drawing(Mark):
    """Draw by hand: `by(pen, box)` does it. With a `width` it keeps its proportions."""

    by: Callable
    height: float | None = None
    width: float | None = None
    name: str = ""

    def draw(self, pen, box):
        self.by(pen, box)


@dataclass
class Label(Mark):
    """Write text, wrapped where it is too long for its box.

    text is a string, or a list of (text, colour, bold) on one line; `lines` is the
    room. A paragraph may have a `heading` before it, `indent` pixels to the left.
    """

    text: Any
    size: float = TEXT
    colour: str = INK
    bold: bool = False
    align: str = "left"
    mono: bool = False
    lines: int = 1
    heading: str = ""
    heading_colour: str = MUTED
    indent: float = 0
    name: str = ""

    @property
    def height(self):
        return self.lines * self.size * LEADING

    def wrapped(self, width):
        """Return the lines that the text needs, as lists of pieces."""
        if not isinstance(self.text, str):
            return [self.text]
        lines = wrapped(self.text, width - self.indent, self.size)
        return [[(line, self.colour, self.bold)] for line in lines]

    def stacked(self, height):
        lines = max(self.lines, len(self.wrapped(PHONE)))
        label = replace(self, lines=lines)
        return label, label.height

    def draw(self, pen, box):
        y, share = box.y + self.size, SHARES[self.align]
        pen.text(box.x, y, self.heading, self.size, self.heading_colour)
        for line in self.wrapped(box.width):
            widths = [text_width(text, self.size, bold) for text, _, bold in line]
            x = box.x + self.indent
            x += share * (box.width - self.indent - sum(widths))
            if len(line) == 1:  # as wide as the page finds it
                x += share * widths[0]
            align = self.align if len(line) == 1 else "left"
            for (text, colour, bold), width in zip(line, widths, strict=True):
                pen.text(x, y, text, self.size, colour, bold, align, mono=self.mono)
                x += width
            y += self.size * LEADING


def formula(pieces, step):
    """Make a line of steps with arrows between them; a click goes to a step.

    step: the control whose value is the step's number.

    Shape: pieces: strings
    """
    pieces = list(pieces)

    def draw(pen, box):
        size = TITLE if box.width >= NARROW else SMALL
        widths = [text_width(piece, size, True) for piece in pieces]
        gap = min((box.width - sum(widths)) / max(len(pieces) - 1, 1), 70)
        x = box.x + (box.width - sum(widths) - gap * (len(pieces) - 1)) / 2
        _, y = box.middle
        for number, (piece, width) in enumerate(zip(pieces, widths, strict=True)):
            meant = number == step.value
            ink, middle = ACCENT if meant else INK, x + width / 2
            pen.text(middle, y, piece, size, ink, meant, "center", middle=True)
            spot = Box(x - 6, box.y, width + 12, box.height)
            pen.spot(spot, f"step {number + 1}: {piece}", step, number)
            if number + 1 < len(pieces) and gap > size:  # on a phone there is no room
                arrow = x + width + gap / 2
                pen.text(arrow, y, "→", size, MUTED, align="center", middle=True)
            x += width + gap

    return Drawing(draw, height=36, name="formula")


@dataclass
class Words(Mark):
    """Words side by side, each in its box.

    fills, edges and inks are one colour for each word; says is one text for each;
    label stands before them. sets is a control, or (control, values): a click on a
    word sets it. room is for so many words, though there may be fewer.
    """

    words: Any
    fills: Any = None
    edges: Any = None
    inks: Any = None
    label: str = ""
    says: Any = None
    sets: Any = None
    room: int | None = None
    name: str = ""
    height: float | None = 44

    def margins(self):
        return Margins(text_width(self.label) + 12 if self.label else 0)

    def places(self, box):
        """Return the box of each word."""
        step = box.width / (self.room or len(self.words) or 1)
        size = step - 8, min(box.height, 34)
        y = box.y + (box.height - size[1]) / 2
        return [Box(box.x + n * step + 4, y, *size) for n in range(len(self.words))]

    def draw(self, pen, box):
        left, (_, y) = box.x - 12, box.middle
        pen.text(left, y, self.label, TEXT, MUTED, align="right", middle=True)
        for n, place in enumerate(self.places(box)):
            word, edge = self.words[n], self.edges[n] if self.edges else PALE
            width = 2.5 if edge == ACCENT else 1.2
            pen.rect(place, edge, width, self.fills[n] if self.fills else PAPER, 6)
            ink = self.inks[n] if self.inks else INK
            # On a phone many words have little room.
            size = min(TEXT, max(TEXT * place.width / text_width(word or " "), LEAST))
            pen.text(*place.middle, word, size, ink, align="center", middle=True)
            says = self.says[n] if self.says else word
            pen.spot(place, says, *clicked(self.sets, n))


@dataclass
class Links(Mark):
    """Two columns of words, joined by lines as wide as the weights; one row is lit.

    Shape: weights (left, right)
    """

    left: Any
    right: Any
    weights: Any
    lit: int | None = None
    heads: tuple = ("", "")
    least: float = 0.05  # a smaller weight draws no line
    sets: Any = None
    widest: float = 8
    name: str = ""
    height: float | None = None

    def margins(self):
        left, right = (
            max([text_width(str(w)) for w in [*words, head]]) + 8
            for words, head in zip((self.left, self.right), self.heads, strict=True)
        )
        return Margins(left, 28 if any(self.heads) else 0, right, 0)

    def draw(self, pen, box):
        weights, (_, middle) = np.asarray(self.weights), box.middle
        step = box.height / max(len(self.left), len(self.right))
        ys = [
            middle + (np.arange(len(words)) - (len(words) - 1) / 2) * step
            for words in (self.left, self.right)
        ]
        for row, column in np.argwhere(weights >= self.least).tolist():
            meant = row == self.lit
            ends = (box.x, ys[0][row]), (box.right, ys[1][column])
            width = weights[row, column] * self.widest * (1 if meant else 0.5)
            ink, opacity = (ACCENT, 1) if meant else (QUERY, 0.35)
            pen.line(ends, ink, width, opacity=opacity, round=True)
        pen.cut()
        sides = (box.x - 8, "right"), (box.right + 8, "left")
        for side, (words, head, (x, align)) in enumerate(
            zip((self.left, self.right), self.heads, sides, strict=True)
        ):
            pen.text(x, box.y - 12, head, TEXT, MUTED, align=align)
            for n, (word, y) in enumerate(zip(words, ys[side], strict=True)):
                lit = side == 0 and n == self.lit
                ink = ACCENT if lit else INK
                pen.text(x, y, word, TEXT, ink, lit, align, middle=True)
                width = text_width(str(word)) + 12
                left = x - width + 6 if align == "right" else x - 6
                self.spot(pen, Box(left, y - step / 2, width, step), side, n)

    def spot(self, pen, box, side, place):
        """Let a word say whom it looks at most, or who looks at it."""
        weights = np.asarray(self.weights)
        row = weights[place] if side == 0 else weights[:, place]
        best = int(row.argmax())
        pair = (place, best) if side == 0 else (best, place)
        says = f"{self.left[pair[0]]} → {self.right[pair[1]]}: {row[best]:.2f}"
        pen.spot(box, says, self.sets if side == 0 else None, place)


class Flow:
    """Boxes, circles and wires of a drawn diagram, each lit or pale by its name.

    `lit` lists names, with * and ? for what may stand there: "encoder.*". `clicks` is
    {name: (control, value)}. `parts` has the box of each part, by name; `drawn` lists
    the names of all, wires included.
    """

    def __init__(self, pen, lit=(), clicks=None):
        self.pen, self.lit, self.clicks = pen, lit, clicks or {}
        self.parts, self.drawn = {}, set()

    def is_lit(self, name):
        """Return whether a part of this name is lit, and note that it is drawn."""
        self.drawn.add(name)
        return any(fnmatchcase(name, pattern) for pattern in self.lit)

    def look(self, name):
        """Return edge, width and ground of a part."""
        return (ACCENT, 2, LIT) if self.is_lit(name) else (PALE, 1.2, PAPER)

    def box(self, name, x, y, width, height, text="", fill=None):
        """Draw a box with round corners, x its middle, y its upper edge."""
        edge, wide, ground = self.look(name)
        place = self.parts[name] = Box(x - width / 2, y, width, height)
        self.pen.rect(place, edge, wide, fill or ground, 6)
        for number, line in enumerate(lines := text.split("\n")):
            middle = y + height / 2 + (number - (len(lines) - 1) / 2) * SMALL * LEADING
            self.text(name, x, middle, line)
        if name in self.clicks:
            self.pen.spot(place, text.replace("\n", " ") or name, *self.clicks[name])

    def circle(self, name, x, y, radius, text=""):
        """Draw a circle with a sign in its middle."""
        self.pen.circle(x, y, radius, *self.look(name))
        self.parts[name] = Box(x - radius, y - radius, 2 * radius, 2 * radius)
        if text:
            self.text(name, x, y, text, size=TITLE)

    def wire(self, name, *points, head=True):
        """Draw a line with rounded corners through points, and a head at its end."""
        ink, width = (ACCENT, 2.5) if self.is_lit(name) else (PALE, 1.5)
        self.pen.path(rounded(points), ink, width)
        if head:
            self.pen.arrow(points[-2:], ink, 0, head=9)

    def text(self, name, x, y, text, size=SMALL, colour=None, *look, **more):
        """Write a text that belongs to a part, y its middle."""
        ink, more = colour or (INK if self.is_lit(name) else MUTED), CENTRED | more
        self.pen.text(x, y, text, size, ink, *look, middle=True, **more)
