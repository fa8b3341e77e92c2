"""How fast a block learns with Norm, without it, and without Add (claim C12)."""

import numpy as np

from helpers import stage
from helpers.lessons.encoder.wiring_curves import Legend, curve
from helpers.lessons.sweep import LiveLab, live_run
from helpers.stage.style import ACCENT, MUTED, PALE
from helpers.training.experiments.add_and_norm import (
    BLIND_GUESS,
    LEARNING,
    WARMUP_STEPS,
    WIRINGS,
    losses_of,
)
from helpers.training.experiments.sweep import SEEDS

LAST = 5  # points of a curve whose mean is the loss at the end
MOST_LOSS = 4  # that the curves show
LOSSES = {n: f"{n:g}" for n in (0.001, 0.01, 0.1, 1, 10, 100)}
GUESS = stage.Rule(y=BLIND_GUESS, colour=PALE)


class NormLab(LiveLab):
    """Compare the shipped loss curves of four wirings; run one more live.

    `wiring` is the one that is stressed and run.

    Source: claim C12; `norm` of `helpers.training.experiments`.
    """

    height = 500
    rows = "depth rate warmup", "wiring learning"
    depth = stage.Choice("depth", LEARNING.settings["depth"], "How many encoder layers")
    rate = stage.Choice(
        "rate",
        LEARNING.settings["rate"],
        "The learning rate: how long each step is",
        at=1,
    )
    warmup = stage.Switch("warm-up", f"Let the rate grow over {WARMUP_STEPS} steps")
    wiring = stage.Pick("wiring", WIRINGS, "Stress it, or run it")
    learning = live_run("Run", "Train this setting live", LEARNING.steps[-1])

    def __init__(self):
        self.steps = LEARNING.steps
        self.table = {row[:5]: row.losses for row in LEARNING.read()}
        super().__init__()

    @property
    def setting(self):
        """The setting of the controls, with a seed that no shipped run has."""
        controls = self.wiring, self.depth, self.rate, self.warmup
        return *(control.value for control in controls), LEARNING.fresh_seed

    def losses(self, wiring, depth):
        """Return the curves of one wiring. Shape: -> (seeds, points)"""
        same = self.rate.value, self.warmup.value
        return np.array([self.table[wiring, depth, *same, seed] for seed in SEEDS])

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
        steps = self.steps[: len(losses)]
        live = stage.Line(steps, losses, ACCENT, 3, name="run here")
        legend = Legend([*(curve([], [], w) for w in WIRINGS), live], self.wiring)
        plots = stage.Row(self.curves(live), self.last_losses(), widths=(1.4, 1))
        return stage.Column(legend, plots)

    def curves(self, live):
        """Draw the loss over the steps: means, every seed, and the live run."""
        items, meant = [], self.wiring.value
        look = {"opacity": 0.35, "width": 1.2, "silent": True, "layer": 1}
        for wiring in WIRINGS:
            losses = self.losses(wiring, self.depth.value)  # (seeds, points)
            for seed, one in zip(SEEDS, losses, strict=True):
                name = f"{wiring}, seed {seed}"
                items.append(curve(self.steps, one, wiring, name=name, **look))
            items.append(curve(self.steps, losses.mean(axis=0), wiring, meant))
        blind = {"text": "blind guess", "colour": MUTED, "align": "right", "dy": -14}
        return stage.Plot(
            [GUESS, *items, live, stage.Note(self.steps[-1], BLIND_GUESS, **blind)],
            self.step_axis(50),
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

    def train(self, setting):
        """Train one model of this setting."""
        for step, loss in losses_of(*setting):
            yield step, f"{setting[0]}, step {step}, loss {loss:.2f}", loss
