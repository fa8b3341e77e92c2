"""What a probe is: a small measurement that proves what is wrong with a model."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch

HEALTHY, ODD = "healthy", "odd"


class Sample(NamedTuple):
    """One sentence on which machines are probed.

    Shape: source_ids (1, S) without padding, S at least 2; target_ids (1, T), the
        healthy translation behind <bos>
    """

    source_ids: torch.Tensor
    target_ids: torch.Tensor


@dataclass(frozen=True, eq=False)  # a probe is itself, whatever it measures
class Probe:
    """Hold a measurement that can be taken without reading any code.

    `question` says what is done, `wanted` what health gives. `measure(machine, sample)`
    returns numbers, which `shown` writes out; `signs` tells by the name of a bug
    whether they prove it, and by HEALTHY whether all is well.
    """

    question: str
    wanted: str
    measure: Callable
    shown: str
    signs: dict[str, Callable]

    @torch.no_grad()
    def take(self, machine, source_ids, target_ids):
        """Measure a machine on a sentence and its healthy translation.

        Shape: source_ids (1, S), target_ids (1, T), as `Sample` -> a tuple of numbers
        """
        return self.measure(machine, Sample(source_ids, target_ids))

    def reading(self, numbers):
        """Say what these numbers mean: a bug's name, HEALTHY, or ODD for all else."""
        return next((name for name, sign in self.signs.items() if sign(*numbers)), ODD)

    def show(self, numbers):
        """Write the numbers in words."""
        return self.shown.format(*numbers)


def zero(number):
    """Say whether a number is 0 but for rounding."""
    return abs(number) < 1e-4


def near(number, wanted):
    """Say whether two numbers agree within two percent."""
    return math.isclose(number, wanted, rel_tol=0.02, abs_tol=1e-3)


def seeded(function, *arguments, seed=0):
    """Call a function with the same random numbers every time."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return function(*arguments)


def moved_rows(ours, theirs):
    """Tell which rows differ between two results. Shape: (T, …) twice -> (T,), bool"""
    return (ours - theirs).abs().flatten(1).amax(dim=1) > 1e-4


def with_another_last(rows):
    """Put other numbers into the last row. Shape: (1, T, d) -> (1, T, d)"""
    changed = rows.clone()
    changed[:, -1] = -rows[:, -1].flip(-1)
    return changed
