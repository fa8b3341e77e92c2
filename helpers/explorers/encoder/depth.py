"""Lesson 4: what Add and Norm do to the gradient of a deep stack (claim C11)."""

import math

import ipywidgets as widgets

from helpers.explorers.live import Explorer
from helpers.figures.encoder.depth import NAMES, DepthPicture
from helpers.training.experiments import depth as experiment

FIRST_DEPTH = 6  # as in the paper; the lesson asks before the deepest stack is seen


class DepthLab(Explorer):
    """Show the gradient in every layer of fresh stacks, with Add and Norm or without.

    Controls: `depth`, `add`, `norm`.

    Source: claim C11; the table of `helpers.training.experiments.depth`.
    """

    height = 500

    def __init__(self, rows=None):
        rows = experiment.read_results() if rows is None else rows
        self.sizes = experiment.mean_sizes(rows)
        super().__init__()

    def build(self):
        self.depth = self.control(
            widgets.SelectionSlider(
                options=sorted({depth for _, depth in self.sizes}),
                value=FIRST_DEPTH,
                description="depth",
                tooltip="How many encoder layers stand on each other",
            )
        )
        self.add, self.norm = (
            self.control(
                widgets.ToggleButton(value=True, description=name, tooltip=tooltip)
            )
            for name, tooltip in (
                ("Add", "With the residual connections"),
                ("Norm", "With LayerNorm"),
            )
        )
        ratios = {
            wiring: [self.ratio(wiring, depth) for depth in self.depth.options]
            for wiring in NAMES
        }
        self.picture = DepthPicture(self.figure, self.depth.options, ratios)
        self.live(*self.picture.artists)

    def ratio(self, wiring, depth):
        """Return the gradient of layer 1 against that of the top layer."""
        sizes = self.sizes[wiring, depth]
        return sizes[0] / sizes[-1]

    def update(self):
        depth = self.depth.value
        wiring = experiment.WIRINGS[self.add.value, self.norm.value]
        ratio = self.ratio(wiring, depth)
        sizes = {name: self.sizes[name, depth] for name in NAMES}
        self.picture.show(sizes, wiring, ratio)
        return (
            f"{depth} layer{'s' * (depth > 1)}, {NAMES[wiring]}: the gradient at "
            f"layer 1 is {in_words(ratio)} that of the top layer."
        )


def in_words(ratio):
    """Say a ratio with at most two digits that are not 0, however small or large."""
    if ratio >= 1000 or ratio < 0.001:
        power = math.floor(math.log10(ratio))
        return f"{ratio / 10**power:.0f} · 10^{power} times".replace("-", "−")
    return f"{float(f'{ratio:.2g}'):g} times"
