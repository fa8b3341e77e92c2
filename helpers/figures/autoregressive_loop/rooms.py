"""All seven rooms as one map: every tensor from ids to the next word."""

import numpy as np
from matplotlib.collections import LineCollection

from helpers.figures.autoregressive_loop.rooms_map import (
    FEET,
    HEIGHT,
    PANEL_FOOT,
    PANEL_HEIGHT,
    PLACES,
    WIDTH,
    draw_frame,
    draw_loop,
    draw_map,
)
from helpers.figures.diagram import Pen
from helpers.figures.matrices import MatrixPanel, label_tokens
from helpers.figures.style import (
    INK,
    KEY,
    MUTED,
    PALE,
    QUERY,
    SMALL_TEXT,
    TEXT,
    VALUE,
    WEIGHTS_CMAP,
)

NUM_LIKELIEST = 5
BARS = 746, 68, 124, PANEL_HEIGHT  # where the next word's distribution stands


# Each tensor: its name, its title, its room, left edge and width, colour.
PANELS = (
    ("words", "words", "embedding", 138, 96, INK),
    ("positions", "+ positions", "embedding", 256, 96, INK),
    ("x", "= X", "embedding", 374, 96, INK),
    ("query", "Q", "self_attention", 522, 70, QUERY),
    ("key", "K", "self_attention", 610, 70, KEY),
    ("value", "V", "self_attention", 698, 70, VALUE),
    ("head", "weights", "self_attention", 788, 84, INK),
    ("heads", "weights of all heads", "multi_head", 28, 208, INK),
    ("attended", "M", "multi_head", 258, 96, INK),
    ("middle", "A", "encoder", 428, 96, INK),
    ("hidden", "hidden", "feed_forward", 598, 158, INK),
    ("thought", "F", "feed_forward", 776, 96, INK),
    ("read", "read so far", "decoder", 92, 92, INK),
    ("back", "look back", "decoder", 206, 84, INK),
    ("memory", "memory", "decoder", 312, 92, INK),
    ("across", "look across", "decoder", 426, 84, INK),
    ("written", "output", "decoder", 532, 92, INK),
)
SMALL = {"size": SMALL_TEXT, "va": "center_baseline"}
LINES = 1.27, 1.1  # where name and shape stand, in panels from the foot
WEIGHTS = frozenset({"head", "heads", "back", "across"})


class TensorPanel(MatrixPanel):
    """Draw a tensor, and write its own shape, whatever is drawn of it."""

    def __init__(self, ax, title, colour):
        super().__init__(ax, title, colour)
        ax.set(xticks=[], yticks=[])
        look = {"ha": "center", "color": MUTED, "transform": ax.transAxes}
        self.shape = ax.figure.text(0.5, LINES[1], "", **look, **SMALL)
        self.title.set(y=LINES[0], **SMALL)
        self.artists.append(self.shape)

    def show_tensor(self, matrix, shape, limit=None):
        """Set the numbers, and the shape that the title tells.

        Shape: matrix (rows, columns)
        """
        self.shape_text, self.looks = " × ".join(map(str, shape)), None
        self.show(matrix, limit)

    def dress(self, reached, current):
        """Set title, shape and frame; what is not reached yet has no shape."""
        super().dress(reached, current)
        self.title.set_text(self.name)
        self.shape.set_text(self.shape_text if reached else "")


class RoomsPicture:
    """Draw the seven rooms as a map; `go_to` fills them up to one of them.

    `artists` are those that change with the room; `label` and `show` set what changes
    with the sentence.
    """

    def __init__(self, figure):
        ax = self.ax = figure.add_axes((0, 0, 1, 1), zorder=-1)
        ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        ax.set_axis_off()
        draw_map(Pen(ax, ()))
        ids_x, ids_y = PANELS[0][3] - 5, FEET[0] + PANEL_FOOT + PANEL_HEIGHT + 10
        ax.text(ids_x, ids_y, "word  id", ha="right", color=MUTED, **SMALL)
        self.frames = {name: draw_frame(ax, place) for name, place in PLACES.items()}
        self.panels = {}
        for name, title, room, left, width, colour in PANELS:
            foot = FEET[PLACES[room].line] + PANEL_FOOT
            size = width / WIDTH, PANEL_HEIGHT / HEIGHT
            panel_ax = figure.add_axes((left / WIDTH, foot / HEIGHT, *size))
            self.panels[name] = TensorPanel(panel_ax, title, colour)
        self.build_likeliest(figure)
        pen = Pen(ax, ("*",))
        draw_loop(pen)
        self.loop = pen.parts["loop"]
        self.artists = [*self.frames.values(), self.loop, self.bars]
        self.artists += [*self.likeliest, self.count]
        for panel in self.panels.values():
            self.artists += panel.artists

    def build_likeliest(self, figure):
        """Make the panel of the next word's distribution."""
        left, foot, width, height = BARS
        place = left / WIDTH, foot / HEIGHT, width / WIDTH, height / HEIGHT
        ax = figure.add_axes(place)
        ax.set(xlim=(0, 1), ylim=(NUM_LIKELIEST - 0.5, -0.5), xticks=[], yticks=[])
        ax.set_axis_off()
        self.bars = LineCollection([], linewidths=8, colors=QUERY, capstyle="butt")
        ax.add_collection(self.bars)
        look = {"va": "center_baseline", "size": TEXT}
        self.likeliest = [
            ax.text(-0.06, line, "", ha="right", **look)
            for line in range(NUM_LIKELIEST)
        ]
        self.likeliest[0].set_weight("bold")
        middle = {"ha": "center", "transform": ax.transAxes, **SMALL}
        self.count = ax.text(0.2, LINES[1] + 0.01, "", color=MUTED, **middle)

    def label(self, words, ids, target):
        """Put the words of both sentences beside their rows.

        Shape: words and ids (S,), target (T,)
        """
        rows = [f"{word}  {number}" for word, number in zip(words, ids, strict=True)]
        label_tokens(self.panels["words"].ax, rows)
        label_tokens(self.panels["read"].ax, target)
        self.size = len(words), len(target)

    def show(self, tensors, likeliest, vocab_size):
        """Set every tensor, and the likeliest next words with their probabilities.

        Shape: tensors: name -> (matrix, its true shape, limit of colour or None);
            likeliest: NUM_LIKELIEST of (word, probability)
        """
        self.count.set_text(f"{vocab_size:,} probabilities")
        for name, tensor in tensors.items():
            self.panels[name].show_tensor(*tensor)
        self.panels["heads"].image.set_cmap(WEIGHTS_CMAP.with_extremes(bad=PALE))
        self.bars.set_segments(
            [[(0, line), (share, line)] for line, (_, share) in enumerate(likeliest)]
        )
        self.words = [word for word, _ in likeliest]

    def go_to(self, room):
        """Fill the rooms up to this one, and frame it."""
        order = list(PLACES)
        here = order.index(room)
        for name, frame in self.frames.items():
            set_visible(frame, name == room)
        for name, _, own, *_ in PANELS:
            number = order.index(own)
            self.panels[name].light(None, number <= here, number == here)
        ended = here == len(order) - 1
        set_visible(self.loop, ended)
        set_visible(self.bars, ended)
        set_visible(self.count, ended)
        for text, word in zip(self.likeliest, self.words, strict=True):
            text.set_text(word if ended else "")


def set_visible(artist, visible):
    """Show or hide an artist, and leave it alone where nothing changes."""
    if artist.get_visible() != visible:
        artist.set_visible(visible)


def side_by_side(maps):
    """Put the heads' maps in one row, with a gap between them.

    Shape: maps (H, T, S) -> (T, H · S + gaps)
    """
    gap = np.full((maps.shape[1], 1), np.nan)  # not a number: a line between two maps
    parts = [part for one in maps for part in (one, gap)]
    return np.concatenate(parts[:-1], axis=1)
