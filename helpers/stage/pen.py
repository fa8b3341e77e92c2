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
from typing import NamedTuple

import numpy as np
from PIL import Image

from helpers.stage.style import INK, MIDDLE, MUTED, TEXT

LARGE = 10_000  # bytes of a picture's pixels


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
    stroke: str | None
    width: float
    fill: str | None
    opacity: float
    dash: tuple
    round: bool
    clip: Box | None

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
    size: float
    colour: str
    bold: bool
    align: str  # "left", "center" or "right"
    angle: float
    mono: bool

    def svg(self):
        anchor = {"left": "", "center": "middle", "right": "end"}[self.align]
        look = f' text-anchor="{anchor}"' if anchor else ""
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

    def path(
        self, commands, stroke=None, width=1.0, fill=None, opacity=1.0, dash=(),
        round=False,
    ):  # fmt: skip
        """Draw what SVG calls a path: ("M", x, y), ("L", x, y), ("C", …), ("Z",)."""
        look = stroke, width, fill, opacity, tuple(dash), round, self.clipped
        self.parts[-1].shapes.append(Stroke(tuple(commands), *look))

    def line(self, points, stroke=INK, width=1.0, **look):
        """Draw a line through points. Shape: points (N, 2)"""
        points = [(float(x), float(y)) for x, y in points]
        commands = [("L" if n else "M", *point) for n, point in enumerate(points)]
        if commands:
            self.path(commands, stroke, width, **look)

    def rect(self, box, stroke=None, width=1.0, fill=None, radius=0, **look):
        """Draw a rectangle, with round corners if there is a radius."""
        x, y, w, h = box
        if not radius:
            way = [("M", x, y), ("h", w), ("v", h), ("h", -w), ("Z",)]
        else:
            r = min(radius, w / 2, h / 2)
            way = [
                *(("M", x + r, y), ("L", x + w - r, y)),
                *(("Q", x + w, y, x + w, y + r), ("L", x + w, y + h - r)),
                *(("Q", x + w, y + h, x + w - r, y + h), ("L", x + r, y + h)),
                *(("Q", x, y + h, x, y + h - r), ("L", x, y + r)),
                *(("Q", x, y, x + r, y), ("Z",)),
            ]
        self.path(way, stroke, width, fill, **look)

    def circle(self, x, y, radius, stroke=None, width=1.0, fill=None, **look):
        """Draw a circle: four cubic curves, within 0.03 % of it."""
        r, k = radius, 0.5523 * radius
        way = [
            ("M", x + r, y),
            ("C", x + r, y + k, x + k, y + r, x, y + r),
            ("C", x - k, y + r, x - r, y + k, x - r, y),
            ("C", x - r, y - k, x - k, y - r, x, y - r),
            ("C", x + k, y - r, x + r, y - k, x + r, y),
            ("Z",),
        ]
        self.path(way, stroke, width, fill, **look)

    def dots(self, points, size, colour=INK, shape="o", **look):
        """Draw a dot at every point. Shape: points (N, 2); size: its width in pixels"""
        if shape == "o":  # a line without length and with round ends is a dot
            way = [c for x, y in points for c in (("M", x, y), ("h", 0.01))]
            if way:
                self.path(way, colour, size, round=True, **look)
            return
        outline = np.array(OUTLINES[shape]) * size / 2
        way = []
        for x, y in points:
            corners = outline + (x, y)
            way += [("L" if n else "M", *c) for n, c in enumerate(corners.tolist())]
            way.append(("Z",))
        if way:
            self.path(way, fill=colour, **look)

    def arrow(self, points, stroke=MUTED, width=1.5, head=8, **look):
        """Draw a line through points, and a head at its end."""
        *_, before, end = np.asarray(points, float)
        along = (end - before) / max(np.hypot(*(end - before)), 1e-9)
        aside = np.array([-along[1], along[0]])
        foot = end - head * along
        self.line([*points[:-1], tuple(foot)], stroke, width, **look)
        corners = end, foot + 0.45 * head * aside, foot - 0.45 * head * aside
        way = [("L" if n else "M", *c) for n, c in enumerate(map(tuple, corners))]
        self.path([*way, ("Z",)], fill=stroke)

    def text(
        self, x, y, words, size=TEXT, colour=INK, bold=False, align="left", angle=0,
        mono=False, middle=False,
    ):  # fmt: skip
        """Write a line; `middle`: y is its middle, and not the line it stands on."""
        y += MIDDLE * size if middle else 0
        if words:
            style = size, colour, bold, align, angle, mono
            self.parts[-1].shapes.append(Text(x, y, words, *style))

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
            start, end = max(offset - h, 0), min(offset, w)
            way += [("M", x + start, y + offset - start)]
            way += [("L", x + end, y + offset - end)]
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
        name = control.name if control is not None else None
        for group in self.parts[-1].hits:
            if group["kind"] == "spots" and group["sets"] == name:
                break
        else:
            group = {"kind": "spots", "sets": name, "spots": []}
            self.parts[-1].hits.append(group)
        raw = self.raw(control, value) if name else None
        group["spots"].append([*(round(float(side), 1) for side in box), says, raw])

    def grid(
        self, box, numbers, rows, columns, says, sets=(), label="", texts=None
    ):  # fmt: skip
        """Let each cell of a matrix say its number, and set controls when clicked.

        rows and columns are names, says is a template with {row}, {column} and
        {number}; sets lists (control, "row" or "column" or "all", values): the value
        for each row, for each column, or for every cell, None where a click does
        nothing. texts are said in place of the numbers.

        Shape: numbers, texts (rows, columns)
        """
        hundredths = np.rint(np.nan_to_num(np.asarray(numbers, float)) * 100)
        data = hundredths.clip(-32767, 32767).astype("<i2")
        self.parts[-1].hits.append(
            {
                "kind": "grid",
                "box": [round(float(side), 1) for side in box],
                "shape": list(data.shape),
                "numbers": base64.b64encode(data.tobytes()).decode(),
                "rows": list(rows),
                "columns": list(columns),
                "says": says,
                "label": label,
                **({} if texts is None else {"texts": np.ravel(texts).tolist()}),
                "sets": [
                    [
                        control.name,
                        along,
                        [
                            None if value is None else self.raw(control, value)
                            for value in values
                        ],
                    ]
                    for control, along, values in sets
                ],
            }
        )


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


def place(box):
    """Write a box as attributes."""
    names = "x", "y", "width", "height"
    return " ".join(f'{n}="{short(v)}"' for n, v in zip(names, box, strict=True))


def window(box):
    """Open an inner picture, which cuts off what leaves its box."""
    view = " ".join(map(short, box))
    return f'<svg {place(box)} viewBox="{view}">'
