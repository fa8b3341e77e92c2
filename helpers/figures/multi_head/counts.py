"""How good models with few and with many heads are, and how fast they learn."""

from matplotlib import colormaps

from helpers.figures.style import ACCENT, INK, MUTED, PALE, SMALL_TEXT, TEXT

CURVES = colormaps["cividis_r"]

BOTTOM, HEIGHT = 0.235, 0.635
LEFT_PLACE, RIGHT_PLACE = (0.08, BOTTOM, 0.35, HEIGHT), (0.53, BOTTOM, 0.37, HEIGHT)


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
        self.draw_curves()
        (self.means,) = self.ax.plot([], [], "-", color=PALE, lw=2, zorder=2)
        (self.seeds,) = self.ax.plot([], [], "o", color=INK, ms=7, zorder=3)
        (self.live,) = self.ax.plot([], [], "D", color=ACCENT, ms=9, zorder=4)
        self.line = self.curves_ax.axvline(0, color=ACCENT, lw=1.5, zorder=3)
        (self.curve,) = self.curves_ax.plot([], [], "D-", color=ACCENT, ms=5, zorder=4)
        self.artists = [self.means, self.seeds, self.live, self.line, self.curve]

    def draw_curves(self):
        """Draw the mean curve of each number of heads, darker for more heads."""
        for heads, seeds in self.shares.items():
            dark = 0.2 + 0.95 * self.places[heads] / len(self.places)
            colour = CURVES(dark)
            mean = [
                100 * sum(column) / len(column)
                for column in zip(*seeds.values(), strict=True)
            ]
            self.curves_ax.plot(self.steps, mean, color=colour, label=f"{heads}")
        legend = self.curves_ax.legend(title="heads", loc="lower right")
        legend.get_title().set(size=SMALL_TEXT, color=MUTED)

    def show(self, step, fresh):
        """Go to a step; `fresh` is a live run: num_heads and {step: share}, or None."""
        at = self.steps.index(step)
        points = [
            (self.places[heads], 100 * shares[at])
            for heads, seeds in self.shares.items()
            for shares in seeds.values()
        ]
        self.seeds.set_data(*zip(*points, strict=True))
        self.means.set_data(
            list(self.places.values()),
            [
                100 * sum(s[at] for s in seeds.values()) / len(seeds)
                for seeds in self.shares.values()
            ],
        )
        self.line.set_xdata([step, step])
        heads, shares = fresh
        self.curve.set_data(list(shares), [100 * share for share in shares.values()])
        here = [(self.places[heads], 100 * shares[step])] if step in shares else []
        self.live.set_data(*zip(*here, strict=True) if here else ([], []))
