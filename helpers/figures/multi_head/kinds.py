"""What kind of head is it: kinds × heads, and one map as an example."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.figures.matrices import (
    draw_cells,
    draw_weights,
    label_tokens,
    set_cells,
)
from helpers.figures.multi_head.maps import HiddenFuture
from helpers.figures.style import (
    ACCENT,
    INK,
    MUTED,
    PALE,
    SMALL_TEXT,
    TEXT,
    WEIGHTS_CMAP,
    ink_on,
)

# In pixels, from the figure's upper left corner.
LEFT, COLUMN, TOP, ROW, GROUP_GAP = 178, 37, 64, 31, 32
CHANCE_GAP = 0.4  # of a column, between the heads and chance
MAP_PLACE = (0.682, 0.26, 0.3, 0.6)


class KindsPicture:
    """Draw how often each head is of each kind, and an example beside it.

    `artists` are those that change; `light` and `show` set them.

    Shape: groups: name -> {kind: (shares of the H heads, chance)}; heads: H names
    """

    def __init__(self, figure, groups, heads):
        self.heads, self.rows, self.numbers = heads, {}, []
        width, height = figure.bbox.bounds[2:]
        top = TOP
        for name, kinds in groups.items():
            lower, size = height - top - ROW * len(kinds), ROW * len(kinds)
            columns = len(heads) + CHANCE_GAP + 1
            ax = figure.add_axes(
                (LEFT / width, lower / height, columns * COLUMN / width, size / height)
            )
            draw_kinds(ax, kinds, heads, name, first=top == TOP)
            for line, (kind, (shares, chance)) in enumerate(kinds.items()):
                self.rows[name, kind] = ax, line, [*shares, chance]
            top += size + GROUP_GAP
        axes = dict.fromkeys(ax for ax, _, _ in self.rows.values())
        self.lights = {ax: add_light(ax) for ax in axes}
        self.cell = {ax: add_light(ax) for ax in axes}
        self.ax = figure.add_axes(MAP_PLACE)
        self.image = draw_weights(self.ax, [[0]], None, None)
        self.hidden = HiddenFuture(self.ax)
        self.wanted = [add_light(self.ax) for _ in range(24)]
        self.title = figure.text(
            0.5, 1.03, "", ha="center", size=TEXT, transform=self.ax.transAxes
        )
        for ax in self.lights:
            middle = {"ha": "center", "va": "center", "size": SMALL_TEXT, "zorder": 5}
            texts = [ax.text(0, 0, "", **middle) for _ in range(len(heads) + 1)]
            self.numbers.append((ax, texts))
        self.artists = [*self.lights.values(), *self.cell.values(), *self.wanted]
        self.artists += [self.image, self.hidden, self.title]
        self.artists += [text for _, texts in self.numbers for text in texts]

    def label(self, queries, keys):
        """Put the tokens of the example on its map."""
        label_tokens(self.ax, queries, keys)

    def light(self, group, kind, head):
        """Light one kind's row, with its numbers, and in it one head's cell."""
        lit, line, values = self.rows[group, kind]
        for ax in self.lights:
            self.lights[ax].set_visible(ax is lit)
            self.cell[ax].set_visible(ax is lit)
        self.lights[lit].set_bounds(-0.5, line - 0.5, len(values) + CHANCE_GAP, 1)
        self.lights[lit].set(ec=MUTED, lw=1.5)
        self.cell[lit].set_bounds(head - 0.5, line - 0.5, 1, 1)
        for ax, texts in self.numbers:
            for column, text in enumerate(texts):
                text.set_visible(ax is lit)
                if ax is lit:
                    chance = column == len(self.heads)
                    text.set_position((column + CHANCE_GAP * chance, line))
                    text.set_text(f"{values[column]:.0%}".removesuffix("%"))
                    text.set_color(ink_on(WEIGHTS_CMAP(values[column])))

    def show(self, weights, wanted, causal, title):
        """Set the example's map, and outline where a head of the kind would look.

        Shape: weights (T, S), wanted (T,), None where a row does not count
        """
        set_cells(self.image, weights)
        self.hidden.cover(len(weights) if causal else 0)
        self.title.set_text(title)
        places = [(key, row) for row, key in enumerate(wanted) if key is not None]
        for number, frame in enumerate(self.wanted):
            frame.set_visible(number < len(places))
            if number < len(places):
                key, row = places[number]
                frame.set_bounds(key - 0.5, row - 0.5, 1, 1)


def draw_kinds(ax, kinds, heads, name, first):
    """Draw shares from 0 to 1: a row for each kind, a column for each head, chance.

    Shape: kinds: {kind: (shares (H,), chance)}, heads: H names
    """
    shares = np.array([shares for shares, _ in kinds.values()])
    image = draw_cells(ax, shares, WEIGHTS_CMAP, 0, 1)
    chance = draw_cells(ax, [[c] for _, c in kinds.values()], WEIGHTS_CMAP, 0, 1)
    start = len(heads) - 0.5 + CHANCE_GAP
    chance.set_extent((start, start + 1, len(kinds) - 0.5, -0.5))
    ax.set(xlim=(-0.5, start + 1), ylim=(len(kinds) - 0.5, -0.5))
    ax.set_yticks(range(len(kinds)), list(kinds))
    ax.set_xticks([])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    for edge in (0, len(heads) / 2, len(heads)):
        ax.axvline(edge - 0.5, color=PALE, lw=1.2, zorder=2)
    ax.text(-0.75, -0.62, name, ha="right", weight="bold", size=SMALL_TEXT)
    if first:
        head_names(ax, heads)
    return image


def head_names(ax, heads):
    """Write the heads' names over the first group, and the layers over them."""
    for column, head in enumerate(heads):
        ax.text(column, -0.66, head, ha="center", size=SMALL_TEXT, color=INK)
    half = len(heads) / 2
    for layer, column in ((1, half / 2 - 0.5), (2, half + half / 2 - 0.5)):
        ax.text(column, -1.45, f"layer {layer}, head", ha="center", color=MUTED)
    column = len(heads) + CHANCE_GAP
    ax.text(column, -0.66, "chance", ha="center", size=SMALL_TEXT, color=MUTED)


def add_light(ax):
    """Add an outline that can be put around cells."""
    frame = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5, zorder=4)
    frame.set_clip_on(False)
    return ax.add_patch(frame)
