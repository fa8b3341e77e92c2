"""Lesson 1: x = word + position, for a sentence that has a word twice (claim C4)."""

import ipywidgets as widgets
import torch
from torch.nn import functional as F

from helpers.explorers.controls import SentenceBox, add_words, offer, read_words
from helpers.explorers.live import Explorer, row
from helpers.figures.embedding.total import TotalPicture

MOST_WORDS = 8
EXAMPLES = (
    "I like apples",  # no word twice: a class guesses what happens if there is one
    "the old teacher likes the old hat",
    "Tom saw Tom",
    "the cat saw the dog and the bird",
)
KINDS = {"sinusoidal: added": True, "rotary: nothing added": False}


class SumExplorer(Explorer):
    """Add up words and positions, and see what becomes of a word that comes twice.

    Controls: `sentence_box.text`, `word` (whose row is lit, from 0), `scaled`
    (× √d_model), `positions` (True: added; False: rotary). `parts` are the three
    matrices, `alike` the cosines before and after.

    Source: Vaswani et al. 2017, sections 3.4 and 3.5; claims C3 and C4.
    """

    height = 650

    def __init__(self, translator):
        self.translator = translator
        self.embedding = translator.model.source_embedding
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.word = add_words(self, "word", "Whose row is lit")
        self.scaled = self.control(
            widgets.ToggleButton(
                True, description="× √d_model", tooltip="Multiply the words' rows"
            )
        )
        self.positions = self.control(
            widgets.Dropdown(
                options=KINDS, description="positions", tooltip="What is added to words"
            )
        )
        self.picture = TotalPicture(self.figure)
        self.live(*self.picture.artists)
        self.on_sentence()

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.word, self.scaled, self.positions, self.reset_button),
            ]
        )

    def read(self, text):
        """Read a text. Raises: ValueError with a message for the student."""
        return read_words(self.translator, text, MOST_WORDS)

    def on_sentence(self):
        """Offer the words of a new sentence; the first that comes twice is lit."""
        tokens, _, _ = self.sentence_box.accepted
        twice = [i for i, token in enumerate(tokens) if tokens.count(token) > 1]
        # Of the words that come twice, the one with most to say stands last.
        lit = twice[-1] if twice else len(tokens) - 1
        with self.quiet():
            offer(self.word, (f"{i} {word}" for i, word in enumerate(tokens)), lit)
        self.picture.label(tokens, self.translator.model.config.d_model)

    def add_up(self, ids):
        """Return words, positions and their sum. Shape: ids (1, T) -> three (T, d)"""
        with torch.no_grad():
            words = self.embedding.words(ids)[0]
        if not self.scaled.value:
            words = words / self.embedding.words.factor
        positions = self.embedding.positions[: len(words)]
        if not self.positions.value:
            positions = torch.zeros_like(words)
        return words, positions, words + positions

    def update(self):
        tokens, ids, self.note = self.sentence_box.accepted
        words, positions, x = self.add_up(ids)
        self.parts = [part.numpy() for part in (words, positions, x)]
        self.alike = [cosines(words).numpy(), cosines(x).numpy()]
        word = self.word.value
        twin = nearest_twin(tokens, word)
        self.picture.show(self.parts, self.alike, word, twin, not self.positions.value)
        return say_twin(tokens[word], word, twin, self.alike[1])


def cosines(rows):
    """Return the cosine of every two rows. Shape: (T, d_model) -> (T, T)"""
    rows = F.normalize(rows, dim=-1)
    return rows @ rows.T


def nearest_twin(tokens, word):
    """Return where the same token stands nearest by, or None if it comes once."""
    twins = [i for i, t in enumerate(tokens) if t == tokens[word] and i != word]
    return min(twins, key=lambda i: abs(i - word)) if twins else None


def say_twin(token, word, twin, alike):
    """Say how alike a word is to its twin, or that it has none."""
    if twin is None:
        return f"“{token}” comes once: no other row could be taken for it."
    return (
        f"“{token}” stands at {min(word, twin)} and at {max(word, twin)}: "
        f"cosine 1.00 as words, {alike[word, twin]:.2f} as rows of x."
    )
