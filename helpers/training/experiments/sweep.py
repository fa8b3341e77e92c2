"""What an experiment is, and a sweep: one knob, several seeds, a row at every check."""

import dataclasses
import itertools
from functools import lru_cache
from pathlib import Path

import torch
from tqdm import tqdm

from helpers.training.experiments.tables import read_table, write_table
from helpers.training.loop import TrainingRun
from helpers.training.tasks import grammar_task

SEEDS = (0, 1, 2)
MODELS_FOLDER = "the folder of the models, such as helpers/pretrained/weights"


class Experiment:
    """Measure something, and ship what was found as a table beside this module.

    `row` is a NamedTuple, the kind of a line; `measure` yields such rows. If `needs`
    says what it needs (the folder of the models, say), it takes that as a path. With
    `steps`, the last field of a row holds a number for each of them.

        python -m helpers.training.experiments NAME

    measures again and writes the table.
    """

    def __init__(self, name, row, measure, needs="", steps=()):
        self.name, self.row, self.measure = name, row, measure
        self.needs, self.steps = needs, steps
        self.table = Path(__file__).with_name(f"{name}.csv")

    def read(self, path=None):
        """Read a table as a list of rows, the shipped one if no other is named.

        Raises: FileNotFoundError if it is missing; the message says what to do.
        """
        command = f"python -m helpers.training.experiments {self.name}"
        return read_table(self.row, path or self.table, command, self.steps)

    def write(self, *paths):
        """Measure everything, and write the table row by row."""
        write_table(self.measure(*paths), self.table, self.steps)
        print(f"Written: {self.table.name}, {len(self.read())} rows")


class Sweep(Experiment):
    """Train a model for every combination of some settings, each alike.

    `settings` are {field of a row: its values}: the knob first, `seed` at the end;
    `train(*setting)` yields a row whenever a model is measured. The seed decides the
    first weights and the order of the batches; the sentences are the same for all.
    """

    def __init__(self, name, row, train, steps=(), **settings):
        super().__init__(name, row, self.train_all, steps=steps)
        self.train, self.settings = train, settings
        self.knob, self.values = next(iter(settings.items()))
        self.fresh_seed = len(settings["seed"])  # of a live run: no shipped run has it

    def runs(self):
        """List every combination of the settings."""
        return list(itertools.product(*self.settings.values()))

    def train_all(self):
        """Train every model with a progress bar; yield its rows."""
        with tqdm(self.runs(), unit="run") as bar:
            for run in bar:
                bar.set_description(", ".join(map(str, run)))
                yield from self.train(*run)


class RecipeSweep(Sweep):
    """Train the model of a recipe, with one of its numbers changed: the knob.

    `state_of(run, progress)` measures a `TrainingRun` whenever the recipe says so; a
    row takes from what it returns, {name: value}, the fields that it has.
    """

    def __init__(self, name, row, recipe, state_of, **knob):
        super().__init__(name, row, self.train_one, **knob, seed=SEEDS)
        self.recipe, self.state_of = recipe, state_of

    def train_one(self, value, seed):
        """Train one model; yield its rows."""
        return (row for _, row in self.follow(value, seed, self.recipe) if row)

    def follow(self, value, seed, recipe):
        """Train one model; yield (progress, its row, or None where it is not measured).

        Raises: ValueError if no model can have this value.
        """
        changed = dataclasses.replace(recipe, **{self.knob: value}, seed=seed)
        run = TrainingRun(task_of(recipe), changed)
        for progress in run:
            row = None
            if run.is_check(progress.step):
                state = self.state_of(run, progress)
                row = self.row(*(state[name] for name in self.row._fields))
            yield progress, row


@lru_cache(maxsize=1)
def task_of(recipe):
    """Make a recipe's sentences; those made last are kept."""
    return grammar_task(recipe)


def learn(model, loss, rate, steps, eps=1e-9):
    """Train a model by Adam, at the rate of each step; yield (step, its loss).

    `loss()` is that of the next batch; `rate(step)` counts from 1.

    Source: Vaswani et al. 2017, section 5.3.
    """
    optimizer = torch.optim.Adam(model.parameters(), betas=(0.9, 0.98), eps=eps)
    for step in range(1, steps + 1):
        optimizer.param_groups[0]["lr"] = rate(step)
        optimizer.zero_grad()
        found = loss()
        found.backward()
        optimizer.step()
        yield step, found.item()
