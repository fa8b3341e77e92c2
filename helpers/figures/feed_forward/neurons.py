"""What one hidden unit answers to: its words, where it fires most, and a sentence."""

from helpers.figures.style import ACCENT, INK, MUTED, PALE, SMALL_TEXT, TITLE_TEXT

NUM_FAVOURITES, MOST_WORDS, NUM_PLACES = 8, 12, 3
LEFT, RIGHT = (0.14, 0.37, 0.31, 0.55), (0.64, 0.37, 0.31, 0.55)
PLACES, LINE = 0.3, 0.055  # the heading of the places, and from line to line


class NeuronPicture:
    """Draw the words that fire a unit most, its answer to a sentence, and examples.

    `artists` are those that change; `show` sets them.
    """

    def __init__(self, figure):
        self.favourites = WordBars(figure.add_axes(LEFT), NUM_FAVOURITES, INK)
        self.sentence = WordBars(figure.add_axes(RIGHT), MOST_WORDS, ACCENT)
        self.favourites.ax.set_title("Its words: mean over the corpus", x=-0.39)
        self.sentence.ax.set_title("In your sentence", x=-0.39)
        heading = {"size": TITLE_TEXT, "weight": "bold"}
        figure.text(
            0.02,
            PLACES,
            "The first three, each where it fires the unit most",
            **heading,
        )
        heights = [PLACES - LINE * (line + 1) for line in range(NUM_PLACES)]
        self.places = [figure.text(0.02, y, "", size=SMALL_TEXT) for y in heights]
        self.artists = self.favourites.artists + self.sentence.artists + self.places

    def show(self, favourites, sentence, places, limit):
        """Set both panels, lists of (word, activation), and the lines of `places`.

        `limit` is the activation at which the axes end.
        """
        self.favourites.show(favourites, limit)
        self.sentence.show(sentence, limit)
        lines = [*places, *[""] * (NUM_PLACES - len(places))]
        for line, text in zip(lines, self.places, strict=True):
            text.set_text(line)


class WordBars:
    """Draw a horizontal bar for each word, with its number; the first word on top.

    A word that does not fire the unit has neither. `artists` are those that change.
    """

    def __init__(self, ax, count, colour):
        self.ax = ax
        ax.set(xlim=(0, 1.2), ylim=(count - 0.4, -0.6), xticks=[], yticks=[])
        ax.spines["bottom"].set_visible(False)
        ax.spines["left"].set_color(PALE)
        self.bars = ax.barh(range(count), [0] * count, height=0.66, color=colour)
        look = {"va": "center_baseline", "size": SMALL_TEXT, "transform": ax.transData}
        # The figure's, and not the axes': words that stay need not be drawn again.
        write = ax.figure.text
        self.words = [write(-0.03, i, "", ha="right", **look) for i in range(count)]
        self.numbers = [ax.text(0, i, "", color=MUTED, **look) for i in range(count)]
        self.artists = [*self.bars, *self.words, *self.numbers]

    def show(self, rows, limit):
        """Set the rows, a list of (word, activation); the others are left empty."""
        rows = [*rows, *[("", 0)] * (len(self.words) - len(rows))]
        parts = zip(rows, self.bars, self.words, self.numbers, strict=True)
        for (word, activation), bar, name, number in parts:
            bar.set_width(activation / limit)
            if name.get_text() != word:
                name.set_text(word)
            number.set_x(activation / limit + 0.03)
            number.set_text(f"{activation:.2f}" if activation else "")
