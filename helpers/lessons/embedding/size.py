"""What a d_model can learn, and what it learns by heart (claim C2)."""

import numpy as np

from helpers import stage
from helpers.lessons.sweep import SweepLab, live_run
from helpers.stage.style import ACCENT, INK, LIT, MUTED
from helpers.training.experiments.sizes import SIZE

# Each loss: its name in the table and in the pictures, and its look.
LOSSES = (
    ("train_loss", "learned", {"colour": MUTED, "dash": (12, 4)}),
    ("held_out_loss", "held-out", {"colour": INK}),
)
LOSS = stage.Axis(0, 5.8, "loss (nats a word)", range(6), grid=True)


class SizeLab(SweepLab):
    """Compare the shipped runs of every d_model; run one more live.

    It begins where all are alike, so that a class can guess which will be best.

    Source: claim C2; `size` of `helpers.training.experiments`.
    """

    height = 470
    sweep, measured = SIZE, [name for name, *_ in LOSSES]
    d_model = stage.Choice(
        "d_model", lambda self: self.knob_values, "How many numbers a word gets"
    )
    step = stage.Choice(
        "step", lambda self: self.steps, "After how many steps of training"
    )
    learning = live_run("Run", "Train this d_model live", lambda self: self.steps[-1])

    @property
    def here(self):
        """The places of d_model and step among all."""
        d_model, step = self.d_model.value, self.step.value
        return self.knob_values.index(d_model), self.steps.index(step)

    def picture(self):
        sizes, step = self.knob_values, f"after {self.step.value} steps"
        by_size = stage.Axis(sizes[0] * 0.85, sizes[-1] * 1.18, "d_model", sizes, True)
        d_model = f"d_model {self.d_model.value}"
        return stage.Row(
            self.plot(self.at_step(), self.d_model, by_size, step, "sizes"),
            self.plot(
                self.at_d_model(), self.step, self.step_axis(100), d_model, "steps"
            ),
            gap=30,
        )

    def plot(self, items, control, axis, title, name):
        """Return losses over a control's values; a click sets it."""
        return stage.Plot(
            [*items, stage.Rule(x=control.value)],
            axis,
            LOSS,
            title,
            legend=1,
            sets=control,
            says=f"{{name}}, {control.label} {{x}}: {{y}}",
            name=name,
        )

    def at_step(self):
        """Return both losses of every d_model at this step; the dots are the seeds."""
        losses = self.numbers[..., self.here[1]]  # (2, d_models, seeds)
        sizes, means = self.knob_values, losses.mean(axis=2)
        places = np.repeat(sizes, len(self.seeds))
        items = [stage.Area(sizes, *means, LIT, name="the gap")]
        for (_, name, look), mean, seeds in zip(LOSSES, means, losses, strict=True):
            items.append(stage.Line(sizes, mean, width=2.6, name=name, **look))
            says = f"one seed, {name}, d_model {{x}}: {{y}}"
            items.append(
                stage.Dots(places, seeds.ravel(), look["colour"], 7, says=says)
            )
        return items

    def at_d_model(self):
        """Return both losses of this d_model at every step, and of the live run."""
        losses, items = self.numbers[:, self.here[0]], []  # (2, seeds, steps)
        d_model, fresh = self.fresh.value
        fresh = fresh if d_model == self.d_model.value else ()
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
        learned, held_out = self.numbers[:, size].mean(axis=1)  # (steps,) each
        best = held_out.argmin()
        return (
            f"d_model {self.d_model.value}, step {self.step.value}: loss "
            f"{learned[place]:.2f} on learned sentences, {held_out[place]:.2f} on "
            f"held-out ones (lowest: {held_out[best]:.2f}, step {self.steps[best]})."
        )

    def told(self, row):
        """Say what was measured of a live run."""
        losses = f"{row.train_loss:.2f} and {row.held_out_loss:.2f}"
        return f"d_model {row.d_model}, step {row.step}, loss {losses}"
