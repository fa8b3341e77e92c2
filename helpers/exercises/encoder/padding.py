"""padding_mask(ids, pad_id): nobody attends to padding."""

import torch

from helpers.exercises.exercise import Exercise, Mistake
from helpers.model import padding_mask


def solve(ids, pad_id):
    return padding_mask(ids, pad_id)[:, 0]  # for a single head


def upside_down(ids, pad_id):
    return (ids == pad_id)[:, None, :]


def fixed_id(ids, pad_id):
    return (ids != 0)[:, None, :]


def larger_ids(ids, pad_id):
    return (ids > pad_id)[:, None, :]


def hides_queries(ids, pad_id):
    return (ids != pad_id)[:, :, None]


def hides_both(ids, pad_id):
    real = ids != pad_id
    return real[:, :, None] & real[:, None, :]


def without_axis(ids, pad_id):
    return ids != pad_id


def to_be_added(ids, pad_id):
    return torch.zeros(ids.shape).masked_fill(ids == pad_id, -torch.inf)[:, None, :]


def ids_themselves(ids, pad_id):
    return (ids * (ids != pad_id))[:, None, :]


PADDING_MASK = Exercise(
    name="padding_mask",
    lesson="encoder",
    minutes=4,
    level="easy",
    solution=solve,
    cases=(
        (torch.tensor([[5, 7, 0], [4, 0, 0]]), 0),
        (torch.tensor([[0, 5, 2, 2], [3, 1, 0, 2], [6, 2, 2, 2]]), 2),
    ),
    mistakes=(
        Mistake(
            "upside down",
            upside_down,
            "your mask shows the padding and hides the words: True means may attend, "
            "so it stands where the id is not pad_id (!=)",
        ),
        Mistake(
            "fixed id",
            fixed_id,
            "right as long as padding has the id 0, but here it has another: compare "
            "with pad_id, not with 0",
        ),
        Mistake(
            "larger ids",
            larger_ids,
            "a real word may have a smaller id than padding, and you hide it: ask "
            "whether the id differs from pad_id (!=), not whether it is larger",
        ),
        Mistake(
            "hides queries",
            hides_queries,
            "your shape is (B, S, 1): that hides whole rows, the queries of padding, "
            "and lets all words look at padding; put the new axis before the words, "
            "since the keys are the columns",
        ),
        Mistake(
            "hides both",
            hides_both,
            "you hide the rows of padding, too: they would hold only -inf, and softmax "
            "makes NaN of them; hide the columns alone",
        ),
        Mistake(
            "no axis",
            without_axis,
            "the words are right, but there is no axis for the queries: with scores of "
            "(B, S, S), a mask of (B, S) would put sentences in the place of queries; "
            "add one with [:, None, :]",
        ),
        Mistake(
            "to be added",
            to_be_added,
            "you hand back 0 and -inf, to be added to the scores, and that exists; but "
            "here a mask says True or False, so hand back the comparison itself",
        ),
        Mistake(
            "ids",
            ids_themselves,
            "you hand back ids with a 0 for padding: a mask says True or False, so "
            "hand back the comparison itself",
        ),
    ),
)
