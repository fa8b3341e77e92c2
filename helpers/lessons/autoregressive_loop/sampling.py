"""How the next word is chosen: temperature, top-k, top-p, and luck."""

from collections import Counter

import torch

from helpers import stage
from helpers.language import BOS_ID, EOS_ID
from helpers.lessons.autoregressive_loop import marks
from helpers.lessons.autoregressive_loop.writing import output_probabilities
from helpers.lessons.sentences import DecodingExplorer, counted
from helpers.model import greedy_decode, next_word_probabilities, sample_decode
from helpers.stage.style import ACCENT, INK, MUTED, PALE, TEXT

NUM_WORDS, NUM_SENTENCES, NUM_DRAWS, MOST_STEPS = 12, 8, 50, 16
SMALLEST = 1e-5  # below it, a sum of others is a rounding error


class SamplingExplorer(DecodingExplorer):
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
        """The ids of the likeliest translation."""
        model, ids = self.translator.model, self.sentence.reading.ids
        return greedy_decode(model, ids, max_len=MOST_STEPS)[0].tolist()

    @property
    def fed(self):
        return [BOS_ID, *self.written[:-1]]

    @property
    def likeliest(self):
        """The words of the likeliest translation."""
        return self.target_words(self.written)

    @property
    def choice(self):
        """How a word is chosen, as `next_word_probabilities` takes it."""
        top_k, top_p = self.top_k.value or None, self.top_p.value
        return {"temperature": self.temperature.value, "top_k": top_k, "top_p": top_p}

    @property
    def chances(self):
        """The next word's distribution before the cut, and after it. Shape: (V,)"""
        logits = torch.tensor(self.recorded["logits"][[self.word.value]])
        before = next_word_probabilities(logits, self.temperature.value)[0]
        return before, next_word_probabilities(logits, **self.choice)[0]

    @stage.derived
    def draws(self):
        """How many different sentences are drawn, and three lists of the commonest.

        These are their texts, how often each came, and how often it should.
        """
        model, ids = self.translator.model, self.sentence.reading.ids
        choice, copies = self.choice, ids.repeat(NUM_DRAWS, 1)
        how = {"max_len": MOST_STEPS, "seed": self.seed.value} | choice
        drawn = sample_decode(model, copies, **how)
        found = Counter(map(tuple, drawn.tolist()))
        outputs, counts = zip(*found.most_common(NUM_SENTENCES), strict=True)
        chances = output_probabilities(model, ids, torch.tensor(outputs), **choice)
        # Dots stand for an end that has no room.
        texts = [self.target_text(ids) + "…" * (EOS_ID not in ids) for ids in outputs]
        return len(found), texts, counts, (NUM_DRAWS * chances).tolist()

    def picture(self):
        return stage.Row(self.words(), self.sentences(), gap=40)

    def words(self):
        """Return the distribution of the next word: the likeliest, and all others."""
        top_p, (uncut, cut) = self.top_p.value, self.chances
        order = uncut.argsort(descending=True, stable=True)[:NUM_WORDS]
        names = self.target_words(order.tolist())
        names.append(f"{len(uncut) - NUM_WORDS:,} others")
        before, after = with_others(uncut, order), with_others(cut, order)
        numbers, says = [], []
        for row, (name, share) in enumerate(zip(names, after, strict=True)):
            number, ink = marks.exact(share), INK if share else MUTED
            numbers.append(stage.Note(1.16, row, number, ink, align="right"))
            says.append(f"{name}: {number}; before the cut {marks.exact(before[row])}")
        if top_p < 1:
            # A side of the line has more room for its name.
            side = {"dx": 6} if top_p < 0.5 else {"dx": -6, "align": "right"}
            numbers += [
                stage.Rule(top_p, width=2, dash=(5, 4), name="limit", layer=3),
                stage.Note(top_p, NUM_WORDS - 1.5, "top-p", ACCENT, **side),
            ]
        return stage.Plot(
            [
                marks.LevelBars(before, PALE, 0.7, name="before"),
                marks.LevelBars(after, width=0.36, says=says, name="after"),
                *numbers,
            ],
            stage.Axis(0, 1.16, "probability", {0: "0", 0.5: "0.5", 1: "1"}),
            marks.bar_names(names),
            "the next word",
            name="words",
        )

    def sentences(self):
        """Return how often each sentence was drawn, and how often it should be."""
        _, *drawn = self.draws
        (_, counts, expected), aside, notes, says = drawn, 0.24, [], []
        for row, (text, count, due) in enumerate(zip(*drawn, strict=True)):
            says.append(f"{text}: drawn {count} ×, expected {due:.1f} ×")
            notes.append(marks.CutNote(0, row - 0.2, text, dx=6, size=TEXT))
            end = max(count, due), row + aside
            notes.append(stage.Note(*end, f"{count} ×", dx=8))
        rest = NUM_DRAWS - sum(counts)
        others = f"and {counted(rest, 'other')}" if rest else ""
        bars = {"width": 0.3, "aside": aside, "says": says, "name": "drawn"}
        places = [row + aside for row in range(len(counts))]
        look = {"silent": True, "name": "expected"}
        label = f"how often; mark: {NUM_DRAWS} × its probability"
        ticks = range(0, NUM_DRAWS + 1, NUM_DRAWS // 2)
        return stage.Plot(
            [
                marks.LevelBars(counts, **bars),
                stage.Dots(expected, places, ACCENT, 22, "|", **look),
                *notes,
                stage.Note(0, NUM_SENTENCES - 0.2, others, MUTED, dx=6),
            ],
            stage.Axis(0, NUM_DRAWS * 1.12, label, ticks),
            marks.bar_names([""] * NUM_SENTENCES, room=0.6),
            f"{NUM_DRAWS} sentences drawn",
            name="sentences",
        )

    def say(self):
        word, (_, after) = self.word.value, self.chances
        kept, share = int((after > 0).sum()), after[self.written[word]]
        different, _, (count, *_), (expected, *_) = self.draws
        return (
            f"“{self.likeliest[word]}” has {share:.2f} among {counted(kept, 'word')}; "
            f"{NUM_DRAWS} draws give {counted(different, 'sentence')}, the "
            f"commonest {count} × (expected: {expected:.1f})."
        )


def with_others(probabilities, order):
    """Pick words by their order, and add up all others.

    Shape: probabilities (V,), order (n,) -> n + 1 numbers
    """
    shown = probabilities[order]
    others = probabilities.sum() - shown.sum()
    return [*shown.tolist(), others.item() if others > SMALLEST else 0.0]
