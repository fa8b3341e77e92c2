"""Lesson 5: patients whose network bends in the wrong place, or not at all."""

from helpers.exercises.clinic.patient import Patient
from helpers.exercises.clinic.probe import HEALTHY, Probe, seeded, zero
from helpers.exercises.clinic.self_attention import first_attention

WHERE = "decoder.0.cross"


def first_network(machine, sample):
    """Return the encoder's first FFN, as a function, and some rows to put in."""
    _, x = first_attention(machine, sample)
    network = machine.model.encoder.layers[0].feed_forward
    return (lambda rows: seeded(network, rows)), x


def bent(machine, sample):
    network, x = first_network(machine, sample)
    other = x.flip(1)
    together, apart = network(x + other), network(x) + network(other) - network(x * 0)
    return ((together - apart).abs().max().item(),)


BENT = Probe(
    "Put in two rows and their sum: how far is the answer to the sum from the sum of "
    "the answers?",
    "far: a bend stands between",
    bent,
    "{:.2f} apart",
    {HEALTHY: lambda apart: not zero(apart), "no ReLU": zero},
)


def lowest(machine, sample):
    network, x = first_network(machine, sample)
    return (network(x).min().item(),)


LOWEST = Probe(
    "Which is the lowest number that comes out?",
    "one below zero",
    lowest,
    "{:.2f}",
    {HEALTHY: lambda low: low < -1e-4, "ReLU last": lambda low: low >= -1e-4},
)


def without_negatives(machine, sample):
    network, x = first_network(machine, sample)
    return ((network(x) - network(x.relu())).abs().max().item(),)


WITHOUT_NEGATIVES = Probe(
    "Set every negative number of x to 0 before it goes in: how far does the answer "
    "move?",
    "it moves",
    without_negatives,
    "by up to {:.2f}",
    {HEALTHY: lambda moved: not zero(moved), "ReLU first": zero},
)


def inside(machine, sample):
    network, x = first_network(machine, sample)
    seen = []
    second = machine.model.encoder.layers[0].feed_forward.W_2
    hook = second.register_forward_pre_hook(lambda _, inputs: seen.extend(inputs))
    network(x)
    hook.remove()
    return (seen[0] == 0).float().mean().item(), seen[0].min().item()


INSIDE = Probe(
    "Look between the two maps: how many units are exactly 0, and which is the lowest?",
    "many, and nothing below 0",
    inside,
    "{:.0%} are 0, the lowest is {:.2f}",
    {
        HEALTHY: lambda zeros, low: zeros > 0.05 and low >= 0,
        "GELU for ReLU": lambda zeros, low: zeros < 0.05 and -0.18 < low < 0,
    },
)

PATIENTS = (
    Patient(
        "no ReLU",
        "Pale attention, and the same few words again and again.",
        "ReLU is missing",
        "Two linear maps with nothing between them are one. Trained so, the model is "
        "as good: this grammar hardly needs the bend.",
        BENT,
        WHERE,
    ),
    Patient(
        "ReLU last",
        "The first word is wrong already. Something only ever adds.",
        "ReLU comes after the second map",
        "The bend stands behind both maps: the network can only add to x, never "
        "take away.",
        LOWEST,
        WHERE,
    ),
    Patient(
        "GELU for ReLU",
        "It looks healthy. It is not quite what was trained.",
        "GELU stands where ReLU was trained",
        "The weights come from a model with ReLU. GELU is close enough that nothing "
        "crashes and hardly a word changes.",
        INSIDE,
        WHERE,
    ),
    Patient(
        "ReLU first",
        "Half of what attention has gathered never reaches the network.",
        "ReLU comes before the first map",
        "All that is negative in x is cut away before the network sees it.",
        WITHOUT_NEGATIVES,
        WHERE,
    ),
)
