"""What can be seen of a picture's texts: how large, where, and whether they meet."""

import cmath
import math
from itertools import combinations
from typing import NamedTuple

from helpers.stage.pen import Text
from helpers.stage.style import text_width

ASCENT, DESCENT = 0.74, 0.16  # of the size: letters, without the room above them
MONO = 0.602  # of the size: a letter of the font for code
SLACK = 2  # pixels


class Seen(NamedTuple):
    """A text: what it says, its size, its box (left, top, right, foot), its angle."""

    says: str
    size: float
    box: tuple
    angle: float


def texts_of(parts):
    """List the texts of a picture."""
    shapes = [shape for part in parts for shape in part.shapes]
    return [seen(s) for s in shapes if isinstance(s, Text) and s.words.strip()]


def seen(text):
    """Return where a text stands."""
    width = text_width(text.words, text.size, text.bold)
    if text.mono:
        width = MONO * text.size * len(text.words)
    start = {"left": 0, "center": -width / 2, "right": -width}[text.align]
    turn = cmath.rect(1, -math.radians(text.angle))
    places = [
        complex(text.x, text.y) + turn * complex(start + along, -up * text.size)
        for along in (0, width)
        for up in (ASCENT, -DESCENT)
    ]
    xs, ys = [place.real for place in places], [place.imag for place in places]
    box = min(xs), min(ys), max(xs), max(ys)
    return Seen(text.words, text.size, box, text.angle)


def too_small(texts, least):
    """List what is smaller than so many pixels."""
    return sorted({t.says for t in texts if t.size < least})


def cut(texts, width, height):
    """List what leaves the picture."""
    outside = [
        t
        for t in texts
        if min(*t.box[:2], width - t.box[2], height - t.box[3]) < -SLACK
    ]
    return sorted({f"{t.says} {tuple(map(round, t.box))}" for t in outside})


def overlapping(texts):
    """List pairs that stand on each other, but for leaning ones."""
    found = set()
    for one, other in combinations([t for t in texts if t.angle % 90 == 0], 2):
        across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
        down = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
        if across > 2 * SLACK and down > 2 * SLACK:
            found.add(f"{one.says} and {other.says}")
    return sorted(found)
