"""What 1/√d_k is for: scores and gradients with it and without it (claim C7).

Random queries meet random keys. The loss of a trial is weights · upstream, where
upstream is random too: whatever the layers above may ask of the weights.
"""

import math
from itertools import product
from typing import NamedTuple

import torch

from helpers.model.self_attention import attention_weights

MAX_D_K = 512
D_KS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, MAX_D_K)
NUM_KEYS = 8
TRIALS = 2000


class Draws(NamedTuple):
    """The random numbers of N trials, the same ones for every d_k.

    Shape: query (N, 1, 512), keys (N, 8, 512), upstream (N, 1, 8)
    """

    query: torch.Tensor
    keys: torch.Tensor
    upstream: torch.Tensor


class Trials(NamedTuple):
    """What attention did in N trials, and the norms of what came back.

    Shape: scores and weights (N, 8), scores as they enter softmax;
        at_scores and at_query (N), norms of the gradient
    """

    scores: torch.Tensor
    weights: torch.Tensor
    at_scores: torch.Tensor
    at_query: torch.Tensor


class ScaleResult(NamedTuple):
    """One d_k, with or without the scale: figures over all trials."""

    d_k: int
    scaled: bool
    spread: float  # standard deviation of the scores that enter softmax
    theory: float  # what it should be: √d_k, or 1 with the scale
    entropy: float  # of the weights, mean; at most ln 8
    scores_median: float  # norms of the gradient at the scores …
    scores_mean: float
    query_median: float  # … and at the query, which goes on to W_q
    query_mean: float


def random_draws(trials=TRIALS, seed=0):
    """Draw the random numbers of the experiment; every entry is N(0, 1).

    Shape: -> Draws, N = trials
    Raises: ValueError if there are no trials.
    """
    if trials < 1:
        raise ValueError(f"{trials=} must be at least 1")
    generator = torch.Generator().manual_seed(seed)
    shapes = (1, MAX_D_K), (NUM_KEYS, MAX_D_K), (1, NUM_KEYS)
    return Draws(
        *(torch.randn(trials, *shape, generator=generator) for shape in shapes)
    )


def first_draws(draws, count):
    """Copy the first draws out of many, so that the others can be forgotten.

    Shape: Draws, N trials -> Draws, N = count
    Raises: ValueError if there are not so many.
    """
    if not 1 <= count <= len(draws.query):
        raise ValueError(f"{count=} must be from 1 to {len(draws.query)}, the trials")
    return Draws(*(part[:count].clone() for part in draws))


def run_trials(draws, d_k, scaled):
    """Attend with the first d_k features of every draw, and go back by autograd.

    Shape: Draws, N trials -> Trials
    Raises: ValueError if d_k is not from 1 to 512.
    Source: Vaswani et al. 2017, section 3.2.1, footnote 4; claim C7.
    """
    if not 1 <= d_k <= MAX_D_K:
        raise ValueError(f"{d_k=} must be from 1 to {MAX_D_K}: so many were drawn")
    scale = 1 / math.sqrt(d_k) if scaled else 1.0
    query = draws.query[..., :d_k].clone().requires_grad_()  # (N, 1, d_k)
    keys = draws.keys[..., :d_k]  # (N, 8, d_k)
    weights = attention_weights(query, keys, scale=scale)  # (N, 1, 8)
    (at_query,) = torch.autograd.grad(weights, query, draws.upstream)

    # The scores are hidden inside attention_weights: a second, shorter way back.
    scores = (query @ keys.mT * scale).detach().requires_grad_()  # (N, 1, 8)
    (at_scores,) = torch.autograd.grad(scores.softmax(-1), scores, draws.upstream)
    return Trials(
        scores.detach().squeeze(1),
        weights.detach().squeeze(1),
        at_scores.norm(dim=-1).squeeze(1),
        at_query.norm(dim=-1).squeeze(1),
    )


def measure_scale(draws, d_ks=D_KS):
    """Measure every d_k without and with the scale; yield each `ScaleResult`.

    Raises: ValueError if a d_k is not from 1 to 512.
    Source: Vaswani et al. 2017, section 3.2.1, footnote 4; claim C7.
    """
    for d_k, scaled in product(d_ks, (False, True)):
        trials = run_trials(draws, d_k, scaled)
        figures = [trials.scores.std(), entropy(trials.weights).mean()]
        for norms in (trials.at_scores, trials.at_query):
            figures += [norms.median(), norms.mean()]
        spread, *others = (figure.item() for figure in figures)
        theory = 1.0 if scaled else math.sqrt(d_k)
        yield ScaleResult(d_k, scaled, spread, theory, *others)


def entropy(weights):
    """Return the entropy of rows of weights, in nats. Shape: (..., S) -> (...)"""
    return torch.special.entr(weights).sum(dim=-1)
