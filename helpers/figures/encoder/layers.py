"""Words on their way through the layers: who looks at whom, who resembles whom."""

import numpy as np

from helpers.figures.matrices import (
    draw_signed,
    draw_weights,
    label_tokens,
    set_cells,
)
from helpers.figures.style import ACCENT, LIT, MUTED, PALE, TEXT

BOTTOM, HEIGHT = 0.265, 0.58
LOOKS, ALIKE, PAIR = (
    (left, BOTTOM, width, HEIGHT)
    for left, width in ((0.12, 0.225), (0.435, 0.225), (0.735, 0.245))
)


class LayersPicture:
    """Draw a layer's attention, the likeness of its words, and one pair's way.

    `artists` are those that change with the layer; `label` sets the words, `show` the
    numbers.
    """

    def __init__(self, figure, num_layers):
        self.maps = figure.add_axes(LOOKS), figure.add_axes(ALIKE)
        self.looks = draw_weights(self.maps[0], [[0]], None, None)
        self.alike = draw_signed(self.maps[1], [[0]], 1)
        self.maps[1].set(xlabel="word", ylabel="word")
        self.titles = [
            ax.text(0.5, 1.04, "", transform=ax.transAxes, ha="center", size=TEXT)
            for ax in self.maps
        ]
        ax = figure.add_axes(PAIR)
        ax.set(xlim=(-0.3, num_layers + 0.3), ylim=(-0.55, 1.05))
        ax.set_title("cosine of the pair", size=TEXT, weight="normal", loc="center")
        ax.set_xticks(range(num_layers + 1), ["input", *range(1, num_layers + 1)])
        ax.set(xlabel="after layer", yticks=(-0.5, 0, 0.5, 1))
        ax.axhline(0, color=PALE, linewidth=1, zorder=0)
        (self.way,) = ax.plot([], [], "o-", color=MUTED, markersize=6)
        (self.here,) = ax.plot([], [], "o", color=LIT, mec=ACCENT, mew=2.5, ms=12)
        self.words = ax.text(
            0.97, 0.93, "", ha="right", transform=ax.transAxes, color=ACCENT
        )
        (self.cells,) = self.maps[1].plot([], [], "s", color="none", mec=ACCENT)
        self.cells.set(markersize=10, markeredgewidth=2.5, zorder=3)
        self.artists = [self.looks, self.alike, self.cells, *self.titles]
        self.artists += [self.way, self.here, self.words]

    def label(self, tokens):
        """Put the words on both maps."""
        for ax in self.maps:
            label_tokens(ax, tokens, tokens)
        self.maps[1].set_yticklabels([])
        side = min(ax.bbox.width for ax in self.maps) / len(tokens)
        self.cells.set_markersize(0.72 * 0.8 * side)  # points, within a cell

    def show(self, looks, alike, layer, pair, words):
        """Set the maps of one layer, and the way of a pair of words.

        Shape: looks (T, T), or None before the first layer; alike (layers + 1, T, T)
        """
        set_cells(self.looks, np.zeros(alike[0].shape) if looks is None else looks)
        set_cells(self.alike, alike[layer])
        where = f"after layer {layer}" if layer else "at the input"
        which = f"attention in layer {layer}" if layer else "no attention yet"
        self.titles[0].set_text(which)
        self.titles[1].set_text(f"cosine {where}")
        first, second = pair
        self.cells.set_data([second, first], [first, second])
        cosines = alike[: layer + 1, first, second]  # as far as the way has come
        self.way.set_data(np.arange(len(cosines)), cosines)
        self.here.set_data([layer], [cosines[layer]])
        self.words.set_text(words)
