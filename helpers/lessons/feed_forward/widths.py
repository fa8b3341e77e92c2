"""How wide must the FFN be? The measured answer, and one more run, live (C14)."""

from matplotlib import colormaps

from helpers import stage
from helpers.lessons.sweep import Sweep, by_setting
from helpers.training import grammar_task
from helpers.training.experiments import width as experiment

FRESH_SEED = len(experiment.SEEDS)  # the shipped runs have those below it
SHARES = {percent: f"{percent} %" for percent in range(50, 111, 10)}
SHARE = stage.Axis(50, 115, ticks=SHARES, grid=True)
LOSS = stage.Axis(0.08, 6, ticks=(0.1, 0.2, 0.5, 1, 2, 5), log=True, grid=True)


class WidthLab(Sweep):
    """Compare models of five widths d_ff, trained alike, at every measured step.

    On the left the loss of the narrowest FFN, mean of its seeds, is 100 % at every
    step. The curves end at the step, so that a class can guess first.

    Source: Vaswani et al. 2017, table 3, rows (C); claim C14.
    """

    height = 468
    d_ff = stage.Pick("d_ff", experiment.WIDTHS, "Of the live run", 32)

    def __init__(self, recipe=experiment.RECIPE):
        self.recipe = recipe
        super().__init__(*by_setting(experiment.read_results(), "d_ff", "loss"))

    @property
    def setting(self):
        return self.d_ff

    def picture(self):
        names = [str(d_ff) for d_ff in self.runs_of]
        narrowest = next(iter(self.found().values()))
        shares = self.dots(lambda loss: 100 * loss / narrowest)
        curves = self.curves(colormaps["cividis_r"], name="d_ff {}".format)
        return stage.Row(
            stage.Plot(shares, self.knob("d_ff", names), SHARE,
                       f"Loss at this step; d_ff {names[0]} is 100 %",
                       says="{name}, d_ff {x}: {y} %", name="shares"),
            stage.Plot(curves, self.time(200), LOSS,
                       "Held-out loss, nats a word, mean of seeds", ends=True,
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
