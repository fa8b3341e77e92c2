"""Lesson 3: how many heads? The measured answer, and one more run, live."""

import asyncio

import ipywidgets as widgets
import torch

from helpers.explorers.live import Explorer, row
from helpers.figures.multi_head.counts import CountsPicture
from helpers.figures.style import PROBLEM
from helpers.training import TrainingRun, grammar_task
from helpers.training.experiments.heads import (
    RECIPE,
    heads_recipe,
    read_results,
)

FRESH_SEED = 3  # the shipped runs have 0, 1 and 2
STEPS_BETWEEN_LOOKS = 10


class HeadCountExplorer(Explorer):
    """Compare models with 1 to 16 heads, trained alike, at every measured step.

    Controls: `step`, `num_heads` (of the live run); the buttons `train_button` and
    `stop_button`. `fresh` holds what the live run measured: {step: share}.

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
                value=steps[-1],
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
        self.train_button = self.button(
            "Train", self.start, "Train one model with so many heads, here and now"
        )
        self.stop_button = self.button("Stop", self.stop, "Stop the training")
        self.stop_button.disabled = True
        self.bar = widgets.IntProgress(max=self.recipe.steps)
        self.status = widgets.Label()
        self.extras += [self.bar, self.status]
        sizes = {result.num_heads: result.d_k for result in self.results}
        self.picture = CountsPicture(self.figure, steps, self.shares, sizes)
        for artist in self.picture.artists:
            self.live(artist)

    def panel(self):
        training = (self.num_heads, self.train_button, self.stop_button)
        return widgets.VBox(
            [
                row(self.step, self.reset_button),
                row(*training, self.bar, self.status),
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

    # One more run

    def start(self):
        """Start a training run in the background of this page."""
        self.stopped = False
        self.train_button.disabled, self.stop_button.disabled = True, False
        self.training = asyncio.ensure_future(self.train())

    def stop(self):
        """End the training run after the step it is in."""
        self.stopped = True

    async def train(self):
        """Train one model, and put its points into the picture as they come."""
        threads = torch.get_num_threads()
        try:
            if self.task is None:
                self.status.value = "making sentences …"
                await asyncio.sleep(0.05)  # let the page show that
                self.task = grammar_task(self.recipe)
            # Such small matrices are no faster with many threads, and often slower.
            torch.set_num_threads(1)
            recipe = heads_recipe(self.num_heads.value, FRESH_SEED, self.recipe)
            self.fresh, self.fresh_heads = {}, recipe.num_heads
            await self.follow_run(TrainingRun(self.task, recipe))
        except Exception as error:
            self.say(f"Training failed: {error}", PROBLEM)
            raise
        finally:
            torch.set_num_threads(threads)
            self.train_button.disabled, self.stop_button.disabled = False, True

    async def follow_run(self, run):
        """Show where the run stands, and each point that it measures."""
        for progress in run:
            if run.is_check(progress.step):
                self.fresh[progress.step] = progress.exact_match
                self.draw()
            elif progress.step % STEPS_BETWEEN_LOOKS:
                continue
            self.bar.value = progress.step
            self.status.value = (
                f"step {progress.step:,} of {run.recipe.steps:,}, held-out exact "
                f"match {progress.exact_match:.0%}, {progress.seconds:.0f} s"
            )
            await asyncio.sleep(0)
            if self.stopped:
                break

    def reset(self):
        """Put every control back, and take the live run out of the picture."""
        self.stop()
        self.fresh = {}
        super().reset()

    def close(self):
        """Stop a training that is under way, and close as every explorer does."""
        self.stop()
        super().close()


def by_heads(results):
    """Sort rows into curves: num_heads -> seed -> shares in the order of the steps."""
    curves = {}
    for result in sorted(results, key=lambda result: result.step):
        seeds = curves.setdefault(result.num_heads, {})
        seeds.setdefault(result.seed, []).append(result.exact_match)
    return dict(sorted(curves.items()))
