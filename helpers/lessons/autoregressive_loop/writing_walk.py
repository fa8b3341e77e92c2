"""What explorers of lesson 7 share: a short sentence, and its writing word by word."""

from helpers import stage
from helpers.lessons.autoregressive_loop.writing import write_words
from helpers.lessons.sentences import SentenceExplorer, drawable

MOST_SOURCE, MOST_WRITTEN = 10, 14  # words that the pictures have room for


class Writing(SentenceExplorer):
    """An explorer whose model writes a short sentence, word by word.

    A subclass has `asked`, the sentence that the lesson asks about, and may have other
    examples beside it.
    """

    most_words = MOST_SOURCE
    examples = (
        "I like apples",
        "the old teacher likes the old hat",
        "Tom ate two apples in the park yesterday",
        "Mary is reading a book because she is tired",
    )
    sentence = stage.Sentence(lambda self: dict.fromkeys((self.asked, *self.examples)))

    @stage.derived
    def turns(self):
        """Every turn of the loop that writes the translation."""
        return self.write()

    @property
    def written(self):
        """The ids of the translation."""
        return [turn.chosen for turn in self.turns]

    def write(self, model=None, max_len=MOST_WRITTEN, **how):
        """Return every turn of the loop as `write_words` does: how is for it."""
        model, ids = model or self.translator.model, self.sentence.reading.ids
        return write_words(model, ids, max_len=max_len, **how)

    def words(self, ids):
        """Return the words of target ids, as they can be drawn."""
        return target_words(self.translator, ids)


def written_words(label="word", tooltip="Which word is being written"):
    """Offer the words that a `WritingWalk` writes, as steps."""

    def first(walk):
        asked = walk.sentence.value == walk.asked
        return walk.begins_at if asked else walk.ends_at

    return stage.Steps(label, lambda walk: range(1, walk.num_steps + 1), tooltip, first)


class WritingWalk(Writing):
    """Walk through the writing of a sentence, word by word; subclasses say what shows.

    A subclass has `num_steps` if they are not the turns. What is `asked` is seen first
    at the step `begins_at`, as the lesson asks for the rest; any other at `ends_at`.
    """

    begins_at, ends_at = 0, -1
    step = written_words()

    @property
    def num_steps(self):
        return len(self.turns)

    def after(self, **changes):
        """Return the values of all controls; a new sentence has its own first step."""
        values = super().after(**changes)
        if values["sentence"] != self.values["sentence"] and "step" not in changes:
            with self.supposing(values):
                values["step"] = self.step.first()
        return values


def target_words(translator, ids):
    """Return the words of target ids, as the house font can draw them."""
    return drawable(translator.target_vocabulary.decode([*ids]))
