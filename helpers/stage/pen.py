"""The pen that draws every picture: a few kinds of shapes, in pixels, y downwards.

What it drew is given out in parts: fragments of SVG for a page, which shows them
without knowing what they mean, and the same shapes for Agg, which makes the still.
"""

import base64
import html
import io
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

import numpy as np
from PIL import Image

from helpers.stage.style import INK, MIDDLE, MUTED, TEXT

LARGE = 10_000  # bytes of a picture's pixels
HIDDEN = -32768  # in place of the 0 of a cell that a mask hides
ANCHORS = {"center": "middle", "right": "end"}


class Box(NamedTuple):
    """A rectangle: its upper left corner and its size, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self):
        return self.x + self.width

    @property
    def foot(self):
        return self.y + self.height

    @property
    def middle(self):
        return self.x + self.width / 2, self.y + self.height / 2

    def inside(self, left=0, top=0, right=0, foot=0):
        """Return the box that is left within these margins."""
        width, height = self.width - left - right, self.height - top - foot
        return Box(self.x + left, self.y + top, max(width, 1), max(height, 1))


class Stroke(NamedTuple):
    """Lines, curves or areas: commands as SVG has them, (letter, number, …)."""

    commands: tuple
    stroke: str | None = None
    width: float = 1.0
    fill: str | None = None
    opacity: float = 1.0
    dash: tuple = ()
    round: bool = False
    clip: Box | None = None

    def svg(self):
        way = "".join(c[0] + " ".join(map(short, c[1:])) for c in self.commands)
        look = f' fill="{self.fill or "none"}"'
        if self.stroke:
            look += f' stroke="{self.stroke}" stroke-width="{short(self.width)}"'
        if self.dash:
            look += f' stroke-dasharray="{" ".join(map(short, self.dash))}"'
        if self.round:
            look += ' stroke-linecap="round" stroke-linejoin="round"'
        if self.opacity < 1:
            look += f' opacity="{short(self.opacity)}"'
        path = f'<path d="{way}"{look}/>'
        return path if self.clip is None else f"{window(self.clip)}{path}</svg>"


class Text(NamedTuple):
    """A line of text on its base line, turned by degrees against the clock."""

    x: float
    y: float
    words: str
    size: float = TEXT
    colour: str = INK
    bold: bool = False
    align: str = "left"  # or "center" or "right"
    angle: float = 0
    mono: bool = False

    def svg(self):
        look = f' text-anchor="{ANCHORS[self.align]}"' if self.align != "left" else ""
        if self.size != TEXT:
            look += f' font-size="{short(self.size)}"'
        if self.colour != INK:
            look += f' fill="{self.colour}"'
        if self.bold:
            look += ' font-weight="bold"'
        if self.mono:
            look += ' font-family="monospace"'
        x, y = short(self.x), short(self.y)
        if self.angle:
            look += f' transform="rotate({short(-self.angle)} {x} {y})"'
        return f'<text x="{x}" y="{y}"{look}>{html.escape(self.words)}</text>'


class Cells(NamedTuple):
    """An image that has one pixel for each cell. Shape: pixels (rows, columns, 3)"""

    box: Box
    pixels: np.ndarray

    def svg(self):
        data = base64.b64encode(png(self.pixels)).decode()
        fill = 'preserveAspectRatio="none"'
        return f'<image {place(self.box)} {fill} href="data:image/png;base64,{data}"/>'


@dataclass
class Part:
    """A piece of a picture that is drawn, sent and kept as one.

    `hits` say what a pointer finds on it: see `Pen.grid` and `Pen.spot`.
    """

    shapes: list = field(default_factory=list)
    hits: list = field(default_factory=list)

    @cached_property
    def content(self):
        """What a page needs: {"svg": a fragment, "hits": …}"""
        svg = "".join(shape.svg() for shape in self.shapes)
        return {"svg": svg, "hits": self.hits} if self.hits else {"svg": svg}

    @cached_property
    def id(self):
        """A name that equal parts share."""
        text = json.dumps(self.content, ensure_ascii=False)
        return blake2b(text.encode(), digest_size=9).hexdigest()


class Pen:
    """Draw shapes, part by part; `cut` begins the next part.

    `raw` turns a control and a value into what a page sets: (control, value) -> number.
    """

    def __init__(self, raw=lambda control, value: value):
        self.parts, self.raw, self.clipped = [Part()], raw, None

    def cut(self):
        """Begin a new part: what changes together stays together."""
        if self.parts[-1].shapes or self.parts[-1].hits:
            self.parts.append(Part())

    # Shapes

    def path(self, commands, *look, **more):
        """Draw what SVG calls a path: ("M", x, y), ("L", x, y), ("C", …), ("Z",).

        The look is that of a `Stroke`: stroke, width, fill, opacity, dash, round.
        """
        if commands:
            shape = Stroke(tuple(commands), *look, **more, clip=self.clipped)
            self.parts[-1].shapes.append(shape)

    def line(self, points, stroke=INK, width=1.0, **look):
        """Draw a line through points. Shape: points (N, 2)"""
        self.path(through(points), stroke, width, **look)

    def rect(self, box, stroke=None, width=1.0, fill=None, radius=0, **look):
        """Draw a rectangle, with round corners if there is a radius."""
        x, y, w, h = box
        if not radius:
            way = [("M", x, y), ("h", w), ("v", h), ("h", -w), ("Z",)]
        else:
            r, right, foot = min(radius, w / 2, h / 2), x + w, y + h
            way = [
                *(("M", x + r, y), ("L", right - r, y)),
                *(("Q", right, y, right, y + r), ("L", right, foot - r)),
                *(("Q", right, foot, right - r, foot), ("L", x + r, foot)),
                *(("Q", x, foot, x, foot - r), ("L", x, y + r)),
                *(("Q", x, y, x + r, y), ("Z",)),
            ]
        self.path(way, stroke, width, fill, **look)

    def circle(self, x, y, radius, stroke=None, width=1.0, fill=None, **look):
        """Draw a circle: four cubic curves, within 0.03 % of it."""
        r, k, way = radius, 0.5523 * radius, [("M", x + radius, y)]
        for c, s in ((1, 0), (0, 1), (-1, 0), (0, -1)):  # cosine and sine of the start
            bend = x + r * c - k * s, y + r * s + k * c, x + k * c - r * s
            way.append(("C", *bend, y + k * s + r * c, x - r * s, y + r * c))
        self.path([*way, ("Z",)], stroke, width, fill, **look)

    def dots(self, points, size, colour=INK, shape="o", **look):
        """Draw a dot at every point. Shape: points (N, 2); size: its width in pixels"""
        if shape == "o":  # a line without length and with round ends is a dot
            way = [c for x, y in points for c in (("M", x, y), ("h", 0.01))]
            self.path(way, colour, size, round=True, **look)
        else:
            outline = np.array(OUTLINES[shape]) * size / 2
            ways = [through(outline + point, closed=True) for point in points]
            self.path([*chain.from_iterable(ways)], fill=colour, **look)

    def arrow(self, points, stroke=MUTED, width=1.5, head=8, **look):
        """Draw a line through points, and a head at its end."""
        *_, before, end = np.asarray(points, float)
        along = (end - before) / max(np.hypot(*(end - before)), 1e-9)
        aside = 0.45 * head * np.array([-along[1], along[0]])
        foot = end - head * along
        self.line([*points[:-1], foot], stroke, width, **look)
        self.path(through([end, foot + aside, foot - aside], closed=True), fill=stroke)

    def text(self, x, y, words, *look, middle=False, **more):
        """Write a line; `middle`: y is its middle, and not the line it stands on.

        The look is that of a `Text`: size, colour, bold, align, angle, mono.
        """
        if words:
            text = Text(x, y, words, *look, **more)
            y += MIDDLE * text.size if middle else 0
            self.parts[-1].shapes.append(text._replace(y=y))

    def cells(self, box, pixels):
        """Draw an image that has one pixel for each cell.

        Shape: pixels (rows, columns, 3), bytes
        """
        self.parts[-1].shapes.append(Cells(box, pixels))

    def hatch(self, box, gap=7):
        """Draw thin parallel lines over a rectangle: what is hidden."""
        x, y, w, h = box
        way = []
        for offset in np.arange(gap / 2, w + h, gap).tolist():
            for letter, along in ("M", max(offset - h, 0)), ("L", min(offset, w)):
                way.append((letter, x + along, y + offset - along))
        self.path(way, MUTED, 0.8)

    @contextmanager
    def clip(self, box):
        """Draw lines inside: what leaves the box is cut off."""
        self.clipped = box
        yield
        self.clipped = None

    # What a pointer finds

    def spot(self, box, says, control=None, value=None):
        """Let a place say something, and set a control when it is clicked.

        A place without a size is found by whoever points near it.
        """
        hits, name = self.parts[-1].hits, control.name if control is not None else None
        group = next((h for h in hits if (h["kind"], h["sets"]) == ("spots", name)), 0)
        if not group:
            group = {"kind": "spots", "sets": name, "spots": []}
            hits.append(group)
        raw = self.raw(control, value) if name else None
        group["spots"].append([*sides(box), says, raw])

    def grid(self, box, numbers, names, says, label, sets, texts=None, hidden=None):
        """Let each cell of a matrix say its number, and set controls when clicked.

        names are those of rows and of columns, says is a template with {row}, {column}
        and {number}; sets lists (control, "row" or "column" or "all", values): the
        value for each row, for each column, or for every cell, None where a click does
        nothing. texts are said in place of the numbers; a hidden 0 says "hidden".

        Shape: numbers, texts, hidden (rows, columns)
        """
        rows, columns = map(list, names)
        hit = {"kind": "grid", "box": sides(box), "shape": list(np.shape(numbers))}
        hit |= {"numbers": hundredths(numbers, hidden), "rows": rows}
        hit |= {"columns": columns, "says": says, "label": label}
        if texts is not None:
            hit["texts"] = np.ravel(texts).tolist()
        hit["sets"] = [
            [c.name, along, [None if v is None else self.raw(c, v) for v in values]]
            for c, along, values in sets
        ]
        self.parts[-1].hits.append(hit)


OUTLINES = {
    "s": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "D": [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
    "^": [(0, -1.2), (1.15, 0.9), (-1.15, 0.9)],
    "v": [(0, 1.2), (1.15, -0.9), (-1.15, -0.9)],
    "<": [(-1.2, 0), (0.9, -1.15), (0.9, 1.15)],
    "P": [(-.4, -1.2), (.4, -1.2), (.4, -.4), (1.2, -.4), (1.2, .4), (.4, .4),
          (.4, 1.2), (-.4, 1.2), (-.4, .4), (-1.2, .4), (-1.2, -.4), (-.4, -.4)],
    "X": [(-1.2, -.7), (-.7, -1.2), (0, -.5), (.7, -1.2), (1.2, -.7), (.5, 0),
          (1.2, .7), (.7, 1.2), (0, .5), (-.7, 1.2), (-1.2, .7), (-.5, 0)],
    "|": [(-0.12, -1), (0.12, -1), (0.12, 1), (-0.12, 1)],
}  # fmt: skip


def through(points, closed=False):
    """Return the commands of straight lines through points. Shape: points (N, 2)"""
    points = points.tolist() if isinstance(points, np.ndarray) else points
    way = [("L" if n else "M", x, y) for n, (x, y) in enumerate(points)]
    return [*way, ("Z",)] if closed else way


def rounded(points, radius=9):
    """Return the commands of a line through points, its corners rounded."""
    points = np.asarray(points, float)
    commands = [("M", *points[0])]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        enter, leave = (
            corner + radius * (end - corner) / np.hypot(*(end - corner))
            for end in (before, after)
        )
        commands += [("L", *enter), ("Q", *corner, *leave)]
    return [*commands, ("L", *points[-1])]


def png(pixels):
    """Return an image as a PNG file, the same bytes for the same pixels.

    Shape: pixels (height, width, 3), bytes -> bytes
    """
    file = io.BytesIO()
    picture(pixels).save(file, "png")
    return file.getvalue()


def picture(pixels):
    """Return an image; a large one of few colours as numbers of these: a third as big.

    Shape: pixels (height, width, 3), bytes -> PIL image
    """
    if pixels.size > LARGE:
        packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
        colours, places = np.unique(packed, return_inverse=True)
        if len(colours) <= 256:
            image = Image.fromarray(places.reshape(packed.shape).astype(np.uint8))
            table = np.stack([colours >> 16, colours >> 8, colours], axis=1)
            image.putpalette(table.astype(np.uint8).tobytes())
            return image
    return Image.fromarray(pixels)


def short(number):
    """Write a number with at most one decimal, as short as it can be."""
    text = f"{number:.1f}" if abs(number) >= 1 or not number else f"{number:.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def sides(box):
    """Return the sides of a box as a page is told them."""
    return [round(float(side), 1) for side in box]


def hundredths(numbers, hidden=None):
    """Write numbers as hundredths in 16 bits; a hidden 0 is the lowest of all.

    Shape: numbers, hidden (rows, columns) -> base64 text
    """
    data = np.rint(np.nan_to_num(np.asarray(numbers, float)) * 100)
    data = data.clip(-32767, 32767).astype("<i2")
    if hidden is not None:
        data[np.asarray(hidden, bool) & (data == 0)] = HIDDEN
    return base64.b64encode(data.tobytes()).decode()


def place(box):
    """Write a box as attributes."""
    names = "x", "y", "width", "height"
    return " ".join(f'{n}="{short(v)}"' for n, v in zip(names, box, strict=True))


def window(box):
    """Open an inner picture, which cuts off what leaves its box."""
    view = " ".join(map(short, box))
    return f'<svg {place(box)} viewBox="{view}">'
