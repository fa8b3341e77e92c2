"""Curves, points and bars over two axes."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from helpers.stage.layout import Margins, Mark, clicked
from helpers.stage.pen import Box, through
from helpers.stage.style import (
    ACCENT,
    INK,
    MUTED,
    PALE,
    SMALL,
    TEXT,
    signed,
    text_width,
)
from helpers.stage.words import PHONE

TICK_GAP, TITLE_HEIGHT, NAME_HEIGHT, LEGEND_HEIGHT = 8, 32, 26, 28
KEY_WIDTH = 34  # pixels of a legend's sign
NAME_STEP = 19  # pixels from one name to the next
MOST_SPOTS = 64  # points of a curve that a pointer finds: a mouse meets no more


@dataclass
class Axis:
    """One side of a plot: from low to high, evenly or by powers.

    ticks are values, or {value: label}; with `grid` a pale line stands at each.
    """

    low: float
    high: float
    label: str = ""
    ticks: Any = ()
    log: bool = False
    grid: bool = False

    def named_ticks(self):
        if isinstance(self.ticks, dict):
            return self.ticks
        return {tick: f"{tick:,}".replace("-", "−") for tick in self.ticks}

    def share(self, values):
        """Return where values stand between low and high: 0 to 1. Shape: (N,)"""
        values = np.asarray(values, float)
        low, high = self.low, self.high
        if self.log:
            values, low, high = np.log(values.clip(1e-300)), np.log(low), np.log(high)
        return (values - low) / (high - low)


@dataclass
class Plot(Mark):
    """Draw items over two axes: `Line`, `Dots`, `Rule`, `Area`, `Pillars`, `Note`.

    note stands at the right end of the title's line. legend: items with a name are
    listed above the plot, in so many lines. sets is a control or (control, {x: value}):
    a click near a point sets it to the point's x, or to its value; says is what a point
    says, with {name}, {x} and {y}. `ends`: lines have their names where they end, kept
    apart; a click on one sets the control `name_sets` to it. `bare` leaves axes away.
    """

    items: Any
    x: Axis
    y: Axis
    title: str = ""
    note: str = ""
    legend: int = 0
    sets: Any = None
    says: str = "{name} {x}: {y}"
    bare: bool = False
    ends: bool = False
    name_sets: Any = None
    name: str = ""
    height: float | None = None

    def __post_init__(self):
        self.items = [item for item in self.items if item is not None]

    def stacked(self, height):
        names = [item.name for item in self.items if item.name]
        edge, room, lines = self.margins(), 0, 0
        for name in names if self.legend else ():  # so many as a line has room for
            key = KEY_WIDTH + text_width(name, SMALL) + 18
            room -= key
            if room < -18:
                room, lines = PHONE - edge.left - edge.right - key, lines + 1
        more = max(lines - self.legend, 0)
        plot = replace(self, legend=self.legend + more)
        return plot, height + more * LEGEND_HEIGHT

    def __getitem__(self, name):
        """Return the item of this name."""
        return next(item for item in self.items if item.name == name)

    def margins(self):
        left = max([text_width(t, SMALL) for t in self.y.named_ticks().values()] or [0])
        top = TITLE_HEIGHT * bool(self.title) + LEGEND_HEIGHT * self.legend
        ends = [KEY_WIDTH + text_width(line.name, SMALL) for line in self.named()]
        ticks, over = self.x.named_ticks(), [0]
        lines = max([tick.count("\n") + 1 for tick in ticks.values()] or [0])
        if ticks and float(self.x.share([max(ticks)])[0]) >= 0.95:
            over = [
                text_width(word, SMALL) / 2 for word in ticks[max(ticks)].split("\n")
            ]
        return Margins(
            left + TICK_GAP + (NAME_HEIGHT if self.y.label else 0),
            top or 8,
            max(8, *over, *ends),
            lines * 20 + 6 + (NAME_HEIGHT if self.x.label else 0),
        )

    def named(self):
        """Return the lines that have their name at their end."""
        lines = [item for item in self.items if isinstance(item, Line) and item.name]
        return [line for line in lines if self.ends and len(line.xs)]

    def at(self, xs, ys):
        """Turn values into pixels. Shape: (N,) and (N,) -> (N, 2)"""
        box = self.box
        xs, ys = np.broadcast_arrays(self.x.share(xs), self.y.share(ys))
        return np.stack([box.x + box.width * xs, box.foot - box.height * ys], axis=-1)

    def draw(self, pen, box):
        self.box = box
        if not self.bare:
            self.draw_axes(pen)
        self.draw_legend(pen)
        y = box.y - 12 - LEGEND_HEIGHT * self.legend
        pen.text(box.x, y, self.title, TEXT, bold=True)
        pen.text(box.right, y, self.note, SMALL, MUTED, align="right")
        for item in sorted(self.items, key=lambda item: item.layer):
            pen.cut()
            item.draw(pen, self)
        self.draw_ends(pen)

    def draw_ends(self, pen):
        """Write the lines' names where they end, moved until none covers another."""
        ends = [(self.at(line.xs[-1:], line.ys[-1:])[0], line) for line in self.named()]
        ends.sort(key=lambda end: end[0][1])
        ys, lowest, highest = [], -math.inf, self.box.foot
        for (_, y), _ in ends:
            lowest = max(y, lowest + NAME_STEP)
            ys.append(lowest)
        for place in reversed(range(len(ys))):  # what left the box comes up again
            ys[place] = min(ys[place], highest)
            highest = ys[place] - NAME_STEP
        for ((x, _), line), y in zip(ends, ys, strict=True):
            line.draw_key(pen, Box(x + 8, y - 7, 16, 14))
            pen.text(x + 28, y, line.name, SMALL, middle=True)
            if self.name_sets is not None:
                spot = Box(x + 4, y - 9, 24 + text_width(line.name, SMALL), 18)
                pen.spot(spot, line.name, self.name_sets, line.name)

    def draw_axes(self, pen):
        box = self.box
        for tick, label in self.x.named_ticks().items():
            ((x, _),) = self.at([tick], [self.y.low])
            if self.x.grid:
                pen.line([(x, box.y), (x, box.foot)], PALE, 0.8)
            pen.line([(x, box.foot), (x, box.foot + 4)], MUTED)
            for number, line in enumerate(label.split("\n")):
                pen.text(x, box.foot + 20 * (number + 1), line, SMALL, align="center")
        for tick, label in self.y.named_ticks().items():
            ((_, y),) = self.at([self.x.low], [tick])
            if self.y.grid:
                pen.line([(box.x, y), (box.right, y)], PALE, 0.8)
            pen.text(box.x - TICK_GAP, y, label, SMALL, align="right", middle=True)
        pen.line([(box.x, box.y), (box.x, box.foot), (box.right, box.foot)], MUTED)
        self.name_axes(pen, box, self.x.label, self.y.label, TEXT)

    def draw_legend(self, pen):
        """List the items that have a name, from the plot up, line by line."""
        x, y = self.box.x, self.box.y - 12 - LEGEND_HEIGHT * (self.legend - 1)
        for item in self.items if self.legend else ():
            width = KEY_WIDTH + text_width(item.name, SMALL)
            if not item.name:
                continue
            if x > self.box.x and x + width > self.box.right:
                x, y = self.box.x, y + LEGEND_HEIGHT
            item.draw_key(pen, Box(x, y - 12, KEY_WIDTH - 6, 14))
            pen.text(x + KEY_WIDTH, y, item.name, SMALL)
            x += width + 18

    def spots(self, pen, item, width=0):
        """Let the points of an item say what they are, or, with a width, the columns.

        A point that lies outside is not drawn, and says nothing.
        """
        control, values = (
            self.sets if isinstance(self.sets, tuple) else (self.sets, None)
        )
        if values is None:
            values = {value: value for value in control.values()} if control else {}
        xs, ys = np.asarray(item.xs), np.asarray(item.ys, float)
        shown = np.arange(0, len(xs), max(1, -(-len(xs) // MOST_SPOTS)))
        names, box, says = self.x.named_ticks(), self.box, item.says or self.says
        for place, (left, y) in zip(shown, self.at(xs[shown], ys[shown]), strict=True):
            if not width and not box.y - 1 <= y <= box.foot + 1:
                continue
            x = xs[place].item()
            word = names.get(x, f"{x:,.6g}").replace("\n", " ").replace("-", "−")
            text = says.format(name=item.name, x=word, y=number(item.ys[place])).strip()
            column = Box(left - width / 2, box.y, width, box.height)
            spot = column if width else Box(left, y, 0, 0)
            pen.spot(spot, text, control if x in values else None, values.get(x))


def number(value):
    """Write a number with a true minus sign, and not longer than it needs."""
    if isinstance(value, int):
        return f"{value:,}".replace("-", "−")
    text = signed(value) if 0.01 <= abs(value) < 1e4 or not value else f"{value:,.3g}"
    if "e" in text:
        digits, power = text.split("e")
        text = f"{digits} · 10^{int(power)}"
    return text.replace("-", "−")


class Item:
    """Something in a plot; what has a higher layer lies on the others."""

    layer, name, dash, dots = 2, "", (), 0

    def draw(self, pen, plot):
        """Draw into a plot's box."""
        raise NotImplementedError

    def draw_key(self, pen, box):
        """Draw the sign that stands for the item in a legend."""
        middle, y = box.middle
        pen.line([(box.x, y), (box.right, y)], self.colour, self.width, dash=self.dash)
        if self.dots:
            pen.dots([(middle, y)], self.dots, self.colour, self.shape)


@dataclass
class Line(Item):
    """A curve through points, with dots on it if they have a size.

    Shape: xs (N,), ys (N,)
    """

    xs: Any
    ys: Any
    colour: str = INK
    width: float = 2.0
    dash: tuple = ()
    opacity: float = 1.0
    name: str = ""
    dots: float = 0
    shape: str = "o"
    says: str = ""
    silent: bool = False
    layer: int = 2

    def draw(self, pen, plot):
        points = plot.at(self.xs, self.ys)
        with pen.clip(plot.box.inside(-1, -1, -1, -1)):
            look = {"dash": self.dash, "opacity": self.opacity, "round": not self.dash}
            pen.line(points, self.colour, self.width, **look)
        if self.dots:
            pen.dots(points, self.dots, self.colour, self.shape, opacity=self.opacity)
        if not self.silent:
            plot.spots(pen, self)


@dataclass
class Dots(Item):
    """Points: filled, or rings with an edge. Shape: xs (N,), ys (N,)"""

    xs: Any
    ys: Any
    colour: str | None = INK
    size: float = 9
    shape: str = "o"
    edge: str | None = None
    opacity: float = 1.0
    name: str = ""
    says: str = ""
    silent: bool = False
    layer: int = 3

    width = 2.5

    def draw(self, pen, plot):
        self.draw_at(pen, plot.at(self.xs, self.ys))
        if not self.silent:
            plot.spots(pen, self)

    def draw_at(self, pen, points):
        if self.edge:
            for x, y in points:
                pen.circle(x, y, self.size / 2, self.edge, self.width, self.colour)
        else:
            look = self.size, self.colour, self.shape
            pen.dots(points, *look, opacity=self.opacity)

    def draw_key(self, pen, box):
        self.draw_at(pen, [box.middle])


@dataclass
class Rule(Item):
    """A straight line across the plot, at an x or at a y."""

    x: float | None = None
    y: float | None = None
    colour: str = ACCENT
    width: float = 1.5
    dash: tuple = ()
    name: str = ""
    layer: int = 1

    def draw(self, pen, plot):
        box, upright = plot.box, self.x is not None
        x, y = (self.x, plot.y.low) if upright else (plot.x.low, self.y)
        ((x, y),) = plot.at([x], [y])
        ends = [(x, box.y), (x, box.foot)] if upright else [(box.x, y), (box.right, y)]
        pen.line(ends, self.colour, self.width, dash=self.dash)


@dataclass
class Area(Item):
    """What lies between two curves. Shape: xs (N,), low (N,), high (N,)"""

    xs: Any
    low: Any
    high: Any
    colour: str = PALE
    opacity: float = 1.0
    name: str = ""
    layer: int = 0

    def draw(self, pen, plot):
        low, high = plot.at(self.xs, self.low), plot.at(self.xs, self.high)
        way = through([*low, *high[::-1]], closed=True)
        with pen.clip(plot.box):
            pen.path(way, fill=self.colour, opacity=self.opacity)

    def draw_key(self, pen, box):
        pen.rect(box, fill=self.colour, opacity=self.opacity)


@dataclass
class Pillars(Item):
    """Upright bars; colours: one, or one for each. Shape: xs (N,), ys (N,)"""

    xs: Any
    ys: Any
    colours: Any = INK
    width: float = 0.6  # of the distance from x to x + 1
    opacities: Any = None
    texts: Any = ()  # above each bar
    name: str = ""
    says: str = ""
    layer: int = 2

    def draw(self, pen, plot):
        heights = np.clip(self.ys, plot.y.low, plot.y.high)
        tops = plot.at(self.xs, heights)
        (start, _), (end, _) = plot.at([0, self.width], [plot.y.low] * 2)
        floor = plot.at([plot.x.low], [max(plot.y.low, 0)])[0, 1]
        for n, (x, y) in enumerate(tops):
            colour = self.colours if isinstance(self.colours, str) else self.colours[n]
            opacity = 1 if self.opacities is None else self.opacities[n]
            bar = Box(x - (end - start) / 2, min(y, floor), end - start, abs(floor - y))
            pen.rect(bar, fill=colour, opacity=opacity)
            if len(self.texts) > n:
                pen.text(x, y - 6, self.texts[n], SMALL, align="center")
        plot.spots(pen, self, end - start)


@dataclass
class Note(Item):
    """A text at a point of the plot, moved by so many pixels."""

    x: float
    y: float
    text: str
    colour: str = INK
    bold: bool = False
    align: str = "left"
    dx: float = 0
    dy: float = 0
    size: float = SMALL
    layer: int = 4

    def draw(self, pen, plot):
        ((x, y),) = plot.at([self.x], [self.y])
        style = self.size, self.colour, self.bold, self.align
        pen.text(x + self.dx, y + self.dy, self.text, *style, middle=True)


@dataclass
class Bars(Mark):
    """Level bars, one below the other, each with its name and its number.

    low and high: the ends of the scale; bars begin at 0 or, if that is outside, at low.
    Marks that stay where they were are `ghosts`; rules are {value: label}, below the
    bars. A bar that is `lit` has its name in the accent. sets is a control, or
    (control, values): a click on a bar sets it.

    Shape: names and values (N,); ghosts (N,)
    """

    names: Any
    values: Any
    low: float = 0.0
    high: float = 1.0
    title: str = ""
    note: str = ""
    x: str = ""
    colours: Any = MUTED
    texts: Any = None
    ghosts: Any = ()
    rules: Any = ()
    lit: int | None = None
    log: bool = False
    sets: Any = None
    says: str = "{name}: {number}"
    slots: int | None = None  # room for so many bars, though there are fewer
    names_room: float = 0  # pixels for the names at least
    name: str = ""
    height: float | None = None

    def margins(self):
        left = max([self.names_room, *(text_width(str(n)) for n in self.names)])
        foot = (22 if self.rules else 0) + (NAME_HEIGHT if self.x else 0)
        return Margins(left + TICK_GAP, TITLE_HEIGHT if self.title else 4, 0, foot)

    def draw(self, pen, box):
        axis = Axis(self.low, self.high, log=self.log)
        # Behind the bars is room for the numbers.
        room = 48 if self.texts is None or any(self.texts) else 0
        inner = box._replace(width=box.width - room)
        share = lambda value: float(axis.share(value).clip(0, 1))  # noqa: E731
        at = lambda value: box.x + inner.width * share(value)  # noqa: E731
        left = box.x - self.margins().left
        pen.text(left, box.y - 12, self.title, TEXT, bold=True)
        pen.text(box.right, box.y - 12, self.note, SMALL, MUTED, align="right")
        for value, label in dict(self.rules).items():
            pen.line([(at(value), box.y), (at(value), box.foot)], PALE, 1.2)
            pen.text(at(value), box.foot + 20, label, SMALL, align="center")
        self.name_axes(pen, inner, self.x, "", TEXT)
        zero = at(max(self.low, 0) if not self.log else self.low)
        pen.line([(zero, box.y), (zero, box.foot)], PALE, 1.2)
        step = box.height / (self.slots or len(self.names) or 1)
        bars = zip(map(str, self.names), np.asarray(self.values, float), strict=True)
        for place, bar in enumerate(bars):
            pen.cut()
            top = box.y + (place + 0.5) * step - step / 2
            self.draw_bar(pen, Box(left, top, box.width, step), place, *bar, at, zero)

    def draw_bar(self, pen, box, place, label, value, at, zero):
        """Draw a bar from zero to its value, with its name and its number."""
        (_, y), step, end = box.middle, box.height, at(value)
        one = isinstance(self.colours, str)
        colour = self.colours if one else self.colours[place]
        bar = Box(min(zero, end), y - 0.33 * step, abs(end - zero), 0.66 * step)
        pen.rect(bar, fill=colour)
        if len(self.ghosts):
            x = at(self.ghosts[place])
            pen.line([(x, y - 0.45 * step), (x, y + 0.45 * step)], INK, 2)
        ink, bold = (ACCENT, True) if place == self.lit else (INK, False)
        name_end = box.x + self.margins().left - TICK_GAP
        pen.text(name_end, y, label, TEXT, ink, bold, "right", middle=True)
        text = number(value) if self.texts is None else self.texts[place]
        pen.text(max(end, zero) + 6, y, text, SMALL, middle=True)
        says = self.says.format(name=label, number=text or number(value))
        pen.spot(box, says, *clicked(self.sets, place))
