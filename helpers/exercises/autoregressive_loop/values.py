"""Numbers to predict, and to read from the pictures of lesson 7."""

from helpers.exercises.exercise import Exercise, Mistake

CACHED_POSITION = Exercise(
    name="cached_position",
    lesson="autoregressive_loop",
    minutes=2,
    level="easy",
    solution=4,
    mistakes=(
        Mistake(
            "alone",
            0,
            "it goes in alone, but it is not the first: with position 0 every new word "
            "would be told that it begins the sentence",
        ),
        Mistake(
            "the last one kept",
            3,
            "position 3 is taken: <bos> has 0, so the three words have 1, 2 and 3",
        ),
        Mistake(
            "counted from 1",
            5,
            "it is the fifth, and the fifth has position 4: <bos> has 0",
        ),
    ),
)

BILL = Exercise(
    name="bill",
    lesson="autoregressive_loop",
    minutes=3,
    level="easy",
    solution=512,
    mistakes=(
        Mistake(
            "fed again",
            551_296,
            "so much it grows when everything is fed again: take the second number, "
            "with a cache",
        ),
        Mistake(
            "RNN",
            0,
            "only the RNN costs the same for ever: with a cache the new query meets "
            "one more key, and mixes one more value",
        ),
        Mistake(
            "the whole price",
            518_528,
            "that is the whole price at 65 words: how much of it is new since 64?",
        ),
        Mistake(
            "the price before",
            518_016,
            "that is the whole price at 64 words: how much is added at 65?",
        ),
        Mistake(
            "one layer",
            256,
            "that is one layer: each of the two has a query that meets one more key "
            "and mixes one more value",
        ),
        Mistake(
            "the ratio",
            1,
            "only the ratio grows by 1, from 65 × to 66 ×: subtract the numbers of "
            "multiplications themselves",
        ),
    ),
)
