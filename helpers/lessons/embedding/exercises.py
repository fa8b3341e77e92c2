"""Lesson 1: exercises on the embedding, and the mistakes that are made in them."""

from math import sqrt

import torch

from helpers.lessons.exercise import Exercise, wide
from helpers.model import sinusoidal_positions

ONE_HOT_SHAPE = Exercise("one_hot_shape", "easy, 2 minutes", solution=(2, 7, 128))
ONE_HOT_SHAPE.mistakes = {
    (2, 7, 260): (
        "that is the shape of the one-hot rows: times the matrix, each 260 becomes 128"
    ),
    (260, 128): (
        "that is the shape of the matrix: the product has a row for every id, and not "
        "for every word of the vocabulary"
    ),
    (2, 128): "that is one row a sentence: each of its 7 words has a row of its own",
    (7, 128): (
        "that is one sentence: there are two of them, so one more axis stands in front"
    ),
    (14, 128): (
        "these are the right 14 rows, but in one list: the two sentences stay apart, "
        "as in the ids"
    ),
    (2, 260, 128): (
        "the 260 words of the vocabulary are summed over: what stays are the 7 words "
        "of each sentence"
    ),
    (2, 7, 260, 128): (
        "the 260 is summed over in the product, so it is not in the result"
    ),
}

SAME_LIKENESS = Exercise("same_likeness", "easy, 2 minutes", solution=24)
SAME_LIKENESS.mistakes = {
    10: "you kept the ratio, 9 = 3 · 3: what counts is the distance, 9 − 3",
    6: "6 is the distance between 3 and 9: now count as far back from 30",
    36: (
        "this one is as alike to 30, too, but stands after it: the one before it is "
        "asked for"
    ),
    27: "you went back by 3: the distance between 3 and 9 is another number",
    21: "you went back by 9, as if the first position were 0: it is 3",
    23: "that is one too far: from 3 to 9 there are 6 steps, though 7 positions",
}

NEAREST_WORD = Exercise("nearest_word", "easy, 3 minutes", solution="girl")
NEAREST_WORD.mistakes = {
    "children": "this is the nearest of the random rows: set rows to trained",
    "sad": "this is the nearest adjective: the longest bar belongs to another kind",
    "need": "this is the second bar: the longest one is at the top",
    "teachers": "this is nearest to teacher: choose tall in the list beside word",
    "short": (
        "by its meaning, perhaps, but look at the bars: near are words that are used "
        "alike or go together, and opposites need not be near"
    ),
    "tall": "a word is always nearest to itself, so the bars begin with the next one",
}

# word_plus_position(rows, positions): what the model gets to see

ROWS = torch.tensor([[[1.0, 0.0, 2.0, 0.0], [0.0, 3.0, 0.0, 1.0]]])
POSITIONS = torch.tensor(
    [[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8], [0.9, 0.8, 0.6, 0.5]]
)


def louder(rows):
    return rows * sqrt(rows.size(-1))


def first_of(positions, rows):
    return positions[: rows.size(1)]


WORD_PLUS_POSITION = Exercise(
    "word_plus_position",
    "medium, 7 minutes",
    solution=lambda rows, positions: louder(rows) + first_of(positions, rows),
    # The last: as many sentences as words as positions, where mixed-up axes fit.
    cases=(
        (ROWS, POSITIONS),
        (wide(8, 6, 1).view(2, 4, 6), wide(7, 6, 2)),
        (wide(9, 4, 3).view(3, 3, 4), POSITIONS),
    ),
)
WORD_PLUS_POSITION.mistakes = {
    "no factor": (
        "the factor is missing, so the positions drown the words: multiply the rows by "
        "√d_model",
        lambda rows, positions: rows + first_of(positions, rows),
    ),
    "factor d_model": (
        "you multiply by d_model: take its square root",
        lambda rows, positions: rows * rows.size(-1) + first_of(positions, rows),
    ),
    "root of 128": (
        "you multiply by √128, which is right for our model alone: take the length of "
        "a row, rows.size(-1)",
        lambda rows, positions: rows * sqrt(128) + first_of(positions, rows),
    ),
    "factor on the sum": (
        "your factor makes the positions louder, too: multiply the words first, and "
        "add the positions afterwards",
        lambda rows, positions: louder(rows + first_of(positions, rows)),
    ),
    "factor on the positions": (
        "you multiply the positions: it is the words that need to be louder",
        lambda rows, positions: rows + louder(first_of(positions, rows)),
    ),
    "no positions": (
        "these are the words alone, made louder: positions are still to be added",
        lambda rows, positions: louder(rows),
    ),
    "first position": (
        "you add position 0 to every word: take one row of the table for each word, "
        "positions[:T]",
        lambda rows, positions: louder(rows) + positions[0],
    ),
    "batch axis": (
        "all words of a sentence get the same position: positions run along the words "
        "(axis 1), not along the sentences (axis 0)",
        lambda rows, positions: louder(rows) + positions[: rows.size(0), None],
    ),
    "number of sentences": (
        "you take as many positions as there are sentences: take one for each word, "
        "rows.size(1)",
        lambda rows, positions: louder(rows) + positions[: rows.size(0)],
    ),
    "whole table": (
        "you add the whole table, which only fits sentences of its own length: take "
        "its first T rows, positions[:T]",
        lambda rows, positions: louder(rows) + positions,
    ),
    "last positions": (
        "you take the last rows of the table: a sentence begins at position 0",
        lambda rows, positions: louder(rows) + positions[-rows.size(1) :],
    ),
    "divided": (
        "you divide by √d_model, as attention divides its scores: here it makes the "
        "words louder, so multiply",
        lambda rows, positions: rows / sqrt(rows.size(-1)) + first_of(positions, rows),
    ),
    "root of the length": (
        "you take the root of the number of words: d_model is the length of a row, "
        "rows.size(-1)",
        lambda rows, positions: rows * sqrt(rows.size(1)) + first_of(positions, rows),
    ),
}


@WORD_PLUS_POSITION.mistake("side by side")
def side_by_side(rows, positions):
    """you put the positions beside the words, so the rows are twice as long: add the
    two, number by number"""
    places = first_of(positions, rows).expand(rows.shape)
    return torch.cat([louder(rows), places], dim=-1)


# sinusoidal_positions(length, d_model): a row of waves for every position

BASE = 10_000


def places(length, first=0):
    """Count the positions, in a column. Shape: -> (length, 1)"""
    return torch.arange(first, first + length, dtype=torch.float64)[:, None]


def pairs(d_model):
    """Number the pairs of columns: i = 0, 1, 2, … Shape: -> (d_model / 2,)"""
    return torch.arange(d_model // 2)


def in_turns(even, odd):
    """Take turns between two tables. Shape: two (length, d_model / 2)"""
    return torch.stack([even, odd], dim=-1).flatten(1)


def angles(length, d_model):
    return places(length) / BASE ** (2 * pairs(d_model) / d_model)


def waves(angle):
    return in_turns(angle.sin(), angle.cos())


def slowed(length, exponent, first=0):
    """Make waves that turn by 1 / BASE ** exponent a place, a speed for each pair."""
    return waves(places(length, first) / BASE**exponent)


def by_column(length, d_model, factor=1):
    """Give every column a speed of its own."""
    angle = places(length) / BASE ** (factor * torch.arange(d_model) / d_model)
    return in_turns(angle[:, 0::2].sin(), angle[:, 1::2].cos())


SINUSOIDAL_POSITIONS = Exercise(
    "sinusoidal_positions",
    "medium, 10 minutes",
    solution=lambda length, d_model: sinusoidal_positions(length, d_model),
    cases=((3, 4), (5, 6), (20, 16)),
)
SINUSOIDAL_POSITIONS.mistakes = {
    "2 forgotten": (
        "your waves slow down too little from pair to pair: the exponent is 2i / "
        "d_model, where i counts pairs",
        lambda length, d_model: slowed(length, pairs(d_model) / d_model),
    ),
    "2 twice": (
        "your waves slow down too fast: an i that goes 0, 2, 4 is 2i already, so do "
        "not double it again",
        lambda length, d_model: slowed(length, 4 * pairs(d_model) / d_model),
    ),
    "own speed": (
        "your odd columns have speeds of their own: columns 2i and 2i + 1 are a pair, "
        "and share one angle",
        by_column,
    ),
    "own speed, doubled": (
        "you put the number of the column in place of i: i is the number of the pair, "
        "column // 2",
        lambda length, d_model: by_column(length, d_model, factor=2),
    ),
    "cut off": (
        "all your waves have one speed: // cuts every exponent down to 0, so divide "
        "with /",
        lambda length, d_model: slowed(length, 2 * pairs(d_model) // d_model),
    ),
    "from 1": (
        "you count positions from 1: the first is 0, and its row is 0, 1, 0, 1, …",
        lambda length, d_model: slowed(length, 2 * pairs(d_model) / d_model, 1),
    ),
    "one pair fewer": (
        "your waves slow down a little too fast: divide i by d_model / 2, and not by "
        "one less",
        lambda length, d_model: slowed(length, pairs(d_model) / (d_model / 2 - 1)),
    ),
}


@SINUSOIDAL_POSITIONS.mistake("swapped")
def cosine_first(length, d_model):
    """sine and cosine have changed places: even columns are sines, so row 0 begins
    0, 1"""
    angle = angles(length, d_model)
    return in_turns(angle.cos(), angle.sin())


@SINUSOIDAL_POSITIONS.mistake("halves")
def halves(length, d_model):
    """all your sines stand on the left, all cosines on the right: let them take turns,
    sin, cos, sin, cos"""
    angle = angles(length, d_model)
    return torch.cat([angle.sin(), angle.cos()], dim=1)


@SINUSOIDAL_POSITIONS.mistake("no cosine")
def sine_alone(length, d_model):
    """all your columns are sines: the odd ones are cosines of the same angle"""
    angle = angles(length, d_model)
    return in_turns(angle.sin(), angle.sin())


@SINUSOIDAL_POSITIONS.mistake("multiplied")
def multiplied(length, d_model):
    """your waves get faster from left to right: divide by 10000^(2i/d_model)"""
    return waves(places(length) * BASE ** (2 * pairs(d_model) / d_model))


@SINUSOIDAL_POSITIONS.mistake("brackets")
def without_brackets(length, d_model):
    """you divide the angle by d_model, not the exponent: put brackets around the whole
    exponent, 10000 ** (2 * i / d_model)"""
    return waves(places(length) / float(BASE) ** (2 * pairs(d_model)) / d_model)


@SINUSOIDAL_POSITIONS.mistake("no brackets")
def no_brackets(length, d_model):
    """Python takes 10000 ** 2 first, and the rest does not reach the exponent: put
    brackets around the whole of it, 10000 ** (2 * i / d_model)"""
    return waves(places(length) / BASE**2 * pairs(d_model) / d_model)


EXERCISES = (
    ONE_HOT_SHAPE,
    SAME_LIKENESS,
    NEAREST_WORD,
    WORD_PLUS_POSITION,
    SINUSOIDAL_POSITIONS,
)
