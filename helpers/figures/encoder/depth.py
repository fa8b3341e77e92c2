"""The gradient on its way down a stack: in every layer, and for every depth."""

from matplotlib.ticker import NullLocator

from helpers.figures.encoder.wirings import STYLES, WEAK, curves_of, stress
from helpers.figures.style import ACCENT, PALE

NAMES = {
    "post-norm": "Add & Norm",
    "no add": "Norm alone",
    "no norm": "Add alone",
    "neither": "neither",
}
LIMITS, TICKS = (1e-3, 1e13), (1e-3, 1, 1e3, 1e6, 1e9, 1e12)
# In words: an exponent would be too small to read from the back row.
SCALE = {
    1e-6: "1/million",
    1e-3: "1/1,000",
    1: "1",
    1e3: "1,000",
    1e6: "million",
    1e9: "billion",
    1e12: "trillion",
}
LAYERS, DEPTHS = (0.085, 0.2, 0.39, 0.56), (0.585, 0.2, 0.395, 0.56)
LEGEND_Y = 0.925  # of the figure's height


class DepthPicture:
    """Draw the gradient's size by layer, and how layer 1 fares at every depth.

    `artists` are those that change; `show` sets them.

    Shape: depths (N,); ratios: wiring -> (N,), layer 1 against the top layer
    """

    def __init__(self, figure, depths, ratios):
        ax = figure.add_axes(LAYERS)
        ax.set_title("Gradient at each layer")
        ax.set(xlabel="layer (the gradient comes from the right)")
        draw_scale(ax, depths[-1])
        self.lines = curves_of(ax, NAMES)
        self.top = ax.axvline(1, color=ACCENT, linewidth=1.2, zorder=2)
        ax = figure.add_axes(DEPTHS)
        ax.set_title("Layer 1 ÷ top layer")
        ax.set(xlabel="layers in the stack")
        draw_scale(ax, depths[-1], (1e-6, 1e6), (1e-6, 1e-3, 1, 1e3, 1e6))
        self.depths, self.ratios = depths, ratios
        self.ways = curves_of(ax, NAMES)
        self.here = ax.axvline(1, color=ACCENT, linewidth=1.2, zorder=2)
        (self.ring,) = ax.plot([], [], "o", ms=11, mfc="none", mec=ACCENT, mew=2.5)
        self.ring.set(zorder=4, clip_on=False)
        draw_names(figure)
        self.artists = [self.top, *self.lines.values()]
        self.artists += [*self.ways.values(), self.here, self.ring]

    def show(self, sizes, wiring, ratio):
        """Set the gradients of one depth, one wiring stressed, with its ratio ringed.

        The ratios are drawn up to this depth, so that a class can guess the next.

        Shape: sizes: wiring -> (depth,); ratio: a number
        """
        depth = len(sizes[wiring])
        place = self.depths.index(depth) + 1
        for name, line in self.lines.items():
            line.set_data(range(1, depth + 1), sizes[name])
            line.set_marker("o" if depth == 1 else "")
            self.ways[name].set_data(self.depths[:place], self.ratios[name][:place])
        stress(self.lines, wiring)
        for mark in (self.top, self.here):
            mark.set_xdata([depth, depth])
        self.ring.set_data([depth], [ratio])


def draw_scale(ax, most, limits=LIMITS, ticks=TICKS):
    """Make the y axis logarithmic, with few ticks; x counts layers from 1."""
    ax.set(yscale="log", ylim=limits, xlim=(0.5, most + 0.5))
    ax.set_xticks([1, *range(4, most + 1, 4)])
    ax.set_yticks(ticks, [SCALE[tick] for tick in ticks])
    ax.yaxis.set_minor_locator(NullLocator())
    ax.hlines(ticks, 0.5, most + 0.5, color=PALE, linewidth=0.6, zorder=0)


def draw_names(figure):
    """Say above both panels which line is which."""
    handles = [
        figure.axes[0].plot([], [], linewidth=WEAK + 0.6, **STYLES[wiring])[0]
        for wiring in NAMES
    ]
    figure.legend(
        handles,
        NAMES.values(),
        loc="center",
        bbox_to_anchor=(0.5, LEGEND_Y),
        ncols=len(NAMES),
        handlelength=3,
    )
