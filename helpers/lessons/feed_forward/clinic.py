"""Lesson 5: patients whose network bends in the wrong place, or not at all."""

from functools import partial

from torch.nn import functional as F

from helpers.lessons.patient import (
    Patient,
    first_attention,
    instead,
    probe,
    seeded,
    zero,
)
from helpers.model import FeedForward


def first_network(machine, sample):
    """Return the encoder's first FFN, as a function, and some rows to put in."""
    _, x = first_attention(machine, sample)
    network = machine.model.encoder.layers[0].feed_forward
    return (lambda rows: seeded(network, rows)), x


@probe(
    "Put in two rows and their sum: how far is the answer to the sum from the sum of "
    "the answers?",
    "far: a bend stands between",
    "{:.2f} apart",
    healthy=lambda apart: not zero(apart),
)
def bent(machine, sample):
    network, x = first_network(machine, sample)
    other = x.flip(1)
    together, apart = network(x + other), network(x) + network(other) - network(x * 0)
    return ((together - apart).abs().max().item(),)


@probe(
    "Which is the lowest number that comes out?",
    "one below zero",
    "{:.2f}",
    healthy=lambda low: low < -1e-4,
)
def lowest(machine, sample):
    network, x = first_network(machine, sample)
    return (network(x).min().item(),)


@probe(
    "Set every negative number of x to 0 before it goes in: how far does the answer "
    "move?",
    "it moves",
    "by up to {:.2f}",
    healthy=lambda moved: not zero(moved),
)
def without_negatives(machine, sample):
    network, x = first_network(machine, sample)
    return ((network(x) - network(x.relu())).abs().max().item(),)


@probe(
    "Look between the two maps: how many units are exactly 0, and which is the lowest?",
    "many, and nothing below 0",
    "{:.0%} are 0, the lowest is {:.2f}",
    healthy=lambda zeros, low: zeros > 0.05 and low >= 0,
)
def inside(machine, sample):
    network, x = first_network(machine, sample)
    seen = []
    second = machine.model.encoder.layers[0].feed_forward.W_2
    hook = second.register_forward_pre_hook(lambda _, inputs: seen.extend(inputs))
    network(x)
    hook.remove()
    return (seen[0] == 0).float().mean().item(), seen[0].min().item()


AcrossPatient = partial(Patient, attention="decoder.0.cross")
PATIENTS = (
    AcrossPatient(
        "no ReLU",
        instead(FeedForward, forward=lambda self, x: self.W_2(self.W_1(x))),
        "Pale attention, and the same few words again and again.",
        "ReLU is missing",
        "Two linear maps with nothing between them are one. Trained so, the model is "
        "as good: this grammar hardly needs the bend.",
        bent,
        zero,
    ),
    AcrossPatient(
        "ReLU last",
        instead(FeedForward, forward=lambda self, x: F.relu(self.W_2(self.W_1(x)))),
        "The first word is wrong already. Something only ever adds.",
        "ReLU comes after the second map",
        "The bend stands behind both maps: the network can only add to x, never "
        "take away.",
        lowest,
        lambda low: low >= -1e-4,
    ),
    AcrossPatient(
        "GELU for ReLU",
        instead(FeedForward, forward=lambda self, x: self.W_2(F.gelu(self.W_1(x)))),
        "It looks healthy. It is not quite what was trained.",
        "GELU stands where ReLU was trained",
        "The weights come from a model with ReLU. GELU is close enough that nothing "
        "crashes and hardly a word changes.",
        inside,
        lambda zeros, low: zeros < 0.05 and -0.18 < low < 0,
    ),
    AcrossPatient(
        "ReLU first",
        instead(FeedForward, forward=lambda self, x: self.W_2(self.W_1(F.relu(x)))),
        "Half of what attention has gathered never reaches the network.",
        "ReLU comes before the first map",
        "All that is negative in x is cut away before the network sees it.",
        without_negatives,
        zero,
    ),
)
