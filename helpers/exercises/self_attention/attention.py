"""scaled_dot_product_attention(query, key, value, mask): output and weights."""

import math

import torch

from helpers.exercises.exercise import Exercise, Mistake, wide
from helpers.exercises.self_attention.masking import (
    attend,
    hide,
    mask_after_softmax,
    mask_always_there,
    mask_as_zero_score,
    mask_upside_down,
    scaled_scores,
    without_mask,
)
from helpers.exercises.self_attention.softmax import SMALL
from helpers.model import scaled_dot_product_attention


def without_scale(query, key, value, mask=None):
    return attend(hide(query @ key.mT, mask), value)


def divided_after_softmax(query, key, value, mask=None):
    weights = hide(query @ key.mT, mask).softmax(dim=-1) / math.sqrt(query.size(-1))
    return weights @ value, weights


def divided_by_d_k(query, key, value, mask=None):
    return attend(hide(query @ key.mT / query.size(-1), mask), value)


def multiplied_by_the_scale(query, key, value, mask=None):
    return attend(hide(query @ key.mT * math.sqrt(query.size(-1)), mask), value)


def scaled_by_the_length(query, key, value, mask=None):
    return attend(hide(query @ key.mT / math.sqrt(key.size(-2)), mask), value)


def scaled_by_the_queries(query, key, value, mask=None):
    return attend(hide(query @ key.mT / math.sqrt(query.size(-2)), mask), value)


def not_transposed(query, key, value, mask=None):
    return attend(hide(query @ key / math.sqrt(query.size(-1)), mask), value)


def softmax_over_queries(query, key, value, mask=None):
    weights = hide(scaled_scores(query, key), mask).softmax(dim=-2).nan_to_num()
    return weights @ value, weights


def keys_mixed(query, key, value, mask=None):
    return attend(hide(scaled_scores(query, key), mask), key)


def scores_mixed(query, key, value, mask=None):
    scores = hide(scaled_scores(query, key), mask).nan_to_num(neginf=0.0)
    return scores @ value, scores


def swapped(query, key, value, mask=None):
    return solve(query, key, value, mask)[::-1]


def weights_alone(query, key, value, mask=None):
    return solve(query, key, value, mask)[1]


def output_alone(query, key, value, mask=None):
    return solve(query, key, value, mask)[0]


def solve(query, key, value, mask=None):
    return scaled_dot_product_attention(query, key, value, mask)


MAY_SEE = torch.tensor([[True, False, True], [True, True, False]])
QUERY, KEY, VALUE = wide(2, 4, 2), wide(3, 4, 3), wide(3, 5, 4)
BY_LENGTH = (
    "you divide by the root of the number of words: d_k is the length of a query, "
    "query.size(-1)"
)
BOTH = "two things should come back: return output, weights"
ATTENTION = Exercise(
    name="scaled_dot_product_attention",
    lesson="self_attention",
    minutes=10,
    level="medium",
    solution=solve,
    cases=(
        (SMALL, 3 * SMALL.flip(0), SMALL.T),
        (QUERY, KEY, VALUE),
        (QUERY, KEY, VALUE, MAY_SEE),
    ),
    mistakes=(
        Mistake(
            "no scale",
            without_scale,
            "your scores are not divided by √d_k: without it softmax is too sure of "
            "itself (d_k is the length of a query)",
        ),
        Mistake(
            "scale after softmax",
            divided_after_softmax,
            "you divide after the softmax, so the rows no longer sum to 1: divide the "
            "scores before it",
        ),
        Mistake(
            "scale d_k",
            divided_by_d_k,
            "you divide by d_k: divide by its square root",
        ),
        Mistake(
            "scale upside down",
            multiplied_by_the_scale,
            "you multiply by √d_k: divide by it",
        ),
        Mistake("scale by length", scaled_by_the_length, BY_LENGTH),
        Mistake("scale by length", scaled_by_the_queries, BY_LENGTH),
        Mistake(
            "not transposed",
            not_transposed,
            "every query meets every key in a dot product: turn the keys over, "
            "query @ key.mT",
        ),
        Mistake(
            "wrong axis",
            softmax_over_queries,
            "your columns sum to 1, along the queries: take the softmax over the last "
            "axis, the keys (dim=-1)",
        ),
        Mistake(
            "mask ignored",
            without_mask,
            "right without a mask, but you do not use the mask: where it is False, the "
            "score becomes -inf before the softmax",
        ),
        Mistake(
            "mask always there",
            mask_always_there,
            "without a mask, mask is None, and None cannot be turned round: hide "
            "scores only `if mask is not None`",
        ),
        Mistake(
            "mask upside down",
            mask_upside_down,
            "your mask hides what it should show: True means may attend, so fill where "
            "it is False (~mask)",
        ),
        Mistake(
            "mask after softmax",
            mask_after_softmax,
            "you mask after the softmax, so the rows no longer sum to 1: hide the "
            "scores before it",
        ),
        Mistake(
            "masked with 0",
            mask_as_zero_score,
            "a hidden score of 0 still gets a share, since exp(0) = 1: fill it with "
            "-torch.inf",
        ),
        Mistake(
            "keys mixed",
            keys_mixed,
            "your weights are right, but you mix the keys: mix the values",
        ),
        Mistake(
            "no softmax",
            scores_mixed,
            "you mix the values by the scores themselves: turn each row into shares "
            "with softmax first",
        ),
        Mistake(
            "swapped",
            swapped,
            "both are right, in the wrong order: return output, weights",
        ),
        Mistake("output alone", output_alone, BOTH),
        Mistake("weights alone", weights_alone, BOTH),
    ),
)
