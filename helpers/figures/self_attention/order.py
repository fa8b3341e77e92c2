"""The same words in two orders: do the outputs follow?"""

from matplotlib.patches import ConnectionPatch

from helpers.figures.matrices import draw_signed, draw_weights, label_tokens, set_cells
from helpers.figures.style import ACCENT, MUTED, TEXT

BOTTOM, HEIGHT = 0.27, 0.56
# Left edge and width of weights and output, as typed and shuffled.
OUTPUT_LIMIT = 2
PLACES = ((0.115, 0.2), (0.33, 0.09), (0.665, 0.2), (0.88, 0.09))


class OrderPicture:
    """Draw weights and outputs of two word orders, with a line from word to word.

    `artists` are those that change with the numbers; `label` sets the tokens.
    """

    def __init__(self, figure):
        axes = [figure.add_axes((x, BOTTOM, w, HEIGHT)) for x, w in PLACES]
        self.typed, self.shuffled = axes[:2], axes[2:]
        self.images = []
        for weights_ax, output_ax in (self.typed, self.shuffled):
            self.images.append(draw_weights(weights_ax, [[0]], None, None))
            self.images.append(draw_signed(output_ax, [[0]], OUTPUT_LIMIT))
            label_tokens(output_ax)
            output_ax.set_title("output", size=TEXT, weight="normal", loc="center")
        self.typed[0].set_title("as typed", size=TEXT, loc="center")
        self.shuffled[0].set_title("shuffled", size=TEXT, loc="center")
        self.lines = []
        self.artists = self.images

    def label(self, tokens, order):
        """Set the tokens of both sides, and join each word with itself."""
        for line in self.lines:
            line.remove()
        words = [tokens[i] for i in order]
        label_tokens(self.typed[0], tokens, tokens)
        label_tokens(self.shuffled[0], words, words)
        self.lines = [
            self.join(typed, shuffled, moved=typed != shuffled)
            for shuffled, typed in enumerate(order)
        ]

    def join(self, typed, shuffled, moved):
        """Draw a line from a word's output as typed to the same word shuffled."""
        right_edge, left_of_labels = 1.06, -0.62
        line = ConnectionPatch(
            (right_edge, typed),
            (left_of_labels, shuffled),
            self.typed[1].get_yaxis_transform(),
            self.shuffled[0].get_yaxis_transform(),
            color=ACCENT if moved else MUTED,
            lw=1.8 if moved else 1,
        )
        return self.typed[1].figure.add_artist(line)

    def show(self, typed, shuffled):
        """Set the numbers.

        Shape: typed and shuffled: (weights (T, T), output (T, d_k))
        """
        for image, matrix in zip(self.images, typed + shuffled, strict=True):
            set_cells(image, matrix)
