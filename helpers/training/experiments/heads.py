"""How many heads: the small model with 1 to 16 of them, trained alike (claim C10).

python -m helpers.training.experiments.heads

trains every model again and writes heads.csv, the table that lesson 3 reads. d_model
stays the same, so more heads are smaller heads; sizes and work do not change.
"""

import dataclasses
from pathlib import Path
from typing import NamedTuple

import torch
from tqdm import tqdm

from helpers.training.experiments.tables import read_table, write_table
from helpers.training.loop import TrainingRun
from helpers.training.recipes import RECIPES
from helpers.training.tasks import grammar_task

TABLE = Path(__file__).with_suffix(".csv")
NUM_HEADS = (1, 2, 4, 8, 16)
SEEDS = (0, 1, 2)
RECIPE = dataclasses.replace(
    RECIPES["grammar-small"],
    steps=1_000,
    check_every=100,
    check_sentences=500,
    snapshot_steps=(),
)


class HeadsResult(NamedTuple):
    """How good one model was after so many steps, on sentences never trained on."""

    num_heads: int
    d_k: int
    seed: int
    parameters: int
    step: int
    exact_match: float  # share of the first 500 held-out sentences


def heads_recipe(num_heads, seed=0, recipe=RECIPE):
    """Return the recipe of the small model with so many heads.

    Raises: ValueError if num_heads does not divide d_model.
    """
    if num_heads < 1 or recipe.d_model % num_heads:
        raise ValueError(
            f"{num_heads=} must divide d_model={recipe.d_model}: every head gets an "
            "equal share"
        )
    return dataclasses.replace(recipe, num_heads=num_heads, seed=seed)


def result_of(run, progress):
    """Put the state of a run into one row."""
    recipe = run.recipe
    return HeadsResult(
        num_heads=recipe.num_heads,
        d_k=recipe.d_model // recipe.num_heads,
        seed=recipe.seed,
        parameters=sum(parameter.numel() for parameter in run.model.parameters()),
        step=progress.step,
        exact_match=round(progress.exact_match, 4),
    )


def train_heads(task, recipe):
    """Train one model, and yield a row whenever it is measured.

    The seed decides the first weights and the order of the batches; the sentences are
    the same for all.
    """
    run = TrainingRun(task, recipe)
    for progress in run:
        if run.is_check(progress.step):
            yield result_of(run, progress)


def read_results(path=TABLE):
    """Read the shipped table: a list of `HeadsResult`."""
    return read_table(HeadsResult, path)


def main():
    """Train every model, one after the other, and write the table."""
    torch.set_num_threads(1)
    task = grammar_task(RECIPE)
    results = []
    recipes = [heads_recipe(h, seed, RECIPE) for h in NUM_HEADS for seed in SEEDS]
    checks = RECIPE.steps // RECIPE.check_every
    with tqdm(total=len(recipes) * checks, unit="check") as bar:
        for recipe in recipes:
            bar.set_description(f"{recipe.num_heads} heads, seed {recipe.seed}")
            for result in train_heads(task, recipe):
                results.append(result)
                bar.set_postfix_str(f"exact match {result.exact_match:.1%}")
                bar.update()
    write_table(results, TABLE)
    print(f"Written: {TABLE.name}, {len(results)} rows")


if __name__ == "__main__":
    main()
