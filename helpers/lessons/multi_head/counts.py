"""How many heads? The measured answer, and one more run, live."""

from matplotlib import colormaps

from helpers import stage
from helpers.lessons.sweep import Sweep, by_setting
from helpers.training import TrainingRun, grammar_task
from helpers.training.experiments.heads import RECIPE, heads_recipe, read_results

FRESH_SEED = 3  # the shipped runs have 0, 1 and 2
PERCENT = stage.Axis(-3, 103, ticks={n: f"{n} %" for n in range(0, 101, 25)}, grid=True)


class HeadCountExplorer(Sweep):
    """Compare models with 1 to 16 heads, trained alike, at every measured step.

    Source: Vaswani et al. 2017, table 3, rows (A); claim C10.
    """

    first_step = 300
    num_heads = stage.Pick(
        "heads", lambda self: list(self.runs_of), "Of the live run", 1
    )

    def __init__(self, recipe=RECIPE):
        self.recipe, results = recipe, read_results()
        self.d_ks = {result.num_heads: result.d_k for result in results}
        super().__init__(*by_setting(results, "num_heads", "exact_match"))

    @property
    def setting(self):
        return self.num_heads

    def picture(self):
        names = [f"{heads}\n{self.d_ks[heads]}" for heads in self.runs_of]
        knob = self.knob("number of heads, and dₖ below it", names)
        title = "held-out sentences translated exactly"
        dots = stage.Plot(self.dots(percent), knob, PERCENT, title, name="counts")
        curves = self.curves(
            colormaps["cividis_r"], percent, lambda n: f"{n} head{'s' * (n > 1)}"
        )
        title = "the same, mean of the seeds, by step"
        look = {"sets": (self.step, {s: s for s in self.steps}), "ends": True}
        curves = stage.Plot(
            curves, self.time(250), PERCENT, title, **look, name="curves"
        )
        return stage.Row(dots, curves)

    def say(self):
        (fewest, share), *others = self.found().items()
        listed = ", ".join(f"{mean:.0%} with {heads}" for heads, mean in others)
        seeds = len(self.runs_of[fewest])
        return (
            f"After {self.step.value:,} steps, means of {seeds} seeds: "
            f"{share:.0%} right with {fewest} head, {listed}."
        )

    def train(self, num_heads):
        recipe = heads_recipe(num_heads, FRESH_SEED, self.recipe)
        run = TrainingRun(grammar_task(self.recipe), recipe)
        for progress in run:
            checked = run.is_check(progress.step)
            yield progress, progress.exact_match if checked else None


def percent(share):
    return 100 * share
