"""Marks of this lesson: words in boxes, headings with a note, level bars in a plot."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from helpers.stage import style
from helpers.stage.layout import Margins, Mark
from helpers.stage.matrix import TITLE_HEIGHT
from helpers.stage.pen import Box
from helpers.stage.plot import Axis, Item, Note
from helpers.stage.style import ACCENT, INK, MUTED, PALE, PAPER, SMALL, TEXT
from helpers.stage.words import PHONE, Drawing

# Fill, edge and width of the box, its dashes, the colour of its word, and what is said.
LOOKS = {
    "fed": (style.LIT, INK, 1.2, (), INK, "is fed in"),
    "kept": (PAPER, PALE, 1.2, (), MUTED, "its key and value are kept"),
    "forgotten": (PAPER, MUTED, 1.2, (4, 4), MUTED, "is forgotten"),
    "said": (PAPER, PALE, 1.2, (), INK, "has been written"),
    "new": (PAPER, ACCENT, 2.8, (), INK, "is written now"),
    "next": (PAPER, ACCENT, 1.6, (5, 4), ACCENT, "will be fed in"),
}
GAP, BETWEEN = 3, 10  # pixels on each side of a box, and between two lines of rows
PHONE_BOXES = 6  # words that a phone has room for, side by side
MARKS = (0.16, style.KEY), (0.54, style.VALUE)  # where in its box each mark stands
MARK_WIDTH, MARK_HEIGHT = 0.3, 10  # a part of the box, and pixels
HEADING, NOTE = 26, 22  # pixels: of a heading's line, and of a note below it
BOLD = 0.92  # how much less of a text a line has room for, if it is bold
SPACE = Drawing(lambda pen, box: None)  # the room that is left


class Boxed(NamedTuple):
    """A word in a box: its look, one of `LOOKS`, what it says, and what a click sets.

    A look that ends in "wrong" is red.
    """

    word: str
    look: str
    says: str = ""
    value: Any = None

    def draw(self, pen, box, control, marks=False):
        """Draw the word into its box; with `marks`, a kept one has a key and value."""
        look, *wrong = self.look.split()
        fill, edge, width, dash, ink, meaning = LOOKS[look]
        edge, ink = (style.PROBLEM,) * 2 if wrong else (edge, ink)
        box = box.inside(GAP, GAP, GAP, GAP)
        pen.rect(box, edge, width, fill, 4, dash=dash)
        x, y = box.middle
        y -= MARK_HEIGHT / 2 * marks
        for share, colour in MARKS if marks and look == "kept" else ():
            left, width = box.x + share * box.width, MARK_WIDTH * box.width
            pen.rect(Box(left, y + SMALL, width, MARK_HEIGHT), fill=colour)
        word = style.shortened(self.word, box.width, SMALL)
        pen.text(x, y, word, SMALL, ink, align="center", middle=True)
        says = self.says or f"{self.word} {meaning}"
        pen.spot(box, says, None if self.value is None else control, self.value)


@dataclass
class WordRows(Mark):
    """Draw rows of words in boxes; what stands below each other belongs together.

    labels stand before the rows; `room` is for so many words a row. `framed` is the
    place of a column with a dashed frame; sets: the control that a click sets. On a
    narrow picture the rows go on below, all together, in so many `lines`.

    Shape: rows: lists of `Boxed`
    """

    rows: Any
    sets: Any = None
    room: int = 15  # <bos>, and as many as are written
    row_height: float = 46
    labels: Any = ("", "")
    marks: bool = False
    framed: int | None = None
    lines: int = 1
    name: str = ""

    @property
    def line_height(self):
        return len(self.rows) * self.row_height + BETWEEN

    @property
    def height(self):
        return self.lines * self.line_height

    def margins(self):
        widest = max(map(style.text_width, self.labels))
        return Margins(widest + 12 * any(self.labels))

    def stacked(self, height):
        lines = -(-max(map(len, self.rows)) // PHONE_BOXES)
        narrow = replace(self, room=PHONE_BOXES, lines=lines)
        return narrow, narrow.height

    def draw(self, pen, box):
        width, height = box.width / self.room, self.row_height
        for line in range(self.lines):
            first, top = line * self.room, box.y + line * self.line_height
            for number, row in enumerate(self.rows):
                y = top + number * height
                for place, boxed in enumerate(row[first : first + self.room]):
                    whole = Box(box.x + place * width, y, width, height)
                    boxed.draw(pen, whole, self.sets, self.marks)
                name, place = self.labels[number], (box.x - 12, y + height / 2)
                pen.text(*place, name, TEXT, MUTED, align="right", middle=True)
            if self.framed in range(first, first + self.room):
                x = box.x + (self.framed - first) * width
                frame = Box(x, top, width, self.line_height - BETWEEN)
                pen.rect(frame.inside(-1, -3, -1, -3), ACCENT, 1.6, dash=(5, 4))


@dataclass
class WordColumn(Mark):
    """Draw words in boxes from the top down, in rows as high as a matrix's beside it.

    Shape: boxes: a list of `Boxed`; room: for so many
    """

    boxes: Any
    room: int
    title: str = ""
    sets: Any = None
    name: str = ""

    def margins(self):
        return Margins(top=TITLE_HEIGHT)

    def draw(self, pen, box):
        pen.text(box.middle[0], box.y - 10, self.title, align="center")
        height = box.height / self.room
        for place, boxed in enumerate(self.boxes):
            whole = Box(box.x, box.y + place * height, box.width, height)
            boxed.draw(pen, whole, self.sets)


@dataclass
class Heading(Mark):
    """Write a bold title, and a note at the right end of its line, or below it."""

    title: str
    note: str = ""
    ink: str = MUTED
    below: bool = False
    name: str = ""
    height: float = HEADING

    def stacked(self, height):
        below, lines = bool(self.note), style.wrapped(self.title, BOLD * PHONE)
        height = HEADING * len(lines) + NOTE * below
        return replace(self, below=below, height=height), height

    def draw(self, pen, box):
        y = box.y + TEXT
        for number, line in enumerate(style.wrapped(self.title, BOLD * box.width)):
            pen.text(box.x, y + HEADING * number, line, bold=True)
        below, behind = (box.x, box.foot - NOTE + SMALL), (box.right, y)
        place, align = (below, "left") if self.below else (behind, "right")
        pen.text(*place, self.note, SMALL, self.ink, align=align)


@dataclass
class LevelBars(Item):
    """Bars from 0 to the right, number n at y = n + `aside`, as thick as `width`.

    says is what each row says of itself; sets is a control, to which a click gives the
    row's number.

    Shape: values (N,); colours one, or (N,)
    """

    values: Any
    colours: Any = style.QUERY
    width: float = 0.5
    aside: float = 0
    says: Any = ()
    sets: Any = None
    name: str = ""

    def draw(self, pen, plot):
        one = isinstance(self.colours, str)
        for row, value in enumerate(self.values):
            y, half = row + self.aside, self.width / 2
            (left, top), (right, foot) = plot.at([0, value], [y - half, y + half])
            bar = Box(left, top, right - left, foot - top)
            pen.rect(bar, fill=self.colours if one else self.colours[row])
        for row, says in enumerate(self.says):
            (left, top), (_, foot) = plot.at([0, 0], [row - 0.5, row + 0.5])
            whole = Box(left, top, plot.box.width, foot - top)
            pen.spot(whole.inside(-plot.margins().left), says, self.sets, row)


class CutNote(Note):
    """A text at a point of the plot, cut where the plot ends."""

    def draw(self, pen, plot):
        ((x, _),) = plot.at([self.x], [self.y])
        room = plot.box.right - x - self.dx
        note = replace(self, text=style.shortened(self.text, room, self.size))
        Note.draw(note, pen, plot)


def bar_names(names, room=0):
    """Return the axis of level bars: the first one on top, and room for more."""
    names = dict(enumerate(names))
    return Axis(len(names) + room - 0.5, -0.5, ticks=names)


def exact(share):
    """Write a probability; what is small has a digit of its own."""
    return f"{share:.2f}" if share >= 0.005 or not share else f"{share:.1g}"
