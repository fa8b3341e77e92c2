"""How fast a block learns with Norm, without it, and without Add (claim C12)."""

import numpy as np

from helpers import stage
from helpers.lessons.encoder.wirings import Legend, curve
from helpers.lessons.sweep import one_thread
from helpers.stage.style import ACCENT, MUTED, PALE
from helpers.training.experiments import norm as experiment
from helpers.training.experiments.norm import BLIND_GUESS, WIRINGS, Run

LAST = 5  # points of a curve whose mean is the loss at the end
MOST_LOSS = 4  # that the curves show
LOSSES = {n: f"{n:g}" for n in (0.001, 0.01, 0.1, 1, 10, 100)}
MEASURED = range(experiment.EVERY, experiment.STEPS + 1, experiment.EVERY)  # steps
GUESS = stage.Rule(y=BLIND_GUESS, colour=PALE)


def in_table(name):
    """Return a function that lists a setting's values in an explorer's table."""
    return lambda explorer: sorted({getattr(run, name) for run in explorer.table})


class NormLab(stage.Explorer):
    """Compare the shipped loss curves of four wirings; run one more live.

    `wiring` is the one that is stressed and run.

    Source: claim C12; the table of `helpers.training.experiments.norm`.
    """

    height = 500
    rows = "depth rate warmup", "wiring learning"
    depth = stage.Choice("depth", in_table("depth"), "How many encoder layers")
    rate = stage.Choice(
        "rate", in_table("rate"), "The learning rate: how long each step is", at=1
    )
    warmup = stage.Switch(
        "warm-up", f"Let the rate grow over {experiment.WARMUP_STEPS} steps"
    )
    wiring = stage.Pick("wiring", WIRINGS, "Stress it, or run it")
    fresh = stage.Held((None, ()))  # the live run: its setting, its losses so far

    def __init__(self, table=None):
        self.table = experiment.read_results() if table is None else table
        self.seeds = sorted({run.seed for run in self.table})
        super().__init__()

    @property
    def setting(self):
        """The setting of the controls, as a `Run` that no shipped run has."""
        controls = self.wiring, self.depth, self.rate, self.warmup
        return Run(*(control.value for control in controls), seed=len(self.seeds))

    def losses(self, wiring, depth):
        """Return the curves of one wiring. Shape: -> (seeds, points)"""
        setting = self.setting._replace(wiring=wiring, depth=depth)
        return np.array([self.table[setting._replace(seed=s)] for s in self.seeds])

    @stage.derived
    def ends(self):
        """The losses at the end, by wiring. Shape: (seeds, depths) each"""
        depths = self.depth.values()
        last = {w: [self.losses(w, d)[:, -LAST:] for d in depths] for w in WIRINGS}
        return {w: np.stack(found).mean(axis=2).T for w, found in last.items()}

    @property
    def place(self):
        """The place of the depth among the depths."""
        return self.depth.values().index(self.depth.value)

    def picture(self):
        setting, fresh = self.fresh.value
        # A live run belongs to the setting in which it was made.
        losses = fresh if setting == self.setting else ()
        live = stage.Line(MEASURED[: len(losses)], losses, ACCENT, 3, name="run here")
        legend = Legend([*(curve([], [], w) for w in WIRINGS), live], self.wiring)
        plots = stage.Row(self.curves(live), self.last_losses(), widths=(1.4, 1))
        return stage.Column(legend, plots)

    def curves(self, live):
        """Draw the loss over the steps: means, every seed, and the live run."""
        items, meant, last = [], self.wiring.value, MEASURED[-1]
        look = {"opacity": 0.35, "width": 1.2, "silent": True, "layer": 1}
        for wiring in WIRINGS:
            losses = self.losses(wiring, self.depth.value)  # (seeds, points)
            for seed, one in zip(self.seeds, losses, strict=True):
                name = f"{wiring}, seed {seed}"
                items.append(curve(MEASURED, one, wiring, name=name, **look))
            items.append(curve(MEASURED, losses.mean(axis=0), wiring, meant))
        blind = {"text": "blind guess", "colour": MUTED, "align": "right", "dy": -14}
        return stage.Plot(
            [GUESS, *items, live, stage.Note(last, BLIND_GUESS, **blind)],
            stage.Axis(0, last, "training step", range(0, last + 1, 50)),
            stage.Axis(0, MOST_LOSS, "", range(MOST_LOSS + 1)),
            "Loss while it learns (nats)",
            says="{name}, step {x}: {y}",
            name="curves",
        )

    def last_losses(self):
        """Draw the losses at the end up to the depth, so that a class can guess."""
        depths, place = self.depth.values(), self.place
        places, items = range(place + 1), [GUESS, stage.Rule(x=place, name="here")]
        for wiring, ends in self.ends.items():
            so_far = ends[:, : place + 1]  # (seeds, depths so far)
            means = curve(places, so_far.mean(axis=0), wiring, self.wiring.value)
            at, look = [*places] * len(so_far), (means.colour, 7)
            seeds = stage.Dots(at, so_far.ravel(), *look, name=f"{wiring}, one seed")
            items += [means, seeds]
        ticks = dict(enumerate(map(str, depths)))
        return stage.Plot(
            items,
            stage.Axis(-0.3, len(depths) - 0.7, "encoder layers", ticks),
            stage.Axis(1e-4, 4e3, "", LOSSES, log=True),
            "Loss at the end",
            sets=(self.depth, dict(enumerate(depths))),
            says="{name}, {x} layers: {y}",
            name="ends",
        )

    def say(self):
        last = {w: ends[:, self.place].mean() for w, ends in self.ends.items()}
        found = ", ".join(f"{wiring} {loss:.2f}" for wiring, loss in last.items())
        setting = f"{self.depth.value} layers, rate {self.rate.value}"
        return f"{setting}: the loss ends at {found}."

    @stage.Run("Run", "Train this setting live", total=experiment.STEPS)
    def learning(self):
        """Train one model; draw its curve as it comes, and say how far it is."""
        setting, losses = self.setting, ()
        with one_thread():
            for step, loss in experiment.train(setting):
                losses = (*losses, loss)
                self.fresh.value = setting, losses
                yield step, f"{setting.wiring}, step {step}, loss {loss:.2f}"
