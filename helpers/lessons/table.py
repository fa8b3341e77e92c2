"""What a lesson measures, printed as a table: aligned, with Chinese words, too."""

from math import inf
from unicodedata import east_asian_width

GAP = "  "


def show_table(rows, headers, formats=()):
    """Print rows under their headers: text to the left, numbers to the right.

    `formats` has a format specification for each column, such as ".2f" or ",", and may
    end early. ">" puts a column of text to the right. None and infinity (what never
    came) are printed as "–".

    Raises: ValueError if a row or `formats` does not fit the headers.
    """
    rows = [list(row) for row in rows]
    for row in rows:
        if len(row) != len(headers):
            raise ValueError(f"{row} has {len(row)} cells; {headers=} want another row")
    if len(formats) > len(headers):
        raise ValueError(f"{formats=} are more than {headers=}; give one a column")
    formats = [*formats, *[""] * (len(headers) - len(formats))]
    columns = []
    for place, (header, spec) in enumerate(zip(headers, formats, strict=True)):
        values = [row[place] for row in rows]
        texts = [header, *(_written(value, spec) for value in values)]
        is_text = not spec.startswith(">") and any(isinstance(v, str) for v in values)
        columns.append(_aligned(texts, to_the_left=is_text))
    for cells in zip(*columns, strict=True):
        print(GAP.join(cells).rstrip())


def show_ledger(rows, title=""):
    """Print the shapes of (name, tensor, the shape in the paper) side by side."""
    shapes = [(name, shape_text(tensor), paper) for name, tensor, paper in rows]
    show_table(shapes, (title, "here", "the paper"), ("", ">", ">"))


def shape_text(tensor):
    """Write a tensor's shape as "3 × 128"."""
    return " × ".join(map(str, tensor.shape))


def columns_wide(text):
    """Count the columns that a text takes in a fixed-width font: 我 takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _written(value, spec):
    return "–" if value is None or value == inf else format(value, spec)


def _aligned(texts, to_the_left):
    width = max(map(columns_wide, texts))
    blanks = [" " * (width - columns_wide(text)) for text in texts]
    pairs = zip(texts, blanks, strict=True)
    return [text + blank if to_the_left else blank + text for text, blank in pairs]
