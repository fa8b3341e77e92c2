"""Are the words as loud as the positions, and what is √d_model for? (claim C4)"""

import math

import torch

from helpers import stage
from helpers.model import sinusoidal_positions
from helpers.stage.style import INK

D_MODELS = (8, 16, 32, 64, 128, 256, 512)
STARTS = {"small: std 1/√d_model": "small", "PyTorch's: std 1": "torch"}
WORD, POSITION, TRAINED = "#56B4E9", "#E69F00", INK


class VolumeExplorer(stage.Explorer):
    """Compare the norm of a word's row with that of a position's, for every d_model.

    Source: Vaswani et al. 2017, section 3.4; claim C4.
    """

    height = 410
    d_model = stage.Choice(
        "d_model",
        D_MODELS,
        "How many numbers a row has",
        lambda self: self.trained_size,
    )
    scaled = stage.Switch("× √d_model", "Multiply the words' rows", True)
    start = stage.Pick("fresh rows", STARTS, "How a row is drawn before training")

    def __init__(self, translator):
        words = translator.model.source_embedding.words
        with torch.no_grad():
            self.trained_norm = words.table.weight.norm(dim=1).mean().item()
        self.trained_size = translator.model.config.d_model
        super().__init__()

    def factor(self, d_model):
        """Return what a word's row is multiplied by."""
        return math.sqrt(d_model) if self.scaled.value else 1.0

    def word_norm(self, d_model):
        """Return the expected norm of a fresh word's row."""
        fresh = 1.0 if self.start.value == "small" else math.sqrt(d_model)
        return fresh * self.factor(d_model)

    @property
    def norms(self):
        """The norms of a fresh word, a position and a trained word."""
        trained = self.trained_norm * self.factor(self.trained_size)
        d_model = self.d_model.value
        return [self.word_norm(d_model), position_norm(d_model), trained]

    def picture(self):
        here, trained = self.d_model.value, self.trained_size
        words, positions = (
            [norm(d_model) for d_model in D_MODELS]
            for norm in (self.word_norm, position_norm)
        )
        curves = stage.Plot(
            [stage.Rule(x=here),
             stage.Line(D_MODELS, positions, POSITION, 3, name="positions"),
             stage.Line(D_MODELS, words, WORD, 3, name="fresh words"),
             stage.Dots([trained], self.norms[2:], TRAINED, 12, "D",
                        name="trained words")],
            stage.Axis(6.5, 620, "d_model", D_MODELS, log=True),
            stage.Axis(0.5, 900, "", (1, 10, 100), log=True, grid=True),
            "Norm of a row", legend=1, name="curves",
            sets=(self.d_model, {d_model: d_model for d_model in D_MODELS}),
            says="{name}, d_model {x}: norm {y}",
        )  # fmt: skip
        # An even scale, as long as the loudest: a bar twice as long is twice as loud.
        bars = stage.Bars(
            ("a fresh word", "a position", "a trained word"), self.norms,
            high=max(self.norms), title="Which is louder?", x="norm", name="bars",
            note=f"trained: d_model {trained}", colours=(WORD, POSITION, TRAINED),
            texts=[f"{norm:.1f}" for norm in self.norms],
        )  # fmt: skip
        return stage.Row(curves, bars, widths=(1.35, 1), gap=36)

    def say(self):
        word, position, _ = self.norms
        louder, ratio = "word" if word > position else "position", word / position
        return (
            f"d_model {self.d_model.value}: a fresh word has norm {word:.1f}, a "
            f"position {position:.1f}: the {louder} is {max(ratio, 1 / ratio):.1f}× as "
            "loud."
        )


def position_norm(d_model):
    """Return the norm of a position's row; it is the same for all of them."""
    return sinusoidal_positions(1, d_model).norm().item()
