"""Write the font that the figures use: a small part of Noto Sans CJK, renamed.

    python tools/subset_fonts.py --from NotoSansCJK-Regular.ttc

Run it after a word with a new character has entered a vocabulary or a notebook. It
adds to `characters.txt` every Chinese character that stands in the project, then
cuts both weights; the bold file is looked for beside the regular one.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from safetensors import safe_open

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "helpers" / "stage" / "fonts"
CHARACTERS = FONTS / "characters.txt"

FAMILY = "Lesson Sans"
SOURCE_FAMILY = "Noto Sans CJK SC"  # the face with the forms used in mainland China

CHINESE = re.compile(r"[\u3400-\u9fff]")
CHARACTERS_PER_LINE = 40

# Where words come from: the grammar is code, and weights hold their vocabularies.
SPOKEN_IN = ("README.md", "helpers/**/*.py", "notebooks/*.ipynb")
WEIGHTS = "helpers/pretrained/weights/**/*.safetensors"

# As wide as a Chinese character in the source, which tears formulas apart: the subset
# gives them the width of their own outline.
MATHEMATICS = "·×÷±←↑→↓↔⇒∑∏∈∞∂∇≠≈≡≤≥∥⋯•"
SIDE_BEARING = 60  # thousandths of the font's size

# What is in neither (√, whose roof is cut, ᵀ, subscripts) is drawn with DejaVu Sans.
SYMBOLS = "".join(
    [
        *map(chr, range(0x20, 0x7F)),  # ASCII
        *map(chr, range(0xA0, 0x100)),  # Latin-1
        *map(chr, range(0x391, 0x3CA)),  # Greek
        "–—−■□●○▶◀▲▼★✓",
        "、。，！？：；（）《》「」【】％～",
        MATHEMATICS,
    ]
)


def main():
    """Rewrite the character list and both font files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--from",
        dest="regular",
        type=Path,
        required=True,
        metavar="FONT",
        help="NotoSansCJK-Regular.ttc; -Bold.ttc must lie beside it",
    )
    regular = parser.parse_args().regular
    chinese = set(CHINESE.findall(CHARACTERS.read_text("utf-8"))) | spoken()
    CHARACTERS.write_text(as_lines(sorted(chinese)), "utf-8")
    for weight in ("Regular", "Bold"):
        source = regular.with_name(regular.name.replace("Regular", weight))
        target = FONTS / f"LessonSans-{weight}.otf"
        absent = write_subset(source, target, weight, SYMBOLS + "".join(chinese))
        print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB")
        if lost := sorted(absent & chinese):
            sys.exit(f"{source} has no glyph for {''.join(lost)}: use another font")


def spoken():
    """Collect the Chinese characters of the project's own files and vocabularies."""
    files = (path for pattern in SPOKEN_IN for path in ROOT.glob(pattern))
    texts = [path.read_text("utf-8") for path in files]
    texts += [header_of(path) for path in ROOT.glob(WEIGHTS)]
    return {character for text in texts for character in CHINESE.findall(text)}


def header_of(path):
    """Return what a file of weights says of itself, with its words, as plain text."""
    with safe_open(path, "np") as file:
        header = (file.metadata() or {}).get("header", "{}")
    return json.dumps(json.loads(header), ensure_ascii=False)


def as_lines(characters):
    """Lay characters out in short lines, so that a change reads well in a diff."""
    lines = (
        "".join(characters[start : start + CHARACTERS_PER_LINE])
        for start in range(0, len(characters), CHARACTERS_PER_LINE)
    )
    return "\n".join(lines) + "\n"


def write_subset(source, target, weight, characters):
    """Cut `source` down to `characters`; return those that it does not have."""
    # Without recalcTimestamp=False the bytes would hold the time of this run.
    font = TTFont(source, fontNumber=face_number(source), recalcTimestamp=False)
    absent = {c for c in characters if ord(c) not in font.getBestCmap()}
    options = Options()
    options.layout_features = ["ccmp", "kern", "mark"]
    options.hinting = False  # pictures are drawn without it
    options.name_IDs, options.name_languages = ["*"], [0x409]  # keep the licence
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]  # for vertical text
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    for character in set(MATHEMATICS) - absent:
        tighten(font, font.getBestCmap()[ord(character)])
    rename(font, weight)
    font.save(target)
    return absent


def face_number(source):
    """Find the simplified Chinese face in a collection; a single font is face 0."""
    if source.suffix != ".ttc":
        return 0
    with TTCollection(source, lazy=True) as collection:
        names = [font["name"].getDebugName(1) for font in collection.fonts]
    matching = [i for i, name in enumerate(names) if name.startswith(SOURCE_FAMILY)]
    if not matching:
        sys.exit(f"{source} has no face {SOURCE_FAMILY!r}, only {names}")
    return matching[0]


def tighten(font, name):
    """Make a glyph as wide as its outline and two side bearings."""
    glyphs, charstrings = font.getGlyphSet(), font["CFF "].cff[0].CharStrings
    bounds = BoundsPen(glyphs)
    glyphs[name].draw(bounds)
    left, _, right, _ = bounds.bounds
    width = round(right - left) + 2 * SIDE_BEARING
    old = charstrings[name]
    pen = T2CharStringPen(width - old.private.nominalWidthX, glyphs)
    glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, SIDE_BEARING - left, 0)))
    charstrings[name] = pen.getCharString(old.private, old.globalSubrs)
    font["hmtx"][name] = (width, SIDE_BEARING)


def rename(font, weight):
    """Give the subset a name of its own, so that no full Noto Sans stands in for it."""
    postscript = f"{FAMILY.replace(' ', '')}-{weight}"
    names = {
        1: FAMILY,
        2: weight,
        3: postscript,
        4: FAMILY if weight == "Regular" else f"{FAMILY} {weight}",
        6: postscript,
    }
    table = font["name"]
    table.names = [
        n for n in table.names if n.nameID in (0, 5, 7, 8, 9, 10, 11, 12, 13, 14)
    ]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [postscript]
    top[0].FamilyName, top[0].FullName = FAMILY, names[4]


if __name__ == "__main__":
    main()
