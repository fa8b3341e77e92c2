"""Numbers to predict, and to read from the pictures of lesson 4."""

from helpers.exercises.exercise import Exercise, Mistake

NORM_PARAMETERS = Exercise(
    name="norm_parameters",
    lesson="encoder",
    minutes=2,
    level="easy",
    solution=256,  # d_model is 128
    mistakes=(
        Mistake(
            "one vector",
            128,
            "that is γ alone, or β alone: a LayerNorm learns both",
        ),
        Mistake(
            "as in the lab",
            2,
            "the lab has one γ and one β for all features, to fit on two sliders: in "
            "the model each feature has its own",
        ),
        Mistake(
            "a pair for each word",
            6,
            "γ and β do not belong to words but to features: every word is stretched "
            "and shifted by the same ones",
        ),
        Mistake(
            "for each word",
            768,
            "you count γ and β anew for each of the 3 words: all words share them, so "
            "that a sentence of any length fits",
        ),
        Mistake(
            "four vectors",
            512,
            "that is four vectors of 128: count one LayerNorm of the two in a block, "
            "and only what is learned: mean and standard deviation are computed",
        ),
    ),
)

VANISHING_DEPTH = Exercise(
    name="vanishing_depth",
    lesson="encoder",
    minutes=3,
    level="easy",
    solution=20,
    mistakes=(
        Mistake(
            "a step too early",
            19,
            "nearly: 0.0011 times is still a little above one thousandth",
        ),
        Mistake(
            "one hundredth",
            15,
            "there it falls below one hundredth, 0.01: go on until it is below 0.001",
        ),
        Mistake(
            "one ten-thousandth",
            24,
            "24 layers are down to about one ten-thousandth: fewer will do for one "
            "thousandth, so drag depth back",
        ),
        Mistake(
            "Add left on",
            11,
            "there the gradient has grown a thousandfold, which is what Add alone "
            "does: switch Add off, too, and look for one that shrinks",
        ),
    ),
)
