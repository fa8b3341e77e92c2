"""cross_attention(x, memory, W): Chinese asks, English answers."""

import math

import torch

from helpers.exercises.exercise import Exercise, Mistake, wide
from helpers.model import scaled_dot_product_attention


def attend(asking, keyed, valued, W, mask=None):
    """Attend with queries, keys and values that may come from three places."""
    W_q, W_k, W_v = W
    projected = asking @ W_q, keyed @ W_k, valued @ W_v
    return scaled_dot_product_attention(*projected, mask)[0]


def cross_attention(x, memory, W):
    return attend(x, memory, memory, W)


def memory_asks(x, memory, W):
    return attend(memory, x, x, W)


def keys_from_x(x, memory, W):
    return attend(x, x, memory, W)


def values_from_x(x, memory, W):
    return attend(x, memory, x, W)


def looks_back(x, memory, W):
    return attend(x, x, x, W)


def memory_alone(x, memory, W):
    return attend(memory, memory, memory, W)


def causal(x, memory, W):
    mask = torch.ones(len(x), len(memory), dtype=torch.bool).tril()
    return attend(x, memory, memory, W, mask)


def without_scale(x, memory, W):
    W_q, W_k, W_v = W
    return attend(x, memory, memory, (W_q * math.sqrt(W_q.size(-1)), W_k, W_v))


def keys_and_values_swapped(x, memory, W):
    W_q, W_k, W_v = W
    return attend(x, memory, memory, (W_q, W_v, W_k))


def values_not_projected(x, memory, W):
    W_q, W_k, _ = W
    return scaled_dot_product_attention(x @ W_q, memory @ W_k, memory)[0]


def nothing_projected(x, memory, W):
    return scaled_dot_product_attention(x, memory, memory)[0]


def scores_mixed(x, memory, W):
    W_q, W_k, W_v = W
    return (x @ W_q) @ (memory @ W_k).mT / math.sqrt(W_q.size(-1)) @ (memory @ W_v)


def softmax_over_queries(x, memory, W):
    W_q, W_k, W_v = W
    scores = (x @ W_q) @ (memory @ W_k).mT / math.sqrt(W_q.size(-1))
    return scores.softmax(dim=-2) @ (memory @ W_v)


ONE = torch.eye(2)
X = torch.tensor([[2.0, 0.0], [0.0, 1.0]])
MEMORY = torch.tensor([[0.0, 1.0], [3.0, 1.0]])
CROSS_ATTENTION = Exercise(
    name="cross_attention",
    lesson="decoder",
    minutes=10,
    level="hard",
    solution=cross_attention,
    cases=(
        (X, MEMORY, (ONE, ONE, 10 * ONE)),
        (wide(4, 7, 1), wide(3, 7, 2), tuple(wide(7, 7, seed) for seed in (3, 4, 5))),
    ),
    mistakes=(
        Mistake(
            "memory asks",
            memory_asks,
            "memory asks and x answers: turn it round; each Chinese row asks, and gets "
            "one answer back",
        ),
        Mistake(
            "keys from x",
            keys_from_x,
            "your keys come from x, so each word is compared with Chinese words: keys "
            "come from memory, as the values do",
        ),
        Mistake(
            "values from x",
            values_from_x,
            "your values come from x, so nothing of the English sentence is heard: "
            "keys and values both come from memory",
        ),
        Mistake(
            "looks back",
            looks_back,
            "memory is not used at all: this is self-attention; take keys and values "
            "from memory",
        ),
        Mistake(
            "memory alone",
            memory_alone,
            "x is not used at all, so the English words ask themselves: queries come "
            "from x",
        ),
        Mistake(
            "causal mask",
            causal,
            "you hide English words under a causal mask: the whole English sentence "
            "is known from the start, so leave it out",
        ),
        Mistake(
            "no scale",
            without_scale,
            "right, but for the scale: divide the scores by √d_k, the root of a "
            "query's length",
        ),
        Mistake(
            "wrong axis",
            softmax_over_queries,
            "your weights sum to 1 along the Chinese words: each of them shares itself "
            "out among the English ones, so take the softmax over dim=-1",
        ),
        Mistake(
            "keys and values swapped",
            keys_and_values_swapped,
            "W_k and W_v are swapped: W = (W_q, W_k, W_v)",
        ),
        Mistake(
            "values not projected",
            values_not_projected,
            "your weights are right, but you mix memory itself: mix memory @ W_v",
        ),
        Mistake(
            "nothing projected",
            nothing_projected,
            "right, but W is not used: the query is x @ W_q, the keys memory @ W_k, "
            "the values memory @ W_v",
        ),
        Mistake(
            "no softmax",
            scores_mixed,
            "you mix the values by the scores themselves: turn each row into shares "
            "with softmax first",
        ),
    ),
)
