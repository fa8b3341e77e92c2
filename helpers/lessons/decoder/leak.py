"""The leak lab: three masks, one honest, and what each of them learns."""

from helpers import stage
from helpers.lessons.sweep import one_thread
from helpers.stage.style import ACCENT, INK, MUTED, PROBLEM
from helpers.training.experiments import leak as experiment

NOTHING = "(stops at once)"
# Of each mask: its colour, and the dashes of its curve.
LOOKS = {"right": (INK, ()), "absent": (PROBLEM, ()), "inverted": (PROBLEM, (3, 3))}


class LeakLab(stage.Explorer):
    """Show the loss of three masks when they read, and what they write alone.

    Source: claim C15; the table of `helpers.training.experiments.leak`.
    """

    height, rows = 500, ("step seed", "mask learning")
    step = stage.Choice(
        "step",
        lambda self: self.steps,
        "After how many training steps the models write",
        first=experiment.STEPS,
    )
    seed = stage.Choice("seed", experiment.SEEDS, "Which of the shipped runs")
    mask = stage.Pick(
        "mask", experiment.MASKS, "The mask of the live run", first="absent"
    )
    live_losses = stage.Held(())

    def __init__(self, points=None):
        points = experiment.read_results() if points is None else points
        self.points = {(p.mask, p.seed, p.step): p for p in points}
        self.steps = sorted({p.step for p in points})
        super().__init__()

    @stage.derived
    def here(self):
        """How good each model is at the step: {mask: Point}"""
        at = self.seed.value, self.step.value
        return {mask: self.points[mask, *at] for mask in LOOKS}

    def picture(self):
        floor, live = experiment.entropy_floor(), self.live_losses.value
        last, said = self.steps[-1], f"floor {floor:.2f}"
        items = [
            stage.Rule(y=floor),
            stage.Note(last, floor, said, ACCENT, align="right", dy=14),
            stage.Rule(x=self.step.value, colour=MUTED, width=1.2),
            *(self.curve(mask, *look) for mask, look in LOOKS.items()),
            self.curve("run here", ACCENT, losses=live) if live else None,
        ]
        losses = stage.Plot(
            items,
            stage.Axis(0, last, "training step", range(0, last + 1, 100)),
            stage.Axis(-0.05, 3, ticks=[n / 2 for n in range(7)]),
            "Loss when reading (nats a word)",
            legend=1,
            sets=(self.step, {step: step for step in self.steps}),
            says="{name}, step {x}: loss {y}",
            name="losses",
        )
        written = stage.Column(*map(self.written, LOOKS))
        return stage.Row(losses, written, widths=(1.15, 1), gap=40)

    def curve(self, mask, colour, dash=(), losses=None):
        """Return the loss of a mask, by step."""
        at = [(mask, self.seed.value, step) for step in self.steps]
        losses = losses or [self.points[place].loss for place in at]
        steps = self.steps[: len(losses)]
        return stage.Line(steps, losses, colour, 2.4, dash, name=mask)

    def written(self, mask):
        """Return what a mask writes alone, line by line."""
        head, (colour, _) = f"mask {mask}, writing alone", LOOKS[mask]
        lines = map(stage.Label, lines_of(self.here[mask]))
        return stage.Column(stage.Label(head, colour=colour, bold=True), *lines, gap=2)

    def say(self):
        found = ", ".join(f"{mask} {p.loss:.2f}" for mask, p in self.here.items())
        return (
            f"Step {self.step.value}: the loss when reading is {found}; the floor is "
            f"{experiment.entropy_floor():.2f}."
        )

    @stage.Run("Run", "Train this mask here and now", total=experiment.STEPS)
    def learning(self):
        """Train one model; draw its curve as it comes, and say what it writes."""
        losses, fresh = [], len(self.seed.options)
        with one_thread():
            for point in experiment.train(self.mask.value, seed=fresh):
                losses.append(point.loss)
                self.live_losses.value = tuple(losses)
                written = written_by(point)[0]
                yield point.step, f"loss {point.loss:.2f}; writes {written}"


def written_by(point):
    """List some of the sentences that a model wrote alone."""
    return [text or NOTHING for text in point.written.split("/")[:-1]]


def lines_of(point):
    """Say in lines how well a model writes, and what."""
    sentences = {"".join(words) for words in experiment.language().sentences}
    written = [f"{'✓' if t in sentences else '✗'} {t}" for t in written_by(point)]
    return [f"{point.known:.0%} are sentences of the language", *written]
