"""One training run: step after step, with the best weights kept on the way."""

import time
from dataclasses import dataclass

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from helpers.language import PAD_ID, UNK_ID
from helpers.training.batches import endless_batches
from helpers.training.checkpoints import new_model
from helpers.training.loss import label_smoothed_loss, warmup_schedule


@dataclass(frozen=True)
class Snapshot:
    """Hold a copy of a model's weights after `step` steps, and how good it was.

    `exact_match` is the task's score: of real sentences it is BLEU, from 0 to 1.
    """

    step: int
    exact_match: float
    weights: dict


@dataclass(frozen=True)
class Progress:
    """Say where a run stands; exact_match is the last score that was measured."""

    step: int
    loss: float
    exact_match: float
    seconds: float  # in training steps alone, without measuring


class TrainingRun:
    """Train a fresh model by a recipe: iterate over the run, and leave when you like.

        run = TrainingRun(task, recipe)
        for progress in run:
            print(progress.step, progress.loss)
        run.best.weights

    What is measured and kept is a running average of the weights, which is better than
    the weights of any one step. A progress bar, a Stop button and Ctrl-C are the
    caller's: whatever ends the loop, `best` and `snapshots` hold what was reached.
    Every `recipe.check_every` steps the average is measured on the first
    `recipe.check_sentences` dev sentences. With `start`, a `Checkpoint`, the run goes
    on from its weights, with a warm-up of its own.

    Raises: ValueError as `endless_batches`, or if `start` is of other sizes or words.
    Source: Vaswani et al. 2017, section 5.3 (Adam, warm-up), section 5.4, and section
        6.1 (which averages the last checkpoints).
    """

    def __init__(self, task, recipe, start=None):
        self.task = task
        self.recipe = recipe
        torch.manual_seed(recipe.seed)
        words = task.source_vocabulary, task.target_vocabulary
        config = recipe.config(*map(len, words))
        if start is None:
            self.model = new_model(config)
        else:
            check_start(start, config, words)
            self.model = start.build()
        self.optimizer = torch.optim.Adam(
            self.model.parameters(), lr=1.0, betas=(0.9, 0.98), eps=1e-9, fused=True
        )
        self.average = AveragedModel(
            self.model, multi_avg_fn=get_ema_multi_avg_fn(recipe.average)
        )
        self.batches = endless_batches(task.train.pairs, recipe.batch_size, recipe.seed)
        self.seconds = 0.0
        self.best = self.take_snapshot(step=0)
        self.snapshots = [self.best] if 0 in recipe.snapshot_steps else []

    def __iter__(self):
        for step in range(1, self.recipe.steps + 1):
            start = time.perf_counter()
            loss = self.train_step(step)
            self.seconds += time.perf_counter() - start
            if self.is_check(step):
                self.check(step)
            yield Progress(step, loss, self.latest.exact_match, self.seconds)

    def train_step(self, step):
        """Learn from one batch; return its loss."""
        source_ids, target_ids = next(self.batches)
        source_ids = hide_words(source_ids, self.recipe.hidden_words)
        self.model.train()
        # The target goes in without its last word, and should come out without its
        # first: at every position the model guesses the word that comes next.
        logits = self.model(source_ids, target_ids[:, :-1])
        loss = label_smoothed_loss(
            logits, target_ids[:, 1:], smoothing=self.recipe.smoothing
        )
        self.optimizer.zero_grad()
        loss.backward()
        rate = warmup_schedule(step, self.recipe.d_model, self.recipe.warmup_steps)
        self.optimizer.param_groups[0]["lr"] = rate
        self.optimizer.step()
        self.average.update_parameters(self.model)
        return loss.item()

    def is_check(self, step):
        """Say whether the model is measured after this step."""
        recipe = self.recipe
        return (
            step % recipe.check_every == 0
            or step == recipe.steps
            or step in recipe.snapshot_steps
        )

    def check(self, step):
        """Measure the model, keep its weights if they are the best so far."""
        snapshot = self.take_snapshot(step)
        if snapshot.exact_match >= self.best.exact_match:
            self.best = snapshot
        if step in self.recipe.snapshot_steps:
            self.snapshots.append(snapshot)

    def take_snapshot(self, step):
        """Copy the weights, and measure them on the dev sentences."""
        model = self.average.module
        score = self.task.score(model, self.recipe.check_sentences)
        weights = {name: t.clone() for name, t in model.state_dict().items()}
        self.latest = Snapshot(step, score, weights)
        return self.latest


def check_start(start, config, words):
    """Refuse weights of another model, or of one that knows other words.

    Raises: ValueError that says which of the two it is.
    """
    if start.config != config:
        raise ValueError(
            f"the run cannot start from weights of {start.config}: the recipe makes "
            f"{config}"
        )
    if (start.source_vocabulary, start.target_vocabulary) != words:
        raise ValueError(
            "the run cannot start from these weights, which know other words: train "
            "on the same sentences, with the same seed"
        )


def hide_words(ids, share):
    """Put <unk> in place of a random share of the words, so that it is learned.

    Shape: ids (B, S) -> (B, S)
    """
    if not share:
        return ids
    hidden = (torch.rand(ids.shape) < share) & (ids != PAD_ID)
    return ids.masked_fill(hidden, UNK_ID)
