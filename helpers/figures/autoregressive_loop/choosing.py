"""What the next word may be, and the sentences that such choices make."""

import numpy as np
from matplotlib.collections import LineCollection

from helpers.figures.style import ACCENT, INK, MUTED, PALE, QUERY, SMALL_TEXT, TEXT

HEIGHT = 560  # pixels
NUM_WORDS, NUM_SENTENCES = 12, 8
WORDS, SENTENCES = (0.115, 0.155, 0.3, 0.77), (0.55, 0.155, 0.435, 0.77)
BAR, BEFORE = 9, 17  # points: what is drawn from, and what it was before the cut
SENTENCE_BAR = 8
LIMIT_LINE = NUM_WORDS - 1.5  # of words: where bars are short
NUMBERS_X, COUNT_X = 1.13, -0.035  # of their panels' widths


class ChoosingPicture:
    """Draw the distribution of one step beside the sentences that were drawn.

    `artists` are those that change; `label` sets the words, `show_words`,
    `show_limit` and `show_sentences` the rest.
    """

    def __init__(self, figure, num_draws):
        self.num_draws = num_draws
        ax = self.words_ax = figure.add_axes(WORDS)
        set_title(ax, "the next word")
        ax.set(xlim=(0, 1), ylim=(NUM_WORDS + 0.6, -0.6), xlabel="probability")
        ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        ax.tick_params(length=0, pad=6)
        ax.spines["left"].set_color(PALE)
        self.before = bars(ax, BEFORE, PALE, 2)
        self.after = bars(ax, BAR, QUERY, 3)
        look = {"ha": "right", "va": "center_baseline", "size": SMALL_TEXT, "zorder": 4}
        place = ax.get_yaxis_transform()
        self.numbers = [
            ax.text(NUMBERS_X, line, "", transform=place, **look)
            for line in range(NUM_WORDS + 1)
        ]
        look = {"color": ACCENT, "zorder": 3.5, "visible": False}
        self.limit = ax.axvline(1, lw=1.5, ls=(0, (3, 2)), **look)
        look |= {"va": "center_baseline", "size": SMALL_TEXT}
        self.limit_name = ax.text(0, LIMIT_LINE, "top-p", **look)
        self.build_sentences(figure)
        self.artists = [self.before, self.after, self.limit, self.limit_name]
        self.artists += [*self.numbers, self.drawn]
        self.artists += [self.expected, *self.sentences, *self.counts, self.rest]

    def build_sentences(self, figure):
        """Make the panel of the sentences that were drawn."""
        ax = figure.add_axes(SENTENCES)
        set_title(ax, f"{self.num_draws} sentences drawn")
        ax.set(xlim=(0, self.num_draws), ylim=(NUM_SENTENCES + 0.6, -0.6))
        ax.set_xticks([0, self.num_draws / 2, self.num_draws])
        ax.set_xlabel(f"how often; the mark: {self.num_draws} times its probability")
        ax.set_yticks([])
        ax.tick_params(length=0, pad=6)
        ax.spines["left"].set_color(PALE)
        self.drawn = bars(ax, SENTENCE_BAR, QUERY, 2)
        self.expected = bars(ax, 2.5, ACCENT, 3)
        look = {"va": "center_baseline", "size": TEXT, "zorder": 4}
        lines = range(NUM_SENTENCES)
        margin = self.num_draws * 0.012
        self.sentences = [ax.text(margin, y - 0.2, "", **look) for y in lines]
        look = look | {"ha": "right", "transform": ax.get_yaxis_transform()}
        self.counts = [ax.text(COUNT_X, y, "", color=INK, **look) for y in lines]
        look = {"va": "center_baseline", "size": SMALL_TEXT, "color": MUTED}
        self.rest = ax.text(margin, NUM_SENTENCES - 0.05, "", zorder=4, **look)

    def label(self, words, num_others):
        """Name the likeliest words of a step, and how many more there are.

        Shape: words (NUM_WORDS,)
        """
        names = [*words, f"{num_others:,} others"]
        self.words_ax.set_yticks(range(NUM_WORDS + 1), names)
        self.words_ax.get_yticklabels()[-1].set_color(MUTED)

    def show_words(self, before, after):
        """Set the probabilities before the cut and after it; the last is the others'.

        Shape: before and after (NUM_WORDS + 1,)
        """
        lines = np.arange(NUM_WORDS + 1)
        self.before.set_segments(rows(lines, before))
        self.after.set_segments(rows(lines, after))
        for number, share in zip(self.numbers, after, strict=True):
            number.set(text=f"{share:.2f}", color=INK if share > 0 else PALE)

    def show_limit(self, top_p):
        """Draw how much the words that are kept hold together; 1 is no limit."""
        right = top_p < 0.5  # of the line is more room for its name
        self.limit.set_xdata([top_p, top_p])
        self.limit_name.set_x(top_p + (0.02 if right else -0.02))
        self.limit_name.set_ha("left" if right else "right")
        for artist in (self.limit, self.limit_name):
            artist.set_visible(top_p < 1)

    def show_sentences(self, texts, counts, expected, rest):
        """Set what was drawn, how often, and how often it should be.

        Shape: texts, counts and expected (up to NUM_SENTENCES,); rest, a text
        """
        lines = np.arange(len(texts))
        self.drawn.set_segments(rows(lines + 0.25, counts))
        ends = zip(expected, lines, strict=True)
        self.expected.set_segments([[(x, y + 0.08), (x, y + 0.42)] for x, y in ends])
        for artist in (*self.sentences, *self.counts):
            artist.set_text("")
        for artist, text in zip(self.sentences, texts, strict=False):
            artist.set_text(text)
        for artist, count in zip(self.counts, counts, strict=False):
            artist.set_text(f"{count} ×")
        self.rest.set_text(rest)


def set_title(ax, title):
    """Name a panel."""
    ax.set_title(title, size=TEXT, weight="normal", loc="left", pad=8)


def bars(ax, width, colour, zorder):
    """Make an empty set of thick lines."""
    look = {"linewidths": width, "colors": colour, "zorder": zorder}
    return ax.add_collection(LineCollection([], capstyle="butt", **look))


def rows(lines, lengths):
    """Return a level line from 0 for each length. Shape: (n,), (n,) -> (n, 2, 2)"""
    starts = np.column_stack([np.zeros(len(lines)), lines])
    return np.stack([starts, np.column_stack([lengths, lines])], axis=1)
