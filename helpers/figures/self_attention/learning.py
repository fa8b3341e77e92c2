"""Attention while it is being learned: one map, and how good the model is."""

from helpers.figures.matrices import draw_weights, label_tokens, set_cells
from helpers.figures.style import ACCENT, MUTED, TEXT

MAP_PLACE = (0.12, 0.29, 0.36, 0.58)
CURVE_PLACE = (0.6, 0.29, 0.37, 0.58)


class LearningPicture:
    """Draw an attention map beside the curve of exact match over the training steps.

    `artists` are those that change with the step; `label` and `set_curve` set what
    changes with the sentence and with the run.
    """

    def __init__(self, figure):
        self.map_ax = figure.add_axes(MAP_PLACE)
        self.image = draw_weights(self.map_ax, [[0]], None, None)
        self.map_title = self.map_ax.text(
            0.5, 1.04, "", transform=self.map_ax.transAxes, ha="center", size=TEXT
        )
        self.curve_ax = figure.add_axes(CURVE_PLACE)
        self.curve_ax.set_ylim(-3, 103)
        self.curve_ax.set_yticks(
            range(0, 101, 25), [f"{i} %" for i in range(0, 101, 25)]
        )
        self.curve_ax.grid(axis="y", lw=0.8)
        self.curve_ax.set_title(
            "held-out sentences translated exactly", size=TEXT, weight="normal"
        )
        self.curve_ax.set_xlabel("training step")
        (self.curve,) = self.curve_ax.plot([], [], "o-", color=MUTED, lw=1.5, ms=5)
        (self.here,) = self.curve_ax.plot([], [], "o", color=ACCENT, ms=12)
        self.output = figure.text(0.5, 0.095, "", ha="center", va="center", size=TEXT)
        self.artists = [self.image, self.map_title, self.curve, self.here, self.output]

    def label(self, queries, keys):
        """Put the tokens of a sentence pair on the map."""
        label_tokens(self.map_ax, queries, keys)

    def set_curve(self, steps, exact_matches):
        """Take the numbers of a curve: one point a snapshot, evenly spaced."""
        self.exact_matches = [100 * share for share in exact_matches]
        self.curve_ax.set_xticks(range(len(steps)), [f"{step:,}" for step in steps])
        for tick in self.curve_ax.get_xticklabels():
            tick.set(rotation=40, ha="right", rotation_mode="anchor")
        self.curve_ax.set_xlim(-0.5, len(steps) - 0.5)

    def show(self, weights, snapshot, title, output):
        """Set the map, draw the curve up to the snapshot, and write its translation.

        Shape: weights (T, S)
        """
        set_cells(self.image, weights)
        self.map_title.set_text(title)
        so_far = self.exact_matches[: snapshot + 1]
        self.curve.set_data(range(len(so_far)), so_far)
        self.here.set_data([snapshot], so_far[-1:])
        self.output.set_text(output)
