"""Lesson 7: exercises on the loop, and the mistakes that are made in them."""

import torch
from torch.nn import functional as F

from helpers.lessons.exercise import Exercise, wide
from helpers.model import next_word_probabilities

CACHED_POSITION = Exercise("cached_position", "easy, 2 minutes", solution=4)
CACHED_POSITION.mistakes = {
    0: (
        "it goes in alone, but it is not the first: with position 0 every new word "
        "would be told that it begins the sentence"
    ),
    3: "position 3 is taken: <bos> has 0, so the three words have 1, 2 and 3",
    5: "it is the fifth, and the fifth has position 4: <bos> has 0",
}

BILL = Exercise("bill", "easy, 3 minutes", solution=512)
BILL.mistakes = {
    551_296: (
        "so much it grows when everything is fed again: take the second number, with a "
        "cache"
    ),
    0: (
        "only the RNN costs the same for ever: with a cache the new query meets one "
        "more key, and mixes one more value"
    ),
    518_528: "that is the whole price at 65 words: how much of it is new since 64?",
    518_016: "that is the whole price at 64 words: how much is added at 65?",
    256: (
        "that is one layer: each of the two has a query that meets one more key and "
        "mixes one more value"
    ),
    1: (
        "only the ratio grows by 1, from 65 × to 66 ×: subtract the numbers of "
        "multiplications themselves"
    ),
}

# next_word(logits): the id of the likeliest next word

NEXT_WORD = Exercise(
    "next_word",
    "easy, 3 minutes",
    solution=lambda logits: logits[-1].argmax(),
    cases=(
        (torch.tensor([[0.0, 3.0, 1.0], [2.0, 0.0, 5.0], [4.0, 1.0, 0.0]]),),
        (wide(4, 6, 1),),
        (wide(2, 5, 3),),
    ),
)
NEXT_WORD.mistakes = {
    "first row": (
        "you read the first row, which guesses the word after <bos>: the next word is "
        "in the last row, logits[-1]",
        lambda logits: logits[0].argmax(),
    ),
    "all rows at once": (
        "argmax went through all rows as if they were one: take the last row first",
        lambda logits: logits.argmax(),
    ),
    "one for each row": (
        "you return a word for each row: the earlier rows guess words that are already "
        "there, so only the last is wanted",
        lambda logits: logits.argmax(dim=-1),
    ),
    "over the rows": (
        "you compare the rows, word by word (dim=0): take the last row, and compare "
        "the words in it",
        lambda logits: logits.argmax(dim=0),
    ),
    "last column": (
        "[:, -1] is the last column here, one word of the vocabulary: it is right with "
        "a batch in front, but there is none",
        lambda logits: logits[:, -1].argmax(),
    ),
    "its score": (
        "that is the highest score: return the id of the word that has it (argmax)",
        lambda logits: logits[-1].max(),
    ),
    "unlikeliest": (
        "that is the least likely word: the highest score wins",
        lambda logits: logits[-1].argmin(),
    ),
}

# greedy(score, bos, eos, max_len): choose, append, ask again, until <eos>

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


def loop(feed=lambda ids: ids, read=lambda scores: scores[-1]):
    """Make a loop that feeds in something, or reads some scores, of its own."""

    def write(score, bos, eos, max_len):
        output = [bos]
        while output[-1] != eos and len(output) <= max_len:
            scores = score(torch.tensor(feed(output)))
            output.append(read(scores).argmax().item())
        return torch.tensor(output[1:])

    return write


greedy = loop()


def bos_returned(*arguments):
    return torch.cat([torch.tensor(arguments[1:2]), greedy(*arguments)])


def nothing_appended(score, bos, eos, max_len):
    while True:
        score(torch.tensor([bos]))


def without(word, ids):
    return ids[ids != word]


GREEDY = Exercise(
    "greedy",
    "medium, 8 minutes",
    solution=greedy,
    cases=(
        (Reciter([5, 3, 5, 4, 2], bos=1), 1, 2, 8),
        (Reciter([6, 4, 6, 7, 2], bos=1), 1, 2, 3),
        (Reciter([4, 1, 4, 6], bos=0), 0, 6, 8),
    ),
)
GREEDY.mistakes = {
    "only the last word": (
        "you feed in the last word alone, so the model walks in a circle: feed in the "
        "whole output so far",
        loop(feed=lambda ids: ids[-1:]),
    ),
    "first row": (
        "you read the first row of scores, so the first word comes again and again: "
        "the next word is in the last row",
        loop(read=lambda scores: scores[0]),
    ),
    "batch taken off": (
        "your [0] takes off a batch that is not there: here score takes ids (T,) and "
        "gives (T, vocabulary), so [-1] alone is the last row",
        loop(lambda ids: [ids], lambda scores: scores[0][-1]),
    ),
    "eos never ends it": (
        "your loop goes on after <eos>: end it as soon as that was chosen",
        lambda score, bos, eos, max_len: greedy(score, bos, None, max_len),
    ),
    "bos returned": (
        "your words are right, but <bos> stands before them: it was fed in, not "
        "written, so leave it out at the end",
        bos_returned,
    ),
    "eos left out": (
        "your words are right, but <eos> is missing: it was chosen like a word, so "
        "append it before you stop",
        lambda *arguments: without(arguments[2], greedy(*arguments)),
    ),
    "bos returned, eos left out": (
        "your words are right, but the marks are not: leave <bos> out, and keep <eos>",
        lambda *arguments: without(arguments[2], bos_returned(*arguments)),
    ),
    "bos counted": (
        "where the output is cut you stop one word too early: <bos> does not count "
        "among the max_len words",
        lambda score, bos, eos, max_len: greedy(score, bos, eos, max_len - 1),
    ),
    "max_len ignored": (
        "you go on beyond max_len words: a model may never say <eos>, so stop there in "
        "any case",
        lambda score, bos, eos, max_len: greedy(score, bos, eos, MOST_CALLS - 1),
    ),
    "nothing appended": (
        "your loop never ends: put each chosen word behind the output, and stop at "
        "<eos> or after max_len words",
        nothing_appended,
    ),
}

# top_p(logits, temperature, top_p): what the next word is drawn from


def top_p(logits, temperature, top_p):
    return next_word_probabilities(logits[None], temperature, top_p=top_p)[0]


def bent(logits, temperature):
    return (logits / temperature).softmax(dim=-1)


def before(ordered):
    """Sum up what the words before each one hold. Shape: (V,) -> (V,)"""
    return ordered.cumsum(dim=0) - ordered


def likeliest(ordered, top_p):
    return before(ordered) < top_p


def shares(kept):
    return kept / kept.sum()


def nucleus(bend=bent, keep=likeliest, finish=shares, descending=True):
    """Make a top-p that bends, keeps, or finishes in a way of its own."""

    def cut(logits, temperature, top_p):
        p = bend(logits, temperature)
        ordered, order = p.sort(descending=descending)
        kept = torch.zeros_like(p)
        kept[order] = torch.where(keep(ordered, top_p), ordered, 0)
        return finish(kept)

    return cut


not_bent = nucleus(lambda logits, temperature: logits.softmax(dim=-1))
TOP_P = Exercise(
    "top_p",
    "hard, 12 minutes",
    solution=top_p,
    cases=(
        (torch.tensor([0.5, 0.3, 0.15, 0.05]).log(), 1.0, 0.7),
        (torch.tensor([0.64, 0.36]).log(), 2.0, 0.9),
        (torch.tensor([0.15, 0.5, 0.05, 0.3]).log(), 1.0, 0.9),
        (wide(1, 8, 1)[0], 0.7, 0.5),
        (wide(1, 8, 2)[0], 2.0, 0.6),
    ),
)
TOP_P.mistakes = {
    "temperature multiplied": (
        "you multiply by the temperature: divide by it, so that a high one makes the "
        "scores alike",
        nucleus(lambda logits, temperature: (logits * temperature).softmax(dim=-1)),
    ),
    "temperature ignored": (
        "right at temperature 1, but you do not use the temperature: divide the logits "
        "by it before the softmax",
        not_bent,
    ),
    "probabilities divided": (
        "you divide the probabilities by the temperature, and scaling to 1 undoes it: "
        "divide the logits, before the softmax",
        nucleus(lambda logits, temperature: logits.softmax(dim=-1) / temperature),
    ),
    "divided at the end": (
        "you divide by the temperature at the end, and the sum is no longer 1: divide "
        "the logits, before the softmax",
        lambda logits, temperature, top_p: (
            not_bent(logits, temperature, top_p) / temperature
        ),
    ),
    "cut before temperature": (
        "you cut first and use the temperature afterwards: top-p looks at the "
        "probabilities, so bend them first",
        lambda logits, temperature, top_p: shares(
            (not_bent(logits, temperature, top_p) > 0) * bent(logits, temperature)
        ),
    ),
    "top-p ignored": (
        "nothing is cut: keep the likeliest words until they hold the share top_p",
        lambda logits, temperature, top_p: bent(logits, temperature),
    ),
    "one too few": (
        "you keep one word too few: the one that crosses top_p stays, for only with it "
        "do they hold that share",
        nucleus(keep=lambda ordered, top_p: ordered.cumsum(dim=0) < top_p),
    ),
    "not scaled": (
        "you keep the right words, but they no longer sum to 1: divide by the sum of "
        "what is kept",
        nucleus(finish=lambda kept: kept),
    ),
    "tail kept": (
        "you keep what should go: the likeliest words stay, the tail becomes 0",
        nucleus(keep=lambda ordered, top_p: before(ordered) >= top_p),
    ),
    "smallest first": (
        "you begin with the least likely word: sort with descending=True",
        nucleus(descending=False),
    ),
    "each alone": (
        "you compare each probability alone with top_p: add them up, from the "
        "likeliest down (cumsum)",
        nucleus(keep=lambda ordered, top_p: ordered >= top_p),
    ),
    "left in order": (
        "your numbers are right but stand in sorted order: put each back in the place "
        "of its word",
        nucleus(finish=lambda kept: shares(kept).sort(descending=True).values),
    ),
}

EXERCISES = CACHED_POSITION, BILL, NEXT_WORD, GREEDY, TOP_P
