"""What dividing by √d_k does to scores, weights and gradients (claim C7)."""

import math

from helpers import stage
from helpers.lessons.self_attention.temperature import weight_bars
from helpers.stage.style import ACCENT, INK, LIT, MUTED, PALE, PROBLEM
from helpers.training.experiments.scale import (
    D_KS,
    NUM_KEYS,
    entropy,
    first_draws,
    measure_scale,
    random_draws,
    run_trials,
)

FIRST_D_K = 8  # the lesson asks before the largest is seen
SHOWN_DRAWS = 20
COLOURS = {False: PROBLEM, True: INK}  # without the scale, and with it
NAMES = {False: "without", True: "with ÷ √dₖ"}
DASHES = {"mean": (6, 3), "median": ()}
# Of a gradient: which norm, with the scale or without, and the name at its end.
CURVES = (
    ("mean", False, "mean"),
    ("median", False, "median"),
    ("mean", True, ""),
    ("median", True, NAMES[True]),
)
LOWEST, HIGHEST = 1e-5, 30.0  # norms of gradients that the axes show
HERE = D_KS[-1], HIGHEST  # their upper right corner
FOOT = 1.5 * LOWEST  # a lower one is an arrow there


class ScaleLab(stage.Explorer):
    """Measure attention between random queries and keys, with and without 1/√d_k.

    What is measured is drawn up to the chosen d_k, so that a class can guess the next.

    Source: Vaswani et al. 2017, section 3.2.1, footnote 4; claim C7.
    """

    height = 530
    d_k = stage.Choice(
        "d_k", D_KS, "How many numbers a query and a key have", FIRST_D_K
    )
    scaled = stage.Switch("÷ √d_k", "Divide the scores before softmax")
    draw_number = stage.Number(
        "draw", 1, SHOWN_DRAWS, "Which random query, with its 8 random keys"
    )

    def __init__(self):
        draws = random_draws()
        self.measured = {(row.d_k, row.scaled): row for row in measure_scale(draws)}
        shown = first_draws(draws, SHOWN_DRAWS)
        self.trials = {
            setting: run_trials(shown, *setting) for setting in self.measured
        }
        super().__init__()

    @property
    def drawn(self):
        """What the chosen draw gave: scores, weights and norms of gradients."""
        trials = self.trials[self.d_k.value, self.scaled.value]
        return type(trials)(*(part[self.draw_number.value - 1] for part in trials))

    def picture(self):
        weights = self.drawn.weights
        most = f"ln {NUM_KEYS} = {math.log(NUM_KEYS):.2f}"
        keys = [f"key {number}" for number in range(1, NUM_KEYS + 1)]
        look = {"title": f"The {NUM_KEYS} weights"}
        look["x"] = f"entropy {entropy(weights):.2f} of {most}"
        bars = weight_bars(keys, weights.tolist(), **look)
        gradients = [self.gradients(place) for place in ("query", "scores")]
        return stage.Grid([[self.spread(), bars], gradients], narrow=1)

    def spread(self):
        """Return the standard deviation of the scores against d_k, over the theory."""
        items = [stage.Note(14, 1.8, "theory: √dₖ", MUTED)]
        for scaled, colour in COLOURS.items():
            theory = [1 if scaled else d_k**0.5 for d_k in D_KS]
            items += [
                stage.Line(D_KS, theory, PALE, 5, silent=True),
                self.curve("spread", scaled, width=0, dots=6),
                stage.Note(D_KS[-1], theory[-1], NAMES[scaled], colour, dx=12),
            ]
        ticks = {1: "1", 10: "10"}
        return self.plot("spread", "Spread of the scores", items, (0.5, 60), ticks)

    def gradients(self, place):
        """Return the mean and median norm of a gradient against d_k, and one draw's."""
        norm, number = getattr(self.drawn, f"at_{place}").item(), self.draw_number.value
        says = f"this draw, number {number}: {norm:.2g}"
        at, sign = ([self.d_k.value], [max(norm, FOOT)]), "D" if norm >= FOOT else "v"
        items = [
            *(self.curve(f"{place}_{kind}", *named) for kind, *named in CURVES),
            stage.Dots(*at, ACCENT, 10, sign, name="this draw", says=says, layer=4),
            # Beside the title, above the names of the curves.
            stage.Note(*HERE, "◆ this draw", ACCENT, align="right", dx=104, dy=-18),
        ]
        ticks = {1e-4: "0.0001", 1e-2: "0.01", 1: "1"}
        title, limits = f"Gradient at the {place}", (LOWEST, HIGHEST)
        return self.plot(place, title, items, limits, ticks, ends=True)

    def curve(self, figure, scaled, name="", **look):
        """Return one figure of the results up to the chosen d_k."""
        d_ks = [d_k for d_k in D_KS if d_k <= self.d_k.value]
        norms = [getattr(self.measured[d_k, scaled], figure) for d_k in d_ks]
        kind = figure.split("_")[-1]
        look |= {"dash": DASHES.get(kind, ()), "name": name}
        look["says"] = f"{kind} {NAMES[scaled]}, dₖ {{x}}: {{y}}"
        return stage.Line(d_ks, norms, COLOURS[scaled], **look)

    def plot(self, name, title, items, limits, ticks, **look):
        """Return a plot against d_k, with rings on the curves at the chosen d_k."""
        colour, d_k = COLOURS[self.scaled.value], self.d_k.value
        lines = [item for item in items if isinstance(item, stage.Line)]
        ends = [line.ys[-1] for line in lines if line.colour == colour]
        rings = stage.Dots(
            [d_k] * len(ends), ends, LIT, 11, edge=ACCENT, name="rings", silent=True
        )
        return stage.Plot(
            [*items, rings, stage.Rule(x=d_k, width=1.2)],
            stage.Axis(0.75, D_KS[-1] * 1.1, "dₖ", (1, 8, 64, 512), log=True),
            stage.Axis(*limits, ticks=ticks, log=True, grid=True),
            title,
            sets=(self.d_k, {d_k: d_k for d_k in D_KS}),
            name=name,
            **look,
        )

    def say(self):
        d_k, scaled = self.d_k.value, self.scaled.value
        here, there = self.measured[d_k, scaled], self.measured[d_k, True]
        sizes = {}
        for kind in DASHES:
            size, other = (getattr(row, f"query_{kind}") for row in (here, there))
            sizes[kind] = f"{size:.2f}" if scaled else times(size / other)
        which = "with the scale" if scaled else "without against with"
        return (
            f"d_k {d_k}, {which}: gradient at the query {sizes['median']} (median), "
            f"{sizes['mean']} (mean)."
        )


def times(ratio):
    """Say a ratio in words: 248× smaller, 3.4× larger, or the same."""
    size = max(ratio, 1 / ratio)
    if size < 1.05:
        return "the same"
    digits = 0 if size >= 10 else 1
    return f"{size:.{digits}f}× {'larger' if ratio > 1 else 'smaller'}"
