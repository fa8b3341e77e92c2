"""Lesson 4: how fast a block learns with Norm, without it, and without Add (C12)."""

import ipywidgets as widgets
import numpy as np

from helpers.explorers.live import Explorer, row
from helpers.explorers.live_run import LiveRun
from helpers.figures.encoder.learning import WIRINGS, LearningCurves
from helpers.training.experiments import norm as experiment
from helpers.training.experiments.norm import Run

LAST = 5  # points of a curve whose mean is the loss at the end


class NormLab(Explorer):
    """Compare the shipped loss curves of four wirings; run one more live.

    Controls: `depth`, `rate`, `warmup`, `wiring` (the one that is stressed and run);
    `learning` is the live run.

    Source: claim C12; the table of `helpers.training.experiments.norm`.
    """

    height = 540

    def __init__(self, table=None):
        self.table = experiment.read_results() if table is None else table
        self.seeds = sorted({run.seed for run in self.table})
        super().__init__()

    def build(self):
        depths, rates = (
            sorted({getattr(run, name) for run in self.table})
            for name in ("depth", "rate")
        )
        self.depth = self.choice("depth", depths, depths[0], "How many encoder layers")
        self.rate = self.choice(
            "rate", rates, rates[1], "The learning rate: how long each step is"
        )
        self.warmup = self.control(
            widgets.ToggleButton(
                description="warm-up",
                tooltip=f"Let the rate grow over {experiment.WARMUP_STEPS} steps",
            )
        )
        self.wiring = self.control(
            widgets.Dropdown(
                options=WIRINGS, description="wiring", tooltip="Stress it, or run it"
            )
        )
        self.learning = LiveRun(
            self, "Run", self.train, experiment.STEPS, "Train this setting live"
        )
        steps = range(experiment.EVERY, experiment.STEPS + 1, experiment.EVERY)
        self.picture = LearningCurves(
            self.figure, steps, depths, experiment.BLIND_GUESS, len(self.seeds)
        )
        self.live(*self.picture.artists)
        self.live_setting, self.live_losses = None, []

    def choice(self, name, options, value, tooltip):
        return self.control(
            widgets.SelectionSlider(
                options=options, value=value, description=name, tooltip=tooltip
            )
        )

    def panel(self):
        return widgets.VBox(
            [
                row(self.depth, self.rate, self.warmup, self.reset_button),
                row(self.wiring, self.learning.widget),
            ]
        )

    def setting(self):
        """Return the setting of the controls, as a `Run` that no shipped run has."""
        controls = self.wiring, self.depth, self.rate, self.warmup
        return Run(*(control.value for control in controls), seed=len(self.seeds))

    def losses(self, wiring, depth):
        """Return the curves of one wiring. Shape: -> (seeds, points)"""
        setting = self.setting()._replace(wiring=wiring, depth=depth)
        return np.array([self.table[setting._replace(seed=s)] for s in self.seeds])

    def ends(self, wiring):
        """Return the losses at the end. Shape: -> (seeds, depths)"""
        depths = self.depth.options
        last = [self.losses(wiring, d)[:, -LAST:].mean(axis=1) for d in depths]
        return np.stack(last, axis=1)

    def update(self):
        depth, meant = self.depth.value, self.wiring.value
        curves = {wiring: self.losses(wiring, depth) for wiring in WIRINGS}
        ends = {wiring: self.ends(wiring) for wiring in WIRINGS}
        self.picture.show(curves, ends, depth, meant)
        # A live run belongs to the setting in which it was made.
        mine = self.setting() == self.live_setting
        self.picture.show_live(self.live_losses if mine else [])
        place = self.depth.options.index(depth)
        last = {wiring: ends[wiring][:, place].mean() for wiring in WIRINGS}
        found = ", ".join(f"{wiring} {loss:.2f}" for wiring, loss in last.items())
        return f"{depth} layers, rate {self.rate.value}: the loss ends at {found}."

    def train(self):
        """Train one model; draw its curve as it comes, and say how far it is."""
        setting = self.setting()
        self.live_setting, self.live_losses = setting, []
        for step, loss in experiment.train(setting):
            self.live_losses.append(loss)
            self.follow()
            yield step, f"{setting.wiring}, step {step}, loss {loss:.2f}"

    def reset(self):
        """Put every control back, and forget the live run."""
        self.live_setting, self.live_losses = None, []
        super().reset()
