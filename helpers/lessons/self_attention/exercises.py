"""Lesson 2: exercises on self-attention, and the mistakes that are made in them."""

import math

import torch

from helpers.lessons.exercise import Exercise, wide
from helpers.model import scaled_dot_product_attention

FEATURES = (
    "you compare features with features: the map has a row for each query and a column "
    "for each key, and both are words"
)

MAP_SHAPE = Exercise("map_shape", "easy, 2 minutes", solution=(6, 6))
MAP_SHAPE.mistakes = {
    (6, 128): (
        "that is the shape of x: the map compares words with words, so d_model is not "
        "in it"
    ),
    (128, 128): FEATURES,
    (32, 32): FEATURES,
    (4, 6, 6): "these are the maps of all 4 heads: one of them is asked for",
    (6, 4): (
        "each head has a map of its own, so 4 is not in it: a row for each query, a "
        "column for each key"
    ),
    (6, 32): (
        "that is the shape of Q: QKᵀ has a column for each word, not for each feature "
        "of a head"
    ),
}

SHIFTED_ROW = Exercise("shifted_row", "easy, 3 minutes", solution=0.25)
SHIFTED_ROW.mistakes = {
    5.25: (
        "a share cannot be above 1: softmax looks at differences within a row, and "
        "adding 5 to all of them changes none"
    ),
    0.75: "this is the second weight: the first one is asked for",
    round(0.25 * math.exp(5), 4): (
        "exp(5) multiplies the sum below the fraction line, too, and cancels out"
    ),
    0.5: (
        "the shares do not become equal: the difference between the two scores is what "
        "it was"
    ),
    1.0: (
        "the other word keeps its share: the difference between the two scores is what "
        "it was"
    ),
}

# softmax(scores): every row becomes shares

SMALL = torch.tensor([[0.0, 1.0], [2.0, 0.0]])
LARGE = torch.tensor([[1000.0, 1000.0], [0.0, 1.0]])  # one row far above the other


def without_the_maximum(scores):
    return scores.exp() / scores.exp().sum(dim=-1, keepdim=True)


def sum_without_keepdim(scores):
    return scores.exp() / scores.exp().sum(dim=-1)


def stable_sum_without_keepdim(scores):
    return sum_without_keepdim(scores - scores.amax(dim=-1, keepdim=True))


SOFTMAX = Exercise(
    "softmax",
    "easy, 5 minutes",
    solution=lambda scores: scores.softmax(dim=-1),
    cases=((SMALL,), (wide(3, 4, 1),), (LARGE,)),
)
SOFTMAX.mistakes = {
    "wrong axis": (
        "your columns sum to 1, not your rows: sum over the last axis (dim=-1), so "
        "that each query shares itself out among the keys",
        lambda scores: scores.softmax(dim=-2),
        lambda scores: scores.exp() / scores.exp().sum(dim=-2),
    ),
    "one sum for all": (
        "the whole matrix sums to 1: each row should, so sum over dim=-1 only",
        lambda scores: scores.flatten().softmax(dim=0).view_as(scores),
        lambda scores: scores.exp() / scores.exp().sum(),
    ),
    "no sum": (
        "your rows do not sum to 1: divide each by its sum",
        lambda scores: scores.exp(),
    ),
    "no exp": (
        "you divide the scores themselves: take exp of them first, so that none is "
        "negative and differences count",
        lambda scores: scores / scores.sum(dim=-1, keepdim=True),
    ),
    "overflow": (
        "exp of a large score is infinite, and inf / inf is NaN: subtract each row's "
        "largest score first, which changes nothing else",
        without_the_maximum,
    ),
    "one maximum for all": (
        "a row far below the others becomes 0 / 0: subtract each row's own largest "
        "score (.amax(dim=-1, keepdim=True)), not the largest of all",
        lambda scores: without_the_maximum(scores - scores.max()),
    ),
    "keepdim": (
        "each column is divided by another row's sum: keep the axis when you sum "
        "(keepdim=True), so that the sums stand beside their own rows",
        sum_without_keepdim,
        stable_sum_without_keepdim,
    ),
    "keepdim of the maximum": (
        "each column loses another row's largest score: keep the axis (.amax(dim=-1, "
        "keepdim=True)), so that each row loses its own",
        lambda scores: without_the_maximum(scores - scores.amax(dim=-1)),
    ),
    "logarithms": (
        "these are the logarithms of the shares: take exp of them",
        lambda scores: scores.log_softmax(dim=-1),
    ),
}


# scaled_dot_product_attention(query, key, value, mask): output and weights


def solve(query, key, value, mask=None):
    return scaled_dot_product_attention(query, key, value, mask)


def root_of_d_k(query, key):
    return math.sqrt(query.size(-1))


def hide(scores, mask):
    return scores if mask is None else scores.masked_fill(~mask, -torch.inf)


def attention(divisor=root_of_d_k, hide=hide):
    """Make an attention that divides its scores, or hides some, in a way of its own."""

    def attend(query, key, value, mask=None):
        scores = query @ key.mT / divisor(query, key)
        weights = hide(scores, mask).softmax(dim=-1)
        return weights @ value, weights

    return attend


MAY_SEE = torch.tensor([[True, False, True], [True, True, False]])
QUERY, KEY, VALUE = wide(2, 4, 2), wide(3, 4, 3), wide(3, 5, 4)
ATTENTION = Exercise(
    "scaled_dot_product_attention",
    "medium, 10 minutes",
    solution=solve,
    cases=(
        (SMALL, 3 * SMALL.flip(0), SMALL.T),
        (QUERY, KEY, VALUE),
        (QUERY, KEY, VALUE, MAY_SEE),
    ),
)
ATTENTION.mistakes = {
    "no scale": (
        "your scores are not divided by √d_k: without it softmax is too sure of itself "
        "(d_k is the length of a query)",
        attention(lambda query, key: 1),
    ),
    "scale d_k": (
        "you divide by d_k: divide by its square root",
        attention(lambda query, key: query.size(-1)),
    ),
    "scale upside down": (
        "you multiply by √d_k: divide by it",
        attention(lambda query, key: 1 / root_of_d_k(query, key)),
    ),
    "scale by length": (
        "you divide by the root of the number of words: d_k is the length of a query, "
        "query.size(-1)",
        attention(lambda query, key: math.sqrt(key.size(-2))),
        attention(lambda query, key: math.sqrt(query.size(-2))),
    ),
    "mask ignored": (
        "right without a mask, but you do not use the mask: where it is False, the "
        "score becomes -inf before the softmax",
        lambda query, key, value, mask=None: solve(query, key, value),
    ),
    "mask always there": (
        "without a mask, mask is None, and None cannot be turned round: hide scores "
        "only `if mask is not None`",
        attention(hide=lambda s, mask: s.masked_fill(~mask, -torch.inf)),
    ),
    "mask upside down": (
        "your mask hides what it should show: True means may attend, so fill where it "
        "is False (~mask)",
        attention(hide=lambda s, mask: hide(s, None if mask is None else ~mask)),
    ),
    "masked with 0": (
        "a hidden score of 0 still gets a share, since exp(0) = 1: fill it with "
        "-torch.inf",
        attention(hide=lambda s, mask: s * (1 if mask is None else mask)),
    ),
    "keys mixed": (
        "your weights are right, but you mix the keys: mix the values",
        lambda query, key, value, mask=None: solve(query, key, key, mask),
    ),
    "swapped": (
        "both are right, in the wrong order: return output, weights",
        lambda query, key, value, mask=None: solve(query, key, value, mask)[::-1],
    ),
    "one alone": (
        "two things should come back: return output, weights",
        lambda query, key, value, mask=None: solve(query, key, value, mask)[0],
        lambda query, key, value, mask=None: solve(query, key, value, mask)[1],
    ),
}


@ATTENTION.mistake("scale after softmax")
def divided_after_softmax(query, key, value, mask=None):
    """you divide after the softmax, so the rows no longer sum to 1: divide the scores
    before it"""
    weights = hide(query @ key.mT, mask).softmax(dim=-1) / root_of_d_k(query, key)
    return weights @ value, weights


@ATTENTION.mistake("not transposed")
def not_transposed(query, key, value, mask=None):
    """every query meets every key in a dot product: turn the keys over,
    query @ key.mT"""
    return attention()(query, key.mT, value, mask)


@ATTENTION.mistake("wrong axis")
def softmax_over_queries(query, key, value, mask=None):
    """your columns sum to 1, along the queries: take the softmax over the last axis,
    the keys (dim=-1)"""
    scores = hide(query @ key.mT / root_of_d_k(query, key), mask)
    weights = scores.softmax(dim=-2).nan_to_num()
    return weights @ value, weights


@ATTENTION.mistake("mask after softmax")
def mask_after_softmax(query, key, value, mask=None):
    """you mask after the softmax, so the rows no longer sum to 1: hide the scores
    before it"""
    weights = attention()(query, key, value)[1]
    weights = weights if mask is None else weights.masked_fill(~mask, 0.0)
    return weights @ value, weights


@ATTENTION.mistake("no softmax")
def scores_mixed(query, key, value, mask=None):
    """you mix the values by the scores themselves: turn each row into shares with
    softmax first"""
    scores = query @ key.mT / root_of_d_k(query, key)
    scores = scores if mask is None else scores.masked_fill(~mask, 0.0)
    return scores @ value, scores


EXERCISES = MAP_SHAPE, SHIFTED_ROW, SOFTMAX, ATTENTION
