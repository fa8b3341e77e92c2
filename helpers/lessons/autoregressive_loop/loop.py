"""The loop, one word at a time, until the model says <eos>."""

import numpy as np

from helpers import stage
from helpers.language import EOS, EOS_ID
from helpers.lessons.autoregressive_loop.tape import Boxed, Pile, space
from helpers.lessons.autoregressive_loop.writing_walk import (
    MOST_WRITTEN,
    WritingWalk,
    target_words,
)
from helpers.model.writing import write_words
from helpers.stage.style import MUTED, QUERY, TEXT, TITLE

NUM_BARS, ROW = 8, 78  # a row is at most so many pixels high
WIDTHS = 1, 2.7, 1  # shares: words fed in, where they look, words written


class LoopExplorer(WritingWalk):
    """Walk through the loop: fed in, looked at, likely, chosen, fed in again.

    Source: Vaswani et al. 2017, section 3.1 and figure 1; claim C16.
    """

    height, begins_at = 538, 1
    examples = (
        "I like apples",
        "the old teacher likes the old hat",
        "Tom ate two apples in the park yesterday",
    )

    @stage.derived
    def turns(self):
        """Every turn of the loop."""
        model, ids = self.translator.model, self.sentence.reading.ids
        return write_words(model, ids, max_len=MOST_WRITTEN)

    @property
    def num_steps(self):
        return len(self.turns)

    @stage.derived
    def written(self):
        """The words that are written in the end."""
        return target_words(self.translator, (turn.chosen for turn in self.turns))

    @stage.derived
    def weights(self):
        """Where each word looks when it is written, mean of the heads. Shape: (T, S)"""
        ids = [turn.chosen for turn in self.turns[:-1]]
        words = self.translator.target_vocabulary.decode(ids)
        maps = self.translator.attention(self.sentence.value, words)
        last = self.translator.model.config.num_decoder_layers - 1
        return maps[f"decoder.{last}.cross"].mean(dim=0).numpy()

    @property
    def likeliest(self):
        """The likeliest next words and their probabilities."""
        best = self.turns[self.step.value].probabilities.topk(NUM_BARS)
        words = target_words(self.translator, best.indices.tolist())
        return words, best.values.tolist()

    def picture(self):
        table, rows = self.table(), self.num_steps
        turns = [
            Pile(self.fed(), rows, "fed in 输入", self.step, "fed"),
            table,
            Pile(self.said_so_far(), rows, "writes 输出", self.step, "writes"),
        ]
        edges = table.margins()
        used = rows * ROW + edges.top + edges.foot
        rest = max(self.height - 30 - used, 0)
        aligned = stage.Grid([turns], WIDTHS, gap=(18, 14), narrow=3)
        return stage.Row(
            stage.Column(aligned, space(), heights=(used, rest)),
            self.next_words(),
            widths=(2.2, 1),
            gap=30,
        )

    def fed(self):
        """Return the words that are fed in, and the one that will be."""
        step = self.step.value
        given = target_words(self.translator, self.turns[step].before)
        boxes = [
            Boxed(word, "fed", f"turn {step + 1}: {word} is fed in", place)
            for place, word in enumerate(given)
        ]
        if step + 1 < self.num_steps:
            word = self.written[step]
            says = f"turn {step + 2}: {word} will be fed in"
            boxes.append(Boxed(word, "next", says, step + 1))
        return boxes

    def said_so_far(self):
        """Return the words that are written, each with how likely it was."""
        step = self.step.value
        return [
            Boxed(
                word,
                "new" if place == step else "said",
                f"word {place + 1}: {word}, {self.probability(place):.2%}",
                place,
            )
            for place, word in enumerate(self.written[: step + 1])
        ]

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
            row_names=[*self.written[: step + 1], *coming],
            texts=texts,
            name="looks",
        )

    def next_words(self):
        """Return the chart of the likeliest next words, and what is written so far."""
        words, shares = self.likeliest
        so_far = self.written[: self.step.value + 1]
        text = "".join(word for word in so_far if word != EOS)
        bars = stage.Bars(
            words,
            shares,
            title="the next word 下一个词",
            colours=[QUERY, *[MUTED] * (NUM_BARS - 1)],
            texts=[f"{share:.2%}" for share in shares],
            names_room=64,
            name="likeliest",
        )
        return stage.Column(
            stage.Row(bars),
            stage.Label("so far", TEXT, MUTED, align="center"),
            stage.Label(text, TITLE, bold=True, align="center", lines=3, name="so far"),
        )

    def probability(self, place):
        """Return how likely the word at a place was."""
        turn = self.turns[place]
        return turn.probabilities[turn.chosen].item()

    def say(self):
        step = self.step.value
        row, word = self.weights[step], self.written[step]
        return (
            f"{step + 1} word{'s' * (step > 0)} fed in; the decoder looks most at "
            f"“{self.tokens[row.argmax()]}” ({row.max():.2f}), and writes “{word}” "
            f"({self.probability(step):.0%})."
        )

    def note(self):
        ended = self.turns[-1].chosen == EOS_ID
        cut = "" if ended else f"Cut after {self.num_steps} words."
        return f"{super().note()} {cut}".strip()
