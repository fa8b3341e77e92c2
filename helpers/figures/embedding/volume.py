"""The volume meter: how loud the words are, and how loud the positions."""

from matplotlib.ticker import FixedLocator, NullLocator

from helpers.figures.style import ACCENT, INK, PALE

WORD, POSITION, TRAINED = "#56B4E9", "#E69F00", INK
CURVES, BARS = (0.085, 0.22, 0.435, 0.66), (0.675, 0.22, 0.3, 0.66)
LOWEST, HIGHEST = 0.5, 900.0
NAMES = ("a fresh word", "a position", "a trained word\n(d_model {})")


class VolumePicture:
    """Draw norms against d_model, and bars of those at one d_model.

    `artists` are those that change; `show` sets them.

    Shape: d_models (N,), position_norms (N,); trained: the d_model of the model that
        is compared
    """

    def __init__(self, figure, d_models, position_norms, trained):
        self.d_models, self.trained = list(d_models), trained
        ax = figure.add_axes(CURVES)
        ax.set_title("Norm of a row")
        ax.set(xscale="log", yscale="log", ylim=(LOWEST, HIGHEST), xlabel="d_model")
        for axis, ticks in ((ax.xaxis, d_models), (ax.yaxis, (1, 10, 100))):
            axis.set_major_locator(FixedLocator(ticks))
            axis.set_minor_locator(NullLocator())
            axis.set_ticklabels([str(tick) for tick in ticks])
        ax.grid(axis="y", lw=0.8, color=PALE)
        ax.plot(d_models, position_norms, color=POSITION, lw=3)
        (self.words,) = ax.plot([], [], color=WORD, lw=3)
        (self.trained_point,) = ax.plot([], [], "D", color=TRAINED, ms=9, zorder=4)
        self.here = ax.axvline(d_models[0], color=ACCENT, lw=1.5, zorder=1)
        names = ("fresh words", "positions", "trained words")
        looks = (WORD, POSITION, TRAINED)
        for name, colour, y in zip(names, looks, (0.95, 0.88, 0.81), strict=True):
            ax.text(0.03, y, name, color=colour, weight="bold", transform=ax.transAxes)
        self.ax = ax = figure.add_axes(BARS)
        ax.set_title("Which is louder?")
        self.bars = ax.barh(range(3), [1] * 3, 0.6, color=looks)
        ax.set(xscale="log", xlim=(LOWEST, 6 * HIGHEST), ylim=(2.6, -0.6))
        ax.xaxis.set_major_locator(FixedLocator((1, 10, 100)))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xticklabels(["1", "10", "100"])
        ax.set_xlabel("norm (logarithmic)")
        ax.set_yticks(range(3), [name.format(trained) for name in NAMES])
        ax.tick_params(axis="y", length=0, labelcolor=INK)
        self.numbers = [
            ax.text(1, row, "", va="center_baseline", zorder=3) for row in range(3)
        ]
        self.artists = [self.words, self.trained_point, self.here, *self.bars]
        self.artists += self.numbers

    def show(self, d_model, word_norms, norms):
        """Set the curve of the words, and the bars at one d_model.

        Shape: word_norms (N,), norms: of a fresh word, a position, a trained word
        """
        self.words.set_data(self.d_models, word_norms)
        self.trained_point.set_data([self.trained], norms[-1:])
        self.here.set_xdata([d_model, d_model])
        for bar, number, norm in zip(self.bars, self.numbers, norms, strict=True):
            # A logarithmic axis has no zero: every bar begins at its left edge.
            bar.set_x(LOWEST)
            bar.set_width(norm - LOWEST)
            number.set(text=f"{norm:.1f}", x=1.15 * norm)
