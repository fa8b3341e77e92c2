"""How good models with few and with many heads are, and how fast they learn."""

from matplotlib import colormaps

from helpers.figures.style import ACCENT, INK, PALE, SMALL_TEXT, TEXT

CURVES = colormaps["cividis_r"]
MARKERS = "os^vP"  # curves that lie on each other are told apart by these
NAME_GAP, NAME_AHEAD = 5.4, 32  # percent between names; steps from curve to name

BOTTOM, HEIGHT = 0.235, 0.635
LEFT_PLACE, RIGHT_PLACE = (0.08, BOTTOM, 0.35, HEIGHT), (0.52, BOTTOM, 0.365, HEIGHT)


class CountsPicture:
    """Draw exact match against the number of heads, beside the curves of training.

    `artists` are those that change with the step and with a live run.

    Shape: steps (N,); shares: {num_heads: {seed: (N,)}}
    """

    def __init__(self, figure, steps, shares, sizes):
        self.steps, self.shares = steps, shares
        self.places = {heads: place for place, heads in enumerate(shares)}
        self.ax, self.curves_ax = (
            figure.add_axes(place) for place in (LEFT_PLACE, RIGHT_PLACE)
        )
        for ax in (self.ax, self.curves_ax):
            ax.set_ylim(-3, 103)
            ax.set_yticks(range(0, 101, 25), [f"{i} %" for i in range(0, 101, 25)])
            ax.grid(axis="y", lw=0.8)
        names = [f"{heads}\n{sizes[heads]}" for heads in shares]
        self.ax.set_xticks(range(len(names)), names)
        self.ax.set_xlim(-0.5, len(names) - 0.5)
        self.ax.set_xlabel("number of heads, and dₖ below it")
        title = {"size": TEXT, "weight": "normal"}
        self.ax.set_title("held-out sentences translated exactly", **title)
        self.curves_ax.set_title("the same, mean of the seeds, by step", **title)
        self.curves_ax.set_xlabel("training step")
        self.curves_ax.set_xlim(0, steps[-1])
        self.curves, self.marks, self.names = {}, {}, {}
        for heads in shares:
            self.add_curve(heads)
        (self.means,) = self.ax.plot([], [], "-", color=PALE, lw=2, zorder=2)
        (self.seeds,) = self.ax.plot([], [], "o", color=INK, ms=7, zorder=3)
        (self.live,) = self.ax.plot([], [], "D", color=ACCENT, ms=9, zorder=4)
        self.line = self.curves_ax.axvline(0, color=ACCENT, lw=1.5, zorder=3)
        (self.curve,) = self.curves_ax.plot([], [], "D-", color=ACCENT, ms=5, zorder=4)
        self.artists = [self.means, self.seeds, self.live, self.line, self.curve]
        for drawn in (self.curves, self.marks, self.names):
            self.artists += drawn.values()

    def add_curve(self, heads):
        """Add the curve of one number of heads, darker for more, and its name."""
        place = self.places[heads]
        look = {"color": CURVES(0.2 + 0.95 * place / len(self.places))}
        look |= {
            "marker": MARKERS[place],
            "ms": 8 - place / 2,
            "mec": "white",
            "mew": 0.5,
        }
        width = 3.6 - 0.6 * place  # where curves lie on each other, both are seen
        (self.curves[heads],) = self.curves_ax.plot([], [], lw=width, **look)
        (self.marks[heads],) = self.curves_ax.plot([], [], clip_on=False, **look)
        name = f"{heads} head{'s' * (heads > 1)}"
        self.names[heads] = self.curves_ax.text(
            0, 0, name, va="center", size=SMALL_TEXT, clip_on=False
        )

    def mean(self, heads, at):
        """Return the mean of the seeds at a measured step, in percent."""
        seeds = self.shares[heads].values()
        return 100 * sum(shares[at] for shares in seeds) / len(seeds)

    def show_curves(self, at):
        """Draw the curves up to a measured step, each with its name at its end."""
        for heads, curve in self.curves.items():
            means = [self.mean(heads, earlier) for earlier in range(at + 1)]
            curve.set_data(self.steps[: at + 1], means)
        ends = {heads: self.mean(heads, at) for heads in self.curves}
        for heads, height in kept_apart(ends).items():
            mark = self.steps[at] + NAME_AHEAD
            self.marks[heads].set_data([mark], [height])
            self.names[heads].set_position((mark + NAME_AHEAD, height))

    def show(self, step, fresh):
        """Go to a step; the curves go so far, or as far as a live run.

        `fresh` is the live run: num_heads and {step: share}.
        """
        at = self.steps.index(step)
        points = [
            (self.places[heads], 100 * shares[at])
            for heads, seeds in self.shares.items()
            for shares in seeds.values()
        ]
        self.seeds.set_data(*zip(*points, strict=True))
        self.means.set_data(
            list(self.places.values()), [self.mean(heads, at) for heads in self.places]
        )
        self.line.set_xdata([step, step])
        heads, shares = fresh
        self.show_curves(self.steps.index(max(step, *shares)) if shares else at)
        self.curve.set_data(list(shares), [100 * share for share in shares.values()])
        here = [(self.places[heads], 100 * shares[step])] if step in shares else []
        self.live.set_data(*zip(*here, strict=True) if here else ([], []))


def kept_apart(heights):
    """Move names so far up or down that they do not cover each other.

    Shape: {name: height} -> {name: height}, the highest first
    """
    places, ceiling = {}, max(heights.values()) + NAME_GAP
    for name in sorted(heights, key=lambda name: (heights[name], name), reverse=True):
        places[name] = min(heights[name] + NAME_GAP, ceiling)
        ceiling = places[name] - NAME_GAP
    lift = max(-min(places.values()), 0)
    return {name: height + lift for name, height in places.items()}
