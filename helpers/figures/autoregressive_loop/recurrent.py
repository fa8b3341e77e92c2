"""What is carried from word to word: states of one size, or a cache that grows."""

import numpy as np

from helpers.figures.matrices import draw_signed, set_cells
from helpers.figures.style import INK, KEY, MUTED, SMALL_TEXT, TEXT, VALUE

WIDTH, HEIGHT = 900, 560  # pixels
LEFT, NUMBER, ROW, GAP = 92, 1.45, 20, 10  # how wide a number is, how high a row
STATE_TOP, STATE_HEIGHT, CACHE_TOP = 500, 34, 360
SAID_Y = (442, 56)  # what each of them has written
MOST_ROWS = 14
STATE_LIMIT, CACHE_LIMIT = 1.0, 3.0  # a GRU's states lie between −1 and 1
NAMES = ("RNN 循环网络", "Transformer")


class CarriedPicture:
    """Draw the states of an RNN above the cache of a Transformer, number by number.

    `artists` are those that change. `label` makes room for a sentence, `show` sets a
    step.
    """

    def __init__(self, figure, num_layers, d_model, state_layers, state_width):
        self.states, self.blocks = [], []
        for i in range(state_layers):
            left = LEFT + i * (state_width * NUMBER + GAP)
            box = left, STATE_TOP, state_width * NUMBER, STATE_HEIGHT
            name = f"state of layer {i + 1}"
            self.states.append(strip(figure, box, name, INK, STATE_LIMIT))
        for i in range(num_layers):
            for j, (kind, ink) in enumerate((("keys 键", KEY), ("values 值", VALUE))):
                left = LEFT + (2 * i + j) * (d_model * NUMBER + GAP)
                box = left, CACHE_TOP, d_model * NUMBER, ROW
                name = f"{kind}, layer {i + 1}"
                self.blocks.append(strip(figure, box, name, ink, CACHE_LIMIT))
        right = {"ha": "right", "size": TEXT}
        left = {"size": TEXT, "va": "center_baseline"}
        self.notes, self.said = [], []
        for name, top, y in zip(NAMES, (STATE_TOP, CACHE_TOP), SAID_Y, strict=True):
            head = (top + 34) / HEIGHT
            figure.text(12 / WIDTH, head, name, size=TEXT, weight="bold")
            self.notes.append(figure.text(1 - 12 / WIDTH, head, "", **right))
            self.said.append(figure.text(LEFT / WIDTH, y / HEIGHT, "", **left))
        look = {"ha": "right", "va": "center_baseline", "size": SMALL_TEXT}
        self.words = [
            figure.text(
                (LEFT - 8) / WIDTH, (CACHE_TOP - (i + 0.5) * ROW) / HEIGHT, "", **look
            )
            for i in range(MOST_ROWS)
        ]
        self.artists = [*self.states, *self.blocks, *self.words]
        self.artists += [*self.notes, *self.said]

    def label(self, rows):
        """Make room for a cache of so many rows."""
        self.num_rows = rows
        for image in self.blocks:
            box = image.axes.get_position()
            height = rows * ROW / HEIGHT
            foot = CACHE_TOP / HEIGHT - height
            image.axes.set_position((box.x0, foot, box.width, height))

    def show(self, states, cache, words, notes, said):
        """Set a step: the states, the cache and its words, and what is said of them.

        Shape: states (layers, width); cache (blocks, t, d_model); words t strings;
            notes and said: two strings each
        """
        for image, state in zip(self.states, states, strict=True):
            set_cells(image, state[None])
        for image, block in zip(self.blocks, cache, strict=True):
            cells = np.full((self.num_rows, block.shape[1]), np.nan)  # stays white
            cells[: len(block)] = block
            set_cells(image, cells)
        padded = [*words, *[""] * (MOST_ROWS - len(words))]
        for texts, new in (
            (self.words, padded),
            (self.notes, notes),
            (self.said, said),
        ):
            for text, string in zip(texts, new, strict=True):
                if text.get_text() != string:
                    text.set_text(string)


def strip(figure, box, name, ink, limit):
    """Add one block of numbers that hangs from its top edge, with its name above.

    Shape: box: left, top, width, height in pixels -> CellImage
    """
    left, top, width, height = box
    place = left / WIDTH, (top - height) / HEIGHT, width / WIDTH, height / HEIGHT
    ax = figure.add_axes(place)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(True)
    ax.spines[:].set_color(MUTED)
    y = (top + 7) / HEIGHT
    figure.text(left / WIDTH, y, name, color=ink, size=SMALL_TEXT)
    return draw_signed(ax, np.zeros((1, 1)), limit)
