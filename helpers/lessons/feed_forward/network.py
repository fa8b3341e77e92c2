"""The FFN, one step at a time, with the numbers of a trained model."""

from helpers import stage
from helpers.lessons.steppers import Stepper
from helpers.stage.explorer import EDGE
from helpers.stage.style import MUTED, signed

# What each step is called, and what is said at it. How many numbers are above zero is
# for the class to guess.
STEPS = {
    "x": "“{word}” comes from attention and Norm with {input.size} numbers.",
    "x W₁ + b₁": "W₁ and b₁ make {wide.size} numbers of “{word}”, from {least} to "
    "{most}.",
    "ReLU": "ReLU sets {zeros} of {wide.size} numbers of “{word}” to zero, and keeps "
    "{kept}.",
    "· W₂ + b₂": "W₂ and b₂ bring “{word}” back to {input.size} numbers, as many as x "
    "had.",
}
# Each matrix: its title, the step that fills it, and what a cell says. Weights are the
# same for every word: no row of theirs is lit.
VECTOR, UNIT = "{row}, number {column}: {number}", "{row}, unit {column}: {number}"
PANELS = {
    "input": ("x", 0, VECTOR),
    "W_1": ("W₁", 1, "W₁ from number {row} to unit {column}: {number}"),
    "wide": ("x W₁ + b₁", 1, UNIT),
    "hidden": ("ReLU", 2, UNIT),
    "W_2": ("W₂", 3, "W₂ from unit {row} to number {column}: {number}"),
    "output": ("output", 3, VECTOR),
}
NARROW, GAP, WIDE_GAP = 180, 24, 70  # pixels: a matrix with d_model columns, and gaps


class FeedForwardStepper(Stepper):
    """Walk one sentence through an FFN of the encoder: wide, bent, and back.

    Source: Vaswani et al. 2017, section 3.3, equation 2; claims C13 and C14.
    """

    height, most_words = 732, 8
    part, steps = "encoder.{}.feed_forward", STEPS
    names = "input", "wide", "hidden", "output"
    examples = (
        "I like apples",
        "the old teacher likes the old hat",
        "Tom is reading a book in the park",
    )
    # The lesson asks what ReLU, the step after the first, will leave.
    step = stage.Steps("step", STEPS, "How far the sentence has come in the FFN", 1)
    word = stage.Word("word", "tokens", "The word whose row is lit")
    layer = stage.Layer("encoder", "Which encoder layer")

    def tensors_of(self, layer):
        """Return what one FFN makes, and the matrices that it has."""
        ffn = self.translator.model.encoder.layers[layer].feed_forward
        maps = {n: getattr(ffn, n).weight.detach().numpy().T for n in ("W_1", "W_2")}
        return super().tensors_of(layer) | maps

    @stage.derived
    def limits(self):
        """One scale for all layers; weights and words differ: one for each matrix."""
        most = {n: max(abs(each[n]).max() for each in self.layers) for n in PANELS}
        return most | {"hidden": most["wide"]}

    def picture(self):
        panels = (self.panel_of(name, *panel) for name, panel in PANELS.items())
        # The wide ones have a line of their own: a pixel at least for each hidden unit.
        x, W_1, wide, hidden, W_2, output = panels
        left = x.margins().left
        free = self.width - 2 * EDGE - left
        last = left, NARROW, WIDE_GAP, NARROW, free - left - WIDE_GAP - 2 * NARROW
        return stage.Column(
            stage.formula(STEPS, self.step),
            stage.Row(x, W_1, widths=(NARROW, free - GAP - NARROW), gap=GAP),
            stage.Row(wide),
            stage.Row(hidden),
            stage.Grid([[None, W_2, None, output, None]], last, gap=(0, 14), narrow=1),
        )

    def panel_of(self, name, title, first, says):
        shape = self.tensors[name].shape
        rows, columns = (list(map(str, range(1, n + 1))) for n in shape)
        look = {"rows": self.tokens}
        if name.startswith("W"):
            look = {"lit": None, "row_sets": None, "row_names": rows, "colour": MUTED}
        return self.matrix(name, title, first, column_names=columns, says=says, **look)

    def facts(self, rows):
        wide, kept = rows["wide"], (rows["hidden"] > 0).sum()
        least, most = (signed(number, 1) for number in (wide.min(), wide.max()))
        counts = {"zeros": wide.size - kept, "kept": kept}
        return rows | counts | {"least": least, "most": most}
