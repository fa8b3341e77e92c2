"""What one more word costs, fed again or kept, counted and measured."""

import time
from dataclasses import replace

import numpy as np
import torch

from helpers import stage
from helpers.language import BOS_ID
from helpers.lessons.autoregressive_loop import decoding_cost
from helpers.lessons.encoder.wiring_curves import Legend
from helpers.model import RecurrentSeq2Seq, Transformer
from helpers.stage.style import ACCENT, INK, MUTED, PROBLEM

MOST = 256  # words; no trained weights are needed to count or to measure
SOURCE = 8  # words of the source sentence
FIRST = 4  # words at first; the lesson asks what 32 will cost
ROUNDS, WORDS_BETWEEN_LOOKS = 3, 16
# Red grows, ink stays low; the RNN is dotted.
STYLES = {
    "fed again": {"name": "fed again 重新输入", "colour": PROBLEM},
    "with a cache": {"name": "with a cache 缓存", "colour": INK},
    "RNN": {"name": "RNN 循环网络", "colour": MUTED, "dash": (3, 3)},
}
LENGTHS = stage.Axis(0, MOST, "words fed in or kept", range(0, MOST + 1, 32))
LOG = {"log": True, "grid": True}
COUNTED = stage.Axis(3e5, 3e8, ticks={1e6: "1", 1e7: "10", 1e8: "100"}, **LOG)
TIMED = stage.Axis(0.05, 100, ticks={n: f"{n}" for n in (0.1, 1, 10, 100)}, **LOG)


class WordCostLab(stage.Explorer):
    """Compare what the next word costs: all fed again, with a cache, and for an RNN.

    `seconds` holds what was measured: way -> (rounds, words).

    Source: claim C16; Vaswani et al. 2017, table 1.
    """

    height = 438
    length = stage.Number("words", 1, MOST, "How many words are there", FIRST)
    seconds = stage.Held({})

    def __init__(self, translator, recurrent):
        sizes, lengths = {"max_len": MOST, "dropout": 0.0}, np.arange(1, MOST + 1)
        config = replace(translator.model.config, **sizes)
        rnn = replace(recurrent.model.config, **sizes)
        torch.manual_seed(0)
        transformer = Transformer(config).eval()
        self.models = {
            "fed again": transformer,
            "with a cache": transformer,
            "RNN": RecurrentSeq2Seq(rnn).eval(),
        }
        self.counts = {  # multiplications for the next word. Shape: (MOST,) each
            "fed again": decoding_cost.refed_word_cost(config, SOURCE, lengths),
            "with a cache": decoding_cost.cached_word_cost(config, SOURCE, lengths),
            "RNN": np.full(MOST, decoding_cost.recurrent_word_cost(rnn)),
        }
        super().__init__()

    @property
    def here(self):
        """What the next word costs in each way at this length."""
        return [count[self.length.value - 1].item() for count in self.counts.values()]

    def picture(self):
        seconds, xs = self.seconds.value, [self.length.value] * len(self.counts)
        timed = {way: middle_times(rounds) for way, rounds in seconds.items()}
        says = "{x} words: {y} multiplications"
        dots = stage.Dots(xs, self.here, ACCENT, name="here", says=says)
        hint = "" if seconds else "press Measure"
        note = stage.Note(MOST / 2, 2, hint, MUTED, align="center")
        return stage.Column(
            Legend([stage.Line([], [], **look) for look in STYLES.values()]),
            stage.Row(
                self.costs("Million multiplications", self.counts, COUNTED, dots),
                self.costs("Milliseconds", timed, TIMED, note),
            ),
        )

    def costs(self, what, curves, axis, item):
        """Return a plot of what the next word costs, against the words so far.

        Shape: curves: way -> costs (N,) with 1 to N words
        """
        items = [stage.Rule(x=self.length.value)]
        for way, costs in curves.items():
            xs, ys, look = [*range(1, len(costs) + 1)], costs.tolist(), STYLES[way]
            # A pointer finds 4, 8, … words, and so the 32 that the lesson asks for.
            spots = stage.Dots(xs[3::4], ys[3::4], opacity=0, name=look["name"])
            items += [stage.Line(xs, ys, silent=True, **look), spots]
        title, says = f"{what} for the next word", "{name}, {x} words: {y}"
        look = {"sets": self.length, "says": says, "name": what}
        return stage.Plot([*items, item], LENGTHS, axis, title, **look)

    def say(self):
        refed, cached, rnn = self.here
        return (
            f"After {self.length.value} words: {refed:,} multiplications fed again, "
            f"{cached:,} with a cache ({refed / cached:.0f} × fewer), {rnn:,} for the "
            "RNN."
        )

    @stage.Run(
        "Measure",
        "Write 256 words in each way here, and time every one",
        total=lambda self: ROUNDS * len(self.models) * MOST,
    )
    def measuring(self):
        """Write random words in every way; yield after some of them."""
        found, done = {}, 0
        for way, model in [*self.models.items()] * ROUNDS:
            taken = []
            for seconds in time_words(model, MOST, cache=way != "fed again"):
                taken.append(seconds)
                done += 1
                if done % WORDS_BETWEEN_LOOKS == 0:
                    yield done, f"{way}, word {len(taken)}"
            found = found | {way: [*found.get(way, ()), taken]}
            self.seconds.value = found


@torch.no_grad()
def time_words(model, count, cache):
    """Write words, whatever they are, and yield how many seconds each one took."""
    memory, mask = model.encode(torch.full((1, SOURCE), BOS_ID))
    kept = model.new_cache() if cache else None
    for word in range(count):
        fed = torch.full((1, 1 if cache else word + 1), BOS_ID)
        start = time.perf_counter()
        model.decode(fed, memory, mask, kept)
        yield time.perf_counter() - start


def middle_times(rounds):
    """Take the median of the rounds, smoothed over five words.

    Shape: rounds: lists of n seconds -> milliseconds (n,)
    """
    middle = np.median(rounds, axis=0) * 1000
    near = [middle[max(0, i - 2) : i + 3] for i in range(len(middle))]
    return np.array([np.median(some) for some in near])
