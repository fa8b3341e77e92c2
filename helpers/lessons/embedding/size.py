"""What a d_model can learn, and what it learns by heart (claim C2)."""

from itertools import product

import numpy as np

from helpers import stage
from helpers.lessons.sweep import one_thread
from helpers.stage.style import ACCENT, INK, LIT, MUTED
from helpers.training.experiments import size as experiment

LOSSES = "train_loss", "held_out_loss"
# What each loss is called, and how it is drawn.
LOOKS = {
    "learned": {"colour": MUTED, "dash": (12, 4)},
    "held-out": {"colour": INK},
}
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
        losses = [getattr(found[k], loss) for loss in LOSSES for k in product(*knobs)]
        # (learned and held-out, d_models, seeds, steps)
        self.losses = np.reshape(losses, (2, *map(len, knobs)))
        super().__init__()

    @property
    def here(self):
        """The places of d_model and step among all."""
        d_model, step = self.d_model.value, self.step.value
        return self.d_models.index(d_model), self.steps.index(step)

    def picture(self):
        return stage.Row(self.by_size(), self.by_step(), gap=30)

    def by_size(self):
        """Return both losses of every d_model at one step; the dots are the seeds."""
        losses = self.losses[..., self.here[1]]  # (2, d_models, seeds)
        means, sizes = losses.mean(axis=2), self.d_models
        items = [stage.Area(sizes, *means, LIT, name="the gap")]
        for (name, look), mean, seeds in zip(LOOKS.items(), means, losses, strict=True):
            items += [
                stage.Line(sizes, mean, width=2.6, name=name, **look),
                stage.Dots(
                    np.repeat(sizes, len(self.seeds)), seeds.ravel(), look["colour"], 7,
                    silent=True,
                ),
            ]  # fmt: skip
        return stage.Plot(
            [*items, stage.Rule(x=self.d_model.value)],
            stage.Axis(sizes[0] * 0.85, sizes[-1] * 1.18, "d_model", sizes, log=True),
            LOSS,
            f"after {self.step.value} steps",
            legend=1,
            sets=(self.d_model, {size: size for size in sizes}),
            says="{name}, d_model {x}: {y}",
            name="sizes",
        )

    def by_step(self):
        """Return both losses of one d_model at every step, and of the live run."""
        losses, items = self.losses[:, self.here[0]], []  # (2, seeds, steps)
        fresh = [result for result in self.fresh.value if self.is_mine(result)]
        ran = [result.step for result in fresh]
        live = [[getattr(result, loss) for result in fresh] for loss in LOSSES]
        for number, (name, look) in enumerate(LOOKS.items()):
            for run in losses[number]:
                items.append(
                    stage.Line(
                        self.steps, run, width=1, opacity=0.4, silent=True, **look
                    )
                )
            mean, mine = losses[number].mean(axis=0), look | {"colour": ACCENT}
            items += [
                stage.Line(self.steps, mean, width=2.6, name=name, **look),
                stage.Line(
                    ran, live[number], width=2.2, **mine, layer=3,
                    name="run here" if number else "",
                    says=f"run here, {name}, step {{x}}: {{y}}",
                ),
            ]  # fmt: skip
        return stage.Plot(
            [*items, stage.Rule(x=self.step.value)],
            stage.Axis(0, self.steps[-1], "training step", range(0, 501, 100)),
            LOSS,
            f"d_model {self.d_model.value}",
            legend=1,
            sets=(self.step, {step: step for step in self.steps}),
            says="{name}, step {x}: {y}",
            name="steps",
        )

    def is_mine(self, result):
        """Tell whether a live result was made with this d_model."""
        return result.d_model == self.d_model.value

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
        d_model, found = self.d_model.value, []
        self.fresh.value = []
        with one_thread():
            task = experiment.size_task()
            for result in experiment.train_size(task, d_model, len(self.seeds)):
                found = [*found, result]
                self.fresh.value = found
                yield (
                    result.step,
                    f"d_model {d_model}, step {result.step}, loss "
                    f"{result.train_loss:.2f} and {result.held_out_loss:.2f}",
                )
