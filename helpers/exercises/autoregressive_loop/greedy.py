"""greedy(score, bos, eos, max_len): choose, append, ask again, until <eos>."""

import torch
from torch.nn import functional as F

from helpers.exercises.exercise import Exercise, Mistake

VOCABULARY, MOST_CALLS = 8, 50


class EndlessError(Exception):
    """Raised for a loop that would never end."""


class Reciter:
    """Stand for a model that knows one sentence by heart.

    Whoever feeds it something else hears what follows the last word there: it has
    lost the beginning, as the lane that keeps nothing has.
    """

    def __init__(self, sentence, bos):
        self.known, self.calls = [bos, *sentence], 0

    def __repr__(self):
        return f"a model that knows {self.known[1:]}"

    def __call__(self, ids):
        """Score the word after each beginning. Shape: ids (T,) -> (T, vocabulary)"""
        self.calls += 1
        if self.calls > MOST_CALLS:
            raise EndlessError("the loop does not end: does each turn append a word?")
        ids = torch.as_tensor(ids).flatten().tolist()
        best = [self.after(ids[: place + 1]) for place in range(len(ids))]
        return F.one_hot(torch.tensor(best), VOCABULARY).float()

    def after(self, ids):
        """Return the word that follows these, or the last of them, in the sentence."""
        if ids == self.known[: len(ids)]:
            place = len(ids)
        else:
            place = self.known.index(ids[-1]) + 1 if ids[-1] in self.known else 1
        return self.known[place] if place < len(self.known) else self.known[1]


def write(score, bos, eos, longest, feed=lambda ids: ids, row=-1):
    """Run the loop with something fed, until <eos> or so many ids are there."""
    output = [bos]
    while output[-1] != eos and len(output) < longest:
        scores = score(torch.tensor(feed(output)))
        output.append(scores[row].argmax().item())
    return torch.tensor(output)


def greedy(score, bos, eos, max_len):
    return write(score, bos, eos, max_len + 1)[1:]


def last_word_alone(score, bos, eos, max_len):
    return write(score, bos, eos, max_len + 1, feed=lambda ids: ids[-1:])[1:]


def batch_taken_off(score, bos, eos, max_len):
    output = [bos]
    while output[-1] != eos and len(output) < max_len + 1:
        scores = score(torch.tensor([output]))[0]
        output.append(scores[-1].argmax().item())
    return torch.tensor(output[1:])


def from_the_first_row(score, bos, eos, max_len):
    return write(score, bos, eos, max_len + 1, row=0)[1:]


def eos_never_ends_it(score, bos, eos, max_len):
    return write(score, bos, None, max_len + 1)[1:]


def bos_returned(score, bos, eos, max_len):
    return write(score, bos, eos, max_len + 1)


def eos_left_out(score, bos, eos, max_len):
    output = greedy(score, bos, eos, max_len)
    return output[output != eos]


def neither_mark_right(score, bos, eos, max_len):
    output = bos_returned(score, bos, eos, max_len)
    return output[output != eos]


def bos_counted(score, bos, eos, max_len):
    return write(score, bos, eos, max_len)[1:]


def max_len_ignored(score, bos, eos, max_len):
    return write(score, bos, eos, MOST_CALLS)[1:]


def nothing_appended(score, bos, eos, max_len):
    while True:
        score(torch.tensor([bos]))


FIVE = Reciter([5, 3, 5, 4, 2], bos=1)
GREEDY = Exercise(
    name="greedy",
    lesson="autoregressive_loop",
    minutes=8,
    level="medium",
    solution=greedy,
    cases=(
        (FIVE, 1, 2, 8),
        (Reciter([6, 4, 6, 7, 2], bos=1), 1, 2, 3),
        (Reciter([4, 1, 4, 6], bos=0), 0, 6, 8),
    ),
    mistakes=(
        Mistake(
            "only the last word",
            last_word_alone,
            "you feed in the last word alone, so the model walks in a circle: feed in "
            "the whole output so far",
        ),
        Mistake(
            "first row",
            from_the_first_row,
            "you read the first row of scores, so the first word comes again and "
            "again: the next word is in the last row",
        ),
        Mistake(
            "batch taken off",
            batch_taken_off,
            "your [0] takes off a batch that is not there: here score takes ids (T,) "
            "and gives (T, vocabulary), so [-1] alone is the last row",
        ),
        Mistake(
            "eos never ends it",
            eos_never_ends_it,
            "your loop goes on after <eos>: end it as soon as that was chosen",
        ),
        Mistake(
            "bos returned",
            bos_returned,
            "your words are right, but <bos> stands before them: it was fed in, not "
            "written, so leave it out at the end",
        ),
        Mistake(
            "eos left out",
            eos_left_out,
            "your words are right, but <eos> is missing: it was chosen like a word, so "
            "append it before you stop",
        ),
        Mistake(
            "bos returned, eos left out",
            neither_mark_right,
            "your words are right, but the marks are not: leave <bos> out, and keep "
            "<eos>",
        ),
        Mistake(
            "bos counted",
            bos_counted,
            "where the output is cut you stop one word too early: <bos> does not count "
            "among the max_len words",
        ),
        Mistake(
            "max_len ignored",
            max_len_ignored,
            "you go on beyond max_len words: a model may never say <eos>, so stop "
            "there in any case",
        ),
        Mistake(
            "nothing appended",
            nothing_appended,
            "your loop never ends: put each chosen word behind the output, and stop "
            "at <eos> or after max_len words",
        ),
    ),
)
