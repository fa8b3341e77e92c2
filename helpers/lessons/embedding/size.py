"""What a d_model can learn, and what it learns by heart (claim C2)."""

from itertools import product

import numpy as np

from helpers import stage
from helpers.lessons.sweep import one_thread
from helpers.stage.style import ACCENT, INK, LIT, MUTED
from helpers.training.experiments import size as experiment

# Each loss: its name in the table and in the pictures, and its look.
LOSSES = (
    ("train_loss", "learned", {"colour": MUTED, "dash": (12, 4)}),
    ("held_out_loss", "held-out", {"colour": INK}),
)
LOSS = stage.Axis(0, 5.8, "loss (nats a word)", range(6), grid=True)


class SizeLab(stage.Explorer):
    """Compare the shipped runs of every d_model; run one more live.

    It begins where all are alike, so that a class can guess which will be best.

    Source: claim C2; the table of `helpers.training.experiments.size`.
    """

    height = 470
    d_model = stage.Choice(
        "d_model", lambda self: self.d_models, "How many numbers a word gets"
    )
    step = stage.Choice(
        "step", lambda self: self.steps, "After how many steps of training"
    )
    fresh = stage.Held(())  # the results of the live run

    def __init__(self, results=None):
        results = experiment.read_results() if results is None else results
        self.d_models, self.seeds, self.steps = knobs = [
            sorted({getattr(result, name) for result in results})
            for name in ("d_model", "seed", "step")
        ]
        found = {(r.d_model, r.seed, r.step): r for r in results}
        rows = [found[setting] for setting in product(*knobs)]
        losses = [[getattr(row, name) for row in rows] for name, *_ in LOSSES]
        # (learned and held-out, d_models, seeds, steps)
        self.losses = np.reshape(losses, (2, *map(len, knobs)))
        super().__init__()

    @property
    def here(self):
        """The places of d_model and step among all."""
        d_model, step = self.d_model.value, self.step.value
        return self.d_models.index(d_model), self.steps.index(step)

    def picture(self):
        sizes, steps = self.d_models, self.steps
        by_size = stage.Axis(sizes[0] * 0.85, sizes[-1] * 1.18, "d_model", sizes, True)
        by_step = stage.Axis(
            0, steps[-1], "training step", range(0, steps[-1] + 1, 100)
        )
        title = f"after {self.step.value} steps"
        return stage.Row(
            self.plot(self.at_step(), self.d_model, by_size, title, "sizes"),
            self.plot(
                self.at_d_model(), self.step, by_step,
                f"d_model {self.d_model.value}", "steps",
            ),
            gap=30,
        )  # fmt: skip

    def plot(self, items, control, axis, title, name):
        """Return losses over a control's values; a click sets it."""
        return stage.Plot(
            [*items, stage.Rule(x=control.value)], axis, LOSS, title, legend=1,
            sets=(control, {value: value for value in control.values()}),
            says=f"{{name}}, {control.label} {{x}}: {{y}}", name=name,
        )  # fmt: skip

    def at_step(self):
        """Return both losses of every d_model at this step; the dots are the seeds."""
        losses = self.losses[..., self.here[1]]  # (2, d_models, seeds)
        sizes, means = self.d_models, losses.mean(axis=2)
        items = [stage.Area(sizes, *means, LIT, name="the gap")]
        for number, (_, name, look) in enumerate(LOSSES):
            places, seeds = np.repeat(sizes, len(self.seeds)), losses[number].ravel()
            items.append(stage.Line(sizes, means[number], width=2.6, name=name, **look))
            says = f"one seed, {name}, d_model {{x}}: {{y}}"
            items.append(stage.Dots(places, seeds, look["colour"], 7, says=says))
        return items

    def at_d_model(self):
        """Return both losses of this d_model at every step, and of the live run."""
        losses, items = self.losses[:, self.here[0]], []  # (2, seeds, steps)
        fresh = [run for run in self.fresh.value if run.d_model == self.d_model.value]
        done, live = [run.step for run in fresh], {"colour": ACCENT, "layer": 3}
        for (loss, name, look), runs in zip(LOSSES, losses, strict=True):
            faint = {"width": 1, "opacity": 0.4, "silent": True} | look
            items += [stage.Line(self.steps, run, **faint) for run in runs]
            mean, mine = runs.mean(axis=0), [getattr(run, loss) for run in fresh]
            items.append(stage.Line(self.steps, mean, width=2.6, name=name, **look))
            says = f"run here, {name}, step {{x}}: {{y}}"
            items.append(stage.Line(done, mine, says=says, **look | live))
        items[-1].name = "run here"  # one sign in the legend is enough for both
        return items

    def say(self):
        size, place = self.here
        learned, held_out = self.losses[:, size].mean(axis=1)  # (steps,) each
        best = held_out.argmin()
        return (
            f"d_model {self.d_model.value}, step {self.step.value}: loss "
            f"{learned[place]:.2f} on learned sentences, {held_out[place]:.2f} on "
            f"held-out ones (lowest: {held_out[best]:.2f}, step {self.steps[best]})."
        )

    @stage.Run("Run", "Train this d_model live", total=lambda self: self.steps[-1])
    def learning(self):
        """Train one model; draw its curves as they come, and say how far it is."""
        d_model, self.fresh.value = self.d_model.value, ()
        with one_thread():
            task = experiment.size_task()
            for result in experiment.train_size(task, d_model, len(self.seeds)):
                self.fresh.value = *self.fresh.value, result
                losses = f"{result.train_loss:.2f} and {result.held_out_loss:.2f}"
                yield (
                    result.step,
                    f"d_model {d_model}, step {result.step}, loss {losses}",
                )
