"""layer_norm(x, gamma, beta, eps): every word gets the learned mean and spread."""

import torch
from torch.nn import functional as F

from helpers.exercises.exercise import Exercise, Mistake, wide


def solve(x, gamma, beta, eps):
    return F.layer_norm(x, x.shape[-1:], gamma, beta, eps)


def normalized(x, eps, dim=-1, correction=0):
    """Do what is right up to γ and β, or nearly so, as some mistakes below."""
    variance = x.var(dim=dim, keepdim=True, correction=correction)
    return (x - x.mean(dim=dim, keepdim=True)) / (variance + eps).sqrt()


def over_the_words(x, gamma, beta, eps):
    return gamma * normalized(x, eps, dim=-2) + beta


def over_everything(x, gamma, beta, eps):
    return gamma * normalized(x, eps, dim=(-2, -1)) + beta


def unbiased(x, gamma, beta, eps):
    return gamma * normalized(x, eps, correction=1) + beta


def without_root(x, gamma, beta, eps):
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = centred.square().mean(dim=-1, keepdim=True)
    return gamma * centred / (variance + eps) + beta


def without_mean(x, gamma, beta, eps):
    variance = x.var(dim=-1, keepdim=True, correction=0)
    return gamma * x / (variance + eps).sqrt() + beta


def without_eps(x, gamma, beta, eps):
    return gamma * normalized(x, 0) + beta


def eps_outside(x, gamma, beta, eps, correction=0):
    spread = x.std(dim=-1, keepdim=True, correction=correction)
    return gamma * (x - x.mean(dim=-1, keepdim=True)) / (spread + eps) + beta


def unbiased_and_eps_outside(x, gamma, beta, eps):
    return eps_outside(x, gamma, beta, eps, correction=1)


def unbiased_without_eps(x, gamma, beta, eps):
    return eps_outside(x, gamma, beta, eps=0, correction=1)


def without_keepdim(x, gamma, beta, eps):
    spread = (x.var(dim=-1, correction=0) + eps).sqrt()
    return gamma * (x - x.mean(dim=-1)) / spread + beta


def without_gamma_and_beta(x, gamma, beta, eps):
    return normalized(x, eps)


def without_gamma(x, gamma, beta, eps):
    return normalized(x, eps) + beta


def without_beta(x, gamma, beta, eps):
    return gamma * normalized(x, eps)


def beta_stretched(x, gamma, beta, eps):
    return gamma * (normalized(x, eps) + beta)


ONES, ZEROS = torch.ones(2), torch.zeros(2)
LAYER_NORM = Exercise(
    name="layer_norm",
    lesson="encoder",
    minutes=8,
    level="medium",
    solution=solve,
    cases=(
        (torch.tensor([[1.0, 3.0], [10.0, 30.0]]), ONES, ZEROS, 1e-5),
        (torch.tensor([[2.0, 2.0], [1.0, 3.0]]), ONES, ZEROS, 1e-5),
        (torch.tensor([[1.0, 3.0]]), ONES, ZEROS, 1.0),
        (torch.tensor([[1.0, 3.0]]), 2 * ONES, 5 * ONES, 1e-5),
        (wide(3, 4, 1), wide(1, 4, 2)[0], wide(1, 4, 3)[0], 1e-5),
    ),
    mistakes=(
        Mistake(
            "over the words",
            over_the_words,
            "you normalize each column, a feature over all words: mean and variance go "
            "along the last axis (dim=-1), each word for itself",
        ),
        Mistake(
            "over everything",
            over_everything,
            "you take one mean and one variance of the whole matrix: each word has its "
            "own, so use dim=-1 and keepdim=True",
        ),
        Mistake(
            "unbiased",
            unbiased,
            "your variance is divided by n − 1, which is what torch does unless told "
            "otherwise: give it correction=0, or take the mean of the squares",
        ),
        Mistake(
            "no root",
            without_root,
            "you divide by the variance: divide by its square root, the standard "
            "deviation",
        ),
        Mistake(
            "no mean",
            without_mean,
            "you divide by the standard deviation, but do not subtract the mean first",
        ),
        Mistake(
            "no eps",
            without_eps,
            "your eps does nothing: if all numbers of a word are equal, you divide 0 "
            "by 0 and get NaN; add eps to the variance, under the root",
        ),
        Mistake(
            "eps outside",
            eps_outside,
            "you add eps to the standard deviation: add it to the variance, under the "
            "root",
        ),
        Mistake(
            "unbiased, eps outside",
            unbiased_and_eps_outside,
            "two things: torch's std divides by n − 1 unless you give it correction=0, "
            "and eps belongs to the variance, under the root",
        ),
        Mistake(
            "unbiased, no eps",
            unbiased_without_eps,
            "two things: torch's std divides by n − 1 unless you give it correction=0, "
            "and eps is missing: add it to the variance, under the root",
        ),
        Mistake(
            "keepdim",
            without_keepdim,
            "each column gets the mean of another row: keep the axis (keepdim=True), "
            "so that mean and variance stand beside their own words",
        ),
        Mistake(
            "no γ and β",
            without_gamma_and_beta,
            "mean 0 and spread 1 are right so far, but γ and β are not used: multiply "
            "by gamma, then add beta",
        ),
        Mistake(
            "no γ",
            without_gamma,
            "nearly: multiply by gamma before you add beta",
        ),
        Mistake(
            "no β",
            without_beta,
            "nearly: add beta at the end",
        ),
        Mistake(
            "β stretched",
            beta_stretched,
            "you add beta before you multiply, so gamma stretches beta, too: multiply "
            "first, then add",
        ),
    ),
)
