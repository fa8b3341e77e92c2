"""add_and_norm(x, W_a, W_f): a block with two maps in the place of its parts."""

import torch
from torch.nn import functional as F

from helpers.exercises.exercise import Exercise, Mistake, wide


def norm(x):
    """Normalize every word, with γ = 1 and β = 0."""
    return F.layer_norm(x, x.shape[-1:])


def solve(x, W_a, W_f):
    a = norm(x + x @ W_a)
    return norm(a + a @ W_f)


def norm_first(x, W_a, W_f):
    a = x + norm(x) @ W_a
    return a + norm(a) @ W_f


def norm_of_the_part(x, W_a, W_f):
    a = x + norm(x @ W_a)
    return a + norm(a @ W_f)


def without_add(x, W_a, W_f):
    return norm(norm(x @ W_a) @ W_f)


def without_first_add(x, W_a, W_f):
    a = norm(x @ W_a)
    return norm(a + a @ W_f)


def without_second_add(x, W_a, W_f):
    return norm(norm(x + x @ W_a) @ W_f)


def without_norm(x, W_a, W_f):
    a = x + x @ W_a
    return a + a @ W_f


def one_norm(x, W_a, W_f):
    return norm(without_norm(x, W_a, W_f))


def without_second_norm(x, W_a, W_f):
    a = norm(x + x @ W_a)
    return a + a @ W_f


def first_half(x, W_a, W_f):
    return norm(x + x @ W_a)


def added_twice(x, W_a, W_f):
    a = x + norm(x + x @ W_a)
    return a + norm(a + a @ W_f)


def x_added_again(x, W_a, W_f):
    return norm(x + norm(x + x @ W_a) @ W_f)


def part_of_x(x, W_a, W_f):
    return norm(norm(x + x @ W_a) + x @ W_f)


def side_by_side(x, W_a, W_f):
    return norm(x + x @ W_a + x @ W_f)


def over_everything(x, W_a, W_f):
    a = F.layer_norm(x + x @ W_a, x.shape)
    return F.layer_norm(a + a @ W_f, x.shape)


X = torch.tensor([[4.0, 0.0, 2.0]])
HEAR = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
THINK = torch.tensor([[2.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
ADD_AND_NORM = Exercise(
    name="add_and_norm",
    lesson="encoder",
    minutes=10,
    level="hard",
    solution=solve,
    cases=((X, HEAR, THINK), (wide(3, 4, 4), wide(4, 4, 5), wide(4, 4, 6))),
    mistakes=(
        Mistake(
            "norm first",
            norm_first,
            "you normalize what goes into each part: that is pre-norm, which exists, "
            "but here Norm comes after the sum, norm(x + f(x))",
        ),
        Mistake(
            "norm of the part",
            norm_of_the_part,
            "you normalize what a part gives back, and add x afterwards: add first, "
            "then normalize the sum",
        ),
        Mistake(
            "no Add",
            without_add,
            "you have Norm, but no Add: both times the input of the part must be added "
            "to what comes out of it",
        ),
        Mistake(
            "no first Add",
            without_first_add,
            "the second half is right, but the first lacks Add: normalize x + x @ W_a",
        ),
        Mistake(
            "no second Add",
            without_second_add,
            "the first half is right, but the second lacks Add: normalize a + a @ W_f, "
            "where a is what the first half gave",
        ),
        Mistake(
            "no Norm",
            without_norm,
            "you have Add, but no Norm: normalize each of the two sums",
        ),
        Mistake(
            "one Norm",
            one_norm,
            "you normalize at the end alone: the first sum is normalized, too, before "
            "the second part sees it",
        ),
        Mistake(
            "no second Norm",
            without_second_norm,
            "the first half is right, but the second sum is not normalized",
        ),
        Mistake(
            "first half",
            first_half,
            "the first half is right, but nothing follows: do the same once more, with "
            "a in the place of x, and W_f",
        ),
        Mistake(
            "added twice",
            added_twice,
            "you add the input once in the sum, which is right, and once more after "
            "Norm: nothing comes after Norm",
        ),
        Mistake(
            "x added again",
            x_added_again,
            "in the second half you add x once more: add a, what the first half gave "
            "and what went into this part",
        ),
        Mistake(
            "part of x",
            part_of_x,
            "your second part works on x: it works on a, what the first half gave",
        ),
        Mistake(
            "side by side",
            side_by_side,
            "both parts work on x, side by side: the second one works on what the "
            "first half gave, after its Norm",
        ),
        Mistake(
            "over everything",
            over_everything,
            "you normalize the whole matrix at once: each word has its own mean, so "
            "give F.layer_norm the shape of one word, y.shape[-1:]",
        ),
    ),
)
