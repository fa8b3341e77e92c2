"""The loop, one word at a time, until the model says <eos>; and who else writes so."""

import numpy as np

from helpers import stage
from helpers.language import EOS_ID
from helpers.lessons.autoregressive_loop.marks import LOOKS, SPACE, Boxed, WordColumn
from helpers.lessons.autoregressive_loop.writing import write_words
from helpers.lessons.sentences import DecodingExplorer, counted
from helpers.stage.style import MUTED, QUERY, TEXT, TITLE

MOST_SOURCE, MOST_WRITTEN = 10, 14  # words that the pictures have room for
NUM_BARS, ROW = 8, 78  # a row is at most so many pixels high
WIDTHS = 1, 2.7, 1  # shares: words fed in, where they look, words written


class WritingExplorer(DecodingExplorer):
    """An explorer whose model writes a short sentence, word by word.

    A subclass has `asked`, the sentence that the lesson asks about, and may have other
    examples beside it.
    """

    most_words = MOST_SOURCE
    examples = (
        "I like apples",
        "the old teacher likes the old hat",
        "Tom ate two apples in the park yesterday",
        "Mary is reading a book because she is tired",
    )
    sentence = stage.Sentence(lambda self: dict.fromkeys((self.asked, *self.examples)))

    @stage.derived
    def turns(self):
        """Every turn of the loop that writes the translation."""
        return self.write()

    @property
    def written(self):
        """The ids of the translation."""
        return [turn.chosen for turn in self.turns]

    @property
    def fed(self):
        return self.turns[-1].before

    def write(self, model=None, max_len=MOST_WRITTEN, **how):
        """Return every turn of the loop as `write_words` does: how is for it."""
        model, ids = model or self.translator.model, self.sentence.reading.ids
        return write_words(model, ids, max_len=max_len, **how)


class WritingStepper(WritingExplorer):
    """Walk through the writing of a sentence, word by word; subclasses say what shows.

    A subclass has `num_steps` if they are not the turns. What is `asked` is seen first
    at the step `begins_at`, as the lesson asks for the rest; any other at `ends_at`.
    """

    begins_at, ends_at = 0, -1
    step = stage.Steps(
        "word",
        lambda self: range(1, self.num_steps + 1),
        "Which word is being written",
        lambda self: self.first_step,
    )

    @property
    def num_steps(self):
        return len(self.turns)

    @property
    def first_step(self):
        asked = self.sentence.value == self.asked
        return self.begins_at if asked else self.ends_at

    def after(self, **changes):
        """Return the values of all controls; a new sentence has its own first step."""
        values = super().after(**changes)
        if values["sentence"] != self.values["sentence"] and "step" not in changes:
            with self.supposing(values):
                values["step"] = self.step.first()
        return values


class LoopStepper(WritingStepper):
    """Walk through the loop: fed in, looked at, likely, chosen, fed in again.

    Source: Vaswani et al. 2017, section 3.1 and figure 1; claim C16.
    """

    height, begins_at = 538, 1
    asked, examples = "I like apples", WritingExplorer.examples[:3]

    @property
    def weights(self):
        """Where each word looks when it is written, mean of the heads. Shape: (T, S)"""
        return self.recorded[f"{self.last_layer}.cross.weights"].mean(axis=0)

    def picture(self):
        step, rows = self.step.value, self.num_steps
        fed, writes, table = [], [], self.table()
        for n, turn in enumerate(self.turns[: step + 2]):
            read, word = self.target_words([turn.before[-1], turn.chosen])
            look = "fed" if n <= step else "next"
            says = f"turn {max(n, step) + 1}: {read} {LOOKS[look][-1]}"
            fed.append(Boxed(read, look, says, n))
            if n <= step:
                says = f"word {n + 1}: {word}, {turn.probabilities.max():.2%}"
                writes.append(Boxed(word, "said" if n < step else "new", says, n))
        edges = table.margins()
        used = rows * ROW + edges.top + edges.foot
        rest = max(self.height - 30 - used, 0)
        turns = [
            WordColumn(fed, rows, "fed in 输入", self.step, "fed"),
            table,
            WordColumn(writes, rows, "writes 输出", self.step, "writes"),
        ]
        aligned = stage.Grid([turns], WIDTHS, gap=(18, 14), narrow=3)
        return stage.Row(
            stage.Column(aligned, SPACE, heights=(used, rest)),
            self.next_words(),
            widths=(2.2, 1),
            gap=30,
        )

    def table(self):
        """Return where the words written so far look, and rows for the others."""
        step, weights = self.step.value, self.weights
        weights[step + 1 :] = np.nan  # stays white
        texts = np.char.mod("%.2f", weights)
        texts[step + 1 :] = "…"
        words = self.target_words(self.written[: step + 1])
        coming = [f"turn {turn}" for turn in range(step + 2, len(weights) + 1)]
        look = {"columns": self.tokens, "x": "the source 源句", "lit": step}
        look |= {"write": "row", "row_sets": self.step, "row_names": [*words, *coming]}
        title = "looks at 交叉注意力"
        return stage.Matrix(weights, title, **look, texts=texts, name="looks")

    def next_words(self):
        """Return the chart of the likeliest next words, and what is written so far."""
        step = self.step.value
        shares, ids = self.turns[step].probabilities.topk(NUM_BARS)
        bars = stage.Bars(
            self.target_words(ids.tolist()),
            shares,
            title="the next word 下一个词",
            colours=[QUERY, *[MUTED] * (NUM_BARS - 1)],
            texts=[f"{share:.2%}" for share in shares],
            names_room=64,
            name="likeliest",
        )
        so_far = self.target_text(self.written[: step + 1])
        look = {"bold": True, "align": "center", "lines": 3, "name": "so far"}
        return stage.Column(
            stage.Row(bars),
            stage.Label("so far", TEXT, MUTED, align="center"),
            stage.Label(so_far, TITLE, **look),
        )

    def say(self):
        step, turn = self.step.value, self.turns[self.step.value]
        row, (word,) = self.weights[step], self.target_words([turn.chosen])
        return (
            f"{counted(step + 1, 'word')} fed in; the decoder looks most at "
            f"“{self.tokens[row.argmax()]}” ({row.max():.2f}), and writes “{word}” "
            f"({turn.probabilities.max():.0%})."
        )

    def note(self):
        ended = self.turns[-1].chosen == EOS_ID
        cut = "" if ended else f"Cut after {self.num_steps} words."
        return f"{super().note()} {cut}".strip()


def wrong_words(output, right):
    """Tell of every word whether the right output has another one at its place."""
    return [word not in right[n : n + 1] for n, word in enumerate(output)]
