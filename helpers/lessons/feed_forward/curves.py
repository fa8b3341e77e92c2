"""What a bend and more hidden units buy, on a curve (claim C14)."""

import numpy as np
import torch

from helpers import stage
from helpers.lessons.sentences import counted
from helpers.lessons.sweep import one_thread
from helpers.stage.style import ACCENT, INK, MUTED, PALE, PROBLEM
from helpers.training.experiments import curve_fits as experiment
from helpers.training.experiments.curve_fits import ACTIVATIONS, SEEDS, WIDTHS

FRESH_SEED = len(SEEDS)  # the shipped fits have those below it
# Of each activation: its colour, the dashes of its curve, the shape of a seed.
LOOKS = {
    "ReLU": (INK, (), "o"),
    "GELU": (MUTED, (9, 4), "D"),
    "none": (PROBLEM, (), "o"),
}
STRONG, WEAK = 4, 2  # line widths: of the activation that is meant, and of the others
RUG = -1.77  # where hinges are marked
XS = torch.linspace(-3, 3, 241)  # a pointer finds every fourth: these are tenths
INPUT = stage.Axis(-3, 3, "x, the input", range(-3, 4))
OUTPUT = stage.Axis(-1.9, 1.9, ticks=[n / 2 for n in range(-3, 4)])
WIDTH = stage.Axis(0.8, 640, "d_ff, hidden units", (1, 8, 64, 512), log=True)
ERROR = stage.Axis(2e-3, 2, ticks=(0.01, 0.1, 1), log=True, grid=True)


class CurveLab(stage.Explorer):
    """Show a curve fitted by an FFN of some width, with ReLU, GELU or no bend.

    The fit shown is the best of the shipped seeds, or the one made live. The errors
    show up to the width d_ff, so that a class can guess the next.

    Source: claims C13 and C14; `curve_fits` of `helpers.training.experiments`.
    """

    height = 460
    d_ff = stage.Choice("d_ff", WIDTHS, "How many hidden units the FFN has")
    activation = stage.Choice(
        "activation", list(ACTIVATIONS), "What stands between the two maps"
    )
    fresh = stage.Held({})  # the live fits: {(activation, d_ff): fit}

    def __init__(self):
        self.shipped = experiment.load_models()
        self.table = {row[:3]: row.error for row in experiment.FITS.read()}
        super().__init__()

    def errors(self, activation):
        """Return the shipped errors up to the width. Shape: -> (seeds, widths)"""
        widths = [d_ff for d_ff in WIDTHS if d_ff <= self.d_ff.value]
        return np.array([[self.table[activation, w, s] for w in widths] for s in SEEDS])

    @stage.derived
    def fit(self):
        """The fit that is shown: its curve, its hinges, its error (see `fit_of`)."""
        key = self.activation.value, self.d_ff.value
        error = self.errors(key[0])[:, -1].min()
        return self.fresh.value.get(key) or fit_of(self.shipped[key], error)

    def picture(self):
        (ys, places, _), at = self.fit, "{name} at x = {x}"
        target, rug = experiment.target_curve(XS).numpy(), [RUG] * len(places)
        items = [
            stage.Line(XS, target, PALE, 7, name="target"),
            stage.Line(XS, ys, INK, 2.5, name="fit", layer=3),
            stage.Dots(places, rug, ACCENT, 17, "|", name="hinge", says=at),
        ]
        look = {"legend": 1, "says": at + ": {y}", "name": "curve"}
        curve = stage.Plot(items, INPUT, OUTPUT, **look)
        return stage.Row(curve, self.errors_plot(), widths=(1.5, 1))

    def errors_plot(self):
        """Draw the errors of every activation up to the width: seeds and medians."""
        items, (_, _, error) = [], self.fit
        for name, (colour, dash, shape) in LOOKS.items():
            found = self.errors(name)
            widths, medians = WIDTHS[: found.shape[1]], np.median(found, axis=0)
            seeds = np.tile(widths, len(found)), found.ravel()
            strong = STRONG if name == self.activation.value else WEAK
            items += [
                stage.Dots(*seeds, colour, 7, shape, opacity=0.5,
                           name=f"{name}, one seed", says="{name}, d_ff {x}: {y}"),
                stage.Line(widths, medians, colour, strong, dash, name=name,
                           says="{name}, median, d_ff {x}: {y}"),
            ]  # fmt: skip
        here = [self.d_ff.value], [error]
        ring = stage.Dots(*here, None, 17, edge=ACCENT, name="ring", silent=True)
        look = {"ends": True, "name_sets": self.activation, "name": "errors"}
        title = "Error of the fit (RMS)"
        return stage.Plot([*items, ring], WIDTH, ERROR, title, sets=self.d_ff, **look)

    def say(self):
        activation, d_ff = self.activation.value, self.d_ff.value
        _, places, error = self.fit
        count = counted(len(places), "hinge")
        bent = f"{activation}: {count} inside the picture; the fit is"
        what = "no bend: a straight line," if activation == "none" else bent
        return f"{counted(d_ff, 'hidden unit')}, {what} {error:.3f} off (RMS)."

    @stage.Run("Fit", "Fit the curve here and now", total=experiment.STEPS)
    def fitting(self):
        """Fit a fresh FFN; draw it as it learns, and say how far it is."""
        activation, d_ff = key = self.activation.value, self.d_ff.value
        with one_thread():
            for step, model, error in experiment.fit(*key, FRESH_SEED):
                self.fresh.value = self.fresh.value | {key: fit_of(model, error)}
                yield step, f"{activation}, d_ff {d_ff}, error {error:.3f}"


@torch.no_grad()
def fit_of(model, error):
    """Return what is shown of a model, which may learn on: (ys, hinges, error).

    Shape: -> (N,), (up to d_ff,), a float
    """
    return model(XS[:, None])[:, 0].numpy(), hinges(model).numpy().round(2), error


@torch.no_grad()
def hinges(model):
    """Return the places in the picture where hidden units switch: w x + b = 0.

    Shape: -> (up to d_ff,), none where nothing bends
    """
    if model.activation is ACTIVATIONS["none"]:
        return torch.zeros(0)
    places = -model.W_1.bias / model.W_1.weight[:, 0]
    return places[places.abs() <= experiment.grid().max()]
