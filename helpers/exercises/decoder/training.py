"""causal_mask and teacher_forcing: what a decoder may see in training, and must say."""

import torch

from helpers.exercises.exercise import Exercise, Mistake
from helpers.model import causal_mask

# causal_mask(length): who may see whom, True = may attend


def solve_mask(length):
    return causal_mask(length)


def true_means_hidden(length):
    return ~causal_mask(length)


def upper_triangle(length):
    return causal_mask(length).T


def blind_to_itself(length):
    return torch.ones(length, length, dtype=torch.bool).tril(-1)


def one_too_many(length):
    return torch.ones(length, length, dtype=torch.bool).tril(1)


def to_be_added(length):
    return torch.zeros(length, length).masked_fill(~causal_mask(length), -torch.inf)


def hides_nothing(length):
    return torch.ones(length, length, dtype=torch.bool)


CAUSAL_MASK = Exercise(
    name="causal_mask",
    lesson="decoder",
    minutes=5,
    level="easy",
    solution=solve_mask,
    cases=((3,), (5,)),
    mistakes=(
        Mistake(
            "true means hidden",
            true_means_hidden,
            "your True means hidden, as in nn.MultiheadAttention: here True means may "
            "attend, so turn it round (with ~, if it is boolean)",
        ),
        Mistake(
            "upper triangle",
            upper_triangle,
            "your mask is upside down: each row sees itself and what comes after it; "
            "keep the lower triangle, with row 0 seeing only itself",
        ),
        Mistake(
            "blind to itself",
            blind_to_itself,
            "no row may see itself, and the first sees nothing at all: keep the "
            "diagonal, which is the word that just went in",
        ),
        Mistake(
            "one too many",
            one_too_many,
            "each row sees one word too many, the very one that it must guess: the "
            "diagonal is the last that it may see",
        ),
        Mistake(
            "to be added",
            to_be_added,
            "you made numbers to add to the scores, 0 and -inf: that works in other "
            "code, but here the mask holds True and False",
        ),
        Mistake(
            "hides nothing",
            hides_nothing,
            "your mask hides nothing: a row may see no column to the right of its own",
        ),
    ),
)


# teacher_forcing(target, bos, eos): the row that goes in, and the one that comes out


def row(*parts):
    """Put ids and tensors of ids one behind the other. Shape: -> (T,)"""
    return torch.cat([torch.as_tensor(part).reshape(-1) for part in parts])


def teacher_forcing(target, bos, eos):
    return row(bos, target), row(target, eos)


def no_shift(target, bos, eos):
    return row(bos, target), row(bos, target)


def no_shift_and_no_marks(target, bos, eos):
    return target, target


def no_shift_with_eos(target, bos, eos):
    return row(target, eos), row(target, eos)


def no_shift_with_both(target, bos, eos):
    return row(bos, target, eos), row(bos, target, eos)


def wrong_way(target, bos, eos):
    return row(target, eos), row(bos, target)


def never_ends(target, bos, eos):
    return row(bos, target[:-1]), target


def never_begins(target, bos, eos):
    return target, row(target[1:], eos)


def eos_goes_in(target, bos, eos):
    return row(bos, target, eos), row(target, eos)


def bos_comes_out(target, bos, eos):
    return row(bos, target), row(bos, target, eos)


def rolled(target, bos, eos):
    return row(bos, target), row(target, bos)


NO_SHIFT = (
    "the same row goes in and must come out, so every place only has to copy what it "
    "sees: what comes out stands one place further to the left"
)
TEACHER_FORCING = Exercise(
    name="teacher_forcing",
    lesson="decoder",
    minutes=5,
    level="medium",
    solution=teacher_forcing,
    cases=((torch.tensor([7, 8, 9]), 1, 2), (torch.tensor([5, 4, 6, 4]), 0, 3)),
    mistakes=(
        Mistake("no shift", no_shift, NO_SHIFT),
        Mistake("no shift, no marks", no_shift_and_no_marks, NO_SHIFT),
        Mistake("no shift, with eos", no_shift_with_eos, NO_SHIFT),
        Mistake("no shift, both marks", no_shift_with_both, NO_SHIFT),
        Mistake(
            "wrong way",
            wrong_way,
            "shifted the wrong way: each place would have to say the word before its "
            "own; <bos> goes in and <eos> must come out",
        ),
        Mistake(
            "never ends",
            never_ends,
            "<eos> is never asked for, so the model would not learn to stop: let the "
            "last word go in, too, and <eos> come out for it",
        ),
        Mistake(
            "never begins",
            never_begins,
            "<bos> is missing, so nobody learns to say the first word: it goes in "
            "before all others",
        ),
        Mistake(
            "eos goes in",
            eos_goes_in,
            "one row is longer: after <eos> nothing follows, so it need not go in",
        ),
        Mistake(
            "bos comes out",
            bos_comes_out,
            "one row is longer: <bos> only goes in, the model never says it",
        ),
        Mistake(
            "rolled round",
            rolled,
            "<bos> has come round to the end of what must come out: after the last "
            "word the model must say <eos>",
        ),
    ),
)
