"""How wide must the FFN be? The measured answer, and one more run, live (C14)."""

from matplotlib import colormaps

from helpers import stage
from helpers.lessons.sweep import Sweep
from helpers.training import grammar_task
from helpers.training.experiments import width as experiment

FRESH_SEED = len(experiment.SEEDS)  # the shipped runs have those below it
LOSSES = (0.1, 0.2, 0.5, 1, 2, 5)
SHARES = {percent: f"{percent} %" for percent in range(50, 111, 10)}


class WidthLab(Sweep):
    """Compare models of five widths d_ff, trained alike, at every measured step.

    On the left the loss of the narrowest FFN, mean of its seeds, is 100 % at every
    step. The curves end at the step, so that a class can guess first.

    Source: Vaswani et al. 2017, table 3, rows (C); claim C14.
    """

    height = 468
    d_ff = stage.Pick("d_ff", experiment.WIDTHS, "Of the live run", 32)

    def __init__(self, recipe=experiment.RECIPE):
        self.recipe, rows = recipe, experiment.read_results()
        super().__init__(by_width(rows), sorted({row.step for row in rows}))

    @property
    def setting(self):
        return self.d_ff

    def percent(self, loss):
        """Return a loss as a share of that of the narrowest FFN at this step."""
        narrowest = next(iter(self.means.values()))
        return 100 * loss / narrowest[self.at]

    def picture(self):
        names = dict(enumerate(map(str, self.runs_of)))
        knob = stage.Axis(-0.5, len(names) - 0.5, "d_ff", names)
        steps = stage.Axis(0, self.steps[-1], "training step", range(0, 801, 200))
        losses = stage.Axis(0.08, 6, "", LOSSES, log=True, grid=True)
        return stage.Row(
            stage.Plot(self.dots(self.percent), knob,
                       stage.Axis(50, 115, "", SHARES, grid=True),
                       f"Loss at this step; d_ff {names[0]} is 100 %",
                       says="{name}, d_ff {x}: {y} %", name="shares"),
            stage.Plot(self.curves(colormaps["cividis_r"], name="d_ff {}".format),
                       steps, losses, "Held-out loss, nats a word, mean of seeds",
                       ends=True,
                       sets=(self.step, {step: step for step in self.steps}),
                       says="{name}, step {x}: {y} nats", name="curves"),
        )  # fmt: skip

    def say(self):
        listed = ", ".join(f"{loss:.2f} with {d}" for d, loss in self.found().items())
        return f"Loss after {self.step.value:,} steps by d_ff, in nats: {listed}."

    def train(self, d_ff):
        task = grammar_task(self.recipe)
        runs = experiment.train_width(task, d_ff, FRESH_SEED, self.recipe)
        for progress, result in runs:
            yield progress, result.loss if result else None


def by_width(rows):
    """Sort rows into curves: d_ff -> seed -> losses in the order of the steps."""
    curves = {}
    for result in sorted(rows, key=lambda row: (row.d_ff, row.step)):
        seeds = curves.setdefault(result.d_ff, {})
        seeds.setdefault(result.seed, []).append(result.loss)
    return curves
