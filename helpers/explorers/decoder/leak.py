"""Lesson 6: the leak lab: three masks, one honest, and what each of them learns."""

import ipywidgets as widgets

from helpers.explorers.live import Explorer, row
from helpers.explorers.live_run import LiveRun
from helpers.figures.decoder.leak import LeakPicture
from helpers.training.experiments import leak as experiment

NOTHING = "(stops at once)"


class LeakLab(Explorer):
    """Show the loss of three masks when they read, and what they write alone.

    Controls: `step` (of the training), `seed`, `mask` (the one that is run live);
    `learning` is the live run.

    Source: claim C15; the table of `helpers.training.experiments.leak`.
    """

    height = 520

    def __init__(self, points=None):
        points = experiment.read_results() if points is None else points
        self.points = {(p.mask, p.seed, p.step): p for p in points}
        super().__init__()

    def build(self):
        seeds, steps = (sorted({key[i] for key in self.points}) for i in (1, 2))
        self.step = self.control(
            widgets.SelectionSlider(
                options=steps,
                value=steps[-1],
                description="step",
                tooltip="After how many training steps the models write",
            )
        )
        self.seed = self.control(
            widgets.SelectionSlider(
                options=seeds, description="seed", tooltip="Which of the shipped runs"
            )
        )
        self.mask = self.control(
            widgets.Dropdown(
                options=experiment.MASKS,
                value="absent",
                description="mask",
                tooltip="The mask of the live run",
            )
        )
        self.learning = LiveRun(
            self, "Run", self.train, experiment.STEPS, "Train this mask here and now"
        )
        floor = experiment.entropy_floor()
        self.picture = LeakPicture(self.figure, steps, floor)
        self.live(*self.picture.artists)
        self.live_losses = []

    def panel(self):
        return widgets.VBox(
            [
                row(self.step, self.seed, self.reset_button),
                row(self.mask, self.learning.widget),
            ]
        )

    def update(self):
        step, seed = self.step.value, self.seed.value
        losses = {
            mask: [self.points[mask, seed, s].loss for s in self.step.options]
            for mask in experiment.MASKS
        }
        here = {mask: self.points[mask, seed, step] for mask in experiment.MASKS}
        self.picture.show(losses, step, {m: lines_of(p) for m, p in here.items()})
        self.picture.show_live(self.live_losses)
        found = ", ".join(f"{m} {p.loss:.2f}" for m, p in here.items())
        return f"Step {step}: the loss when reading is {found}; the floor is " + (
            f"{experiment.entropy_floor():.2f}."
        )

    def train(self):
        """Train one model; draw its curve as it comes, and say what it writes."""
        self.live_losses, mask = [], self.mask.value
        for point in experiment.train(mask, seed=len(self.seed.options)):
            self.live_losses.append(point.loss)
            self.follow()
            yield point.step, f"loss {point.loss:.2f}; writes {sentences_of(point)[0]}"

    def reset(self):
        """Put every control back, and forget the live run."""
        self.live_losses = []
        super().reset()


def sentences_of(point):
    """List some of the sentences that a model wrote alone."""
    return [text or NOTHING for text in point.written.split("/")[:-1]]


def lines_of(point):
    """Say in lines how well a model writes, and what."""
    known = f"{point.known:.0%} are sentences of the language"
    sentences = {"".join(words) for words in experiment.language().sentences}
    marks = {True: "✓", False: "✗"}
    written = [f"{marks[text in sentences]} {text}" for text in sentences_of(point)]
    return [known, *written]
