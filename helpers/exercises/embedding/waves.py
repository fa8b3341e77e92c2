"""sinusoidal_positions(length, d_model): a row of waves for every position."""

import torch

from helpers.exercises.exercise import Exercise, Mistake
from helpers.model import sinusoidal_positions

BASE = 10_000


def solve(length, d_model):
    return sinusoidal_positions(length, d_model)


def places(length, first=0):
    """Count the positions, in a column. Shape: -> (length, 1)"""
    return torch.arange(first, first + length, dtype=torch.float64)[:, None]


def pairs(d_model):
    """Number the pairs of columns: i = 0, 1, 2, … Shape: -> (d_model / 2,)"""
    return torch.arange(d_model // 2)


def angles(length, d_model):
    return places(length) / BASE ** (2 * pairs(d_model) / d_model)


def side_by_side(even, odd):
    """Take turns between two tables. Shape: two (length, d_model / 2)"""
    return torch.stack([even, odd], dim=-1).flatten(1)


def sine_and_cosine(angle):
    return side_by_side(angle.sin(), angle.cos())


def cosine_first(length, d_model):
    angle = angles(length, d_model)
    return side_by_side(angle.cos(), angle.sin())


def halves(length, d_model):
    angle = angles(length, d_model)
    return torch.cat([angle.sin(), angle.cos()], dim=1)


def sine_alone(length, d_model):
    angle = angles(length, d_model)
    return side_by_side(angle.sin(), angle.sin())


def without_two(length, d_model):
    return sine_and_cosine(places(length) / BASE ** (pairs(d_model) / d_model))


def column_doubled(length, d_model):
    return sine_and_cosine(places(length) / BASE ** (4 * pairs(d_model) / d_model))


def by_column(length, d_model, factor=1):
    """Give every column a speed of its own."""
    column = torch.arange(d_model)
    angle = places(length) / BASE ** (factor * column / d_model)
    return side_by_side(angle[:, 0::2].sin(), angle[:, 1::2].cos())


def by_column_doubled(length, d_model):
    return by_column(length, d_model, factor=2)


def multiplied(length, d_model):
    return sine_and_cosine(places(length) * BASE ** (2 * pairs(d_model) / d_model))


def cut_off(length, d_model):
    return sine_and_cosine(places(length) / BASE ** (2 * pairs(d_model) // d_model))


def from_one(length, d_model):
    slow = BASE ** (2 * pairs(d_model) / d_model)
    return sine_and_cosine(places(length, first=1) / slow)


def without_brackets(length, d_model):
    slow = float(BASE) ** (2 * pairs(d_model))
    return sine_and_cosine(places(length) / slow / d_model)


def no_brackets(length, d_model):
    slow = BASE**2
    return sine_and_cosine(places(length) / slow * pairs(d_model) / d_model)


def one_pair_fewer(length, d_model):
    slow = BASE ** (pairs(d_model) / (d_model // 2 - 1))
    return sine_and_cosine(places(length) / slow)


SINUSOIDAL_POSITIONS = Exercise(
    name="sinusoidal_positions",
    lesson="embedding",
    minutes=10,
    level="medium",
    solution=solve,
    cases=((3, 4), (5, 6), (20, 16)),
    mistakes=(
        Mistake(
            "swapped",
            cosine_first,
            "sine and cosine have changed places: even columns are sines, so row 0 "
            "begins 0, 1",
        ),
        Mistake(
            "halves",
            halves,
            "all your sines stand on the left, all cosines on the right: let them take "
            "turns, sin, cos, sin, cos",
        ),
        Mistake(
            "no cosine",
            sine_alone,
            "all your columns are sines: the odd ones are cosines of the same angle",
        ),
        Mistake(
            "2 forgotten",
            without_two,
            "your waves slow down too little from pair to pair: the exponent is "
            "2i / d_model, where i counts pairs",
        ),
        Mistake(
            "2 twice",
            column_doubled,
            "your waves slow down too fast: an i that goes 0, 2, 4 is 2i already, so "
            "do not double it again",
        ),
        Mistake(
            "own speed",
            by_column,
            "your odd columns have speeds of their own: columns 2i and 2i + 1 are a "
            "pair, and share one angle",
        ),
        Mistake(
            "own speed, doubled",
            by_column_doubled,
            "you put the number of the column in place of i: i is the number of the "
            "pair, column // 2",
        ),
        Mistake(
            "multiplied",
            multiplied,
            "your waves get faster from left to right: divide by 10000^(2i/d_model)",
        ),
        Mistake(
            "cut off",
            cut_off,
            "all your waves have one speed: // cuts every exponent down to 0, so "
            "divide with /",
        ),
        Mistake(
            "from 1",
            from_one,
            "you count positions from 1: the first is 0, and its row is 0, 1, 0, 1, …",
        ),
        Mistake(
            "brackets",
            without_brackets,
            "you divide the angle by d_model, not the exponent: put brackets around "
            "the whole exponent, 10000 ** (2 * i / d_model)",
        ),
        Mistake(
            "no brackets",
            no_brackets,
            "Python takes 10000 ** 2 first, and the rest does not reach the exponent: "
            "put brackets around the whole of it, 10000 ** (2 * i / d_model)",
        ),
        Mistake(
            "one pair fewer",
            one_pair_fewer,
            "your waves slow down a little too fast: divide i by d_model / 2, and "
            "not by one less",
        ),
    ),
)
