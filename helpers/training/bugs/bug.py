"""What a bug is: a famous mistake that can be put into a healthy model."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from torch import nn

from helpers.model import Transformer, greedy_decode

# Fed again, as in training: some mistakes look healthy to a word that comes alone.
write_fed_again = partial(greedy_decode, cache=False)


class Machine(NamedTuple):
    """A model, and the way it writes: write(model, source_ids, max_len=…) -> ids."""

    model: nn.Module
    write: Callable = write_fed_again

    def says(self, source_ids, max_len):
        """Write a target. Shape: source_ids (B, S) -> ids (B, up to max_len)"""
        return self.write(self.model, source_ids, max_len=max_len)


@dataclass(frozen=True)
class Bug:
    """Hold one mistake of one lesson.

    `infect(model)` puts it into a model of `Transformer`'s class, in place; `write` is
    how the sick machine writes, and `well` how a healthy one does. `in_training` says
    whether a model can be trained with it: some mistakes are made in use alone.
    """

    name: str
    lesson: str
    infect: Callable
    write: Callable = write_fed_again
    well: Callable = write_fed_again
    in_training: bool = True

    def sick(self, model):
        """Return a `Machine` with this mistake; the model itself stays healthy."""
        patient = copy.deepcopy(model).eval()
        self.infect(patient)
        return Machine(patient, self.write)

    def healthy(self, model):
        """Return a `Machine` that does the same without the mistake."""
        return Machine(model, self.well)


def no_change(model):
    """Leave the model as it is: the mistake lies in how it is used."""


def becoming(healthy, sick):
    """Make an `infect` that gives every module of one class the class of another.

    The weights stay where they are: only what is done with them changes.
    """

    def infect(model):
        for module in model.modules():
            if type(module) is healthy:
                module.__class__ = sick

    return infect


def whole_model(sick):
    """Make an `infect` for a mistake that the whole model makes."""
    return becoming(Transformer, sick)
