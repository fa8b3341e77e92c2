"""The FFN in four steps: x, then x W₁ + b₁, ReLU, and W₂ back to where it began."""

from helpers.figures.matrices import MatrixPanel, label_tokens
from helpers.figures.style import INK, MUTED

STEPS = ("x", "x W₁ + b₁", "ReLU", "· W₂ + b₂")
# Each panel: name, title, colour, the step that fills it, its place in the figure.
# The wide ones have a line of their own: a pixel at least for every hidden unit.
LEFT, HEIGHT = 0.11, 0.168
PANELS = (
    ("x", "x", INK, 0, (LEFT, 0.79, 0.2, HEIGHT)),
    ("W_1", "W₁", MUTED, 1, (0.39, 0.79, 0.59, HEIGHT)),
    ("wide", "x W₁ + b₁", INK, 1, (LEFT, 0.56, 0.87, HEIGHT)),
    ("bent", "ReLU", INK, 2, (LEFT, 0.33, 0.87, HEIGHT)),
    ("W_2", "W₂", MUTED, 3, (LEFT, 0.1, 0.2, HEIGHT)),
    ("output", "output", INK, 3, (0.5, 0.1, 0.2, HEIGHT)),
)
LABELLED = ("x", "wide", "bent", "output")  # a row for each word
WEIGHTS = ("W_1", "W_2")  # the same for every word: no row of theirs is lit


class FeedForwardPicture:
    """Draw the six matrices of an FFN, as far as a step has come.

    `artists` are those that change. `label` sets the tokens, `show` the numbers,
    `go_to` the step and the lit word.
    """

    def __init__(self, figure):
        self.panels, self.first_step = {}, {}
        for name, title, colour, step, place in PANELS:
            self.panels[name] = MatrixPanel(figure.add_axes(place), title, colour)
            self.first_step[name] = step
            label_tokens(self.panels[name].ax)
        self.artists = [a for panel in self.panels.values() for a in panel.artists]

    def label(self, tokens):
        """Put the tokens beside the rows."""
        for name in LABELLED:
            label_tokens(self.panels[name].ax, tokens)

    def show(self, stages, limits):
        """Set the matrices.

        Shape: stages: name -> (rows, columns); limits: name -> the largest magnitude
        """
        for name, panel in self.panels.items():
            panel.show(stages[name], limits[name])

    def go_to(self, step, word):
        """Fill the panels up to this step, and light the row of this word."""
        for name, panel in self.panels.items():
            first = self.first_step[name]
            row = None if name in WEIGHTS else word
            panel.light(row, first <= step, first == step)
