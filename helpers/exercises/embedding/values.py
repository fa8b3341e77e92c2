"""What students of lesson 1 predict, or read in a picture."""

from helpers.exercises.exercise import Exercise, Mistake

ONE_HOT_SHAPE = Exercise(
    name="one_hot_shape",
    lesson="embedding",
    minutes=2,
    level="easy",
    solution=(2, 7, 128),
    mistakes=(
        Mistake(
            "one-hot itself",
            (2, 7, 260),
            "that is the shape of the one-hot rows: times the matrix, each 260 becomes "
            "128",
        ),
        Mistake(
            "matrix",
            (260, 128),
            "that is the shape of the matrix: the product has a row for every id, and "
            "not for every word of the vocabulary",
        ),
        Mistake(
            "sentences alone",
            (2, 128),
            "that is one row a sentence: each of its 7 words has a row of its own",
        ),
        Mistake(
            "one sentence",
            (7, 128),
            "that is one sentence: there are two of them, so one more axis stands in "
            "front",
        ),
        Mistake(
            "one long list",
            (14, 128),
            "these are the right 14 rows, but in one list: the two sentences stay "
            "apart, as in the ids",
        ),
        Mistake(
            "words forgotten",
            (2, 260, 128),
            "the 260 words of the vocabulary are summed over: what stays are the 7 "
            "words of each sentence",
        ),
        Mistake(
            "ids kept",
            (2, 7, 260, 128),
            "the 260 is summed over in the product, so it is not in the result",
        ),
    ),
)

SAME_LIKENESS = Exercise(
    name="same_likeness",
    lesson="embedding",
    minutes=2,
    level="easy",
    solution=24,
    mistakes=(
        Mistake(
            "ratio",
            10,
            "you kept the ratio, 9 = 3 · 3: what counts is the distance, 9 − 3",
        ),
        Mistake(
            "distance",
            6,
            "6 is the distance between 3 and 9: now count as far back from 30",
        ),
        Mistake(
            "after",
            36,
            "this one is as alike to 30, too, but stands after it: the one before it "
            "is asked for",
        ),
        Mistake(
            "3 before",
            27,
            "you went back by 3: the distance between 3 and 9 is another number",
        ),
        Mistake(
            "9 before",
            21,
            "you went back by 9, as if the first position were 0: it is 3",
        ),
        Mistake(
            "both ends counted",
            23,
            "that is one too far: from 3 to 9 there are 6 steps, though 7 positions",
        ),
    ),
)

NEAREST_WORD = Exercise(
    name="nearest_word",
    lesson="embedding",
    minutes=3,
    level="easy",
    solution="girl",
    mistakes=(
        Mistake(
            "untrained",
            "children",
            "this is the nearest of the random rows: set rows to trained",
        ),
        Mistake(
            "own kind",
            "sad",
            "this is the nearest adjective: the longest bar belongs to another kind",
        ),
        Mistake(
            "second",
            "need",
            "this is the second bar: the longest one is at the top",
        ),
        Mistake(
            "other word",
            "teachers",
            "this is nearest to teacher: choose tall in the list beside word",
        ),
        Mistake(
            "meaning",
            "short",
            "by its meaning, perhaps, but look at the bars: near are words that are "
            "used alike or go together, and opposites need not be near",
        ),
        Mistake(
            "itself",
            "tall",
            "a word is always nearest to itself, so the bars begin with the next one",
        ),
    ),
)
