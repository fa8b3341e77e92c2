"""A typed sentence and its translation: what four explorers of this lesson share."""

from helpers.language import BOS, EOS
from helpers.lessons.sentences import DecodingExplorer, check_room, drawable, of_head


class TranslationExplorer(DecodingExplorer):
    """An explorer whose picture has a place for each word of the translation, and one.

    A subclass may change for how many there is room, and what they are called.
    """

    most_rows, rows_are = 14, "rows of Chinese"

    def read(self, text):
        reading = super().read(text)
        rows = len(self.translator.translate(text).target_tokens) + 1
        check_room(rows, self.most_rows, self.rows_are)
        return reading

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
        maps = self.recorded[f"decoder.{self.layer.value - 1}.{attention}.weights"]
        return of_head(maps, self.head.value)
