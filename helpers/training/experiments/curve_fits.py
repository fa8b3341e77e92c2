"""An FFN with one number in and one out, fitted to a curve: capacity seen (C14).

The same curve is fitted by FFNs of every width, with ReLU, with GELU and without any
bend. `curve_fits.csv` holds the error of every fit, `curve_fits.safetensors` the
weights of the best of its seeds, for capacity is what a network can do at its best.
"""

from itertools import product
from math import inf
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

from helpers.model import FeedForward
from helpers.training.checkpoints import read_shipped, write_tensors
from helpers.training.experiments.sweep import SEEDS, Experiment
from helpers.training.experiments.tables import significant

ACTIVATIONS = {"ReLU": F.relu, "GELU": F.gelu, "none": nn.Identity()}
WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
STEPS, POINTS = 40, 200  # a step is 20 iterations


class Fit(NamedTuple):
    """Say how far a fitted curve is from the target, as a root mean square."""

    activation: str
    d_ff: int
    seed: int
    error: float


def target_curve(x):
    """Compute the curve to be fitted. Shape: x (...) from -3 to 3 -> (...)"""
    return torch.sin(2 * x) + 0.5 * torch.cos(5 * x)


def grid():
    """Return the points where fits are made and measured. Shape: -> (POINTS, 1)"""
    return torch.linspace(-3, 3, POINTS)[:, None]


def new_model(activation, d_ff):
    """Make an FFN with one number in, one out.

    Raises: ValueError if the activation is unknown or d_ff is below 1.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"{activation=} is unknown: choose one of {[*ACTIVATIONS]}")
    if d_ff < 1:
        raise ValueError(f"{d_ff=} must be at least 1")
    model = FeedForward(1, d_ff)
    model.activation = ACTIVATIONS[activation]
    return model


def fit(activation, d_ff, seed=0, steps=STEPS):
    """Fit the curve; yield (step, model, error) after every step.

    Raises: ValueError as `new_model`.
    """
    torch.manual_seed(seed)
    model = new_model(activation, d_ff)
    # L-BFGS finds what so small a model can do; Adam's noise would hide it.
    optimizer = torch.optim.LBFGS(
        model.parameters(), max_iter=20, line_search_fn="strong_wolfe"
    )
    x = grid()
    target = target_curve(x)

    def loss():
        optimizer.zero_grad()
        found = F.mse_loss(model(x), target)
        found.backward()
        return found

    for step in range(1, steps + 1):
        optimizer.step(loss)
        with torch.no_grad():
            error = F.mse_loss(model(x), target).item() ** 0.5
        yield step, model, error


def measure():
    """Fit everything; yield every `Fit`, and write the weights of the best seeds."""
    weights = {}
    for activation, d_ff in tqdm(list(product(ACTIVATIONS, WIDTHS)), unit="width"):
        least = inf
        for seed in SEEDS:
            *_, (_, model, error) = fit(activation, d_ff, seed)
            yield Fit(activation, d_ff, seed, significant(error))
            if error < least:
                least, best = error, model.state_dict()
        weights |= {f"{activation}.{d_ff}.{name}": best[name] for name in best}
    write_tensors(WEIGHTS, weights, {})


FITS = Experiment("curve_fits", Fit, measure)
WEIGHTS = FITS.table.with_suffix(".safetensors")


def load_models(path=WEIGHTS):
    """Read the shipped fits: {(activation, d_ff): FeedForward}.

    Raises: FileNotFoundError or ValueError that names the file and says what to do.
    """
    weights, _ = read_shipped(path)
    models = {key: new_model(*key) for key in product(ACTIVATIONS, WIDTHS)}
    for (activation, d_ff), model in models.items():
        names = model.state_dict()
        own = {name: weights[f"{activation}.{d_ff}.{name}"] for name in names}
        model.load_state_dict(own)
    return models
