"""Attention in six steps: X, then Q K V, QKᵀ, ÷ √d_k, softmax, · V."""

from helpers.figures.matrices import MatrixPanel, label_tokens
from helpers.figures.style import ACCENT, INK, KEY, MUTED, QUERY, TITLE_TEXT, VALUE

STEPS = ("X", "Q, K, V", "QKᵀ", "÷ √dₖ", "softmax", "· V")
# Each panel: name, title, colour, the step that fills it, column and line of the grid.
PANELS = (
    ("x", "X", INK, 0, 0, 0),
    ("query", "Q", QUERY, 1, 1, 0),
    ("key", "K", KEY, 1, 2, 0),
    ("value", "V", VALUE, 1, 3, 0),
    ("scores", "QKᵀ", INK, 2, 0, 1),
    ("scaled", "QKᵀ ÷ √dₖ", INK, 3, 1, 1),
    ("weights", "softmax", INK, 4, 2, 1),
    ("output", "output", INK, 5, 3, 1),
)
SQUARE = ("scores", "scaled", "weights")
# A query needs every key and every value: they are lit whole, at the step that asks.
WHOLE = {"key": 2, "value": 5}

LEFT, WIDTH, GAP = 0.115, 0.197, 0.028  # of the figure's width
BOTTOMS, HEIGHT = (0.585, 0.215), 0.28  # of the figure's height


class AttentionPicture:
    """Draw the eight matrices of one attention head, as far as a step has come.

    `artists` are those that change. `label` sets the tokens, `show` the numbers,
    `go_to` the step and the lit query.
    """

    def __init__(self, figure):
        self.panels, self.first_step = {}, {}
        for name, title, colour, step, column, line in PANELS:
            ax = figure.add_axes(
                (LEFT + column * (WIDTH + GAP), BOTTOMS[line], WIDTH, HEIGHT)
            )
            numbers = name in SQUARE
            self.panels[name] = MatrixPanel(ax, title, colour, numbers)
            self.first_step[name] = step
        self.step, self.formula = None, draw_formula(figure)
        self.artists = [
            artist for panel in self.panels.values() for artist in panel.artists
        ] + [text for _, text, _ in self.formula]

    def label(self, tokens):
        """Put the tokens beside the rows, and the keys under the square maps."""
        for name, _, _, _, column, _ in PANELS:
            ax = self.panels[name].ax
            rows, keys = column == 0, name in SQUARE
            label_tokens(ax, tokens if rows else None, tokens if keys else None)
            if keys:
                ax.set_xlabel("key")
                ax.xaxis.set_label_coords(0.5, -0.44)
        self.panels["scores"].ax.set_ylabel("query")

    def show(self, steps, limits):
        """Set the matrices of one head.

        Shape: steps: name -> (rows, columns); limits: name -> the largest magnitude,
            None for weights
        """
        for name, panel in self.panels.items():
            panel.show(steps[name], limits[name])

    def go_to(self, step, query):
        """Fill the panels up to this step, and light the row of this query."""
        for name, panel in self.panels.items():
            first = self.first_step[name]
            row = None if name in WHOLE else query
            panel.light(row, first <= step, first == step, WHOLE.get(name) == step)
        if step == self.step:
            return
        self.step = step
        for first, text, colour in self.formula:
            text.set(color=ACCENT if first == step else colour)
            text.set_weight("bold" if first == step else "normal")


def draw_formula(figure):
    """Write the way from X to the output, in pieces that can be lit.

    Returns (step, Text, usual colour) for each piece.
    """
    pieces = (
        (0, "X", INK),
        (None, "→", MUTED),
        (1, "Q, K, V", INK),
        (None, "→", MUTED),
        (2, "QKᵀ", INK),
        (None, "→", MUTED),
        (3, "÷ √dₖ", INK),
        (None, "→", MUTED),
        (4, "softmax", INK),
        (None, "→", MUTED),
        (5, "· V", INK),
    )
    places = (0.14, 0.205, 0.295, 0.385, 0.46, 0.535, 0.61, 0.685, 0.775, 0.865, 0.925)
    return [
        (
            step,
            figure.text(x, 0.958, piece, ha="center", va="center", size=TITLE_TEXT),
            colour,
        )
        for x, (step, piece, colour) in zip(places, pieces, strict=True)
    ]
