"""Loss curves of every wiring, and how far each one comes at every depth."""

from matplotlib.ticker import FixedLocator, NullLocator

from helpers.figures.encoder.wirings import STYLES, curves_of, stress
from helpers.figures.style import ACCENT, MUTED, PALE

WIRINGS = ("post-norm", "pre-norm", "no norm", "no add")
MOST_LOSS = 4.0  # that the curves show
LOSS_TICKS = {0.001: "0.001", 0.01: "0.01", 0.1: "0.1", 1: "1", 10: "10", 100: "100"}
CURVES, ENDS = (0.07, 0.19, 0.47, 0.6), (0.64, 0.19, 0.34, 0.6)
LEGEND_Y = 0.94  # of the figure's height


class LearningCurves:
    """Draw the loss over the steps, and the last loss against the depth.

    `artists` are those that change; `show` sets them, `show_live` the live run.

    Shape: steps (N,); depths (M,); blind: the loss of a blind guess
    """

    def __init__(self, figure, steps, depths, blind, num_seeds):
        self.steps, self.depths = steps, list(depths)
        places = range(len(self.depths))
        ax = figure.add_axes(CURVES)
        ax.set_title("Loss while it learns (nats)")
        ax.set(xlim=(0, steps[-1]), ylim=(0, MOST_LOSS), xlabel="training step")
        ax.text(steps[-1], blind * 1.03, "blind guess", ha="right", color=MUTED)
        self.means = curves_of(ax, WIRINGS)
        self.singles = {
            wiring: [
                ax.plot([], [], alpha=0.3, linewidth=1, **STYLES[wiring])[0]
                for _ in range(num_seeds)
            ]
            for wiring in WIRINGS
        }
        (self.live_run,) = ax.plot([], [], color=ACCENT, linewidth=2.5, zorder=4)
        ax = figure.add_axes(ENDS)
        ax.set_title("Loss at the end")
        ax.set(xlim=(-0.3, len(self.depths) - 0.7), xlabel="encoder layers")
        ax.set(yscale="log", ylim=(1e-4, 4e3))
        ax.yaxis.set_major_locator(FixedLocator(list(LOSS_TICKS)))
        ax.yaxis.set_minor_locator(NullLocator())
        ax.set_yticklabels(LOSS_TICKS.values())
        ax.set_xticks(places, [str(depth) for depth in self.depths])
        self.ends = curves_of(ax, WIRINGS)
        self.dots = {
            wiring: ax.plot([], [], "o", ms=5, color=STYLES[wiring]["color"])[0]
            for wiring in WIRINGS
        }
        for ax in figure.axes:
            ax.axhline(blind, color=PALE, linewidth=1.2, zorder=0)
        self.here = ax.axvline(0, color=ACCENT, linewidth=1.2, zorder=2)
        draw_names(figure)
        self.artists = [
            *(line for lines in self.singles.values() for line in lines),
            *self.means.values(),
            self.live_run,
            self.here,
            *self.ends.values(),
            *self.dots.values(),
        ]

    def show(self, curves, ends, depth, meant):
        """Set the curves of one setting, and mark its depth.

        The losses at the end are drawn up to this depth, so that a class can guess.

        Shape: curves: wiring -> (seeds, N); ends: wiring -> (seeds, M)
        """
        place = self.depths.index(depth)
        places = range(place + 1)
        for wiring in WIRINGS:
            losses, last = curves[wiring], ends[wiring][:, : place + 1]
            self.means[wiring].set_data(self.steps, losses.mean(axis=0))
            for line, single in zip(self.singles[wiring], losses, strict=True):
                line.set_data(self.steps, single)
            self.ends[wiring].set_data(places, last.mean(axis=0))
            self.dots[wiring].set_data([*places] * len(last), last.ravel())
        for lines in (self.means, self.ends):
            stress(lines, meant)
        self.here.set_xdata([place, place])

    def show_live(self, losses):
        """Set the curve of the run that is under way. Shape: (so far,)"""
        self.live_run.set_data(self.steps[: len(losses)], losses)


def draw_names(figure):
    """Say above both panels which line is which."""
    handles = [
        figure.axes[0].plot([], [], linewidth=2.2, **STYLES[wiring])[0]
        for wiring in WIRINGS
    ]
    handles.append(figure.axes[0].plot([], [], color=ACCENT, linewidth=2.5)[0])
    names = [*WIRINGS, "run here"]
    place = {"loc": "center", "bbox_to_anchor": (0.5, LEGEND_Y)}
    figure.legend(handles, names, ncols=len(names), handlelength=3, **place)
