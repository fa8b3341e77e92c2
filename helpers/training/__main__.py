"""Train a model of this project from scratch, and say how good it is.

python -m helpers.training grammar-small
python -m helpers.training tatoeba --corpus cmn.txt
"""

import argparse
import dataclasses
from pathlib import Path

import torch
from tqdm import tqdm

from helpers.training.cards import write_card, write_contributors
from helpers.training.checkpoints import (
    build_model,
    load_checkpoint,
    save_checkpoint,
    save_snapshots,
    sha256,
    storable,
)
from helpers.training.loop import TrainingRun
from helpers.training.recipes import RECIPES
from helpers.training.tasks import grammar_task
from helpers.training.tatoeba import tatoeba_task


def main(arguments=None):
    """Read the command line, train, measure, and write the files."""
    options = parse(arguments)
    torch.set_num_threads(options.threads)
    recipe = RECIPES[options.model]
    if options.steps is not None:
        recipe = dataclasses.replace(recipe, steps=options.steps)
    if options.seed is not None:
        recipe = dataclasses.replace(recipe, seed=options.seed)
    run = make_run(recipe, options.corpus, options.start)
    count = sum(parameter.numel() for parameter in run.model.parameters())
    print(f"Training {count:,} numbers for {recipe.steps:,} steps; Ctrl-C stops early.")
    train_with_bar(run)
    figures = measure(run)
    for name, value in figures.items():
        print(f"  {name:<44}{value}")
    write_files(options.output, run, figures, options.start)


def parse(arguments):
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m helpers.training", description=__doc__.splitlines()[0]
    )
    add = parser.add_argument
    add("model", choices=RECIPES, help="which model to train")
    add("--steps", type=at_least_one, help="stop after this many steps (batches)")
    add("--seed", type=int, help="another seed gives another corpus and first weights")
    few = "processor threads; such small models are no faster with many (default 1)"
    add("--threads", type=at_least_one, default=1, help=few)
    where = "folder for weights, card and checksum (default: trained)"
    add("--output", type=Path, default=Path("trained"), help=where)
    what = (
        "the sentences that tatoeba is trained on: cmn.txt, unpacked from cmn-eng.zip "
        "of https://www.manythings.org/anki, or a table with the columns "
        "en zh en_id en_author zh_id zh_author"
    )
    add("--corpus", type=Path, metavar="FILE", help=what)
    begin = (
        "go on from the weights of an earlier run (a .safetensors file) instead of "
        "beginning with random ones"
    )
    add("--start", type=Path, metavar="FILE", help=begin)
    options = parser.parse_args(arguments)
    if options.model == "tatoeba" and options.corpus is None:
        parser.error(
            "tatoeba is trained on real sentences, which this project does not ship: "
            "download cmn-eng.zip from https://www.manythings.org/anki, unpack it, and "
            "add --corpus cmn.txt"
        )
    if options.model != "tatoeba" and options.corpus is not None:
        parser.error(f"{options.model} makes its own sentences: leave out --corpus")
    return options


def at_least_one(text):
    """Read a whole number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 up")
    return int(text)


def make_run(recipe, corpus, start):
    """Make or read the sentences; begin with random weights, or with those of a file.

    Raises: SystemExit that says which file cannot be used, and why.
    """
    try:
        if corpus is None:
            print(f"Making {recipe.train_sentences:,} sentence pairs …")
            task = grammar_task(recipe)
        else:
            print(f"Reading {corpus} …")
            task = tatoeba_task(corpus, recipe)
        return TrainingRun(task, recipe, start and load_checkpoint(start))
    except (OSError, ValueError) as error:
        raise SystemExit(f"{error}") from None


def train_with_bar(run):
    """Run to the end, or until Ctrl-C; the best weights so far stay in the run."""
    with tqdm(total=run.recipe.steps, unit="step", dynamic_ncols=True) as bar:
        try:
            for progress in run:
                bar.update()
                bar.set_postfix_str(
                    f"loss {progress.loss:.3f}, held-out {run.task.score_name} "
                    f"{progress.exact_match:.1%}",
                    refresh=False,
                )
        except KeyboardInterrupt:
            bar.write(f"Stopped. Keeping the best weights: step {run.best.step:,}.")


def measure(run):
    """Measure the weights as they are shipped, on sentences never trained on."""
    config = run.model.config
    model = build_model(config, storable(run.best.weights, config))
    return {
        "best step": f"{run.best.step:,}",
        "seconds in training steps": f"{run.seconds:.0f}",
    } | run.task.measure(model)


def write_files(folder, run, figures, start=None):
    """Write weights, snapshots, checksums and the card into a folder."""
    name, config, task = run.recipe.name, run.model.config, run.task
    words = task.source_vocabulary, task.target_vocabulary
    if task.contributors:  # what people wrote has a licence, and a folder, of its own
        folder = folder / name
    path = folder / f"{name}.safetensors"
    begun = sha256(start) if start else None  # before the file may be written over
    save_checkpoint(path, config, *words, run.best.weights)
    if run.snapshots:
        save_snapshots(folder / f"{name}-snapshots.safetensors", config, run.snapshots)
    written = [path, write_card(path, run, figures, begun)]
    if task.contributors:
        written.append(write_contributors(folder, task.contributors))
    print(f"Written: {', '.join(map(str, written))}")


if __name__ == "__main__":
    main()
