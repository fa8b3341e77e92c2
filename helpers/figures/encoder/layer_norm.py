"""One word's numbers before LayerNorm and after it."""

from matplotlib.patches import Rectangle

from helpers.figures.style import ACCENT, INK, LIT, MUTED, PALE

LIMIT = 15  # of the numbers that the axes show
PLACES = ((0.075, 0.18, 0.41, 0.68), (0.56, 0.18, 0.41, 0.68))


class LayerNormPicture:
    """Draw a vector's numbers twice, each time with their mean and their spread.

    `artists` are those that change; `show` sets them.
    """

    def __init__(self, figure, num_features):
        self.sides = []
        for place, title in zip(PLACES, ("before", "after"), strict=True):
            ax = figure.add_axes(place)
            ax.set_title(title)
            ax.set(xlim=(-1, num_features), ylim=(-LIMIT, LIMIT))
            ax.set(yticks=range(-LIMIT, LIMIT + 1, 5))
            ax.set(xlabel="feature", xticks=[0, num_features // 2, num_features - 1])
            ax.axhline(0, color=PALE, linewidth=1, zorder=0)
            self.sides.append(Side(ax, num_features))
        self.artists = [artist for side in self.sides for artist in side.artists]

    def show(self, before, after):
        """Set the numbers. Shape: (d_model,) each"""
        for side, numbers in zip(self.sides, (before, after), strict=True):
            side.show(numbers)


class Side:
    """Draw the numbers of a vector over a band: mean ± standard deviation."""

    def __init__(self, ax, num_features):
        band = Rectangle((-1, 0), num_features + 1, 0, color=LIT, zorder=1)
        self.band = ax.add_patch(band)
        self.mean = ax.axhline(0, color=ACCENT, linewidth=2, zorder=2)
        (self.line,) = ax.plot(range(num_features), [0] * num_features, color=INK)
        self.line.set(linewidth=1.1, zorder=3)
        self.words = ax.text(
            1, 1.045, "", ha="right", transform=ax.transAxes, color=MUTED
        )
        self.artists = [self.band, self.mean, self.line, self.words]

    def show(self, numbers):
        """Set the numbers, and the band under them. Shape: (d_model,)"""
        mean, spread = numbers.mean(), numbers.std()
        self.line.set_ydata(numbers)
        self.mean.set_ydata([mean, mean])
        self.band.set(y=mean - spread, height=2 * spread)
        self.words.set_text(mean_and_spread(numbers))


def mean_and_spread(numbers):
    """Say the mean and the standard deviation. Shape: (d_model,)"""
    text = f"mean {numbers.mean():.2f}, spread {numbers.std():.2f}"
    return text.replace("-", "−").replace("−0.00", "0.00")
