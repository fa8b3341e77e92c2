"""Write and read the small tables of results that experiments ship."""

import csv
from pathlib import Path


def significant(number, digits=4):
    """Round to so many significant digits: more than the seeds of a run agree on."""
    return float(f"{number:.{digits}g}")


def write_table(rows, path):
    """Write rows, named tuples of one kind, under a header of their fields."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(rows[0]._fields)
        table.writerows(rows)


def read_table(kind, path):
    """Read a table as a list of `kind`, a NamedTuple whose annotations convert.

    Raises: FileNotFoundError if the table is missing; the message says what to do.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing: make it again with `python -m {kind.__module__}`"
        )
    kinds = kind.__annotations__
    with open(path, newline="", encoding="utf-8") as file:
        return [
            kind(**{name: kinds[name](text) for name, text in row.items()})
            for row in csv.DictReader(file)
        ]
