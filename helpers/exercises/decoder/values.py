"""A shape to predict, and a number to read from the probe of lesson 6."""

from helpers.exercises.exercise import Exercise, Mistake

CROSS_MAP_SHAPE = Exercise(
    name="cross_map_shape",
    lesson="decoder",
    minutes=2,
    level="easy",
    solution=(7, 9),
    mistakes=(
        Mistake(
            "transposed",
            (9, 7),
            "you have it lying down: the rows are those who ask, and in "
            "cross-attention the Chinese words ask the English ones",
        ),
        Mistake(
            "square of the target",
            (7, 7),
            "that is the map of looking back: across, the keys are the words of the "
            "other sentence",
        ),
        Mistake(
            "square of the source",
            (9, 9),
            "that is a map of the encoder: in the decoder the Chinese words send the "
            "queries",
        ),
        Mistake(
            "bos forgotten",
            (6, 9),
            "count <bos>, too: it goes in like a word, and its row writes the first "
            "Chinese word",
        ),
        Mistake(
            "features",
            (7, 128),
            "that is the shape of x: the map has a column for each English word, and "
            "none for features",
        ),
    ),
)

LEAK_PROBE = Exercise(
    name="leak_probe",
    lesson="decoder",
    minutes=3,
    level="easy",
    solution=5,
    mistakes=(
        Mistake(
            "own output",
            4,
            "one is missing: the output of the changed word itself moves, too, for "
            "every row may see itself (the diagonal is blue)",
        ),
        Mistake(
            "read below the picture",
            0,
            "that is the number below the picture: it counts the earlier outputs "
            "alone, and 0 means no leak; count all blue cells of the column",
        ),
        Mistake(
            "absent",
            7,
            "all of them move when the mask is absent: count in the first picture",
        ),
        Mistake(
            "inverted",
            3,
            "that is the inverted mask, where the earlier outputs hear the change: "
            "count in the first picture, “mask right”",
        ),
        Mistake(
            "earlier ones",
            2,
            "those are the outputs before the change, which must stay where they are: "
            "count the others",
        ),
        Mistake(
            "bos counted as word 1",
            6,
            "that is the column of word 1: <bos> stands before it, and word 2 has the "
            "third column",
        ),
    ),
)
