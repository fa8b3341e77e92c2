"""Lesson 3: how many heads? The measured answer, and one more run, live."""

import ipywidgets as widgets

from helpers.explorers.live import Explorer, row
from helpers.explorers.live_run import LiveRun
from helpers.figures.multi_head.counts import CountsPicture
from helpers.training import TrainingRun, grammar_task
from helpers.training.experiments.heads import (
    RECIPE,
    heads_recipe,
    read_results,
)

FRESH_SEED = 3  # the shipped runs have 0, 1 and 2
STEPS_BETWEEN_LOOKS = 10
FIRST_STEP = 300  # the lesson asks which number wins before the end is seen


class HeadCountExplorer(Explorer):
    """Compare models with 1 to 16 heads, trained alike, at every measured step.

    Controls: `step`, `num_heads` (of the live run); `learning` is the live run, and
    `fresh` holds what it measured: {step: share}.

    Source: Vaswani et al. 2017, table 3, rows (A); claim C10.
    """

    height = 520

    def __init__(self, recipe=RECIPE):
        self.recipe = recipe
        self.results = read_results()
        self.task, self.fresh, self.fresh_heads = None, {}, 1
        super().__init__()

    def build(self):
        steps = sorted({result.step for result in self.results})
        self.shares = by_heads(self.results)
        self.step = self.control(
            widgets.SelectionSlider(
                options=[(f"{step:,}", step) for step in steps],
                value=FIRST_STEP,
                description="step",
                tooltip="After how many training steps the models are compared",
            )
        )
        self.num_heads = widgets.Dropdown(
            options=list(self.shares),
            value=1,
            description="heads",
            tooltip="How many heads the live run has",
        )
        self.controls.append(self.num_heads)
        tooltip = "Train one model with so many heads, here and now"
        self.learning = LiveRun(self, "Train", self.train, self.recipe.steps, tooltip)
        sizes = {result.num_heads: result.d_k for result in self.results}
        self.picture = CountsPicture(self.figure, steps, self.shares, sizes)
        self.live(*self.picture.artists)

    def panel(self):
        return widgets.VBox(
            [
                row(self.step, self.reset_button),
                row(self.num_heads, self.learning.widget),
            ]
        )

    def update(self):
        step = self.step.value
        self.picture.show(step, (self.fresh_heads, self.fresh))
        at = self.picture.steps.index(step)
        means = {
            heads: sum(curve[at] for curve in seeds.values()) / len(seeds)
            for heads, seeds in self.shares.items()
        }
        fewest, *others = means
        listed = ", ".join(f"{means[heads]:.0%} with {heads}" for heads in others)
        return (
            f"After {step:,} steps, means of {len(self.shares[fewest])} seeds: "
            f"{means[fewest]:.0%} right with {fewest} head, {listed}."
        )

    def train(self):
        """Train one model, and put its points into the picture as they come."""
        if self.task is None:
            yield 0, "making sentences …"
            self.task = grammar_task(self.recipe)
        recipe = heads_recipe(self.num_heads.value, FRESH_SEED, self.recipe)
        self.fresh, self.fresh_heads = {}, recipe.num_heads
        run = TrainingRun(self.task, recipe)
        for progress in run:
            if run.is_check(progress.step):
                self.fresh[progress.step] = progress.exact_match
                self.follow()
            elif progress.step % STEPS_BETWEEN_LOOKS:
                continue
            yield (
                progress.step,
                f"step {progress.step:,} of {recipe.steps:,}, held-out exact match "
                f"{progress.exact_match:.0%}, {progress.seconds:.0f} s",
            )

    def reset(self):
        """Put every control back, and forget the live run."""
        self.fresh = {}
        super().reset()


def by_heads(results):
    """Sort rows into curves: num_heads -> seed -> shares in the order of the steps."""
    curves = {}
    for result in sorted(results, key=lambda result: result.step):
        seeds = curves.setdefault(result.num_heads, {})
        seeds.setdefault(result.seed, []).append(result.exact_match)
    return dict(sorted(curves.items()))
