"""What Add does for the gradient: its size in every layer of a deep stack (C11).

A fresh stack of encoder layers gets random words; a random gradient comes in at its
top. Measured is the norm of the gradient at the weights of each layer. The shipped
table `depth.csv` was made by

    python -m helpers.training.experiments.depth
"""

import math
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn
from tqdm import tqdm

from helpers.model import EncoderLayer
from helpers.training.experiments.tables import (
    read_table,
    significant,
    write_table,
)

TABLE = Path(__file__).with_suffix(".csv")
DEPTHS = tuple(range(1, 25))
SEEDS = (0, 1, 2)
D_MODEL, NUM_HEADS, D_FF = 64, 4, 128
BATCH, LENGTH = 8, 8
# What a stack is called by (add, norm): "post-norm" is the paper's.
WIRINGS = {
    (True, True): "post-norm",
    (False, True): "no add",
    (True, False): "no norm",
    (False, False): "neither",
}


class LayerGradient(NamedTuple):
    """The gradient at one layer of one fresh stack; layer 1 is the one at the foot."""

    add: int  # 1 if the stack has it, else 0
    norm: int
    depth: int
    seed: int
    layer: int
    size: float  # norm of the gradient at all weights of the layer


class LayerWithoutAdd(EncoderLayer):
    """Do all that an encoder layer does, except for the two residual sums.

    Shape: x (B, S, d_model) -> (B, S, d_model)
    Source: Vaswani et al. 2017, section 3.1, without "x +".
    """

    def add(self, number, x, change):
        return change


def fresh_stack(depth, add=True, norm=True):
    """Stack fresh encoder layers, with Add or without, with Norm or without.

    Raises: ValueError if depth is below 1.
    """
    if depth < 1:
        raise ValueError(f"{depth=} must be at least 1")
    layer_type = EncoderLayer if add else LayerWithoutAdd
    layers = [layer_type(D_MODEL, NUM_HEADS, D_FF) for _ in range(depth)]
    for layer in layers:
        for matrix in layer.parameters():
            if matrix.dim() > 1:
                nn.init.xavier_uniform_(matrix)
        if not norm:
            layer.norm_1 = layer.norm_2 = nn.Identity()
    return nn.Sequential(*layers)


def layer_gradients(depth, add=True, norm=True, seed=0):
    """Send one random gradient down a fresh stack; measure it at every layer.

    Returns the norm at the weights of each layer, from the foot to the top.

    Raises: ValueError as `fresh_stack`.
    """
    torch.manual_seed(seed)
    stack = fresh_stack(depth, add, norm)
    output = stack(torch.randn(BATCH, LENGTH, D_MODEL))
    output.backward(torch.randn_like(output))
    return [
        torch.cat([w.grad.flatten() for w in layer.parameters()]).norm().item()
        for layer in stack
    ]


def measure():
    """Measure every wiring, depth and seed; yield a `LayerGradient` for each layer."""
    for depth in tqdm(DEPTHS, desc="depth"):
        for add in (True, False):
            for norm in (True, False):
                for seed in SEEDS:
                    sizes = layer_gradients(depth, add, norm, seed)
                    for layer, size in enumerate(sizes, start=1):
                        yield LayerGradient(
                            int(add), int(norm), depth, seed, layer, significant(size)
                        )


def read_results(path=TABLE):
    """Read the shipped table: a list of `LayerGradient`."""
    return read_table(LayerGradient, path)


def mean_sizes(rows):
    """Average the seeds, as powers of ten. Returns {(wiring, depth): sizes by layer}.

    Shape: rows of `LayerGradient` -> lists (depth,)
    """
    logarithms = defaultdict(list)
    for row in rows:
        key = WIRINGS[row.add, row.norm], row.depth, row.layer
        logarithms[key].append(math.log10(row.size))
    sizes = defaultdict(list)
    for wiring, depth, layer in sorted(logarithms):
        found = logarithms[wiring, depth, layer]
        sizes[wiring, depth].append(10 ** (sum(found) / len(found)))
    return sizes


if __name__ == "__main__":
    write_table(list(measure()), TABLE)
