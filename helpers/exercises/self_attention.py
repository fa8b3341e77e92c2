"""Lesson 2: exercises on self-attention, and the mistakes that are made in it."""

import math

import torch

from helpers.exercises.exercise import Exercise, Mistake, wide
from helpers.model import scaled_dot_product_attention

LESSON = "self_attention"
SMALL = torch.tensor([[0.0, 1.0], [2.0, 0.0]])
LARGE = torch.tensor([[1000.0, 1000.0], [0.0, 1000.0]])


# softmax(scores): every row becomes shares


def softmax(scores):
    return scores.softmax(dim=-1)


def over_the_queries(scores):
    return scores.softmax(dim=-2)


def over_everything(scores):
    return scores.exp() / scores.exp().sum()


def without_the_sum(scores):
    return scores.exp()


def without_exp(scores):
    return scores / scores.sum(dim=-1, keepdim=True)


def without_the_maximum(scores):
    return scores.exp() / scores.exp().sum(dim=-1, keepdim=True)


def sum_without_keepdim(scores):
    return scores.exp() / scores.exp().sum(dim=-1)


SOFTMAX = Exercise(
    name="softmax",
    lesson=LESSON,
    minutes=5,
    level="easy",
    solution=softmax,
    cases=((SMALL,), (wide(3, 4, 1),), (LARGE,)),
    mistakes=(
        Mistake(
            "wrong axis",
            over_the_queries,
            "your columns sum to 1, not your rows: sum over the last axis (dim=-1), so "
            "that each query shares itself out among the keys",
        ),
        Mistake(
            "one sum for all",
            over_everything,
            "the whole matrix sums to 1: each row should, so sum over dim=-1 only",
        ),
        Mistake(
            "no sum",
            without_the_sum,
            "your rows do not sum to 1: divide each by its sum",
        ),
        Mistake(
            "no exp",
            without_exp,
            "you divide the scores themselves: take exp of them first, so that none is "
            "negative and differences count",
        ),
        Mistake(
            "overflow",
            without_the_maximum,
            "exp of a large score is infinite, and inf / inf is NaN: subtract each "
            "row's largest score first, which changes nothing else",
        ),
        Mistake(
            "keepdim",
            sum_without_keepdim,
            "each column is divided by another row's sum: keep the axis when you sum "
            "(keepdim=True), so that the sums stand beside their own rows",
        ),
    ),
)


# scaled_dot_product_attention(query, key, value, mask): output and weights


def attend(scores, value):
    """Finish an attention whose scores are given, as all the mistakes below do."""
    weights = scores.softmax(dim=-1)
    return weights @ value, weights


def scaled_scores(query, key):
    return query @ key.mT / math.sqrt(query.size(-1))


def hide(scores, mask):
    return scores if mask is None else scores.masked_fill(~mask, -torch.inf)


def without_scale(query, key, value, mask=None):
    return attend(hide(query @ key.mT, mask), value)


def divided_by_d_k(query, key, value, mask=None):
    return attend(hide(query @ key.mT / query.size(-1), mask), value)


def multiplied_by_the_scale(query, key, value, mask=None):
    return attend(hide(query @ key.mT * math.sqrt(query.size(-1)), mask), value)


def scaled_by_the_length(query, key, value, mask=None):
    return attend(hide(query @ key.mT / math.sqrt(key.size(-2)), mask), value)


def softmax_over_queries(query, key, value, mask=None):
    weights = hide(scaled_scores(query, key), mask).softmax(dim=-2).nan_to_num()
    return weights @ value, weights


def without_mask(query, key, value, mask=None):
    return attend(scaled_scores(query, key), value)


def mask_upside_down(query, key, value, mask=None):
    return attend(
        hide(scaled_scores(query, key), None if mask is None else ~mask), value
    )


def mask_after_softmax(query, key, value, mask=None):
    weights = scaled_scores(query, key).softmax(dim=-1)
    weights = weights if mask is None else weights.masked_fill(~mask, 0.0)
    return weights @ value, weights


def mask_as_zero_score(query, key, value, mask=None):
    scores = scaled_scores(query, key)
    return attend(scores if mask is None else scores.masked_fill(~mask, 0.0), value)


def keys_mixed(query, key, value, mask=None):
    return attend(hide(scaled_scores(query, key), mask), key)


def scores_mixed(query, key, value, mask=None):
    scores = hide(scaled_scores(query, key), mask).nan_to_num(neginf=0.0)
    return scores @ value, scores


def solve(query, key, value, mask=None):
    return scaled_dot_product_attention(query, key, value, mask)


MAY_SEE = torch.tensor([[True, False, True], [True, True, False]])
QUERY, KEY, VALUE = wide(2, 4, 2), wide(3, 4, 3), wide(3, 4, 4)
ATTENTION = Exercise(
    name="scaled_dot_product_attention",
    lesson=LESSON,
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
            "scale d_k",
            divided_by_d_k,
            "you divide by d_k: divide by its square root",
        ),
        Mistake(
            "scale upside down",
            multiplied_by_the_scale,
            "you multiply by √d_k: divide by it",
        ),
        Mistake(
            "scale by length",
            scaled_by_the_length,
            "you divide by the root of the number of words: d_k is the length of a "
            "query, query.size(-1)",
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
    ),
)

MAP_SHAPE = Exercise(
    name="map_shape",
    lesson=LESSON,
    minutes=2,
    level="easy",
    solution=(6, 6),
    mistakes=(
        Mistake(
            "features",
            (6, 128),
            "that is the shape of x: the map compares words with words, so d_model is "
            "not in it",
        ),
        Mistake(
            "square of features",
            (128, 128),
            "you compare features with features: the map has a row for each query and "
            "a column for each key, and both are words",
        ),
        Mistake(
            "queries",
            (6, 32),
            "that is the shape of Q: QKᵀ has a column for each word, not for each "
            "feature of a head",
        ),
    ),
)

SHIFTED_ROW = Exercise(
    name="shifted_row",
    lesson=LESSON,
    minutes=3,
    level="easy",
    solution=0.25,
    mistakes=(
        Mistake(
            "shift added",
            5.25,
            "a share cannot be above 1: softmax looks at differences within a row, and "
            "adding 5 to all of them changes none",
        ),
        Mistake(
            "even shares",
            0.5,
            "the shares do not become equal: the difference between the two scores is "
            "what it was",
        ),
        Mistake(
            "all",
            1.0,
            "the other word keeps its share: the difference between the two scores is "
            "what it was",
        ),
    ),
)

EXERCISES = (MAP_SHAPE, SHIFTED_ROW, SOFTMAX, ATTENTION)
