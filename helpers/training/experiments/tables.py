"""Write and read the small tables of results that experiments ship."""

import csv
from itertools import chain
from pathlib import Path


def significant(number, digits=4):
    """Round to so many significant digits: more than the seeds of a run agree on."""
    return float(f"{number:.{digits}g}")


def write_table(rows, path, steps=()):
    """Write rows, named tuples of one kind, as they come, under their fields' names.

    With `steps`, the last field holds a number for each step: each is a column.
    Without any row the file is left alone.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    with open(path, "w", buffering=1, newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([*first._fields[:-1], *steps] if steps else first._fields)
        for row in chain([first], rows):
            last = [f"{number:.4g}" for number in row[-1]] if steps else row[-1:]
            table.writerow([*row[:-1], *last])


def read_table(kind, path, command=None, steps=()):
    """Read a table as a list of `kind`, a NamedTuple whose annotations convert.

    With `steps`, the last annotation converts the texts of as many columns.

    Raises: FileNotFoundError if the table is missing; the message says what to do.
    """
    path = Path(path)
    if not path.is_file():
        command = command or f"python -m {kind.__module__}"
        raise FileNotFoundError(f"{path} is missing: make it again with `{command}`")
    kinds = list(kind.__annotations__.values())
    with open(path, newline="", encoding="utf-8") as file:
        _, *lines = csv.reader(file)
    if steps:
        place = len(kinds) - 1
        lines = [[*line[:place], line[place:]] for line in lines]
    return [
        kind(*(of(text) for of, text in zip(kinds, line, strict=True)))
        for line in lines
    ]
