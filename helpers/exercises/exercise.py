"""What an exercise is: a task, small inputs for it, its answer, and famous mistakes."""

from collections.abc import Callable
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that many give, and the sentence that helps.

    `answer` stands where the right one would: a function with the same arguments, or a
    value. Whoever answers alike has made this mistake.
    """

    name: str
    answer: object
    message: str


@dataclass(frozen=True)
class Exercise:
    """A task of one lesson, which `check` looks through.

    `solution` is the right answer: a value, or a function. A function is tried on
    `cases`, tuples of arguments, the smallest first: the first that shows a mistake is
    shown to the student.
    """

    name: str
    lesson: str
    minutes: int
    level: str  # "easy", "medium" or "hard"
    solution: object
    mistakes: tuple[Mistake, ...]
    cases: tuple[tuple, ...] = ((),)

    @property
    def is_function(self):
        """Say whether the student writes a function, and not a value."""
        return isinstance(self.solution, Callable)


def wide(rows, columns, seed):
    """Make numbers that no mistake gets right by chance. Shape: -> (rows, columns)"""
    return torch.randn(rows, columns, generator=torch.Generator().manual_seed(seed))
