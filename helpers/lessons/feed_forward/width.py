"""How wide must the FFN be? The measured answer, and one more run, live (C14)."""

from helpers import stage
from helpers.lessons.sweep import RecipeLab
from helpers.training.experiments.sizes import WIDTH

SHARES = {percent: f"{percent} %" for percent in range(50, 111, 10)}
SHARE = stage.Axis(50, 115, ticks=SHARES, grid=True)
LOSS = stage.Axis(0.08, 6, ticks=(0.1, 0.2, 0.5, 1, 2, 5), log=True, grid=True)


class WidthLab(RecipeLab):
    """Compare models of five widths d_ff, trained alike, at every measured step.

    On the left the loss of the narrowest FFN, mean of its seeds, is 100 % at every
    step.

    Source: Vaswani et al. 2017, table 3, rows (C); claim C14.
    """

    height = 468
    sweep, measured = WIDTH, ("loss",)
    d_ff = stage.Pick("d_ff", WIDTH.values, "Of the live run", 32)

    def picture(self):
        names = [str(d_ff) for d_ff in self.knob_values]
        narrowest = next(iter(self.found().values()))
        shares = stage.Plot(
            self.dots(lambda loss: 100 * loss / narrowest),
            self.knob_axis("d_ff", names),
            SHARE,
            f"Loss at this step; d_ff {names[0]} is 100 %",
            says="{name}, d_ff {x}: {y} %",
            name="shares",
        )
        curves = stage.Plot(
            self.curves("d_ff {}".format),
            self.step_axis(200),
            LOSS,
            "Held-out loss, nats a word, mean of seeds",
            ends=True,
            sets=self.step,
            says="{name}, step {x}: {y} nats",
            name="curves",
        )
        return stage.Row(shares, curves)

    def say(self):
        listed = ", ".join(f"{loss:.2f} with {d}" for d, loss in self.found().items())
        return f"Loss after {self.step.value:,} steps by d_ff, in nats: {listed}."
