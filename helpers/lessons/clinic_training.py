"""What becomes of a model that is trained with a famous mistake from the start.

The recipe is that of `grammar-small`, one seed; the mistake is in the model from the
first step to the last. The shipped table `clinic_training.csv` was made by

    python -m helpers.lessons.clinic_training
"""

import dataclasses
import math
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import torch
from tqdm import tqdm

from helpers.language import chinese_vocabulary
from helpers.lessons.patient import Machine, no_change
from helpers.lessons.patients import PATIENTS
from helpers.training.evaluation import exact_match, in_batches
from helpers.training.experiments.tables import read_table, significant, write_table
from helpers.training.loop import TrainingRun
from helpers.training.recipes import RECIPES
from helpers.training.tasks import grammar_task

TABLE = Path(__file__).with_suffix(".csv")
RECIPE = dataclasses.replace(RECIPES["grammar-small"], snapshot_steps=())
EVERY = 100  # steps between two points of a curve
JUDGED, AT_ONCE = 200, 50  # held-out sentences; one mistake bears no larger batch
HEALTHY = "none"  # the name of what has no mistake
SENTENCES = ("I like apples", "the old teacher likes the old hat")


class Point(NamedTuple):
    """How good one model was after so many steps."""

    bug: str
    step: int
    loss: float  # nats a word, the mean of the last `EVERY` steps of training
    exact_match: float  # of held-out sentences, from 0 to 1
    written: str  # its translations of `SENTENCES`, each closed by /


def train(name, infect, task, recipe=RECIPE):
    """Train one model with a mistake in it; yield a `Point` every hundred steps."""
    # A run measures its model now and then; this experiment does so itself.
    recipe = dataclasses.replace(recipe, check_every=recipe.steps, check_sentences=1)
    run = TrainingRun(task, recipe)
    infect(run.model)
    infect(run.average.module)
    losses = []
    for progress in run:
        losses.append(progress.loss)
        if progress.step % EVERY == 0:
            loss, losses = significant(fmean(losses)), []
            machine = Machine(run.average.module.eval())
            yield Point(name, progress.step, loss, *judge(machine, task))


def judge(machine, task):
    """Measure what a machine writes: the share that is right, and some of it."""
    batches = in_batches(task.dev.pairs[:JUDGED], AT_ONCE)
    right = fmean(exact_match(machine.model, b, machine.write) for b in batches)
    lines = [written(machine, task, text.split()) + "/" for text in SENTENCES]
    return significant(right), "".join(lines)


def written(machine, task, words):
    """Translate the words of a sentence, into one text."""
    ids = torch.tensor([task.source_vocabulary.encode(words)])
    target = machine.says(ids, max_len=16)[0].tolist()
    return "".join(task.target_vocabulary.decode(target)).replace("<eos>", "")


def least_loss():
    """Return the least loss a word, in nats, that label smoothing leaves.

    Source: Szegedy et al. 2016, section 7: the entropy of the smoothed label.
    """
    count, smoothing = len(chinese_vocabulary()), RECIPE.smoothing
    others = smoothing / count
    right = 1 - smoothing + others
    return -right * math.log(right) - (count - 1) * others * math.log(others)


def read_results(path=TABLE):
    """Read the points of a table, the shipped one if no other is named.

    Raises: FileNotFoundError as `read_table`.
    """
    return read_table(Point, path)


def train_all():
    """Train with every mistake that can be trained with, and without any."""
    trained = {HEALTHY: no_change}
    trained |= {each.name: each.infect for each in PATIENTS if each.in_training}
    shipped = [point.bug for point in read_results()]  # their order stays
    task = grammar_task(RECIPE)
    for name in tqdm(sorted(trained, key=[*shipped, *trained].index), unit="run"):
        yield from train(name, trained[name], task)


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_table(train_all(), TABLE)
