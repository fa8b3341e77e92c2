"""feed_forward(x, first, second): wide, bent, and back."""

import torch
from torch.nn import functional as F

from helpers.exercises.exercise import Exercise, Mistake, wide


def through(x, pair):
    """Send x through one map: a matrix and a bias."""
    matrix, bias = pair
    return x @ matrix + bias


def solve(x, first, second):
    return through(through(x, first).relu(), second)


def without_bend(x, first, second):
    return through(through(x, first), second)


def bend_at_the_end(x, first, second):
    return without_bend(x, first, second).relu()


def bend_twice(x, first, second):
    return solve(x, first, second).relu()


def bend_on_x(x, first, second):
    return without_bend(x.relu(), first, second)


def bend_upside_down(x, first, second):
    return through(through(x, first).clamp(max=0), second)


def smooth_bend(x, first, second):
    return through(F.gelu(through(x, first)), second)


def without_biases(x, first, second):
    return (x @ first[0]).relu() @ second[0]


def without_first_bias(x, first, second):
    return through((x @ first[0]).relu(), second)


def without_second_bias(x, first, second):
    return through(x, first).relu() @ second[0]


def first_bias_late(x, first, second):
    return through((x @ first[0]).relu() + first[1], second)


def first_map_alone(x, first, second):
    return through(x, first).relu()


def with_add(x, first, second):
    return x + solve(x, first, second)


X = torch.tensor([[1.0, 2.0], [-1.0, 0.0]])
W_1 = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, -1.0]])
W_2 = torch.tensor([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])
FIRST = W_1, torch.tensor([0.0, -3.0, 2.0])
SECOND = W_2, torch.tensor([0.0, -1.0])
FEED_FORWARD = Exercise(
    name="feed_forward",
    lesson="feed_forward",
    minutes=5,
    level="easy",
    solution=solve,
    cases=(
        (X, FIRST, SECOND),
        (
            wide(3, 4, 1),
            (wide(4, 8, 2), wide(1, 8, 3)[0]),
            (wide(8, 4, 4), wide(1, 4, 5)[0]),
        ),
    ),
    mistakes=(
        Mistake(
            "no ReLU",
            without_bend,
            "there is no ReLU between your maps, so the two are no more than one: cut "
            "what is below zero before W_2",
        ),
        Mistake(
            "ReLU at the end",
            bend_at_the_end,
            "your ReLU comes after W_2: put it before, between the two maps; what "
            "comes out may be negative",
        ),
        Mistake(
            "ReLU twice",
            bend_twice,
            "you use ReLU after the second map, too: only the first has one, and what "
            "comes out may be negative",
        ),
        Mistake(
            "ReLU on x",
            bend_on_x,
            "you cut x itself: let it through the first map, then use ReLU",
        ),
        Mistake(
            "ReLU upside down",
            bend_upside_down,
            "you keep what is below zero and cut the rest: ReLU(z) = max(0, z), in "
            "torch z.relu() or z.clamp(min=0)",
        ),
        Mistake(
            "GELU",
            smooth_bend,
            "you use GELU, the rounded ReLU of later models: here it is ReLU",
        ),
        Mistake(
            "no biases",
            without_biases,
            "you do not use the biases: add b_1 before ReLU, and b_2 at the end",
        ),
        Mistake(
            "no b₁",
            without_first_bias,
            "b_1 is missing: add it before ReLU, since b_1 says where each unit bends",
        ),
        Mistake(
            "no b₂",
            without_second_bias,
            "b_2 is missing: add it at the end",
        ),
        Mistake(
            "b₁ late",
            first_bias_late,
            "you add b_1 after ReLU: add it before, since b_1 says where each unit "
            "bends",
        ),
        Mistake(
            "first map alone",
            first_map_alone,
            "that is the first map with its ReLU, still d_ff wide: bring it back with "
            "W_2, and add b_2",
        ),
        Mistake(
            "Add",
            with_add,
            "you add x at the end: that is the Add of the block around the FFN, and "
            "the FFN itself does not do it",
        ),
    ),
)
