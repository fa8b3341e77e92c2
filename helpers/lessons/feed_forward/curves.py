"""What a bend and more hidden units buy, on a curve (claim C14)."""

from typing import NamedTuple

import numpy as np
import torch

from helpers import stage
from helpers.lessons.sweep import one_thread
from helpers.stage.style import ACCENT, INK, MUTED, PALE, PROBLEM
from helpers.training.experiments import curve_fits as experiment
from helpers.training.experiments.curve_fits import ACTIVATIONS, SEEDS, WIDTHS

FRESH_SEED = len(SEEDS)  # the shipped fits have those below it
STYLES = {
    "ReLU": {"colour": INK},
    "GELU": {"colour": MUTED, "dash": (9, 4)},
    "none": {"colour": PROBLEM},
}
MARKS = {"GELU": "D"}  # of a seed; the others are dots
STRONG, WEAK = 4, 2  # line widths: of the activation that is meant, and of the others
HEIGHT, RUG = 1.9, -1.77  # of the curve's axis both ways, and where hinges are marked
XS = torch.linspace(-3, 3, 241)  # a pointer finds every fourth: these are tenths
ERRORS = {0.01: "0.01", 0.1: "0.1", 1: "1"}


class Fit(NamedTuple):
    """A fitted curve as it is shown. Shape: ys (N,), hinges (up to d_ff,)"""

    ys: np.ndarray
    hinges: np.ndarray
    error: float


class CurveLab(stage.Explorer):
    """Show a curve fitted by an FFN of some width, with ReLU, GELU or no bend.

    The fit shown is the best of the shipped seeds, or the one made live. The errors
    show up to the width d_ff, so that a class can guess the next.

    Source: claims C13 and C14; the tables of `helpers.training.experiments.curve_fits`.
    """

    height = 460
    d_ff = stage.Choice("d_ff", WIDTHS, "How many hidden units the FFN has")
    activation = stage.Choice(
        "activation", list(ACTIVATIONS), "What stands between the two maps"
    )
    fresh = stage.Held({})  # the live fits: {(activation, d_ff): Fit}

    def __init__(self):
        self.shipped = experiment.load_models()
        self.table = {row[:3]: row.error for row in experiment.read_results()}
        super().__init__()

    def errors(self, activation):
        """Return every shipped error up to the width. Shape: -> (seeds, widths)"""
        widths = [d_ff for d_ff in WIDTHS if d_ff <= self.d_ff.value]
        return np.array(
            [[self.table[activation, d_ff, seed] for d_ff in widths] for seed in SEEDS]
        )

    @stage.derived
    def fit(self):
        """The fit that is shown."""
        key = self.activation.value, self.d_ff.value
        error = self.errors(key[0])[:, -1].min()
        return self.fresh.value.get(key) or seen(self.shipped[key], key[0], error)

    def picture(self):
        fit, at = self.fit, "{name} at x = {x}"
        target, rug = experiment.target_curve(XS), [RUG] * len(self.fit.hinges)
        curve = stage.Plot(
            [
                stage.Line(XS, target.numpy(), PALE, 7, name="target"),
                stage.Line(XS, fit.ys, INK, 2.5, name="fit", layer=3),
                stage.Dots(fit.hinges, rug, ACCENT, 17, "|", name="hinge", says=at),
            ],
            stage.Axis(-3, 3, "x, the input", range(-3, 4)),
            stage.Axis(-HEIGHT, HEIGHT, "", [n / 2 for n in range(-3, 4)]),
            legend=1,
            says=at + ": {y}",
            name="curve",
        )
        return stage.Row(curve, self.errors_plot(), widths=(1.5, 1))

    def errors_plot(self):
        """Draw the errors of every activation up to the width: seeds and medians."""
        items = []
        for name, look in STYLES.items():
            found = self.errors(name)
            widths, strong = WIDTHS[: found.shape[1]], name == self.activation.value
            seeds = np.tile(widths, len(found)), found.ravel(), look["colour"], 7
            width = STRONG if strong else WEAK
            items += [
                stage.Dots(
                    *seeds, MARKS.get(name, "o"), opacity=0.5,
                    name=f"{name}, one seed", says="{name}, d_ff {x}: {y}",
                ),
                stage.Line(
                    widths, np.median(found, axis=0), width=width, name=name, **look,
                    says="{name}, median, d_ff {x}: {y}",
                ),
            ]  # fmt: skip
        here = [self.d_ff.value], [self.fit.error]
        ring = stage.Dots(*here, None, 17, edge=ACCENT, name="ring", silent=True)
        return stage.Plot(
            [*items, ring],
            stage.Axis(0.8, 640, "d_ff, hidden units", (1, 8, 64, 512), log=True),
            stage.Axis(2e-3, 2, "", ERRORS, log=True, grid=True),
            "Error of the fit (RMS)",
            sets=(self.d_ff, {d_ff: d_ff for d_ff in WIDTHS}),
            ends=True,
            name_sets=self.activation,
            name="errors",
        )

    def say(self):
        activation, d_ff, fit = self.activation.value, self.d_ff.value, self.fit
        units = f"{d_ff} hidden unit{'s' * (d_ff > 1)}"
        if activation == "none":
            return f"{units}, no bend: a straight line, {fit.error:.3f} off (RMS)."
        count = f"{len(fit.hinges)} hinge{'s' * (len(fit.hinges) != 1)}"
        return (
            f"{units}, {activation}: {count} inside the picture; the fit is "
            f"{fit.error:.3f} off (RMS)."
        )

    @stage.Run("Fit", "Fit the curve here and now", total=experiment.STEPS)
    def fitting(self):
        """Fit a fresh FFN; draw it as it learns, and say how far it is."""
        activation, d_ff = key = self.activation.value, self.d_ff.value
        with one_thread():
            for step, model, error in experiment.fit(*key, FRESH_SEED):
                found = {key: seen(model, activation, error)}
                self.fresh.value = self.fresh.value | found
                yield step, f"{activation}, d_ff {d_ff}, error {error:.3f}"


@torch.no_grad()
def seen(model, activation, error):
    """Return what is shown of a model, which may learn on."""
    places = hinges(model) if activation != "none" else np.array([])
    return Fit(model(XS[:, None])[:, 0].numpy(), places.round(2), error)


@torch.no_grad()
def hinges(model):
    """Return the places in the picture where hidden units switch: w x + b = 0.

    Shape: -> (up to d_ff,)
    """
    weight, bias = model.W_1.weight[:, 0], model.W_1.bias
    places = -bias / weight
    edge = experiment.grid().max()
    return places[places.abs() <= edge].numpy()
