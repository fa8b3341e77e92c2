"""How the next word is chosen: temperature, top-k, top-p, and luck."""

import torch

from helpers import stage
from helpers.language import BOS_ID, EOS_ID, PAD_ID
from helpers.lessons.autoregressive_loop.draws import draw_outputs
from helpers.lessons.autoregressive_loop.levels import Cut, Levels, exact, lines
from helpers.lessons.autoregressive_loop.writing_walk import target_words
from helpers.lessons.sentences import SentenceExplorer
from helpers.model import greedy_decode, next_word_probabilities
from helpers.stage.style import ACCENT, INK, MUTED, PALE, TEXT

NUM_WORDS, NUM_SENTENCES, NUM_DRAWS, MOST_STEPS = 12, 8, 50, 16
ALL = 0
SMALLEST = 1e-5  # below it, a sum of others is a rounding error
TOP_KS = (1, 2, 3, 5, 10, 20, 50, ALL)
EXAMPLES = (
    "the old teacher likes the old hat",
    "I like apples",
    "she likes the rice that Tom likes",
)


class ChoosingLab(SentenceExplorer):
    """Bend the distribution of the next word, and draw sentences from it.

    Source: Holtzman et al. 2020, section 3.1 (top-p); Fan et al. 2018, section 5
        (top-k).
    """

    height, most_words = 536, 64
    sentence = stage.Sentence(lambda self: self.examples)
    word = stage.Choice(
        "word",
        lambda self: [(f"{n + 1} {word}", n) for n, word in enumerate(self.names)],
        "Which word of the likeliest translation is to be written",
    )
    temperature = stage.Choice(
        "temperature",
        [(f"{tenths / 10:.1f}", tenths / 10) for tenths in range(1, 51)],
        "The logits are divided by it before softmax",
        1.0,
    )
    top_k = stage.Choice(
        "top-k",
        [(str(k or "all"), k) for k in TOP_KS],
        "Only so many of the likeliest words are kept",
        ALL,
    )
    top_p = stage.Choice(
        "top-p",
        [(f"{steps / 20:.2f}", steps / 20) for steps in range(1, 21)],
        "The fewest words that hold so much together are kept",
        1.0,
    )
    seed = stage.Number("seed", 0, 20, "Another seed, other luck")
    rows = "sentence word", "temperature top_k top_p", "seed"

    def __init__(self, translator, examples=EXAMPLES):
        self.examples = examples
        super().__init__(translator)

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
    def names(self):
        """The words of the likeliest translation."""
        return target_words(self.translator, self.written[0])

    @property
    def choice(self):
        """How a word is chosen, as `next_word_probabilities` takes it."""
        return {
            "temperature": self.temperature.value,
            "top_k": self.top_k.value or None,
            "top_p": self.top_p.value,
        }

    @property
    def chances(self):
        """The next word's distribution before the cut, and after it. Shape: (V,)"""
        logits, choice = self.written[1][self.word.value][None], self.choice
        before = next_word_probabilities(logits, choice["temperature"])[0]
        return before, next_word_probabilities(logits, **choice)[0]

    @stage.derived
    def draws(self):
        """The sentences that are drawn, counted."""
        sizes = {"count": NUM_DRAWS, "most": NUM_SENTENCES, "max_len": MOST_STEPS}
        model, ids = self.translator.model, self.sentence.reading.ids
        return draw_outputs(model, ids, seed=self.seed.value, **sizes, **self.choice)

    def picture(self):
        return stage.Row(self.words(), self.sentences(), gap=40)

    def words(self):
        """Return the distribution of the next word: the likeliest, and all others."""
        logits, top_p = self.written[1][self.word.value], self.top_p.value
        order = logits.argsort(descending=True, stable=True)[:NUM_WORDS]
        names = target_words(self.translator, order.tolist())
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
                Levels(before, PALE, 0.7, name="before"),
                Levels(after, width=0.36, says=says, name="after"),
                *numbers,
                *limit * (top_p < 1),
            ],
            stage.Axis(0, 1.16, "probability", {0: "0", 0.5: "0.5", 1: "1"}),
            lines(names),
            "the next word",
            name="words",
        )

    def sentences(self):
        """Return how often each sentence was drawn, and how often it should be."""
        _, outputs, counts, expected = self.draws
        texts = [self.text(output) for output in outputs]
        says = [
            f"{text}: drawn {count} ×, expected {chance:.1f} ×"
            for text, count, chance in zip(texts, counts, expected, strict=True)
        ]
        rest, aside = NUM_DRAWS - sum(counts), 0.24
        marks, look = [row + aside for row in range(len(texts))], {"silent": True}
        notes = [
            Cut(0, row - 0.2, text, dx=6, size=TEXT) for row, text in enumerate(texts)
        ] + [
            stage.Note(max(drawn, chance), row + aside, f"{drawn} ×", dx=8)
            for row, (drawn, chance) in enumerate(zip(counts, expected, strict=True))
        ]
        others = f"and {count_of(rest, 'other')}" if rest else ""
        return stage.Plot(
            [
                Levels(counts, width=0.3, aside=aside, says=says, name="drawn"),
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
            lines([""] * NUM_SENTENCES, room=0.6),
            f"{NUM_DRAWS} sentences drawn",
            name="sentences",
        )

    def text(self, output):
        """Join the words of an output; dots stand for an end that has no room."""
        words = [word for word in output if word not in (EOS_ID, PAD_ID)]
        text = "".join(target_words(self.translator, words))
        return text + "…" * (EOS_ID not in output)

    def say(self):
        ids, word, draws = self.written[0], self.word.value, self.draws
        _, after = self.chances
        kept, share = int((after > 0).sum()), after[ids[word]]
        return (
            f"“{self.names[word]}” has {share:.2f} among {count_of(kept, 'word')}; "
            f"{NUM_DRAWS} draws give {count_of(draws.different, 'sentence')}, the "
            f"commonest {draws.counts[0]} × (expected: {draws.expected[0]:.1f})."
        )


def count_of(number, noun):
    """Say how many there are: 1 word, 3 words."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def with_others(probabilities, order):
    """Pick words by their order, and add up all others.

    Shape: probabilities (V,), order (n,) -> n + 1 numbers
    """
    shown = probabilities[order]
    others = probabilities.sum() - shown.sum()
    return [*shown.tolist(), others.item() if others > SMALLEST else 0.0]
