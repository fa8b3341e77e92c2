"""Lesson 6: exercises on the decoder, and the mistakes that are made in them."""

import math

import torch

from helpers.lessons.exercise import Exercise, wide
from helpers.model import causal_mask, scaled_dot_product_attention

CROSS_MAP_SHAPE = Exercise("cross_map_shape", "easy, 2 minutes", solution=(7, 9))
CROSS_MAP_SHAPE.mistakes = {
    (9, 7): (
        "you have it lying down: the rows are those who ask, and in cross-attention "
        "the Chinese words ask the English ones"
    ),
    (7, 7): (
        "that is the map of looking back: across, the keys are the words of the other "
        "sentence"
    ),
    (9, 9): (
        "that is a map of the encoder: in the decoder the Chinese words send the "
        "queries"
    ),
    (6, 9): (
        "count <bos>, too: it goes in like a word, and its row writes the first "
        "Chinese word"
    ),
    (7, 128): (
        "that is the shape of x: the map has a column for each English word, and none "
        "for features"
    ),
}

LEAK_PROBE = Exercise("leak_probe", "easy, 3 minutes", solution=5)
LEAK_PROBE.mistakes = {
    4: (
        "one is missing: the output of the changed word itself moves, too, for every "
        "row may see itself (the diagonal is blue)"
    ),
    0: (
        "that is the number below the picture: it counts the earlier outputs alone, "
        "and 0 means no leak; count all blue cells of the column"
    ),
    7: "all of them move when the mask is absent: count in the first picture",
    3: (
        "that is the inverted mask, where the earlier outputs hear the change: count "
        "in the first picture, “mask right”"
    ),
    2: (
        "those are the outputs before the change, which must stay where they are: "
        "count the others"
    ),
    6: (
        "that is the column of word 1: <bos> stands before it, and word 2 has the "
        "third column"
    ),
}

# causal_mask and teacher_forcing: what a decoder may see in training, and must say

CAUSAL_MASK = Exercise(
    "causal_mask",
    "easy, 5 minutes",
    solution=lambda length: causal_mask(length),
    cases=((3,), (5,)),
)
CAUSAL_MASK.mistakes = {
    "true means hidden": (
        "your True means hidden, as in nn.MultiheadAttention: here True means may "
        "attend, so turn it round (with ~, if it is boolean)",
        lambda length: ~causal_mask(length),
    ),
    "upper triangle": (
        "your mask is upside down: each row sees itself and what comes after it; keep "
        "the lower triangle, with row 0 seeing only itself",
        lambda length: causal_mask(length).T,
    ),
    "blind to itself": (
        "no row may see itself, and the first sees nothing at all: keep the diagonal, "
        "which is the word that just went in",
        lambda length: torch.ones(length, length, dtype=torch.bool).tril(-1),
    ),
    "one too many": (
        "each row sees one word too many, the very one that it must guess: the "
        "diagonal is the last that it may see",
        lambda length: torch.ones(length, length, dtype=torch.bool).tril(1),
    ),
    "hides nothing": (
        "your mask hides nothing: a row may see no column to the right of its own",
        lambda length: torch.ones(length, length, dtype=torch.bool),
    ),
}


@CAUSAL_MASK.mistake("to be added")
def to_be_added(length):
    """you made numbers to add to the scores, 0 and -inf: that works in other code, but
    here the mask holds True and False"""
    return torch.zeros(length, length).masked_fill(~causal_mask(length), -torch.inf)


def row(*parts):
    """Put ids and tensors of ids one behind the other. Shape: -> (T,)"""
    return torch.cat([torch.as_tensor(part).reshape(-1) for part in parts])


TEACHER_FORCING = Exercise(
    "teacher_forcing",
    "medium, 5 minutes",
    solution=lambda target, bos, eos: (row(bos, target), row(target, eos)),
    cases=((torch.tensor([7, 8, 9]), 1, 2), (torch.tensor([5, 4, 6, 4]), 0, 3)),
)
TEACHER_FORCING.mistakes = {
    "no shift": (
        "the same row goes in and must come out, so every place only has to copy what "
        "it sees: what comes out stands one place further to the left",
        lambda target, bos, eos: (row(bos, target), row(bos, target)),
        lambda target, bos, eos: (target, target),
        lambda target, bos, eos: (row(target, eos), row(target, eos)),
        lambda target, bos, eos: (row(bos, target, eos), row(bos, target, eos)),
    ),
    "wrong way": (
        "shifted the wrong way: each place would have to say the word before its own; "
        "<bos> goes in and <eos> must come out",
        lambda target, bos, eos: (row(target, eos), row(bos, target)),
    ),
    "never ends": (
        "<eos> is never asked for, so the model would not learn to stop: let the last "
        "word go in, too, and <eos> come out for it",
        lambda target, bos, eos: (row(bos, target[:-1]), target),
    ),
    "never begins": (
        "<bos> is missing, so nobody learns to say the first word: it goes in before "
        "all others",
        lambda target, bos, eos: (target, row(target[1:], eos)),
    ),
    "eos goes in": (
        "one row is longer: after <eos> nothing follows, so it need not go in",
        lambda target, bos, eos: (row(bos, target, eos), row(target, eos)),
    ),
    "bos comes out": (
        "one row is longer: <bos> only goes in, the model never says it",
        lambda target, bos, eos: (row(bos, target), row(bos, target, eos)),
    ),
    "rolled round": (
        "<bos> has come round to the end of what must come out: after the last word "
        "the model must say <eos>",
        lambda target, bos, eos: (row(bos, target), row(target, bos)),
    ),
}

# cross_attention(x, memory, W): Chinese asks, English answers


def attend(asking, keyed, valued, W, mask=None):
    """Attend with queries, keys and values that may come from three places."""
    W_q, W_k, W_v = W
    projected = asking @ W_q, keyed @ W_k, valued @ W_v
    return scaled_dot_product_attention(*projected, mask)[0]


ONE = torch.eye(2)
X = torch.tensor([[2.0, 0.0], [0.0, 1.0]])
MEMORY = torch.tensor([[0.0, 1.0], [3.0, 1.0]])
CROSS_ATTENTION = Exercise(
    "cross_attention",
    "hard, 10 minutes",
    solution=lambda x, memory, W: attend(x, memory, memory, W),
    cases=(
        (X, MEMORY, (ONE, ONE, 10 * ONE)),
        (wide(4, 7, 1), wide(3, 7, 2), tuple(wide(7, 7, seed) for seed in (3, 4, 5))),
    ),
)
CROSS_ATTENTION.mistakes = {
    "memory asks": (
        "memory asks and x answers: turn it round; each Chinese row asks, and gets one "
        "answer back",
        lambda x, memory, W: attend(memory, x, x, W),
    ),
    "keys from x": (
        "your keys come from x, so each word is compared with Chinese words: keys come "
        "from memory, as the values do",
        lambda x, memory, W: attend(x, x, memory, W),
    ),
    "values from x": (
        "your values come from x, so nothing of the English sentence is heard: keys "
        "and values both come from memory",
        lambda x, memory, W: attend(x, memory, x, W),
    ),
    "looks back": (
        "memory is not used at all: this is self-attention; take keys and values from "
        "memory",
        lambda x, memory, W: attend(x, x, x, W),
    ),
    "memory alone": (
        "x is not used at all, so the English words ask themselves: queries come from "
        "x",
        lambda x, memory, W: attend(memory, memory, memory, W),
    ),
    "nothing projected": (
        "right, but W is not used: the query is x @ W_q, the keys memory @ W_k, the "
        "values memory @ W_v",
        lambda x, memory, W: scaled_dot_product_attention(x, memory, memory)[0],
    ),
    "no scale": (
        "right, but for the scale: divide the scores by √d_k, the root of a query's "
        "length",
        lambda x, memory, W: attend(
            x, memory, memory, (W[0] * math.sqrt(W[0].size(-1)), *W[1:])
        ),
    ),
    "keys and values swapped": (
        "W_k and W_v are swapped: W = (W_q, W_k, W_v)",
        lambda x, memory, W: attend(x, memory, memory, (W[0], W[2], W[1])),
    ),
    "values not projected": (
        "your weights are right, but you mix memory itself: mix memory @ W_v",
        lambda x, memory, W: scaled_dot_product_attention(
            x @ W[0], memory @ W[1], memory
        )[0],
    ),
}


@CROSS_ATTENTION.mistake("causal mask")
def causal(x, memory, W):
    """you hide English words under a causal mask: the whole English sentence is known
    from the start, so leave it out"""
    mask = torch.ones(len(x), len(memory), dtype=torch.bool).tril()
    return attend(x, memory, memory, W, mask)


@CROSS_ATTENTION.mistake("wrong axis")
def softmax_over_queries(x, memory, W):
    """your weights sum to 1 along the Chinese words: each of them shares itself out
    among the English ones, so take the softmax over dim=-1"""
    W_q, W_k, W_v = W
    scores = (x @ W_q) @ (memory @ W_k).mT / math.sqrt(W_q.size(-1))
    return scores.softmax(dim=-2) @ (memory @ W_v)


@CROSS_ATTENTION.mistake("no softmax")
def scores_mixed(x, memory, W):
    """you mix the values by the scores themselves: turn each row into shares with
    softmax first"""
    W_q, W_k, W_v = W
    return (x @ W_q) @ (memory @ W_k).mT / math.sqrt(W_q.size(-1)) @ (memory @ W_v)


EXERCISES = CROSS_MAP_SHAPE, LEAK_PROBE, CAUSAL_MASK, TEACHER_FORCING, CROSS_ATTENTION
