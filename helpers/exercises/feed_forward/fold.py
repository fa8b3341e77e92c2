"""fold(first, second): two maps without a bend are one."""

import torch

from helpers.exercises.exercise import Exercise, Mistake, wide


def solve(first, second):
    (W_1, b_1), (W_2, b_2) = first, second
    return W_1 @ W_2, b_1 @ W_2 + b_2


def without_first_bias(first, second):
    return first[0] @ second[0], second[1]


def without_second_bias(first, second):
    return first[0] @ second[0], first[1] @ second[0]


def without_biases(first, second):
    return first[0] @ second[0], torch.zeros_like(second[1])


def bias_not_mapped(first, second):
    return first[0] @ second[0], first[1] + second[1]


def both_biases_mapped(first, second):
    return first[0] @ second[0], (first[1] + second[1]) @ second[0]


def bias_through_first(first, second):
    return first[0] @ second[0], first[1] @ first[0] + second[1]


def bias_through_both(first, second):
    W = first[0] @ second[0]
    return W, first[1] @ W + second[1]


def bias_behind(first, second):
    return first[0] @ second[0], second[0] @ first[1] + second[1]


def swapped(first, second):
    return second[0] @ first[0], solve(first, second)[1]


def all_swapped(first, second):
    return second[0] @ first[0], second[0] @ first[1] + second[1]


def number_by_number(first, second):
    return first[0] * second[0], solve(first, second)[1]


def added(first, second):
    return first[0] + second[0], first[1] + second[1]


FIRST = torch.tensor([[1.0, 2.0], [0.0, 1.0]]), torch.tensor([1.0, 3.0])
SECOND = torch.tensor([[0.0, 1.0], [2.0, 0.0]]), torch.tensor([5.0, 0.0])
FOLD = Exercise(
    name="fold",
    lesson="feed_forward",
    minutes=8,
    level="hard",
    solution=solve,
    cases=(
        (FIRST, SECOND),
        (
            (wide(3, 3, 1), wide(1, 3, 2)[0]),
            (wide(3, 3, 3), wide(1, 3, 4)[0]),
        ),
        (
            (wide(3, 4, 5), wide(1, 4, 6)[0]),
            (wide(4, 2, 7), wide(1, 2, 8)[0]),
        ),
    ),
    mistakes=(
        Mistake(
            "no b₁",
            without_first_bias,
            "W is right, but b_1 is lost: it goes through the second map, too, like "
            "everything that the first map gives",
        ),
        Mistake(
            "no b₂",
            without_second_bias,
            "nearly: b_2 is missing in your b",
        ),
        Mistake(
            "no biases",
            without_biases,
            "W is right, but the biases are lost: what comes out when x is 0?",
        ),
        Mistake(
            "b₁ not mapped",
            bias_not_mapped,
            "W is right, but you add b_1 as it is: the second map works on it, too, so "
            "multiply it by W_2 first",
        ),
        Mistake(
            "b₂ mapped",
            both_biases_mapped,
            "W is right, but you multiply both biases by W_2: b_2 comes after W_2, so "
            "it stays as it is",
        ),
        Mistake(
            "b₁ through W₁",
            bias_through_first,
            "W is right, but you multiply b_1 by W_1: it is added after W_1, so only "
            "W_2 is still to come",
        ),
        Mistake(
            "b₁ through both",
            bias_through_both,
            "W is right, but you multiply b_1 by all of W: it is added after W_1, so "
            "only W_2 is still to come",
        ),
        Mistake(
            "b₁ behind",
            bias_behind,
            "W is right, but b_1 stands on the wrong side: it is a row, as x is, so "
            "b_1 @ W_2",
        ),
        Mistake(
            "swapped",
            swapped,
            "b is right, but your matrices are swapped: x meets W_1 first, and stands "
            "on the left, so W_1 @ W_2",
        ),
        Mistake(
            "all swapped",
            all_swapped,
            "you write for columns, W₂(W₁x + b₁) + b₂, but our words are rows: x "
            "stands on the left, so W_1 @ W_2, and b_1 @ W_2",
        ),
        Mistake(
            "number by number",
            number_by_number,
            "you multiply number by number (*): two maps, one after the other, are a "
            "product of matrices (@)",
        ),
        Mistake(
            "added",
            added,
            "you add the two maps, as if both worked on x: the second works on what "
            "the first gives, so multiply them",
        ),
    ),
)
