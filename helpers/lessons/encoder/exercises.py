"""Lesson 4: exercises on the encoder, and the mistakes that are made in them."""

import torch
from torch.nn import functional as F

from helpers.lessons.exercise import Exercise, wide
from helpers.model import padding_mask

# d_model is 128
NORM_PARAMETERS = Exercise("norm_parameters", "easy, 2 minutes", solution=256)
NORM_PARAMETERS.mistakes = {
    128: "that is γ alone, or β alone: a LayerNorm learns both",
    2: (
        "the lab has one γ and one β for all features, to fit on two sliders: in the "
        "model each feature has its own"
    ),
    6: (
        "γ and β do not belong to words but to features: every word is stretched and "
        "shifted by the same ones"
    ),
    768: (
        "you count γ and β anew for each of the 3 words: all words share them, so that "
        "a sentence of any length fits"
    ),
    512: (
        "that is four vectors of 128: count one LayerNorm of the two in a block, and "
        "only what is learned: mean and standard deviation are computed"
    ),
}

VANISHING_DEPTH = Exercise("vanishing_depth", "easy, 3 minutes", solution=20)
VANISHING_DEPTH.mistakes = {
    19: "nearly: 0.0011 times is still a little above one thousandth",
    15: "there it falls below one hundredth, 0.01: go on until it is below 0.001",
    24: (
        "24 layers are down to about one ten-thousandth: fewer will do for one "
        "thousandth, so drag depth back"
    ),
    11: (
        "there the gradient has grown a thousandfold, which is what Add alone does: "
        "switch Add off, too, and look for one that shrinks"
    ),
}

# padding_mask(ids, pad_id): nobody attends to padding

PADDING_MASK = Exercise(
    "padding_mask",
    "easy, 4 minutes",
    solution=lambda ids, pad_id: padding_mask(ids, pad_id)[:, 0],  # for a single head
    cases=(
        (torch.tensor([[5, 7, 0], [4, 0, 0]]), 0),
        (torch.tensor([[0, 5, 2, 2], [3, 1, 0, 2], [6, 2, 2, 2]]), 2),
    ),
)
PADDING_MASK.mistakes = {
    "upside down": (
        "your mask shows the padding and hides the words: True means may attend, so it "
        "stands where the id is not pad_id (!=)",
        lambda ids, pad_id: (ids == pad_id)[:, None, :],
    ),
    "fixed id": (
        "right as long as padding has the id 0, but here it has another: compare with "
        "pad_id, not with 0",
        lambda ids, pad_id: (ids != 0)[:, None, :],
    ),
    "larger ids": (
        "a real word may have a smaller id than padding, and you hide it: ask whether "
        "the id differs from pad_id (!=), not whether it is larger",
        lambda ids, pad_id: (ids > pad_id)[:, None, :],
    ),
    "hides queries": (
        "your shape is (B, S, 1): that hides whole rows, the queries of padding, and "
        "lets all words look at padding; put the new axis before the words, since the "
        "keys are the columns",
        lambda ids, pad_id: (ids != pad_id)[:, :, None],
    ),
    "no axis": (
        "the words are right, but there is no axis for the queries: with scores of (B, "
        "S, S), a mask of (B, S) would put sentences in the place of queries; add one "
        "with [:, None, :]",
        lambda ids, pad_id: ids != pad_id,
    ),
    "ids": (
        "you hand back ids with a 0 for padding: a mask says True or False, so hand "
        "back the comparison itself",
        lambda ids, pad_id: (ids * (ids != pad_id))[:, None, :],
    ),
    "hides both": (
        "you hide the rows of padding, too: they would hold only -inf, and softmax "
        "makes NaN of them; hide the columns alone",
        lambda ids, pad_id: (ids != pad_id)[:, :, None] & (ids != pad_id)[:, None, :],
    ),
}


@PADDING_MASK.mistake("to be added")
def to_be_added(ids, pad_id):
    """you hand back 0 and -inf, to be added to the scores, and that exists; but here a
    mask says True or False, so hand back the comparison itself"""
    return torch.zeros(ids.shape).masked_fill(ids == pad_id, -torch.inf)[:, None, :]


# layer_norm(x, gamma, beta, eps): every word gets the learned mean and spread


def layer_norm(x, gamma, beta, eps):
    return F.layer_norm(x, x.shape[-1:], gamma, beta, eps)


def normalized(x, eps, dim=-1, correction=0):
    """Do what is right up to γ and β, or nearly so, as some mistakes below."""
    return (x - x.mean(dim=dim, keepdim=True)) / spread_of(x, eps, dim, correction)


def spread_of(x, eps, dim=-1, correction=0):
    return (x.var(dim=dim, keepdim=True, correction=correction) + eps).sqrt()


def eps_outside(x, gamma, beta, eps, correction=0):
    spread = x.std(dim=-1, keepdim=True, correction=correction)
    return gamma * (x - x.mean(dim=-1, keepdim=True)) / (spread + eps) + beta


ONES, ZEROS = torch.ones(2), torch.zeros(2)
LAYER_NORM = Exercise(
    "layer_norm",
    "medium, 8 minutes",
    solution=layer_norm,
    cases=(
        (torch.tensor([[1.0, 3.0], [10.0, 30.0]]), ONES, ZEROS, 1e-5),
        (torch.tensor([[2.0, 2.0], [1.0, 3.0]]), ONES, ZEROS, 1e-5),
        (torch.tensor([[1.0, 3.0]]), ONES, ZEROS, 1.0),
        (torch.tensor([[1.0, 3.0]]), 2 * ONES, 5 * ONES, 1e-5),
        (wide(3, 4, 1), wide(1, 4, 2)[0], wide(1, 4, 3)[0], 1e-5),
    ),
)
LAYER_NORM.mistakes = {
    "over the words": (
        "you normalize each column, a feature over all words: mean and variance go "
        "along the last axis (dim=-1), each word for itself",
        lambda x, gamma, beta, eps: gamma * normalized(x, eps, dim=-2) + beta,
    ),
    "over everything": (
        "you take one mean and one variance of the whole matrix: each word has its "
        "own, so use dim=-1 and keepdim=True",
        lambda x, gamma, beta, eps: gamma * normalized(x, eps, dim=(-2, -1)) + beta,
    ),
    "unbiased": (
        "your variance is divided by n − 1, which is what torch does unless told "
        "otherwise: give it correction=0, or take the mean of the squares",
        lambda x, gamma, beta, eps: gamma * normalized(x, eps, correction=1) + beta,
    ),
    "no root": (
        "you divide by the variance: divide by its square root, the standard deviation",
        lambda x, gamma, beta, eps: (
            gamma * normalized(x, eps) / spread_of(x, eps) + beta
        ),
    ),
    "no mean": (
        "you divide by the standard deviation, but do not subtract the mean first",
        lambda x, gamma, beta, eps: gamma * x / spread_of(x, eps) + beta,
    ),
    "no eps": (
        "your eps does nothing: if all numbers of a word are equal, you divide 0 by 0 "
        "and get NaN; add eps to the variance, under the root",
        lambda x, gamma, beta, eps: gamma * normalized(x, 0) + beta,
    ),
    "eps outside": (
        "you add eps to the standard deviation: add it to the variance, under the root",
        eps_outside,
    ),
    "unbiased, eps outside": (
        "two things: torch's std divides by n − 1 unless you give it correction=0, and "
        "eps belongs to the variance, under the root",
        lambda x, gamma, beta, eps: eps_outside(x, gamma, beta, eps, correction=1),
    ),
    "no γ and β": (
        "mean 0 and spread 1 are right so far, but γ and β are not used: multiply by "
        "gamma, then add beta",
        lambda x, gamma, beta, eps: normalized(x, eps),
    ),
    "no γ": (
        "nearly: multiply by gamma before you add beta",
        lambda x, gamma, beta, eps: normalized(x, eps) + beta,
    ),
    "no β": (
        "nearly: add beta at the end",
        lambda x, gamma, beta, eps: gamma * normalized(x, eps),
    ),
    "β stretched": (
        "you add beta before you multiply, so gamma stretches beta, too: multiply "
        "first, then add",
        lambda x, gamma, beta, eps: gamma * (normalized(x, eps) + beta),
    ),
    "unbiased, no eps": (
        "two things: torch's std divides by n − 1 unless you give it correction=0, and "
        "eps is missing: add it to the variance, under the root",
        lambda x, gamma, beta, eps: eps_outside(x, gamma, beta, 0, correction=1),
    ),
}


@LAYER_NORM.mistake("keepdim")
def without_keepdim(x, gamma, beta, eps):
    """each column gets the mean of another row: keep the axis (keepdim=True), so that
    mean and variance stand beside their own words"""
    spread = (x.var(dim=-1, correction=0) + eps).sqrt()
    return gamma * (x - x.mean(dim=-1)) / spread + beta


# add_and_norm(x, W_a, W_f): a block with two maps in the place of its parts


def norm(x):
    """Normalize every word, with γ = 1 and β = 0."""
    return F.layer_norm(x, x.shape[-1:])


def half(x, W):
    return norm(x + x @ W)


def without_add(x, W):
    return norm(x @ W)


def without_norm(x, W):
    return x + x @ W


def block(first, second=None):
    """Make a block of two halves, functions of x and a map; one may be both."""
    return lambda x, W_a, W_f: (second or first)(first(x, W_a), W_f)


X = torch.tensor([[4.0, 0.0, 2.0]])
HEAR = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
THINK = torch.tensor([[2.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
ADD_AND_NORM = Exercise(
    "add_and_norm",
    "hard, 10 minutes",
    solution=block(half),
    cases=((X, HEAR, THINK), (wide(3, 4, 4), wide(4, 4, 5), wide(4, 4, 6))),
)
ADD_AND_NORM.mistakes = {
    "no Add": (
        "you have Norm, but no Add: both times the input of the part must be added to "
        "what comes out of it",
        block(without_add),
    ),
    "no second Add": (
        "the first half is right, but the second lacks Add: normalize a + a @ W_f, "
        "where a is what the first half gave",
        block(half, without_add),
    ),
    "no Norm": (
        "you have Add, but no Norm: normalize each of the two sums",
        block(without_norm),
    ),
    "one Norm": (
        "you normalize at the end alone: the first sum is normalized, too, before the "
        "second part sees it",
        lambda x, W_a, W_f: norm(block(without_norm)(x, W_a, W_f)),
    ),
    "first half": (
        "the first half is right, but nothing follows: do the same once more, with a "
        "in the place of x, and W_f",
        lambda x, W_a, W_f: half(x, W_a),
    ),
    "x added again": (
        "in the second half you add x once more: add a, what the first half gave and "
        "what went into this part",
        lambda x, W_a, W_f: norm(x + half(x, W_a) @ W_f),
    ),
    "part of x": (
        "your second part works on x: it works on a, what the first half gave",
        lambda x, W_a, W_f: norm(half(x, W_a) + x @ W_f),
    ),
    "side by side": (
        "both parts work on x, side by side: the second one works on what the first "
        "half gave, after its Norm",
        lambda x, W_a, W_f: norm(x + x @ W_a + x @ W_f),
    ),
    "norm first": (
        "you normalize what goes into each part: that is pre-norm, which exists, but "
        "here Norm comes after the sum, norm(x + f(x))",
        block(lambda x, W: x + norm(x) @ W),
    ),
    "norm of the part": (
        "you normalize what a part gives back, and add x afterwards: add first, then "
        "normalize the sum",
        block(lambda x, W: x + norm(x @ W)),
    ),
    "no first Add": (
        "the second half is right, but the first lacks Add: normalize x + x @ W_a",
        block(without_add, half),
    ),
    "no second Norm": (
        "the first half is right, but the second sum is not normalized",
        block(half, without_norm),
    ),
    "added twice": (
        "you add the input once in the sum, which is right, and once more after Norm: "
        "nothing comes after Norm",
        block(lambda x, W: x + half(x, W)),
    ),
    "over everything": (
        "you normalize the whole matrix at once: each word has its own mean, so give "
        "F.layer_norm the shape of one word, y.shape[-1:]",
        block(lambda x, W: F.layer_norm(x + x @ W, x.shape)),
    ),
}

EXERCISES = NORM_PARAMETERS, VANISHING_DEPTH, PADDING_MASK, LAYER_NORM, ADD_AND_NORM
