"""How sharp softmax is, and what it does not see (claims C6 and C8)."""

import torch
from matplotlib.colors import to_hex

from helpers import stage
from helpers.lessons.embedding.rotary import round_ticks
from helpers.stage.style import WEIGHTS, displayable
from helpers.training.experiments.scale import entropy


def with_sign(number):
    """Write a number with its sign and one decimal, with a true minus."""
    return f"{number:+.1f}".replace("-", "−")


MOST = 5  # a shift, up or down
SHIFTS = {with_sign(half / 2): half / 2 for half in range(-2 * MOST, 2 * MOST + 1)}
ROOM = MOST + 0.5  # at both ends of the scores
TEMPERATURES = {f"{10 ** (n / 25):#.3g}": 10 ** (n / 25) for n in range(-25, 26)}
SCORE, WEIGHT = "#A9B0B7", to_hex(WEIGHTS(0.7))  # bars
EDGES, ROW_HEIGHT, LEAST_HEIGHT = 102, 34, 304  # pixels


class TemperatureLab(stage.Explorer):
    """Turn one query's scores into weights, sharper or softer; shift them all.

    Shape: scores (S,), one query's, already scaled; tokens: S strings, the keys;
        query: the token that asks
    Raises: ValueError if scores and tokens do not fit, if there are fewer than two,
        or if a score is not finite.
    Source: Vaswani et al. 2017, section 3.2.1, equation 1; claims C6 and C8.
    """

    temperature = stage.Choice(
        "temperature", TEMPERATURES, "The scores are divided by it before softmax", 1.0
    )
    shift = stage.Choice("shift", SHIFTS, "The same number, added to every score", 0.0)

    def __init__(self, scores, tokens, query):
        self.scores = checked_scores(scores, tokens)
        self.tokens = [displayable(token) for token in tokens]
        self.query = displayable(query)
        self.height = max(LEAST_HEIGHT, EDGES + ROW_HEIGHT * len(tokens))
        super().__init__()

    @stage.derived
    def weights(self):
        """What softmax makes of the shifted scores. Shape: (S,)"""
        shifted = self.scores + self.shift.value
        return (shifted / self.temperature.value).softmax(dim=0)

    def picture(self):
        scores, shift = self.scores.tolist(), self.shift.value
        low, high = min(0, *scores) - ROOM, max(0, *scores) + ROOM
        rules = stage.Axis(low, high, ticks=round_ticks(low, high, 6)).named_ticks()
        title, note = f"Scores of “{self.query}”", f"{with_sign(shift)} each"
        texts = title, note if shift else "", "score for each key"
        bars = self.tokens, (self.scores + shift).tolist(), low, high, *texts
        look = {"texts": [""] * len(scores), "ghosts": scores, "rules": rules}
        shifted = stage.Bars(*bars, SCORE, **look, name="scores")
        note = f"T = {self.temperature.value:.2f}, entropy {entropy(self.weights):.2f}"
        texts = "softmax(scores ÷ T)", "weight of each key", note
        weights = weight_bars(self.tokens, self.weights.tolist(), *texts)
        return stage.Row(shifted, weights, widths=(1, 1.1))

    def say(self):
        weights, shift = self.weights, with_sign(self.shift.value)
        best = self.tokens[weights.argmax()]
        same = f" {shift} on every score: same weights." if self.shift.value else ""
        return (
            f"“{self.query}” gives “{best}” {weights.max():.2f}: as sharp as an even "
            f"choice among {entropy(weights).exp():.1f} words.{same}"
        )


def weight_bars(names, weights, title="", x="", note=""):
    """Return a row of weights as bars, and a line where an even share would be."""
    texts, count = [f"{weight:.2f}" for weight in weights], len(names)
    rules = {1 / count: f"1/{count}", 1: "1"} | ({0: "0"} if count < 10 else {})
    look = {"title": title, "x": x, "note": note, "texts": texts, "rules": rules}
    return stage.Bars(names, weights, colours=WEIGHT, **look, name="weights")


def checked_scores(scores, tokens):
    """Return the scores as a tensor of their own, one finite number for each token."""
    scores = torch.as_tensor(scores, dtype=torch.float32).detach()
    if scores.dim() != 1 or len(scores) != len(tokens) or len(tokens) < 2:
        raise ValueError(
            f"scores of shape {tuple(scores.shape)} do not fit {len(tokens)} tokens: "
            "give one query's score for each of at least two keys"
        )
    if not scores.isfinite().all():
        raise ValueError(
            f"the scores {scores.tolist()} are not all finite: leave masked keys out"
        )
    return scores
