"""Lesson 5: what a bend and more hidden units buy, on a curve (claim C14)."""

import ipywidgets as widgets
import numpy as np
import torch

from helpers.explorers.live import Explorer, row
from helpers.explorers.live_run import LiveRun
from helpers.figures.feed_forward.curves import CurvePicture
from helpers.training.experiments import curve_fits as experiment

FRESH_SEED = len(experiment.SEEDS)  # the shipped fits have those below it


class CurveLab(Explorer):
    """Show a curve fitted by an FFN of some width, with ReLU, GELU or no bend.

    The fit shown is the best of the shipped seeds, or the one made live. The errors of
    an activation show up to the largest d_ff that was seen with it.

    Controls: `d_ff`, `activation`; `fitting` has the buttons of a live fit.

    Source: claims C13 and C14; the tables of `helpers.training.experiments.curve_fits`.
    """

    height = 500

    def build(self):
        self.shipped = experiment.load_models()
        self.table = {row[:3]: row.error for row in experiment.read_results()}
        self.fresh = {}  # (activation, d_ff) -> (model, error) of live fits
        self.seen = {}  # activation -> how many of the widths show their errors
        self.d_ff = self.control(
            widgets.SelectionSlider(
                options=experiment.WIDTHS,
                description="d_ff",
                tooltip="How many hidden units the FFN has",
            )
        )
        self.activation = self.control(
            widgets.SelectionSlider(
                options=[*experiment.ACTIVATIONS],
                value="ReLU",
                description="activation",
                tooltip="What stands between the two maps",
            )
        )
        self.fitting = LiveRun(
            self, "Fit", self.fit, experiment.STEPS, "Fit the curve here and now"
        )
        self.x = experiment.grid()
        self.picture = CurvePicture(
            self.figure,
            self.x[:, 0].numpy(),
            experiment.target_curve(self.x)[:, 0].numpy(),
            experiment.WIDTHS,
            {name: self.errors(name) for name in experiment.ACTIVATIONS},
        )
        self.live(*self.picture.artists)

    def errors(self, activation):
        """Return the shipped errors. Shape: -> (seeds, widths)"""
        return np.array(
            [
                [self.table[activation, d_ff, seed] for d_ff in experiment.WIDTHS]
                for seed in experiment.SEEDS
            ]
        )

    def panel(self):
        return widgets.VBox(
            [row(self.d_ff, self.activation, self.reset_button), self.fitting.widget]
        )

    @torch.no_grad()
    def update(self):
        activation, d_ff = key = self.activation.value, self.d_ff.value
        errors = [self.table[*key, seed] for seed in experiment.SEEDS]
        shipped = self.shipped[key], min(errors)
        model, error = self.fresh.get(key, shipped)
        found = hinges(model) if activation != "none" else []
        curve = model(self.x)[:, 0].numpy()
        widths = experiment.WIDTHS.index(d_ff) + 1
        self.seen[activation] = max(self.seen.get(activation, 0), widths)
        self.picture.show(curve, found, activation, d_ff, error)
        self.picture.show_errors(self.seen)
        units = f"{d_ff} hidden unit{'s' * (d_ff > 1)}"
        if activation == "none":
            return f"{units}, no bend: a straight line, {error:.3f} off (RMS)."
        count = f"{len(found)} hinge{'s' * (len(found) != 1)} inside the picture"
        return f"{units}, {activation}: {count}; the fit is {error:.3f} off (RMS)."

    def fit(self):
        """Fit a fresh FFN; draw it as it learns, and say how far it is."""
        activation, d_ff = key = self.activation.value, self.d_ff.value
        for step, model, error in experiment.fit(activation, d_ff, FRESH_SEED):
            self.fresh[key] = model, error
            self.follow()
            yield step, f"{activation}, d_ff {d_ff}, error {error:.3f}"

    def reset(self):
        """Put every control back, and the shipped fits into the picture."""
        self.fresh, self.seen = {}, {}
        super().reset()


@torch.no_grad()
def hinges(model):
    """Return the places in the picture where hidden units switch: w x + b = 0.

    Shape: -> (up to d_ff,)
    """
    weight, bias = model.W_1.weight[:, 0], model.W_1.bias
    places = -bias / weight
    edge = experiment.grid().max()
    return places[places.abs() <= edge].numpy()
