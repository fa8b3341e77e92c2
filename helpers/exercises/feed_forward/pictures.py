"""Numbers to predict, and to read from the pictures of lesson 5."""

from helpers.exercises.exercise import Exercise, Mistake

FFN_PARAMETERS = Exercise(
    name="ffn_parameters",
    lesson="feed_forward",
    minutes=3,
    level="easy",
    solution=66_112,  # d_model is 64, d_ff 512
    mistakes=(
        Mistake(
            "no biases",
            65_536,
            "both matrices are right, but b₁ and b₂ are learned, too: count theirs",
        ),
        Mistake(
            "no b₁",
            65_600,
            "nearly: b₁ is missing, a number for each of the 512 hidden units",
        ),
        Mistake(
            "no b₂",
            66_048,
            "nearly: b₂ is missing, a number for each of the 64 features that come out",
        ),
        Mistake(
            "one matrix",
            32_768,
            "that is one matrix alone: there are two of this size, and two biases",
        ),
        Mistake(
            "first map",
            33_280,
            "that is the first map, W₁ and b₁: the second has a matrix as large, and a "
            "bias of its own",
        ),
        Mistake(
            "first map twice",
            66_560,
            "you count W₁ and b₁ twice: W₂ is as large as W₁, but b₂ is shorter than "
            "b₁, since only 64 numbers come out",
        ),
        Mistake(
            "for each word",
            198_336,
            "you count anew for each of the 3 words: all words go through the same two "
            "maps, so count them once",
        ),
        Mistake(
            "multiplications",
            196_608,
            "those are the multiplications for 3 words: the learned numbers do not "
            "depend on the length, and b₁ and b₂ count, too",
        ),
        Mistake(
            "attention",
            16_640,
            "those are the four maps of attention, 64 × 64 with a bias each: the FFN "
            "has two maps, 64 × 512 and 512 × 64",
        ),
        Mistake(
            "our model",
            131_712,
            "those are the parameters of our model, with d_model 128: here it is 64",
        ),
        Mistake(
            "comma",
            (66, 112),
            "the number is right, but Python takes the comma for a pair: write 66112",
        ),
    ),
)

ROWS_ADDED = Exercise(
    name="rows_added",
    lesson="feed_forward",
    minutes=3,
    level="easy",
    solution=3,
    mistakes=(
        Mistake(
            "layer 1",
            12,
            "that is layer 1: drag layer to 2",
        ),
        Mistake(
            "the others",
            509,
            "those are the units that ReLU sets to zero, and zero times a row adds "
            "nothing: count the others",
        ),
        Mistake(
            "the others, layer 1",
            500,
            "those are the units that ReLU sets to zero, and in layer 1: drag layer to "
            "2, and count what it keeps",
        ),
        Mistake(
            "all rows",
            512,
            "W₂ has 512 rows, but most are taken zero times: count the units that are "
            "above zero after ReLU",
        ),
        Mistake(
            "another word",
            21,
            "that is “I” or “like”: drag word to apples",
        ),
        Mistake(
            "I, layer 1",
            22,
            "that is “I”, and layer 1: drag word to apples, and layer to 2",
        ),
        Mistake(
            "like, layer 1",
            45,
            "that is “like”, and layer 1: drag word to apples, and layer to 2",
        ),
        Mistake(
            "columns",
            128,
            "that is the length of a row of W₂: count the rows that are added up, one "
            "for each unit above zero",
        ),
    ),
)

CROSSING = Exercise(
    name="crossing",
    lesson="feed_forward",
    minutes=5,
    level="medium",
    solution=3_584,  # d_model is 256, d_ff 4096
    mistakes=(
        Mistake(
            "paper",
            1_024,
            "that is where the paper's sizes cross: here d_model is 256, and d_ff 4096",
        ),
        Mistake(
            "no maps",
            4_096,
            "you forgot the four maps of attention, 4·n·d²: beside its two products "
            "they cost something, too, so the crossing comes earlier",
        ),
        Mistake(
            "two maps",
            3_840,
            "you subtract d_model once: attention has four maps, 4·n·d², and dividing "
            "by 2·n·d leaves 2·d",
        ),
        Mistake(
            "three maps",
            3_712,
            "you count three maps of attention: after W_Q, W_K and W_V comes W_O, so "
            "4·n·d²",
        ),
        Mistake(
            "one product",
            7_168,
            "you count one product of words with words: there are two, QKᵀ and the "
            "weights with V, so 2·n²·d",
        ),
        Mistake(
            "one FFN map",
            1_536,
            "you count one map of the FFN: there are two, so 2·n·d·d_ff",
        ),
        Mistake(
            "sign",
            4_608,
            "a sign went astray: 2·n·d_ff = 4·n·d + 2·n² gives n = d_ff minus "
            "something, since the maps of attention cost something, too",
        ),
        Mistake(
            "comma",
            (3, 584),
            "the number is right, but Python takes the comma for a pair: write 3584",
        ),
    ),
)
