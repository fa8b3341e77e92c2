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
# Of a gradient: which norm, with the scale or without, its name at its end, dashes.
CURVES = (
    ("mean", False, "mean", (6, 3)),
    ("median", False, "median", ()),
    ("mean", True, "", (6, 3)),
    ("median", True, NAMES[True], ()),
)
LOWEST, HIGHEST = 1e-5, 30.0  # norms of gradients that the axes show
D_K_AXIS = stage.Axis(0.75, D_KS[-1] * 1.1, "dₖ", (1, 8, 64, 512), log=True)
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
        self.draws = first_draws(draws, SHOWN_DRAWS)
        super().__init__()

    @stage.derived
    def drawn(self):
        """What the chosen draw gave: scores, weights and norms of gradients."""
        trials = run_trials(self.draws, self.d_k.value, self.scaled.value)
        return trials._make(part[self.draw_number.value - 1] for part in trials)

    def picture(self):
        weights = self.drawn.weights
        most = f"ln {NUM_KEYS} = {math.log(NUM_KEYS):.2f}"
        x = f"entropy {entropy(weights):.2f} of {most}"
        keys = [f"key {number}" for number in range(1, NUM_KEYS + 1)]
        bars = weight_bars(keys, weights.tolist(), f"The {NUM_KEYS} weights", x)
        gradients = [self.gradients(place) for place in ("query", "scores")]
        return stage.Grid([[self.spread(), bars], gradients], narrow=1)

    def spread(self):
        """Return the standard deviation of the scores against d_k, over the theory."""
        items = [stage.Note(14, 1.8, "theory: √dₖ", MUTED)]
        for scaled, colour in COLOURS.items():
            theory = [self.measured[d_k, scaled].theory for d_k in D_KS]
            items += [
                stage.Line(D_KS, theory, PALE, 5, silent=True),
                self.curve("spread", scaled, width=0, dots=6),
                stage.Note(D_KS[-1], theory[-1], NAMES[scaled], colour, dx=12),
            ]
        y = stage.Axis(0.5, 60, ticks=(1, 10), log=True, grid=True)
        return self.plot("Spread of the scores", items, y, ["spread"], name="spread")

    def gradients(self, place):
        """Return the mean and median norm of a gradient against d_k, and one draw's."""
        norm, number = getattr(self.drawn, f"at_{place}").item(), self.draw_number.value
        says = f"this draw, number {number}: {norm:.2g}"
        at, sign = ([self.d_k.value], [max(norm, FOOT)]), "D" if norm >= FOOT else "v"
        items = [
            *(self.curve(f"{place}_{kind}", *look) for kind, *look in CURVES),
            stage.Dots(*at, ACCENT, 10, sign, name="this draw", says=says, layer=4),
            # Beside the title, above the names of the curves.
            stage.Note(*HERE, "◆ this draw", ACCENT, align="right", dx=104, dy=-18),
        ]
        y = stage.Axis(LOWEST, HIGHEST, ticks=(1e-4, 1e-2, 1), log=True, grid=True)
        title = f"Gradient at the {place}"
        figures = [f"{place}_mean", f"{place}_median"]
        return self.plot(title, items, y, figures, name=place, ends=True)

    def curve(self, figure, scaled, name="", dash=(), **look):
        """Return one figure of the results up to the chosen d_k."""
        d_ks = [d_k for d_k in D_KS if d_k <= self.d_k.value]
        norms = [getattr(self.measured[d_k, scaled], figure) for d_k in d_ks]
        look |= {"name": name, "dash": dash}
        look["says"] = f"{figure.split('_')[-1]} {NAMES[scaled]}, dₖ {{x}}: {{y}}"
        return stage.Line(d_ks, norms, COLOURS[scaled], **look)

    def plot(self, title, items, y, figures, **look):
        """Return a plot against d_k; rings are around the figures at the chosen one."""
        d_k = self.d_k.value
        row = self.measured[d_k, self.scaled.value]
        ends = [getattr(row, figure) for figure in figures]
        rings = stage.Dots(
            [d_k] * len(ends), ends, LIT, 11, edge=ACCENT, name="rings", silent=True
        )
        items = [*items, rings, stage.Rule(x=d_k, width=1.2)]
        return stage.Plot(items, D_K_AXIS, y, title, sets=self.d_k, **look)

    def say(self):
        d_k, scaled = self.d_k.value, self.scaled.value
        which, sizes = "with the scale" if scaled else "without against with", []
        for kind in ("median", "mean"):
            sides = self.measured[d_k, scaled], self.measured[d_k, True]
            here, there = (getattr(row, f"query_{kind}") for row in sides)
            size = f"{here:.2f}" if scaled else times(here / there)
            sizes.append(f"{size} ({kind})")
        return f"d_k {d_k}, {which}: gradient at the query {', '.join(sizes)}."


def times(ratio):
    """Say a ratio in words: 248× smaller, 3.4× larger, or the same."""
    size = max(ratio, 1 / ratio)
    if size < 1.05:
        return "the same"
    return f"{size:.{0 if size >= 10 else 1}f}× {'larger' if ratio > 1 else 'smaller'}"
