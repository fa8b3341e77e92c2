"""Lesson 1: what a d_model can learn, and what it learns by heart (claim C2)."""

import ipywidgets as widgets
import numpy as np

from helpers.explorers.live import Explorer, row
from helpers.explorers.live_run import LiveRun
from helpers.figures.embedding.size import SizePicture
from helpers.training.experiments import size as experiment

LOSSES = "train_loss", "held_out_loss"


class SizeLab(Explorer):
    """Compare the shipped runs of every d_model; run one more live.

    It begins where all are alike, so that a class can guess which will be best.
    Controls: `d_model`, `step`; `learning` is the live run. `losses` holds all that was
    measured: (learned and held-out, d_models, seeds, steps).

    Source: claim C2; the table of `helpers.training.experiments.size`.
    """

    height = 500

    def __init__(self, results=None):
        results = experiment.read_results() if results is None else results
        self.d_models, self.seeds, self.steps = (
            sorted({getattr(result, name) for result in results})
            for name in ("d_model", "seed", "step")
        )
        found = {(r.d_model, r.seed, r.step): r for r in results}
        self.losses = np.array(
            [
                [
                    [
                        [
                            getattr(found[d_model, seed, step], loss)
                            for step in self.steps
                        ]
                        for seed in self.seeds
                    ]
                    for d_model in self.d_models
                ]
                for loss in LOSSES
            ]
        )
        super().__init__()

    def build(self):
        self.d_model = self.control(
            widgets.SelectionSlider(
                options=self.d_models,
                description="d_model",
                tooltip="How many numbers a word gets",
            )
        )
        self.step = self.control(
            widgets.SelectionSlider(
                options=self.steps,
                description="step",
                tooltip="After how many steps of training",
            )
        )
        self.learning = LiveRun(
            self, "Run", self.train, self.steps[-1], "Train this d_model live"
        )
        self.picture = SizePicture(
            self.figure, self.d_models, self.steps, len(self.seeds)
        )
        self.live(*self.picture.artists)
        self.live_size, self.live_losses = None, ([], [])

    def panel(self):
        return widgets.VBox(
            [
                row(self.d_model, self.step, self.reset_button),
                self.learning.widget,
            ]
        )

    def update(self):
        d_model, step = self.d_model.value, self.step.value
        size, place = self.d_models.index(d_model), self.steps.index(step)
        sizes = self.losses[..., place].swapaxes(1, 2)  # (2, seeds, d_models)
        self.picture.show(sizes, self.losses[:, size], d_model, step)
        # A live run belongs to the d_model with which it was made.
        mine = d_model == self.live_size
        self.picture.show_live(self.live_losses if mine else ([], []))
        learned, held_out = self.losses[:, size].mean(axis=1)  # (steps,) each
        best = held_out.argmin()
        return (
            f"d_model {d_model}, step {step}: loss {learned[place]:.2f} on learned "
            f"sentences, {held_out[place]:.2f} on held-out ones (lowest: "
            f"{held_out[best]:.2f}, step {self.steps[best]})."
        )

    def train(self):
        """Train one model; draw its curves as they come, and say how far it is."""
        d_model, seed = self.d_model.value, len(self.seeds)
        self.live_size, self.live_losses = d_model, ([], [])
        task = experiment.size_task()
        for result in experiment.train_size(task, d_model, seed):
            for losses, name in zip(self.live_losses, LOSSES, strict=True):
                losses.append(getattr(result, name))
            self.follow()
            yield (
                result.step,
                f"d_model {d_model}, step {result.step}, loss {result.train_loss:.2f} "
                f"and {result.held_out_loss:.2f}",
            )

    def reset(self):
        """Put every control back, and forget the live run."""
        self.live_size, self.live_losses = None, ([], [])
        super().reset()
