"""next_word(logits): the id of the likeliest next word."""

import torch

from helpers.exercises.exercise import Exercise, Mistake, wide


def next_word(logits):
    return logits[-1].argmax()


def of_the_first_row(logits):
    return logits[0].argmax()


def of_all_rows_at_once(logits):
    return logits.argmax()


def one_for_each_row(logits):
    return logits.argmax(dim=-1)


def over_the_rows(logits):
    return logits.argmax(dim=0)


def of_the_last_column(logits):
    return logits[:, -1].argmax()


def its_score(logits):
    return logits[-1].max()


def the_unlikeliest(logits):
    return logits[-1].argmin()


NEXT_WORD = Exercise(
    name="next_word",
    lesson="autoregressive_loop",
    minutes=3,
    level="easy",
    solution=next_word,
    cases=(
        (torch.tensor([[0.0, 3.0, 1.0], [2.0, 0.0, 5.0], [4.0, 1.0, 0.0]]),),
        (wide(4, 6, 1),),
        (wide(2, 5, 3),),
    ),
    mistakes=(
        Mistake(
            "first row",
            of_the_first_row,
            "you read the first row, which guesses the word after <bos>: the next word "
            "is in the last row, logits[-1]",
        ),
        Mistake(
            "all rows at once",
            of_all_rows_at_once,
            "argmax went through all rows as if they were one: take the last row first",
        ),
        Mistake(
            "one for each row",
            one_for_each_row,
            "you return a word for each row: the earlier rows guess words that are "
            "already there, so only the last is wanted",
        ),
        Mistake(
            "over the rows",
            over_the_rows,
            "you compare the rows, word by word (dim=0): take the last row, and "
            "compare the words in it",
        ),
        Mistake(
            "last column",
            of_the_last_column,
            "[:, -1] is the last column here, one word of the vocabulary: it is right "
            "with a batch in front, but there is none",
        ),
        Mistake(
            "its score",
            its_score,
            "that is the highest score: return the id of the word that has it (argmax)",
        ),
        Mistake(
            "unlikeliest",
            the_unlikeliest,
            "that is the least likely word: the highest score wins",
        ),
    ),
)
