"""All heads of one attention side by side, and one of them enlarged."""

from matplotlib.patches import Rectangle

from helpers.figures.matrices import draw_weights, label_tokens, set_cells
from helpers.figures.multi_head.maps import HiddenFuture, SmallMap
from helpers.figures.style import ACCENT, TEXT

LARGE = (0.135, 0.235, 0.415, 0.675)  # of the figure
QUERY_LABEL = -0.27  # of the map's width: left of the longest word
SMALL_LEFT, SMALL_BOTTOM, SMALL_WIDTH, SMALL_HEIGHT = 0.6, 0.235, 0.175, 0.285
COLUMN_GAP, ROW_GAP = 0.03, 0.105


class HeadsPicture:
    """Draw a small map for each head, and a large one with tokens for one of them.

    `artists` are those that change with head and query; `label` sets the tokens.
    """

    def __init__(self, figure, num_heads):
        self.ax = figure.add_axes(LARGE)
        self.image = draw_weights(self.ax, [[0]], None, None)
        self.ax.yaxis.set_label_coords(QUERY_LABEL, 0.5)
        self.hidden = HiddenFuture(self.ax)
        self.row = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5)
        self.row.set(clip_on=False, zorder=4)
        self.ax.add_patch(self.row)
        self.title = figure.text(
            0.5, 1.02, "", ha="center", size=TEXT, transform=self.ax.transAxes
        )
        self.small = [
            SmallMap(figure.add_axes(place(number, num_heads)), f"head {number + 1}")
            for number in range(num_heads)
        ]
        self.artists = [self.image, self.hidden, self.row, self.title] + [
            artist for small in self.small for artist in small.artists
        ]

    def label(self, queries, keys):
        """Put the tokens of a sentence on the large map."""
        label_tokens(self.ax, queries, keys)

    def show(self, maps, head, query, causal, title):
        """Set all maps, and enlarge one; light the row of one query.

        Shape: maps (H, T, S)
        """
        for number, small in enumerate(self.small):
            small.show(maps[number], causal)
            small.mark(number == head)
        set_cells(self.image, maps[head])
        self.hidden.cover(len(maps[head]) if causal else 0)
        self.row.set_bounds(-0.5, query - 0.5, maps.shape[2], 1)
        self.title.set_text(title)


def place(number, num_heads):
    """Return where a small map stands: in two columns, as high as there is room."""
    lines = -(-num_heads // 2)
    room = 2 * SMALL_HEIGHT + ROW_GAP
    height = (room - (lines - 1) * ROW_GAP) / lines
    line, column = divmod(number, 2)
    return (
        SMALL_LEFT + column * (SMALL_WIDTH + COLUMN_GAP),
        SMALL_BOTTOM + (lines - 1 - line) * (height + ROW_GAP),
        SMALL_WIDTH,
        height,
    )
