"""Lesson 1: the sinusoidal positions, cut open (claim C3)."""

import math

import ipywidgets as widgets

from helpers.explorers.live import Explorer, row
from helpers.figures.embedding.waves import WavesPicture
from helpers.figures.matrices import signed
from helpers.model import sinusoidal_positions

D_MODELS = (4, 8, 16, 32, 64, 128, 256, 512)
LENGTHS = (8, 16, 32, 64, 128, 256, 512)
FIRST_POSITION, FIRST_DIMENSION = 12, 8


class WavesExplorer(Explorer):
    """Show the table of position waves, one of its rows and one of its columns.

    Controls: `d_model`, `length`, `base`, `position` and `dimension` (both from 0).
    `table` holds the numbers that are shown.

    Source: Vaswani et al. 2017, section 3.5; claim C3.
    """

    height = 640

    def build(self):
        self.d_model = self.choice("d_model", D_MODELS, 128, "Columns: numbers a row")
        self.length = self.choice("length", LENGTHS, 64, "Rows: how many positions")
        self.base = self.control(
            widgets.FloatLogSlider(
                value=10_000,
                min=1,  # powers of ten
                max=5,
                step=0.25,
                description="base",
                readout_format=".0f",
                tooltip="How long the slowest wave is; 10000 in the paper",
            )
        )
        self.position = self.control(
            widgets.IntSlider(FIRST_POSITION, 0, 63, description="position")
        )
        self.dimension = self.control(
            widgets.IntSlider(FIRST_DIMENSION, 0, 127, description="dimension")
        )
        self.position.tooltip = "Which row is drawn below"
        self.dimension.tooltip = "Which column is drawn on the right"
        self.picture = WavesPicture(self.figure)
        self.live(*self.picture.artists)
        self.made = None

    def choice(self, name, options, value, tooltip):
        """Add a slider over sizes; the cuts stay inside of the table."""
        slider = widgets.SelectionSlider(
            options=options, value=value, description=name, tooltip=tooltip
        )
        # Before the picture follows: a smaller table has fewer rows or columns.
        slider.observe(lambda _: self.keep_inside(), names="value")
        return self.control(slider)

    def keep_inside(self):
        """Let the cuts reach as far as the table does, and no further."""
        with self.quiet():
            self.position.max = self.length.value - 1
            self.dimension.max = self.d_model.value - 1

    def panel(self):
        return widgets.VBox(
            [
                row(self.d_model, self.length, self.base),
                row(self.position, self.dimension, self.reset_button),
            ]
        )

    def update(self):
        length, d_model, base = self.length.value, self.d_model.value, self.base.value
        if self.made != (length, d_model, base):
            table = sinusoidal_positions(length, d_model, base)
            self.table = table.numpy()
            # Every row has the norm √(d_model / 2): divided by it, 1 is the same place.
            self.alike = (table @ table.T / (d_model / 2)).numpy()
            if self.made is None or self.made[:2] != (length, d_model):
                self.picture.resize(length, d_model)
                self.redraw_all()
            self.made = length, d_model, base
        position, dimension = self.position.value, self.dimension.value
        self.picture.show(self.table, self.alike, position, dimension)
        wavelength = 2 * math.pi * base ** (dimension // 2 * 2 / d_model)
        kind = "cosine" if dimension % 2 else "sine"
        return (
            f"Dimension {dimension} is a {kind} that repeats after {wavelength:,.1f} "
            f"positions; at position {position} it is "
            f"{signed(self.table[position, dimension])}."
        )
