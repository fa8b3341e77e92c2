"""What Add and Norm do to the gradient of a deep stack (claim C11)."""

import math
from dataclasses import replace

from helpers import stage
from helpers.lessons.encoder.wiring_curves import Legend, curve
from helpers.stage.style import ACCENT
from helpers.training.experiments.add_and_norm import (
    GRADIENT,
    STACK_WIRINGS,
    mean_sizes,
)

FIRST_DEPTH = 6  # as in the paper; the lesson asks before the deepest stack is seen
NAMES = {
    "post-norm": "Add & Norm",
    "no add": "Norm alone",
    "no norm": "Add alone",
    "neither": "neither",
}
# In words: an exponent would be too small to read from the back row.
SIZES = {1e-3: "1/1,000", 1: "1", 1e3: "1,000", 1e6: "million", 1e9: "billion"}
SIZES |= {1e12: "trillion"}
RATIOS = {1e-6: "1/million", 1e-3: "1/1,000", 1: "1", 1e3: "1,000", 1e6: "million"}
SIZE = stage.Axis(1e-3, 1e13, "", SIZES, log=True, grid=True)
RATIO = stage.Axis(1e-6, 1e6, "", RATIOS, log=True, grid=True)


class DepthLab(stage.Explorer):
    """Show the gradient in every layer of fresh stacks, with Add and Norm or without.

    Source: claim C11; `depth` of `helpers.training.experiments`.
    """

    height = 460
    depth = stage.Choice(
        "depth",
        GRADIENT.settings["depth"],
        "How many encoder layers stand on each other",
        first=FIRST_DEPTH,
    )
    add = stage.Switch("Add", "With the residual connections", True)
    norm = stage.Switch("Norm", "With LayerNorm", True)

    def __init__(self):
        self.sizes = mean_sizes(GRADIENT.read())
        super().__init__()

    @property
    def wiring(self):
        """The wiring of the two switches."""
        return STACK_WIRINGS[self.add.value, self.norm.value]

    def ratio(self, wiring, depth):
        """Return the gradient of layer 1 against that of the top layer."""
        sizes = self.sizes[wiring, depth]
        return sizes[0] / sizes[-1]

    def picture(self):
        depth, depths = self.depth.value, self.depth.values()
        so_far = [d for d in depths if d <= depth]  # so that a class can guess the next
        layers, ways, numbers = [], [], range(1, depth + 1)
        dots = 8 * (depth == 1)  # one point makes no line
        for wiring, name in NAMES.items():
            meant, sizes = self.wiring, self.sizes[wiring, depth]
            layers.append(curve(numbers, sizes, wiring, meant, name, dots=dots))
            ratios = [self.ratio(wiring, d) for d in so_far]
            ways.append(curve(so_far, ratios, wiring, name=name, dots=dots))
        at, here = [self.ratio(self.wiring, depth)], stage.Rule(x=depth, name="here")
        ring = stage.Dots([depth], at, None, 15, edge=ACCENT, name="ring", silent=True)
        x = stage.Axis(0.5, depths[-1] + 0.5, ticks=[1, *range(4, depths[-1] + 1, 4)])
        layers = stage.Plot(
            [here, *layers],
            replace(x, label="layer (the gradient comes from the right)"),
            SIZE,
            "Gradient at each layer",
            says="{name}, layer {x}: {y}",
            name="layers",
        )
        ways = stage.Plot(
            [here, *ways, ring],
            replace(x, label="layers in the stack"),
            RATIO,
            "Layer 1 ÷ top layer",
            sets=self.depth,
            says="{name}, depth {x}: {y}",
            name="depths",
        )
        keys = [curve([], [], wiring, name=name) for wiring, name in NAMES.items()]
        return stage.Column(Legend(keys), stage.Row(layers, ways))

    def say(self):
        depth = self.depth.value
        return (
            f"{depth} layer{'s' * (depth > 1)}, {NAMES[self.wiring]}: the gradient at "
            f"layer 1 is {in_words(self.ratio(self.wiring, depth))} that of the top "
            "layer."
        )


def in_words(ratio):
    """Say a ratio with at most two digits that are not 0, however small or large."""
    if ratio >= 1000 or ratio < 0.001:
        power = math.floor(math.log10(ratio))
        return f"{ratio / 10**power:.0f} · 10^{power} times".replace("-", "−")
    return f"{float(f'{ratio:.2g}'):g} times"
