"""word_plus_position(rows, positions): what the model gets to see."""

import math

import torch

from helpers.exercises.exercise import Exercise, Mistake, wide

ROWS = torch.tensor([[[1.0, 0.0, 2.0, 0.0], [0.0, 3.0, 0.0, 1.0]]])
POSITIONS = torch.tensor(
    [[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8], [0.9, 0.8, 0.6, 0.5]]
)


def word_plus_position(rows, positions):
    return louder(rows) + first_of(positions, rows)


def louder(rows):
    return rows * math.sqrt(rows.size(-1))


def first_of(positions, rows):
    return positions[: rows.size(1)]


def without_factor(rows, positions):
    return rows + first_of(positions, rows)


def times_d_model(rows, positions):
    return rows * rows.size(-1) + first_of(positions, rows)


def divided_by_the_root(rows, positions):
    return rows / math.sqrt(rows.size(-1)) + first_of(positions, rows)


def root_of_the_length(rows, positions):
    return rows * math.sqrt(rows.size(1)) + first_of(positions, rows)


def root_of_128(rows, positions):
    return rows * math.sqrt(128) + first_of(positions, rows)


def factor_on_the_sum(rows, positions):
    return louder(rows + first_of(positions, rows))


def factor_on_the_positions(rows, positions):
    return rows + louder(first_of(positions, rows))


def without_positions(rows, positions):
    return louder(rows)


def first_position(rows, positions):
    return louder(rows) + positions[0]


def along_the_batch(rows, positions):
    return louder(rows) + positions[: rows.size(0), None]


def as_many_as_sentences(rows, positions):
    return louder(rows) + positions[: rows.size(0)]


def whole_table(rows, positions):
    return louder(rows) + positions


def last_positions(rows, positions):
    return louder(rows) + positions[-rows.size(1) :]


def side_by_side(rows, positions):
    places = first_of(positions, rows).expand(rows.shape)
    return torch.cat([louder(rows), places], dim=-1)


WORD_PLUS_POSITION = Exercise(
    name="word_plus_position",
    lesson="embedding",
    minutes=7,
    level="medium",
    solution=word_plus_position,
    # The last: as many sentences as words as positions, where mixed-up axes fit.
    cases=(
        (ROWS, POSITIONS),
        (wide(8, 6, 1).view(2, 4, 6), wide(7, 6, 2)),
        (wide(9, 4, 3).view(3, 3, 4), POSITIONS),
    ),
    mistakes=(
        Mistake(
            "no factor",
            without_factor,
            "the factor is missing, so the positions drown the words: multiply the "
            "rows by √d_model",
        ),
        Mistake(
            "factor d_model",
            times_d_model,
            "you multiply by d_model: take its square root",
        ),
        Mistake(
            "divided",
            divided_by_the_root,
            "you divide by √d_model, as attention divides its scores: here it makes "
            "the words louder, so multiply",
        ),
        Mistake(
            "root of the length",
            root_of_the_length,
            "you take the root of the number of words: d_model is the length of a row, "
            "rows.size(-1)",
        ),
        Mistake(
            "root of 128",
            root_of_128,
            "you multiply by √128, which is right for our model alone: take the length "
            "of a row, rows.size(-1)",
        ),
        Mistake(
            "factor on the sum",
            factor_on_the_sum,
            "your factor makes the positions louder, too: multiply the words first, "
            "and add the positions afterwards",
        ),
        Mistake(
            "factor on the positions",
            factor_on_the_positions,
            "you multiply the positions: it is the words that need to be louder",
        ),
        Mistake(
            "no positions",
            without_positions,
            "these are the words alone, made louder: positions are still to be added",
        ),
        Mistake(
            "first position",
            first_position,
            "you add position 0 to every word: take one row of the table for each "
            "word, positions[:T]",
        ),
        Mistake(
            "batch axis",
            along_the_batch,
            "all words of a sentence get the same position: positions run along the "
            "words (axis 1), not along the sentences (axis 0)",
        ),
        Mistake(
            "number of sentences",
            as_many_as_sentences,
            "you take as many positions as there are sentences: take one for each "
            "word, rows.size(1)",
        ),
        Mistake(
            "whole table",
            whole_table,
            "you add the whole table, which only fits sentences of its own length: "
            "take its first T rows, positions[:T]",
        ),
        Mistake(
            "last positions",
            last_positions,
            "you take the last rows of the table: a sentence begins at position 0",
        ),
        Mistake(
            "side by side",
            side_by_side,
            "you put the positions beside the words, so the rows are twice as long: "
            "add the two, number by number",
        ),
    ),
)
