"""Are the words as loud as the positions, and what is √d_model for? (claim C4)"""

from helpers import stage
from helpers.model import sinusoidal_positions
from helpers.stage.style import INK

D_MODELS = (8, 16, 32, 64, 128, 256, 512)
STARTS = {"small: std 1/√d_model": "small", "PyTorch's: std 1": "torch"}
COLOURS = WORD, POSITION, TRAINED = "#56B4E9", "#E69F00", INK


class VolumeExplorer(stage.Explorer):
    """Compare the norm of a word's row with that of a position's, for every d_model.

    Source: Vaswani et al. 2017, section 3.4; claim C4.
    """

    height = 410
    d_model = stage.Choice(
        "d_model", D_MODELS, "How many numbers a row has", lambda self: self.trained_at
    )
    scaled = stage.Switch("× √d_model", "Multiply the words' rows", True)
    start = stage.Pick("fresh rows", STARTS, "How a row is drawn before training")

    def __init__(self, translator):
        table = translator.model.source_embedding.words.table.weight.detach()
        self.trained_at = translator.model.config.d_model
        self.trained_norm = table.norm(dim=1).mean().item()
        super().__init__()

    def norms(self, d_model):
        """Return the norms of a fresh word, a position, and a trained word."""
        fresh, trained = 1.0, self.trained_norm
        if self.start.value == "torch":
            fresh *= d_model**0.5
        if self.scaled.value:
            fresh, trained = fresh * d_model**0.5, trained * self.trained_at**0.5
        return fresh, sinusoidal_positions(1, d_model).norm().item(), trained

    def picture(self):
        here, trained_at = self.d_model.value, self.trained_at
        norms = self.norms(here)
        words, positions, _ = zip(*map(self.norms, D_MODELS), strict=True)
        curves = stage.Plot(
            [stage.Rule(x=here),
             stage.Line(D_MODELS, positions, POSITION, 3, name="positions"),
             stage.Line(D_MODELS, words, WORD, 3, name="fresh words"),
             stage.Dots([trained_at], norms[2:], TRAINED, 12, "D",
                        name="trained words")],
            stage.Axis(6.5, 620, "d_model", D_MODELS, log=True),
            stage.Axis(0.5, 900, "", (1, 10, 100), log=True, grid=True),
            "Norm of a row", legend=1, sets=self.d_model, name="curves",
            says="{name}, d_model {x}: norm {y}",
        )  # fmt: skip
        # An even scale, as long as the loudest: a bar twice as long is twice as loud.
        bars = stage.Bars(
            ("a fresh word", "a position", "a trained word"), norms, high=max(norms),
            title="Which is louder?", x="norm", note=f"trained: d_model {trained_at}",
            colours=COLOURS, texts=[f"{norm:.1f}" for norm in norms], name="bars",
        )  # fmt: skip
        return stage.Row(curves, bars, widths=(1.35, 1), gap=36)

    def say(self):
        word, position, _ = self.norms(self.d_model.value)
        louder, ratio = "word" if word > position else "position", word / position
        return (
            f"d_model {self.d_model.value}: a fresh word has norm {word:.1f}, a "
            f"position {position:.1f}: the {louder} is {max(ratio, 1 / ratio):.1f}× as "
            "loud."
        )
