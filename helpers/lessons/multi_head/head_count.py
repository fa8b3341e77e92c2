"""How many heads? The measured answer, and one more run, live."""

from helpers import stage
from helpers.lessons.sweep import RecipeLab
from helpers.training.experiments.sizes import HEADS

PERCENT = stage.Axis(-3, 103, ticks={n: f"{n} %" for n in range(0, 101, 25)}, grid=True)


class HeadCountLab(RecipeLab):
    """Compare models with 1 to 16 heads, trained alike, at every measured step.

    Source: Vaswani et al. 2017, table 3, rows (A); claim C10.
    """

    sweep, measured, first_step = HEADS, ("exact_match",), 300
    num_heads = stage.Pick("heads", HEADS.values, "Of the live run", 1)

    def scale(self, number):
        return 100 * number

    def picture(self):
        d_model = self.sweep.recipe.d_model
        names = [f"{heads}\n{d_model // heads}" for heads in self.knob_values]
        counts = stage.Plot(
            self.dots(self.scale),
            self.knob_axis("number of heads, and dₖ below it", names),
            PERCENT,
            "held-out sentences translated exactly",
            name="counts",
        )
        curves = stage.Plot(
            self.curves(lambda heads: f"{heads} head{'s' * (heads > 1)}"),
            self.step_axis(250),
            PERCENT,
            "the same, mean of the seeds, by step",
            sets=self.step,
            ends=True,
            name="curves",
        )
        return stage.Row(counts, curves)

    def say(self):
        (fewest, share), *others = self.found().items()
        listed = ", ".join(f"{mean:.0%} with {heads}" for heads, mean in others)
        return (
            f"After {self.step.value:,} steps, means of {len(self.seeds)} seeds: "
            f"{share:.0%} right with {fewest} head, {listed}."
        )
