"""Lesson 1: a sentence becomes ids, and each id picks a row (claim C1)."""

from helpers.explorers.controls import SentenceBox, add_words, offer, read_words
from helpers.explorers.live import Explorer, row
from helpers.figures.embedding.lookup import LookupPicture
from helpers.language import UNK

MOST_WORDS = 8
EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "I like durians",
    "Tom bought a big red hat",
)


class LookupExplorer(Explorer):
    """Look a typed sentence up in the trained embedding matrix.

    Controls: `sentence_box.text`, `word` (the number of the one followed, from 0).

    Source: Vaswani et al. 2017, section 3.4; claim C1.
    """

    height = 500

    def __init__(self, translator):
        self.translator = translator
        table = translator.model.source_embedding.words.table.weight
        self.table = table.detach().numpy()
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.word = add_words(self, "word", "The word to follow")
        self.picture = LookupPicture(self.figure, self.table)
        self.live(*self.picture.artists)
        self.on_sentence()

    def panel(self):
        box = self.sentence_box
        return row(box.text, box.examples, self.word, self.reset_button)

    def read(self, text):
        """Read a text. Raises: ValueError with a message for the student."""
        tokens, ids, note = read_words(self.translator, text, MOST_WORDS)
        return tokens, ids[0].tolist(), note

    def on_sentence(self):
        """Offer the words of a new sentence; the last one is followed first."""
        tokens, ids, _ = self.sentence_box.accepted
        with self.quiet():
            offer(self.word, tokens, len(tokens) - 1)
        self.picture.set_words(tokens, ids)

    def update(self):
        tokens, ids, self.note = self.sentence_box.accepted
        word = self.word.value
        self.picture.light(word)
        d_model = self.table.shape[1]
        if tokens[word] == UNK:
            return f"An unknown word has id {ids[word]}: all of them share its row."
        return f"“{tokens[word]}” has id {ids[word]}: its row holds {d_model} numbers."
