"""What LayerNorm takes out of a word's numbers, and what it puts in (claim C12)."""

import torch
from torch.nn import functional as F

from helpers import stage
from helpers.lessons.sentences import SentenceExplorer
from helpers.stage.style import LIT, PALE, signed

LIMIT = 15  # of the numbers that the axes show


def quarters(label, least, most, tooltip, first):
    """Declare a slider over numbers from least to most, a quarter from each other."""
    values = [n / 4 for n in range(round(4 * least), round(4 * most) + 1)]
    return stage.Choice(label, {signed(v): v for v in values}, tooltip, first)


class LayerNormLab(SentenceExplorer):
    """Normalize the first sum of a word, X + MultiHead(X), in the first block.

    `times` and `plus` change what comes in, `gamma` and `beta` what goes out (one
    number for all the features).

    Source: Ba et al. 2016, equations 3 and 4; Vaswani et al. 2017, section 3.1; C12.
    """

    height = 430
    rows = "sentence", "word times plus", "gamma beta"
    examples = ("I like apples", "the old teacher likes the old hat")
    word = stage.Word("word", "tokens", "The word whose numbers are shown", 0)
    times = quarters("times", 0.25, 2, "Multiply all that comes in", 1)
    plus = quarters("plus", -3, 3, "Add this to all that comes in", 0)
    gamma = quarters("γ", 0, 2.5, "Multiply all that goes out", 1)
    beta = quarters("β", -3, 3, "Add this to all that goes out", 0)

    @stage.derived
    def sides(self):
        """The word's numbers before LayerNorm and after it. Shape: (d_model,) each"""
        row = torch.from_numpy(self.recorded["encoder.0.sum_1"][self.word.value])
        before = self.times.value * row + self.plus.value
        after = F.layer_norm(before, row.shape) * self.gamma.value + self.beta.value
        return {"before": before.numpy(), "after": after.numpy()}

    def picture(self):
        return stage.Row(*map(self.side, self.sides))

    def side(self, name):
        """Draw a vector's numbers over a band: mean ± standard deviation."""
        numbers, count = self.sides[name], len(self.sides[name])
        mean, spread, ends = numbers.mean(), numbers.std(), (-1, count)
        band = [mean - spread] * 2, [mean + spread] * 2
        items = [
            stage.Area(ends, *band, LIT, name="band"),
            stage.Rule(y=0, colour=PALE, width=1),
            stage.Rule(y=mean, width=2.5, name="mean"),
            stage.Line(range(count), numbers, width=1.4, name="numbers"),
        ]
        return stage.Plot(
            items,
            stage.Axis(*ends, "feature", [0, count // 2, count - 1]),
            stage.Axis(-LIMIT, LIMIT, "", range(-LIMIT, LIMIT + 1, 5)),
            name,
            mean_and_spread(numbers),
            says="feature {x}: {y}",
            name=name,
        )

    def say(self):
        word, (came, went) = self.word.value, map(mean_and_spread, self.sides.values())
        return f"“{self.tokens[word]}” before: {came}; after: {went}."


def mean_and_spread(numbers):
    """Say the mean and the standard deviation. Shape: (d_model,)"""
    text = f"mean {numbers.mean():.2f}, spread {numbers.std():.2f}"
    return text.replace("-", "−").replace("−0.00", "0.00")
