"""Stills: pictures drawn by Agg, for where no page shows their parts."""

import io

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox
from PIL import Image

from helpers.stage import style
from helpers.stage.pen import Box, Cells, Pen, Stroke, Text

POINTS = 0.72  # in a pixel, at 100 dots an inch
COLOURS = 128  # of a picture that a notebook keeps
# A user's own settings must not come through. Letters stand at their true distances.
SETTINGS = {
    name: value
    for name, value in matplotlib.rcParamsDefault.items()
    if name.startswith(("figure.", "font.", "lines.", "patch.", "path.", "text."))
} | {"text.hinting": "no_hinting"}
LINE, CODES = Path.LINETO, {"M": Path.MOVETO, "Q": Path.CURVE3, "C": Path.CURVE4}
CODES |= {"L": LINE, "h": LINE, "v": LINE, "Z": Path.CLOSEPOLY}


@matplotlib.rc_context(SETTINGS)
def still(parts, width, height, ratio=2):
    """Draw parts with Agg. ratio is how many pixels stand in one of the page's.

    Shape: -> PIL image, (ratio · width) × (ratio · height)
    """
    style.drawable_characters(*style.FAMILIES)  # lets matplotlib know the fonts
    figure = Figure((width / 100, height / 100), dpi=100 * ratio, facecolor=style.PAPER)
    canvas = FigureCanvasAgg(figure)
    # From pixels below the upper edge to Agg's, above the foot.
    view = Affine2D().translate(0, -height).scale(ratio, -ratio)
    draw = {Stroke: _stroke, Text: _text, Cells: _cells}
    for order, shape in enumerate(shape for part in parts for shape in part.shapes):
        draw[type(shape)](figure, shape, view, order)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def _stroke(figure, shape, view, order):
    look = {"capstyle": "round", "joinstyle": "round"} if shape.round else {}
    patch = PathPatch(
        _path(shape.commands),
        transform=view,
        facecolor=shape.fill or "none",
        edgecolor=shape.stroke or "none",
        linewidth=shape.width * POINTS if shape.stroke else 0,
        linestyle=(0, [d / shape.width for d in shape.dash]) if shape.dash else "-",
        alpha=shape.opacity,
        snap=False,
        zorder=order,
        **look,
    )
    figure.add_artist(patch, clip=False)
    if shape.clip:
        x, y, w, h = shape.clip
        patch.set_clip_box(Bbox([[x, y], [x + w, y + h]]).transformed(view))
        patch.set_clip_on(True)


def _text(figure, shape, view, order):
    figure.text(
        *view.transform((shape.x, shape.y)),
        shape.words,
        transform=None,
        size=shape.size * POINTS,
        color=shape.colour,
        weight="bold" if shape.bold else "normal",
        ha=shape.align,
        va="baseline",
        rotation=shape.angle,
        rotation_mode="anchor",
        family="monospace" if shape.mono else style.FAMILIES,
        parse_math=False,
        zorder=order,
    )


def _cells(figure, shape, view, order):
    corners = [shape.box[:2], (shape.box.right, shape.box.foot)]
    (left, top), (right, foot) = view.transform(corners).round()
    height, width = int(top - foot), int(right - left)
    rows, columns = shape.pixels.shape[:2]
    row = np.arange(height)[:, None] * rows // height
    pixels = shape.pixels[row, np.arange(width) * columns // width]
    figure.figimage(pixels, left, foot, origin="upper", zorder=order)


def _path(commands):
    """Turn commands as SVG has them into matplotlib's path."""
    points, codes = [], []
    for letter, *numbers in commands:
        if letter in "hv":
            (x, y), (by,) = points[-1], numbers
            numbers = (x + by, y) if letter == "h" else (x, y + by)
        pairs = [*zip(numbers[::2], numbers[1::2], strict=True)] or points[-1:]
        points += pairs
        codes += [CODES[letter]] * len(pairs)
    return Path(points, codes)


def shipped(image):
    """Return an image as a small PNG file, to be kept in a notebook.

    Few colours and the strongest compression: a quarter of the size, and slower.

    Shape: PIL image -> bytes
    """
    # The default, median cut, would merge a small green letter with the blue ones.
    palette = {"method": Image.Quantize.MAXCOVERAGE, "dither": Image.Dither.NONE}
    few = image.quantize(COLOURS, **palette)
    # The mean of what became one colour: the tone of a large ground stays exact.
    index = np.asarray(few).ravel()
    count = np.bincount(index, minlength=256).clip(1)
    means = [np.bincount(index, np.ravel(c), 256) / count for c in image.split()]
    few.putpalette(np.stack(means, axis=1).round().astype(np.uint8).tobytes())
    file = io.BytesIO()
    few.save(file, "png", compress_level=9)
    return file.getvalue()


def bundle(image, sentence, ratio=2):
    """Return what a notebook keeps of a picture: data and metadata, each by MIME type.

    The sentence stands in for the picture where no image can be seen.
    """
    width, height = (side // ratio for side in image.size)
    about = {"width": width, "height": height, "alt": sentence}
    return (
        {"text/plain": sentence, "image/png": shipped(image)},
        {"image/png": about},
    )


class Still:
    """A finished picture with one sentence that says what it shows.

    A notebook cell that ends in it shows it, at its size in CSS pixels.
    """

    def __init__(self, mark, width, height, sentence):
        self.mark, self.width, self.height = mark, width, height
        self.sentence = sentence

    @property
    def parts(self):
        pen = Pen()
        self.mark.draw(pen, Box(0, 0, self.width, self.height))
        return pen.parts

    def image(self, ratio=2):
        """Draw the picture. Returns a PIL image, ratio · width pixels wide."""
        return still(self.parts, self.width, self.height, ratio)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return bundle(self.image(), self.sentence)
