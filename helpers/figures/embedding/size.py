"""Loss on learned and on held-out sentences, against d_model and against the steps."""

import numpy as np
from matplotlib.ticker import FixedLocator, NullLocator

from helpers.figures.style import ACCENT, INK, LIT, MUTED, PALE

SIZES, STEPS = (0.075, 0.18, 0.41, 0.62), (0.575, 0.18, 0.41, 0.62)
MOST_LOSS = 5.8  # a little more than the first losses
TRAIN = {"color": MUTED, "linestyle": (0, (5, 1.5))}
HELD_OUT = {"color": INK, "linestyle": "-"}
LEGEND_Y = 0.945


class SizePicture:
    """Draw two losses for all d_models at one step, and for all steps at one d_model.

    `artists` are those that change; `show` sets them, `show_live` the live run.

    Shape: d_models (M,), steps (N,)
    """

    def __init__(self, figure, d_models, steps, num_seeds):
        self.d_models, self.steps = list(d_models), list(steps)
        self.size_ax, self.step_ax = (figure.add_axes(p) for p in (SIZES, STEPS))
        self.size_ax.set_xscale("log")
        self.size_ax.set(xlim=(0.85 * d_models[0], 1.18 * d_models[-1]))
        self.size_ax.set(xlabel="d_model", ylabel="loss (nats a word)")
        self.size_ax.xaxis.set_major_locator(FixedLocator(self.d_models))
        self.size_ax.xaxis.set_minor_locator(NullLocator())
        self.size_ax.set_xticklabels([str(d_model) for d_model in d_models])
        self.step_ax.set(xlim=(0, steps[-1]), xlabel="training step")
        for ax in (self.size_ax, self.step_ax):
            ax.set(ylim=(0, MOST_LOSS), yticks=range(6))
            ax.grid(axis="y", lw=0.8, color=PALE)
        self.titles = [ax.set_title("") for ax in (self.size_ax, self.step_ax)]
        nothing = np.zeros(len(d_models))
        self.gap = self.size_ax.fill_between(d_models, nothing, nothing, color=LIT)
        self.means = [self._pair(ax, lw=2.6) for ax in (self.size_ax, self.step_ax)]
        dots = {"linestyle": "", "marker": "o", "ms": 4.5}
        self.dots = [
            self.size_ax.plot([], [], **look | dots)[0] for look in (TRAIN, HELD_OUT)
        ]
        self.singles = [
            self._pair(self.step_ax, lw=1, alpha=0.4) for _ in range(num_seeds)
        ]
        self.live_runs = self._pair(self.step_ax, lw=2.2, color=ACCENT)
        self.lines = [
            ax.axvline(0, color=ACCENT, lw=1.5) for ax in (self.size_ax, self.step_ax)
        ]
        handles = [*self.means[0], self.gap, self.live_runs[1]]
        names = "learned sentences", "held-out sentences", "the gap", "run here"
        place = {"loc": "center", "bbox_to_anchor": (0.5, LEGEND_Y)}
        figure.legend(handles, names, ncols=4, handlelength=2.6, **place)
        self.artists = [self.gap, *self.lines, *self.dots, *self.titles]
        for pair in (*self.singles, *self.means, self.live_runs):
            self.artists += pair

    @staticmethod
    def _pair(ax, **look):
        """Add an empty line for learned and one for held-out sentences."""
        return [ax.plot([], [], **style | look)[0] for style in (TRAIN, HELD_OUT)]

    def show(self, sizes, curves, d_model, step):
        """Set the losses at one step, and those of one d_model.

        Shape: sizes (2, seeds, M): learned and held-out; curves (2, seeds, N)
        """
        learned, held_out = sizes.mean(axis=1)
        self.gap.set_data(self.d_models, learned, held_out)
        for number in range(2):
            runs = sizes[number]
            self.means[0][number].set_data(self.d_models, runs.mean(axis=0))
            self.dots[number].set_data(self.d_models * len(runs), runs.ravel())
            self.means[1][number].set_data(self.steps, curves[number].mean(axis=0))
            for pair, run in zip(self.singles, curves[number], strict=True):
                pair[number].set_data(self.steps, run)
        for line, place in zip(self.lines, (d_model, step), strict=True):
            line.set_xdata([place, place])
        self.titles[0].set_text(f"after {step} steps")
        self.titles[1].set_text(f"d_model {d_model}")

    def show_live(self, losses):
        """Set the curves of the run that is under way. Shape: (2, so far)"""
        for line, values in zip(self.live_runs, losses, strict=True):
            line.set_data(self.steps[: len(values)], values)
