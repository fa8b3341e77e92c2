"""How good models with narrow and wide FFNs are, after the same training."""

from matplotlib import colormaps

from helpers.figures.feed_forward.curves import name_ticks
from helpers.figures.style import ACCENT, INK, PALE, TEXT

CURVES = colormaps["cividis_r"]
LEFT, RIGHT = (0.08, 0.2, 0.37, 0.66), (0.55, 0.2, 0.42, 0.66)
LIMITS, TICKS = (0.08, 6), (0.1, 0.2, 0.5, 1, 2, 5)  # of the loss
SHARES = (0.5, 1.15)  # limits of the loss beside that of the narrowest


class WidthPicture:
    """Draw the held-out loss against d_ff, beside the curves of training.

    On the left the loss of the narrowest FFN, mean of its seeds, is 100 % at every
    step. `artists` are those that change; `show` sets them.

    Shape: steps (N,); losses: {d_ff: (seeds, N)}
    """

    def __init__(self, figure, steps, losses):
        self.losses, self.places = losses, range(len(losses))
        self.steps = steps
        title = {"size": TEXT, "weight": "normal"}
        self.ax, self.curves_ax = (figure.add_axes(place) for place in (LEFT, RIGHT))
        narrowest = next(iter(losses))
        self.ax.set_title(f"loss at this step; d_ff {narrowest} is 100 %", **title)
        self.ax.set(xlabel="d_ff", xlim=(-0.5, len(losses) - 0.5), ylim=SHARES)
        shares = {tenths / 10: f"{tenths}0 %" for tenths in range(5, 12)}
        name_ticks(self.ax.yaxis, shares)
        self.ax.set_xticks(self.places, [str(d_ff) for d_ff in losses])
        self.curves_ax.set_title("held-out loss, nats a word, mean of seeds", **title)
        self.curves_ax.set(xlabel="training step", xlim=(0, steps[-1]))
        self.curves_ax.set(yscale="log", ylim=LIMITS)
        name_ticks(self.curves_ax.yaxis, {loss: str(loss) for loss in TICKS})
        for ax in (self.ax, self.curves_ax):
            ax.grid(axis="y", lw=0.8)
        self.curves = {}
        for place, d_ff in enumerate(losses):
            colour = CURVES(0.15 + 0.85 * place / len(losses))
            (self.curves[d_ff],) = self.curves_ax.plot(
                [], [], "o-", ms=3, color=colour, label=f"d_ff {d_ff}"
            )
        self.curves_ax.legend(loc="upper right")
        (self.means,) = self.ax.plot([], [], color=PALE, zorder=2)
        (self.seeds,) = self.ax.plot([], [], "o", color=INK, ms=6, zorder=3)
        (self.point,) = self.ax.plot([], [], "D", color=ACCENT, ms=9, zorder=4)
        self.line = self.curves_ax.axvline(0, color=ACCENT, lw=1.5, zorder=3)
        (self.run,) = self.curves_ax.plot([], [], "D-", color=ACCENT, ms=5, zorder=4)
        self.artists = [self.means, self.seeds, self.point, self.line, self.run]
        self.artists += self.curves.values()

    def show(self, place, step, d_ff, fresh):
        """Go to the step at this place; `fresh` is a live run, {step: loss}."""
        for width, curve in self.curves.items():
            losses = self.losses[width].mean(axis=0)
            curve.set_data(self.steps[: place + 1], losses[: place + 1])
        now = [found[:, place] for found in self.losses.values()]
        whole = now[0].mean()
        self.means.set_data(self.places, [found.mean() / whole for found in now])
        xs = [x for x, found in zip(self.places, now, strict=True) for _ in found]
        self.seeds.set_data(xs, [loss / whole for found in now for loss in found])
        self.line.set_xdata([step, step])
        self.run.set_data(list(fresh), list(fresh.values()))
        here = [fresh[step] / whole] if step in fresh else []
        self.point.set_data([[*self.losses].index(d_ff)] * len(here), here)
