"""What a mark draws into a box: its parts, and the shapes and spots in them."""

from helpers.stage.controls import Choice
from helpers.stage.pen import Pen, Stroke, Text


def draw(box, mark):
    pen = Pen()
    mark.draw(pen, box)
    return pen.parts


def shapes(parts, kind):
    return [shape for part in parts for shape in part.shapes if isinstance(shape, kind)]


def texts(parts):
    """Return the texts by what they say, in the order in which they were written."""
    return {text.words: text for text in shapes(parts, Text)}


def strokes(parts, colour):
    return [s for s in shapes(parts, Stroke) if colour in (s.stroke, s.fill)]


def hits(parts):
    return [hit for part in parts for hit in part.hits]


def spots(parts):
    return [spot for hit in hits(parts) for spot in hit["spots"]]


def control(name="step", options=range(99)):
    """Return a control of no explorer."""
    made = Choice(name, options)
    made.name = name
    return made
