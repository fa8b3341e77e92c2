"""Lesson 5: how wide must the FFN be? The measured answer, and one more run (C14)."""

import ipywidgets as widgets
import numpy as np

from helpers.explorers.live import Explorer, row
from helpers.explorers.live_run import LiveRun
from helpers.figures.feed_forward.widths import WidthPicture
from helpers.training import grammar_task
from helpers.training.experiments import width as experiment

FRESH_SEED = len(experiment.SEEDS)  # the shipped runs have those below it
STEPS_BETWEEN_LOOKS = 10  # the page can answer (Stop!) after so many training steps


class WidthLab(Explorer):
    """Compare models of five widths d_ff, trained alike, at every measured step.

    The curves end at the step, so that a class can guess first.

    Controls: `step`, `d_ff` (of the live run); `training` has its buttons. `fresh`
    holds what the live run measured: {step: loss}.

    Source: Vaswani et al. 2017, table 3, rows (C); claim C14.
    """

    height = 500

    def __init__(self, recipe=experiment.RECIPE):
        self.recipe, self.task, self.fresh = recipe, None, {}
        super().__init__()

    def build(self):
        rows = experiment.read_results()
        steps = sorted({result.step for result in rows})
        self.losses = by_width(rows)
        self.step = self.control(
            widgets.SelectionSlider(
                options=[(f"{step:,}", i) for i, step in enumerate(steps)],
                description="step",
                tooltip="After how many training steps the models are compared",
            )
        )
        self.steps = steps
        self.d_ff = widgets.Dropdown(
            options=list(self.losses),
            value=32,
            description="d_ff",
            tooltip="How many hidden units the live run has",
        )
        self.controls.append(self.d_ff)
        self.fresh_width = self.d_ff.value
        self.training = LiveRun(
            self, "Train", self.train, self.recipe.steps, "Train one model here and now"
        )
        self.picture = WidthPicture(self.figure, steps, self.losses)
        self.live(*self.picture.artists)

    def panel(self):
        return widgets.VBox(
            [row(self.step, self.reset_button), row(self.d_ff, self.training.widget)]
        )

    def update(self):
        place = self.step.value
        step = self.steps[place]
        self.picture.show(place, step, self.fresh_width, self.fresh)
        found = {d_ff: losses[:, place].mean() for d_ff, losses in self.losses.items()}
        listed = ", ".join(f"{loss:.2f} with {d_ff}" for d_ff, loss in found.items())
        return f"Loss after {step:,} steps by d_ff, in nats: {listed}."

    def train(self):
        """Train one model, and put its points into the picture as they come."""
        if self.task is None:
            yield 0, "making sentences …"
            self.task = grammar_task(self.recipe)
        self.fresh, self.fresh_width = {}, self.d_ff.value
        runs = experiment.train_width(
            self.task, self.fresh_width, FRESH_SEED, self.recipe
        )
        for progress, result in runs:
            if result:
                self.fresh[result.step] = result.loss
                self.follow()
            if result or progress.step % STEPS_BETWEEN_LOOKS == 0:
                yield progress.step, f"step {progress.step:,}, loss {progress.loss:.2f}"

    def reset(self):
        """Put every control back, and take the live run out of the picture."""
        self.fresh = {}
        super().reset()


def by_width(rows):
    """Sort rows into curves. Shape: -> {d_ff: losses (seeds, steps)}"""
    curves = {}
    for result in sorted(rows, key=lambda row: (row.d_ff, row.seed, row.step)):
        seeds = curves.setdefault(result.d_ff, {})
        seeds.setdefault(result.seed, []).append(result.loss)
    return {d_ff: np.array([*seeds.values()]) for d_ff, seeds in curves.items()}
