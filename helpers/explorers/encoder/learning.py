"""Lesson 4: how fast a block learns with Norm, without it, and without Add (C12)."""

import asyncio

import ipywidgets as widgets
import numpy as np
import torch

from helpers.explorers.live import Explorer, row
from helpers.figures.encoder.learning import WIRINGS, LearningCurves
from helpers.figures.style import PROBLEM
from helpers.training.experiments import norm as experiment
from helpers.training.experiments.norm import Run

LAST = 5  # points of a curve whose mean is the loss at the end


class NormLab(Explorer):
    """Compare the shipped loss curves of four wirings; run one more live.

    Controls: `depth`, `rate`, `warmup`, `wiring` (the one that is stressed and run);
    the buttons `run_button` and `stop_button`.

    Source: claim C12; the table of `helpers.training.experiments.norm`.
    """

    height = 540

    def __init__(self, table=None):
        self.table = experiment.load() if table is None else table
        self.seeds = sorted({run.seed for run in self.table})
        super().__init__()

    def build(self):
        depths, rates = (
            sorted({getattr(run, name) for run in self.table})
            for name in ("depth", "rate")
        )
        self.depth = self.choice("depth", depths, depths[1], "How many encoder layers")
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
        self.run_button = self.button("Run", self.start, "Train this setting live")
        self.stop_button = self.button("Stop", self.stop, "Stop the live run")
        self.stop_button.disabled = True
        self.bar = widgets.IntProgress(max=experiment.STEPS)
        self.status = widgets.Label()
        self.extras += [self.bar, self.status]
        steps = range(experiment.EVERY, experiment.STEPS + 1, experiment.EVERY)
        self.picture = LearningCurves(
            self.figure, steps, depths, experiment.BLIND_GUESS, len(self.seeds)
        )
        for artist in self.picture.artists:
            self.live(artist)
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
                row(self.wiring, self.run_button, self.stop_button),
                row(self.bar, self.status),
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

    # A run, live

    def start(self):
        """Start a run of the chosen setting in the background of this page."""
        self.stopped = False
        self.run_button.disabled, self.stop_button.disabled = True, False
        self.running = asyncio.ensure_future(self.train(self.setting()))

    def stop(self):
        """End the run after the step it is in."""
        self.stopped = True

    async def train(self, setting):
        """Train one model, and draw its curve as it comes."""
        threads = torch.get_num_threads()
        # Such small matrices are no faster with many threads, and often slower.
        torch.set_num_threads(1)
        self.live_setting, self.live_losses = setting, []
        try:
            for step, loss in experiment.train(setting):
                self.live_losses.append(loss)
                self.bar.value = step
                self.status.value = f"{setting.wiring}, step {step}, loss {loss:.2f}"
                self.follow()
                await asyncio.sleep(0)
                if self.stopped:
                    break
        except Exception as error:
            self.say(f"The run failed: {error}", PROBLEM)
            raise
        finally:
            torch.set_num_threads(threads)
            self.run_button.disabled, self.stop_button.disabled = False, True

    def reset(self):
        """Put every control back, and forget the live run."""
        self.stop()
        self.live_setting, self.live_losses = None, []
        super().reset()

    def close(self):
        """Stop a run that is under way, and close as every explorer does."""
        self.stop()
        super().close()
