"""multi_head_attention(query, key, value, num_heads): split, attend, join."""

import math

import torch

from helpers.exercises.exercise import Exercise, Mistake, wide
from helpers.exercises.multi_head.splitting import (
    heads_inside,
    join_heads,
    labelled,
    no_way_back,
    split_heads,
    taking_turns,
    view_alone,
)
from helpers.model import scaled_dot_product_attention

QUERY = torch.tensor([[1.0, 0, 0, 2], [0, 2, 1, 0], [1, 1, 0, 1]])
KEY = torch.tensor([[2.0, 1, 0, 1], [0, 1, 2, 0], [1, 0, 1, 1]])


def in_heads(query, key, value, num_heads, split=split_heads, join=join_heads):
    """Attend in every head, by some way to split and some way to join."""
    heads = (split(tensor, num_heads) for tensor in (query, key, value))
    mixed, _ = scaled_dot_product_attention(*heads)
    return join(mixed)


def multi_head_attention(query, key, value, num_heads):
    return in_heads(query, key, value, num_heads)


def one_wide_head(query, key, value, num_heads):
    return scaled_dot_product_attention(query, key, value)[0]


def scaled_by_d_model(query, key, value, num_heads):
    return in_heads(query / math.sqrt(num_heads), key, value, num_heads)


def without_scale(query, key, value, num_heads):
    d_k = query.size(-1) / num_heads
    return in_heads(query * math.sqrt(d_k), key, value, num_heads)


def split_by_view(query, key, value, num_heads):
    return in_heads(query, key, value, num_heads, view_alone, no_way_back)


def split_by_view_alone(query, key, value, num_heads):
    return in_heads(query, key, value, num_heads, view_alone)


def joined_by_view(query, key, value, num_heads):
    return in_heads(query, key, value, num_heads, join=no_way_back)


def within_each_word(query, key, value, num_heads):
    return in_heads(
        query, key, value, num_heads, heads_inside, lambda mixed: mixed.flatten(1)
    )


def features_in_turns(query, key, value, num_heads):
    return in_heads(query, key, value, num_heads, taking_turns)


def one_map_for_all(query, key, value, num_heads):
    heads = (split_heads(tensor, num_heads) for tensor in (query, key, value))
    _, weights = scaled_dot_product_attention(*heads)
    return weights.mean(dim=0) @ value


def softmax_over_queries(query, key, value, num_heads):
    Q, K, V = (split_heads(tensor, num_heads) for tensor in (query, key, value))
    weights = (Q @ K.mT / math.sqrt(Q.size(-1))).softmax(dim=-2)
    return join_heads(weights @ V)


def not_joined(query, key, value, num_heads):
    return in_heads(query, key, value, num_heads, join=lambda mixed: mixed)


def output_and_maps(query, key, value, num_heads):
    heads = (split_heads(tensor, num_heads) for tensor in (query, key, value))
    return scaled_dot_product_attention(*heads)


def heads_added(query, key, value, num_heads):
    return in_heads(query, key, value, num_heads, join=lambda mixed: mixed.sum(dim=0))


MULTI_HEAD_ATTENTION = Exercise(
    name="multi_head_attention",
    lesson="multi_head",
    minutes=12,
    level="hard",
    solution=multi_head_attention,
    cases=(
        (QUERY, KEY, labelled(3, 4), 2),
        (wide(3, 8, 1), wide(3, 8, 2), wide(3, 8, 3), 4),
        (wide(5, 6, 4), wide(5, 6, 5), wide(5, 6, 7), 2),
    ),
    mistakes=(
        Mistake(
            "one head",
            one_wide_head,
            "this is one wide head with a single map: split query, key and value "
            "before they attend",
        ),
        Mistake(
            "scale of d_model",
            scaled_by_d_model,
            "your scale is √d_model: within a head, divide by √d_k, the root of "
            "d_model / num_heads",
        ),
        Mistake(
            "no scale",
            without_scale,
            "your scores are not divided by √d_k, the root of d_model / num_heads",
        ),
        Mistake(
            "view there and back",
            split_by_view,
            "every shape is right, but your heads hold whole words and miss others: "
            "view as (words, heads, d_k), transpose(0, 1), and the same way back",
        ),
        Mistake(
            "view there",
            split_by_view_alone,
            "you join as you should, but you split without transpose: view as "
            "(words, heads, d_k), then transpose(0, 1)",
        ),
        Mistake(
            "view back",
            joined_by_view,
            "your heads are right, but joined without transpose, so that rows mix "
            "words: transpose(0, 1) before you flatten",
        ),
        Mistake(
            "within each word",
            within_each_word,
            "inside each word your heads attend to one another, and no word sees "
            "another: bring the heads to the front first, transpose(0, 1)",
        ),
        Mistake(
            "features in turns",
            features_in_turns,
            "your heads take turns at the features, like dealt cards: a head owns "
            "features that stand together, (words, heads, d_k)",
        ),
        Mistake(
            "one map",
            one_map_for_all,
            "all heads mix with the mean of their maps: each head has a map of its "
            "own, for its own part of the values",
        ),
        Mistake(
            "wrong axis",
            softmax_over_queries,
            "your columns sum to 1, along the queries: with heads in front the keys "
            "are still the last axis, so softmax(dim=-1)",
        ),
        Mistake(
            "not joined",
            not_joined,
            "your heads are right, and still apart: put them side by side again, as in "
            "exercise 4",
        ),
        Mistake(
            "output and maps",
            output_and_maps,
            "attention returns two things, the output and the weights: keep the first, "
            "and join its heads",
        ),
        Mistake(
            "added",
            heads_added,
            "you add the heads up: set them side by side, so that the rows are as long "
            "as before",
        ),
    ),
)
