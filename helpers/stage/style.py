"""One look for every picture: colours, sizes and fonts, and how wide a text is."""

import re
from functools import cache
from pathlib import Path

import numpy as np
from matplotlib import colormaps, get_data_path
from matplotlib.colors import to_rgb
from PIL import ImageFont

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

# More ink for more weight: a sparse map stays a white page, and it prints well.
WEIGHTS = colormaps["Blues"]
# For limits (-v, v): white is zero, and blue is more, as it is for weights.
SIGNED = colormaps["RdBu"]

# In pixels. With JupyterLab's side bar open on a 1280 px screen, a picture is shown at
# 0.94 of its size: the smallest text then is 14 pixels.
TITLE, TEXT, SMALL = 18, 16, 15
# A line of text, as parts of its size: the height of a small letter's middle above the
# line it stands on, and from line to line.
MIDDLE, LEADING = 0.35, 1.4

FONTS = Path(__file__).with_name("fonts")
FAMILY = "Lesson Sans"
FAMILIES = (FAMILY, "DejaVu Sans")  # the second for what the first lacks
UNKNOWN = "<unk>"


def paint(numbers, colours=WEIGHTS, low=0.0, high=1.0):
    """Colour numbers from low to high; what is not a number stays white.

    Shape: numbers (rows, columns) -> (rows, columns, 3), bytes
    """
    numbers = np.asarray(numbers, float)
    shares = (numbers - low) / (high - low)
    pixels = colours(np.nan_to_num(shares), bytes=True)[..., :3]
    return np.where(np.isnan(numbers)[..., None], np.uint8(255), pixels)


def ink_on(colour):
    """Return the text colour, dark or white, that reads best on this colour.

    Source: WCAG 2.1, relative luminance.
    """
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in to_rgb(colour)
    )
    return INK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 else PAPER


def text_width(text, size=TEXT, bold=False):
    """Return how many pixels wide a line of text is."""
    return size * sum(_advance(letter, bold) for letter in text)


@cache
def _advance(letter, bold):
    """Return how wide a letter is, as a part of the font's size."""
    own, other = _fonts(bold)
    font = own if letter in drawable_characters(FAMILY) else other
    return font.getlength(letter) / font.size


@cache
def _fonts(bold):
    """Load the house font and the one for what it lacks."""
    weight, size = ("Bold" if bold else "Regular"), 1000
    other = Path(get_data_path(), "fonts/ttf", f"DejaVuSans{'-Bold' * bold}.ttf")
    own = FONTS / f"LessonSans-{weight}.otf"
    return [ImageFont.truetype(str(file), size) for file in (own, other)]


@cache
def drawable_characters(*families):
    """Return every character that the fonts can draw, as a frozen set."""
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    for file in sorted(FONTS.glob("*.otf")):
        if not any(entry.fname == str(file) for entry in fontManager.ttflist):
            fontManager.addfont(file)
    files = (fontManager.findfont(FontProperties(name)) for name in families)
    return frozenset(chr(code) for f in files for code in get_font(f).get_charmap())


def displayable(text):
    """Replace each token that holds a character without a glyph by `<unk>`.

    Tokens are what spaces part; the spaces stay as they are.
    """
    known = drawable_characters(*FAMILIES)
    return re.sub(
        r"\S+", lambda token: token[0] if known.issuperset(token[0]) else UNKNOWN, text
    )


def shortened(text, width, size=TEXT):
    """Cut a text that is wider than so many pixels, and mark the cut by an ellipsis."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


def wrapped(text, width, size=TEXT):
    """Cut a text into lines of at most so many pixels: at spaces, or where it must be.

    Shape: -> list of lines
    """
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
        while text_width(lines[-1], size) > width and len(lines[-1]) > 1:
            line, count = lines[-1], 1
            while text_width(line[: count + 1], size) <= width:
                count += 1
            lines[-1:] = line[:count], line[count:]
    return lines


def signed(number, digits=2):
    """Write a number with a true minus sign, in at most five characters."""
    digits = digits if abs(number) < 9.995 else min(digits, 1)
    return f"{number:.{digits}f}".replace("-", "−").replace("−0.00", "0.00")
