"""What Add and Norm do for learning, shallow and deep, fast and slow (C11, C12).

An encoder reads a row of digits and must say it backwards. Each run is a fresh model of
one wiring, one depth, one learning rate, with warm-up or without. The shipped table
`norm.csv` holds the mean of every ten losses, in nats; it was made by

    python -m helpers.training.experiments.norm
"""

import csv
import itertools
import math
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

from helpers.model import Encoder, InputEmbedding
from helpers.training.experiments.depth import LayerWithoutAdd

TABLE = Path(__file__).with_suffix(".csv")
# Norm after the sum (the paper), before the part, nowhere; and without the sum.
WIRINGS = ("post-norm", "pre-norm", "no norm", "no add")
DEPTHS = (2, 4, 8)
RATES = (0.001, 0.003, 0.01)
SEEDS = (0, 1, 2)
STEPS, WARMUP_STEPS, EVERY = 300, 100, 10
NUM_DIGITS, LENGTH, BATCH_SIZE = 10, 8, 32
D_MODEL, NUM_HEADS, D_FF = 32, 4, 64
BLIND_GUESS = math.log(NUM_DIGITS)  # the loss of one who has not learned anything


class Run(NamedTuple):
    """Name one training run."""

    wiring: str
    depth: int
    rate: float  # the learning rate, after the warm-up if there is one
    warmup: bool
    seed: int = 0


class Reverser(nn.Module):
    """Score the digits of a row in backward order, with the project's own encoder.

    Shape: ids (B, LENGTH) -> logits (B, LENGTH, NUM_DIGITS)
    Raises: ValueError if the wiring is unknown.
    """

    def __init__(self, wiring, depth):
        if wiring not in WIRINGS:
            raise ValueError(f"{wiring=} is unknown: choose one of {WIRINGS}")
        super().__init__()
        self.embedding = InputEmbedding(NUM_DIGITS, D_MODEL)
        self.encoder = wired_encoder(wiring, depth)
        self.output = nn.Linear(D_MODEL, NUM_DIGITS)

    def forward(self, ids):
        return self.output(self.encoder(self.embedding(ids)))


def wired_encoder(wiring, depth):
    """Build an encoder, and leave out of it what this wiring does not have."""
    sizes = D_MODEL, NUM_HEADS, D_FF
    encoder = Encoder(*sizes, norm_first=wiring == "pre-norm", num_layers=depth)
    if wiring == "no add":
        encoder.layers = nn.ModuleList(LayerWithoutAdd(*sizes) for _ in range(depth))
    if wiring == "no norm":
        for layer in encoder.layers:
            layer.norm_1 = layer.norm_2 = nn.Identity()
    for matrix in encoder.parameters():
        if matrix.dim() > 1:
            nn.init.xavier_uniform_(matrix)
    return encoder


def train(run, steps=STEPS):
    """Train one model; yield (step, mean of the last losses) every `EVERY` steps.

    Raises: ValueError as `Reverser`.
    Source: Vaswani et al. 2017, section 5.3 (Adam, warm-up); Xiong et al. 2020.
    """
    torch.manual_seed(run.seed)
    model = Reverser(run.wiring, run.depth)
    optimizer = torch.optim.Adam(model.parameters(), betas=(0.9, 0.98), eps=1e-9)
    losses = []
    for step in range(1, steps + 1):
        warmth = min(1, step / WARMUP_STEPS) if run.warmup else 1
        optimizer.param_groups[0]["lr"] = run.rate * warmth
        losses.append(train_step(model, optimizer))
        if step % EVERY == 0:
            yield step, sum(losses[-EVERY:]) / EVERY


def train_step(model, optimizer):
    """Learn from one batch of random digits; return its loss."""
    ids = torch.randint(NUM_DIGITS, (BATCH_SIZE, LENGTH))
    logits = model(ids)  # (B, LENGTH, NUM_DIGITS)
    loss = F.cross_entropy(logits.flatten(0, 1), ids.flip(1).flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def measure(runs):
    """Train every run, with a progress bar; yield (run, its losses)."""
    for run in tqdm(runs):
        yield run, [loss for _, loss in train(run)]


def all_runs():
    """List every run of the shipped table."""
    settings = WIRINGS, DEPTHS, RATES, (False, True), SEEDS
    return [Run(*setting) for setting in itertools.product(*settings)]


def write_results(curves, path=TABLE):
    """Write one line a run: its name, then its losses."""
    steps = range(EVERY, STEPS + 1, EVERY)
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([*Run._fields, *steps])
        for run, losses in curves:
            name = run._replace(warmup=int(run.warmup))
            table.writerow([*name, *(f"{loss:.4g}" for loss in losses)])


def read_results(path=TABLE):
    """Read a table. Returns {Run: its losses}, one every `EVERY` steps."""
    curves = {}
    with open(path, newline="", encoding="utf-8") as file:
        lines = csv.reader(file)
        next(lines)
        for wiring, depth, rate, warmup, seed, *losses in lines:
            run = Run(wiring, int(depth), float(rate), warmup == "1", int(seed))
            curves[run] = [float(loss) for loss in losses]
    return curves


def steps_until(losses, goal=0.5):
    """Return the step at which a curve first is below the goal; infinity if never.

    Shape: losses (points,), one every `EVERY` steps
    """
    below = (i for i, loss in enumerate(losses, start=1) if loss < goal)
    return EVERY * next(below, math.inf)


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_results(measure(all_runs()))
