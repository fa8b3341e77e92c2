"""A padded sentence: who looks at the padding, and what that does to the outputs."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.figures.matrices import draw_weights, label_tokens, set_cells
from helpers.figures.style import ACCENT, INK, MUTED, PALE, PROBLEM, SMALL_TEXT, TEXT

PAD = "<pad>"
MAP, DRIFT = (0.12, 0.33, 0.41, 0.56), (0.63, 0.33, 0.35, 0.56)
OUTPUT_Y = 0.105  # of the figure's height
PAD_GAP = 4  # points from the map to a label, as the words have it
MOST_DRIFT = 0.6  # share of the output's length that the panel shows
COLOURS, NAMES = {True: INK, False: PROBLEM}, {True: "with mask", False: "without"}


class PaddingPicture:
    """Draw attention over words and padding, beside the drift of the outputs.

    `artists` are those that change; `label` sets what changes with the sentence, `show`
    the rest.
    """

    def __init__(self, figure, most_pads):
        self.most_pads = most_pads
        ax = self.map_ax = figure.add_axes(MAP)
        ax.set_title("attention, layer 1", size=TEXT, weight="normal", loc="center")
        self.image = draw_weights(ax, [[0]], None, None)
        self.hidden = Rectangle((0, 0), 0, 1, fill=False, hatch="////", ec=MUTED, lw=0)
        self.hidden.set_zorder(2)
        ax.add_patch(self.hidden)
        self.names = draw_pads(ax, most_pads)
        ax = figure.add_axes(DRIFT)
        ax.set_title("change of the outputs", size=TEXT, weight="normal", loc="center")
        ax.set(xlim=(-0.4, most_pads + 0.4), ylim=(-0.02, MOST_DRIFT))
        ax.set(xlabel="padding", xticks=range(0, most_pads + 1, 2))
        shares = np.arange(0, MOST_DRIFT + 0.01, 0.2)
        ax.set_yticks(shares, [f"{share:.0%}" for share in shares])
        ax.hlines(shares, 0, most_pads, color=PALE, linewidth=0.6, zorder=0)
        self.curves = {
            masked: ax.plot([], [], "o-", color=colour, ms=4, label=NAMES[masked])[0]
            for masked, colour in COLOURS.items()
        }
        ax.legend(loc="upper left")
        (self.here,) = ax.plot([], [], "o", ms=11, mfc="none", mec=ACCENT, mew=2.5)
        self.here.set(zorder=4, clip_on=False)
        self.output = figure.text(0.5, OUTPUT_Y, "", ha="center", va="center")
        self.artists = [self.image, self.hidden, *self.names, self.here, self.output]

    def label(self, tokens, drifts):
        """Put the words on the map, with room for all padding, and set both curves.

        Shape: tokens T strings; drifts: {masked: (most_pads + 1,)}
        """
        self.num_words = len(tokens)
        label_tokens(self.map_ax, tokens, [*tokens, *[PAD] * self.most_pads])
        for place, label in enumerate(self.map_ax.get_xticklabels()):
            label.set_color(INK if place < len(tokens) else "none")
        for place, name in enumerate(self.names, start=len(tokens)):
            name.set_x(place)
        self.drifts = drifts
        for masked, curve in self.curves.items():
            curve.set_data(range(self.most_pads + 1), drifts[masked])

    def show(self, weights, pads, masked, output):
        """Set the map for so much padding, mark it, and write the translation.

        Shape: weights (T, T + pads)
        """
        room = self.num_words + self.most_pads
        cells = np.full((self.num_words, room), np.nan)  # not a number: stays white
        cells[:, : weights.shape[1]] = weights
        set_cells(self.image, cells)
        self.hidden.set_bounds(self.num_words - 0.5, -0.5, pads, self.num_words)
        self.hidden.set_visible(masked and pads > 0)
        for place, name in enumerate(self.names):
            if name.get_visible() != (place < pads):
                name.set_visible(place < pads)
        self.here.set_data([pads], [self.drifts[masked][pads]])
        self.output.set_text(output)


def draw_pads(ax, most):
    """Write `<pad>` under columns of a map, to be seen one by one. Returns the texts.

    They are the figure's, and not the axes': they need not be drawn with the cells.
    """
    under, top, middle = ax.get_xaxis_text1_transform(PAD_GAP)
    looks = {"rotation": 90, "size": SMALL_TEXT, "color": MUTED, "transform": under}
    return [
        ax.figure.text(0, 0, PAD, va=top, ha=middle, visible=False, **looks)
        for _ in range(most)
    ]
