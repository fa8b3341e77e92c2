"""What students of lesson 3 predict, or read in a picture."""

from helpers.exercises.exercise import Exercise, Mistake

D_MODEL, NUM_HEADS = 512, 8
D_K = D_MODEL // NUM_HEADS

PARAMETERS = Exercise(
    name="parameters_of_heads",
    lesson="multi_head",
    minutes=3,
    level="easy",
    solution=4 * D_MODEL**2,
    mistakes=(
        Mistake(
            "h times",
            4 * D_MODEL**2 * NUM_HEADS,
            "that is 8 times too many: a head has no 512 × 512 of its own, but its "
            "share of one, 512 × 64",
        ),
        Mistake(
            "d_model for each head",
            3 * NUM_HEADS * D_MODEL**2 + D_MODEL**2,
            "your heads have d_model features each: the 8 heads share out the 512, so "
            "that each has 64",
        ),
        Mistake(
            "no W_O",
            3 * D_MODEL**2,
            "W_O is missing: the matrix that mixes the heads is 512 × 512, too",
        ),
        Mistake(
            "one head",  # or 8 heads whose matrices are d_k × d_k: the same number
            4 * D_MODEL * D_K,
            "too few: each of the 8 heads reads all 512 features of a word and makes "
            "64, so 512 × 64 in W_Q alone, and that 8 times",
        ),
        Mistake(
            "biases",
            4 * (D_MODEL**2 + D_MODEL),
            "you have counted the biases: this time the matrices alone",
        ),
        Mistake(
            "one matrix",
            D_MODEL**2,
            "that is one matrix, say W_Q with all its heads: there are four such",
        ),
    ),
)

HEAD_KIND = Exercise(
    name="head_kind",
    lesson="multi_head",
    minutes=3,
    level="easy",
    solution=(2, 4),
    mistakes=(
        Mistake(
            "other kind",
            (2, 2),
            "that head is the best at noun → adjective: drag kind to in, on, at → noun",
        ),
        Mistake(
            "best of layer 1",
            (1, 4),
            "the best of layer 1: look at layer 2, too, in the right half of the row",
        ),
        Mistake(
            "swapped",
            (4, 2),
            "layer and head have changed places: the layer comes first",
        ),
        Mistake(
            "from 0",
            (1, 3),
            "you count from 0, as Python does: in the picture layers and heads count "
            "from 1",
        ),
        Mistake(
            "head alone",
            4,
            "both layers have a head 4: write the layer, too, (layer, head)",
        ),
        Mistake(
            "counted through",
            8,
            "the right column of the picture, but each layer counts its heads from 1: "
            "write (layer, head)",
        ),
    ),
)
