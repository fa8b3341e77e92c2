"""Lesson 2: how sharp softmax is, and what it does not see (claims C6 and C8)."""

import math

import ipywidgets as widgets
import torch

from helpers.explorers.live import Explorer
from helpers.figures.self_attention.temperature import (
    TemperaturePicture,
    height_for,
    signed,
)
from helpers.figures.style import displayable

LARGEST_SHIFT = 5.0


class TemperatureLab(Explorer):
    """Turn one query's scores into weights, sharper or softer; shift them all.

    Controls: `temperature` (the scores are divided by it), `shift` (added to all).

    Shape: scores (S,), one query's, already scaled; tokens: S strings, the keys;
        query: the token that asks
    Raises: ValueError if scores and tokens do not fit, if there are fewer than two,
        or if a score is not finite.
    Source: Vaswani et al. 2017, section 3.2.1, equation 1; claims C6 and C8.
    """

    def __init__(self, scores, tokens, query):
        self.scores = checked_scores(scores, tokens)
        self.tokens = [displayable(token) for token in tokens]
        self.query = displayable(query)
        self.height = height_for(len(tokens))
        super().__init__()

    def build(self):
        whole_label = {"description_width": "initial"}
        self.temperature = self.control(
            widgets.FloatLogSlider(
                value=1,
                min=-1,  # powers of ten
                max=1,
                step=0.04,
                description="temperature",
                tooltip="The scores are divided by it before softmax",
                style=whole_label,
            )
        )
        self.shift = self.control(
            widgets.FloatSlider(
                value=0,
                min=-LARGEST_SHIFT,
                max=LARGEST_SHIFT,
                step=0.5,
                description="shift",
                tooltip="The same number, added to every score",
                readout_format="+.1f",
                style=whole_label,
            )
        )
        self.picture = TemperaturePicture(
            self.figure, self.scores.numpy(), self.tokens, self.query, LARGEST_SHIFT
        )
        self.live(*self.picture.artists)

    def update(self):
        temperature, shift = self.temperature.value, self.shift.value
        scores = self.scores + shift
        weights = (scores / temperature).softmax(dim=0)
        entropy = torch.special.entr(weights).sum().item()
        self.picture.show(
            scores.tolist(), weights.tolist(), shift, temperature, entropy
        )
        best = weights.argmax().item()
        sentence = (
            f"“{self.query}” gives “{self.tokens[best]}” {weights[best]:.2f}: "
            f"as sharp as an even choice among {math.exp(entropy):.1f} words."
        )
        if shift:
            sentence += f" {signed(shift)} on every score: same weights."
        return sentence


def checked_scores(scores, tokens):
    """Return the scores as a tensor of their own, one finite number for each token."""
    scores = torch.as_tensor(scores, dtype=torch.float32).detach()
    if scores.dim() != 1 or len(scores) != len(tokens) or len(tokens) < 2:
        raise ValueError(
            f"scores of shape {tuple(scores.shape)} do not fit {len(tokens)} tokens: "
            "give one query's score for each of at least two keys"
        )
    if not scores.isfinite().all():
        raise ValueError(
            f"the scores {scores.tolist()} are not all finite: leave masked keys out"
        )
    return scores
