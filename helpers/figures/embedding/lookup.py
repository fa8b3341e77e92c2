"""Words, their ids, and the rows of the embedding matrix that the ids pick."""

from matplotlib.patches import Rectangle

from helpers.figures.matrices import draw_signed, label_tokens, set_cells, signed
from helpers.figures.style import ACCENT, INK, MUTED, TEXT, TITLE_TEXT

ONE_HOT = (0.135, 0.3, 0.235, 0.53)  # of the figure
TABLE = (0.435, 0.3, 0.235, 0.53)
ROWS = (0.735, 0.3, 0.235, 0.53)
TITLE_Y, SHAPE_Y, NUMBERS_Y, SIGN_Y = 0.93, 0.875, 0.14, 0.565
LIMIT = 0.4  # of the colours; a few numbers of the trained matrix are larger


class LookupPicture:
    """Draw one-hot rows times the embedding matrix, and the rows that come out.

    `artists` are those that change with the lit word; `set_words` sets a sentence.

    Shape: table (vocab_size, d_model)
    """

    def __init__(self, figure, table):
        self.figure, self.table = figure, table
        vocab_size, d_model = table.shape
        self.one_hot_ax, self.table_ax, self.rows_ax = (
            figure.add_axes(place) for place in (ONE_HOT, TABLE, ROWS)
        )
        (self.ones,) = self.one_hot_ax.plot([], [], "s", color=INK, ms=7, clip_on=False)
        self.one_hot_ax.tick_params(length=0, pad=4)
        self.one_hot_ax.tick_params(axis="y", pad=9)  # the smallest ids need room
        self.one_hot_ax.set(xlim=(0, vocab_size), xlabel="id", facecolor="#F5F7F9")
        self.table_image = draw_signed(self.table_ax, table, LIMIT)
        self.table_ax.set_xlabel("feature")
        self.table_ax.tick_params(length=0, pad=4)
        self.rows_image = draw_signed(self.rows_ax, [[0]], LIMIT)
        self.rows_ax.set_xlabel("feature")
        (self.picked,) = self.table_ax.plot([], [], "<", color=INK, ms=7, clip_on=False)
        (self.here,) = self.table_ax.plot([], [], "<", color=ACCENT, ms=12, zorder=5)
        self.here.set_clip_on(False)
        self.shapes = [
            _head(figure, place, title)
            for place, title in (
                (ONE_HOT, "one-hot rows"),
                (TABLE, "embedding matrix"),
                (ROWS, "one row a word"),
            )
        ]
        for left, sign in ((0.385, "×"), (0.7, "=")):
            figure.text(left, SIGN_Y, sign, size=20, ha="center", va="center")
        self.shapes[1].set_text(f"{vocab_size} × {d_model}, a row for each id")
        axes = self.one_hot_ax, self.rows_ax, self.table_ax
        self.frames = [_frame(ax) for ax in axes]
        self.numbers = figure.text(0.5, NUMBERS_Y, "", ha="center", size=TEXT)
        self.artists = [self.here, *self.frames, self.numbers]

    def set_words(self, tokens, ids):
        """Set a sentence: its words, their ids and their rows."""
        self.tokens, self.ids = tokens, ids
        rows = range(len(ids))
        names = [f"{token}  {i}" for token, i in zip(tokens, ids, strict=True)]
        self.one_hot_ax.set_yticks(rows, names)
        self.one_hot_ax.set_ylim(len(ids) - 0.5, -0.5)
        self.ones.set_data(ids, rows)
        self.picked.set_data([self.table.shape[1] + 4] * len(ids), ids)
        set_cells(self.rows_image, self.table[ids])
        label_tokens(self.rows_ax)
        last = self.table.shape[1] - 1
        for ax in (self.table_ax, self.rows_ax):
            ax.set_xticks([0, last], ["0", str(last)])
        self.shapes[0].set_text(f"{len(ids)} × {self.table.shape[0]}")
        self.shapes[2].set_text(f"{len(ids)} × {self.table.shape[1]}")

    def light(self, word):
        """Light one word's row in all three matrices, and write its numbers."""
        number = self.ids[word]
        self.here.set_data([self.table.shape[1] + 4], [number])
        for frame, columns in zip(self.frames[:2], self.table.shape, strict=True):
            frame.set_bounds(-0.5, word - 0.5, columns, 1)
        # A row of the matrix is a pixel high: the frame stands a little off.
        self.frames[2].set_bounds(-0.5, number - 2.5, self.table.shape[1], 5)
        numbers = row_in_brackets(self.table[number])
        self.numbers.set_text(f"{self.tokens[word]}  →  {number}  →  {numbers}")


def row_in_brackets(row):
    """Write the first three and the last two numbers of a row, as the notes do."""
    first, last = (", ".join(map(signed, part)) for part in (row[:3], row[-2:]))
    return f"[{first}, …, {last}]".replace("−0.00", "0.00")


def _head(figure, place, title):
    """Write a panel's title, and return the text for its shape below it."""
    middle = place[0] + place[2] / 2
    figure.text(middle, TITLE_Y, title, ha="center", size=TITLE_TEXT, weight="bold")
    return figure.text(middle, SHAPE_Y, "", ha="center", size=TEXT, color=MUTED)


def _frame(ax):
    """Add the outline of a lit row."""
    frame = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5, zorder=4)
    frame.set_clip_on(False)
    return ax.add_patch(frame)
