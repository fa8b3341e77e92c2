"""A typed sentence and its translation: what five explorers of this lesson share."""

from helpers import stage
from helpers.language import BOS, EOS
from helpers.lessons.sentences import SentenceExplorer, check_room, drawable, of_head


class Translated(SentenceExplorer):
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

    @property
    def words(self):
        """The words that go in, <bos> first."""
        return drawable((BOS, *self.target))

    @property
    def next_words(self):
        """The words that must come out, <eos> last."""
        return drawable((*self.target, EOS))


class Looking(Translated):
    """Show where the words of a translation look; subclasses say which look.

    A subclass has `look`, "self" or "cross", and the controls `layer` and `head`.
    """

    @stage.derived
    def weights(self):
        """One head's map, or the mean of all. Shape: (T, S)"""
        maps = self.translator.attention(self.sentence.value, self.target)
        name = f"decoder.{self.layer.value - 1}.{self.look}"
        return of_head(maps[name], self.head.value)
