"""Three decoders that learn: the loss of each, its floor, and what each one writes."""

from helpers.figures.style import ACCENT, INK, MUTED, PROBLEM, TEXT

MASKS = ("right", "absent", "inverted")
STYLES = {
    "right": {"color": INK, "linestyle": "-"},
    "absent": {"color": PROBLEM, "linestyle": "-"},
    "inverted": {"color": PROBLEM, "linestyle": (0, (1.2, 1.2))},
}
CURVES, MOST_LOSS = (0.075, 0.2, 0.455, 0.68), 3.0
WRITINGS_X, WRITINGS_TOP, WRITINGS_STEP = 0.57, 0.9, 0.27  # of the figure


class LeakPicture:
    """Draw the loss of three masks over the steps, beside what they write alone.

    `artists` are those that change; `show` sets them, `show_live` the live run.

    Shape: steps (N,); floor: the least loss of an honest guesser
    """

    def __init__(self, figure, steps, floor):
        self.steps = list(steps)
        ax = figure.add_axes(CURVES)
        ax.set_title("Loss when reading (nats a word)")
        ax.set(xlim=(0, self.steps[-1]), ylim=(-0.05, MOST_LOSS))
        ax.set_xlabel("training step")
        ax.axhline(floor, color=ACCENT, linewidth=1.5, zorder=2)
        ax.text(
            self.steps[-1], floor - 0.06, f"floor {floor:.2f}",
            ha="right", va="top", color=ACCENT,
        )  # fmt: skip
        self.curves = {
            mask: ax.plot([], [], linewidth=2.4, label=mask, **STYLES[mask])[0]
            for mask in MASKS
        }
        (self.live_run,) = ax.plot([], [], color=ACCENT, lw=2.5, label="run here")
        ax.legend(loc="upper right")
        self.here = ax.axvline(0, color=MUTED, linewidth=1.2, zorder=1)
        self.writings = {}
        for number, mask in enumerate(MASKS):
            top = WRITINGS_TOP - number * WRITINGS_STEP
            colour = STYLES[mask]["color"]
            name = f"mask {mask}, writing alone"
            figure.text(WRITINGS_X, top, name, color=colour, weight="bold")
            self.writings[mask] = figure.text(
                WRITINGS_X, top - 0.025, "", va="top", size=TEXT, linespacing=1.4
            )
        self.artists = [
            *(self.here, *self.curves.values(), self.live_run),
            *self.writings.values(),
        ]

    def show(self, losses, step, writings):
        """Set the curves, the step that is meant, and what is written there.

        Shape: losses: mask -> (N,); writings: mask -> lines
        """
        for mask, curve in self.curves.items():
            curve.set_data(self.steps, losses[mask])
            text = "\n".join(writings[mask])
            if self.writings[mask].get_text() != text:
                self.writings[mask].set_text(text)
        self.here.set_xdata([step, step])

    def show_live(self, losses):
        """Set the curve of the run that is under way. Shape: (so far,)"""
        self.live_run.set_data(self.steps[: len(losses)], losses)
