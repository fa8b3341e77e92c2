"""Lesson 3: exercises on several heads, and the mistakes that are made in them."""

from functools import partial
from math import sqrt

import torch

from helpers.lessons.exercise import Exercise, wide
from helpers.model import scaled_dot_product_attention

D_MODEL, NUM_HEADS = 512, 8
D_K = D_MODEL // NUM_HEADS
PARAMETERS = Exercise("parameters_of_heads", "easy, 3 minutes", solution=4 * D_MODEL**2)
PARAMETERS.mistakes = {
    4 * D_MODEL**2 * NUM_HEADS: (
        "that is 8 times too many: a head has no 512 × 512 of its own, but its share "
        "of one, 512 × 64"
    ),
    3 * NUM_HEADS * D_MODEL**2 + D_MODEL**2: (
        "your heads have d_model features each: the 8 heads share out the 512, so that "
        "each has 64"
    ),
    3 * D_MODEL**2: "W_O is missing: the matrix that mixes the heads is 512 × 512, too",
    # or 8 heads whose matrices are d_k × d_k: the same number
    4 * D_MODEL * D_K: (
        "too few: each of the 8 heads reads all 512 features of a word and makes 64, "
        "so 512 × 64 in W_Q alone, and that 8 times"
    ),
    4 * (D_MODEL**2 + D_MODEL): (
        "you have counted the biases: this time the matrices alone"
    ),
    D_MODEL**2: "that is one matrix, say W_Q with all its heads: there are four such",
}

HEAD_KIND = Exercise("head_kind", "easy, 3 minutes", solution=(2, 4))
HEAD_KIND.mistakes = {
    (2, 2): "that head is the best at noun → adjective: drag kind to in, on, at → noun",
    (1, 4): "the best of layer 1: look at layer 2, too, in the right half of the row",
    (4, 2): "layer and head have changed places: the layer comes first",
    (1, 3): (
        "you count from 0, as Python does: in the picture layers and heads count from 1"
    ),
    4: "both layers have a head 4: write the layer, too, (layer, head)",
    8: (
        "the right column of the picture, but each layer counts its heads from 1: "
        "write (layer, head)"
    ),
}

# split_heads(x, num_heads) cuts features into heads; join_heads(heads) undoes it


def labelled(words, features):
    """Write 23 where word 2 has its feature 3. Shape: -> (words, features)"""
    word, feature = torch.arange(1, words + 1), torch.arange(1, features + 1)
    return (10.0 * word)[:, None] + feature


def split_heads(x, num_heads):
    return x.view(len(x), num_heads, -1).transpose(0, 1)


def view_alone(x, num_heads):
    return x.reshape(num_heads, len(x), -1)


def heads_inside(x, num_heads):
    return x.reshape(len(x), num_heads, -1)


def taking_turns(x, num_heads):
    return x.reshape(len(x), -1, num_heads).permute(2, 0, 1)


SPLIT_HEADS = Exercise(
    "split_heads",
    "medium, 5 minutes",
    solution=split_heads,
    cases=((labelled(4, 4), 2), (labelled(6, 6), 3), (labelled(4, 8), 4)),
)
SPLIT_HEADS.mistakes = {
    "no transpose": (
        "view alone cuts between words, so your first head has whole words and misses "
        "others: view as (words, heads, d_k), then transpose(0, 1)",
        view_alone,
    ),
    "heads inside": (
        "each word is cut as it should be, but words still come first: transpose(0, 1) "
        "brings the heads to the front",
        heads_inside,
    ),
    "taking turns": (
        "your heads take turns at the features, like dealt cards: a head owns features "
        "that stand together, so view as (words, heads, d_k), not (words, d_k, heads)",
        taking_turns,
    ),
    "axes with a batch": (
        "transpose(1, 2) swaps heads and features here, where no batch stands in "
        "front: swap words and heads, transpose(0, 1)",
        lambda x, num_heads: heads_inside(x, num_heads).transpose(1, 2),
    ),
    "words last": (
        "the right numbers, but every head lies on its side: its rows should be words, "
        "so shape (heads, words, d_k)",
        lambda x, num_heads: split_heads(x, num_heads).mT,
    ),
    "turned before": (
        "you transpose before you cut, so a row mixes several words: cut with view "
        "first, transpose(0, 1) afterwards",
        lambda x, num_heads: x.mT.reshape(num_heads, len(x), -1),
    ),
    "all features": (
        "every head has all the features: cut them, so that each has d_model / "
        "num_heads",
        lambda x, num_heads: x.expand(num_heads, *x.shape),
    ),
    "words cut": (
        "you share out the words among the heads: share out the features, so that "
        "every head sees all words",
        lambda x, num_heads: x.reshape(num_heads, -1, x.size(1)),
    ),
}


def join_heads(heads):
    return heads.transpose(0, 1).flatten(1)


def no_way_back(heads):
    return heads.reshape(heads.size(1), -1)


def heads_of(words, features, num_heads):
    """Return a fresh tensor of heads, as attention makes it."""
    return split_heads(labelled(words, features), num_heads).contiguous()


JOIN_HEADS = Exercise(
    "join_heads",
    "medium, 5 minutes",
    solution=join_heads,
    cases=((heads_of(3, 4, 2),), (heads_of(3, 8, 4),), (heads_of(4, 6, 2),)),
)
JOIN_HEADS.mistakes = {
    "no transpose": (
        "your rows mix words: heads and words must change places, transpose(0, 1), "
        "before you make one row of a word's heads",
        no_way_back,
    ),
    "added": (
        "you add the heads up: set them side by side, so that each keeps its own "
        "features",
        lambda heads: heads.sum(dim=0),
    ),
    "averaged": (
        "you take the mean of the heads: set them side by side, and leave the mixing "
        "to W_O",
        lambda heads: heads.mean(dim=0),
    ),
    "below one another": (
        "your heads stand one below the other: they belong side by side, so that every "
        "word is one row",
        lambda heads: heads.flatten(0, 1),
    ),
    "still cut": (
        "words are in front again, but still cut: make one row of the last two axes, "
        "flatten(1)",
        lambda heads: heads.transpose(0, 1),
    ),
    "features first": (
        "your row takes one feature of each head in turn: first all of head 1, then "
        "all of head 2",
        lambda heads: heads.permute(1, 2, 0).flatten(1),
    ),
    "wrong axes": (
        "you swap words and features: swap heads and words, transpose(0, 1)",
        lambda heads: heads.mT.reshape(heads.size(1), -1),
    ),
}

# multi_head_attention(query, key, value, num_heads): split, attend, join

QUERY = torch.tensor([[1.0, 0, 0, 2], [0, 2, 1, 0], [1, 1, 0, 1]])
KEY = torch.tensor([[2.0, 1, 0, 1], [0, 1, 2, 0], [1, 0, 1, 1]])


def in_heads(query, key, value, num_heads, split=split_heads, join=join_heads):
    """Attend in every head, by some way to split and some way to join."""
    heads = (split(tensor, num_heads) for tensor in (query, key, value))
    mixed, _ = scaled_dot_product_attention(*heads)
    return join(mixed)


def multi_head_attention(query, key, value, num_heads):
    return in_heads(query, key, value, num_heads)


MULTI_HEAD_ATTENTION = Exercise(
    "multi_head_attention",
    "hard, 12 minutes",
    solution=multi_head_attention,
    cases=(
        (QUERY, KEY, labelled(3, 4), 2),
        (wide(3, 8, 1), wide(3, 8, 2), wide(3, 8, 3), 4),
        (wide(5, 6, 4), wide(5, 6, 5), wide(5, 6, 7), 2),
    ),
)
MULTI_HEAD_ATTENTION.mistakes = {
    "one head": (
        "this is one wide head with a single map: split query, key and value before "
        "they attend",
        lambda query, key, value, num_heads: in_heads(query, key, value, 1),
    ),
    "scale of d_model": (
        "your scale is √d_model: within a head, divide by √d_k, the root of d_model / "
        "num_heads",
        lambda query, key, value, num_heads: in_heads(
            query / sqrt(num_heads), key, value, num_heads
        ),
    ),
    "no scale": (
        "your scores are not divided by √d_k, the root of d_model / num_heads",
        lambda query, key, value, num_heads: in_heads(
            query * sqrt(query.size(-1) / num_heads), key, value, num_heads
        ),
    ),
    "view there and back": (
        "every shape is right, but your heads hold whole words and miss others: view "
        "as (words, heads, d_k), transpose(0, 1), and the same way back",
        partial(in_heads, split=view_alone, join=no_way_back),
    ),
    "view there": (
        "you join as you should, but you split without transpose: view as (words, "
        "heads, d_k), then transpose(0, 1)",
        partial(in_heads, split=view_alone),
    ),
    "view back": (
        "your heads are right, but joined without transpose, so that rows mix words: "
        "transpose(0, 1) before you flatten",
        partial(in_heads, join=no_way_back),
    ),
    "within each word": (
        "inside each word your heads attend to one another, and no word sees another: "
        "bring the heads to the front first, transpose(0, 1)",
        partial(in_heads, split=heads_inside, join=lambda mixed: mixed.flatten(1)),
    ),
    "features in turns": (
        "your heads take turns at the features, like dealt cards: a head owns features "
        "that stand together, (words, heads, d_k)",
        partial(in_heads, split=taking_turns),
    ),
    "not joined": (
        "your heads are right, and still apart: put them side by side again, as in "
        "exercise 4",
        partial(in_heads, join=lambda mixed: mixed),
    ),
    "added": (
        "you add the heads up: set them side by side, so that the rows are as long as "
        "before",
        partial(in_heads, join=lambda mixed: mixed.sum(dim=0)),
    ),
}


@MULTI_HEAD_ATTENTION.mistake("one map")
def one_map_for_all(query, key, value, num_heads):
    """all heads mix with the mean of their maps: each head has a map of its own, for
    its own part of the values"""
    heads = (split_heads(tensor, num_heads) for tensor in (query, key, value))
    _, weights = scaled_dot_product_attention(*heads)
    return weights.mean(dim=0) @ value


@MULTI_HEAD_ATTENTION.mistake("wrong axis")
def softmax_over_queries(query, key, value, num_heads):
    """your columns sum to 1, along the queries: with heads in front the keys are still
    the last axis, so softmax(dim=-1)"""
    Q, K, V = (split_heads(tensor, num_heads) for tensor in (query, key, value))
    weights = (Q @ K.mT / sqrt(Q.size(-1))).softmax(dim=-2)
    return join_heads(weights @ V)


@MULTI_HEAD_ATTENTION.mistake("output and maps")
def output_and_maps(query, key, value, num_heads):
    """attention returns two things, the output and the weights: keep the first, and
    join its heads"""
    heads = (split_heads(tensor, num_heads) for tensor in (query, key, value))
    return scaled_dot_product_attention(*heads)


EXERCISES = PARAMETERS, HEAD_KIND, SPLIT_HEADS, JOIN_HEADS, MULTI_HEAD_ATTENTION
