"""What a mark draws into a box: its parts, and the shapes and spots in them."""

from helpers.stage.pen import Pen


def draw(box, mark):
    pen = Pen(raw=lambda control, value: value)
    mark.draw(pen, box)
    return pen.parts


def shapes(parts, kind):
    return [shape for part in parts for shape in part.shapes if isinstance(shape, kind)]


def hits(parts):
    return [hit for part in parts for hit in part.hits]


def spots(parts):
    return [spot for hit in hits(parts) for spot in hit["spots"]]
