"""What Add and Norm do in a deep stack: for the gradient, and for learning.

    python -m helpers.training.experiments depth

sends a random gradient into the top of fresh stacks of encoder layers, which read
random words, and measures its norm at the weights of every layer (claim C11). `norm`
trains an encoder to say a row of digits backwards (claims C11, C12): one wiring, one
depth, one learning rate, with warm-up or without; its table holds the mean of every ten
losses, in nats.
"""

import math
from collections import defaultdict
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F

from helpers.model import Encoder, EncoderLayer, InputEmbedding
from helpers.training.experiments.sweep import SEEDS, Sweep, learn
from helpers.training.experiments.tables import significant


class LayerWithoutAdd(EncoderLayer):
    """Do all that an encoder layer does, except for the two residual sums.

    Shape: x (B, S, d_model) -> (B, S, d_model)
    Source: Vaswani et al. 2017, section 3.1, without "x +".
    """

    def add(self, number, x, change):
        return change


def fresh_layers(layers, norm=True):
    """Give layers fresh weights, and take their Norm away if there is to be none."""
    for layer in layers:
        for matrix in layer.parameters():
            if matrix.dim() > 1:
                nn.init.xavier_uniform_(matrix)
        if not norm:
            layer.norm_1 = layer.norm_2 = nn.Identity()
    return layers


# The gradient in every layer

DEPTHS = tuple(range(1, 25))
STACK_SIZES = {"d_model": 64, "num_heads": 4, "d_ff": 128}
WORDS_SHAPE = (8, 8, STACK_SIZES["d_model"])  # (B, S, d_model)
# What a stack is called by (add, norm): "post-norm" is the paper's.
STACK_WIRINGS = {
    (1, 1): "post-norm",
    (0, 1): "no add",
    (1, 0): "no norm",
    (0, 0): "neither",
}


class LayerGradient(NamedTuple):
    """The gradient at one layer of one fresh stack; layer 1 is the one at the foot."""

    add: int  # 1 if the stack has it, else 0
    norm: int
    depth: int
    seed: int
    layer: int
    size: float  # norm of the gradient at all weights of the layer


def fresh_stack(depth, add=True, norm=True):
    """Stack fresh encoder layers, with Add or without, with Norm or without.

    Raises: ValueError if depth is below 1.
    """
    if depth < 1:
        raise ValueError(f"{depth=} must be at least 1")
    layer_type = EncoderLayer if add else LayerWithoutAdd
    layers = [layer_type(**STACK_SIZES) for _ in range(depth)]
    return nn.Sequential(*fresh_layers(layers, norm))


def layer_gradients(depth, add=True, norm=True, seed=0):
    """Send one random gradient down a fresh stack; yield a row for each layer.

    Raises: ValueError as `fresh_stack`.
    """
    torch.manual_seed(seed)
    stack = fresh_stack(depth, add, norm)
    output = stack(torch.randn(WORDS_SHAPE))
    output.backward(torch.randn_like(output))
    for number, layer in enumerate(stack, start=1):
        gradient = torch.cat([w.grad.flatten() for w in layer.parameters()])
        size = significant(gradient.norm().item())
        yield LayerGradient(int(add), int(norm), depth, seed, number, size)


def mean_sizes(rows):
    """Average the seeds, as powers of ten. Returns {(wiring, depth): sizes by layer}.

    Shape: rows of `LayerGradient` -> lists (depth,)
    """
    logarithms = defaultdict(list)
    for row in rows:
        key = STACK_WIRINGS[row.add, row.norm], row.depth, row.layer
        logarithms[key].append(math.log10(row.size))
    sizes = defaultdict(list)
    for wiring, depth, layer in sorted(logarithms):
        found = logarithms[wiring, depth, layer]
        sizes[wiring, depth].append(10 ** (sum(found) / len(found)))
    return sizes


GRADIENT = Sweep(
    "depth",
    LayerGradient,
    layer_gradients,
    depth=DEPTHS,
    add=(True, False),
    norm=(True, False),
    seed=SEEDS,
)

# How fast it learns

# Norm after the sum (the paper), before the part, nowhere; and without the sum.
WIRINGS = ("post-norm", "pre-norm", "no norm", "no add")
LEARNING_DEPTHS = (2, 4, 8)
RATES = (0.001, 0.003, 0.01)
STEPS, WARMUP_STEPS, EVERY = 300, 100, 10
NUM_DIGITS, LENGTH, BATCH_SIZE = 10, 8, 32
ENCODER_SIZES = {"d_model": 32, "num_heads": 4, "d_ff": 64}
BLIND_GUESS = math.log(NUM_DIGITS)  # the loss of one who has not learned anything


def floats(texts):
    """Read numbers."""
    return tuple(map(float, texts))


class LossCurve(NamedTuple):
    """One training run, and the mean of every ten of its losses."""

    wiring: str
    depth: int
    rate: float  # the learning rate, after the warm-up if there is one
    warmup: int  # 1 if there is one, else 0
    seed: int
    losses: floats = ()


class Reverser(nn.Module):
    """Score the digits of a row in backward order, with the project's own encoder.

    Shape: ids (B, LENGTH) -> logits (B, LENGTH, NUM_DIGITS)
    Raises: ValueError if the wiring is unknown.
    """

    def __init__(self, wiring, depth):
        if wiring not in WIRINGS:
            raise ValueError(f"{wiring=} is unknown: choose one of {WIRINGS}")
        super().__init__()
        self.embedding = InputEmbedding(NUM_DIGITS, ENCODER_SIZES["d_model"])
        self.encoder = wired_encoder(wiring, depth)
        self.output = nn.Linear(ENCODER_SIZES["d_model"], NUM_DIGITS)

    def forward(self, ids):
        return self.output(self.encoder(self.embedding(ids)))


def wired_encoder(wiring, depth):
    """Build an encoder, and leave out of it what this wiring does not have."""
    norm_first = wiring == "pre-norm"
    encoder = Encoder(**ENCODER_SIZES, norm_first=norm_first, num_layers=depth)
    if wiring == "no add":
        layers = [LayerWithoutAdd(**ENCODER_SIZES) for _ in range(depth)]
        encoder.layers = nn.ModuleList(layers)
    fresh_layers(encoder.layers, norm=wiring != "no norm")
    return encoder


def losses_of(wiring, depth, rate, warmup, seed=0, steps=STEPS):
    """Train one model; yield (step, mean of the last losses) every `EVERY` steps.

    Raises: ValueError as `Reverser`.
    Source: Vaswani et al. 2017, section 5.3; Xiong et al. 2020 (warm-up).
    """
    torch.manual_seed(seed)
    model = Reverser(wiring, depth)
    losses = []

    def rate_at(step):
        return rate * (min(1, step / WARMUP_STEPS) if warmup else 1)

    for step, loss in learn(model, lambda: loss_of(model), rate_at, steps):
        losses.append(loss)
        if step % EVERY == 0:
            yield step, sum(losses[-EVERY:]) / EVERY


def loss_of(model):
    """Return the loss of a batch of random digits, in nats. Shape: -> ()"""
    ids = torch.randint(NUM_DIGITS, (BATCH_SIZE, LENGTH))
    logits = model(ids)  # (B, LENGTH, NUM_DIGITS)
    return F.cross_entropy(logits.flatten(0, 1), ids.flip(1).flatten())


def loss_curve(*run):
    """Train one model to the end; yield its one row, a `LossCurve`."""
    yield LossCurve(*run, tuple(loss for _, loss in losses_of(*run)))


def steps_until(losses, goal=0.5):
    """Return the step at which a curve first is below the goal; infinity if never.

    Shape: losses (points,), one every `EVERY` steps
    """
    below = (i for i, loss in enumerate(losses, start=1) if loss < goal)
    return EVERY * next(below, math.inf)


LEARNING = Sweep(
    "norm",
    LossCurve,
    loss_curve,
    steps=range(EVERY, STEPS + 1, EVERY),
    wiring=WIRINGS,
    depth=LEARNING_DEPTHS,
    rate=RATES,
    warmup=(0, 1),
    seed=SEEDS,
)
