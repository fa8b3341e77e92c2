"""One setting tried at several values: the shipped runs by steps, and a live run."""

from contextlib import contextmanager
from itertools import product
from operator import attrgetter

import numpy as np
import torch
from matplotlib import colormaps
from matplotlib.colors import to_hex

from helpers import stage
from helpers.stage.style import ACCENT, INK, PALE

SHAPES = "os^vP"  # curves that lie on each other are told apart by these
STEPS_BETWEEN_LOOKS = 10  # the page can answer (Stop!) after so many training steps


@contextmanager
def one_thread():
    """Compute with one thread: such small matrices are no faster with many."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def told(progress, steps):
    """Say how far a training run is."""
    return (
        f"step {progress.step:,} of {steps:,}, loss {progress.loss:.2f}, held-out "
        f"exact match {progress.exact_match:.0%}, {progress.seconds:.0f} s"
    )


def live_run(label, tooltip, total):
    """Declare the live run of a `LiveLab`: its button, and how many steps it takes."""

    def learning(self):
        """Train one model; draw what is measured as it comes, and say how far it is."""
        setting, rows = self.setting, ()
        with one_thread():
            for step, words, row in self.train(setting):
                if row is not None:
                    rows = (*rows, row)
                    self.fresh.value = setting, rows
                yield step, words

    return stage.Run(label, tooltip, total)(learning)


class LiveLab(stage.Explorer):
    """Compare trained models, and train one more live.

    A subclass has `steps`, after which was measured; `setting`, what is to be trained;
    `learning`, a `live_run`; and `train(setting)`, which yields (step, what to say, a
    row or None).
    """

    fresh = stage.Held((None, ()))  # the live run: its setting, its rows so far

    def step_axis(self, every):
        """Return the axis of the steps, with a tick at `every` so many."""
        last = self.steps[-1]
        return stage.Axis(0, last, "training step", range(0, last + 1, every))


class SweepLab(LiveLab):
    """Compare the shipped runs of a `Sweep` with one knob, at every measured step.

    A subclass has a control that is called as the knob: it sets the live run.
    `measured` names the columns that are drawn. `numbers` holds them, `table` whole
    rows: {(value, seed, step): row}.

    Shape: numbers (measured, values, seeds, steps)
    """

    sweep, measured = None, ()

    def __init__(self):
        key = attrgetter(*self.sweep.settings, "step")
        self.table = {key(row): row for row in self.sweep.read()}
        columns = zip(*self.table, strict=True)
        knobs = [list(dict.fromkeys(column)) for column in columns]
        self.knob_values, self.seeds, self.steps = knobs
        found = [self.table[setting] for setting in product(*knobs)]
        numbers = [[getattr(row, name) for row in found] for name in self.measured]
        self.numbers = np.reshape(numbers, (len(numbers), *map(len, knobs)))
        super().__init__()

    @property
    def setting(self):
        """What a live run trains."""
        return getattr(self, self.sweep.knob).value

    def train(self, value):
        """Train one model of this value; `told` says what a row is."""
        for row in self.sweep.train(value, self.sweep.fresh_seed):
            yield row.step, self.told(row), row


class RecipeLab(SweepLab):
    """Compare models that differ in one number of their recipe, trained alike.

    On the left stands what was measured at the step, on the right how it came to that.
    The curves end at the step, so that a class can guess first. A subclass draws
    both plots.
    """

    # The lesson asks which value wins before the end is seen.
    first_step = 0
    step = stage.Choice(
        "step",
        lambda self: [(f"{step:,}", step) for step in self.steps],
        "After how many training steps the models are compared",
        lambda self: self.first_step or self.steps[0],
    )
    learning = live_run(
        "Train",
        "Train one model with this setting, here and now",
        lambda self: self.recipe.steps,
    )

    def __init__(self, recipe=None):
        self.recipe = recipe or self.sweep.recipe
        super().__init__()

    @stage.derived
    def means(self):
        """The means of the seeds. Shape: {value: (steps,)}"""
        return dict(zip(self.knob_values, self.numbers[0].mean(axis=1), strict=True))

    def found(self):
        """Return the means at the step: {value: mean}."""
        at = self.steps.index(self.step.value)
        return {value: means[at] for value, means in self.means.items()}

    def live(self):
        """Return what was measured of the live run: {step: number}."""
        return {row.step: getattr(row, self.measured[0]) for row in self.fresh.value[1]}

    def knob_axis(self, label, names):
        """Return the axis of the values, each with its name."""
        return stage.Axis(-0.5, len(names) - 0.5, label, dict(enumerate(names)))

    def scale(self, number):
        """Return a number as the curves show it."""
        return number

    def dots(self, scale):
        """Return what was measured at the step: means, every seed, the live run."""
        step, fresh = self.step.value, self.live()
        places = range(len(self.knob_values))
        seeds = self.numbers[0, :, :, self.steps.index(step)]  # (values, seeds)
        means = [scale(mean) for mean in self.found().values()]
        mine = [self.knob_values.index(self.fresh.value[0])] if step in fresh else []
        live = [scale(fresh[step]) for _ in mine]
        at = np.repeat(places, len(self.seeds))
        return [
            stage.Line(places, means, PALE, silent=True),
            stage.Dots(at, scale(seeds.ravel()), INK, 9, name="one seed"),
            stage.Dots(mine, live, ACCENT, 12, "D", name="run here"),
        ]

    def curves(self, name):
        """Return the curves to the step or the live run's last, and the live run.

        Larger values are darker, and thinner: where curves meet, all are seen.
        """
        lines, fresh = [stage.Rule(x=self.step.value)], self.live()
        steps = self.steps[: self.steps.index(max(fresh or [self.step.value])) + 1]
        for place, (value, means) in enumerate(self.means.items()):
            tone = 0.2 + 0.8 * place / max(len(self.means) - 1, 1)
            look = {"dots": 11 - 0.7 * place, "shape": SHAPES[place]}
            look |= {"colour": to_hex(colormaps["cividis_r"](tone))}
            look |= {"width": 4 - 0.6 * place, "name": name(value)}
            lines.append(stage.Line(steps, self.scale(means[: len(steps)]), **look))
        live = [self.scale(number) for number in fresh.values()]
        return [*lines, stage.Line([*fresh], live, ACCENT, dots=8, name="run here")]

    def train(self, value):
        yield 0, "making sentences …", None
        run = self.sweep.follow(value, self.sweep.fresh_seed, self.recipe)
        for progress, row in run:
            if row or progress.step % STEPS_BETWEEN_LOOKS == 0:
                yield progress.step, told(progress, self.recipe.steps), row
