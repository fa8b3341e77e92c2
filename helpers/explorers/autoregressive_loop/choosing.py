"""Lesson 7: how the next word is chosen: temperature, top-k, top-p, and luck."""

import ipywidgets as widgets
import torch

from helpers.explorers.autoregressive_loop.draws import draw_outputs
from helpers.explorers.autoregressive_loop.sentences import target_words
from helpers.explorers.controls import (
    SentenceBox,
    add_words,
    offer,
    unknown_words_note,
)
from helpers.explorers.live import Explorer, row
from helpers.figures.autoregressive_loop.choosing import (
    HEIGHT,
    NUM_SENTENCES,
    NUM_WORDS,
    ChoosingPicture,
)
from helpers.language import BOS_ID, EOS_ID, PAD_ID
from helpers.model import greedy_decode, next_word_probabilities

NUM_DRAWS, MOST_STEPS, MOST_CHARACTERS = 50, 16, 22
ALL = 0
SMALLEST = 1e-5  # below it, a sum of others is a rounding error
TOP_KS = (1, 2, 3, 5, 10, 20, 50, ALL)
EXAMPLES = (
    "the old teacher likes the old hat",
    "I like apples",
    "she likes the rice that Tom likes",
)


class ChoosingLab(Explorer):
    """Bend the distribution of the next word, and draw sentences from it.

    Controls: `sentence_box.text`, `word` (which word is to be written, from 0),
    `temperature`, `top_k` (0 keeps all), `top_p`, `seed`.

    Source: Holtzman et al. 2020, section 3.1 (top-p); Fan et al. 2018, section 5
        (top-k).
    """

    height = HEIGHT

    def __init__(self, translator, examples=EXAMPLES):
        self.translator, self.example_texts = translator, examples
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(
            self, self.read, self.example_texts, self.offer_words
        )
        self.word = add_words(
            self, "word", "Which word of the likeliest translation is to be written"
        )
        self.build_choices()
        self.picture = ChoosingPicture(self.figure, NUM_DRAWS)
        self.live(*self.picture.artists)
        self.labelled = self.sampled = None
        self.offer_words()

    def build_choices(self):
        """Make the controls that say how a word is chosen."""
        self.temperature = widgets.FloatSlider(
            1.0, min=0.1, max=5.0, step=0.1, description="temperature"
        )
        self.temperature.tooltip = "The logits are divided by it before softmax"
        self.temperature.readout_format = ".1f"
        self.temperature.style.description_width = "initial"  # else it is cut
        self.top_k = widgets.SelectionSlider(
            options=[(str(k or "all"), k) for k in TOP_KS],
            value=ALL,
            description="top-k",
            tooltip="Only so many of the likeliest words are kept",
        )
        self.top_p = widgets.FloatSlider(
            1.0, min=0.05, max=1.0, step=0.05, description="top-p"
        )
        self.top_p.tooltip = "The fewest words that hold so much together are kept"
        self.seed = widgets.IntSlider(0, 0, 20, description="seed")
        self.seed.tooltip = "Another seed, other luck"
        for choice in (self.temperature, self.top_k, self.top_p, self.seed):
            self.control(choice)

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples, self.word),
                row(self.temperature, self.top_k, self.top_p),
                row(self.seed, self.reset_button),
            ]
        )

    @torch.no_grad()
    def read(self, text):
        """Translate a text, and keep the logits of every word on the way.

        Raises: ValueError with a message for the student.
        """
        model = self.translator.model
        _, ids, unknown = self.translator.read(text)
        written = greedy_decode(model, ids, max_len=MOST_STEPS)  # (1, T)
        start = torch.full_like(written[:, :1], BOS_ID)
        logits = model(ids, torch.cat([start, written[:, :-1]], dim=1))[0]  # (T, V)
        return ids, written[0].tolist(), logits, unknown_words_note(unknown)

    def offer_words(self):
        """Offer every word of the translation as the one to be written."""
        _, written, _, _ = self.sentence_box.accepted
        self.labelled = self.sampled = None
        with self.quiet():
            names = target_words(self.translator, written)
            numbered = (f"{i} {name}" for i, name in enumerate(names, start=1))
            offer(self.word, numbered, 0)

    def choice(self):
        """Return how a word is chosen, as `next_word_probabilities` takes it."""
        return {
            "temperature": self.temperature.value,
            "top_k": self.top_k.value or None,
            "top_p": self.top_p.value,
        }

    def update(self):
        _, written, logits, self.note = self.sentence_box.accepted
        word, choice = self.word.value, self.choice()
        before = next_word_probabilities(logits[word : word + 1], choice["temperature"])
        after = next_word_probabilities(logits[word : word + 1], **choice)[0]
        order = logits[word].argsort(descending=True, stable=True)[:NUM_WORDS]
        if self.labelled != word:
            self.labelled = word
            names = target_words(self.translator, order.tolist())
            self.picture.label(names, logits.size(1) - NUM_WORDS)
            self.redraw_all()
        self.picture.show_words(
            with_others(before[0], order), with_others(after, order)
        )
        self.picture.show_limit(choice["top_p"])
        draws = self.show_draws(choice)
        kept, share = int((after > 0).sum()), after[written[word]]
        (name,) = target_words(self.translator, [written[word]])
        return (
            f"“{name}” has {share:.2f} among {count_of(kept, 'word')}; {NUM_DRAWS} "
            f"draws give {count_of(draws.different, 'sentence')}, the commonest "
            f"{draws.counts[0]} × (expected: {draws.expected[0]:.1f})."
        )

    def show_draws(self, choice):
        """Draw sentences anew if the choice or the seed has changed; return them."""
        key = {**choice, "seed": self.seed.value}
        if self.sampled is None or self.sampled[0] != key:
            sizes = {"count": NUM_DRAWS, "most": NUM_SENTENCES, "max_len": MOST_STEPS}
            ids, *_ = self.sentence_box.accepted
            draws = draw_outputs(self.translator.model, ids, **sizes, **key)
            self.sampled = key, draws
            rest = NUM_DRAWS - sum(draws.counts)
            self.picture.show_sentences(
                [self.text(output) for output in draws.outputs],
                draws.counts,
                draws.expected,
                f"and {count_of(rest, 'other')}" if rest else "",
            )
        return self.sampled[1]

    def text(self, output):
        """Join the words of an output; dots stand for what has no room or no end."""
        ended = EOS_ID in output
        words = [word for word in output if word not in (EOS_ID, PAD_ID)]
        text = "".join(target_words(self.translator, words))
        if len(text) > MOST_CHARACTERS:
            text, ended = text[:MOST_CHARACTERS], False
        return text + "…" * (not ended)


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
