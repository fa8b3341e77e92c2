"""A beam search as a tree that grows to the right, word by word."""

from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import IdentityTransform

from helpers.figures.matrices import signed
from helpers.figures.style import (
    ACCENT,
    INK,
    LIT,
    MUTED,
    PALE,
    PAPER,
    SMALL_TEXT,
    TEXT,
)

WIDTH, HEIGHT = 900, 520  # pixels
COLUMNS, ROWS = 7, 7  # words that fit side by side, outputs that fit below each other
LEFT, PITCH, TOP, ROW_PITCH = 96, 109, 462, 64
DROP = 0.12  # of the way to the next box, an edge runs to its row
BOX_WIDTH, BOX_HEIGHT = 58, 32
HEADING_Y = 24  # above the first row

WAITS = "✓"  # in the box of a finished output that is still in the beam
WINNER, ALIVE, LOST, DROPPED = "winner", "alive", "lost", "dropped"
# For each: edge, its width, fill and words.
LOOKS = {
    WINNER: (ACCENT, 3.0, LIT, INK),
    ALIVE: (INK, 2.0, PAPER, INK),
    LOST: (MUTED, 1.2, PAPER, MUTED),
    DROPPED: (PALE, 1.2, PAPER, MUTED),
}
LAYERS = {WINNER: 3, ALIVE: 2, LOST: 1, DROPPED: 0}


class Node(NamedTuple):
    """One output that was weighed: its last word, and what it is worth.

    `own` is the word's log-probability, `total` that of the whole output, `parent` the
    row of the output it grew from, in the column before.
    """

    word: str
    own: float
    total: float
    parent: int | None
    state: str


class BeamTree:
    """Draw the last columns of a tree; `show` sets them, `artists` are all of it."""

    def __init__(self, figure):
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        ax.set_axis_off()
        self.edges = ax.add_collection(LineCollection([], zorder=2))
        self.boxes = ax.add_collection(PathCollection([], zorder=3))
        self.boxes.set_transform(IdentityTransform())
        self.boxes.set_offset_transform(ax.transData)
        middle = {"ha": "center", "va": "center_baseline", "zorder": 4}
        places = range(ROWS * (COLUMNS + 1))
        self.words = [ax.text(0, 0, "", size=TEXT, **middle) for _ in places]
        look = middle | {"ha": "right", "va": "bottom", "size": SMALL_TEXT}
        self.numbers = [ax.text(0, 0, "", **look) for _ in places]
        look = look | {"ha": "left", "va": "center_baseline", "size": TEXT}
        self.totals = [ax.text(0, 0, "", **look) for _ in range(ROWS)]
        self.heading = ax.text(0, 0, "total", color=MUTED, **look | {"zorder": 5})
        texts = [*self.words, *self.numbers, *self.totals, self.heading]
        self.artists = [self.edges, self.boxes, *texts]

    def show(self, levels):
        """Set the tree: what was weighed for each word, the likeliest first.

        Shape: levels, a list of `Node` for each column, at most COLUMNS + 1 of them
        """
        self.levels = levels
        nodes = [
            (column, row, node)
            for column, level in enumerate(levels)
            for row, node in enumerate(level)
        ]
        # What matters most is drawn last, over all that it crosses.
        nodes.sort(key=lambda place: LAYERS[place[2].state])
        self.show_edges([place for place in nodes if place[2].parent is not None])
        self.show_boxes(nodes)
        self.write(nodes)
        self.write_totals(levels[-1])

    def show_edges(self, nodes):
        """Draw a line to each node from the one that it grew from, or from outside."""
        lines = []
        for column, row, node in nodes:
            start = right_of(column - 1, node.parent if column else row)
            lines.append(curve(start, left_of(column, row)))
        self.edges.set_segments(lines)
        self.edges.set_color([LOOKS[node.state][0] for *_, node in nodes])
        self.edges.set_linewidth([LOOKS[node.state][1] for *_, node in nodes])

    def show_boxes(self, nodes):
        """Draw a box for each node."""
        scale = self.boxes.axes.bbox.width / WIDTH
        corner = -BOX_WIDTH / 2, -BOX_HEIGHT / 2
        box = FancyBboxPatch(
            corner, BOX_WIDTH, BOX_HEIGHT, boxstyle="round,pad=0,rounding_size=6"
        )
        path = box.get_path().deepcopy()
        path.vertices = path.vertices * scale
        looks = [LOOKS[node.state] for *_, node in nodes]
        self.boxes.set_paths([path])
        self.boxes.set_offsets([middle_of(column, row) for column, row, _ in nodes])
        self.boxes.set_edgecolor([look[0] for look in looks])
        self.boxes.set_linewidth([min(look[1], 2.2) for look in looks])
        self.boxes.set_facecolor([look[2] for look in looks])

    def write(self, nodes):
        """Write each node's word, and beside its edge the log-probability."""
        last = len(self.levels) - 1
        for text in (*self.words, *self.numbers):
            text.set_text("")
        for word, number, (column, row, node) in zip(
            self.words, self.numbers, nodes, strict=False
        ):
            x, y = middle_of(column, row)
            ink = LOOKS[node.state][3]
            word.set(text=node.word, position=(x, y), color=ink)
            shown = column == last or node.state != DROPPED
            if column and shown and node.word != WAITS:
                place = x - BOX_WIDTH / 2 - 4, y + 4
                number.set(text=signed(node.own), position=place, color=ink)

    def write_totals(self, level):
        """Write what each output of the last column is worth, behind it."""
        column = len(self.levels) - 1
        x = middle_of(column, 0)[0] + BOX_WIDTH / 2 + 8
        self.heading.set_position((x, TOP + HEADING_Y))
        for text in self.totals:
            text.set_text("")
        for row, (text, node) in enumerate(zip(self.totals, level, strict=False)):
            kept = node.state in (ALIVE, WINNER)
            text.set(text=signed(node.total), position=(x, middle_of(column, row)[1]))
            text.set(color=LOOKS[node.state][3], weight="bold" if kept else "normal")


def middle_of(column, row):
    """Return the middle of a box."""
    return LEFT + (column - 0.5) * PITCH, TOP - (row + 0.5) * ROW_PITCH + 20


def left_of(column, row):
    """Return where an edge enters a box."""
    x, y = middle_of(column, row)
    return x - BOX_WIDTH / 2, y


def right_of(column, row):
    """Return where an edge leaves a box, or enters the picture before the first."""
    x, y = middle_of(column, row)
    return max(x + BOX_WIDTH / 2, 0), y


def curve(start, end):
    """Return a line that runs to the row of its end at once, then level.

    So the numbers beside the ends stay free. Shape: -> (points, 2)
    """
    t = np.linspace(0, 1, 12)
    x = start[0] + DROP * (end[0] - start[0]) * t
    y = start[1] + (end[1] - start[1]) * t * t * (3 - 2 * t)
    return np.column_stack([[*x, end[0]], [*y, end[1]]])
