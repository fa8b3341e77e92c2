"""The loop, one word at a time, until the model says <eos>."""

import numpy as np

from helpers import stage
from helpers.language import BOS, EOS, EOS_ID
from helpers.lessons.autoregressive_loop.tape import SPACE, Boxed, Pile
from helpers.lessons.autoregressive_loop.writing_walk import WritingWalk
from helpers.stage.style import MUTED, QUERY, TEXT, TITLE

NUM_BARS, ROW = 8, 78  # a row is at most so many pixels high
WIDTHS = 1, 2.7, 1  # shares: words fed in, where they look, words written


class LoopExplorer(WritingWalk):
    """Walk through the loop: fed in, looked at, likely, chosen, fed in again.

    Source: Vaswani et al. 2017, section 3.1 and figure 1; claim C16.
    """

    height, begins_at = 538, 1
    asked, examples = "I like apples", WritingWalk.examples[:3]

    @stage.derived
    def output(self):
        """The words that are written in the end."""
        return self.words(self.written)

    @stage.derived
    def chances(self):
        """How likely each of these words was."""
        return [turn.probabilities[turn.chosen].item() for turn in self.turns]

    @stage.derived
    def weights(self):
        """Where each word looks when it is written, mean of the heads. Shape: (T, S)"""
        words = self.translator.target_vocabulary.decode(self.written[:-1])
        maps = self.translator.attention(self.sentence.value, words)
        last = self.translator.model.config.num_decoder_layers - 1
        return maps[f"decoder.{last}.cross"].mean(dim=0).numpy()

    def picture(self):
        step, rows, table = self.step.value, self.num_steps, self.table()
        fed = [
            Boxed(word, "fed", f"turn {step + 1}: {word} is fed in", place)
            if place <= step
            else Boxed(word, "next", f"turn {step + 2}: {word} will be fed in", place)
            for place, word in enumerate([BOS, *self.output[:-1]][: step + 2])
        ]
        said = zip(self.output, self.chances, ["said"] * step + ["new"], strict=False)
        writes = [
            Boxed(word, look, f"word {place + 1}: {word}, {chance:.2%}", place)
            for place, (word, chance, look) in enumerate(said)
        ]
        turns = [
            Pile(fed, rows, "fed in 输入", self.step, "fed"),
            table,
            Pile(writes, rows, "writes 输出", self.step, "writes"),
        ]
        edges = table.margins()
        used = rows * ROW + edges.top + edges.foot
        rest = max(self.height - 30 - used, 0)
        aligned = stage.Grid([turns], WIDTHS, gap=(18, 14), narrow=3)
        return stage.Row(
            stage.Column(aligned, SPACE, heights=(used, rest)),
            self.next_words(),
            widths=(2.2, 1),
            gap=30,
        )

    def table(self):
        """Return where the words written so far look, and rows for the others."""
        step, weights = self.step.value, self.weights.copy()
        weights[step + 1 :] = np.nan  # stays white
        texts = np.char.mod("%.2f", weights)
        texts[step + 1 :] = "…"
        coming = [f"turn {turn}" for turn in range(step + 2, len(weights) + 1)]
        return stage.Matrix(
            weights,
            "looks at 交叉注意力",
            columns=self.tokens,
            x="the source 源句",
            lit=step,
            write="row",
            row_sets=self.step,
            row_names=[*self.output[: step + 1], *coming],
            texts=texts,
            name="looks",
        )

    def next_words(self):
        """Return the chart of the likeliest next words, and what is written so far."""
        step = self.step.value
        best = self.turns[step].probabilities.topk(NUM_BARS)
        shares = best.values.tolist()
        bars = stage.Bars(
            self.words(best.indices.tolist()),
            shares,
            title="the next word 下一个词",
            colours=[QUERY, *[MUTED] * (NUM_BARS - 1)],
            texts=[f"{share:.2%}" for share in shares],
            names_room=64,
            name="likeliest",
        )
        so_far = "".join(word for word in self.output[: step + 1] if word != EOS)
        look = {"bold": True, "align": "center", "lines": 3, "name": "so far"}
        return stage.Column(
            stage.Row(bars),
            stage.Label("so far", TEXT, MUTED, align="center"),
            stage.Label(so_far, TITLE, **look),
        )

    def say(self):
        step = self.step.value
        row = self.weights[step]
        return (
            f"{step + 1} word{'s' * (step > 0)} fed in; the decoder looks most at "
            f"“{self.tokens[row.argmax()]}” ({row.max():.2f}), and writes "
            f"“{self.output[step]}” ({self.chances[step]:.0%})."
        )

    def note(self):
        ended = self.turns[-1].chosen == EOS_ID
        cut = "" if ended else f"Cut after {self.num_steps} words."
        return f"{super().note()} {cut}".strip()
