"""A row or a column of words in boxes; what a box looks like says what became of it."""

from matplotlib.patches import Rectangle

from helpers.figures.style import (
    ACCENT,
    INK,
    KEY,
    LIT,
    MUTED,
    PALE,
    PAPER,
    PROBLEM,
    SMALL_TEXT,
    VALUE,
)

# Face, edge, line style and width of the box, and the colour of its word.
LOOKS = {
    "fed": (LIT, INK, "-", 1.2, INK),  # goes into the decoder at this step
    "fed wrong": (LIT, PROBLEM, "-", 1.2, PROBLEM),
    "kept": (PAPER, PALE, "-", 1.2, MUTED),  # is not fed in: its key and value are kept
    "forgotten": (PAPER, PALE, (0, (3, 3)), 1.2, MUTED),
    "said": (PAPER, PALE, "-", 1.2, INK),
    "said wrong": (PAPER, PROBLEM, "-", 1.2, PROBLEM),
    "new": (PAPER, ACCENT, "-", 2.8, INK),
    "new wrong": (PAPER, PROBLEM, "-", 2.8, PROBLEM),
    "next": (PAPER, ACCENT, (0, (3, 2)), 1.6, ACCENT),  # will be fed in
}
GAP = 0.05  # of a box's place, on each side
MARKS = ((0.18, KEY), (0.54, VALUE))  # place in the box of a kept key and value


class Tape:
    """Draw `most` boxes in a row, or from the top down; `show` says what is in them.

    `artists` are those that change. With `marks`, a kept box shows a key and a value.
    """

    def __init__(self, ax, most, vertical=False, marks=False):
        self.ax, self.vertical = ax, vertical
        ax.set_axis_off()
        ax.set(xlim=(0, 1) if vertical else (0, most))
        ax.set(ylim=(most, 0) if vertical else (1, 0))
        self.boxes, self.words, self.marks = [], [], []
        for i in range(most):
            left, top = (0, i) if vertical else (i, 0)
            size = 1 - 2 * GAP
            box = Rectangle((left + GAP, top + GAP), size, size, clip_on=False)
            self.boxes.append(ax.add_patch(box))
            middle = left + 0.5, top + (0.38 if marks else 0.5)
            look = {"ha": "center", "va": "center_baseline", "size": SMALL_TEXT}
            self.words.append(ax.text(*middle, "", zorder=3, **look))
            places = MARKS if marks else ()
            pair = [
                Rectangle((left + x, top + 0.7), 0.28, 0.16, fc=colour, zorder=3)
                for x, colour in places
            ]
            self.marks.append([ax.add_patch(mark) for mark in pair])
        self.looks = [None] * most
        self.artists = [*self.boxes, *self.words]
        self.artists += [mark for pair in self.marks for mark in pair]

    def show(self, words, looks):
        """Put words into the first boxes, each with a look of `LOOKS`; hide the rest.

        What stays the same is left alone, so that it need not be drawn again.

        Shape: words and looks: N strings each, N up to `most`
        """
        for i, before in enumerate(self.looks):
            now = (words[i], looks[i]) if i < len(words) else ("", "")
            if now != before:
                self.looks[i] = now
                self.dress(i, *now)

    def dress(self, i, word, look):
        """Give one box its word and look; without a look it is not seen."""
        box, text = self.boxes[i], self.words[i]
        box.set_visible(bool(look))
        text.set_text(word)
        for mark in self.marks[i]:
            mark.set_visible(look == "kept")
        if look:
            face, edge, style, width, ink = LOOKS[look]
            box.set(facecolor=face, edgecolor=edge, linestyle=style, linewidth=width)
            text.set_color(ink)

    def shown(self):
        """Return the words that are seen, and their looks."""
        return [now for now in self.looks if now is not None and now[1]]
