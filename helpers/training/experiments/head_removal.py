"""How many heads a trained model misses: they go one by one (claim C10).

python -m helpers.training.experiments.head_removal helpers/pretrained/weights/\
grammar.safetensors

measures a model again and writes head_removal.csv, the table that lesson 3 reads.
"""

import argparse
from pathlib import Path
from typing import NamedTuple

import torch
from tqdm import tqdm

from helpers.training.checkpoints import load_checkpoint
from helpers.training.experiments.tables import read_table, write_table
from helpers.training.head_effects import (
    all_heads,
    effect_without,
    held_out_pairs,
    loss_without,
)

TABLE = Path(__file__).with_suffix(".csv")


class Removal(NamedTuple):
    """One head gone, after those of the rows before it.

    `alone` is how much the loss rises if only this head is off; loss and exact_match
    are those of the model without this head and all before it.
    """

    removed: int  # how many heads are off now
    attention: str
    head: int  # from 1
    alone: float  # nats a word
    loss: float
    exact_match: float


def remove_one_by_one(model, pairs):
    """Switch off, again and again, the head whose loss hurts least; yield each row.

    Which head that is depends on those that are off already.
    """
    full = loss_without(model, pairs, [])
    alone = {head: loss_without(model, pairs, [head]) for head in all_heads(model)}
    off, left = [], all_heads(model)
    while left:
        head = min(left, key=lambda one: loss_without(model, pairs, [*off, one]))
        left.remove(head)
        off.append(head)
        name, number = head
        loss, right = effect_without(model, pairs, off)
        rise = round(alone[head] - full, 4) + 0.0  # no minus zero
        figures = (rise, round(loss, 4), round(right, 4))
        yield Removal(len(off), name, number + 1, *figures)


def read_results(path=TABLE):
    """Read the shipped table: a list of `Removal`."""
    return read_table(Removal, path)


def main():
    """Measure a model and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path, help="a model's .safetensors file")
    torch.set_num_threads(1)
    model = load_checkpoint(parser.parse_args().model).build()
    removals = remove_one_by_one(model, held_out_pairs())
    removals = list(tqdm(removals, total=len(all_heads(model)), unit="head"))
    write_table(removals, TABLE)
    print(f"Written: {TABLE.name}, {len(removals)} rows")


if __name__ == "__main__":
    main()
