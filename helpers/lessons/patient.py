"""What a patient is: a healthy model with a famous mistake in it, and how to prove it.

The mistake of each patient, and the probe that finds it, stand in `clinic.py` of its
lesson; here is what they are made of.
"""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import torch
from torch import nn

from helpers.model import greedy_decode, record_attention
from helpers.model.autoregressive_loop import NextWordScorer

# Fed again, as in training: some mistakes look healthy to a word that comes alone.
write_fed_again = partial(greedy_decode, cache=False)


class Machine(NamedTuple):
    """A model, and the way it writes: write(model, source_ids, max_len=…) -> ids."""

    model: nn.Module
    write: Callable = write_fed_again

    def says(self, source_ids, max_len):
        """Write a target. Shape: source_ids (B, S) -> ids (B, up to max_len)"""
        return self.write(self.model, source_ids, max_len=max_len)


class Sample(NamedTuple):
    """One sentence on which machines are probed.

    Shape: source_ids (1, S) without padding, S at least 2; target_ids (1, T), the
        healthy translation behind <bos>
    """

    source_ids: torch.Tensor
    target_ids: torch.Tensor


# Attention maps that the clinic shows


@torch.no_grad()
def forced_map(model, source_ids, target_ids, name):
    """Record one attention while the whole target is fed in at once.

    Shape: source_ids (1, S), target_ids (1, T) -> (H, queries, keys)
    """
    with record_attention(model) as maps:
        model(source_ids, target_ids)
    return maps[name][0]


@torch.no_grad()
def written_map(model, source_ids, target_ids, name):
    """Record one self-attention of the decoder word by word, as a cache allows.

    A key that a word does not meet has weight 0.

    Shape: source_ids (1, S), target_ids (1, T) -> (H, T, T)
    """
    score, length = NextWordScorer(model, source_ids, cache=True), target_ids.size(1)
    rows = []
    with record_attention(model) as maps:
        for word in range(length):
            score(target_ids[:, : word + 1])
            met = maps[name][0, :, -1]  # (H, keys): the last ones, up to this word
            before, after = word + 1 - met.size(1), length - word - 1
            rows.append(nn.functional.pad(met, (before, after)))
    return torch.stack(rows, dim=1)


# Probes and patients


@dataclass(frozen=True, eq=False)  # a probe is itself, whatever it measures
class Probe:
    """Hold a measurement that can be taken without reading any code.

    `question` says what is done, `wanted` what health gives. `measure(machine, sample)`
    returns numbers, which `shown` writes out; `healthy` says whether they are well.
    """

    measure: Callable
    question: str
    wanted: str
    shown: str
    healthy: Callable

    @torch.no_grad()
    def take(self, machine, source_ids, target_ids):
        """Measure a machine on a sentence and its healthy translation.

        Shape: source_ids (1, S), target_ids (1, T), as `Sample` -> a tuple of numbers
        """
        return self.measure(machine, Sample(source_ids, target_ids))

    def show(self, numbers):
        """Write the numbers in words."""
        return self.shown.format(*numbers)


def probe(*texts, healthy):
    """Decorate a measurement (question, wanted, shown): see `Probe`."""
    return lambda measure: Probe(measure, *texts, healthy)


@dataclass(frozen=True, eq=False)
class Patient:
    """Hold one mistake of one lesson, and what a student is told of it.

    `infect(model)` puts it into a model of `Transformer`'s class, in place. `symptom`
    is what a student is told first, `diagnosis` what is to be found, `cause` how it
    comes about. `probe` finds it: `proof` says whether its numbers, which are not
    healthy, prove this mistake and no other.

    `attention` names the map in which to look for it, `draw` makes that map, and
    `own_keys` says that the sick map's columns are the target's words. `padding` is how
    many <pad> stand behind the sentence, as in a batch. `write` is how the sick machine
    writes, `well` how a healthy one does; `in_training` says whether a model can be
    trained with the mistake: some are made in use alone.
    """

    name: str
    infect: Callable
    symptom: str
    diagnosis: str
    cause: str
    probe: Probe
    proof: Callable
    attention: str = "encoder.0.self"
    padding: int = 0
    draw: Callable = forced_map
    own_keys: bool = False
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

    def is_proven(self, numbers):
        """Say whether what the patient's probe has measured proves the mistake."""
        return bool(not self.probe.healthy(*numbers) and self.proof(*numbers))

    def map(self, machine, source_ids, target_ids):
        """Return a machine's attention map, a row for each query.

        Shape: source_ids (1, S), target_ids (1, T) -> (H, queries, keys)
        """
        return self.draw(machine.model, source_ids, target_ids, self.attention)


# How a mistake gets into a model


def instead(healthy, **methods):
    """Make an `infect` that gives every module of one class other methods.

    The weights stay where they are: only what is done with them changes.
    """
    sick = type(f"Sick{healthy.__name__}", (healthy,), methods)

    def infect(model):
        for module in model.modules():
            if type(module) is healthy:
                module.__class__ = sick

    return infect


def no_change(model):
    """Leave the model as it is: the mistake lies in how it is used."""


# What probes look at, and how they compare


def first_attention(machine, sample):
    """Return the encoder's first self-attention, and the rows that it reads."""
    model = machine.model
    x = seeded(model.source_embedding, sample.source_ids)  # (1, S, d_model)
    return model.encoder.layers[0].self_attention, x


def encoder_map(machine, source_ids):
    """Return the encoder's first map. Shape: source_ids (1, S) -> (H, S, S)"""
    with record_attention(machine.model) as maps:
        seeded(machine.model.encode, source_ids)
    return maps["encoder.0.self"][0]


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
