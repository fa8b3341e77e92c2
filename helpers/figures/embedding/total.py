"""x = word + position: three matrices, and what it does to a word that comes twice."""

from matplotlib.patches import Rectangle

from helpers.figures.embedding.cells import set_new_cells
from helpers.figures.matrices import draw_cells, draw_signed, label_tokens, signed
from helpers.figures.style import ACCENT, MUTED, SIGNED_CMAP, TEXT, TITLE_TEXT

LEFT, WIDTH, STEP = 0.125, 0.255, 0.3
TOP, HEIGHT = 0.645, 0.255
ALIKE_PLACES = ((0.2, 0.185, 0.26, 0.3), (0.665, 0.185, 0.26, 0.3))
PARTS = ("word", "position", "x")
LIMIT = 3  # of the colours; a few numbers of the scaled words are larger


class TotalPicture:
    """Draw word, position and their sum, and how alike the words are without and with.

    `artists` are those that change with the numbers; `label` sets the tokens.
    """

    def __init__(self, figure):
        self.axes = [
            figure.add_axes((LEFT + i * STEP, TOP, WIDTH, HEIGHT)) for i in range(3)
        ]
        self.images = [draw_signed(ax, [[0]], LIMIT) for ax in self.axes]
        self.titles, self.frames = [], []
        for number, (ax, part) in enumerate(zip(self.axes, PARTS, strict=True)):
            middle = LEFT + number * STEP + WIDTH / 2
            figure.text(
                middle, 0.953, part, ha="center", size=TITLE_TEXT, weight="bold"
            )
            self.titles.append(figure.text(middle, 0.915, "", ha="center", size=TEXT))
            self.frames.append(_frame(ax))
            ax.set_xlabel("feature")
        for number, sign in ((1, "+"), (2, "=")):
            place = LEFT + number * STEP - (STEP - WIDTH) / 2
            figure.text(place, TOP + HEIGHT / 2, sign, size=20, ha="center")
        middle = {"ha": "center", "va": "center", "transform": self.axes[1].transAxes}
        self.nothing = self.axes[1].text(0.5, 0.5, "", size=TITLE_TEXT, **middle)
        self.nothing.set(color=MUTED, zorder=4)
        self.alike_axes = [figure.add_axes(place) for place in ALIKE_PLACES]
        self.alike = [
            draw_cells(ax, [[0]], SIGNED_CMAP, -1, 1) for ax in self.alike_axes
        ]
        for ax, title in zip(self.alike_axes, ("words alone", "x"), strict=True):
            ax.set_title(f"cosine of {title}", size=TEXT, weight="normal")
        self.twins = [_frame(ax) for ax in self.alike_axes]
        self.artists = [*self.images, *self.titles, *self.frames, *self.alike]
        self.artists += self.twins
        self.artists.append(self.nothing)

    def label(self, tokens, d_model):
        """Put the tokens of a sentence on the axes."""
        for number, ax in enumerate(self.axes):
            label_tokens(ax, None if number else tokens)
            ax.set_xticks([0, d_model - 1], ["0", str(d_model - 1)])
        for ax in self.alike_axes:
            label_tokens(ax, tokens, tokens)

    def show(self, parts, alike, word, twin, switched_off):
        """Set the three matrices and both maps of cosines, and light a word's row.

        twin: where the same word stands again; None if it comes once.

        Shape: parts: three of (T, d_model); alike: two of (T, T)
        """
        for image, matrix in zip(self.images, parts, strict=True):
            set_new_cells(image, matrix)
        for image, matrix in zip(self.alike, alike, strict=True):
            set_new_cells(image, matrix)
        for title, matrix in zip(self.titles, parts, strict=True):
            norm = float((matrix[word] ** 2).sum() ** 0.5)
            title.set_text(f"this row: norm {signed(norm)}")
        for frame, matrix in zip(self.frames, parts, strict=True):
            frame.set_bounds(-0.5, word - 0.5, matrix.shape[1], 1)
        for frame in self.twins:
            frame.set_visible(twin is not None)
            frame.set_bounds((twin or 0) - 0.5, word - 0.5, 1, 1)
        self.nothing.set_text("nothing is added" if switched_off else "")


def _frame(ax):
    """Add the outline of what is lit."""
    frame = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=2.5, zorder=3)
    frame.set_clip_on(False)
    return ax.add_patch(frame)
