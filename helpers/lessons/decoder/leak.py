"""The leak lab: three masks, one honest, and what each of them learns."""

from helpers import stage
from helpers.lessons.sweep import SweepLab, live_run
from helpers.stage.style import ACCENT, INK, MUTED, PROBLEM
from helpers.training.experiments import leak as experiment

NOTHING = "(stops at once)"
# Of each curve: its colour, and its dashes.
LOOKS = {"right": (INK, ()), "absent": (PROBLEM, ()), "inverted": (PROBLEM, (3, 3))}
LOOKS["run here"] = ACCENT, ()


class LeakLab(SweepLab):
    """Show the loss of three masks when they read, and what they write alone.

    Source: claim C15; `leak` of `helpers.training.experiments`.
    """

    height, rows = 500, ("step seed", "mask learning")
    sweep, measured = experiment.LEAK, ("loss",)
    step = stage.Choice(
        "step",
        lambda self: self.steps,
        "After how many training steps the models write",
        at=-1,
    )
    seed = stage.Choice("seed", lambda self: self.seeds, "Which of the shipped runs")
    mask = stage.Pick("mask", experiment.MASKS, "The mask of the live run", at=1)
    learning = live_run("Run", "Train this mask here and now", experiment.STEPS)

    @stage.derived
    def here(self):
        """How good each model is at the step: {mask: Point}"""
        at = self.seed.value, self.step.value
        return {mask: self.table[mask, *at] for mask in experiment.MASKS}

    def picture(self):
        floor, last = experiment.entropy_floor(), self.steps[-1]
        items = [
            stage.Rule(y=floor),
            stage.Note(last, floor, f"floor {floor:.2f}", ACCENT, align="right", dy=14),
            stage.Rule(x=self.step.value, colour=MUTED, width=1.2),
        ]
        for name, (colour, dash) in LOOKS.items():
            if losses := self.losses(name):
                steps = self.steps[: len(losses)]
                items.append(stage.Line(steps, losses, colour, 2.4, dash, name=name))
        losses = stage.Plot(
            items,
            self.step_axis(100),
            stage.Axis(-0.05, 3, ticks=[n / 2 for n in range(7)]),
            "Loss when reading (nats a word)",
            legend=1,
            sets=self.step,
            says="{name}, step {x}: loss {y}",
            name="losses",
        )
        written = stage.Column(*map(self.written, self.here))
        return stage.Row(losses, written, widths=(1.15, 1), gap=40)

    def losses(self, name):
        """Return the losses of a curve, step by step."""
        if name not in experiment.MASKS:
            return [point.loss for point in self.fresh.value[1]]
        seed = self.seeds.index(self.seed.value)
        return self.numbers[0, experiment.MASKS.index(name), seed].tolist()

    def written(self, mask):
        """Return what a mask writes alone, line by line."""
        title, colour = f"mask {mask}, writing alone", LOOKS[mask][0]
        lines = map(stage.Label, lines_of(self.here[mask]))
        return stage.Column(stage.Label(title, colour=colour, bold=True), *lines, gap=2)

    def say(self):
        found = ", ".join(f"{mask} {p.loss:.2f}" for mask, p in self.here.items())
        losses = f"Step {self.step.value}: the loss when reading is {found}"
        return f"{losses}; the floor is {experiment.entropy_floor():.2f}."

    def told(self, point):
        """Say what was measured of a live run."""
        return f"loss {point.loss:.2f}; writes {written_by(point)[0]}"


def written_by(point):
    """List some of the sentences that a model wrote alone."""
    return [text or NOTHING for text in point.written.split("/")[:-1]]


def lines_of(point):
    """Say in lines how well a model writes, and what."""
    sentences = {"".join(words) for words in experiment.language().sentences}
    written = [f"{'✓' if t in sentences else '✗'} {t}" for t in written_by(point)]
    return [f"{point.known:.0%} are sentences of the language", *written]
