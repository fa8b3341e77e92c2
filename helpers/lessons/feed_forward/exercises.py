"""Lesson 5: exercises on the FFN, and the mistakes that are made in them."""

import torch
from torch.nn import functional as F

from helpers.lessons.exercise import Exercise, wide

# d_model is 64, d_ff 512
FFN_PARAMETERS = Exercise("ffn_parameters", "easy, 3 minutes", solution=66_112)
FFN_PARAMETERS.mistakes = {
    65_536: "both matrices are right, but b₁ and b₂ are learned, too: count theirs",
    65_600: "nearly: b₁ is missing, a number for each of the 512 hidden units",
    66_048: "nearly: b₂ is missing, a number for each of the 64 features that come out",
    32_768: "that is one matrix alone: there are two of this size, and two biases",
    33_280: (
        "that is the first map, W₁ and b₁: the second has a matrix as large, and a "
        "bias of its own"
    ),
    66_560: (
        "you count W₁ and b₁ twice: W₂ is as large as W₁, but b₂ is shorter than b₁, "
        "since only 64 numbers come out"
    ),
    198_336: (
        "you count anew for each of the 3 words: all words go through the same two "
        "maps, so count them once"
    ),
    196_608: (
        "those are the multiplications for 3 words: the learned numbers do not depend "
        "on the length, and b₁ and b₂ count, too"
    ),
    16_640: (
        "those are the four maps of attention, 64 × 64 with a bias each: the FFN has "
        "two maps, 64 × 512 and 512 × 64"
    ),
    131_712: "those are the parameters of our model, with d_model 128: here it is 64",
    (66, 112): (
        "the number is right, but Python takes the comma for a pair: write 66112"
    ),
}

ROWS_ADDED = Exercise("rows_added", "easy, 3 minutes", solution=3)
ROWS_ADDED.mistakes = {
    12: "that is layer 1: drag layer to 2",
    509: (
        "those are the units that ReLU sets to zero, and zero times a row adds "
        "nothing: count the others"
    ),
    500: (
        "those are the units that ReLU sets to zero, and in layer 1: drag layer to 2, "
        "and count what it keeps"
    ),
    512: (
        "W₂ has 512 rows, but most are taken zero times: count the units that are "
        "above zero after ReLU"
    ),
    21: "that is “I” or “like”: drag word to apples",
    22: "that is “I”, and layer 1: drag word to apples, and layer to 2",
    45: "that is “like”, and layer 1: drag word to apples, and layer to 2",
    128: (
        "that is the length of a row of W₂: count the rows that are added up, one for "
        "each unit above zero"
    ),
}

# d_model is 256, d_ff 4096
CROSSING = Exercise("crossing", "medium, 5 minutes", solution=3_584)
CROSSING.mistakes = {
    1_024: "that is where the paper's sizes cross: here d_model is 256, and d_ff 4096",
    4_096: (
        "you forgot the four maps of attention, 4·n·d²: beside its two products they "
        "cost something, too, so the crossing comes earlier"
    ),
    3_840: (
        "you subtract d_model once: attention has four maps, 4·n·d², and dividing by "
        "2·n·d leaves 2·d"
    ),
    3_712: (
        "you count three maps of attention: after W_Q, W_K and W_V comes W_O, so 4·n·d²"
    ),
    7_168: (
        "you count one product of words with words: there are two, QKᵀ and the weights "
        "with V, so 2·n²·d"
    ),
    1_536: "you count one map of the FFN: there are two, so 2·n·d·d_ff",
    4_608: (
        "a sign went astray: 2·n·d_ff = 4·n·d + 2·n² gives n = d_ff minus something, "
        "since the maps of attention cost something, too"
    ),
    (3, 584): "the number is right, but Python takes the comma for a pair: write 3584",
}

# feed_forward(x, first, second): wide, bent, and back


def through(x, pair):
    """Send x through one map: a matrix and a bias."""
    matrix, bias = pair
    return x @ matrix + bias


def feed_forward(x, first, second):
    return through(through(x, first).relu(), second)


def without_bend(x, first, second):
    return through(through(x, first), second)


X = torch.tensor([[1.0, 2.0], [-1.0, 0.0]])
W_1 = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, -1.0]])
W_2 = torch.tensor([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])
FIRST = W_1, torch.tensor([0.0, -3.0, 2.0])
SECOND = W_2, torch.tensor([0.0, -1.0])
FEED_FORWARD = Exercise(
    "feed_forward",
    "easy, 5 minutes",
    solution=feed_forward,
    cases=(
        (X, FIRST, SECOND),
        (
            wide(3, 4, 1),
            (wide(4, 8, 2), wide(1, 8, 3)[0]),
            (wide(8, 4, 4), wide(1, 4, 5)[0]),
        ),
    ),
)
FEED_FORWARD.mistakes = {
    "no ReLU": (
        "there is no ReLU between your maps, so the two are no more than one: cut what "
        "is below zero before W_2",
        without_bend,
    ),
    "ReLU at the end": (
        "your ReLU comes after W_2: put it before, between the two maps; what comes "
        "out may be negative",
        lambda x, first, second: without_bend(x, first, second).relu(),
    ),
    "ReLU twice": (
        "you use ReLU after the second map, too: only the first has one, and what "
        "comes out may be negative",
        lambda x, first, second: feed_forward(x, first, second).relu(),
    ),
    "ReLU on x": (
        "you cut x itself: let it through the first map, then use ReLU",
        lambda x, first, second: without_bend(x.relu(), first, second),
    ),
    "ReLU upside down": (
        "you keep what is below zero and cut the rest: ReLU(z) = max(0, z), in torch "
        "z.relu() or z.clamp(min=0)",
        lambda x, first, second: through(through(x, first).clamp(max=0), second),
    ),
    "GELU": (
        "you use GELU, the rounded ReLU of later models: here it is ReLU",
        lambda x, first, second: through(F.gelu(through(x, first)), second),
    ),
    "no biases": (
        "you do not use the biases: add b_1 before ReLU, and b_2 at the end",
        lambda x, first, second: (x @ first[0]).relu() @ second[0],
    ),
    "no b₁": (
        "b_1 is missing: add it before ReLU, since b_1 says where each unit bends",
        lambda x, first, second: through((x @ first[0]).relu(), second),
    ),
    "no b₂": (
        "b_2 is missing: add it at the end",
        lambda x, first, second: through(x, first).relu() @ second[0],
    ),
    "b₁ late": (
        "you add b_1 after ReLU: add it before, since b_1 says where each unit bends",
        lambda x, first, second: through((x @ first[0]).relu() + first[1], second),
    ),
    "first map alone": (
        "that is the first map with its ReLU, still d_ff wide: bring it back with W_2, "
        "and add b_2",
        lambda x, first, second: through(x, first).relu(),
    ),
    "Add": (
        "you add x at the end: that is the Add of the block around the FFN, and the "
        "FFN itself does not do it",
        lambda x, first, second: x + feed_forward(x, first, second),
    ),
}

# fold(first, second): two maps without a bend are one


def folded(fold):
    """Unpack both maps for a fold."""
    return lambda first, second: fold(*first, *second)


MAP_1 = torch.tensor([[1.0, 2.0], [0.0, 1.0]]), torch.tensor([1.0, 3.0])
MAP_2 = torch.tensor([[0.0, 1.0], [2.0, 0.0]]), torch.tensor([5.0, 0.0])
FOLD = Exercise(
    "fold",
    "hard, 8 minutes",
    solution=folded(lambda W_1, b_1, W_2, b_2: (W_1 @ W_2, b_1 @ W_2 + b_2)),
    cases=(
        (MAP_1, MAP_2),
        ((wide(3, 3, 1), wide(1, 3, 2)[0]), (wide(3, 3, 3), wide(1, 3, 4)[0])),
        ((wide(3, 4, 5), wide(1, 4, 6)[0]), (wide(4, 2, 7), wide(1, 2, 8)[0])),
    ),
)
FOLD.mistakes = {
    "no b₁": (
        "W is right, but b_1 is lost: it goes through the second map, too, like "
        "everything that the first map gives",
        folded(lambda W_1, b_1, W_2, b_2: (W_1 @ W_2, b_2)),
    ),
    "no b₂": (
        "nearly: b_2 is missing in your b",
        folded(lambda W_1, b_1, W_2, b_2: (W_1 @ W_2, b_1 @ W_2)),
    ),
    "no biases": (
        "W is right, but the biases are lost: what comes out when x is 0?",
        folded(lambda W_1, b_1, W_2, b_2: (W_1 @ W_2, torch.zeros_like(b_2))),
    ),
    "b₁ not mapped": (
        "W is right, but you add b_1 as it is: the second map works on it, too, so "
        "multiply it by W_2 first",
        folded(lambda W_1, b_1, W_2, b_2: (W_1 @ W_2, b_1 + b_2)),
    ),
    "swapped": (
        "b is right, but your matrices are swapped: x meets W_1 first, and stands on "
        "the left, so W_1 @ W_2",
        folded(lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, b_1 @ W_2 + b_2)),
    ),
    "number by number": (
        "you multiply number by number (*): two maps, one after the other, are a "
        "product of matrices (@)",
        folded(lambda W_1, b_1, W_2, b_2: (W_1 * W_2, b_1 @ W_2 + b_2)),
    ),
    "added": (
        "you add the two maps, as if both worked on x: the second works on what the "
        "first gives, so multiply them",
        folded(lambda W_1, b_1, W_2, b_2: (W_1 + W_2, b_1 + b_2)),
    ),
    "b₂ mapped": (
        "W is right, but you multiply both biases by W_2: b_2 comes after W_2, so it "
        "stays as it is",
        folded(lambda W_1, b_1, W_2, b_2: (W_1 @ W_2, (b_1 + b_2) @ W_2)),
    ),
    "b₁ through W₁": (
        "W is right, but you multiply b_1 by W_1: it is added after W_1, so only W_2 "
        "is still to come",
        folded(lambda W_1, b_1, W_2, b_2: (W_1 @ W_2, b_1 @ W_1 + b_2)),
    ),
    "b₁ through both": (
        "W is right, but you multiply b_1 by all of W: it is added after W_1, so only "
        "W_2 is still to come",
        folded(lambda W_1, b_1, W_2, b_2: (W_1 @ W_2, b_1 @ (W_1 @ W_2) + b_2)),
    ),
    "b₁ behind": (
        "W is right, but b_1 stands on the wrong side: it is a row, as x is, so b_1 @ "
        "W_2",
        folded(lambda W_1, b_1, W_2, b_2: (W_1 @ W_2, W_2 @ b_1 + b_2)),
    ),
    "all swapped": (
        "you write for columns, W₂(W₁x + b₁) + b₂, but our words are rows: x stands on "
        "the left, so W_1 @ W_2, and b_1 @ W_2",
        folded(lambda W_1, b_1, W_2, b_2: (W_2 @ W_1, W_2 @ b_1 + b_2)),
    ),
}

EXERCISES = FFN_PARAMETERS, ROWS_ADDED, FEED_FORWARD, CROSSING, FOLD
