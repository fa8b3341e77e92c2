"""One look for every picture: colours, font, size, and the way to PNG.

Figures are `matplotlib.figure.Figure` objects on an Agg canvas, never pyplot's:
pyplot keeps every figure alive and shows it a second time in a notebook.
"""

import io
import re
import struct
import zlib
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib import colormaps
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from PIL import Image

# Okabe and Ito's colours: told apart with every common colour blindness.
QUERY = "#0072B2"  # blue
KEY = "#D55E00"  # vermillion
VALUE = "#009E73"  # green

INK = "#1B1F24"  # text and outlines
MUTED = "#5F6B76"  # text of the second rank; 5.4 : 1 on white
PALE = "#C9D0D7"  # lines and outlines of what is not meant now
PAPER = "#FFFFFF"
ACCENT = "#AA3377"  # the outline of what is meant now
LIT = "#FFE9A8"  # and its fill
PROBLEM = "#B3261E"  # what went wrong, in words

COLOURS = {
    "query": QUERY,
    "key": KEY,
    "value": VALUE,
    "ink": INK,
    "muted": MUTED,
    "pale": PALE,
    "paper": PAPER,
    "accent": ACCENT,
    "lit": LIT,
    "problem": PROBLEM,
}

# More ink for more weight: a sparse map stays a white page, and it prints well.
WEIGHTS_CMAP = colormaps["Blues"]
# For limits (-v, v): white is zero, and blue is more, as it is for weights.
SIGNED_CMAP = colormaps["RdBu"]

DPI = 100  # a pixel is 0.72 points
# In points: 16 and 15 pixels. With JupyterLab's side bar open on a 1280 px screen, a
# live picture is shown at 0.94 of its size: the smallest text then is 14 pixels.
TEXT = 11.5
SMALL_TEXT = 10.8
TITLE_TEXT = 13.0

PIXEL_RATIO = 2  # picture pixels a CSS pixel: sharp on a fine screen
PNG_LEVEL = 1  # of compression: quick

FONTS = Path(__file__).with_name("fonts")
FAMILIES = ["Lesson Sans", "DejaVu Sans"]  # the second for what the first lacks
UNKNOWN = "<unk>"

for font_file in sorted(FONTS.glob("*.otf")):
    fontManager.addfont(font_file)

HOUSE_STYLE = {
    "axes.edgecolor": MUTED,
    "axes.facecolor": PAPER,
    "axes.labelcolor": INK,
    "axes.labelsize": TEXT,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": TITLE_TEXT,
    "axes.titleweight": "bold",
    "axes.unicode_minus": True,
    "figure.dpi": DPI,
    "figure.edgecolor": PAPER,
    "figure.facecolor": PAPER,  # opaque: JupyterLab's dark theme must not shine in
    "font.family": FAMILIES,
    "font.size": TEXT,
    "grid.color": PALE,
    "hatch.color": MUTED,
    "hatch.linewidth": 0.6,
    "image.aspect": "equal",
    "image.cmap": WEIGHTS_CMAP.name,
    "image.interpolation": "nearest",
    "legend.fontsize": SMALL_TEXT,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "mathtext.fontset": "dejavusans",
    "savefig.dpi": "figure",
    "text.color": INK,
    "text.hinting": "no_hinting",  # letters at their true distances, a third faster
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "xtick.labelsize": SMALL_TEXT,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "ytick.labelsize": SMALL_TEXT,
}


def house_style():
    """Return a context, also a decorator, in which artists take the house style.

    An artist reads the style when it is made, and matplotlib makes some only while
    it draws (tick labels, for one): build and draw inside.
    """
    return matplotlib.rc_context(HOUSE_STYLE)


def new_figure(width_px, height_px, pixel_ratio=1):
    """Make an empty figure of this size in CSS pixels, with a canvas to draw on.

    pixel_ratio is how many picture pixels stand in a CSS pixel: 1 for a live figure,
    which must be quick; 2 for a still one, which then is sharp on a fine screen.

    Raises: ValueError if a side is not positive.
    """
    if not (width_px > 0 and height_px > 0):
        raise ValueError(
            f"{width_px=} and {height_px=} must be positive: give the size in pixels"
        )
    with house_style():
        size = (width_px / DPI, height_px / DPI)
        figure = Figure(figsize=size, dpi=DPI * pixel_ratio)
    FigureCanvasAgg(figure)
    return figure


def to_png(figure):
    """Draw the figure and return it as PNG bytes, the same for the same picture."""
    with house_style():
        figure.canvas.draw()
    return canvas_to_png(figure.canvas)


def canvas_to_png(canvas, height=None):
    """Return what an Agg canvas holds as PNG bytes, without drawing it again.

    height: so many rows of pixels from the top; if not given, all of them.

    For live figures, which draw only what changed: in half the time that Pillow takes,
    since it would look for the best filter of every line.

    Source: Portable Network Graphics (third edition), sections 5 and 11.2.
    """
    pixels = np.asarray(canvas.buffer_rgba())[:height]
    height, width, _ = pixels.shape
    lines = np.zeros((height, 1 + 3 * width), np.uint8)  # each begins with 0: no filter
    for channel in range(3):
        lines[:, 1 + channel :: 3] = pixels[..., channel]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits, RGB
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [
            _png_chunk(b"IHDR", header),
            _png_chunk(b"IDAT", zlib.compress(lines, PNG_LEVEL)),
            _png_chunk(b"IEND", b""),
        ]
    )


def _png_chunk(kind, content):
    """Frame a piece of a PNG file: length, kind, content, checksum."""
    checksum = zlib.crc32(kind + content)
    return (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
    )


def shipped_png(canvas):
    """Return what an Agg canvas holds as a small PNG, to be kept in a notebook.

    At most 256 colours and the strongest compression: a third of the size, and slower.
    """
    # The default, median cut, would merge a small green letter with the blue ones.
    palette = {"method": Image.Quantize.MAXCOVERAGE, "dither": Image.Dither.NONE}
    pixels = _pixels(canvas)
    few = pixels.quantize(256, **palette)
    # The mean of what became one colour: the tone of a large ground stays exact.
    index = np.asarray(few).ravel()
    count = np.bincount(index, minlength=256).clip(1)
    means = [np.bincount(index, np.ravel(c), 256) / count for c in pixels.split()]
    few.putpalette(np.stack(means, axis=1).round().astype(np.uint8).tobytes())
    file = io.BytesIO()
    few.save(file, "png", compress_level=9)
    return file.getvalue()


def _pixels(canvas):
    """Return what the canvas holds as an opaque image."""
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


class Picture:
    """A finished figure with one sentence that says what it shows.

    A notebook cell that ends in a picture shows it, at its size in CSS pixels; the
    sentence stands in for it where no image can be seen.
    """

    def __init__(self, figure, sentence):
        self.figure, self.sentence = figure, sentence

    def _repr_mimebundle_(self, include=None, exclude=None):
        with house_style():
            self.figure.canvas.draw()
        png = shipped_png(self.figure.canvas)
        width, height = (round(side * DPI) for side in self.figure.get_size_inches())
        size = {"width": width, "height": height}
        return {"text/plain": self.sentence, "image/png": png}, {"image/png": size}


def ink_on(colour):
    """Return the text colour, dark or white, that reads best on this colour."""
    red, green, blue = (_linear(channel) for channel in to_rgb(colour))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return INK if luminance > 0.2 else PAPER


def _linear(channel):
    """Undo the sRGB curve. Source: WCAG 2.1, relative luminance."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def displayable(text):
    """Replace each token that holds a character without a glyph by `<unk>`.

    Tokens are what spaces part; the spaces stay as they are.
    """
    known = drawable_characters()
    return re.sub(
        r"\S+", lambda token: token[0] if known.issuperset(token[0]) else UNKNOWN, text
    )


@cache
def drawable_characters():
    """Return every character that the house fonts can draw, as a frozen set."""
    files = (fontManager.findfont(FontProperties(family=name)) for name in FAMILIES)
    return frozenset(
        chr(code) for file in files for code in get_font(file).get_charmap()
    )
