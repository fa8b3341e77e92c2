"""Teacher forcing: what goes in, what must come out, and what each guess costs."""

from matplotlib.patches import Rectangle

from helpers.figures.style import (
    ACCENT,
    INK,
    MUTED,
    PALE,
    PAPER,
    TEXT,
    house_style,
)

TAPE, COSTS = (0.165, 0.63, 0.715, 0.33), (0.165, 0.17, 0.715, 0.37)
LINES = {"out": 1.0, "in": 0.0}  # heights of the two rows of the tape
NAMES = {"out": "must come out", "in": "goes in"}
MOST_LOSS = 8.0  # nats
MOST_PLACES = 12  # on the tape


class TapePicture:
    """Draw two rows of words, one shifted by a step, over the loss of every guess.

    `artists` are those that change; `label` sets the words, `show` the losses and the
    step.
    """

    def __init__(self, figure, blind):
        self.tape = figure.add_axes(TAPE)
        self.tape.set(ylim=(-0.55, 1.55))
        self.tape.set_axis_off()
        self.costs = figure.add_axes(COSTS)
        self.costs.set(ylim=(0, MOST_LOSS), ylabel="loss −ln p (nats)")
        self.costs.axhline(blind, color=PALE, linewidth=1.2, zorder=0)
        # Beside the bars, which would hide it.
        aside = {"va": "center", "color": MUTED}
        aside["transform"] = self.costs.get_yaxis_transform()
        self.costs.text(1.01, blind, "blind guess", **aside)
        look = {"facecolor": (ACCENT, 0.13), "edgecolor": ACCENT, "linewidth": 2.5}
        self.given = self.tape.add_patch(Rectangle((0, -0.4), 1, 0.8, **look))
        self.wanted = self.tape.add_patch(Rectangle((0, 0.6), 1, 0.8, **look))
        (self.arrow,) = self.tape.plot([], [], color=ACCENT, lw=2.5, marker="^", ms=8)
        self.arrow.set(markevery=[1], zorder=3)
        bars = self.costs.bar(range(MOST_PLACES), 0, width=0.6, color=INK)
        self.bars, self.words = list(bars), []
        self.artists = [self.given, self.wanted, self.arrow, *self.bars]

    @house_style()  # a new text takes the font of the moment
    def label(self, given, wanted):
        """Write both rows of the tape. Shape: given and wanted: T tokens each"""
        for artist in self.words:
            artist.remove()
        for ax in (self.tape, self.costs):
            ax.set_xlim(-0.6, len(given) - 0.4)
        self.costs.set_xticks(range(len(wanted)), wanted)
        self.costs.tick_params(length=0, pad=6)
        middle = {"ha": "center", "va": "center_baseline", "zorder": 4}
        self.words = [
            self.tape.text(x, LINES[name], word, size=TEXT, **middle)
            for name, words in (("in", given), ("out", wanted))
            for x, word in enumerate(words)
        ]
        self.words += [
            self.tape.text(
                -0.72, y, NAMES[name], ha="right", va="center_baseline", color=MUTED
            )
            for name, y in LINES.items()
        ]
        for x in range(len(given)):
            for y in LINES.values():
                cell = Rectangle((x - 0.45, y - 0.4), 0.9, 0.8, fc=PAPER, ec=PALE)
                self.words.append(self.tape.add_patch(cell))
                cell.set_zorder(0)

    def show(self, losses, step):
        """Set the loss of every guess, and light what one guess may read.

        Shape: losses (T,), in nats
        """
        self.given.set_bounds(-0.45, -0.4, step + 0.9, 0.8)
        self.wanted.set_bounds(step - 0.45, 0.6, 0.9, 0.8)
        self.arrow.set_data([step, step], [0.4, 0.56])
        for place, bar in enumerate(self.bars):
            loss = losses[place] if place < len(losses) else 0
            bar.set_height(min(loss, MOST_LOSS))
            bar.set_color(ACCENT if place == step else INK)
            bar.set_alpha(1.0 if place <= step else 0.3)
