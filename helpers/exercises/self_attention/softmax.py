"""softmax(scores): every row becomes shares."""

import torch

from helpers.exercises.exercise import Exercise, Mistake, wide

SMALL = torch.tensor([[0.0, 1.0], [2.0, 0.0]])
LARGE = torch.tensor([[1000.0, 1000.0], [0.0, 1.0]])  # one row far above the other


def softmax(scores):
    return scores.softmax(dim=-1)


def over_the_queries(scores):
    return scores.softmax(dim=-2)


def over_the_queries_naively(scores):
    return scores.exp() / scores.exp().sum(dim=-2)


def over_everything(scores):
    return scores.flatten().softmax(dim=0).view_as(scores)


def over_everything_naively(scores):
    return scores.exp() / scores.exp().sum()


def without_the_sum(scores):
    return scores.exp()


def without_exp(scores):
    return scores / scores.sum(dim=-1, keepdim=True)


def without_the_maximum(scores):
    return scores.exp() / scores.exp().sum(dim=-1, keepdim=True)


def one_maximum_for_all(scores):
    return without_the_maximum(scores - scores.max())


def sum_without_keepdim(scores):
    return scores.exp() / scores.exp().sum(dim=-1)


def stable_sum_without_keepdim(scores):
    return sum_without_keepdim(scores - scores.amax(dim=-1, keepdim=True))


def maximum_without_keepdim(scores):
    return without_the_maximum(scores - scores.amax(dim=-1))


def logarithms(scores):
    return scores.log_softmax(dim=-1)


OVER_QUERIES = (
    "your columns sum to 1, not your rows: sum over the last axis (dim=-1), so that "
    "each query shares itself out among the keys"
)
ONE_SUM = "the whole matrix sums to 1: each row should, so sum over dim=-1 only"
KEEPDIM = (
    "each column is divided by another row's sum: keep the axis when you sum "
    "(keepdim=True), so that the sums stand beside their own rows"
)
SOFTMAX = Exercise(
    name="softmax",
    lesson="self_attention",
    minutes=5,
    level="easy",
    solution=softmax,
    cases=((SMALL,), (wide(3, 4, 1),), (LARGE,)),
    mistakes=(
        Mistake("wrong axis", over_the_queries, OVER_QUERIES),
        Mistake("wrong axis", over_the_queries_naively, OVER_QUERIES),
        Mistake("one sum for all", over_everything, ONE_SUM),
        Mistake("one sum for all", over_everything_naively, ONE_SUM),
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
            "one maximum for all",
            one_maximum_for_all,
            "a row far below the others becomes 0 / 0: subtract each row's own largest "
            "score (.amax(dim=-1, keepdim=True)), not the largest of all",
        ),
        Mistake("keepdim", sum_without_keepdim, KEEPDIM),
        Mistake("keepdim", stable_sum_without_keepdim, KEEPDIM),
        Mistake(
            "keepdim of the maximum",
            maximum_without_keepdim,
            "each column loses another row's largest score: keep the axis "
            "(.amax(dim=-1, keepdim=True)), so that each row loses its own",
        ),
        Mistake(
            "logarithms",
            logarithms,
            "these are the logarithms of the shares: take exp of them",
        ),
    ),
)
