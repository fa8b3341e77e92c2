"""Answers that are numbers: the shape of a map, and a weight."""

import math

from helpers.exercises.exercise import Exercise, Mistake

FEATURES = (
    "you compare features with features: the map has a row for each query and a column "
    "for each key, and both are words"
)
MAP_SHAPE = Exercise(
    name="map_shape",
    lesson="self_attention",
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
        Mistake("square of features", (128, 128), FEATURES),
        Mistake("square of a head", (32, 32), FEATURES),
        Mistake(
            "all heads",
            (4, 6, 6),
            "these are the maps of all 4 heads: one of them is asked for",
        ),
        Mistake(
            "heads as columns",
            (6, 4),
            "each head has a map of its own, so 4 is not in it: a row for each query, "
            "a column for each key",
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
    lesson="self_attention",
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
            "second weight",
            0.75,
            "this is the second weight: the first one is asked for",
        ),
        Mistake(
            "only above the line",
            round(0.25 * math.exp(5), 4),
            "exp(5) multiplies the sum below the fraction line, too, and cancels out",
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
