"""What one hidden unit answers to: its favourite words, and a sentence."""

from helpers.figures.style import ACCENT, INK, MUTED, PALE, SMALL_TEXT

NUM_FAVOURITES, MOST_WORDS = 10, 12
LEFT, RIGHT = (0.14, 0.13, 0.33, 0.74), (0.64, 0.13, 0.33, 0.74)


class NeuronPicture:
    """Draw the words that fire a unit most, beside its answer to a sentence.

    `artists` are those that change; `show` sets them.
    """

    def __init__(self, figure):
        self.favourites = WordBars(figure.add_axes(LEFT), NUM_FAVOURITES, INK)
        self.sentence = WordBars(figure.add_axes(RIGHT), MOST_WORDS, ACCENT)
        self.favourites.ax.set_title("Mean over the corpus", x=-0.25)
        self.sentence.ax.set_title("In your sentence", x=-0.25)
        self.artists = self.favourites.artists + self.sentence.artists

    def show(self, favourites, sentence, limit):
        """Set both panels: lists of (word, activation); `limit` ends the axes."""
        self.favourites.show(favourites, limit)
        self.sentence.show(sentence, limit)


class WordBars:
    """Draw a horizontal bar for each word, with its number; the first word on top.

    `artists` are those that change.
    """

    def __init__(self, ax, count, colour):
        self.ax = ax
        ax.set(xlim=(0, 1.2), ylim=(count - 0.4, -0.6), xticks=[], yticks=[])
        ax.spines["bottom"].set_visible(False)
        ax.spines["left"].set_color(PALE)
        self.bars = ax.barh(range(count), [0] * count, height=0.66, color=colour)
        look = {"va": "center_baseline", "size": SMALL_TEXT}
        self.words = [ax.text(-0.03, i, "", ha="right", **look) for i in range(count)]
        self.numbers = [ax.text(0, i, "", color=MUTED, **look) for i in range(count)]
        self.artists = [*self.bars, *self.words, *self.numbers]

    def show(self, rows, limit):
        """Set the rows, a list of (word, activation); the others are left empty."""
        empty = len(self.words) - len(rows)
        rows = [*rows, *[("", None)] * empty]
        parts = zip(rows, self.bars, self.words, self.numbers, strict=True)
        for (word, activation), bar, name, number in parts:
            length = (activation or 0) / limit
            bar.set_width(length)
            name.set_text(word)
            number.set_x(length + 0.03)
            number.set_text("" if activation is None else f"{activation:.2f}")
