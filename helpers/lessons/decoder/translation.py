"""A typed sentence and its translation: what four explorers of this lesson share."""

import torch

from helpers import stage
from helpers.language import BOS, BOS_ID, EOS
from helpers.lessons.sentences import SentenceExplorer, check_room, drawable


class TranslationExplorer(SentenceExplorer):
    """An explorer whose picture has a place for each word of the translation, and one.

    A subclass may change for how many there is room, and what they are called.
    """

    most_rows, rows_are = 14, "rows of Chinese"

    def read(self, text):
        reading = super().read(text)
        rows = len(self.translator.translate(text).target_tokens) + 1
        check_room(rows, self.most_rows, self.rows_are)
        return reading

    @stage.derived
    def target(self):
        """The words of the translation."""
        return self.translator.translate(self.sentence.value).target_tokens

    def run(self, model, source_ids):
        """Run the whole model, which reads its own translation."""
        target_ids = self.translator.target_vocabulary.encode(self.target)
        model(source_ids, torch.tensor([[BOS_ID, *target_ids]]))

    @property
    def words(self):
        """The words that go in, <bos> first."""
        return drawable((BOS, *self.target))

    @property
    def next_words(self):
        """The words that must come out, <eos> last."""
        return drawable((*self.target, EOS))

    def weights_of(self, attention):
        """Return one head's map, or the mean of all: "self" or "cross". Shape: (T, S)

        The controls `layer` and `head` say which.
        """
        place, head = f"decoder.{self.layer.value - 1}.{attention}", self.head.value
        heads = self.recorded[f"{place}.weights"]  # (H, T, S)
        return heads[head - 1] if head else heads.mean(axis=0)
