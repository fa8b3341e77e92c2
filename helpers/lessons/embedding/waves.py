"""The sinusoidal positions, cut open (claim C3)."""

import math

from helpers import stage
from helpers.model import sinusoidal_positions
from helpers.stage.style import ACCENT, signed

D_MODELS = (4, 8, 16, 32, 64, 128, 256, 512)


def base_slider(largest, first, tooltip):
    """Declare a slider over bases, from 10 to so large a power of ten, by quarters."""
    bases = [10 ** (n / 4) for n in range(4, 4 * largest + 1)]
    return stage.Choice("base", {f"{b:.0f}": b for b in bases}, tooltip, first)


class WavesExplorer(stage.Explorer):
    """Show the table of position waves, one of its rows and one of its columns.

    Source: Vaswani et al. 2017, section 3.5; claim C3.
    """

    height = 612
    d_model = stage.Choice("d_model", D_MODELS, "Columns: numbers a row", 128)
    length = stage.Choice("length", D_MODELS[1:], "Rows: how many positions", 64)
    base = base_slider(5, 10_000, "How long the slowest wave is; 10000 in the paper")
    # They reach as far as the table does, and no further.
    position = stage.Number(
        "position", 0, lambda self: self.length.value - 1,
        "Which row is drawn below", 12,
    )  # fmt: skip
    dimension = stage.Number(
        "dimension", 0, lambda self: self.d_model.value - 1,
        "Which column is drawn on the right", 8,
    )  # fmt: skip
    rows = "d_model length base", "position dimension"

    @stage.derived
    def table(self):
        """The waves. Shape: (length, d_model)"""
        sizes = self.length.value, self.d_model.value
        return sinusoidal_positions(*sizes, self.base.value).numpy()

    @stage.derived
    def alike(self):
        """How alike two positions are. Shape: (length, length)"""
        # Every row has the norm √(d_model / 2): divided by it, 1 is the same place.
        return self.table @ self.table.T / (self.d_model.value / 2)

    def picture(self):
        table, position, dimension = self.table, self.position, self.dimension
        row, column = position.value, dimension.value
        positions, dimensions = map(ends, table.shape)
        lit = {"lit": row, "row_sets": position}
        whole = stage.Matrix(
            table, "one row for each position", 1, positions, dimensions, "dimension",
            "position", outlines=[(0, column, len(table), 1)], column_sets=dimension,
            says="position {row}, dimension {column}: {number}", name="table", **lit,
        )  # fmt: skip
        alike = stage.Matrix(
            self.alike, "how alike two positions are", 1, positions, positions,
            "position", "position", name="alike", **lit,
            says="positions {row} and {column}: {number}",
        )  # fmt: skip
        cuts = (
            cut("row", position, dimension, table[row]),
            cut("wave", dimension, position, table[:, column]),
        )
        return stage.Grid([[whole, alike], cuts], (1.75, 1), (1.6, 1), narrow=1)

    def say(self):
        dimension, d_model = self.dimension.value, self.d_model.value
        wavelength = 2 * math.pi * self.base.value ** (dimension // 2 * 2 / d_model)
        kind, position = "cosine" if dimension % 2 else "sine", self.position.value
        return (
            f"Dimension {dimension} is a {kind} that repeats after {wavelength:,.1f} "
            f"positions; at position {position} it is "
            f"{signed(self.table[position, dimension])}."
        )


def cut(name, where, along, values):
    """Return a row or a column of the table as a curve; a click goes along it."""
    here = along.value
    curve = stage.Line(range(len(values)), values, width=1.4, name="curve")
    return stage.Plot(
        [curve, stage.Dots([here], [values[here]], ACCENT, 13, name="here")],
        stage.Axis(-0.5, len(values) - 0.5, along.label, ends(len(values))),
        stage.Axis(-1.15, 1.15, "value", (-1, 0, 1), grid=True),
        f"the {name} of {where.label} {where.value}", sets=along, name=name,
        says=f"{along.label} {{x}}: {{y}}",
    )  # fmt: skip


def ends(size):
    """Name the first, the middle and the last place of so many."""
    return {place: str(place) for place in (0, size // 2, size - 1)}
