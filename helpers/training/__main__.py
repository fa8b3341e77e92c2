"""Train a model of this project from scratch, and say how good it is.

python -m helpers.training grammar-small
"""

import argparse
import dataclasses
from pathlib import Path

import torch
from tqdm import tqdm

from helpers.training.cards import write_card
from helpers.training.checkpoints import (
    build_model,
    save_checkpoint,
    save_snapshots,
    storable,
)
from helpers.training.evaluation import exact_match, right_peaks
from helpers.training.loop import TrainingRun
from helpers.training.recipes import RECIPES
from helpers.training.tasks import grammar_task


def main(arguments=None):
    """Read the command line, train, measure, and write the files."""
    options = parse(arguments)
    torch.set_num_threads(options.threads)
    recipe = RECIPES[options.model]
    changes = {"steps": options.steps, "seed": options.seed}
    recipe = dataclasses.replace(
        recipe, **{name: value for name, value in changes.items() if value is not None}
    )
    print(f"Making {recipe.train_sentences:,} sentence pairs …")
    task = grammar_task(recipe)
    run = TrainingRun(task, recipe)
    count = sum(parameter.numel() for parameter in run.model.parameters())
    print(f"Training {count:,} numbers for {recipe.steps:,} steps; Ctrl-C stops early.")
    train_with_bar(run)
    figures = measure(task, run)
    for name, value in figures.items():
        print(f"  {name:<44}{value}")
    write_files(options.output, task, run, figures)


def parse(arguments):
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m helpers.training", description=__doc__.splitlines()[0]
    )
    parser.add_argument("model", choices=RECIPES, help="which model to train")
    parser.add_argument(
        "--steps", type=at_least_one, help="stop after this many steps (batches)"
    )
    parser.add_argument(
        "--seed", type=int, help="another seed gives another corpus and first weights"
    )
    parser.add_argument(
        "--threads",
        type=at_least_one,
        default=1,
        help="processor threads; such small models are no faster with many (default 1)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("trained"),
        help="folder for weights, card and checksum (default: trained)",
    )
    return parser.parse_args(arguments)


def at_least_one(text):
    """Read a whole number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 up")
    return int(text)


def train_with_bar(run):
    """Run to the end, or until Ctrl-C; the best weights so far stay in the run."""
    with tqdm(total=run.recipe.steps, unit="step", dynamic_ncols=True) as bar:
        try:
            for progress in run:
                bar.update()
                bar.set_postfix_str(
                    f"loss {progress.loss:.3f}, held-out exact match "
                    f"{progress.exact_match:.1%}",
                    refresh=False,
                )
        except KeyboardInterrupt:
            bar.write(f"Stopped. Keeping the best weights: step {run.best.step:,}.")


def measure(task, run):
    """Measure the weights as they are shipped, on sentences never trained on."""
    config = run.model.config
    model = build_model(config, storable(run.best.weights, config))
    peaks = right_peaks(model, task.test.pairs, task.test.alignments)
    return {
        "best step": f"{run.best.step:,}",
        "seconds in training steps": f"{run.seconds:.0f}",
        f"exact match, {len(task.test.pairs):,} held-out sentences": (
            f"{exact_match(model, task.test.pairs):.1%}"
        ),
        f"exact match, {len(task.unseen_pairs.pairs):,} with unseen word pairs": (
            f"{exact_match(model, task.unseen_pairs.pairs):.1%}"
        ),
        "cross-attention peak right, last layer": f"{peaks[-1]:.1%}",
        "cross-attention peak right, first layer": f"{peaks[0]:.1%}",
    }


def write_files(folder, task, run, figures):
    """Write weights, snapshots, checksums and the card into a folder."""
    name, config = run.recipe.name, run.model.config
    words = task.source_vocabulary, task.target_vocabulary
    path = folder / f"{name}.safetensors"
    save_checkpoint(path, config, *words, run.best.weights)
    if run.snapshots:
        save_snapshots(folder / f"{name}-snapshots.safetensors", config, run.snapshots)
    card = write_card(path, run, figures)
    print(f"Written: {path} and {card}")


if __name__ == "__main__":
    main()
