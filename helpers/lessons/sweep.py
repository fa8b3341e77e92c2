"""One setting tried at several values: the measured answer by steps, and a live run."""

from contextlib import contextmanager

import torch
from matplotlib.colors import to_hex

from helpers import stage
from helpers.stage.style import ACCENT, INK, PALE

SHAPES = "os^vP"  # curves that lie on each other are told apart by these
STEPS_BETWEEN_LOOKS = 10  # the page can answer (Stop!) after so many training steps


class Sweep(stage.Explorer):
    """Compare models that differ in one setting, trained alike, at every measured step.

    A subclass calls `__init__` with `runs`, {value: {seed: a number for each step}},
    and `steps`; has the control `setting` (that of the live run), `dots` and `curves`
    of its picture, and `train`.
    """

    # The lesson asks which value wins before the end is seen.
    first_step = 0
    step = stage.Choice(
        "step",
        lambda self: [(f"{step:,}", step) for step in self.steps],
        "After how many training steps the models are compared",
        lambda self: self.first_step or self.steps[0],
    )
    fresh = stage.Held((None, {}))  # the live run: its setting, {step: number}

    def __init__(self, runs, steps):
        self.runs_of, self.steps = runs, steps
        super().__init__()

    @stage.derived
    def means(self):
        """The means of the seeds. Shape: {value: (steps,)}"""
        return {
            value: [sum(at) / len(at) for at in zip(*seeds.values(), strict=True)]
            for value, seeds in self.runs_of.items()
        }

    def found(self):
        """Return the means at the step: {value: mean}."""
        at = self.steps.index(self.step.value)
        return {value: means[at] for value, means in self.means.items()}

    def knob(self, label, names):
        """Return the axis of the values, each with its name."""
        return stage.Axis(-0.5, len(names) - 0.5, label, dict(enumerate(names)))

    def time(self, every):
        """Return the axis of the steps, with a tick at `every` so many."""
        last = self.steps[-1]
        return stage.Axis(0, last, "training step", range(0, last + 1, every))

    def dots(self, scale=lambda number: number):
        """Return what was measured at the step: means, every seed, the live run."""
        step, (setting, fresh) = self.step.value, self.fresh.value
        at, values = self.steps.index(step), list(self.runs_of)
        seeds = [
            (place, scale(numbers[at]))
            for place, runs in enumerate(self.runs_of.values())
            for numbers in runs.values()
        ]
        means = [scale(mean) for mean in self.found().values()]
        mine = [values.index(setting)] if step in fresh else []
        live = [scale(fresh[step])] if mine else []
        return [
            stage.Line(range(len(values)), means, PALE, silent=True),
            stage.Dots(*zip(*seeds, strict=True), INK, 9, name="one seed"),
            stage.Dots(mine, live, ACCENT, 12, "D", name="run here"),
        ]

    def curves(self, colours, scale=lambda number: number, name="{}".format):
        """Return the curves to the step or the live run's last, and the live run.

        Larger values are darker, and thinner: where curves meet, all are seen.
        """
        lines, (_, fresh) = [stage.Rule(x=self.step.value)], self.fresh.value
        steps = self.steps[: self.steps.index(max(fresh or [self.step.value])) + 1]
        for place, (value, means) in enumerate(self.means.items()):
            tone = 0.2 + 0.8 * place / max(len(self.means) - 1, 1)
            look = {"dots": 11 - 0.7 * place, "shape": SHAPES[place]}
            look |= {"colour": to_hex(colours(tone)), "width": 4 - 0.6 * place}
            numbers = [scale(mean) for mean in means[: len(steps)]]
            lines.append(stage.Line(steps, numbers, name=name(value), **look))
        live = [scale(number) for number in fresh.values()]
        return [*lines, stage.Line(list(fresh), live, ACCENT, dots=8, name="run here")]

    @stage.Run(
        "Train",
        "Train one model with this setting, here and now",
        total=lambda self: self.recipe.steps,
    )
    def learning(self):
        """Train one model, and put its points into the picture as they come."""
        setting, found = self.setting.value, {}
        yield 0, "making sentences …"
        with one_thread():
            for progress, number in self.train(setting):
                if number is not None:
                    found[progress.step] = number
                    self.fresh.value = setting, dict(found)
                if number is not None or progress.step % STEPS_BETWEEN_LOOKS == 0:
                    yield progress.step, told(progress, self.recipe.steps)


def by_setting(rows, setting, number):
    """Sort the rows of a table by the names of two columns: what `Sweep` takes.

    Returns {value: {seed: a number for each step}} and the steps.
    """
    runs = {}
    for row in sorted(rows, key=lambda row: (getattr(row, setting), row.step)):
        seeds = runs.setdefault(getattr(row, setting), {})
        seeds.setdefault(row.seed, []).append(getattr(row, number))
    return runs, sorted({row.step for row in rows})


def told(progress, steps):
    """Say how far a training run is."""
    return (
        f"step {progress.step:,} of {steps:,}, loss {progress.loss:.2f}, held-out "
        f"exact match {progress.exact_match:.0%}, {progress.seconds:.0f} s"
    )


@contextmanager
def one_thread():
    """Compute with one thread: such small matrices are no faster with many."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
