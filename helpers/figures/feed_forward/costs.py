"""What attention and FFN cost, as sentences grow: multiplications and parameters."""

from helpers.figures.feed_forward.curves import name_ticks
from helpers.figures.style import ACCENT, INK, MUTED, PALE

COLOURS = {"attention": MUTED, "FFN": INK}
CURVES, BARS = (0.09, 0.2, 0.5, 0.65), (0.7, 0.2, 0.27, 0.65)


class CostPicture:
    """Draw multiplications against the length, beside the parameters.

    `artists` are those that change; `show` sets them.

    Shape: lengths (N,)
    """

    def __init__(self, figure, lengths):
        ax = figure.add_axes(CURVES)
        ax.set_title("Multiplications of one encoder block")
        ax.set(xscale="log", yscale="log", xlabel="length, in words")
        ax.set(xlim=(lengths[0], lengths[-1]), ylim=(1e3, 1e13))
        name_ticks(ax.xaxis, {1: "1", 16: "16", 256: "256", 4096: "4,096"})
        powers = {1e6: "million", 1e9: "billion", 1e12: "trillion"}
        name_ticks(ax.yaxis, powers)
        ax.tick_params(axis="y", rotation=90)
        for label in ax.get_yticklabels():
            label.set_va("center")
        ax.hlines(list(powers), 1, lengths[-1], color=PALE, linewidth=0.6, zorder=0)
        self.lines = {
            name: ax.plot([], [], color=colour, linewidth=2.8, label=name)[0]
            for name, colour in COLOURS.items()
        }
        self.points = {
            name: ax.plot([], [], "o", color=colour, ms=9, clip_on=False, zorder=4)[0]
            for name, colour in COLOURS.items()
        }
        self.here = ax.axvline(1, color=ACCENT, linewidth=1.2)
        self.crossing = ax.axvline(1, color=MUTED, linestyle=":", linewidth=2)
        self.crossing.set_label("equal cost")
        ax.legend(loc="lower right")
        ax = figure.add_axes(BARS)
        ax.set_title("Parameters")
        ax.set(xlim=(-0.6, 1.6), ylim=(0, 1.15), yticks=[])
        ax.set_xticks(range(2), COLOURS)
        ax.spines["left"].set_visible(False)
        self.bars = ax.bar(range(2), [0, 0], color=[*COLOURS.values()], width=0.6)
        self.numbers = [ax.text(i, 0, "", ha="center") for i in range(2)]
        self.artists = [*self.lines.values(), *self.points.values()]
        self.artists += [self.here, self.crossing, *self.bars, *self.numbers]

    def show(self, lengths, now, work, parameters, crossing):
        """Set curves and bars, and mark the last length, and the crossing before it.

        Shape: lengths (up to N,); work: name -> as lengths; now, parameters: name ->
            number
        """
        length = lengths[-1]
        for name, line in self.lines.items():
            line.set_data(lengths, work[name])
            self.points[name].set_data([length], [now[name]])
        self.here.set_xdata([length, length])
        self.crossing.set_visible(0 < crossing <= length)
        self.crossing.set_xdata([max(crossing, 1)] * 2)
        most = max(parameters.values())
        counts = zip(parameters.values(), self.bars, self.numbers, strict=True)
        for count, bar, number in counts:
            bar.set_height(count / most)
            number.set_y(count / most + 0.03)
            number.set_text(f"{count:,}")
