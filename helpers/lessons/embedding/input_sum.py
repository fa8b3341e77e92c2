"""x = word + position, for a sentence that has a word twice (claim C4)."""

import numpy as np

from helpers import stage
from helpers.lessons.embedding.lookup import features, sign
from helpers.lessons.sentences import SentenceExplorer
from helpers.stage.matrix import MOST_NUMBERS
from helpers.stage.style import signed
from helpers.training.word_kinds import cosine_table

EXAMPLES = (
    "I like apples",  # no word twice: a class guesses what happens if there is one
    "the old teacher likes the old hat",
    "Tom saw Tom",
    "the cat saw the dog and the bird",
)
KINDS = {"sinusoidal: added": True, "rotary: nothing added": False}
LIMIT = 3  # of the colours; a few numbers of the scaled words are larger


class InputSumExplorer(SentenceExplorer):
    """Add up words and positions, and see what becomes of a word that comes twice.

    Source: Vaswani et al. 2017, sections 3.4 and 3.5; claims C3 and C4.
    """

    height, most_words = 620, 8
    sentence = stage.Sentence(EXAMPLES)
    word = stage.Word(
        "word", "tokens", "Whose row is lit", lambda self: self.first_lit, numbered=True
    )
    scaled = stage.Switch("× √d_model", "Multiply the words' rows", True)
    positions = stage.Pick("positions", KINDS, "What is added to words")

    @property
    def first_lit(self):
        """Of the words that come twice, the last: it has most to say. Else the last."""
        twice = [i for i, t in enumerate(self.tokens) if self.tokens.count(t) > 1]
        return twice[-1] if twice else -1

    @stage.derived
    def summands(self):
        """The three matrices, by name. Shape: (T, d_model) each"""
        embedding = self.translator.model.source_embedding
        word = self.recorded["source_embedding.words"]
        if not self.scaled.value:
            word = word / embedding.words.factor
        position = embedding.positions[: len(word)].numpy() * self.positions.value
        return {"word": word, "position": position, "x": word + position}

    @stage.derived
    def cosines(self):
        """The cosines of every two words, alone and in x. Shape: (T, T) each"""
        return [cosine_table(self.summands[name]).numpy() for name in ("word", "x")]

    @property
    def twin(self):
        """Where the lit word stands again, nearest by; None if it comes once."""
        word, tokens = self.word.value, self.tokens
        twins = [i for i, t in enumerate(tokens) if t == tokens[word] and i != word]
        return min(twins, key=lambda i: abs(i - word), default=None)

    def picture(self):
        names = "word", "+", "position", "=", "x"
        parts = [self.summand(n) if n in self.summands else sign(n) for n in names]
        alone, x = map(self.cosines_of, ("words alone", "x"), self.cosines)
        return stage.Column(
            stage.Row(*parts, widths=(1, 0.06, 1, 0.06, 1), gap=14),
            stage.Row(alone, None, x, widths=(1, 0.4, 1)),
            heights=(1, 1.15),
        )

    def summand(self, name):
        """Return the matrix of one summand, or of the sum."""
        matrix, word = self.summands[name], self.word.value
        title = f"norm of this row {signed(np.linalg.norm(matrix[word]))}"
        if name == "position" and not self.positions.value:
            title = "nothing is added"
        look = {"rows": self.tokens if name == "word" else (), "lit": word}
        look |= {"row_sets": self.word, "row_names": self.numbered, "name": name}
        look |= features(matrix.shape[1])
        return stage.Matrix(matrix, f"{name}: {title}", LIMIT, **look)

    def cosines_of(self, name, cosines):
        """Return the cosines of every two words; a word and its twin are outlined."""
        title, names, twin = f"cosine of {name}", self.tokens, self.twin
        look = {"outlines": [] if twin is None else [(self.word.value, twin, 1, 1)]}
        look["write"] = "all" if len(cosines) <= MOST_NUMBERS else None
        look |= {"column_names": self.numbered, "says": "{row} and {column}: {number}"}
        look |= {"row_sets": self.word, "row_names": self.numbered, "name": title}
        return stage.Matrix(cosines, title, 1, names, names, **look)

    @property
    def numbered(self):
        """The words with their numbers before them."""
        return [f"{number} {token}" for number, token in enumerate(self.tokens)]

    def say(self):
        word, twin = self.word.value, self.twin
        token = self.tokens[word]
        if twin is None:
            return f"“{token}” comes once: no other row could be taken for it."
        return (
            f"“{token}” stands at {min(word, twin)} and at {max(word, twin)}: "
            f"cosine 1.00 as words, {self.cosines[1][word, twin]:.2f} as rows of x."
        )
