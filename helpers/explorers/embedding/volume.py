"""Lesson 1: are the words as loud as the positions, and what is √d_model for? (C4)"""

import math

import ipywidgets as widgets
import torch

from helpers.explorers.live import Explorer
from helpers.figures.embedding.volume import VolumePicture
from helpers.model import sinusoidal_positions

D_MODELS = (8, 16, 32, 64, 128, 256, 512)
STARTS = {"small: std 1/√d_model": "small", "PyTorch's: std 1": "torch"}


class VolumeMeter(Explorer):
    """Compare the norm of a word's row with that of a position's, for every d_model.

    Controls: `d_model`, `scaled` (× √d_model), `start` ("small" or "torch": how fresh
    rows are drawn). `norms` are those of a fresh word, a position, a trained word.

    Source: Vaswani et al. 2017, section 3.4; claim C4.
    """

    height = 440

    def __init__(self, translator):
        words = translator.model.source_embedding.words
        with torch.no_grad():
            self.trained_norm = words.table.weight.norm(dim=1).mean().item()
        self.trained_size = translator.model.config.d_model
        super().__init__()

    def build(self):
        self.d_model = self.control(
            widgets.SelectionSlider(
                options=D_MODELS,
                value=self.trained_size,
                description="d_model",
                tooltip="How many numbers a row has",
            )
        )
        self.scaled = self.control(
            widgets.ToggleButton(
                True, description="× √d_model", tooltip="Multiply the words' rows"
            )
        )
        self.start = self.control(
            widgets.Dropdown(
                options=STARTS,
                description="fresh rows",
                tooltip="How a row is drawn before training",
            )
        )
        position_norms = [position_norm(d_model) for d_model in D_MODELS]
        self.picture = VolumePicture(
            self.figure, D_MODELS, position_norms, self.trained_size
        )
        self.live(*self.picture.artists)

    def factor(self, d_model):
        """Return what a word's row is multiplied by."""
        return math.sqrt(d_model) if self.scaled.value else 1.0

    def word_norm(self, d_model):
        """Return the expected norm of a fresh word's row."""
        fresh = 1.0 if self.start.value == "small" else math.sqrt(d_model)
        return fresh * self.factor(d_model)

    def update(self):
        d_model = self.d_model.value
        trained = self.trained_norm * self.factor(self.trained_size)
        self.norms = [self.word_norm(d_model), position_norm(d_model), trained]
        word_norms = [self.word_norm(size) for size in D_MODELS]
        self.picture.show(d_model, word_norms, self.norms)
        word, position, _ = self.norms
        return (
            f"d_model {d_model}: a fresh word has norm {word:.1f}, a position "
            f"{position:.1f}: {compared(word, position)}."
        )


def compared(word, position):
    """Say in words which is the louder, and how often as loud as the other."""
    ratio = max(word, position) / min(word, position)
    louder = "word" if word > position else "position"
    return f"the {louder} is {ratio:.1f}× as loud"


def position_norm(d_model):
    """Return the norm of a position's row; it is the same for all of them."""
    return sinusoidal_positions(1, d_model).norm().item()
