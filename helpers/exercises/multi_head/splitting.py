"""split_heads(x, num_heads) cuts features into heads; join_heads(heads) undoes it."""

import torch

from helpers.exercises.exercise import Exercise, Mistake


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


def words_last(x, num_heads):
    return split_heads(x, num_heads).mT


def axes_with_a_batch(x, num_heads):
    return heads_inside(x, num_heads).transpose(1, 2)


def turned_before(x, num_heads):
    return x.mT.reshape(num_heads, len(x), -1)


def all_features_each(x, num_heads):
    return x.expand(num_heads, *x.shape)


def heads_of_words(x, num_heads):
    return x.reshape(num_heads, -1, x.size(1))


SPLIT_HEADS = Exercise(
    name="split_heads",
    lesson="multi_head",
    minutes=5,
    level="medium",
    solution=split_heads,
    cases=((labelled(4, 4), 2), (labelled(6, 6), 3), (labelled(4, 8), 4)),
    mistakes=(
        Mistake(
            "no transpose",
            view_alone,
            "view alone cuts between words, so your first head has whole words and "
            "misses others: view as (words, heads, d_k), then transpose(0, 1)",
        ),
        Mistake(
            "heads inside",
            heads_inside,
            "each word is cut as it should be, but words still come first: "
            "transpose(0, 1) brings the heads to the front",
        ),
        Mistake(
            "taking turns",
            taking_turns,
            "your heads take turns at the features, like dealt cards: a head owns "
            "features that stand together, so view as (words, heads, d_k), not "
            "(words, d_k, heads)",
        ),
        Mistake(
            "axes with a batch",
            axes_with_a_batch,
            "transpose(1, 2) swaps heads and features here, where no batch stands in "
            "front: swap words and heads, transpose(0, 1)",
        ),
        Mistake(
            "words last",
            words_last,
            "the right numbers, but every head lies on its side: its rows should be "
            "words, so shape (heads, words, d_k)",
        ),
        Mistake(
            "turned before",
            turned_before,
            "you transpose before you cut, so a row mixes several words: cut with view "
            "first, transpose(0, 1) afterwards",
        ),
        Mistake(
            "all features",
            all_features_each,
            "every head has all the features: cut them, so that each has "
            "d_model / num_heads",
        ),
        Mistake(
            "words cut",
            heads_of_words,
            "you share out the words among the heads: share out the "
            "features, so that every head sees all words",
        ),
    ),
)


def join_heads(heads):
    return heads.transpose(0, 1).flatten(1)


def no_way_back(heads):
    return heads.reshape(heads.size(1), -1)


def added(heads):
    return heads.sum(dim=0)


def averaged(heads):
    return heads.mean(dim=0)


def below_one_another(heads):
    return heads.flatten(0, 1)


def still_cut(heads):
    return heads.transpose(0, 1)


def features_first(heads):
    return heads.permute(1, 2, 0).flatten(1)


def wrong_axes(heads):
    return heads.mT.reshape(heads.size(1), -1)


def heads_of(words, features, num_heads):
    """Return a fresh tensor of heads, as attention makes it."""
    return split_heads(labelled(words, features), num_heads).contiguous()


JOIN_HEADS = Exercise(
    name="join_heads",
    lesson="multi_head",
    minutes=5,
    level="medium",
    solution=join_heads,
    cases=((heads_of(3, 4, 2),), (heads_of(3, 8, 4),), (heads_of(4, 6, 2),)),
    mistakes=(
        Mistake(
            "no transpose",
            no_way_back,
            "your rows mix words: heads and words must change places, transpose(0, 1), "
            "before you make one row of a word's heads",
        ),
        Mistake(
            "added",
            added,
            "you add the heads up: set them side by side, so that each keeps its own "
            "features",
        ),
        Mistake(
            "averaged",
            averaged,
            "you take the mean of the heads: set them side by side, and leave the "
            "mixing to W_O",
        ),
        Mistake(
            "below one another",
            below_one_another,
            "your heads stand one below the other: they belong side by side, so that "
            "every word is one row",
        ),
        Mistake(
            "still cut",
            still_cut,
            "words are in front again, but still cut: make one row of the last two "
            "axes, flatten(1)",
        ),
        Mistake(
            "features first",
            features_first,
            "your row takes one feature of each head in turn: first all of head 1, "
            "then all of head 2",
        ),
        Mistake(
            "wrong axes",
            wrong_axes,
            "you swap words and features: swap heads and words, transpose(0, 1)",
        ),
    ),
)
