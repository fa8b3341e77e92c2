"""How each way to wire a block is drawn, the same in every picture of the lesson."""

from dataclasses import dataclass, replace
from typing import Any

from helpers import stage
from helpers.stage.layout import Mark
from helpers.stage.pen import Box
from helpers.stage.plot import KEY_WIDTH
from helpers.stage.style import INK, MUTED, PROBLEM, SMALL, text_width

# Solid ink is the paper's block; what lacks a part is red.
STYLES = {
    "post-norm": {"colour": INK},
    "pre-norm": {"colour": MUTED, "dash": (12, 4)},
    "no norm": {"colour": PROBLEM},
    "no add": {"colour": PROBLEM, "dash": (3, 3)},
    "neither": {"colour": MUTED, "dash": (10, 4, 3, 4)},
}
STRONG, WEAK = 4, 2  # line widths: of the wiring that is meant, and of the others
GAP, LINE_HEIGHT, PHONE_LINES = 32, 30, 2


def curve(xs, ys, wiring, meant="", name="", **look):
    """Draw a wiring's curve, strong if it is the one that is meant.

    Shape: xs (N,), ys (N,)
    """
    look = {"width": STRONG if wiring == meant else WEAK} | STYLES[wiring] | look
    return stage.Line(xs, ys, name=name or wiring, **look)


@dataclass
class Legend(Mark):
    """Say above several plots which line is which; a click sets a control to a name.

    Shape: lines: `stage.Line`s
    """

    lines: Any
    sets: Any = None
    name: str = "legend"
    height: float = LINE_HEIGHT

    def stacked(self, height):
        taller = replace(self, height=PHONE_LINES * LINE_HEIGHT)
        return taller, taller.height

    def draw(self, pen, box):
        key = KEY_WIDTH + 10
        widths = [key + text_width(line.name, SMALL) for line in self.lines]
        whole = sum(widths) + GAP * (len(widths) - 1)
        start = x = box.x + max(box.width - whole, 0) / 2
        y = box.y + 4
        for line, width in zip(self.lines, widths, strict=True):
            if x > start and x + width > box.right + 1:
                x, y = start, y + LINE_HEIGHT
            line.draw_key(pen, Box(x, y, KEY_WIDTH, 14))
            pen.text(x + key, y + 7, line.name, SMALL, middle=True)
            spot = Box(x, y - 6, width, 26)
            known = self.sets is not None and line.name in self.sets.values()
            pen.spot(spot, line.name, self.sets if known else None, line.name)
            x += width + GAP
