"""How the next word is chosen: temperature, top-k, top-p, and luck."""

from collections import Counter
from typing import NamedTuple

import torch

from helpers import stage
from helpers.language import BOS_ID, EOS_ID
from helpers.lessons.autoregressive_loop.marks import (
    CutNote,
    LevelBars,
    bar_names,
    exact,
)
from helpers.lessons.autoregressive_loop.writing import output_probabilities
from helpers.lessons.sentences import SentenceExplorer
from helpers.model import greedy_decode, next_word_probabilities, sample_decode
from helpers.stage.style import ACCENT, INK, MUTED, PALE, TEXT

NUM_WORDS, NUM_SENTENCES, NUM_DRAWS, MOST_STEPS = 12, 8, 50, 16
SMALLEST = 1e-5  # below it, a sum of others is a rounding error


class Draws(NamedTuple):
    """Hold how many different outputs were drawn, and the commonest of them as texts.

    `counts` says how often each of these came, `expected` how often it should.
    """

    different: int
    texts: list
    counts: list
    expected: list


class SamplingExplorer(SentenceExplorer):
    """Bend the distribution of the next word, and draw sentences from it.

    Source: Holtzman et al. 2020, section 3.1 (top-p); Fan et al. 2018, section 5
        (top-k).
    """

    height, most_words = 536, 64
    examples = (
        "the old teacher likes the old hat",
        "I like apples",
        "she likes the rice that Tom likes",
    )
    sentence = stage.Sentence(lambda self: self.examples)
    word = stage.Choice(
        "word",
        lambda self: [(f"{n + 1} {word}", n) for n, word in enumerate(self.likeliest)],
        "Which word of the likeliest translation is to be written",
    )
    temperature = stage.Choice(
        "temperature",
        {f"{tenths / 10:.1f}": tenths / 10 for tenths in range(1, 51)},
        "The logits are divided by it before softmax",
        1.0,
    )
    top_k = stage.Choice(
        "top-k",
        {str(k or "all"): k for k in (1, 2, 3, 5, 10, 20, 50, 0)},
        "Only so many of the likeliest words are kept",
        0,
    )
    top_p = stage.Choice(
        "top-p",
        {f"{steps / 20:.2f}": steps / 20 for steps in range(1, 21)},
        "The fewest words that hold so much together are kept",
        1.0,
    )
    seed = stage.Number("seed", 0, 20, "Another seed, other luck")
    rows = "sentence word", "temperature top_k top_p", "seed"

    @stage.derived
    def written(self):
        """The likeliest translation, and the logits of every word on the way.

        Shape: -> T ids, (T, V)
        """
        model, ids = self.translator.model, self.sentence.reading.ids
        with torch.no_grad():
            written = greedy_decode(model, ids, max_len=MOST_STEPS)  # (1, T)
            start = torch.full_like(written[:, :1], BOS_ID)
            logits = model(ids, torch.cat([start, written[:, :-1]], dim=1))[0]
        return written[0].tolist(), logits

    @property
    def likeliest(self):
        """The words of the likeliest translation."""
        return self.target_words(self.written[0])

    @property
    def choice(self):
        """How a word is chosen, as `next_word_probabilities` takes it."""
        top_k, top_p = self.top_k.value or None, self.top_p.value
        return {"temperature": self.temperature.value, "top_k": top_k, "top_p": top_p}

    @property
    def chances(self):
        """The next word's distribution before the cut, and after it. Shape: (V,)"""
        logits, choice = self.written[1][[self.word.value]], self.choice
        before = next_word_probabilities(logits, choice["temperature"])[0]
        return before, next_word_probabilities(logits, **choice)[0]

    @stage.derived
    def draws(self):
        """The sentences that are drawn, counted."""
        model, ids, choice = (
            self.translator.model,
            self.sentence.reading.ids,
            self.choice,
        )
        look = {"max_len": MOST_STEPS, "seed": self.seed.value}
        drawn = sample_decode(model, ids.repeat(NUM_DRAWS, 1), **look, **choice)
        found = Counter(map(tuple, drawn.tolist()))
        outputs, counts = zip(*found.most_common(NUM_SENTENCES), strict=True)
        chances = output_probabilities(model, ids, torch.tensor(outputs), **choice)
        # Dots stand for an end that has no room.
        texts = [self.target_text(ids) + "…" * (EOS_ID not in ids) for ids in outputs]
        return Draws(len(found), texts, counts, (NUM_DRAWS * chances).tolist())

    def picture(self):
        return stage.Row(self.words(), self.sentences(), gap=40)

    def words(self):
        """Return the distribution of the next word: the likeliest, and all others."""
        logits, top_p = self.written[1][self.word.value], self.top_p.value
        order = logits.argsort(descending=True, stable=True)[:NUM_WORDS]
        names = self.target_words(order.tolist())
        names.append(f"{len(logits) - NUM_WORDS:,} others")
        before, after = (with_others(chances, order) for chances in self.chances)
        right = top_p < 0.5  # of the line is more room for its name
        side = {"align": "left" if right else "right", "dx": 6 if right else -6}
        limit = [
            stage.Rule(top_p, width=2, dash=(5, 4), name="limit", layer=3),
            stage.Note(top_p, NUM_WORDS - 1.5, "top-p", ACCENT, **side),
        ]
        numbers = [
            stage.Note(1.16, row, exact(share), INK if share else MUTED, align="right")
            for row, share in enumerate(after)
        ]
        says = [
            f"{name}: {exact(share)}; before the cut {exact(uncut)}"
            for name, uncut, share in zip(names, before, after, strict=True)
        ]
        return stage.Plot(
            [
                LevelBars(before, PALE, 0.7, name="before"),
                LevelBars(after, width=0.36, says=says, name="after"),
                *numbers,
                *limit * (top_p < 1),
            ],
            stage.Axis(0, 1.16, "probability", {0: "0", 0.5: "0.5", 1: "1"}),
            bar_names(names),
            "the next word",
            name="words",
        )

    def sentences(self):
        """Return how often each sentence was drawn, and how often it should be."""
        _, texts, counts, expected = self.draws
        rest, aside, look = NUM_DRAWS - sum(counts), 0.24, {"silent": True}
        drawn = list(enumerate(zip(texts, counts, expected, strict=True)))
        says = [f"{t}: drawn {n} ×, expected {due:.1f} ×" for _, (t, n, due) in drawn]
        marks = [row + aside for row, _ in drawn]
        notes = [CutNote(0, row - 0.2, t, dx=6, size=TEXT) for row, (t, *_) in drawn]
        notes += [
            stage.Note(max(count, due), row + aside, f"{count} ×", dx=8)
            for row, (_, count, due) in drawn
        ]
        others = f"and {counted(rest, 'other')}" if rest else ""
        return stage.Plot(
            [
                LevelBars(counts, width=0.3, aside=aside, says=says, name="drawn"),
                stage.Dots(expected, marks, ACCENT, 22, "|", name="expected", **look),
                *notes,
                stage.Note(0, NUM_SENTENCES - 0.2, others, MUTED, dx=6),
            ],
            stage.Axis(
                0,
                NUM_DRAWS * 1.12,
                f"how often; mark: {NUM_DRAWS} × its probability",
                range(0, NUM_DRAWS + 1, NUM_DRAWS // 2),
            ),
            bar_names([""] * NUM_SENTENCES, room=0.6),
            f"{NUM_DRAWS} sentences drawn",
            name="sentences",
        )

    def say(self):
        ids, word, draws = self.written[0], self.word.value, self.draws
        _, after = self.chances
        kept, share = int((after > 0).sum()), after[ids[word]]
        return (
            f"“{self.likeliest[word]}” has {share:.2f} among {counted(kept, 'word')}; "
            f"{NUM_DRAWS} draws give {counted(draws.different, 'sentence')}, the "
            f"commonest {draws.counts[0]} × (expected: {draws.expected[0]:.1f})."
        )


def counted(number, noun):
    """Say how many there are: 1 word, 3 words."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def with_others(probabilities, order):
    """Pick words by their order, and add up all others.

    Shape: probabilities (V,), order (n,) -> n + 1 numbers
    """
    shown = probabilities[order]
    others = probabilities.sum() - shown.sum()
    return [*shown.tolist(), others.item() if others > SMALLEST else 0.0]
